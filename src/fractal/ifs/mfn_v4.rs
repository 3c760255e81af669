//! MFN v4.1's random systems and their orbits, bit for bit.
//!
//! Sine, cosine and logarithm are the C library's, as NumPy's are; on Linux with glibc the bits
//! are v4.1's.

use crate::fractal::ifs::Affine;
use crate::fractal::ifs::Error;
use crate::fractal::ifs::Rotations;
use crate::rng::Generator;
use std::f64::consts::PI;

/// Terms with a smaller determinant are left out of the mean, though its divisor counts them.
const SMALLEST_DETERMINANT: f64 = 1e-10;
/// A coordinate that reaches this stops v4.1's engine.
pub const LARGEST_COORDINATE: f64 = 100.0;

/// What v4.1 gives back.
#[derive(Debug, Clone, PartialEq)]
pub struct Cloud {
    /// The maps, in the order in which they were drawn.
    pub maps: Vec<Affine>,
    /// Every iterate from the first on: no burn-in.
    pub points: Vec<[f64; 2]>,
    /// Which map led to each point.
    pub drawn: Vec<usize>,
    /// v4.1's "Lyapunov exponent": the mean of ln|det| over the orbit.
    pub mean_log_determinant: f64,
    /// The largest coordinate, without its sign: v4.1's `max_point_distance`.
    pub largest_coordinate: f64,
}

/// v4.1's `generate_ifs` and `generate_fractal_ifs` (scales 0.2 to 0.5, translation 1).
///
/// For each map: scale, angle, two offsets; then for each point an index.
///
/// # Errors
///
/// [`Error::NoMap`] without a map; [`Error::Unbounded`] if a coordinate reaches
/// [`LARGEST_COORDINATE`].
pub fn generate(
    generator: &mut Generator,
    law: &Rotations,
    n_points: usize,
) -> Result<Cloud, Error> {
    let maps: Vec<Affine> = (0..law.n_maps).map(|_| draw(generator, law)).collect();
    let determinants: Vec<f64> = maps.iter().map(Affine::area_factor).collect();
    let n_maps = i64::try_from(law.n_maps).unwrap_or(i64::MAX);
    let (mut points, mut drawn) = (Vec::with_capacity(n_points), Vec::with_capacity(n_points));
    let (mut point, mut sum, mut largest) = ([0.0; 2], 0.0, 0.0_f64);
    for _ in 0..n_points {
        let index = generator.integers(0..n_maps).map_err(|_| Error::NoMap)? as usize;
        point = maps[index].apply(point);
        largest = largest.max(point[0].abs()).max(point[1].abs());
        if determinants[index] > SMALLEST_DETERMINANT {
            sum += determinants[index].ln();
        }
        points.push(point);
        drawn.push(index);
    }
    if largest >= LARGEST_COORDINATE {
        return Err(Error::Unbounded { found: largest, bound: LARGEST_COORDINATE });
    }
    let mean_log_determinant = if n_points == 0 { 0.0 } else { sum / n_points as f64 };
    Ok(Cloud { maps, points, drawn, mean_log_determinant, largest_coordinate: largest })
}

fn draw(generator: &mut Generator, law: &Rotations) -> Affine {
    let scale = generator.uniform(law.scale.0, law.scale.1);
    let angle = generator.uniform(0.0, 2.0 * PI);
    let (cos, sin) = (angle.cos(), angle.sin());
    let mut offset = || generator.uniform(-law.translation, law.translation);
    let (e, f) = (offset(), offset());
    Affine { a: scale * cos, b: -scale * sin, c: scale * sin, d: scale * cos, e, f }
}
