//! The geometric median, by smoothed Weiszfeld steps.

use crate::federate::Error;
use crate::federate::passes::{combine, squares_from};
use crate::federate::rules::{Ruling, Setting};

/// argmin Σ ‖xᵢ − z‖, from z = 0 by z ← Σ wᵢ xᵢ / Σ wᵢ with wᵢ = 1 / max(ν, ‖xᵢ − z‖).
///
/// # Reference
///
/// K. Pillutla, S. M. Kakade, Z. Harchaoui, *Robust aggregation for federated learning*, IEEE
/// Trans. Signal Process. 70, 2022, algorithm 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GeometricMedian {
    /// ν: distances below it count as ν, in units of the updates.
    pub smoothing: f64,
    /// Steps at most; it ends before if the weights rest.
    pub iterations: usize,
}

impl Default for GeometricMedian {
    /// ν = 10⁻⁶ and at most 200 steps. ByzFL's are 0.1 and 3.
    fn default() -> Self {
        Self { smoothing: 1e-6, iterations: 200 }
    }
}

/// Relative change of every weight at which the point rests.
const TOLERANCE: f64 = 1e-12;

impl GeometricMedian {
    pub(crate) fn rule(&self, setting: &Setting<'_>) -> Result<Ruling, Error> {
        if !(self.smoothing > 0.0 && self.smoothing.is_finite()) {
            let found = self.smoothing.to_string();
            return Err(Error::Parameter { name: "smoothing", found, wanted: "a number above 0" });
        }
        if self.iterations == 0 {
            let found = "0".to_owned();
            return Err(Error::Parameter { name: "iterations", found, wanted: "at least 1" });
        }
        let mut point = Vec::new();
        let mut weights = vec![0.0; setting.clients()];
        let (mut steps, mut rests) = (0, false);
        while steps < self.iterations && !rests {
            let next = self.weights(setting, &point)?;
            let change = |(new, old): (&f64, &f64)| (new - old).abs() <= TOLERANCE * new;
            rests = next.iter().zip(&weights).all(change);
            weights = next;
            point = combine(setting.updates, &weights)?;
            steps += 1;
        }
        let ruling = Ruling::near(setting, point, vec![true; setting.clients()])?;
        Ok(Ruling { iterations: Some((steps, rests)), ..ruling })
    }

    /// Weights that sum to one.
    fn weights(&self, setting: &Setting<'_>, point: &[f64]) -> Result<Vec<f64>, Error> {
        let squares = squares_from(setting.updates, point)?;
        let inverse: Vec<f64> =
            squares.into_iter().map(|square| 1.0 / square.sqrt().max(self.smoothing)).collect();
        let total: f64 = inverse.iter().sum();
        Ok(inverse.into_iter().map(|weight| weight / total).collect())
    }
}
