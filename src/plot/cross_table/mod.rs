//! A table of numbers with named rows and columns, as a heat map with its numbers in the cells.

mod names;

use crate::plot::ColorMap;
use crate::plot::Error;
use crate::plot::axes::Axis;
use crate::plot::canvas::Anchor;
use crate::plot::canvas::Area;
use crate::plot::canvas::Canvas;
use crate::plot::canvas::INK;
use crate::plot::canvas::Pixels;
use crate::plot::canvas::RESOLUTION;
use crate::plot::canvas::font::Font;
use crate::plot::canvas::font::NAME;
use crate::plot::canvas::font::TICK;
use crate::plot::canvas::raster;
use crate::plot::canvas::svg;
use crate::plot::cross_table::names::Columns;
use crate::plot::heatmap::Heading;
use crate::plot::heatmap::MARGIN;
use crate::plot::matrix::ink_on;
use ndarray::ArrayView2;

/// Height of a cell in logical pixels; its width follows the names.
const HEIGHT: f64 = 28.0;
/// The number in a cell.
const NUMBER: Font = Font { size: 12.0, bold: false, color: INK };
/// The longest name of a row in logical pixels.
const LONGEST_NAME: f64 = 260.0;
/// Between a name and the cells.
const NAME_GAP: f64 = 8.0;
/// Between the cells and the colour bar, and across the bar.
const BAR: (f64, f64) = (20.0, 14.0);
/// The bar's length at least and at most.
const BAR_LENGTH: (f64, f64) = (120.0, 320.0);
/// Levels drawn in the bar.
const LEVELS: usize = 256;

