//! The surface at which a field passes a level, lit and seen from outside.

use crate::plot::ColorMap;
use crate::plot::Error;
use crate::plot::canvas::Area;
use crate::plot::canvas::Canvas;
use crate::plot::canvas::INK;
use crate::plot::canvas::Pixels;
use crate::plot::canvas::RESOLUTION;
use crate::plot::canvas::line::{Line, Pen};
use crate::plot::canvas::raster;
use crate::plot::colorbar::ColorBar;
use crate::plot::heatmap::{Heading, MARGIN};
use crate::plot::quantity::{Quantity, Shading};
use crate::plot::sample::Survey;
use crate::plot::volume::Volume;
use crate::plot::volume::camera::{Camera, Vector, along, dot, unit};
use rayon::iter::{IndexedParallelIterator, ParallelIterator};
use rayon::slice::ParallelSliceMut;

/// The longer side of the picture in PNG pixels.
const LONGER_SIDE: usize = 960;
/// How far a ray goes between two looks at the field, in cells.
const STRIDE: f64 = 0.5;
/// Where the light comes from.
const LIGHT: Vector = [-0.50, -0.80, 0.34];
/// What a face turned away from the light still has.
const AMBIENT: f64 = 0.35;
/// How much paler the farthest places are than the nearest.
const HAZE: f64 = 0.35;
/// The edges of the box.
const EDGE: Pen = Pen { width: 1.0, color: [120, 120, 120], dash: &[] };

/// Where a volume is above a level, seen from outside: parallel rays are followed to the first such
/// place, which is lit by the slope of the field there; on the walls of the box the values
/// themselves are seen.
///
/// A surface has the colour of its level, places behind are paler. With a level below all values
/// the walls alone are seen.
///
/// Cost: O(pixels × cells along a side).
///
/// # Reference
///
/// M. Levoy, *Display of surfaces from volume data*, IEEE Comput. Graph. Appl. 8 (1988) 29.
#[derive(Debug, Clone, Copy)]
pub struct Surface<'a> {
    /// The values.
    pub volume: Volume<'a>,
    /// The level, in the field's own unit; half-way between its extremes if not given.
    pub level: Option<f64>,
    /// The line in bold above; may be empty.
    pub title: &'a str,
    /// The line below it; may be empty.
    pub subtitle: &'a str,
    /// What is drawn, and in which colours.
    pub quantity: Quantity<'a>,
}

impl Surface<'_> {
    /// The picture as PNG.
    ///
    /// # Errors
    ///
    /// [`Error::Empty`], [`Error::Scale`] or [`Error::Range`] if there is nothing that could be
    /// drawn; [`Error::Png`] if the encoder fails.
    pub fn png(&self) -> Result<Vec<u8>, Error> {
        raster::png(&raster::draw(&self.canvas()?, RESOLUTION))
    }

    fn canvas(&self) -> Result<Canvas, Error> {
        let survey = Survey::of(std::iter::once(self.volume.field), None)?;
        let level = self.level.unwrap_or(half_way(survey.range));
        let shading = Shading::new(survey.range, &self.quantity)?;
        let picture = Picture::of(&self.volume, level, shading, LONGER_SIDE)?;
        let (pixels_across, pixels_down) = picture.camera.size();
        let side = |pixels: usize| pixels as f64 / RESOLUTION as f64;
        let size = (side(pixels_across), side(pixels_down));
        let above = format!("above {}", significant(level * self.quantity.scale));
        let subtitle =
            if self.subtitle.is_empty() { above } else { format!("{} · {above}", self.subtitle) };
        let heading = Heading::new(self.title, &subtitle, &survey);
        let bar = ColorBar::new(shading, self.quantity.label, size);
        let (beside, below) = bar.room();
        let left = (MARGIN + bar.overhang()).ceil();
        let area = Area::new(left, (MARGIN + heading.height()).ceil(), size.0, size.1);
        let right = area.right() + beside.max(bar.overhang());
        let width = right.max(left + heading.width()) + MARGIN;
        let mut canvas = Canvas::new(width, area.bottom() + below + MARGIN);
        heading.draw(&mut canvas, left);
        picture.draw(&mut canvas, area);
        let corner = if bar.beside { (area.right(), area.y) } else { (area.x, area.bottom()) };
        bar.draw(&mut canvas, corner);
        Ok(canvas)
    }
}

/// Half-way between two ends, whose sum could overflow.
fn half_way((low, high): (f64, f64)) -> f64 {
    0.5 * low + 0.5 * high
}

