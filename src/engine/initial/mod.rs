//! Initial conditions: homogeneous rest, shares of the excited state, noise, or given fields.
//!
//! Most kinds say how far each cell is excited: its share w of the excited state blends the two
//! states of the model, (1 − w) rest + w excited. A file of this folder holds one way to choose w.

mod clusters;
mod discs;
mod fourier;
mod stripes;

pub use crate::engine::initial::clusters::Clusters;
pub use crate::engine::initial::discs::{Seed, Spots};
pub use crate::engine::initial::fourier::Fourier;
pub use crate::engine::initial::stripes::Stripes;

use crate::engine::Error;
use crate::grid::{Boundary, Grid, Padded};
use crate::model::{Model, Real};
use crate::rng::{Purpose, Stream};
use ndarray::Array2;
use std::borrow::Cow;

/// How the fields start.
#[derive(Debug, Clone, PartialEq)]
pub enum Initial {
    /// As MFN v4.1 draws them (`mfn-v4` alone).
    V4,
    /// The resting state plus uniform white noise.
    Noise {
        /// Largest deviation, as a share of the resting value (of 1 where that is 0, or where
        /// the fields may be negative).
        amplitude: f64,
    },
    /// Discs of the excited state in a medium at rest, plus noise.
    Spots(Spots),
    /// One disc of the excited state at a given place, plus noise.
    Seed(Seed),
    /// Stripes of the excited state, whole or broken off, plus noise.
    Stripes(Stripes),
    /// A random Fourier series between two shares of the excited state.
    Fourier(Fourier),
    /// Clusters of Gaussian peaks of the excited state.
    Clusters(Clusters),
    /// One field as given, the others at rest, plus noise.
    Given {
        /// Name of the species.
        species: String,
        /// Its values, lines × cols.
        values: Array2<f64>,
        /// As in [`Initial::Noise`], on every species but the given one.
        amplitude: f64,
    },
    /// A blend of the resting and the excited state, cell by cell: a picture.
    Blend {
        /// Share of the excited state, lines × cols, 0 to 1.
        weights: Array2<f64>,
        /// As in [`Initial::Noise`].
        amplitude: f64,
    },
}

/// The grid on which a field starts, and the seed of what is random in it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ground {
    pub(crate) grid: Grid,
    pub(crate) boundary: Boundary,
    pub(crate) seed: u128,
}

/// The share of the excited state in every cell.
struct Shares<'a> {
    /// Of the observable, and of the others as long as they have none of their own.
    leading: Cow<'a, Array2<f64>>,
    /// Of the other species.
    trailing: Option<Array2<f64>>,
}

impl Initial {
    /// One field a species, in the model's order, in precision `R`.
    ///
    /// The noise of a cell depends on seed, species and cell alone.
    ///
    /// # Errors
    ///
    /// [`Error::NoSpecies`] for a species the model does not have, [`Error::Grid`] for given
    /// values of another shape, and what [`check`](Self::check) finds.
    pub fn fields<R: Real>(
        &self,
        model: &Model,
        grid: Grid,
        boundary: Boundary,
        seed: u128,
    ) -> Result<Vec<Padded<R>>, Error> {
        let given = self.given(model, grid)?;
        self.check(grid, boundary)?;
        let shares = self.shares(Ground { grid, boundary, seed });
        let noise = Stream::new(seed, 0, Purpose::InitialNoise);
        let (rest, excited) = (model.resting_state(), model.excited_state());
        let leader = model.observable().species;
        let field = |species: usize| {
            if let Some((_, values)) = given.filter(|(index, _)| *index == species) {
                return Padded::from_fn(grid, |line, col| R::from_f64(values[(line, col)]));
            }
            let share = shares.as_ref().map(|shares| shares.of(species == leader));
            let (rest, excited) = (rest[species], excited[species]);
            let unit = if model.is_signed() { 1.0 } else { rest };
            Padded::from_fn(grid, |line, col| {
                let share = share.map_or(0.0, |array| array[(line, col)]);
                // Exact at shares 0 and 1; a picture's shares lie between.
                let base = (1.0 - share) * rest + share * excited;
                let cell = (line * grid.cols() + col) as u32;
                R::from_f64(base + self.deviation(&noise, species, cell, unit))
            })
        };
        Ok((0..rest.len()).map(field).collect())
    }

    /// Whether this start goes with the grid.
    ///
    /// # Errors
    ///
    /// [`Error::OutsideGrid`] for a disc beside it, [`Error::Waves`] and [`Error::NoWave`] for
    /// waves that it cannot carry, [`Error::Grid`] for a blend of another shape.
    pub fn check(&self, grid: Grid, boundary: Boundary) -> Result<(), Error> {
        match self {
            Self::Seed(seed) => seed.check(grid),
            Self::Stripes(stripes) => stripes.waves(grid, boundary).map(|_| ()),
            Self::Fourier(fourier) => check_waves(fourier.waves, grid),
            Self::Blend { weights, .. } => check_shape(weights, grid),
            Self::V4
            | Self::Noise { .. }
            | Self::Spots(_)
            | Self::Clusters(_)
            | Self::Given { .. } => Ok(()),
        }
    }

