//! The least-squares line through a few points.

/// A straight line y = slope · x + intercept and how well it fits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Line {
    /// Slope, in units of y per unit of x.
    pub slope: f64,
    /// Value at x = 0, in the unit of y.
    pub intercept: f64,
    /// R² = 1 − `SS_res` / `SS_tot`, not clipped; 0 if all y are equal.
    pub r_squared: f64,
}

impl Line {
    /// Fits a line to `points` = (x, y), all of the same weight.
    ///
    /// slope = Σ(x − x̄)(y − ȳ) / Σ(x − x̄)², the plain centred form. `None` if there are fewer
    /// than two different x.
    ///
    /// # Examples
    ///
    /// ```
    /// let line = mfn::fractal::Line::fit(&[(0.0, 1.0), (1.0, 3.0), (2.0, 5.0)]).unwrap();
    /// assert_eq!((line.slope, line.intercept, line.r_squared), (2.0, 1.0, 1.0));
    /// ```
    pub fn fit(points: &[(f64, f64)]) -> Option<Self> {
        let n = points.len() as f64;
        let mean_x = points.iter().map(|(x, _)| x).sum::<f64>() / n;
        let mean_y = points.iter().map(|(_, y)| y).sum::<f64>() / n;
        let (mut sxx, mut sxy) = (0.0, 0.0);
        for (x, y) in points {
            sxx += (x - mean_x) * (x - mean_x);
            sxy += (x - mean_x) * (y - mean_y);
        }
        if sxx.is_nan() || sxx <= 0.0 {
            return None;
        }
        // A flat line is exact: the rounding of ȳ must not look like a slope or a variance.
        if points.windows(2).all(|pair| pair[1].1 - pair[0].1 == 0.0) {
            return Some(Self { slope: 0.0, intercept: points.first()?.1, r_squared: 0.0 });
        }
        let slope = sxy / sxx;
        let intercept = mean_y - slope * mean_x;
        let (mut ss_res, mut ss_tot) = (0.0, 0.0);
        for (x, y) in points {
            let residual = y - (slope * x + intercept);
            ss_res += residual * residual;
            ss_tot += (y - mean_y) * (y - mean_y);
        }
        let r_squared = if ss_tot > 0.0 { 1.0 - ss_res / ss_tot } else { 0.0 };
        Some(Self { slope, intercept, r_squared })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fewer_than_two_different_x_have_no_line() {
        for points in [&[][..], &[(1.0, 2.0)], &[(1.0, 2.0), (1.0, 3.0)], &[(f64::NAN, 1.0)]] {
            assert_eq!(Line::fit(points), None, "{points:?}");
        }
    }

    #[test]
    fn flat_line_has_no_slope_and_explains_nothing() {
        let flat = [(0.1, 1.1), (0.2, 1.1), (0.4, 1.1)];
        assert_eq!(Line::fit(&flat), Some(Line { slope: 0.0, intercept: 1.1, r_squared: 0.0 }));
    }

    #[test]
    fn scattered_points_have_the_textbook_fit() {
        // Anscombe-like: x̄ = 1, ȳ = 2, Sxx = 2, Sxy = 1, SS_tot = 2, SS_res = 1.5.
        let line = Line::fit(&[(0.0, 1.0), (1.0, 3.0), (2.0, 2.0)]).unwrap();
        let expected = Line { slope: 0.5, intercept: 1.5, r_squared: 0.25 };
        assert_eq!(line, expected);
    }
}
