//! A contact sheet: many pictures of one size, each with its name, without axes.

use crate::grid::FieldView;
use crate::plot::ColorMap;
use crate::plot::Error;
use crate::plot::Quantity;
use crate::plot::Volume;
use crate::plot::canvas::Anchor;
use crate::plot::canvas::Area;
use crate::plot::canvas::Canvas;
use crate::plot::canvas::INK;
use crate::plot::canvas::RESOLUTION;
use crate::plot::canvas::font::TICK;
use crate::plot::canvas::line::{Line, Pen};
use crate::plot::canvas::raster;
use crate::plot::heatmap::MARGIN;
use crate::plot::quantity::Shading;
use crate::plot::sample::{Extent, Survey, shade};
use crate::plot::scale::{Interval, Scale};
use crate::plot::volume::surface::thumbnail;
use std::borrow::Cow;

/// Side of a tile in logical pixels.
const SIDE: f64 = 128.0;
/// Tiles in a row at most.
const PER_ROW: usize = 8;
/// Between tiles.
const GAP: f64 = 14.0;
/// Between a tile and its name.
const NAME_GAP: f64 = 6.0;
/// The pen of curves.
const PEN: Pen = Pen { width: 1.25, color: INK, dash: &[] };
/// Room around a curve, as a share of its extent.
const ROOM: f64 = 0.06;

/// A sheet of pictures in rows of at most eight, named, each in colours of its own.
///
/// A field is drawn with its longer side as long as the tile; cells are averaged where there are
/// more than pixels. There are no axes and no scales: a sheet shows what things look like.
///
/// # Examples
///
/// ```
/// use mfn::plot::{Sheet, Thumbnail, Tile};
/// let wave: Vec<(f64, f64)> = (0..100).map(|i| (f64::from(i), f64::from(i % 20))).collect();
/// let tiles = [Tile { name: "saw", picture: Thumbnail::Curve(&wave) }];
/// assert!(Sheet { tiles: &tiles }.png()?.starts_with(b"\x89PNG"));
/// # Ok::<(), mfn::plot::Error>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Sheet<'a> {
    /// The pictures in order, row by row.
    pub tiles: &'a [Tile<'a>],
}

/// One picture of a sheet.
#[derive(Debug, Clone, Copy)]
pub struct Tile<'a> {
    /// The name below, in one or two lines as wide as the tile.
    pub name: &'a str,
    /// The picture.
    pub picture: Thumbnail<'a>,
}

/// What a tile shows.
#[derive(Debug, Clone, Copy)]
pub enum Thumbnail<'a> {
    /// A field, from its smallest value to its largest.
    Field(FieldView<'a>, ColorMap),
    /// A volume, from outside, above the middle of its range.
    Volume(Volume<'a>, ColorMap),
    /// A curve through points (x, y), y upwards.
    Curve(&'a [(f64, f64)]),
}

impl Sheet<'_> {
    /// The sheet as PNG, at most about 2300 pixels wide.
    ///
    /// # Errors
    ///
    /// [`Error::NoFrames`] without a tile, [`Error::Empty`], [`Error::NoPoints`] or
    /// [`Error::NotFinite`] for a picture that cannot be drawn, [`Error::Png`] if the encoder
    /// fails.
    pub fn png(&self) -> Result<Vec<u8>, Error> {
        raster::png(&raster::draw(&self.canvas()?, RESOLUTION))
    }

    fn canvas(&self) -> Result<Canvas, Error> {
        if self.tiles.is_empty() {
            return Err(Error::NoFrames);
        }
        let lines = self.tiles.len().div_ceil(PER_ROW);
        let per_row = self.tiles.len().div_ceil(lines);
        let name_lines = self.tiles.iter().map(|tile| tile.name_lines().len()).max();
        let names = name_lines.unwrap_or(1) as f64 * (NAME_GAP + TICK.cap_height());
        let pitch = (SIDE + GAP, (SIDE + names + GAP).ceil());
        let room = |count: usize, pitch: f64| count as f64 * pitch - GAP + 2.0 * MARGIN;
        let mut canvas = Canvas::new(room(per_row, pitch.0), room(lines, pitch.1));
        for (index, tile) in self.tiles.iter().enumerate() {
            let (line, place) = ((index / per_row) as f64, (index % per_row) as f64);
            let (x, y) = (MARGIN + place * pitch.0, MARGIN + line * pitch.1);
            tile.draw(&mut canvas, Area::new(x, y, SIDE, SIDE))?;
        }
        Ok(canvas)
    }
}

impl Tile<'_> {
    fn draw(&self, canvas: &mut Canvas, area: Area) -> Result<(), Error> {
        match self.picture {
            Thumbnail::Field(ref field, color_map) => field_within(canvas, area, field, color_map)?,
            Thumbnail::Volume(ref volume, color_map) => thumbnail(canvas, area, volume, color_map)?,
            Thumbnail::Curve(points) => {
                canvas.line(curve(points, area, self.name)?);
                canvas.frame(area);
            }
        }
        let mut baseline = area.bottom();
        for line in self.name_lines() {
            baseline += NAME_GAP + TICK.cap_height();
            canvas.text((area.x + 0.5 * area.width, baseline), Anchor::Middle, TICK, &line);
        }
        Ok(())
    }

    /// The name in one line, or in two if it is wider than a tile: parted after the last hyphen or
    /// space that fits.
    fn name_lines(&self) -> Vec<Cow<'_, str>> {
        let fits = |text: &str| TICK.width(text) <= SIDE;
        let ends = self.name.match_indices(['-', ' ']).map(|(index, _)| index + 1);
        match ends.rev().find(|&end| fits(&self.name[..end])) {
            Some(end) if !fits(self.name) => {
                let (first, second) = self.name.split_at(end);
                vec![Cow::Borrowed(first.trim_end()), TICK.cut(second, SIDE)]
            }
            _ => vec![TICK.cut(self.name, SIDE)],
        }
    }
}

