//! From the cells of a field to the pixels of a picture, row by row.

use crate::grid::FieldView;
use crate::plot::Error;
use crate::plot::canvas::Pixels;
use crate::plot::quantity::Shading;

/// The longer side of a picture is at most this many times the shorter one.
///
/// Cells stay square up to here; those of a longer strip are stretched across it, or four rows of
/// a thousand cells would be a hairline.
const LONGEST: usize = 16;

/// What a first pass over a field tells.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Survey {
    /// The smallest and the largest finite value; (0, 1) if there is none.
    pub(crate) range: (f64, f64),
    /// Cells that are NaN.
    pub(crate) missing: usize,
    /// Cells beyond the limits of the colours.
    pub(crate) outside: usize,
}

impl Survey {
    /// Surveys several fields at once; `limits` is the range of the colours, if it is fixed.
    pub(crate) fn of<'a>(
        fields: impl Iterator<Item = FieldView<'a>>,
        limits: Option<(f64, f64)>,
    ) -> Result<Self, Error> {
        // Without limits only an infinite value is outside.
        let (low, high) = limits.unwrap_or((f64::MIN, f64::MAX));
        let mut range = (f64::INFINITY, f64::NEG_INFINITY);
        let (mut missing, mut outside) = (0, 0);
        for field in fields {
            let (rows, cols) = not_empty(field.shape())?;
            let mut line = vec![0.0; cols];
            for row in 0..rows {
                field.copy_row(row, &mut line);
                for &value in &line {
                    missing += usize::from(value.is_nan());
                    outside += usize::from(value < low || value > high);
                    if value.is_finite() {
                        range = (range.0.min(value), range.1.max(value));
                    }
                }
            }
        }
        let range = if range.0 > range.1 { (0.0, 1.0) } else { range };
        Ok(Self { range: limits.unwrap_or(range), missing, outside })
    }

    /// What the reader of the picture must know of cells without a true colour; empty if nothing.
    pub(crate) fn note(&self) -> String {
        let cells =
            |count: usize| if count == 1 { "1 cell".into() } else { format!("{count} cells") };
        let missing = (self.missing > 0).then(|| format!("{} NaN", cells(self.missing)));
        let outside = (self.outside > 0).then(|| format!("{} out of range", cells(self.outside)));
        [missing, outside].into_iter().flatten().collect::<Vec<String>>().join(", ")
    }
}

/// The shape, if each side has a cell.
pub(crate) fn not_empty((rows, cols): (usize, usize)) -> Result<(usize, usize), Error> {
    if rows == 0 || cols == 0 { Err(Error::Empty { rows, cols }) } else { Ok((rows, cols)) }
}

/// How many pixels a field is drawn with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Extent {
    /// Pixels across.
    pub(crate) width: usize,
    /// Pixels down.
    pub(crate) height: usize,
}

impl Extent {
    /// The extent of a field whose longer side shall have about `ideal` pixels.
    ///
    /// Cells are magnified by an integer, so that all have the same size. A side of more than 4/3
    /// of `ideal` is shrunk by an integer (rounded to whole pixels).
    pub(crate) fn of((rows, cols): (usize, usize), ideal: usize) -> Self {
        let longer = rows.max(cols);
        let most = ideal + ideal / 3;
        let side = |cells: usize| {
            if longer > most {
                let factor = longer.div_ceil(most);
                ((cells + factor / 2) / factor).max(1)
            } else {
                cells * ((ideal + longer / 2) / longer).max(1)
            }
        };
        let least = side(longer) / LONGEST;
        let stretched = |cells: usize| match side(cells) {
            pixels if pixels >= least => pixels,
            _ if cells < least => cells * least.div_ceil(cells),
            _ => least,
        };
        Self { width: stretched(cols), height: stretched(rows) }
    }

    /// Width and height in logical pixels of `resolution` pixels each.
    pub(crate) fn logical(self, resolution: usize) -> (f64, f64) {
        (self.width as f64 / resolution as f64, self.height as f64 / resolution as f64)
    }

    /// Rows and columns of the picture before it is magnified: never more than the field has.
    fn samples(self, (rows, cols): (usize, usize)) -> (usize, usize) {
        (rows.min(self.height), cols.min(self.width))
    }
}

/// The field as colours: a pixel a cell, or a pixel a box of cells where the extent is smaller.
pub(crate) fn shade(field: &FieldView<'_>, extent: Extent, shading: &Shading) -> Pixels {
    let (height, width) = extent.samples(field.shape());
    let mut rgb = Vec::with_capacity(3 * width * height);
    for_each_row(field, extent, |line| {
        rgb.extend(line.iter().flat_map(|&value| shading.color(value)));
    });
    Pixels { width, height, rgb }
}

/// Hands the rows of the picture to `sink`, each value the average over its box of cells.
///
/// A box with a NaN is NaN. Holds three rows, never the field.
pub(crate) fn for_each_row(field: &FieldView<'_>, extent: Extent, mut sink: impl FnMut(&[f64])) {
    let (rows, cols) = field.shape();
    let (height, width) = extent.samples((rows, cols));
    let mut cells = vec![0.0; cols];
    let mut across = vec![0.0; width];
    let mut average = vec![0.0; width];
    for pixel in 0..height {
        average.fill(0.0);
        for (row, weight) in parts(pixel, height, rows) {
            field.copy_row(row, &mut cells);
            average_across(&cells, &mut across);
            for (sum, value) in average.iter_mut().zip(&across) {
                *sum += weight * value;
            }
        }
        sink(&average);
    }
}