fn significant(number: f64) -> String {
    let rounded: f64 = format!("{number:.2e}").parse().unwrap_or(number);
    rounded.to_string()
}

/// Draws a volume in the middle of an area without axes or scale, for a sheet.
pub(crate) fn thumbnail(
    canvas: &mut Canvas,
    area: Area,
    volume: &Volume<'_>,
    color_map: ColorMap,
) -> Result<(), Error> {
    let survey = Survey::of(std::iter::once(volume.field), None)?;
    let shading = Shading::new(survey.range, &Quantity { color_map, ..Quantity::plain("") })?;
    let pixels = (area.width.min(area.height) * RESOLUTION as f64) as usize;
    let picture = Picture::of(volume, half_way(survey.range), shading, pixels)?;
    let (width, height) = picture.camera.size();
    let side = |pixels: usize| pixels as f64 / RESOLUTION as f64;
    let (width, height) = (side(width), side(height));
    let left = area.x + (0.5 * (area.width - width)).floor();
    let top = area.y + (0.5 * (area.height - height)).floor();
    picture.draw(canvas, Area::new(left, top, width, height));
    Ok(())
}

/// A volume as pixels, with the camera that saw it.
struct Picture {
    camera: Camera,
    sides: Vector,
    pixels: Pixels,
}

impl Picture {
    fn of(volume: &Volume<'_>, level: f64, shading: Shading, pixels: usize) -> Result<Self, Error> {
        let scene = Scene::new(volume, level, shading)?;
        let camera = Camera::new(scene.sides, pixels);
        let (width, height) = camera.size();
        let mut rgb = vec![255; 3 * width * height];
        // A line of pixels at a time; each depends on nothing but its own rays.
        rgb.par_chunks_exact_mut(3 * width).enumerate().for_each(|(row, line)| {
            for (col, pixel) in line.chunks_exact_mut(3).enumerate() {
                if let Some(color) = scene.color(&camera, camera.place(col, row)) {
                    pixel.copy_from_slice(&color);
                }
            }
        });
        Ok(Self { camera, sides: scene.sides, pixels: Pixels { width, height, rgb } })
    }

    /// The picture with the edges of the box that face the viewer.
    fn draw(self, canvas: &mut Canvas, area: Area) {
        let (camera, sides) = (self.camera, self.sides);
        canvas.image(area, self.pixels);
        let resolution = RESOLUTION as f64;
        let corner = |bits: usize| {
            [0, 1, 2].map(|axis| if bits >> axis & 1 == 1 { sides[axis] } else { 0.0 })
        };
        // The corner that is farthest away is behind the box, and with it three edges.
        let depth = |bits: &usize| dot(corner(*bits), camera.direction);
        let farthest = (0..8).max_by(|a, b| depth(a).total_cmp(&depth(b))).unwrap_or_default();
        let edges = (0..8_usize).flat_map(|bits| [1, 2, 4].map(|axis| (bits, bits | axis)));
        for (from, to) in
            edges.filter(|(from, to)| from != to && *from != farthest && *to != farthest)
        {
            let ends = [from, to].map(|bits| {
                let (x, y) = camera.seen(corner(bits));
                (area.x + x / resolution, area.y + y / resolution)
            });
            canvas.line(Line::through(&ends, Pen { color: INK, ..EDGE }, area));
        }
    }
}

/// What rays go through.
struct Scene {
    values: Vec<f32>,
    shape: [usize; 3],
    sides: Vector,
    level: f64,
    shading: Shading,
    light: Vector,
}

impl Scene {
    fn new(volume: &Volume<'_>, level: f64, shading: Shading) -> Result<Self, Error> {
        let shape = volume.shape()?;
        let (lines, cols) = volume.field.shape();
        let mut values = vec![0.0_f32; lines * cols];
        for (line, cells) in values.chunks_exact_mut(cols).enumerate() {
            // Eight digits are more than a colour has; what is not a number is below every level.
            volume.field.map_row(
                line,
                cells,
                |value| if value.is_nan() { f32::MIN } else { value as f32 },
            );
        }
        let sides = shape.map(|cells| cells as f64);
        Ok(Self { values, shape, sides, level, shading, light: unit(LIGHT) })
    }

