//! Whether the free energy of a run ever rose.

use crate::features::course::Course;

/// A rise by less than this share of the largest energy so far is rounding: an energy may tend
/// to 0, where a share of itself would be none.
const ROUNDING: f64 = 1e-12;

/// How often a run's energy rose from one observed frame to the next.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EnergyRises {
    /// Rises by more than rounding: above 10⁻¹² of the largest |energy| so far.
    pub count: usize,
    /// The largest rise, rounding or not; 0 if the energy never rose.
    pub largest: f64,
}

impl Course {
    /// How often the energy rose; `None` if it was not observed.
    pub fn energy_rises(&self) -> Option<EnergyRises> {
        let energies: Vec<f64> = self.rows().iter().filter_map(|row| row.energy).collect();
        let mut scale = energies.first()?.abs();
        let mut rises = EnergyRises { count: 0, largest: 0.0 };
        for pair in energies.windows(2) {
            let rise = pair[1] - pair[0];
            rises.largest = rises.largest.max(rise);
            scale = scale.max(pair[1].abs());
            rises.count += usize::from(rise > ROUNDING * scale);
        }
        Some(rises)
    }
}