fn average_across(cells: &[f64], across: &mut [f64]) {
    if cells.len() == across.len() {
        across.copy_from_slice(cells);
        return;
    }
    let width = across.len();
    for (pixel, slot) in across.iter_mut().enumerate() {
        *slot = parts(pixel, width, cells.len()).map(|(cell, part)| part * cells[cell]).sum();
    }
}

/// The cells under one of `pixels` pixels that share `cells` cells, each with its part of it.
fn parts(pixel: usize, pixels: usize, cells: usize) -> impl Iterator<Item = (usize, f64)> {
    // In units of 1 / pixels of a cell all edges are integers, so the parts have no rounding.
    let (start, end) = (pixel * cells, (pixel + 1) * cells);
    (start / pixels..end.div_ceil(pixels)).map(move |cell| {
        let overlap = end.min((cell + 1) * pixels) - start.max(cell * pixels);
        (cell, overlap as f64 / cells as f64)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grid::Grid;
    use crate::grid::Padded;

    fn field(rows: usize, cols: usize, value: impl FnMut(usize, usize) -> f64) -> Padded<f64> {
        Padded::from_fn(Grid::new(rows, cols, 1.0).unwrap(), value)
    }

    fn rows_of(field: &Padded<f64>, width: usize, height: usize) -> Vec<Vec<f64>> {
        let mut rows = Vec::new();
        for_each_row(&field.into(), Extent { width, height }, |row| rows.push(row.to_vec()));
        rows
    }

    #[test]
    fn extents_are_whole_multiples_and_never_hairlines() {
        let cases = [
            ((64, 64), (960, 960)),
            ((1, 1), (960, 960)),
            ((100, 50), (500, 1000)),
            ((512, 512), (1024, 1024)),
            ((1280, 1280), (1280, 1280)),
            ((1281, 1281), (641, 641)),
            ((4096, 4096), (1024, 1024)),
            ((4, 1024), (1024, 64)),
            ((1024, 4), (64, 1024)),
            ((5, 1000), (1000, 65)),
            ((100, 100_000), (1266, 79)),
        ];
        for (shape, (width, height)) in cases {
            assert_eq!(Extent::of(shape, 960), Extent { width, height }, "{shape:?}");
        }
    }

    #[test]
    fn magnified_field_keeps_its_values() {
        let field = field(3, 7, |row, col| 0.1 * (row * 7 + col) as f64);
        let cells: Vec<f64> = field.view().iter().copied().collect();
        assert_eq!(rows_of(&field, 70, 30).concat(), cells);
    }

    #[test]
    fn shrunk_field_is_averaged_over_boxes() {
        let halved = field(4, 4, |row, col| (row * 4 + col) as f64);
        assert_eq!(rows_of(&halved, 2, 2), [[2.5, 4.5], [10.5, 12.5]]);
        let uneven = field(1, 3, |_, col| col as f64);
        let found = rows_of(&uneven, 2, 1);
        assert!((found[0][0] - 1.0 / 3.0).abs() < 1e-15);
        assert!((found[0][1] - 5.0 / 3.0).abs() < 1e-15);
    }

    #[test]
    fn parts_of_a_pixel_add_up_to_one() {
        for (pixels, cells) in [(1, 1), (3, 7), (641, 1281), (1024, 4096), (5, 5)] {
            for pixel in 0..pixels {
                let sum: f64 = parts(pixel, pixels, cells).map(|(_, part)| part).sum();
                assert!((sum - 1.0).abs() < 1e-12, "{pixel} of {pixels}, {cells} cells: {sum}");
            }
        }
    }

    #[test]
    fn box_with_a_nan_is_nan() {
        let field = field(4, 4, |row, col| if (row, col) == (1, 1) { f64::NAN } else { 1.0 });
        let rows = rows_of(&field, 2, 2);
        assert!(rows[0][0].is_nan());
        assert_eq!((rows[0][1], rows[1][0], rows[1][1]), (1.0, 1.0, 1.0));
    }

    #[test]
    fn survey_counts_what_has_no_true_colour() {
        let values = [f64::NAN, 1.0, f64::INFINITY, -2.0, 0.5, f64::NAN];
        let field = field(2, 3, |row, col| values[row * 3 + col]);
        let survey = |limits| Survey::of([FieldView::from(&field)].into_iter(), limits).unwrap();
        let free = Survey { range: (-2.0, 1.0), missing: 2, outside: 1 };
        assert_eq!(survey(None), free);
        assert_eq!(free.note(), "2 cells NaN, 1 cell out of range");
        let fixed = Survey { range: (0.0, 1.0), missing: 2, outside: 2 };
        assert_eq!(survey(Some((0.0, 1.0))), fixed);
    }

    #[test]
    fn field_without_a_finite_value_has_the_unit_range() {
        let field = field(2, 2, |_, _| f64::NAN);
        let survey = Survey::of([FieldView::from(&field)].into_iter(), None).unwrap();
        assert_eq!(survey, Survey { range: (0.0, 1.0), missing: 4, outside: 0 });
    }
}
