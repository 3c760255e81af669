//! Initial conditions: homogeneous rest plus noise, spots, or given fields.

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
        /// Largest deviation, as a share of the resting value (of 1 where that is 0).
        amplitude: f64,
    },
    /// Discs of the excited state in a medium at rest, plus noise.
    Spots(Spots),
    /// One field as given, the others at rest, plus noise.
    Given {
        /// Name of the species.
        species: String,
        /// Its values, rows × cols.
        values: Array2<f64>,
        /// As in [`Initial::Noise`], on every species but the given one.
        amplitude: f64,
    },
    /// A blend of the resting and the excited state, cell by cell: a picture.
    Blend {
        /// Share of the excited state, rows × cols, 0 to 1.
        weights: Array2<f64>,
        /// As in [`Initial::Noise`].
        amplitude: f64,
    },
}

/// Discs of the excited state.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spots {
    /// Number of discs.
    pub count: u64,
    /// Radius, in cells.
    pub radius: f64,
    /// As in [`Initial::Noise`].
    pub amplitude: f64,
}

impl Initial {
    /// One field a species, in the model's order, in precision `R`.
    ///
    /// The noise of a cell depends on seed, species and cell alone.
    ///
    /// # Errors
    ///
    /// [`Error::NoSpecies`] for a species the model does not have, [`Error::Grid`] for given
    /// values of another shape.
    pub fn fields<R: Real>(
        &self,
        model: &Model,
        grid: Grid,
        boundary: Boundary,
        seed: u128,
    ) -> Result<Vec<Padded<R>>, Error> {
        let given = self.given(model, grid)?;
        let weights = self.excitation(grid, boundary, seed)?;
        let weight = |row, col| weights.as_ref().map_or(0.0, |array| array[(row, col)]);
        let noise = Stream::new(seed, 0, Purpose::InitialNoise);
        let (rest, excited) = (model.resting_state(), model.excited_state());
        let field = |species: usize| {
            if let Some((_, values)) = given.filter(|(index, _)| *index == species) {
                return Padded::from_fn(grid, |row, col| R::from_f64(values[(row, col)]));
            }
            let (rest, excited) = (rest[species], excited[species]);
            Padded::from_fn(grid, |row, col| {
                let weight = weight(row, col);
                // Exact at weights 0 and 1; a picture's weights lie between.
                let base = (1.0 - weight) * rest + weight * excited;
                let cell = (row * grid.cols() + col) as u32;
                R::from_f64(base + self.deviation(&noise, species, cell, rest))
            })
        };
        Ok((0..rest.len()).map(field).collect())
    }

    /// The noise of one cell: uniform on [−1, 1) times the resting value; on [0, 1) where that is
    /// 0, as a concentration is never negative.
    fn deviation(&self, noise: &Stream, species: usize, cell: u32, rest: f64) -> f64 {
        let amplitude = match self {
            Self::V4 => 0.0,
            Self::Noise { amplitude }
            | Self::Given { amplitude, .. }
            | Self::Blend { amplitude, .. } => *amplitude,
            Self::Spots(spots) => spots.amplitude,
        };
        if amplitude == 0.0 {
            return 0.0;
        }
        let uniform = noise.uniform(species as u64, cell);
        amplitude * if rest == 0.0 { uniform } else { rest * (2.0 * uniform - 1.0) }
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
    fn excitation(
        &self,
        grid: Grid,
        boundary: Boundary,
        seed: u128,
    ) -> Result<Option<Cow<'_, Array2<f64>>>, Error> {
        match self {
            Self::Spots(spots) => Ok(Some(Cow::Owned(spots.discs(grid, boundary, seed)))),
            Self::Blend { weights, .. } => {
                check_shape(weights, grid)?;
                Ok(Some(Cow::Borrowed(weights)))
            }
            Self::V4 | Self::Noise { .. } | Self::Given { .. } => Ok(None),
        }
    }
}

fn check_shape(values: &Array2<f64>, grid: Grid) -> Result<(), Error> {
    let (rows, cols) = (grid.rows(), grid.cols());
    if values.dim() == (rows, cols) {
        return Ok(());
    }
    Err(crate::grid::Error::Shape { found: values.shape().to_vec(), rows, cols }.into())
}

impl Spots {
    /// 1 inside a disc, 0 outside. Discs may overlap; on a torus they wrap.
    fn discs(&self, grid: Grid, boundary: Boundary, seed: u128) -> Array2<f64> {
        let places = Stream::new(seed, 0, Purpose::InitialSpots);
        let mut weights = Array2::zeros((grid.rows(), grid.cols()));
        let (rows, cols) = (grid.rows() as i64, grid.cols() as i64);
        let reach = self.radius.ceil() as i64;
        for spot in 0..self.count {
            let [down, across] = places.uniforms(0, spot as u32);
            let centre = ((down * rows as f64) as i64, (across * cols as f64) as i64);
            for (down, across) in window(reach).filter(|&offset| self.holds(offset)) {
                let cell = (centre.0 + down, centre.1 + across);
                let inside = (0..rows).contains(&cell.0) && (0..cols).contains(&cell.1);
                if inside || boundary == Boundary::Periodic {
                    let (row, col) = (cell.0.rem_euclid(rows), cell.1.rem_euclid(cols));
                    weights[(row as usize, col as usize)] = 1.0;
                }
            }
        }
        weights
    }

    fn holds(&self, (down, across): (i64, i64)) -> bool {
        (down * down + across * across) as f64 <= self.radius * self.radius
    }
}

fn window(reach: i64) -> impl Iterator<Item = (i64, i64)> {
    (-reach..=reach).flat_map(move |down| (-reach..=reach).map(move |across| (down, across)))
}
