//! Growth events: a Poisson process in space and time, each event with a Gaussian footprint.

use crate::engine::forcing::Forcing;
use crate::engine::operator::Fields;
use crate::engine::simulation::Setup;
use crate::grid::{Boundary, Grid, Padded};
use crate::model::{GrowthEvents, Real};
use crate::rng::{Purpose, Stream};

/// Footprints end at so many widths, where they have fallen to e^(−12.5) = 4e-6 of their height.
const REACH: f64 = 5.0;

/// The mean of a Poisson number drawn in one go. Sums of independent Poisson numbers are Poisson,
/// so a larger mean is drawn in parts; e^(−mean) then never underflows.
const LARGEST_MEAN: f64 = 16.0;

/// Adds the events of each step to a species.
///
/// Their number is Poisson with mean ν × size × Δt, the size being the grid's area or volume;
/// places are uniform, heights are Normal(m, s²), and a cell at distance r from the place gains
/// height × exp(−r²/(2w²)): so their statistics per area depend neither on the size of the grid nor
/// on its spacing. On a torus a footprint wraps; other boundaries cut it.
///
/// # Reference
///
/// D. J. Daley, D. Vere-Jones, *An Introduction to the Theory of Point Processes* I, 2nd ed.,
/// Springer 2003, §2.4.
#[derive(Debug)]
pub(crate) struct Growth {
    counts: Stream,
    draws: Stream,
    species: usize,
    events: GrowthEvents,
    grid: Grid,
    boundary: Boundary,
    /// Expected number of events in a step.
    expected: f64,
    /// Cells on each side of an event's own that its footprint reaches.
    reach: i64,
    /// Profiles of the event in hand: down, across and through the layers.
    profiles: [Vec<f64>; 3],
    counted: u64,
}

impl Growth {
    pub(crate) fn new(setup: &Setup, species: usize, events: GrowthEvents) -> Self {
        let Setup { grid, boundary, seed, time_step, .. } = *setup;
        let spacing = grid.spacing();
        let size = grid.n_cells() as f64 * grid.cell_size();
        let expected = events.rate * size * time_step;
        // Where nothing grows no footprint is needed, however wide it would be.
        let reach = if expected > 0.0 { (REACH * events.width / spacing).ceil() } else { 0.0 };
        let profile = vec![0.0; 2 * reach as usize + 1];
        Self {
            counts: Stream::new(seed, 0, Purpose::GrowthCount),
            draws: Stream::new(seed, 0, Purpose::GrowthEvent),
            species,
            events,
            grid,
            boundary,
            expected,
            reach: reach as i64,
            profiles: [profile.clone(), profile.clone(), profile],
            counted: 0,
        }
    }

    /// How many events there are in a step.
    fn count(&self, step: u64) -> u64 {
        let (mut left, mut part, mut count) = (self.expected, 0, 0);
        while left > 0.0 {
            let mean = left.min(LARGEST_MEAN);
            count += poisson(mean, self.counts.uniform(step, part));
            left -= mean;
            part += 1;
        }
        count
    }

    /// Adds event number `event` of a step to the field.
    fn grow<R: Real>(&mut self, step: u64, event: u32, field: &mut Padded<R>) {
        let (rows, cols) = (self.grid.rows(), self.grid.cols());
        // Two draws an event, the place and the height; in a volume a third, the depth.
        let first = self.grid.dimensions() * event;
        let [down, across] = self.draws.uniforms(step, first);
        let height = self.events.mean + self.events.sd * self.draws.normal(step, first + 1);
        let first_row = self.profile(0, down * rows as f64);
        let first_col = self.profile(1, across * cols as f64);
        if !self.grid.is_volume() {
            return self.lay(field, 0, height, (first_row, first_col));
        }
        let layers = self.grid.layers();
        let [depth, _] = self.draws.uniforms(step, first + 2);
        let first_layer = self.profile(2, depth * layers as f64);
        let torus = self.boundary == Boundary::Periodic;
        for (index, layer) in (first_layer..).take(self.profiles[2].len()).enumerate() {
            let Some(layer) = place(layer, layers, torus) else { continue };
            let height = height * self.profiles[2][index];
            self.lay(field, layer * rows, height, (first_row, first_col));
        }
    }