    /// The noise of one cell: uniform on [−1, 1) times `unit`, the resting value of a concentration
    /// and 1 of a field that may be negative; on [0, 1) where a concentration rests at 0.
    fn deviation(&self, noise: &Stream, species: usize, cell: u32, unit: f64) -> f64 {
        let amplitude = self.amplitude();
        if amplitude == 0.0 {
            return 0.0;
        }
        let uniform = noise.uniform(species as u64, cell);
        amplitude * if unit == 0.0 { uniform } else { unit * (2.0 * uniform - 1.0) }
    }

    /// Largest noise, as a share of the resting value.
    fn amplitude(&self) -> f64 {
        match self {
            Self::V4 => 0.0,
            Self::Noise { amplitude }
            | Self::Given { amplitude, .. }
            | Self::Blend { amplitude, .. } => *amplitude,
            Self::Spots(spots) => spots.amplitude,
            Self::Seed(seed) => seed.amplitude,
            Self::Stripes(stripes) => stripes.amplitude,
            Self::Fourier(fourier) => fourier.amplitude,
            Self::Clusters(clusters) => clusters.amplitude,
        }
    }

    /// The given values and the index of their species.
    fn given(&self, model: &Model, grid: Grid) -> Result<Option<(usize, &Array2<f64>)>, Error> {
        let Self::Given { species, values, .. } = self else { return Ok(None) };
        let known = model.species();
        let index = known.iter().position(|known| known.name == species).ok_or_else(|| {
            let names: Vec<&str> = known.iter().map(|known| known.name).collect();
            Error::NoSpecies { species: species.clone(), known: names.join(", ") }
        })?;
        check_shape(values, grid)?;
        Ok(Some((index, values)))
    }

    /// The share of the excited state in every cell, where it is not 0 everywhere.
    fn shares(&self, ground: Ground) -> Option<Shares<'_>> {
        let owned = |leading| Some(Shares { leading: Cow::Owned(leading), trailing: None });
        match self {
            Self::V4 | Self::Noise { .. } | Self::Given { .. } => None,
            Self::Blend { weights, .. } => {
                Some(Shares { leading: Cow::Borrowed(weights), trailing: None })
            }
            Self::Spots(spots) => owned(spots.shares(ground)),
            Self::Seed(seed) => owned(seed.shares(ground)),
            Self::Fourier(fourier) => owned(fourier.shares(ground)),
            Self::Clusters(clusters) => owned(clusters.shares(ground)),
            Self::Stripes(stripes) => {
                let leading = Cow::Owned(stripes.shares(ground, 0.0));
                let trailing = (stripes.lag != 0.0).then(|| stripes.shares(ground, stripes.lag));
                Some(Shares { leading, trailing })
            }
        }
    }
}

impl Shares<'_> {
    fn of(&self, leads: bool) -> &Array2<f64> {
        self.trailing.as_ref().filter(|_| !leads).unwrap_or(&self.leading)
    }
}

impl Ground {
    /// Line and column of the cell at these coordinates, if it is on the grid; on a torus every one
    /// is.
    fn cell(&self, Place { layer, row, col }: Place) -> Option<(usize, usize)> {
        let (layers, rows) = (self.grid.layers() as i64, self.grid.rows() as i64);
        let cols = self.grid.cols() as i64;
        let inside =
            (0..layers).contains(&layer) && (0..rows).contains(&row) && (0..cols).contains(&col);
        (inside || self.boundary == Boundary::Periodic).then(|| {
            let line = layer.rem_euclid(layers) * rows + row.rem_euclid(rows);
            (line as usize, col.rem_euclid(cols) as usize)
        })
    }

    fn zeros(&self) -> Array2<f64> {
        Array2::zeros((self.grid.lines(), self.grid.cols()))
    }

    /// Every offset from −reach to reach: down and across, and inward in a volume.
    fn window(&self, reach: i64) -> impl Iterator<Item = Place> + use<> {
        let depth = if self.grid.is_volume() { reach } else { 0 };
        (-depth..=depth).flat_map(move |layer| {
            let rows = -reach..=reach;
            rows.flat_map(move |row| (-reach..=reach).map(move |col| Place { layer, row, col }))
        })
    }
}

/// A cell, or an offset from one; layer 0 in a plane.
#[derive(Debug, Clone, Copy)]
struct Place {
    layer: i64,
    row: i64,
    col: i64,
}

impl Place {
    fn moved(self, by: Self) -> Self {
        Self { layer: self.layer + by.layer, row: self.row + by.row, col: self.col + by.col }
    }
}

/// A wave takes more than two cells of the longer side, or it would pass for a longer one.
fn check_waves(waves: u64, grid: Grid) -> Result<(), Error> {
    let cells = grid.longest_side();
    if 2 * u128::from(waves) < cells as u128 { Ok(()) } else { Err(Error::Waves { waves, cells }) }
}

fn check_shape(values: &Array2<f64>, grid: Grid) -> Result<(), Error> {
    if values.dim() == (grid.lines(), grid.cols()) {
        return Ok(());
    }
    Err(crate::grid::Error::Shape { found: values.shape().to_vec(), wanted: grid.shape() }.into())
}

#[cfg(test)]
mod tests;