/// Numbers by the names of their rows and columns, coloured from `range.0` to `range.1`.
///
/// A number outside the range has the colour of its nearer end; one that is NaN is a grey cell
/// with a bar across.
///
/// # Examples
///
/// ```
/// use mfn::plot::{ColorMap, CrossTable};
/// let values = ndarray::array![[98.0, 12.5], [96.1, 95.3]];
/// let picture = CrossTable {
///     title: "accuracy",
///     subtitle: "two rules",
///     rows: ("rule", &["mean", "median"]),
///     columns: ("attack", &["none", "sign flip"]),
///     values: values.view(),
///     range: (0.0, 100.0),
///     decimals: 1,
///     label: "accuracy (%)",
///     map: ColorMap::Viridis,
/// };
/// assert!(picture.png()?.starts_with(b"\x89PNG"));
/// assert!(picture.svg()?.starts_with("<svg"));
/// # Ok::<(), mfn::plot::Error>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct CrossTable<'a> {
    /// The line in bold above; may be empty.
    pub title: &'a str,
    /// The line below the title; may be empty.
    pub subtitle: &'a str,
    /// What the rows are, and their names from above.
    pub rows: (&'a str, &'a [&'a str]),
    /// What the columns are, and their names from the left; a name breaks at its spaces.
    pub columns: (&'a str, &'a [&'a str]),
    /// The numbers.
    pub values: ArrayView2<'a, f64>,
    /// The numbers at the ends of the colour map.
    pub range: (f64, f64),
    /// Decimals of the numbers in the cells.
    pub decimals: usize,
    /// The name beside the colour bar.
    pub label: &'a str,
    /// The colours.
    pub map: ColorMap,
}

impl CrossTable<'_> {
    /// The picture as PNG.
    ///
    /// # Errors
    ///
    /// [`Error::Empty`] without a row or a column, [`Error::Shape`] if there are not as many
    /// numbers as names, [`Error::Range`] for a range without extent, [`Error::Png`] if the
    /// encoder fails.
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

    fn check(&self) -> Result<(), Error> {
        let (found_rows, found_cols) = self.values.dim();
        let (rows, cols) = (self.rows.1.len(), self.columns.1.len());
        if rows == 0 || cols == 0 {
            return Err(Error::Empty { rows, cols });
        }
        if (found_rows, found_cols) != (rows, cols) {
            return Err(Error::Shape { found_rows, found_cols, rows, cols });
        }
        let (low, high) = self.range;
        if !(low.is_finite() && high.is_finite() && low < high) {
            return Err(Error::Range { low, high });
        }
        Ok(())
    }

    fn canvas(&self) -> Result<Canvas, Error> {
        self.check()?;
        let names: Vec<String> =
            self.rows.1.iter().map(|name| TICK.cut(name, LONGEST_NAME).into_owned()).collect();
        let room = names.iter().map(|name| TICK.width(name)).fold(0.0, f64::max);
        let columns = Columns::new(self.columns.1);
        let heading = Heading::with_note(self.title, self.subtitle, "");
        let (width, height) =
            (columns.width() * self.columns.1.len() as f64, HEIGHT * names.len() as f64);

        // From the left: what the rows are, their names, the cells, the bar.
        let side = NAME.cap_height() + 2.0 * NAME_GAP;
        let left = (MARGIN + side + room + NAME_GAP).ceil();
        let above = NAME.cap_height() + NAME_GAP + columns.height() + NAME_GAP;
        let area = Area::new(left, (MARGIN + heading.height() + above).ceil(), width, height);
        let bar = Axis::standing(self.label, self.range, height.clamp(BAR_LENGTH.0, BAR_LENGTH.1));
        let right = area.right() + BAR.0 + BAR.1 + bar.breadth();
        let bottom = area.bottom().max(area.y + BAR_LENGTH.0);
        let mut canvas = Canvas::new(right.max(MARGIN + heading.width()) + MARGIN, bottom + MARGIN);

        heading.draw(&mut canvas, MARGIN);
        let baseline = area.y - above + NAME.cap_height();
        canvas.text((area.x + 0.5 * width, baseline), Anchor::Middle, NAME, self.columns.0);
        columns.draw(&mut canvas, (area.x, area.y - NAME_GAP));
        let middle = area.y + 0.5 * height;
        canvas.turned_text((MARGIN + NAME.cap_height(), middle), NAME, self.rows.0);
        for (index, name) in names.iter().enumerate() {
            let baseline = area.y + (index as f64 + 0.5) * HEIGHT + 0.5 * TICK.cap_height();
            canvas.text((area.x - NAME_GAP, baseline), Anchor::End, TICK, name);
        }
        self.draw_cells(&mut canvas, area, columns.width());
        canvas.frame(area);
        self.draw_bar(&mut canvas, area, &bar);
        Ok(canvas)
    }

    fn draw_cells(&self, canvas: &mut Canvas, area: Area, width: f64) {
        for ((row, column), &value) in self.values.indexed_iter() {
            let (x, y) = (area.x + column as f64 * width, area.y + row as f64 * HEIGHT);
            let color = self.map.color(self.place(value));
            // A pixel is left white between cells.
            canvas.fill(Area::new(x, y, width - 1.0, HEIGHT - 1.0), color);
            let (middle, centre) = (x + 0.5 * (width - 1.0), y + 0.5 * (HEIGHT - 1.0));
            if value.is_nan() {
                canvas.fill(Area::new(middle - 2.5, centre - 0.5, 5.0, 1.0), INK);
                continue;
            }
            let font = Font { color: ink_on(color), ..NUMBER };
            let baseline = centre + 0.5 * font.cap_height();
            let text = printed(value, self.decimals);
            canvas.text((middle, baseline), Anchor::Middle, font, &text);
        }
    }

    /// Where in the colour map a number is.
    fn place(&self, value: f64) -> f64 {
        (value - self.range.0) / (self.range.1 - self.range.0)
    }

    fn draw_bar(&self, canvas: &mut Canvas, area: Area, axis: &Axis) {
        let length = area.height.clamp(BAR_LENGTH.0, BAR_LENGTH.1);
        let place = Area::new(area.right() + BAR.0, area.y, BAR.1, length);
        let level = |index: usize| self.map.level(index, LEVELS);
        let rgb = (0..LEVELS).rev().flat_map(level).collect();
        canvas.image(place, Pixels { width: 1, height: LEVELS, rgb });
        canvas.frame(place);
        axis.right_of(canvas, place);
    }
}

/// A number with a typographic minus, and none before zero.
fn printed(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    let is_zero = text.chars().all(|letter| matches!(letter, '-' | '0' | '.'));
    if is_zero { text.replace('-', "") } else { text.replace('-', "−") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plot::canvas::Mark;
    use ndarray::{Array2, array};

    fn table<'a>(names: [&'a [&'a str]; 2], values: &'a Array2<f64>) -> CrossTable<'a> {
        CrossTable {
            title: "t",
            subtitle: "",
            rows: ("rule", names[0]),
            columns: ("attack", names[1]),
            values: values.view(),
            range: (0.0, 1.0),
            decimals: 1,
            label: "share",
            map: ColorMap::Viridis,
        }
    }

    #[test]
    fn names_and_numbers_are_told() {
        let values = array![[0.25, f64::NAN, -0.01]];
        let names: [&[&str]; 2] = [&["mean"], &["none", "sign flip", "nan"]];
        let canvas = table(names, &values).canvas().unwrap();
        let text = |mark: &Mark| match mark {
            Mark::Text(text) => Some(text.content.clone()),
            _ => None,
        };
        let told: Vec<String> = canvas.marks.iter().filter_map(text).collect();
        for wanted in ["rule", "attack", "mean", "none", "sign", "flip", "nan", "0.2", "0.0"] {
            assert!(told.iter().any(|found| found == wanted), "{wanted}: {told:?}");
        }
        let fills =
            |color| canvas.marks.iter().any(|m| matches!(m, Mark::Fill(_, c) if *c == color));
        assert!(fills(ColorMap::Viridis.missing()) && fills(ColorMap::Viridis.color(0.25)));
    }

    #[test]
    fn what_is_no_table_is_refused() {
        let values = array![[0.5, 0.5]];
        assert!(matches!(table([&[], &["a"]], &values).png(), Err(Error::Empty { .. })));
        assert!(matches!(table([&["a"], &["b"]], &values).png(), Err(Error::Shape { .. })));
        let flat = CrossTable { range: (1.0, 1.0), ..table([&["a"], &["b", "c"]], &values) };
        assert!(matches!(flat.svg(), Err(Error::Range { .. })));
    }

    #[test]
    fn minus_is_a_minus_and_zero_has_none() {
        let printed = [(-1.25, 1), (-0.04, 1), (100.0, 0)].map(|(v, d)| printed(v, d));
        assert_eq!(printed, ["−1.2", "0.0", "100"]);
    }
}
