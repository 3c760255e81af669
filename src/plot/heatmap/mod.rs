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
/// use mfn::grid::{FieldView, Grid, Padded};
/// use mfn::plot::{HeatMap, Quantity};
///
/// let grid = Grid::new(64, 64, 0.5)?;
/// let wave = |row, col| (0.2 * row as f64).sin() * (0.1 * col as f64).cos();
/// let field = Padded::from_fn(grid, wave);
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
        (Axis::lying("x (unit length)", across, width), Axis::hanging(name, down, height))
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
        Self::with_note(title, subtitle, &survey.note())
    }

    /// A heading with a note behind the subtitle; each may be empty.
    pub(crate) fn with_note(title: &str, subtitle: &str, note: &str) -> Self {
        let parts = [subtitle, note];
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
mod tests;
