//! From a log–log plot to an exponent: windows of scales, their fits, and what they say together.

mod estimate;
mod regression;
mod student;

pub use crate::fractal::scaling::estimate::DimensionEstimate;
pub use crate::fractal::scaling::regression::Correction;
pub(crate) use crate::fractal::scaling::student::reach_of_95_percent;

use crate::fractal::Undefined;
use crate::fractal::scaling::estimate::FEWEST_OCTAVES;
use crate::fractal::scaling::regression::Points;
use crate::fractal::scaling::regression::Regression;

/// Fewest scales of which a slope and its scatter can be had.
const FEWEST_SCALES: usize = 3;
/// Scales of a window beyond the number of coefficients: two degrees of freedom for the scatter.
const SPARE_SCALES: usize = 2;
/// Half-widths below this count as this: an exact fit has no scatter but rounding.
const EXACT: f64 = 1e-9;

/// A quantity measured at several scales, and once more without each part of the set.
#[derive(Debug, Clone, PartialEq)]
pub struct Scaling {
    /// The scales s, ascending.
    pub scales: Vec<f64>,
    /// Whether the abscissa is ln 1/s (a count that falls with s) or ln s.
    pub falling: bool,
    /// The ordinates, whose slope is the dimension.
    pub log_measures: Vec<f64>,
    /// The ordinates with one part of the set left out, for each part. May be empty.
    pub without_part: Vec<Vec<f64>>,
    /// The corrections to scaling that are tried beside the pure power law.
    pub corrections: Vec<Correction>,
}

/// One window's exponent.
struct Candidate {
    fit: Regression,
    variance: f64,
    freedom: f64,
    /// Half the width of its 95 % interval.
    reach: f64,
}

impl Scaling {
    /// Estimates the exponent.
    ///
    /// Every window of neighbouring scales with at least 3 octaves and two degrees of freedom is
    /// fitted by ordinary least squares, y = D x + c and, for each correction, y = D x + c + b z (z
    /// = s at an edge, 1/s on a lattice). The variance of a window's slope Dᵢ is vᵢ = aᵢ + bᵢ, the
    /// scatter about the line aᵢ = σ²/Sxx, and the jackknife over the g parts of the set bᵢ = (g −
    /// 1)/g Σₖ (Dᵢ₍ₖ₎ − mean)², where Dᵢ₍ₖ₎ is the slope without part k. Each with its own quantile
    /// of Student's t, hᵢ² = t²_{n−p} aᵢ + t²_{g−1} bᵢ. The estimate is the mean of the Dᵢ with
    /// weights wᵢ ∝ hᵢ⁻⁴, so that windows where the law holds decide (the power is the one that
    /// serves percolation clusters and disks best), and its squared standard error is Σ wᵢ (vᵢ +
    /// (Dᵢ − D)²), which also holds what the windows disagree in. The interval is D ± t SE, with
    /// the weighted mean of Welch's degrees of freedom vᵢ² / (aᵢ²/(n − p) + bᵢ²/(g − 1)). The
    /// window that is reported is the one of smallest h, the longest of equals.
    ///
    /// Where no window has 3 octaves, all scales are the one window, and the estimate is flagged.
    ///
    /// # Errors
    ///
    /// [`Undefined::TooFewScales`] for fewer than three scales, [`Undefined::NotFinite`] if none of
    /// the windows has finite ordinates.
    ///
    /// # Reference
    ///
    /// B. Efron, *The Jackknife, the Bootstrap and Other Resampling Plans*, SIAM 1982, §3;
    /// K. P. Burnham, D. R. Anderson, *Model Selection and Multimodel Inference*, 2nd ed., Springer
    /// 2002, §4.3 (variance of an averaged estimate). That several windows must speak, not one:
    /// G. Datseris, I. Kottlarz, A. P. Braun, U. Parlitz, Chaos 33 (2023) 102101.
    ///
    /// # Examples
    ///
    /// ```
    /// use mfn::fractal::Scaling;
    /// let scales: Vec<f64> = (0..6).map(|k| f64::from(1 << k)).collect();
    /// let found = Scaling {
    ///     log_measures: scales.iter().map(|s| 9.0 - 1.5 * s.ln()).collect(),
    ///     scales,
    ///     falling: true,
    ///     without_part: Vec::new(),
    ///     corrections: Vec::new(),
    /// }
    /// .estimate()?;
    /// assert!((found.value - 1.5).abs() < 1e-12 && found.std_error < 1e-12);
    /// assert_eq!((found.window, found.octaves, found.reliable), (0..6, 5.0, true));
    /// # Ok::<(), mfn::fractal::Undefined>(())
    /// ```
    pub fn estimate(&self) -> Result<DimensionEstimate, Undefined> {
        let n = self.scales.len().min(self.log_measures.len());
        if n < FEWEST_SCALES {
            return Err(Undefined::TooFewScales { found: n, wanted: FEWEST_SCALES });
        }
        let sign = if self.falling { -1.0 } else { 1.0 };
        let log_scales: Vec<f64> = self.scales.iter().map(|s| sign * libm::log(*s)).collect();
        let mut candidates = self.candidates(&log_scales);
        if candidates.is_empty() {
            candidates.extend(self.candidate(&log_scales, 0..n, Correction::None));
        }
        self.combine(&candidates, log_scales).ok_or(Undefined::NotFinite)
    }

