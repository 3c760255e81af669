//! One field as a heat map, with axes and a colour bar.

use crate::grid::FieldView;
use crate::plot::Error;
use crate::plot::axes::Axis;
use crate::plot::canvas::Anchor;
use crate::plot::canvas::Area;
use crate::plot::canvas::Canvas;
use crate::plot::canvas::RESOLUTION;
use crate::plot::canvas::font::Font;
use crate::plot::canvas::font::NOTE;
use crate::plot::canvas::font::TITLE;
use crate::plot::canvas::raster;
use crate::plot::canvas::svg;
use crate::plot::colorbar::ColorBar;
use crate::plot::quantity::Quantity;
use crate::plot::quantity::Shading;
use crate::plot::sample::Extent;
use crate::plot::sample::Survey;
use crate::plot::sample::shade;

/// White around every picture.
pub(crate) const MARGIN: f64 = 16.0;
/// The longer side of the field in PNG pixels, as far as whole cells allow.
const IDEAL_SIDE: usize = 960;
/// Below a line of the heading.
const LINE_GAP: f64 = 10.0;
/// Titles wider than the picture widen it up to this.
const WIDEST_TITLE: f64 = 640.0;
/// A standing axis lower than this names its direction only.
const LOWEST_NAMED: f64 = 96.0;

/// A heat map of one field: row 0 at the top, column 0 at the left.
///
/// Cells are squares with sharp edges. A field larger than the picture is averaged over boxes of
/// cells, row by row. A strip longer than 16 times its width is stretched across to that ratio;
/// its axes still tell the true lengths. Cells that are NaN have the map's
/// [`missing`](crate::plot::ColorMap::missing) colour; they and those beyond the range are counted
/// in the line below the title.
///
/// # Examples
///
/// ```
/// use mfn::grid::{Field, FieldView, Grid};
/// use mfn::plot::{HeatMap, Quantity};
///
/// let grid = Grid::new(64, 64, 0.5)?;
/// let field = Field::from_fn(grid, |row, col| (0.2 * row as f64).sin() * (0.1 * col as f64).cos());
/// let picture = HeatMap {
///     field: FieldView::from(&field),
///     spacing: grid.spacing(),
///     title: "gray-scott-worms",
///     subtitle: "t = 10000 (step 10000)",
///     quantity: Quantity::plain("v"),
///     range: None,
/// };
/// assert!(picture.png()?.starts_with(b"\x89PNG"));
/// assert!(picture.svg()?.starts_with("<svg"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct HeatMap<'a> {
    /// The values, rows × cols.
    pub field: FieldView<'a>,
    /// Distance between neighbouring cells, in unit length.
    pub spacing: f64,
    /// The line in bold above; may be empty.
    pub title: &'a str,
    /// The line below the title, for the time: `t = 10000 (step 10000)`; may be empty.
    pub subtitle: &'a str,
    /// What is drawn, and in which colours.
    pub quantity: Quantity<'a>,
    /// The values at the ends of the colour bar, in the field's own units (before
    /// [`Quantity::scale`]); the smallest and the largest finite value if not given.
    pub range: Option<(f64, f64)>,
}

impl HeatMap<'_> {
    /// The picture as PNG, about 1200 pixels wide.
    ///
    /// # Errors
    ///
    /// [`Error::Empty`], [`Error::Spacing`], [`Error::Scale`] or [`Error::Range`] if there is
    /// nothing that could be drawn; [`Error::Png`] if the encoder fails.
    pub fn png(&self) -> Result<Vec<u8>, Error> {
        raster::png(&raster::draw(&self.canvas()?, RESOLUTION))
    }

    /// The picture as SVG: the cells as an embedded PNG, everything else as shapes and text.
    ///
    /// # Errors
    ///
    /// As [`png`](Self::png).
    pub fn svg(&self) -> Result<String, Error> {
        svg::draw(&self.canvas()?)
    }

    fn canvas(&self) -> Result<Canvas, Error> {
        if !(self.spacing.is_finite() && self.spacing > 0.0) {
            return Err(Error::Spacing { found: self.spacing });
        }
        let survey = Survey::of(std::iter::once(self.field), self.range)?;
        let shading = Shading::new(survey.range, &self.quantity)?;
        let extent = Extent::of(self.field.shape(), IDEAL_SIDE);
        let size = extent.logical(RESOLUTION);
        let (x_axis, y_axis) = self.axes(size);
        let bar = ColorBar::new(shading, self.quantity.label, size);
        let heading = Heading::new(self.title, self.subtitle, &survey);

        let overhang = x_axis.overhang().max(bar.overhang());
        let left = (MARGIN + y_axis.breadth().max(overhang)).ceil();
        let area = Area::new(left, (MARGIN + heading.height()).ceil(), size.0, size.1);
        let (beside, below) = bar.room();
        let right = area.right() + beside.max(overhang);
        let width = right.max(left + heading.width()) + MARGIN;
        let below_axis = area.bottom() + Axis::depth();
        let mut canvas = Canvas::new(width, below_axis + below + MARGIN);

        heading.draw(&mut canvas, left);
        canvas.image(area, shade(&self.field, extent, &shading));
        canvas.frame(area);
        x_axis.below(&mut canvas, area);
        y_axis.left_of(&mut canvas, area);
        bar.draw(
            &mut canvas,
            if bar.beside { (area.right(), area.y) } else { (area.x, below_axis) },
        );
        Ok(canvas)
    }

    fn axes(&self, (width, height): (f64, f64)) -> (Axis, Axis) {
        let (rows, cols) = self.field.shape();
        let across = (0.0, cols as f64 * self.spacing);
        let down = (0.0, rows as f64 * self.spacing);
        let name = if height < LOWEST_NAMED { "y" } else { "y (unit length)" };
        (Axis::lying("x (unit length)", across, width), Axis::standing(name, down, height))
    }
}

