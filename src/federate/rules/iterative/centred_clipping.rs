//! Centred clipping.

use crate::federate::Error;
use crate::federate::middle::upper_median;
use crate::federate::passes::{combine, squares_from};
use crate::federate::rules::{Ruling, Setting};

/// v ← v + Σ (xᵢ − v) min(1, τ/‖xᵢ − v‖) / n, from a trusted point or from zero.
///
/// # Reference
///
/// S. P. Karimireddy, L. He, M. Jaggi, *Learning from history for Byzantine robust optimization*,
/// ICML 2021, eq. 4 (centred clipping).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CentredClipping {
    /// τ, in units of the updates; if left out the median of ‖xᵢ − v‖ at each step.
    pub radius: Option<f64>,
    /// Steps.
    pub iterations: usize,
}

impl Default for CentredClipping {
    /// The median distance as radius, and five steps. ByzFL's are 100 and 1.
    fn default() -> Self {
        Self { radius: None, iterations: 5 }
    }
}

impl CentredClipping {
    pub(crate) fn rule(&self, setting: &Setting<'_>) -> Result<Ruling, Error> {
        if let Some(radius) = self.radius.filter(|radius| !(*radius > 0.0 && radius.is_finite())) {
            let found = radius.to_string();
            return Err(Error::Parameter { name: "radius", found, wanted: "a number above 0" });
        }
        if self.iterations == 0 {
            let found = "0".to_owned();
            return Err(Error::Parameter { name: "iterations", found, wanted: "at least 1" });
        }
        let origin = || vec![0.0; setting.updates.coordinates()];
        let mut point = setting.reference.map_or_else(origin, <[f64]>::to_vec);
        for _ in 0..self.iterations {
            self.step(setting, &mut point)?;
        }
        let ruling = Ruling::near(setting, point, vec![true; setting.clients()])?;
        Ok(Ruling { iterations: Some((self.iterations, true)), ..ruling })
    }

    fn step(&self, setting: &Setting<'_>, point: &mut [f64]) -> Result<(), Error> {
        let squares = squares_from(setting.updates, point)?;
        let lengths: Vec<f64> = squares.into_iter().map(f64::sqrt).collect();
        let radius = self.radius.unwrap_or_else(|| upper_median(&lengths));
        let n = lengths.len() as f64;
        let weights: Vec<f64> = lengths
            .iter()
            .map(|length| if *length > radius { radius / length / n } else { 1.0 / n })
            .collect();
        let pulled = combine(setting.updates, &weights)?;
        let total: f64 = weights.iter().sum();
        for (place, pulled) in point.iter_mut().zip(pulled) {
            *place = *place * (1.0 - total) + pulled;
        }
        Ok(())
    }
}
