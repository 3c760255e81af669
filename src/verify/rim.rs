//! Whether a field looks as its boundary condition makes it look at the rim.
//!
//! A field does not say which boundary it was computed with, but the rim tells: of a torus the two
//! ends of a row are neighbours; a wall without flux has no slope; a wall of fixed value is where
//! the field tends to that value. Each statistic is a ratio of root mean squares, so units and
//! amplitudes drop out, and of a quiet rim all three are 0: such a field fits any boundary. So does
//! a field that is its own mirror image fit a torus.
//!
//! | boundary | statistic | at most |
//! |---|---|---|
//! | periodic | step from the last line to the first ÷ the largest step between lines | 1.5 |
//! | Neumann | slope at the wall ÷ slope of the eight lines next to it | 0.5 |
//! | Dirichlet | distance of the extrapolated field from the rim ÷ that of all cells | 0.5 |
//!
//! Periodic: translated, a field on a torus is one too, so the last step is like any other; that it
//! is half as large again as all of them does not happen by chance. With a wave of ten cells the
//! two sides of a wall differ by 2.3 times a usual step. Neumann: about a wall the field is even,
//! and the slope extrapolated from three lines, (−2f₀ + 3f₁ − f₂)/h, is 0 up to the third
//! derivative: 0.24 of a usual slope for a wave of ten cells, 0.40 for one of eight; on a torus the
//! ratio is 1. Dirichlet: the rim's cell lies one spacing outside, where 3f₀ − 3f₁ + f₂ is the
//! quadratic extrapolation, off by (2 sin(π/n))³ for a wave of n cells: 0.24 for ten.
//!
//! A layer at a wall of fixed value that is thinner than two cells cannot be told from a field that
//! does not tend to that value: it fails too, and the grid does not resolve it.
//!
//! The last two extrapolate, which noise from cell to cell spoils and waves of less than eight
//! cells do too: where second differences are as large as first ones, they say so and give no
//! number.

use crate::grid::Boundary;
use crate::verify::Finding;
use crate::verify::Obstacle;
use ndarray::{Array2, ArrayView1, ArrayView2, Axis};

/// Fewest lines across: three to extrapolate from, eight to compare with, at either wall.
const FEWEST_LINES: usize = 22;
/// Lines beside a wall whose slope is compared: half a wave of sixteen cells.
const BESIDE: usize = 8;
/// Second differences over first ones: 0.77 for a wave of eight cells, 1.7 for white noise.
const ROUGH: f64 = 0.9;
/// See the table above.
const PERIODIC: f64 = 1.5;
const NEUMANN: f64 = 0.5;
const DIRICHLET: f64 = 0.5;

/// Holds a field of finite values against a boundary condition; `held` is what a Dirichlet boundary
/// holds, in the field's unit.
///
/// # Errors
///
/// [`Obstacle::NotRun`] if the field is too small or too rough to tell.
///
/// # Examples
///
/// ```
/// use mfn::grid::Boundary;
/// use mfn::verify::rim;
/// // Four whole waves each way: they go on across the seam, and meet no wall at right angles.
/// let waves = ndarray::Array2::from_shape_fn((48, 48), |(row, col)| {
///     let q = std::f64::consts::TAU / 12.0;
///     (q * row as f64 + 1.0).cos() * (q * col as f64 + 2.0).cos()
/// });
/// assert!(rim(&waves, Boundary::Periodic, 0.0)?.passes());
/// assert!(!rim(&waves, Boundary::Neumann, 0.0)?.passes());
/// # Ok::<(), mfn::verify::Obstacle>(())
/// ```
pub fn rim(field: &Array2<f64>, boundary: Boundary, held: f64) -> Result<Finding, Obstacle> {
    let (rows, cols) = field.dim();
    if rows.min(cols) < FEWEST_LINES {
        let reason = format!("{rows} × {cols} cells are too few: wanted {FEWEST_LINES} a side");
        return Err(Obstacle::NotRun(reason));
    }
    if boundary == Boundary::Periodic {
        let ratio = [Axis(0), Axis(1)].into_iter().map(|axis| wrap(field, axis));
        return Ok(Finding::at_most(ratio.fold(0.0, f64::max), PERIODIC).unit("of a usual step"));
    }
    let roughness = roughness(field);
    if roughness > ROUGH {
        let reason = format!(
            "the field is too rough to extrapolate to the rim: second differences are \
             {roughness:.2} of the first, wanted at most {ROUGH}"
        );
        return Err(Obstacle::NotRun(reason));
    }
    Ok(match boundary {
        Boundary::Neumann => Finding::at_most(slope(field), NEUMANN).unit("of a usual slope"),
        _ => Finding::at_most(distance(field, held), DIRICHLET).unit("of a usual distance"),
    })
}

/// The step across the seam over the largest step within.
fn wrap(field: &Array2<f64>, axis: Axis) -> f64 {
    let n = field.len_of(axis);
    let line = |index: usize| field.index_axis(axis, index);
    let step = |a: usize, b: usize| mean_square(combined(&[(1.0, line(a)), (-1.0, line(b))]));
    let largest = (1..n).map(|index| step(index, index - 1)).fold(0.0, f64::max);
    ratio(step(0, n - 1), largest)
}

/// The slope at the four walls over that of the lines beside them.
fn slope(field: &Array2<f64>) -> f64 {
    let (mut wall, mut beside) = (0.0, 0.0);
    for side in sides(field) {
        let slope = |index: usize| {
            let line = |more: usize| side.index_axis(Axis(0), index + more);
            mean_square(combined(&[(-2.0, line(0)), (3.0, line(1)), (-1.0, line(2))]))
        };
        wall += slope(0);
        beside += (1..=BESIDE).map(slope).sum::<f64>() / BESIDE as f64;
    }
    ratio(wall, beside)
}

