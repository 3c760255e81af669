//! A frame strip: several fields side by side with common colours.

use crate::grid::FieldView;
use crate::plot::Error;
use crate::plot::canvas::Anchor;
use crate::plot::canvas::Area;
use crate::plot::canvas::Canvas;
use crate::plot::canvas::RESOLUTION;
use crate::plot::canvas::font::TICK;
use crate::plot::canvas::raster;
use crate::plot::canvas::svg;
use crate::plot::colorbar::ColorBar;
use crate::plot::heatmap::Heading;
use crate::plot::heatmap::MARGIN;
use crate::plot::quantity::Quantity;
use crate::plot::quantity::Shading;
use crate::plot::sample::Extent;
use crate::plot::sample::Survey;
use crate::plot::sample::shade;

/// The longer side of a tile in PNG pixels, as far as whole cells allow.
const IDEAL_SIDE: usize = 288;
/// Tiles in a row, and of fields twice as wide as high.
const PER_ROW: (usize, usize) = (6, 3);
/// Between tiles.
const GAP: f64 = 12.0;
/// Between a tile and its label.
const LABEL_GAP: f64 = 6.0;
/// Labels are cut to the tile's width, or to this if it is narrower.
const NARROWEST_LABEL: f64 = 64.0;

/// Several fields of one shape, each with its time, in rows of six, with one colour bar.
///
/// Rows are of equal length as far as the number of frames allows. Cells are drawn as in
/// [`HeatMap`](crate::plot::HeatMap).
#[derive(Debug, Clone, Copy)]
pub struct Strip<'a> {
    /// The fields in order, each with its label: `t = 100`.
    pub frames: &'a [(FieldView<'a>, &'a str)],
    /// The line in bold above; may be empty.
    pub title: &'a str,
    /// What is drawn, and in which colours.
    pub quantity: Quantity<'a>,
    /// The values at the ends of the colour bar, in the fields' own units; the smallest and the
    /// largest finite value of all frames if not given.
    pub range: Option<(f64, f64)>,
}

impl Strip<'_> {
    /// The picture as PNG.
    ///
    /// # Errors
    ///
    /// [`Error::NoFrames`], [`Error::Shape`], [`Error::Empty`], [`Error::Scale`] or
    /// [`Error::Range`] if there is nothing that could be drawn; [`Error::Png`] if the encoder
    /// fails.
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
        let shape = self.shape()?;
        let survey = Survey::of(self.frames.iter().map(|(field, _)| *field), self.range)?;
        let shading = Shading::new(survey.range, &self.quantity)?;
        let extent = Extent::of(shape, IDEAL_SIDE);
        let heading = Heading::new(self.title, "", &survey);
        let layout = Layout::new(self.frames.len(), shape, extent.logical(RESOLUTION));

        let label_height = TICK.cap_height() + LABEL_GAP;
        let (left, top) = (MARGIN, (MARGIN + heading.height() + label_height).ceil());
        let tiles = layout.size();
        let bar = ColorBar::new(shading, self.quantity.label, tiles);
        let (beside, below) = bar.room();
        let right = (tiles.0 + beside).max(heading.width()) + bar.overhang();
        let left = left + bar.overhang().ceil();
        let mut canvas = Canvas::new(left + right + MARGIN, top + tiles.1 + below + MARGIN);

        heading.draw(&mut canvas, left);
        for (index, (field, label)) in self.frames.iter().enumerate() {
            let area = layout.tile(index, (left, top));
            let label = TICK.cut(label, area.width.max(NARROWEST_LABEL));
            canvas.text((area.x, area.y - LABEL_GAP), Anchor::Start, TICK, &label);
            canvas.image(area, shade(field, extent, &shading));
            canvas.frame(area);
        }
        let (right, bottom) = (left + tiles.0, top + tiles.1);
        bar.draw(&mut canvas, if bar.beside { (right, top) } else { (left, bottom) });
        Ok(canvas)
    }

    /// The shape that all frames have.
    fn shape(&self) -> Result<(usize, usize), Error> {
        let (first, _) = self.frames.first().ok_or(Error::NoFrames)?;
        let (rows, cols) = first.shape();
        let odd = self.frames.iter().map(|(field, _)| field.shape()).find(|&s| s != (rows, cols));
        match odd {
            Some((found_rows, found_cols)) => {
                Err(Error::Shape { found_rows, found_cols, rows, cols })
            }
            None => Ok((rows, cols)),
        }
    }
}

