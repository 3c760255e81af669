//! The inner loop: sums of squared differences between the clients of two panels.
//!
//! Compiled for each SIMD level; none fuses multiply and add, and every lane's additions have one
//! order, so all levels give the same bits.

#![allow(clippy::needless_range_loop, reason = "plain loops over lanes become vector code")]
#![allow(clippy::indexing_slicing, reason = "the indices are those of arrays of known length")]

use crate::federate::distances::panels::{CHAIN, CHAINS, Cell, LANES, PANEL, PIECE, Panels};
use crate::federate::updates::Element;
use multiversion::multiversion;
use std::ops::{Add, Mul, Sub};

/// What a difference can be squared in.
pub(crate) trait Squares:
    Element + Add<Output = Self> + Sub<Output = Self> + Mul<Output = Self>
{
}

impl Squares for f32 {}
impl Squares for f64 {}

/// Adds the squares of this block between panel `first` and each panel from it on.
///
/// `sums` are the rows of the clients of panel `first`, `padded` numbers each.
#[multiversion(targets("x86_64+avx512f+avx512vl", "x86_64+avx2", "x86_64+avx"))]
pub(crate) fn add_squares<T: Squares>(
    panels: &Panels<T>,
    first: usize,
    padded: usize,
    sums: &mut [f64],
) {
    let Some((own, _)) = panels.from(first).split_first() else { return };
    // Two clients stay in the first-level cache while the others pass by.
    for (pair, rows) in sums.chunks_mut(2 * padded).enumerate() {
        for (second, other) in (first..).zip(panels.from(first)) {
            for half in 0..PANEL / 2 {
                if second == first && half < pair {
                    continue;
                }
                let squares = two_by_two(own, 2 * pair, other, 2 * half);
                for (row, squares) in rows.chunks_mut(padded).zip(squares) {
                    let row = row.iter_mut().skip(second * PANEL + 2 * half);
                    row.zip(squares).for_each(|(sum, square)| *sum += square);
                }
            }
        }
    }
}

/// The sums of the squares of the differences at the steps named: written out, since the compiler
/// turns the loop over the lanes into vector code only if there is no loop in it.
macro_rules! sum_of_steps {
    ($x:ident, $y:ident, $lane:ident, $sums:ident: $($step:literal)+) => {{
        $(
            let at = $step * LANES + $lane;
            let (x0, x1, y0, y1) = ($x.0[at], $x.1[at], $y.0[at], $y.1[at]);
            $sums.0 = $sums.0 + (x0 - y0) * (x0 - y0);
            $sums.1 = $sums.1 + (x0 - y1) * (x0 - y1);
            $sums.2 = $sums.2 + (x1 - y0) * (x1 - y0);
            $sums.3 = $sums.3 + (x1 - y1) * (x1 - y1);
        )+
    }};
}

/// Sums of the squares between clients i, i + 1 of one panel and j, j + 1 of another.
#[inline(always)]
fn two_by_two<T: Squares>(own: &Cell<T>, i: usize, other: &Cell<T>, j: usize) -> [[f64; 2]; 2] {
    const { assert!(CHAIN == 12 && CHAINS == 2, "the steps are written out") };
    let x: (&[T; PIECE], &[T; PIECE]) = (&own[i], &own[i + 1]);
    let y: (&[T; PIECE], &[T; PIECE]) = (&other[j], &other[j + 1]);
    let mut sums = [[T::default(); LANES]; 4];
    for lane in 0..LANES {
        let zero = T::default();
        let mut a = (zero, zero, zero, zero);
        let mut b = (zero, zero, zero, zero);
        sum_of_steps!(x, y, lane, a: 0 1 2 3 4 5 6 7 8 9 10 11);
        sum_of_steps!(x, y, lane, b: 12 13 14 15 16 17 18 19 20 21 22 23);
        sums[0][lane] = a.0 + b.0;
        sums[1][lane] = a.1 + b.1;
        sums[2][lane] = a.2 + b.2;
        sums[3][lane] = a.3 + b.3;
    }
    // Another loop, since the widest type of a loop decides how many lanes a register holds.
    let mut totals = [[0.0; LANES]; 4];
    for pair in 0..4 {
        for lane in 0..LANES {
            totals[pair][lane] = sums[pair][lane].double();
        }
    }
    [[halved(totals[0]), halved(totals[1])], [halved(totals[2]), halved(totals[3])]]
}

/// The sum of the lanes, halves onto halves.
#[inline(always)]
pub(crate) fn halved<const LANES: usize>(mut lanes: [f64; LANES]) -> f64 {
    let mut width = LANES;
    while width > 1 {
        width /= 2;
        for lane in 0..width {
            lanes[lane] += lanes[lane + width];
        }
    }
    lanes[0]
}
