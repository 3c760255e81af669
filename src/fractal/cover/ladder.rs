//! Which box sizes a grid is covered with.

use crate::fractal::Undefined;
use crate::grid::Boundary;

/// Sizes that are wanted before the largest box may exceed a quarter of the shorter side.
const WANTED: usize = 4;
/// Fewest sizes of which a slope and its scatter can be had.
const FEWEST: usize = 3;
/// Sizes above which a chain of powers is not given up for mixed divisors.
const MANY: usize = 5;
/// The ratio that neighbouring mixed divisors have at least, as a fraction.
const RATIO: (usize, usize) = (3, 2);
/// Largest box: the counts of all its offsets, in 16 parts, take 64 MiB.
const LARGEST: usize = 1024;

/// Box sizes for one grid, ascending from 1.
///
/// Powers of 2, 3, 5 or 7 that divide both sides, of the base that spans the most octaves; so
/// 2ⁿ cells get 1, 2, 4, … and 3ⁿ cells 1, 3, 9, …, and no box is cut by the rim. If that gives
/// fewer than five sizes, the common divisors of the sides, each at least 1.5 times the last, are
/// taken where they are more. The largest box is at most a quarter of the shorter side; half or all
/// of it if fewer than four sizes are left; never above 1024 cells. If there are too few divisors
/// still, the sizes are 1, 2, 4, …, boxes may hang over the rim, and a periodic grid does not
/// wrap.
///
/// # Reference
///
/// The quarter: K. Foroutan-pour, P. Dutilleul, D. L. Smith, Appl. Math. Comput. 105 (1999) 195.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Ladder {
    pub(crate) sizes: Vec<usize>,
    /// Whether boxes that leave the grid come in again on the other side.
    pub(crate) wraps: bool,
}

impl Ladder {
    /// The ladder of a grid of `shape` = (rows, cols).
    ///
    /// # Errors
    ///
    /// [`Undefined::NoCells`], [`Undefined::TooSmall`] below 4 cells.
    pub(crate) fn of(shape: (usize, usize), boundary: Boundary) -> Result<Self, Undefined> {
        let shorter = shape.0.min(shape.1);
        if shorter == 0 {
            return Err(Undefined::NoCells);
        }
        let periodic = boundary == Boundary::Periodic;
        let common = greatest_common_divisor(shape.0, shape.1);
        let limits = [shorter / 4, shorter / 2, shorter].map(|limit| limit.min(LARGEST));
        for limit in limits {
            let sizes = dividing(common, limit);
            if sizes.len() >= WANTED && no_gap(&sizes) {
                return Ok(Self { sizes, wraps: periodic });
            }
        }
        for limit in limits {
            let sizes = powers(2, limit);
            if sizes.len() >= WANTED {
                return Ok(Self { sizes, wraps: false });
            }
        }
        let sizes = powers(2, shorter);
        if sizes.len() < FEWEST {
            return Err(Undefined::TooSmall { found: shorter, wanted: 1 << (FEWEST - 1) });
        }
        Ok(Self { sizes, wraps: periodic && common.is_power_of_two() && common == shorter })
    }
}

/// The best ladder of divisors of `common` up to `limit`.
fn dividing(common: usize, limit: usize) -> Vec<usize> {
    let chain = [2, 3, 5, 7]
        .map(|base| {
            let mut sizes = powers(base, limit);
            sizes.retain(|size| common.is_multiple_of(*size));
            sizes
        })
        .into_iter()
        .reduce(|best, other| if other.last() > best.last() { other } else { best })
        .unwrap_or_default();
    if chain.len() >= MANY {
        return chain;
    }
    let mut mixed = vec![1];
    for size in 2..=limit {
        let last = mixed.last().copied().unwrap_or(1);
        if common.is_multiple_of(size) && size * RATIO.1 >= last * RATIO.0 {
            mixed.push(size);
        }
    }
    if mixed.len() > chain.len() { mixed } else { chain }
}

/// Whether neighbouring sizes are within a factor of 7, the largest base.
fn no_gap(sizes: &[usize]) -> bool {
    sizes.iter().zip(sizes.iter().skip(1)).all(|(size, next)| *next <= 7 * size)
}

/// 1, base, base², … up to `limit`.
fn powers(base: usize, limit: usize) -> Vec<usize> {
    std::iter::successors(Some(1), |size| Some(size * base))
        .take_while(|size| *size <= limit)
        .collect()
}

fn greatest_common_divisor(mut a: usize, mut b: usize) -> usize {
    while b > 0 {
        (a, b) = (b, a % b);
    }
    a
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(shape: (usize, usize), boundary: Boundary, sizes: &[usize], wraps: bool) {
        let expected = Ok(Ladder { sizes: sizes.to_vec(), wraps });
        assert_eq!(Ladder::of(shape, boundary), expected, "{shape:?}");
    }

    #[test]
    fn sizes_divide_the_sides() {
        check((512, 512), Boundary::Periodic, &[1, 2, 4, 8, 16, 32, 64, 128], true);
        check((512, 512), Boundary::Neumann, &[1, 2, 4, 8, 16, 32, 64, 128], false);
        check((729, 729), Boundary::Periodic, &[1, 3, 9, 27, 81], true);
        check((64, 256), Boundary::Periodic, &[1, 2, 4, 8, 16], true);
        check((100, 100), Boundary::Periodic, &[1, 2, 4, 10, 20], true);
        check((1000, 1000), Boundary::Periodic, &[1, 2, 4, 8, 20, 40, 100, 200], true);
        check((96, 96), Boundary::Periodic, &[1, 2, 4, 8, 16], true);
    }

    #[test]
    fn sides_without_divisors_are_covered_from_outside() {
        check((509, 509), Boundary::Periodic, &[1, 2, 4, 8, 16, 32, 64], false);
        check((1018, 1018), Boundary::Periodic, &[1, 2, 4, 8, 16, 32, 64, 128], false);
        check(
            (1 << 14, 1 << 14),
            Boundary::Periodic,
            &(0..=10).map(|k| 1 << k).collect::<Vec<_>>(),
            true,
        );
        check((300, 77), Boundary::Dirichlet, &[1, 2, 4, 8, 16], false);
    }

    #[test]
    fn small_grids_take_what_there_is() {
        check((27, 27), Boundary::Periodic, &[1, 3, 9, 27], true);
        check((8, 8), Boundary::Periodic, &[1, 2, 4, 8], true);
        check((4, 4), Boundary::Periodic, &[1, 2, 4], true);
        check((5, 9), Boundary::Neumann, &[1, 2, 4], false);
        let small = |found| Err(Undefined::TooSmall { found, wanted: 4 });
        assert_eq!(Ladder::of((1, 100), Boundary::Periodic), small(1));
        assert_eq!(Ladder::of((3, 100), Boundary::Neumann), small(3));
        assert_eq!(Ladder::of((0, 100), Boundary::Neumann), Err(Undefined::NoCells));
    }
}
