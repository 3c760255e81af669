//! The ziggurat sampler of the standard normal distribution, NumPy's variant.

use crate::rng::bit_generator::BitGenerator;
use crate::rng::numpy::unit_interval;
use crate::rng::ziggurat_tables::ACCEPT_BELOW;
use crate::rng::ziggurat_tables::DENSITY;
use crate::rng::ziggurat_tables::INVERSE_TAIL_START;
use crate::rng::ziggurat_tables::TAIL_START;
use crate::rng::ziggurat_tables::WIDTH;

/// The 52 bits that place a point within its layer.
const MAGNITUDE_MASK: u64 = (1 << 52) - 1;

/// Draws one standard normal value.
///
/// The area under exp(−x²/2) is covered by 256 layers of equal area. One 64-bit output gives the
/// layer (8 bits), the sign (1 bit) and the place in the layer (52 bits); 99 % of the points lie
/// under the curve for certain and need nothing more.
///
/// # Reference
///
/// G. Marsaglia, W. W. Tsang, *The Ziggurat Method for Generating Random Variables*, J. Stat.
/// Softw. 5(8), 2000; NumPy 2.4, `random_standard_normal`.
#[inline]
pub(crate) fn standard_normal<B: BitGenerator>(bits: &mut B) -> f64 {
    loop {
        let point = Point::from_bits(bits.next_u64());
        if point.magnitude < ACCEPT_BELOW[point.layer] {
            return point.x;
        }
        if let Some(x) = beyond_the_core(bits, &point) {
            return x;
        }
    }
}

/// A point within a layer.
struct Point {
    layer: usize,
    magnitude: u64,
    x: f64,
}

impl Point {
    #[inline]
    fn from_bits(bits: u64) -> Self {
        let layer = (bits & 0xff) as usize;
        let magnitude = (bits >> 9) & MAGNITUDE_MASK;
        let x = magnitude as f64 * WIDTH[layer];
        let negative = bits & 0x100 != 0;
        Self { layer, magnitude, x: if negative { -x } else { x } }
    }
}

/// Decides about a point that may lie above the curve; `None` means that it does.
#[cold]
#[inline(never)]
fn beyond_the_core<B: BitGenerator>(bits: &mut B, point: &Point) -> Option<f64> {
    let Point { layer, magnitude, x } = *point;
    if layer == 0 {
        return Some(tail(bits, magnitude));
    }
    let (lower, upper) = (DENSITY[layer], DENSITY[layer - 1]);
    let height = (upper - lower) * unit_interval(bits.next_u64()) + lower;
    (height < (-0.5 * x * x).exp()).then_some(x)
}

/// Draws from the tail beyond the lowest layer; the sign is a bit of the magnitude.
fn tail<B: BitGenerator>(bits: &mut B, magnitude: u64) -> f64 {
    loop {
        let excess = -INVERSE_TAIL_START * (-unit_interval(bits.next_u64())).ln_1p();
        let height = -(-unit_interval(bits.next_u64())).ln_1p();
        if height + height > excess * excess {
            let x = TAIL_START + excess;
            return if magnitude & 0x100 != 0 { -x } else { x };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::pcg64::Pcg64;

    #[test]
    fn layers_have_equal_area() {
        // Layer i > 0 spans the widths x_i and the heights f(x_i)..f(x_{i-1}); 2^52 widths make x.
        let area =
            |layer: usize| WIDTH[layer] * 2f64.powi(52) * (DENSITY[layer - 1] - DENSITY[layer]);
        for layer in 1..256 {
            assert!((area(layer) / area(1) - 1.0).abs() < 1e-9, "layer {layer}");
        }
    }

    #[test]
    fn moments_are_those_of_the_normal_distribution() {
        let mut bits = Pcg64::from_seed(1);
        let n = 400_000;
        let (mut sum, mut squares, mut fourth, mut beyond) = (0.0, 0.0, 0.0, 0);
        for _ in 0..n {
            let x = standard_normal(&mut bits);
            sum += x;
            squares += x * x;
            fourth += x.powi(4);
            beyond += usize::from(x.abs() > TAIL_START);
        }
        let count = f64::from(n);
        // Five standard errors each: 1/√n, √(2/n), √(96/n); P(|x| > 3.654) = 2.58e-4.
        assert!((sum / count).abs() < 0.008);
        assert!((squares / count - 1.0).abs() < 0.0112);
        assert!((fourth / count - 3.0).abs() < 0.0775);
        assert!((60..150).contains(&beyond), "{beyond} values in the tail");
    }
}
