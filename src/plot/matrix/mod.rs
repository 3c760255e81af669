//! A square matrix of numbers from −1 to 1 with the names of its rows and columns.

mod tints;

use crate::plot::Error;
use crate::plot::axes::Axis;
use crate::plot::canvas::Anchor;
use crate::plot::canvas::Area;
use crate::plot::canvas::Canvas;
use crate::plot::canvas::INK;
use crate::plot::canvas::Pixels;
use crate::plot::canvas::RESOLUTION;
use crate::plot::canvas::font::Font;
use crate::plot::canvas::font::TICK;
use crate::plot::canvas::raster;
use crate::plot::canvas::svg;
use crate::plot::heatmap::Heading;
use crate::plot::heatmap::MARGIN;
use crate::plot::matrix::tints::tint;
use ndarray::ArrayView2;

pub(crate) use crate::plot::matrix::tints::ink_on;

/// Side of the matrix in logical pixels, as far as its cells allow.
const IDEAL_SIDE: f64 = 840.0;
/// Smallest and largest side of a cell: a name needs 13.
const CELL: (f64, f64) = (13.0, 36.0);
/// Cells from this size on show their number.
const NUMBERED: f64 = 30.0;
/// The number in a cell.
const NUMBER: Font = Font { size: 9.0, bold: false, color: INK };
/// Between a name and the matrix.
const NAME_GAP: f64 = 6.0;
/// The longest name in logical pixels.
const LONGEST_NAME: f64 = 170.0;
/// Between the matrix and the colour bar, and across the bar.
const BAR: (f64, f64) = (20.0, 14.0);
/// The bar's length at least and at most.
const BAR_LENGTH: (f64, f64) = (120.0, 320.0);
/// Levels drawn in the bar.
const LEVELS: usize = 255;

/// A matrix of numbers from −1 to 1, such as correlations, in colours with white at 0.
///
/// Blue is negative, red positive; a number that is NaN is a grey cell with a bar across. Cells
/// show their number, to two decimals, where there are at most 28 of them in a row.
///
/// # Reference
///
/// C. A. Brewer, `ColorBrewer` 2.0 (RdBu).
///
/// # Examples
///
/// ```
/// use mfn::plot::Matrix;
/// let values = ndarray::array![[1.0, -0.4], [-0.4, 1.0]];
/// let picture = Matrix {
///     title: "correlations",
///     subtitle: "200 rows",
///     names: &["V_mean", "V_std"],
///     values: values.view(),
///     label: "Pearson's r",
/// };
/// assert!(picture.png()?.starts_with(b"\x89PNG"));
/// assert!(picture.svg()?.starts_with("<svg"));
/// # Ok::<(), mfn::plot::Error>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Matrix<'a> {
    /// The line in bold above; may be empty.
    pub title: &'a str,
    /// The line below the title; may be empty.
    pub subtitle: &'a str,
    /// The names of the rows from above, and of the columns from the left.
    pub names: &'a [&'a str],
    /// The numbers, as many rows and columns as names.
    pub values: ArrayView2<'a, f64>,
    /// The name beside the colour bar.
    pub label: &'a str,
}