/// The title and the line below it.
#[derive(Debug, Clone)]
pub(crate) struct Heading {
    title: String,
    subtitle: String,
}

impl Heading {
    /// A heading that also says what `survey` found.
    pub(crate) fn new(title: &str, subtitle: &str, survey: &Survey) -> Self {
        let note = survey.note();
        let parts = [subtitle, note.as_str()];
        let told: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        let subtitle = NOTE.cut(&told.join(" · "), WIDEST_TITLE).into_owned();
        Self { title: TITLE.cut(title, WIDEST_TITLE).into_owned(), subtitle }
    }

    pub(crate) fn width(&self) -> f64 {
        TITLE.width(&self.title).max(NOTE.width(&self.subtitle))
    }

    /// From the margin to the picture.
    pub(crate) fn height(&self) -> f64 {
        let lines = self.lines();
        let text: f64 = lines.iter().map(|(font, _)| font.cap_height()).sum();
        text + LINE_GAP * lines.len() as f64
    }

    pub(crate) fn draw(&self, canvas: &mut Canvas, left: f64) {
        let mut baseline = MARGIN;
        for (font, text) in self.lines() {
            baseline += font.cap_height();
            canvas.text((left, baseline), Anchor::Start, font, text);
            baseline += LINE_GAP;
        }
    }

