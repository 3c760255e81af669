//! Lyapunov exponents of a random product of matrices: how fast an orbit contracts, and which way.

use crate::fractal::ifs::System;

/// The two Lyapunov exponents of a random map product, per step.
///
/// MFN v4.1 reports the mean log-determinant under the name of a Lyapunov exponent; it is their
/// sum, and negative for any contraction.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Exponents {
    /// λ₁, the larger one: of a typical direction.
    pub largest: f64,
    /// λ₂, the smaller one; minus infinity if a singular map was drawn.
    pub smallest: f64,
    /// Mean of ln|det A| over the orbit, λ₁ + λ₂; minus infinity if a singular map was drawn.
    pub mean_log_determinant: f64,
}

/// Estimates both exponents along a sequence of maps of `system`, given by their indices.
///
/// A unit vector q is carried along and normalised after every map (Gram–Schmidt; in the plane
/// the second vector is given by the first): λ₁ = mean ln|A q|, λ₂ = mean ln(|det A|/|A q|).
/// `None` for an empty sequence.
///
/// # Reference
///
/// G. Benettin, L. Galgani, A. Giorgilli, J.-M. Strelcyn, Meccanica 15 (1980) 9;
/// H. Furstenberg and H. Kesten, Ann. Math. Stat. 31 (1960) 457.
///
/// # Examples
///
/// ```
/// use mfn::fractal::ifs::{Affine, System, exponents};
/// let map = Affine::new([0.5, 0.0, 0.0, 0.25, 0.0, 0.0]);
/// let system = System::uniform(vec![map])?;
/// let found = exponents(&system, std::iter::repeat_n(0, 1000)).unwrap();
/// assert!((found.mean_log_determinant - 0.125_f64.ln()).abs() < 1e-12);
/// # Ok::<(), mfn::fractal::ifs::Error>(())
/// ```
pub fn exponents(system: &System, maps: impl IntoIterator<Item = usize>) -> Option<Exponents> {
    let areas: Vec<f64> = system.maps().iter().map(|map| libm::log(map.area_factor())).collect();
    // No direction is special; this one is on no axis and on no diagonal.
    let mut direction = [0.8, 0.6];
    let (mut count, mut along, mut area) = (0_u64, 0.0, 0.0);
    for index in maps {
        let [x, y] = system.maps()[index].turn(direction);
        let length = (x * x + y * y).sqrt();
        along += libm::log(length);
        area += areas[index];
        count += 1;
        // A direction that a singular map swallows has no successor; any other goes on.
        if length > 0.0 {
            direction = [x / length, y / length];
        }
    }
    if count == 0 {
        return None;
    }
    let (largest, sum) = (along / count as f64, area / count as f64);
    // A sum of minus infinity belongs to the smaller one as long as the larger one is finite.
    let smallest = if sum.is_finite() { sum - largest } else { f64::NEG_INFINITY };
    Some(Exponents { largest, smallest, mean_log_determinant: sum })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fractal::ifs::{Affine, named};
    use crate::rng::{Purpose, Stream};

    fn of(system: &System, n: usize) -> Exponents {
        let orbit = system.orbit(Stream::new(3, 0, Purpose::IfsOrbit), 0);
        exponents(system, orbit.map(|(index, _)| index).take(n)).unwrap()
    }

    #[test]
    fn similarities_contract_all_directions_alike() {
        let found = of(&named("sierpinski-carpet").unwrap(), 10_000);
        let expected = -libm::log(3.0);
        for value in [found.largest, found.smallest, 0.5 * found.mean_log_determinant] {
            assert!((value - expected).abs() < 1e-12, "{value}");
        }
    }

    /// Diagonal maps: each axis is its own product of independent factors.
    #[test]
    fn diagonal_maps_have_the_means_of_their_factors() {
        let maps = vec![
            Affine::new([0.5, 0.0, 0.0, 0.2, 0.0, 0.0]),
            Affine::new([0.8, 0.0, 0.0, 0.1, 0.0, 0.0]),
        ];
        let found = of(&System::new(maps, &[0.75, 0.25]).unwrap(), 200_000);
        let expected = [
            0.75 * libm::log(0.5) + 0.25 * libm::log(0.8),
            0.75 * libm::log(0.2) + 0.25 * libm::log(0.1),
        ];
        // Standard errors 0.00046 and 0.00067.
        assert!((found.largest - expected[0]).abs() < 0.0015, "{found:?}");
        assert!((found.smallest - expected[1]).abs() < 0.0025, "{found:?}");
        assert!((found.largest + found.smallest - found.mean_log_determinant).abs() < 1e-15);
    }

    #[test]
    fn singular_map_has_one_finite_exponent() {
        let found = of(&named("barnsley-fern").unwrap(), 10_000);
        assert!(found.largest.is_finite() && found.largest < 0.0);
        let is_minus_infinity = |value: f64| value.is_infinite() && value < 0.0;
        assert!(is_minus_infinity(found.smallest));
        assert!(is_minus_infinity(found.mean_log_determinant));
    }
}