    /// All windows that are long enough, shorter ones first.
    fn candidates(&self, log_scales: &[f64]) -> Vec<Candidate> {
        let n = log_scales.len();
        let mut found = Vec::new();
        for length in 2..=n {
            for start in 0..=n - length {
                let window = start..start + length;
                if octaves(log_scales, &window) < FEWEST_OCTAVES - 1e-9 {
                    continue;
                }
                let plain = [Correction::None];
                for correction in plain.iter().chain(&self.corrections) {
                    if length >= correction.coefficients() + SPARE_SCALES {
                        found.extend(self.candidate(log_scales, window.clone(), *correction));
                    }
                }
            }
        }
        found
    }

    fn candidate(
        &self,
        log_scales: &[f64],
        window: std::ops::Range<usize>,
        correction: Correction,
    ) -> Option<Candidate> {
        let points = Points { x: log_scales, y: &self.log_measures, scales: &self.scales };
        let fit = Regression::fit(points, window, correction)?;
        let slopes: Vec<f64> =
            self.without_part.iter().filter_map(|ordinates| fit.slope_of(ordinates)).collect();
        let (variance, parts) = (fit.variance, slopes.len() as f64);
        let between = if slopes.len() < 2 {
            0.0
        } else {
            let mean = slopes.iter().sum::<f64>() / parts;
            let squares: f64 = slopes.iter().map(|slope| (slope - mean) * (slope - mean)).sum();
            (parts - 1.0) / parts * squares
        };
        let both = variance + between;
        let shares = variance * variance / fit.freedom + between * between / (parts - 1.0).max(1.0);
        let freedom = if shares > 0.0 { both * both / shares } else { fit.freedom };
        let reaches = [(fit.freedom, variance), (parts - 1.0, between)]
            .map(|(freedom, variance)| reach_of_95_percent(freedom) * variance.sqrt());
        let reach = (reaches[0] * reaches[0] + reaches[1] * reaches[1]).sqrt();
        Some(Candidate { fit, variance: both, freedom, reach })
    }

    fn combine(&self, candidates: &[Candidate], log_scales: Vec<f64>) -> Option<DimensionEstimate> {
        let narrowest = candidates.iter().map(|c| c.reach.max(EXACT)).reduce(f64::min)?;
        // Relative to the narrowest one no weight overflows.
        let weight = |c: &Candidate| {
            let ratio = narrowest / c.reach.max(EXACT);
            ratio * ratio * (ratio * ratio)
        };
        let total: f64 = candidates.iter().map(weight).sum();
        let mean = |value: &dyn Fn(&Candidate) -> f64| {
            candidates.iter().map(|c| weight(c) * value(c)).sum::<f64>() / total
        };
        let value = mean(&|c| c.fit.slope);
        let std_error =
            mean(&|c| c.variance + (c.fit.slope - value) * (c.fit.slope - value)).sqrt();
        let reach = reach_of_95_percent(mean(&|c| c.freedom)) * std_error;
        // Longer windows come later, and win among equals.
        let best = &candidates.iter().rev().find(|c| c.reach.max(EXACT) <= narrowest)?.fit;
        let octaves = octaves(&log_scales, &best.window);
        Some(DimensionEstimate {
            value,
            std_error,
            interval: (value - reach, value + reach),
            r_squared: best.r_squared,
            octaves,
            window: best.window.clone(),
            correction: best.correction,
            scales: self.scales.clone(),
            intercept: best.centre.1 - value * best.centre.0,
            log_scales,
            log_measures: self.log_measures.clone(),
            reliable: DimensionEstimate::believed(octaves, best.r_squared),
        })
    }
}