    /// Adds a footprint of that height to the layer that begins at `line`.
    fn lay<R: Real>(
        &self,
        field: &mut Padded<R>,
        line: usize,
        height: f64,
        (first_row, first_col): (i64, i64),
    ) {
        let (rows, cols) = (self.grid.rows(), self.grid.cols());
        let torus = self.boundary == Boundary::Periodic;
        for (row, &weight) in (first_row..).zip(&self.profiles[0]) {
            let Some(row) = place(row, rows, torus) else { continue };
            let cells = field.line_mut(line + row);
            for (col, &share) in (first_col..).zip(&self.profiles[1]) {
                let Some(col) = place(col, cols, torus) else { continue };
                cells[col] = R::from_f64(cells[col].to_f64() + height * (weight * share));
            }
        }
    }

    /// Fills the profile of one direction around a centre, in cells; returns its first cell.
    ///
    /// Cell j covers [j, j + 1), so its centre is at j + ½.
    fn profile(&mut self, axis: usize, centre: f64) -> i64 {
        let first = centre.floor() as i64 - self.reach;
        let scale = self.grid.spacing() / self.events.width;
        for (cell, weight) in (first..).zip(&mut self.profiles[axis]) {
            let distance = (cell as f64 + 0.5 - centre) * scale;
            *weight = libm::exp(-0.5 * (distance * distance));
        }
        first
    }
}

/// The index of a cell on the grid, if it lies there.
fn place(cell: i64, cells: usize, torus: bool) -> Option<usize> {
    let cells = cells as i64;
    let inside = (0..cells).contains(&cell);
    (inside || torus).then(|| cell.rem_euclid(cells) as usize)
}

/// The Poisson number of this mean that belongs to a uniform number: the smallest n whose
/// cumulative probability is above it.
///
/// # Reference
///
/// L. Devroye, *Non-Uniform Random Variate Generation*, Springer 1986, §III.2 (inversion by
/// sequential search).
fn poisson(mean: f64, uniform: f64) -> u64 {
    let (mut number, mut probability) = (0_u64, libm::exp(-mean));
    let mut cumulative = probability;
    // At n > 16 + mean the terms fall by half or faster; what rounding leaves of the tail ends
    // where a term no longer changes the sum.
    while uniform >= cumulative {
        number += 1;
        probability *= mean / number as f64;
        let next = cumulative + probability;
        if next <= cumulative {
            break;
        }
        cumulative = next;
    }
    number
}

impl<R: Real, const N: usize> Forcing<R, N> for Growth {
    fn apply(&mut self, step: u64, state: &mut Fields<R, N>) {
        let count = self.count(step);
        for event in 0..count {
            // No preset expects more events a step than its grid has cells.
            self.grow(step, event as u32, &mut state[self.species]);
        }
        self.counted += count;
    }

    fn counters(&self) -> Vec<(&'static str, u64)> {
        vec![("growth_events", self.counted)]
    }

    fn words(&self) -> Vec<u64> {
        vec![self.counted]
    }

    fn restore(&mut self, words: &[u64]) {
        self.counted = words.first().copied().unwrap_or_default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inversion_gives_the_quantiles_of_the_poisson_law() {
        // SciPy 1.17: poisson.ppf(u, mean); just below and above P(N ≤ 1) = 2/e at mean 1.
        let edge = 2.0 / std::f64::consts::E;
        for (mean, uniform, expected) in [
            (1.0, 0.0, 0),
            (1.0, edge - 1e-12, 1),
            (1.0, edge + 1e-12, 2),
            (16.0, 0.5, 16),
            (16.0, 0.975, 24),
            (0.001, 0.9985, 0),
            (0.001, 0.9995, 1),
        ] {
            assert_eq!(poisson(mean, uniform), expected, "mean {mean}, u = {uniform}");
        }
    }

    #[test]
    fn the_last_uniform_number_ends_the_search() {
        let last = 1.0 - f64::EPSILON / 2.0;
        assert!((40..80).contains(&poisson(16.0, last)));
    }

    #[test]
    fn cells_beyond_the_rim_wrap_on_a_torus_alone() {
        assert_eq!([place(-1, 5, true), place(12, 5, true)], [Some(4), Some(2)]);
        assert_eq!(
            [place(-1, 5, false), place(5, 5, false), place(4, 5, false)],
            [None, None, Some(4)]
        );
    }
}
