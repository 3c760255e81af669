//! The least-squares slope over one window of scales, with or without a correction to scaling.

use std::ops::Range;

/// What bends a power law at one end of the scales, as a further term of the regression.
///
/// The slope of y on ln s is then fitted beside the coefficient of a second column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Correction {
    /// A pure power law.
    None,
    /// A term ∝ s: boxes that hang over the edge of a set (Steiner's formula to first order).
    Edge,
    /// A term ∝ 1/s: windows of few cells, which see the lattice.
    Lattice,
}

impl Correction {
    /// The second column at scale `s`, if there is one.
    fn column(self, scale: f64) -> f64 {
        match self {
            Self::None => 0.0,
            Self::Edge => scale,
            Self::Lattice => 1.0 / scale,
        }
    }

    /// Coefficients that are fitted: intercept, slope, and perhaps the correction's.
    pub(crate) fn coefficients(self) -> usize {
        match self {
            Self::None => 2,
            Self::Edge | Self::Lattice => 3,
        }
    }
}

/// A fit over a window of scales.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Regression {
    pub(crate) window: Range<usize>,
    pub(crate) correction: Correction,
    /// The slope is Σ weightᵢ yᵢ over the window.
    weights: Vec<f64>,
    pub(crate) slope: f64,
    /// Variance of the slope by the scatter about the line.
    pub(crate) variance: f64,
    /// Degrees of freedom of the scatter.
    pub(crate) freedom: f64,
    /// 1 − `SS_res` / `SS_tot`; 1 for a flat line that is met exactly.
    pub(crate) r_squared: f64,
    /// Mean of x and of y: the line passes there.
    pub(crate) centre: (f64, f64),
}

/// The abscissas ln s or ln 1/s, the ordinates, and the scales s themselves.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Points<'a> {
    pub(crate) x: &'a [f64],
    pub(crate) y: &'a [f64],
    pub(crate) scales: &'a [f64],
}

impl Regression {
    /// Fits the window; `None` if it does not determine the slope and its scatter.
    pub(crate) fn fit(
        points: Points<'_>,
        window: Range<usize>,
        correction: Correction,
    ) -> Option<Self> {
        let (x, y) = (points.x.get(window.clone())?, points.y.get(window.clone())?);
        let columns: Vec<f64> =
            points.scales.get(window.clone())?.iter().map(|s| correction.column(*s)).collect();
        let freedom = x.len().checked_sub(correction.coefficients()).filter(|left| *left > 0)?;
        let ((x, mean_x), (y, mean_y), (z, _)) = (centred(x), centred(y), centred(&columns));
        // What of x the correction cannot imitate (Frisch and Waugh).
        let (zz, xz) = (product(&z, &z), product(&x, &z));
        let share = if zz > 0.0 { xz / zz } else { 0.0 };
        let own: Vec<f64> = x.iter().zip(&z).map(|(x, z)| x - share * z).collect();
        let spread = product(&own, &own);
        if spread.is_nan() || spread <= 1e-12 * product(&x, &x) || spread <= 0.0 {
            return None;
        }
        let weights: Vec<f64> = own.iter().map(|own| own / spread).collect();
        let slope = product(&weights, &y);
        let bend = if zz > 0.0 { (product(&z, &y) - slope * xz) / zz } else { 0.0 };
        let residuals: Vec<f64> =
            y.iter().zip(&x).zip(&z).map(|((y, x), z)| y - slope * x - bend * z).collect();
        let (left, total) = (product(&residuals, &residuals), product(&y, &y));
        let variance = left / freedom as f64 / spread;
        let r_squared = if total > 0.0 { 1.0 - left / total } else { 1.0 };
        (slope.is_finite() && variance.is_finite()).then_some(Self {
            window,
            correction,
            weights,
            slope,
            variance,
            freedom: freedom as f64,
            r_squared,
            centre: (mean_x, mean_y),
        })
    }

    /// The slope of other ordinates in the same window; `None` if one there is not finite.
    pub(crate) fn slope_of(&self, ordinates: &[f64]) -> Option<f64> {
        let slope = product(&self.weights, ordinates.get(self.window.clone())?);
        slope.is_finite().then_some(slope)
    }
}

/// The values less their mean, and the mean. Equal values become zeros without rounding.
fn centred(values: &[f64]) -> (Vec<f64>, f64) {
    let first = values.first().copied().unwrap_or_default();
    let excess = values.iter().map(|value| value - first).sum::<f64>() / values.len() as f64;
    (values.iter().map(|value| value - first - excess).collect(), first + excess)
}

fn product(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fit(y: &[f64], correction: Correction) -> Option<Regression> {
        let scales: Vec<f64> = (0..y.len()).map(|k| f64::from(1 << k)).collect();
        let x: Vec<f64> = scales.iter().map(|s| -s.ln()).collect();
        Regression::fit(Points { x: &x, y, scales: &scales }, 0..y.len(), correction)
    }

    #[test]
    fn slope_and_its_error_are_the_textbook_ones() {
        // x = 0, 1, 2, 3 and y = 1, 3, 2, 4: slope 0.8, residual sum of squares 1.8.
        let (x, y, scales) = ([0.0, 1.0, 2.0, 3.0], [1.0, 3.0, 2.0, 4.0], [1.0; 4]);
        let points = Points { x: &x, y: &y, scales: &scales };
        let found = Regression::fit(points, 0..4, Correction::None).unwrap();
        assert!((found.slope - 0.8).abs() < 1e-15);
        assert!((found.variance - 1.8 / 2.0 / 5.0).abs() < 1e-15);
        assert!((found.r_squared - (1.0 - 1.8 / 5.0)).abs() < 1e-15);
        assert_eq!((found.freedom, found.centre), (2.0, (1.5, 2.5)));
        assert!((found.slope_of(&[0.0, 2.0, 4.0, 6.0]).unwrap() - 2.0).abs() < 1e-15);
        assert_eq!(found.slope_of(&[0.0, f64::NEG_INFINITY, 0.0, 0.0]), None);
    }

    #[test]
    fn correction_is_separated_from_the_slope() {
        for (correction, bend) in [(Correction::Edge, 0.01), (Correction::Lattice, -0.7)] {
            let y: Vec<f64> = (0..7)
                .map(|k| {
                    let s = f64::from(1 << k);
                    let term = if correction == Correction::Edge { s } else { 1.0 / s };
                    3.0 - 1.7 * s.ln() + bend * term
                })
                .collect();
            let (plain, found) = (fit(&y, Correction::None), fit(&y, correction).unwrap());
            assert!((found.slope - 1.7).abs() < 1e-13, "{}", found.slope);
            assert!(found.variance < 1e-25);
            assert!((plain.unwrap().slope - 1.7).abs() > 0.05);
        }
    }

    #[test]
    fn flat_line_is_met_exactly_and_short_ones_are_refused() {
        let flat = fit(&[0.3; 5], Correction::None).unwrap();
        assert_eq!((flat.slope, flat.variance, flat.r_squared), (0.0, 0.0, 1.0));
        assert_eq!(fit(&[1.0, 2.0], Correction::None), None);
        assert_eq!(fit(&[1.0, 2.0, 4.0], Correction::Edge), None);
        assert_eq!(fit(&[1.0, f64::NAN, 4.0, 5.0], Correction::None), None);
    }
}
