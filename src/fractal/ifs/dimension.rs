//! Dimensions of an attractor: Moran's, Falconer's, and the box counting that must agree.

use crate::fractal::BoxSizes;
use crate::fractal::Line;
use crate::fractal::Mask;
use crate::fractal::box_count;
use crate::fractal::ifs::Affine;
use crate::fractal::ifs::Error;
use crate::fractal::ifs::System;
use crate::fractal::ifs::Window;
use crate::fractal::ifs::raster::cell;
use crate::rng::Stream;
use ndarray::Array2;

/// Words of maps that the affinity dimension looks at, at most.
const MOST_WORDS: usize = 200_000;
/// The least share of draws that a map gets when points are spread evenly.
const LEAST_SHARE: f64 = 1e-3;
/// Places along each axis at which a grid of boxes begins.
const PLACES: usize = 4;
/// Steps after which a contraction by 0.9 has forgotten the origin.
const BURN_IN: usize = 1000;

/// The similarity dimension: the s with Σ rᵢˢ = 1; `None` if a map is no similarity.
///
/// It is the Hausdorff and the box dimension of the attractor where the pieces overlap at most in
/// their rims (the open set condition), and an upper bound otherwise.
///
/// # Reference
///
/// P. A. P. Moran, Proc. Camb. Phil. Soc. 42 (1946) 15; J. E. Hutchinson, Indiana Univ. Math. J.
/// 30 (1981) 713.
pub fn similarity_dimension(system: &System) -> Option<f64> {
    let ratios: Option<Vec<f64>> = system.maps().iter().map(Affine::ratio).collect();
    let ratios = ratios?;
    Some(zero_of_falling(|s| powers(&ratios, s) - 1.0))
}

/// The affinity dimension: where the pressure of the singular value function vanishes.
///
/// φˢ(A) is σ₁ˢ for s ≤ 1, σ₁σ₂ˢ⁻¹ for 1 < s ≤ 2, |det A|^(s/2) beyond. Let Pₙ(s) = Σ φˢ(A_w) over
/// all words w of n maps; the dimension is the s with Pₙ₊₁(s) = Pₙ(s), for the largest n + 1 with
/// at most 200 000 words. For similarities any n gives the same. It bounds the box dimension from
/// above, and equals it for almost all offsets.
///
/// # Reference
///
/// K. J. Falconer, Math. Proc. Camb. Phil. Soc. 103 (1988) 339.
pub fn affinity_dimension(system: &System) -> f64 {
    if let Some(dimension) = similarity_dimension(system) {
        return dimension;
    }
    // The attractor of one map is its fixed point.
    if system.maps().len() == 1 {
        return 0.0;
    }
    let mut shorter: Vec<Affine> = system.maps().to_vec();
    let mut longer = words(&shorter, system.maps());
    while longer.len().saturating_mul(system.maps().len()) <= MOST_WORDS {
        shorter = longer;
        longer = words(&shorter, system.maps());
    }
    let values =
        |maps: &[Affine]| -> Vec<(f64, f64)> { maps.iter().map(Affine::singular_values).collect() };
    let (shorter, longer) = (values(&shorter), values(&longer));
    let sum = |values: &[(f64, f64)], s: f64| -> f64 {
        values.iter().map(|&value| singular_value_function(value, s)).sum()
    };
    zero_of_falling(|s| sum(&longer, s) - sum(&shorter, s))
}

/// Every word with one map more.
fn words(shorter: &[Affine], maps: &[Affine]) -> Vec<Affine> {
    shorter.iter().flat_map(|word| maps.iter().map(|map| word.after(map))).collect()
}

/// Falconer's φˢ.
fn singular_value_function((largest, smallest): (f64, f64), s: f64) -> f64 {
    if s <= 1.0 {
        libm::pow(largest, s)
    } else if s <= 2.0 {
        largest * libm::pow(smallest, s - 1.0)
    } else {
        libm::pow(largest * smallest, 0.5 * s)
    }
}

fn powers(ratios: &[f64], s: f64) -> f64 {
    ratios.iter().map(|ratio| libm::pow(*ratio, s)).sum()
}

/// The zero of a function that falls from s = 0 on, by bisection to the last bit; 0 if it is not
/// above 0 there.
fn zero_of_falling(f: impl Fn(f64) -> f64) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    if f(low) <= 0.0 {
        return 0.0;
    }
    while f(high) > 0.0 && high < 1e6 {
        high *= 2.0;
    }
    loop {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            return middle;
        }
        if f(middle) > 0.0 { low = middle } else { high = middle }
    }
}

/// A measured box-counting dimension, with what it was measured on.
#[derive(Debug, Clone, PartialEq)]
pub struct BoxDimension {
    /// The slope of ln N against ln(1/s).
    pub dimension: f64,
    /// R² of that line.
    pub r_squared: f64,
    /// Sides of the boxes, in cells.
    pub sizes: Vec<usize>,
    /// Boxes of each size that hold a point, on average over the placements of the grid.
    pub mean_counts: Vec<f64>,
    /// Cells along a side of the grid.
    pub side: usize,
    /// Points that were drawn for it.
    pub n_points: usize,
}