/// Doublings of the scale from one end of a window to the other.
fn octaves(log_scales: &[f64], window: &std::ops::Range<usize>) -> f64 {
    let at = |index: usize| log_scales.get(index).copied().unwrap_or_default();
    (at(window.end - 1) - at(window.start)).abs() / std::f64::consts::LN_2
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scaling(log_measures: Vec<f64>, corrections: &[Correction]) -> Scaling {
        Scaling {
            scales: (0..log_measures.len()).map(|k| f64::from(1 << k)).collect(),
            falling: true,
            log_measures,
            without_part: Vec::new(),
            corrections: corrections.to_vec(),
        }
    }

    fn power_law(n: usize, bend: impl Fn(f64) -> f64) -> Vec<f64> {
        (0..n).map(|k| f64::from(1 << k)).map(|s| 5.0 - 1.25 * s.ln() + bend(s)).collect()
    }

    #[test]
    fn window_leaves_out_the_scales_where_the_law_fails() {
        // The two smallest scales are off the law.
        let off = power_law(9, |s| if s < 4.0 { -0.4 } else { 0.0 });
        let found = scaling(off, &[]).estimate().unwrap();
        assert_eq!((found.window.clone(), found.correction), (2..9, Correction::None));
        assert!((found.value - 1.25).abs() < 1e-9, "{}", found.value);
        assert!(found.std_error < 1e-9 && found.reliable);
    }

    #[test]
    fn correction_is_used_where_it_explains_more() {
        let bent = power_law(9, |s| 0.01 * s);
        let plain = scaling(bent.clone(), &[]).estimate().unwrap();
        let found = scaling(bent, &[Correction::Edge]).estimate().unwrap();
        assert_eq!((found.window.clone(), found.correction), (0..9, Correction::Edge));
        assert!((found.value - 1.25).abs() < 1e-9);
        assert!((plain.value - 1.25).abs() > 0.005 && plain.std_error > 0.003);
    }

    #[test]
    fn parts_that_differ_widen_the_interval() {
        let mut whole = scaling(power_law(6, |_| 0.0), &[]);
        let alone = whole.estimate().unwrap();
        // Slopes 1.15 and 1.35 of the halves: jackknife variance ½ (0.1² + 0.1²).
        whole.without_part =
            [-0.1, 0.1].map(|d| power_law(6, |s| d * s.ln())).into_iter().collect();
        let found = whole.estimate().unwrap();
        assert!((found.value - 1.25).abs() < 1e-9);
        assert!(alone.std_error < 1e-9);
        assert!((found.std_error - 0.1).abs() < 1e-9, "{}", found.std_error);
        assert!((found.interval.1 - (1.25 + 12.706 * 0.1)).abs() < 1e-8);
    }

    #[test]
    fn few_scales_are_flagged_or_refused() {
        let found = scaling(power_law(3, |_| 0.0), &[]).estimate().unwrap();
        assert!((found.value - 1.25).abs() < 1e-12 && !found.reliable);
        let wanted = Err(Undefined::TooFewScales { found: 2, wanted: 3 });
        assert_eq!(scaling(vec![1.0, 0.5], &[]).estimate(), wanted);
        let gone = scaling(vec![f64::NEG_INFINITY; 6], &[]).estimate();
        assert_eq!(gone, Err(Undefined::NotFinite));
    }
}