    /// The field at a place, between the middles of cells by straight lines.
    fn at(&self, place: Vector) -> f64 {
        let mut corner = [0; 3];
        let mut part = [0.0; 3];
        for axis in 0..3 {
            let last = self.shape[axis] - 1;
            let position = (place[axis] - 0.5).clamp(0.0, last as f64);
            corner[axis] = (position as usize).min(last.saturating_sub(1));
            part[axis] = position - corner[axis] as f64;
        }
        let next = [0, 1, 2].map(|axis| (corner[axis] + 1).min(self.shape[axis] - 1));
        let line = |layer: usize, row: usize| {
            let start = (layer * self.shape[1] + row) * self.shape[2];
            let (near, far) = (self.values[start + corner[2]], self.values[start + next[2]]);
            f64::from(near) * (1.0 - part[2]) + f64::from(far) * part[2]
        };
        let plane = |layer: usize| {
            line(layer, corner[1]) * (1.0 - part[1]) + line(layer, next[1]) * part[1]
        };
        plane(corner[0]) * (1.0 - part[0]) + plane(next[0]) * part[0]
    }

    /// The direction in which the field falls fastest: out of the surface.
    fn normal(&self, place: Vector) -> Vector {
        let slope = |axis: usize| {
            let mut step = [0.0; 3];
            step[axis] = 1.0;
            self.at(along(place, step, -1.0)) - self.at(along(place, step, 1.0))
        };
        unit([slope(0), slope(1), slope(2)])
    }

    /// What a ray sees; `None` if it goes through.
    fn color(&self, camera: &Camera, start: Vector) -> Option<[u8; 3]> {
        let (enter, leave, axis) = camera.through(start, self.sides)?;
        let at = |length: f64| along(start, camera.direction, length);
        let wall = self.at(at(enter));
        if wall >= self.level {
            let mut normal = [0.0; 3];
            normal[axis] = -camera.direction[axis].signum();
            return Some(self.lit(wall, normal, 0.0));
        }
        let (mut before, mut below) = (enter, wall);
        while before < leave {
            let here = (before + STRIDE).min(leave);
            let value = self.at(at(here));
            if value >= self.level {
                let share = (self.level - below) / (value - below);
                let hit = before + share * (here - before);
                let depth = (hit - enter) / dot(self.sides, self.sides).sqrt();
                return Some(self.lit(self.level, self.normal(at(hit)), depth));
            }
            (before, below) = (here, value);
        }
        None
    }

    /// The colour of a value on a face with that normal, at a depth from 0 to 1.
    fn lit(&self, value: f64, normal: Vector, depth: f64) -> [u8; 3] {
        let light = AMBIENT + (1.0 - AMBIENT) * dot(normal, self.light).max(0.0);
        let haze = HAZE * depth.clamp(0.0, 1.0);
        self.shading.color(value).map(|channel| {
            let shaded = f64::from(channel) * light;
            (shaded + (255.0 - shaded) * haze).round() as u8
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grid::{FieldView, Grid, Padded};

    fn picture(value: impl Fn(f64) -> f64) -> Picture {
        let grid = Grid::volume(24, 24, 24, 1.0).unwrap();
        let ball = Padded::from_fn(grid, |line, col| {
            let from = |index: usize| index as f64 - 11.5;
            let (z, y, x) = (from(line / 24), from(line % 24), from(col));
            value((z * z + y * y + x * x).sqrt())
        });
        let volume = Volume { field: FieldView::from(&ball), layers: 24 };
        let shading = Shading::new((-12.0, 12.0), &Quantity::plain("u")).unwrap();
        Picture::of(&volume, 0.0, shading, 200).unwrap()
    }

    #[test]
    fn a_ball_covers_a_disc_of_its_radius() {
        let seen = picture(|r| 8.0 - r);
        let colored = seen.pixels.rgb.chunks(3).filter(|pixel| **pixel != [255, 255, 255]).count();
        let scale = {
            let ((x0, y0), (x1, y1)) =
                (seen.camera.seen([0.0; 3]), seen.camera.seen([1.0, 0.0, 0.0]));
            let depth = seen.camera.direction[0];
            // A unit along an axis is seen at √(1 − d²).
            ((x1 - x0).powi(2) + (y1 - y0).powi(2)).sqrt() / (1.0 - depth * depth).sqrt()
        };
        let disc = std::f64::consts::PI * (8.0 * scale).powi(2);
        assert!((colored as f64 / disc - 1.0).abs() < 0.02, "{colored} pixels, {disc} wanted");
    }

    #[test]
    fn nothing_above_the_level_leaves_the_picture_white() {
        assert!(picture(|_| -1.0).pixels.rgb.iter().all(|channel| *channel == 255));
    }

    #[test]
    fn a_full_box_shows_three_walls_lit_differently() {
        let seen = picture(|_| 5.0);
        let colors: std::collections::BTreeSet<&[u8]> = seen.pixels.rgb.chunks(3).collect();
        assert_eq!(colors.len(), 4, "three walls and the paper");
    }
}