/// Measures the box-counting dimension of the attractor; `None` if it is a single point.
///
/// A second orbit (lane 1 of `stream`) draws each map as often as its piece is large, pᵢ ∝ φˢ(Aᵢ)
/// with s the affinity dimension, so that the points lie evenly; the picture's probabilities would
/// leave rarely visited parts out. The points mark the cells of a square grid about the attractor.
/// Boxes of bᵏ cells are counted: k = 1 to 4 on 2¹⁰ cells a side, or k = 1 to 3 on 3⁷ cells where
/// every map shrinks to a third. Single cells are left out, because the last of them is found late,
/// and large boxes, because many of them stand over the rim. Counts are means over 4 × 4 placements
/// of the grid: a single one that happens to be aligned with the maps counts more boxes at one size
/// than at another.
///
/// # Errors
///
/// [`Error::Window`] if the attractor cannot be framed.
///
/// # Reference
///
/// K. Falconer, *Fractal Geometry*, 3rd ed., Wiley 2014, §2.1 and §9.2.
pub fn box_dimension(
    system: &System,
    stream: Stream,
    n_points: usize,
) -> Result<Option<BoxDimension>, Error> {
    let even = evenly(system)?;
    let orbit = || even.orbit(stream, 1).skip(BURN_IN).map(|(_, point)| point);
    let frame: Vec<[f64; 2]> = orbit().take(n_points.min(100_000)).collect();
    // Points beyond the frame of the first ones are few, but must have room.
    let Ok(window) = Window::around(&frame, (1, 1), 0.005) else { return Ok(None) };
    let (base, side, n_sizes) = grid(system);
    let sizes: Vec<usize> = (1..=n_sizes).map(|power| base.pow(power)).collect();
    // Room on all sides for boxes that begin before the attractor or end behind it.
    let margin = base.pow(n_sizes);
    let mut cells = Array2::from_elem((side + 2 * margin, side + 2 * margin), false);
    for point in orbit().take(n_points) {
        if let Some((row, col)) = cell(point, &window, (side, side)) {
            cells[(margin + row, margin + col)] = true;
        }
    }
    let mean_counts: Vec<f64> = sizes.iter().map(|&size| mean_count(&cells, size)).collect();
    let logs = |(size, count): (&usize, &f64)| (-libm::log(*size as f64), libm::log(*count));
    let points: Vec<(f64, f64)> = sizes.iter().zip(&mean_counts).map(logs).collect();
    Ok(Line::fit(&points).map(|line| BoxDimension {
        dimension: line.slope,
        r_squared: line.r_squared,
        sizes,
        mean_counts,
        side,
        n_points,
    }))
}

/// Base of the box sizes, cells a side, number of sizes.
fn grid(system: &System) -> (usize, usize, u32) {
    let is_third = |map: &Affine| map.ratio().is_some_and(|ratio| (3.0 * ratio - 1.0).abs() < 1e-9);
    if system.maps().iter().all(is_third) { (3, 2187, 3) } else { (2, 1024, 4) }
}

/// Boxes that hold a marked cell, on average over grids that begin at up to 4 × 4 places.
fn mean_count(cells: &Array2<bool>, size: usize) -> f64 {
    let sizes = BoxSizes { min: size, max: Some(size), n_scales: 1 };
    let n_places = size.min(PLACES);
    let places = || (0..n_places).map(|place| place * size / n_places);
    let mut total = 0;
    for (down, right) in places().flat_map(|down| places().map(move |right| (down, right))) {
        let view = cells.slice(ndarray::s![down.., right..]);
        total += box_count(Mask::Cells(view), sizes).counts.iter().sum::<usize>();
    }
    total as f64 / (n_places * n_places) as f64
}

/// The same maps, each drawn as often as its piece of the attractor is large.
fn evenly(system: &System) -> Result<System, Error> {
    let s = affinity_dimension(system).min(2.0);
    let values = system.maps().iter().map(Affine::singular_values);
    let mut weights: Vec<f64> = values.map(|value| singular_value_function(value, s)).collect();
    let sum: f64 = weights.iter().sum();
    for weight in &mut weights {
        *weight = weight.max(LEAST_SHARE * sum);
    }
    // Maps onto a single point have no size at all.
    if sum > 0.0 { System::new(system.maps().to_vec(), &weights) } else { Ok(system.clone()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fractal::ifs::named;
    use crate::rng::Purpose;

    /// Bedford and McMullen's carpets are too special for Falconer's theorem; a system of diagonal
    /// maps with one pattern has its affinity dimension in closed form: 4 of diag(1/2, 1/3) have
    /// 4 · ½ · 3^(1−s) = 1.
    #[test]
    fn affinity_dimension_is_exact_where_it_can_be_solved() {
        let maps = vec![Affine::new([0.5, 0.0, 0.0, 1.0 / 3.0, 0.0, 0.0]); 4];
        let found = affinity_dimension(&System::uniform(maps).unwrap());
        let expected = 1.0 + libm::log(2.0) / libm::log(3.0);
        // 262 144 words, each with its rounding.
        assert!((found - expected).abs() < 1e-11, "{found}");
        let triangle = affinity_dimension(&named("sierpinski-triangle").unwrap());
        assert!((triangle - libm::log(3.0) / libm::log(2.0)).abs() < 1e-14);
    }

    #[test]
    /// An independent script has 1.83909, 1.83882 and 1.83859 for 8, 9 and 10 maps: towards 1.837.
    fn affinity_dimension_of_the_fern_is_1_84() {
        let found = affinity_dimension(&named("barnsley-fern").unwrap());
        assert!((found - 1.83909).abs() < 5e-6, "{found}");
    }

    #[test]
    fn one_map_has_dimension_0() {
        let flat = Affine::new([0.5, 0.0, 0.0, 0.25, 0.0, 0.0]);
        assert!(affinity_dimension(&System::uniform(vec![flat]).unwrap()) <= 0.0);
        let system = System::uniform(vec![Affine::similarity(0.5, 1.0, [1.0, 0.0])]).unwrap();
        assert_eq!(similarity_dimension(&system), Some(0.0));
        let stream = Stream::new(1, 0, Purpose::IfsOrbit);
        let found = box_dimension(&system, stream, 1000).unwrap();
        assert!(found.is_none_or(|found| found.dimension.abs() < 1e-12));
    }
}
