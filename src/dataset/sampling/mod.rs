//! The random axes of a sweep: points of the unit cube, and the maps from there to values.
//!
//! [`Sampling`] gives the coordinates of a point, a [`Scale`] or [`whole_between`] turns one into
//! the value of an axis. Axes that are listed rather than drawn take theirs from [`linear_space`]
//! and [`log_space`]. Everything here is a pure function of a point's number: any part of a sweep
//! can be made anywhere, in any order, with the same bits.

mod directions;
mod independent;
mod latin_hypercube;
mod method;
mod permutation;
mod scale;
mod sobol;
mod spacing;
#[cfg(test)]
mod tests;

pub use crate::dataset::sampling::method::Method;
pub use crate::dataset::sampling::scale::Scale;
pub use crate::dataset::sampling::scale::whole_between;
pub use crate::dataset::sampling::spacing::linear_space;
pub use crate::dataset::sampling::spacing::log_space;

use crate::dataset::sampling::independent::Independent;
use crate::dataset::sampling::latin_hypercube::LatinHypercube;
use crate::dataset::sampling::sobol::Sobol;

/// Binary digits of a coordinate: as many as a double has.
pub(crate) const DIGITS: u32 = f64::MANTISSA_DIGITS;

/// What cannot be sampled.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A sweep of nothing.
    #[error("0 points were asked for: wanted at least 1")]
    NoPoints,
    /// More points than the method can tell apart.
    #[error("{found} points were asked for: {} sampling has at most {most}", method.name())]
    TooManyPoints {
        /// The method.
        method: Method,
        /// Points asked for.
        found: u64,
        /// Points it has.
        most: u64,
    },
    /// More axes than the method has numbers for.
    #[error("{found} random axes were asked for: {} sampling has at most {most}", method.name())]
    TooManyDimensions {
        /// The method.
        method: Method,
        /// Axes asked for.
        found: usize,
        /// Axes it has.
        most: usize,
    },
}

/// The points of a sweep in the unit cube.
///
/// A coordinate depends on the seed, the point and the axis, and for a Latin hypercube on the
/// number of points; never on the number of axes or on what was asked before. So an axis added
/// last leaves the others as they were, and a longer sweep keeps the points of the shorter one,
/// unless they are a Latin hypercube. A coordinate costs O(1), or O(log point) for Sobol' points;
/// the memory does not grow with the number of points. All coordinates are multiples of 2⁻⁵³.
///
/// # Examples
///
/// ```
/// use mfn::dataset::{Method, Sampling, Scale};
///
/// let sampling = Sampling::new(Method::Sobol, 1_000_000, 2, 42)?;
/// let feed_rate = Scale::Linear.between(0.02, 0.06, sampling.unit(999_999, 0));
/// let diffusivity = Scale::Log.between(1e-3, 1.0, sampling.unit(999_999, 1));
/// assert!((0.02..0.06).contains(&feed_rate) && (1e-3..1.0).contains(&diffusivity));
/// # Ok::<(), mfn::dataset::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sampling {
    count: u64,
    dimensions: usize,
    points: Points,
}

/// The method with what it has made ready.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Points {
    Independent(Independent),
    LatinHypercube(LatinHypercube),
    Sobol(Sobol),
}

impl Sampling {
    /// `count` points in the unit cube of `dimensions` axes.
    ///
    /// # Errors
    ///
    /// [`Error::NoPoints`] if `count` is 0, [`Error::TooManyPoints`] and
    /// [`Error::TooManyDimensions`] beyond the limits of the [`Method`].
    pub fn new(method: Method, count: u64, dimensions: usize, seed: u128) -> Result<Self, Error> {
        check(method, count, dimensions)?;
        let points = match method {
            Method::Independent => Points::Independent(Independent::new(seed)),
            Method::LatinHypercube => Points::LatinHypercube(LatinHypercube::new(count, seed)),
            Method::Sobol => Points::Sobol(Sobol::scrambled(dimensions, seed)),
        };
        Ok(Self { count, dimensions, points })
    }

    /// How many points there are.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// How many axes there are.
    pub fn dimensions(&self) -> usize {
        self.dimensions
    }

    /// Coordinate of a point on an axis, in \[0, 1).
    ///
    /// Both are counted from 0. A point or an axis that does not exist is the caller's mistake,
    /// caught in debug builds; otherwise its coordinate is in \[0, 1) and without meaning.
    pub fn unit(&self, point: u64, dimension: usize) -> f64 {
        debug_assert!(point < self.count, "points are numbered from 0 to count − 1");
        debug_assert!(dimension < self.dimensions, "axes are numbered from 0 to dimensions − 1");
        match &self.points {
            Points::Independent(points) => points.unit(point, dimension),
            Points::LatinHypercube(points) => points.unit(point, dimension),
            Points::Sobol(points) => points.unit(point, dimension),
        }
    }
}

/// Holds a number of points and of axes against the limits of a method.
fn check(method: Method, count: u64, dimensions: usize) -> Result<(), Error> {
    let (most_points, most_dimensions) = (method.most_points(), method.most_dimensions());
    if count == 0 {
        return Err(Error::NoPoints);
    }
    if count > most_points {
        return Err(Error::TooManyPoints { method, found: count, most: most_points });
    }
    if dimensions > most_dimensions {
        return Err(Error::TooManyDimensions { method, found: dimensions, most: most_dimensions });
    }
    Ok(())
}