/// Draws a field in the middle of an area, in its own proportions.
fn field_within(
    canvas: &mut Canvas,
    area: Area,
    field: &FieldView<'_>,
    color_map: ColorMap,
) -> Result<(), Error> {
    let survey = Survey::of(std::iter::once(field.reborrow()), None)?;
    let shading = Shading::new(survey.range, &Quantity { color_map, ..Quantity::plain("") })?;
    let (rows, cols) = field.shape();
    let pixels = SIDE as usize * RESOLUTION;
    let side = |cells: usize| (cells * pixels).div_ceil(rows.max(cols));
    let extent = Extent { width: side(cols), height: side(rows) };
    let (width, height) = extent.logical(RESOLUTION);
    let left = area.x + (0.5 * (area.width - width)).floor();
    let top = area.y + (0.5 * (area.height - height)).floor();
    let place = Area::new(left, top, width, height);
    canvas.image(place, shade(field, extent, &shading));
    canvas.frame(place);
    Ok(())
}

/// The line through points over an area.
fn curve(points: &[(f64, f64)], area: Area, name: &str) -> Result<Line, Error> {
    let axis = |part: fn(&(f64, f64)) -> f64| -> Result<Interval, Error> {
        let values = || points.iter().map(part);
        if let Some(found) = values().find(|value| !value.is_finite()) {
            return Err(Error::NotFinite { what: name.to_owned(), found });
        }
        let low = values().fold(f64::INFINITY, f64::min);
        let high = values().fold(f64::NEG_INFINITY, f64::max);
        Ok(Interval::new(Scale::Linear, (low, high)).padded(ROOM))
    };
    if points.is_empty() {
        return Err(Error::NoPoints { series: name.to_owned() });
    }
    let (x_axis, y_axis) = (axis(|point| point.0)?, axis(|point| point.1)?);
    let place = |&(x, y): &(f64, f64)| {
        (area.x + area.width * x_axis.place(x), area.bottom() - area.height * y_axis.place(y))
    };
    let placed: Vec<(f64, f64)> = points.iter().map(place).collect();
    Ok(Line::through(&placed, PEN, area))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grid::{Grid, Padded};
    use crate::plot::canvas::Mark;

    fn field(rows: usize, cols: usize) -> Padded<f64> {
        let grid = Grid::new(rows, cols, 1.0).unwrap();
        Padded::from_fn(grid, |row, col| (row + col) as f64)
    }

    fn tile(field: &Padded<f64>) -> Tile<'_> {
        Tile { name: "slope", picture: Thumbnail::Field(field.into(), ColorMap::Viridis) }
    }

    fn images(sheet: &Sheet<'_>) -> Vec<Area> {
        let marks = sheet.canvas().unwrap().marks;
        let area = |mark: &Mark| match mark {
            Mark::Image(area, _) => Some(*area),
            _ => None,
        };
        marks.iter().filter_map(area).collect()
    }

    #[test]
    fn tiles_fill_even_rows_of_at_most_eight() {
        let field = field(8, 8);
        for (count, per_row, lines) in [(1, 1, 1), (8, 8, 1), (9, 5, 2), (47, 8, 6)] {
            let tiles = vec![tile(&field); count];
            let places = images(&Sheet { tiles: &tiles });
            let first = places[0];
            let across = places.iter().filter(|place| place.y < first.bottom()).count();
            let down = places.iter().filter(|place| place.x < first.right()).count();
            assert_eq!((across, down), (per_row, lines), "{count} tiles");
        }
    }

    #[test]
    fn fields_keep_their_proportions_within_the_tile() {
        for (shape, size) in [((64, 64), (128.0, 128.0)), ((50, 200), (128.0, 32.0))] {
            let field = field(shape.0, shape.1);
            let place = images(&Sheet { tiles: &[tile(&field)] })[0];
            assert_eq!((place.width, place.height), size, "{shape:?}");
        }
    }

    #[test]
    fn each_field_has_the_whole_range_of_its_own_colours() {
        let field = field(4, 4);
        let greys = Thumbnail::Field((&field).into(), ColorMap::Greys);
        let tiles = [tile(&field), Tile { name: "grey", picture: greys }];
        let sheet = Sheet { tiles: &tiles };
        let picture = image::load_from_memory(&sheet.png().unwrap()).unwrap().to_rgb8();
        for (place, map) in images(&sheet).into_iter().zip([ColorMap::Viridis, ColorMap::Greys]) {
            let pixel = |x: f64, y: f64| picture.get_pixel(2 * x as u32, 2 * y as u32).0;
            assert_eq!(pixel(place.x, place.y), map.color(0.0));
            assert_eq!(pixel(place.right() - 1.0, place.bottom() - 1.0), map.color(1.0));
        }
    }

    #[test]
    fn long_name_is_parted_at_a_hyphen() {
        let field = field(4, 4);
        let lines = |name| Tile { name, ..tile(&field) }.name_lines().join("|");
        assert_eq!(lines("gray-scott-maze"), "gray-scott-maze");
        assert_eq!(lines("fitzhugh-nagumo-excitable-cells"), "fitzhugh-nagumo-|excitable-cells");
        let word = lines("onewordthatisfartoowideforatile");
        assert!(word.ends_with('…') && !word.contains('|') && TICK.width(&word) <= SIDE, "{word}");
    }

    #[test]
    fn curve_rises_from_corner_to_corner() {
        let rise: Vec<(f64, f64)> = (0..=50).map(|i| (f64::from(i), f64::from(i))).collect();
        let line = curve(&rise, Area::new(0.0, 0.0, 112.0, 112.0), "rise").unwrap();
        let (first, last) = (line.pieces[0][0], line.pieces[0][50]);
        // Six parts in 112 of room at either end.
        assert!((first.0 - 6.0).abs() < 1e-9 && (first.1 - 106.0).abs() < 1e-9, "{first:?}");
        assert!((last.0 - 106.0).abs() < 1e-9 && (last.1 - 6.0).abs() < 1e-9, "{last:?}");
    }

    #[test]
    fn what_cannot_be_drawn_is_refused() {
        fn of(points: &[(f64, f64)]) -> [Tile<'_>; 1] {
            [Tile { name: "x", picture: Thumbnail::Curve(points) }]
        }
        assert!(matches!(Sheet { tiles: &[] }.png(), Err(Error::NoFrames)));
        let none = Sheet { tiles: &of(&[]) }.png();
        assert!(matches!(none, Err(Error::NoPoints { series }) if series == "x"));
        let nan = Sheet { tiles: &of(&[(0.0, f64::NAN)]) }.png();
        assert!(matches!(nan, Err(Error::NotFinite { .. })));
    }
}