impl Matrix<'_> {
    /// The picture as PNG: about 2100 pixels wide, and more beyond 64 names.
    ///
    /// # Errors
    ///
    /// [`Error::Empty`] without a name, [`Error::Shape`] if there are not as many rows and columns
    /// as names, [`Error::Png`] if the encoder fails.
    pub fn png(&self) -> Result<Vec<u8>, Error> {
        raster::png(&raster::draw(&self.canvas()?, RESOLUTION))
    }

    /// The picture as SVG.
    ///
    /// # Errors
    ///
    /// As [`png`](Self::png).
    pub fn svg(&self) -> Result<String, Error> {
        svg::draw(&self.canvas()?)
    }

    fn canvas(&self) -> Result<Canvas, Error> {
        let (n, (found_rows, found_cols)) = (self.names.len(), self.values.dim());
        if n == 0 {
            return Err(Error::Empty { rows: found_rows, cols: found_cols });
        }
        if (found_rows, found_cols) != (n, n) {
            return Err(Error::Shape { found_rows, found_cols, rows: n, cols: n });
        }
        let cell = (IDEAL_SIDE / n as f64).floor().clamp(CELL.0, CELL.1);
        let side = cell * n as f64;
        let names: Vec<String> =
            self.names.iter().map(|name| TICK.cut(name, LONGEST_NAME).into_owned()).collect();
        let room = names.iter().map(|name| TICK.width(name)).fold(0.0, f64::max) + NAME_GAP;
        let heading = Heading::with_note(self.title, self.subtitle, "");
        let bar = Axis::standing(self.label, (-1.0, 1.0), side.clamp(BAR_LENGTH.0, BAR_LENGTH.1));

        let left = (MARGIN + room).ceil();
        let area = Area::new(left, (MARGIN + heading.height()).ceil(), side, side);
        let right = area.right() + BAR.0 + BAR.1 + bar.breadth();
        let width = right.max(MARGIN + heading.width()) + MARGIN;
        let below = (area.bottom() + room).max(area.y + BAR_LENGTH.0 + NAME_GAP);
        let mut canvas = Canvas::new(width, below + MARGIN);
        heading.draw(&mut canvas, MARGIN);
        self.draw_cells(&mut canvas, area, cell);
        canvas.frame(area);
        draw_names(&mut canvas, area, cell, &names);
        draw_bar(&mut canvas, area, &bar);
        Ok(canvas)
    }

    fn draw_cells(&self, canvas: &mut Canvas, area: Area, cell: f64) {
        for ((row, col), &value) in self.values.indexed_iter() {
            // A pixel is left white between cells.
            let (x, y) = (area.x + col as f64 * cell, area.y + row as f64 * cell);
            let color = tint(value);
            canvas.fill(Area::new(x, y, cell - 1.0, cell - 1.0), color);
            let (middle, centre) = (x + 0.5 * (cell - 1.0), y + 0.5 * (cell - 1.0));
            if value.is_nan() {
                canvas.fill(Area::new(middle - 2.5, centre - 0.5, 5.0, 1.0), INK);
            } else if cell >= NUMBERED {
                let font = Font { color: ink_on(color), ..NUMBER };
                let baseline = centre + 0.5 * font.cap_height();
                canvas.text((middle, baseline), Anchor::Middle, font, &decimals(value));
            }
        }
    }
}

/// Names left of the rows, and below the columns, read upwards.
fn draw_names(canvas: &mut Canvas, area: Area, cell: f64, names: &[String]) {
    for (index, name) in names.iter().enumerate() {
        let along = (index as f64 + 0.5) * cell;
        let baseline = area.y + along + 0.5 * TICK.cap_height();
        canvas.text((area.x - NAME_GAP, baseline), Anchor::End, TICK, name);
        let middle = area.bottom() + NAME_GAP + 0.5 * TICK.width(name);
        canvas.turned_text((area.x + along + 0.5 * TICK.cap_height(), middle), TICK, name);
    }
}

fn draw_bar(canvas: &mut Canvas, area: Area, axis: &Axis) {
    let length = area.height.clamp(BAR_LENGTH.0, BAR_LENGTH.1);
    let place = Area::new(area.right() + BAR.0, area.y, BAR.1, length);
    let level = |index: usize| tint(2.0 * index as f64 / (LEVELS - 1) as f64 - 1.0);
    let rgb = (0..LEVELS).rev().flat_map(level).collect();
    canvas.image(place, Pixels { width: 1, height: LEVELS, rgb });
    canvas.frame(place);
    axis.right_of(canvas, place);
}

/// A number to two decimals, with a typographic minus and no minus before zero.
fn decimals(value: f64) -> String {
    match format!("{value:.2}").as_str() {
        "-0.00" => "0.00".to_owned(),
        text => text.replace('-', "−"),
    }
}

#[cfg(test)]
mod tests;