    fn lines(&self) -> Vec<(Font, &str)> {
        let lines = [(TITLE, self.title.as_str()), (NOTE, self.subtitle.as_str())];
        lines.into_iter().filter(|(_, text)| !text.is_empty()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grid::Field;
    use crate::grid::Grid;
    use crate::plot::color::ColorMap;

    fn ramp(rows: usize, cols: usize) -> Field<f64> {
        let grid = Grid::new(rows, cols, 1.0).unwrap();
        Field::from_fn(grid, |row, col| (row * cols + col) as f64)
    }

    fn map(field: &Field<f64>) -> HeatMap<'_> {
        let quantity = Quantity::plain("v");
        let field = FieldView::from(field);
        HeatMap { field, spacing: 1.0, title: "title", subtitle: "t = 1", quantity, range: None }
    }

    fn decode(png: &[u8]) -> image::RgbImage {
        assert!(png.starts_with(b"\x89PNG\r\n\x1a\n"));
        image::load_from_memory_with_format(png, image::ImageFormat::Png).unwrap().to_rgb8()
    }

    /// The area of the field in PNG pixels: left, top, width, height.
    fn field_area(map: &HeatMap<'_>) -> (u32, u32, u32, u32) {
        let marks = map.canvas().unwrap().marks;
        let area = marks.iter().find_map(|mark| match mark {
            crate::plot::canvas::Mark::Image(area, _) => Some(*area),
            _ => None,
        });
        let Area { x, y, width, height } = area.unwrap();
        let pixels = |length: f64| (2.0 * length) as u32;
        (pixels(x), pixels(y), pixels(width), pixels(height))
    }

    #[test]
    fn every_cell_has_its_colour_and_row_zero_is_on_top() {
        let field = ramp(3, 4);
        for color_map in ColorMap::ALL {
            let quantity = Quantity { color_map, ..Quantity::plain("v") };
            let map = HeatMap { quantity, ..map(&field) };
            let picture = decode(&map.png().unwrap());
            let (left, top, width, height) = field_area(&map);
            assert_eq!((width, height), (960, 720));
            for (row, col) in (0..3).flat_map(|row| (0..4).map(move |col| (row, col))) {
                let color = color_map.color(f64::from(row * 4 + col) / 11.0);
                let corners = [(0, 0), (239, 0), (0, 239), (239, 239)];
                for (x, y) in corners.map(|(x, y)| (left + col * 240 + x, top + row * 240 + y)) {
                    assert_eq!(picture.get_pixel(x, y).0, color, "({row}, {col}) at {x}, {y}");
                }
            }
        }
    }

    #[test]
    fn nothing_touches_the_rim_of_a_picture() {
        for (rows, cols) in [(64, 64), (4, 1024), (1024, 4), (1, 1), (30, 170), (170, 30)] {
            let field = ramp(rows, cols);
            let label = "a long name (with its unit)";
            let map = HeatMap { quantity: Quantity::plain(label), spacing: 123.4, ..map(&field) };
            let picture = decode(&map.png().unwrap());
            let (width, height) = picture.dimensions();
            for (x, y, pixel) in picture.enumerate_pixels() {
                let rim = x < 24 || y < 24 || x >= width - 24 || y >= height - 24;
                assert!(!rim || pixel.0 == [255; 3], "{rows} × {cols}: ink at {x}, {y}");
            }
        }
    }

    #[test]
    fn field_larger_than_the_picture_is_averaged() {
        let grid = Grid::new(2048, 2048, 1.0).unwrap();
        let checks = Field::from_fn(grid, |row, col| f64::from((row + col) as u32 % 2));
        let map = map(&checks);
        let (left, top, width, height) = field_area(&map);
        assert_eq!((width, height), (1024, 1024));
        let picture = decode(&map.png().unwrap());
        assert_eq!(picture.get_pixel(left + 500, top + 300).0, ColorMap::Viridis.color(0.5));
    }

    #[test]
    fn same_field_gives_the_same_bytes_in_both_precisions() {
        let grid = Grid::new(16, 16, 1.0).unwrap();
        let double = ramp(16, 16);
        let single = Field::from_fn(grid, |row, col| (row * 16 + col) as f32);
        let from_single = HeatMap { field: FieldView::from(&single), ..map(&double) };
        assert_eq!(map(&double).png().unwrap(), map(&double).png().unwrap());
        assert_eq!(map(&double).png().unwrap(), from_single.png().unwrap());
        assert_eq!(map(&double).svg().unwrap(), from_single.svg().unwrap());
    }

    #[test]
    fn cells_without_a_true_colour_are_drawn_and_counted() {
        let mut field = ramp(2, 2);
        field.cells_mut().copy_from_slice(&[f64::NAN, 0.0, 0.5, f64::INFINITY]);
        let map = HeatMap { range: Some((0.0, 1.0)), ..map(&field) };
        let picture = decode(&map.png().unwrap());
        let (left, top, ..) = field_area(&map);
        assert_eq!(picture.get_pixel(left, top).0, ColorMap::Viridis.missing());
        assert_eq!(picture.get_pixel(left + 480, top + 480).0, ColorMap::Viridis.color(1.0));
        assert!(map.svg().unwrap().contains(">t = 1 · 1 cell NaN, 1 cell out of range</text>"));
    }

    #[test]
    fn constant_and_empty_of_numbers_are_drawn() {
        for (value, position) in [(0.0, 0.5), (-70.0, 0.5), (f64::NAN, f64::NAN)] {
            let field = Field::filled(Grid::new(8, 8, 1.0).unwrap(), value);
            let map = map(&field);
            let picture = decode(&map.png().unwrap());
            let (left, top, ..) = field_area(&map);
            assert_eq!(picture.get_pixel(left, top).0, ColorMap::Viridis.color(position));
        }
    }

    #[test]
    fn values_are_displayed_in_the_unit_of_the_label() {
        let field = Field::from_fn(Grid::new(1, 2, 1.0).unwrap(), |_, col| -0.1 * col as f64);
        let quantity = Quantity { label: "V (mV)", scale: 1000.0, ..Quantity::plain("") };
        let svg = HeatMap { quantity, ..map(&field) }.svg().unwrap();
        assert!(svg.contains(">V (mV)</text>") && svg.contains(">−100</text>"));
    }

    #[test]
    fn svg_is_well_formed_whatever_the_title() {
        let field = ramp(4, 4);
        let svg = HeatMap { title: "a<b & \"c\"\u{0}", ..map(&field) }.svg().unwrap();
        let mut open = 0;
        for (index, tag) in svg.split('<').skip(1).enumerate() {
            let (tag, text) = tag.split_once('>').unwrap();
            assert_eq!(tag.matches('"').count() % 2, 0, "{tag}");
            let entities = text.matches('&').count();
            let known = ["&lt;", "&gt;", "&amp;", "&quot;"];
            assert_eq!(entities, known.iter().map(|e| text.matches(e).count()).sum::<usize>());
            assert!(!text.contains(|sign: char| sign.is_control() && sign != '\n'));
            open += if tag.starts_with('/') { -1 } else { i32::from(!tag.ends_with('/')) };
            assert!(open >= 0 && (index == 0 || tag == "/svg" || open > 0));
        }
        assert_eq!(open, 0);
        assert!(svg.contains("image-rendering: pixelated"));
        assert!(svg.contains("a&lt;b &amp; &quot;c&quot; </text>"));
    }

    #[test]
    fn what_cannot_be_drawn_is_refused() {
        let field = ramp(2, 2);
        let nothing = ndarray::Array2::<f64>::zeros((0, 5));
        let empty = HeatMap { field: FieldView::F64(nothing.view()), ..map(&field) };
        assert!(matches!(empty.png(), Err(Error::Empty { rows: 0, cols: 5 })));
        for spacing in [0.0, -1.0, f64::NAN] {
            let map = HeatMap { spacing, ..map(&field) };
            assert!(matches!(map.svg(), Err(Error::Spacing { .. })));
        }
        let backwards = HeatMap { range: Some((1.0, 0.0)), ..map(&field) };
        assert!(matches!(backwards.png(), Err(Error::Range { .. })));
    }
}