/// Where the tiles are.
#[derive(Debug, Clone, Copy)]
struct Layout {
    per_row: usize,
    rows: usize,
    tile: (f64, f64),
    pitch: (f64, f64),
}

impl Layout {
    fn new(count: usize, (rows, cols): (usize, usize), tile: (f64, f64)) -> Self {
        let most = if cols >= 2 * rows { PER_ROW.1 } else { PER_ROW.0 };
        let lines = count.div_ceil(most);
        let across = tile.0.max(NARROWEST_LABEL) + GAP;
        let down = tile.1 + GAP + TICK.cap_height() + LABEL_GAP;
        Self {
            per_row: count.div_ceil(lines),
            rows: lines,
            tile,
            pitch: (across.ceil(), down.ceil()),
        }
    }

    fn size(&self) -> (f64, f64) {
        let across = (self.per_row - 1) as f64 * self.pitch.0 + self.tile.0.max(NARROWEST_LABEL);
        (across, (self.rows - 1) as f64 * self.pitch.1 + self.tile.1)
    }

    fn tile(&self, index: usize, (left, top): (f64, f64)) -> Area {
        let (row, col) = ((index / self.per_row) as f64, (index % self.per_row) as f64);
        let (x, y) = (left + col * self.pitch.0, top + row * self.pitch.1);
        Area::new(x, y, self.tile.0, self.tile.1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grid::Grid;
    use crate::grid::Padded;

    fn fields(count: usize, rows: usize, cols: usize) -> Vec<Padded<f64>> {
        let grid = Grid::new(rows, cols, 1.0).unwrap();
        (0..count).map(|index| Padded::from_fn(grid, |_, _| index as f64)).collect()
    }

    fn frames(fields: &[Padded<f64>]) -> Vec<(FieldView<'_>, &'static str)> {
        fields.iter().map(|field| (FieldView::from(field), "t = 1")).collect()
    }

    fn strip<'a>(frames: &'a [(FieldView<'a>, &'a str)]) -> Strip<'a> {
        Strip { frames, title: "", quantity: Quantity::plain("v"), range: None }
    }

    #[test]
    fn rows_hold_at_most_six_tiles_and_are_even() {
        let cases =
            [(1, 1, 1), (4, 4, 1), (6, 6, 1), (7, 4, 2), (10, 5, 2), (13, 5, 3), (14, 5, 3)];
        for (count, per_row, rows) in cases {
            let layout = Layout::new(count, (64, 64), (144.0, 144.0));
            assert_eq!((layout.per_row, layout.rows), (per_row, rows), "{count} frames");
        }
        assert_eq!(Layout::new(5, (32, 128), (128.0, 32.0)).per_row, 3);
    }

    #[test]
    fn frames_share_one_range_of_colours() {
        let fields = fields(3, 8, 8);
        let frames = frames(&fields);
        let strip = strip(&frames);
        let picture = image::load_from_memory(&strip.png().unwrap()).unwrap().to_rgb8();
        let marks = strip.canvas().unwrap().marks;
        let areas = marks.iter().filter_map(|mark| match mark {
            crate::plot::canvas::Mark::Image(area, _) => Some(area),
            _ => None,
        });
        let map = crate::plot::ColorMap::Viridis;
        for (area, position) in areas.zip([0.0, 0.5, 1.0]) {
            let pixel = picture.get_pixel(2 * area.x as u32 + 5, 2 * area.y as u32 + 5);
            assert_eq!(pixel.0, map.color(position));
        }
    }

    #[test]
    fn every_frame_has_its_label() {
        let fields = fields(8, 4, 200);
        let svg = strip(&frames(&fields)).svg().unwrap();
        assert_eq!(svg.matches(">t = 1</text>").count(), 8);
        assert_eq!(svg.matches("<image").count(), 9);
    }

    #[test]
    fn frames_that_do_not_fit_are_refused() {
        assert!(matches!(strip(&[]).png(), Err(Error::NoFrames)));
        let (small, large) = (fields(1, 4, 4), fields(1, 4, 5));
        let mixed = [frames(&small), frames(&large)].concat();
        let error = strip(&mixed).png().unwrap_err();
        assert_eq!(error.to_string(), "a frame of 4 × 5 cells does not fit: wanted 4 × 4 cells");
    }
}