/// The distance from `held` of the field extrapolated to the rim's cells over that of all cells.
fn distance(field: &Array2<f64>, held: f64) -> f64 {
    let at_rim = sides(field).map(|side| {
        let line = |index: usize| side.index_axis(Axis(0), index);
        let terms = [(3.0, line(0)), (-3.0, line(1)), (1.0, line(2))];
        mean_square(combined(&terms).map(|value| value - held))
    });
    let within = mean_square(field.iter().map(|value| value - held));
    ratio(at_rim.iter().sum::<f64>() / at_rim.len() as f64, within)
}

/// The field seen from each of its walls: line 0 is the one at the wall.
fn sides(field: &Array2<f64>) -> [ArrayView2<'_, f64>; 4] {
    let mut sides = [field.view(), field.view(), field.t(), field.t()];
    sides[1].invert_axis(Axis(0));
    sides[3].invert_axis(Axis(0));
    sides
}

/// Second differences over first ones, over both directions.
fn roughness(field: &Array2<f64>) -> f64 {
    let (mut first, mut second) = (0.0, 0.0);
    for side in [field.view(), field.t()] {
        let line = |index: usize| side.index_axis(Axis(0), index);
        for at in 1..side.nrows() - 1 {
            let (before, here, after) = (line(at - 1), line(at), line(at + 1));
            first += mean_square(combined(&[(1.0, after), (-1.0, here)]));
            second += mean_square(combined(&[(1.0, before), (-2.0, here), (1.0, after)]));
        }
    }
    ratio(second, first)
}

/// A linear combination of lines, cell by cell.
fn combined<'a>(
    terms: &'a [(f64, ArrayView1<'a, f64>)],
) -> impl ExactSizeIterator<Item = f64> + 'a {
    let n = terms.first().map_or(0, |(_, line)| line.len());
    (0..n).map(move |cell| terms.iter().map(|(weight, line)| weight * line[cell]).sum())
}

fn mean_square(values: impl ExactSizeIterator<Item = f64>) -> f64 {
    let n = values.len();
    values.map(|value| value * value).sum::<f64>() / n as f64
}

/// The root of a ratio of squares; nothing over nothing is 0.
fn ratio(square: f64, of: f64) -> f64 {
    if square == 0.0 { 0.0 } else { (square / of).sqrt() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::f64::consts::PI;

    const N: usize = 60;

    /// Waves of about 8 to 15 cells in all directions; `wave(axis, m, x)` is mode m at cell x.
    fn field(wave: impl Fn(usize, usize, f64) -> f64) -> Array2<f64> {
        let modes = [(4, 3), (5, 2), (3, 5), (6, 1), (2, 6), (1, 4)];
        Array2::from_shape_fn((N, N), |(row, col)| {
            let of = |&(a, b): &(usize, usize)| wave(0, a, row as f64) * wave(1, b, col as f64);
            1.0 + modes.iter().map(of).sum::<f64>()
        })
    }

    fn of(boundary: Boundary) -> Array2<f64> {
        let n = N as f64;
        match boundary {
            Boundary::Periodic => {
                field(|axis, m, x| (2.0 * PI * m as f64 * x / n + (m + axis) as f64).cos())
            }
            // Cells lie half a spacing within the walls; no wave is whole between them, else the
            // field would fit a torus too.
            Boundary::Neumann => field(|_, m, x| (PI * (2 * m + 1) as f64 * (x + 0.5) / n).cos()),
            // The rim's cells lie a spacing outside, so the seam of a torus would be two wide.
            Boundary::Dirichlet => {
                field(|_, m, x| (2.0 * PI * m as f64 * (x + 1.0) / (n + 1.0)).sin())
            }
        }
    }

    #[test]
    fn field_fits_its_own_boundary_and_no_other() {
        for own in Boundary::ALL {
            for other in Boundary::ALL {
                let found = rim(&of(own), other, 1.0).unwrap();
                let number = found.found;
                assert_eq!(found.passes(), own == other, "{own:?} as {other:?}: {number}");
            }
        }
    }

    #[test]
    fn half_waves_between_walls_do_not_fit_a_torus() {
        let n = N as f64;
        let cut = field(|axis, m, x| ((2.0 * m as f64 + 0.6) * PI * x / n + axis as f64).cos());
        let found = rim(&cut, Boundary::Periodic, 0.0).unwrap();
        assert!(!found.passes(), "{}", found.found);
    }

    #[test]
    fn dirichlet_field_does_not_fit_another_value() {
        let found = rim(&of(Boundary::Dirichlet), Boundary::Dirichlet, 3.0).unwrap();
        assert!(!found.passes(), "{}", found.found);
    }

    #[test]
    fn quiet_rim_fits_any_boundary_and_noise_tells_nothing() {
        let quiet = Array2::from_shape_fn((N, N), |(row, col)| {
            let (y, x) = (row as f64 - 30.0, col as f64 - 30.0);
            (-(x * x + y * y) / 20.0).exp()
        });
        let noise =
            Array2::from_shape_fn((N, N), |(row, col)| ((row * 7919 + col * 104_729) % 101) as f64);
        for boundary in Boundary::ALL {
            assert!(rim(&quiet, boundary, 0.0).unwrap().passes(), "{boundary:?}");
            assert!(rim(&Array2::zeros((N, N)), boundary, 0.0).unwrap().passes());
        }
        assert!(matches!(rim(&noise, Boundary::Neumann, 0.0), Err(Obstacle::NotRun(_))));
        let small = noise.slice(ndarray::s![..9, ..]).to_owned();
        assert!(rim(&small, Boundary::Periodic, 0.0).is_err());
    }
}
