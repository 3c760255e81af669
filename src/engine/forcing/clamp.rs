//! The clamp: a safety net that counts what it holds back.

use crate::engine::forcing::{Forcing, each_line};
use crate::engine::operator::Fields;
use crate::model::Real;

/// Holds a species to a band, and counts the cells that were outside.
#[derive(Debug)]
pub(crate) struct Clamp {
    species: usize,
    band: (f64, f64),
    parallel: bool,
    clamping_events: u64,
}

impl Clamp {
    pub(crate) fn new(species: usize, band: (f64, f64), parallel: bool) -> Self {
        Self { species, band, parallel, clamping_events: 0 }
    }
}

impl<R: Real, const N: usize> Forcing<R, N> for Clamp {
    fn apply(&mut self, _step: u64, state: &mut Fields<R, N>) {
        let (low, high) = (R::from_f64(self.band.0), R::from_f64(self.band.1));
        let clamped = each_line(&mut state[self.species], self.parallel, |_, cells| {
            let mut clamped = 0;
            for cell in cells {
                let held = if *cell < low { low } else { *cell };
                let held = if held > high { high } else { held };
                clamped += u64::from(held != *cell);
                *cell = held;
            }
            clamped
        });
        self.clamping_events += clamped;
    }

    fn counters(&self) -> Vec<(&'static str, u64)> {
        vec![("clamping_events", self.clamping_events)]
    }

    fn words(&self) -> Vec<u64> {
        vec![self.clamping_events]
    }

    fn restore(&mut self, words: &[u64]) {
        self.clamping_events = words.first().copied().unwrap_or_default();
    }
}
