//! A run as an animated GIF, frame by frame, in the exact colours of its map.

use crate::grid::FieldView;
use crate::plot::Error;
use crate::plot::canvas::Anchor;
use crate::plot::canvas::Area;
use crate::plot::canvas::Canvas;
use crate::plot::canvas::Pixels;
use crate::plot::canvas::font::TICK;
use crate::plot::canvas::raster;
use crate::plot::color::ColorMap;
use crate::plot::color::Rgb;
use crate::plot::color::level;
use crate::plot::colorbar::ColorBar;
use crate::plot::quantity::Quantity;
use crate::plot::quantity::Shading;
use crate::plot::sample::Extent;
use crate::plot::sample::for_each_row;
use crate::plot::sample::not_empty;
use gif::{Encoder, Frame, Repeat};
use std::borrow::Cow;

/// Palette entries of the colour map, one for NaN, and greys from black to white for letters.
const LEVELS: usize = 239;
const MISSING: u8 = 239;
const GREYS: u8 = 16;
const WHITE: u8 = 255;

/// The longer side of the field in pixels, as far as whole cells allow.
const IDEAL_SIDE: usize = 448;
const MARGIN: f64 = 12.0;
/// From the top of the label's letters to the picture.
const LABEL_HEIGHT: f64 = 18.0;
/// Of that, what the topmost number beside the colour bar reaches into.
const CLEAR: f64 = 6.0;

/// An animated GIF that grows as frames are pushed and repeats for ever.
///
/// All frames share one range of values and one palette: 239 levels of the colour map, the colour
/// of NaN and 16 greys, so that no frame is dithered or re-quantised. Values beyond the range have
/// the colour of its nearer end. What is held is the encoded bytes and one frame.
///
/// # Examples
///
/// ```
/// use mfn::grid::{FieldView, Grid, Padded};
/// use mfn::plot::{Animation, Quantity};
///
/// let grid = Grid::new(32, 32, 1.0)?;
/// let mut animation = Animation::new((32, 32), (0.0, 2.0), &Quantity::plain("v"), 50)?;
/// for step in 0..3 {
///     let field = Padded::from_fn(grid, |_, _| f64::from(step));
///     animation.push(&FieldView::from(&field), &format!("t = {step}"))?;
/// }
/// assert!(animation.finish()?.starts_with(b"GIF89a"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Animation {
    encoder: Encoder<Vec<u8>>,
    shape: (usize, usize),
    shading: Shading,
    extent: Extent,
    palette: Vec<Rgb>,
    /// What all frames have in common: the colour bar and the frame line.
    background: Plane,
    /// Left and top of the field.
    corner: (usize, usize),
    /// Hundredths of a second a frame.
    delay: u16,
    frames: usize,
}

impl Animation {
    /// An animation of fields of rows × cols cells without a frame.
    ///
    /// `range` holds the values at the ends of the colour bar, in the fields' own units; a frame
    /// stays for `delay_ms`, rounded to hundredths of a second, at least 20 ms (browsers slow
    /// down what is faster).
    ///
    /// # Errors
    ///
    /// [`Error::Empty`], [`Error::Scale`] or [`Error::Range`] if nothing could be drawn,
    /// [`Error::Gif`] if the encoder fails.
    pub fn new(
        shape: (usize, usize),
        range: (f64, f64),
        quantity: &Quantity<'_>,
        delay_ms: u32,
    ) -> Result<Self, Error> {
        let shape = not_empty(shape)?;
        let shading = Shading::new(range, quantity)?;
        let extent = Extent::of(shape, IDEAL_SIDE);
        let (canvas, area) = stage(shading, quantity.label, extent);
        let palette = palette(shading.color_map);
        let background = Plane::new(&raster::draw(&canvas, 1), &palette);
        let (width, height) = (background.width as u16, background.height as u16);
        let mut encoder = Encoder::new(Vec::new(), width, height, &palette.concat())?;
        encoder.set_repeat(Repeat::Infinite)?;
        let corner = (area.x as usize, area.y as usize);
        let delay = u16::try_from((delay_ms.saturating_add(5)) / 10).unwrap_or(u16::MAX).max(2);
        Ok(Self { encoder, shape, shading, extent, palette, background, corner, delay, frames: 0 })
    }

    /// Adds a frame with its label, for the time: `t = 100`.
    ///
    /// # Errors
    ///
    /// [`Error::Shape`] if the field does not have the animation's shape, [`Error::Gif`] if the
    /// encoder fails.
    pub fn push(&mut self, field: &FieldView<'_>, label: &str) -> Result<(), Error> {
        let (rows, cols) = self.shape;
        let (found_rows, found_cols) = field.shape();
        if (found_rows, found_cols) != self.shape {
            return Err(Error::Shape { found_rows, found_cols, rows, cols });
        }
        let mut plane = self.background.clone();
        self.draw_label(&mut plane, label);
        self.draw_field(&mut plane, field);
        let frame = Frame {
            delay: self.delay,
            width: plane.width as u16,
            height: plane.height as u16,
            buffer: Cow::Borrowed(&plane.indices),
            ..Frame::default()
        };
        self.encoder.write_frame(&frame)?;
        self.frames += 1;
        Ok(())
    }

    /// The GIF file.
    ///
    /// # Errors
    ///
    /// [`Error::NoFrames`] if nothing was pushed, [`Error::Gif`] if the encoder fails.
    pub fn finish(self) -> Result<Vec<u8>, Error> {
        if self.frames == 0 {
            return Err(Error::NoFrames);
        }
        Ok(self.encoder.into_inner()?)
    }

    fn draw_label(&self, plane: &mut Plane, label: &str) {
        let left = self.corner.0 as f64;
        let width = plane.width as f64;
        let mut canvas = Canvas::new(width, self.corner.1 as f64 - CLEAR);
        let baseline = (MARGIN + TICK.cap_height()).round();
        let label = TICK.cut(label, width - left - MARGIN);
        canvas.text((left, baseline), Anchor::Start, TICK, &label);
        let line = Plane::new(&raster::draw(&canvas, 1), &self.palette).indices;
        plane.indices[..line.len()].copy_from_slice(&line);
    }

    fn draw_field(&self, plane: &mut Plane, field: &FieldView<'_>) {
        let Extent { width, height } = self.extent;
        let across = width / field.shape().1.min(width);
        let down = height / field.shape().0.min(height);
        let mut y = self.corner.1;
        for_each_row(field, self.extent, |values| {
            let start = y * plane.width + self.corner.0;
            let line = &mut plane.indices[start..start + width];
            for (cell, &value) in line.chunks_mut(across).zip(values) {
                cell.fill(entry(self.shading.position(value)));
            }
            for copy in 1..down {
                plane.indices.copy_within(start..start + width, start + copy * plane.width);
            }
            y += down;
        });
    }
}

/// What all frames have in common, and where the field goes.
fn stage(shading: Shading, label: &str, extent: Extent) -> (Canvas, Area) {
    let size = extent.logical(1);
    let bar = ColorBar::new(shading, label, size);
    let (beside, below) = bar.room();
    let left = (MARGIN + bar.overhang()).ceil();
    let area = Area::new(left, MARGIN + LABEL_HEIGHT, size.0, size.1);
    let right = area.right() + beside.max(bar.overhang()) + MARGIN;
    let mut canvas = Canvas::new(right, area.bottom() + below + MARGIN);
    canvas.frame(area);
    let corner = if bar.beside { (area.right(), area.y) } else { (area.x, area.bottom()) };
    bar.draw(&mut canvas, corner);
    (canvas, area)
}

/// The 256 colours of a file.
fn palette(map: ColorMap) -> Vec<Rgb> {
    let levels = (0..LEVELS).map(|index| map.level(index, LEVELS));
    let greys = (0..GREYS).map(|index| [index * (255 / (GREYS - 1)); 3]);
    levels.chain([map.missing()]).chain(greys).collect()
}

/// The palette entry of a position on the colour bar.
fn entry(position: f64) -> u8 {
    if position.is_nan() { MISSING } else { level(position, LEVELS) as u8 }
}

/// Palette entries, row by row from the top.
#[derive(Debug, Clone)]
struct Plane {
    width: usize,
    height: usize,
    indices: Vec<u8>,
}

impl Plane {
    /// The pixels, each as the nearest colour of the palette.
    fn new(pixels: &Pixels, palette: &[Rgb]) -> Self {
        // Neighbours are mostly equal, so a pixel is looked up only where the colour changes.
        let mut last = ([255; 3], WHITE);
        let mut indices = Vec::with_capacity(pixels.width * pixels.height);
        for pixel in pixels.rgb.as_chunks::<3>().0 {
            if *pixel != last.0 {
                last = (*pixel, nearest(*pixel, palette));
            }
            indices.push(last.1);
        }
        Self { width: pixels.width, height: pixels.height, indices }
    }
}

/// The entry of the palette with the least sum of differences to a colour.
fn nearest(color: Rgb, palette: &[Rgb]) -> u8 {
    let distance = |entry: &Rgb| -> u32 {
        entry.iter().zip(color).map(|(&a, b)| u32::from(a.abs_diff(b))).sum()
    };
    // A palette has 256 entries, so every index is a byte.
    (0..=u8::MAX).zip(palette).min_by_key(|(_, entry)| distance(entry)).map_or(WHITE, |(i, _)| i)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grid::Grid;
    use crate::grid::Padded;

    const RANGE: (f64, f64) = (0.0, 1.0);

    fn field(rows: usize, cols: usize, value: f64) -> Padded<f64> {
        Padded::from_fn(Grid::new(rows, cols, 1.0).unwrap(), |_, _| value)
    }

    fn animation(rows: usize, cols: usize, map: ColorMap) -> Animation {
        let quantity = Quantity { color_map: map, ..Quantity::plain("v") };
        Animation::new((rows, cols), RANGE, &quantity, 80).unwrap()
    }

    /// Delay and RGB pixels of every frame, with the picture's width.
    fn decode(bytes: &[u8]) -> (usize, Vec<(u16, Vec<u8>)>) {
        let mut options = gif::DecodeOptions::new();
        options.set_color_output(gif::ColorOutput::RGBA);
        let mut decoder = options.read_info(bytes).unwrap();
        assert_eq!(decoder.repeat(), Repeat::Infinite);
        let mut frames = Vec::new();
        while let Some(frame) = decoder.read_next_frame().unwrap() {
            frames.push((frame.delay, frame.buffer.to_vec()));
        }
        (usize::from(decoder.width()), frames)
    }

    #[test]
    fn frames_have_the_exact_colours_of_the_map() {
        for map in ColorMap::ALL {
            let values = [0.0, 0.25, 1.0, 7.0, f64::NAN];
            let mut animation = animation(8, 16, map);
            let (left, top) = animation.corner;
            for value in values {
                animation.push(&FieldView::from(&field(8, 16, value)), "t = 1").unwrap();
            }
            let (width, frames) = decode(&animation.finish().unwrap());
            assert_eq!(frames.len(), values.len());
            for ((delay, rgba), value) in frames.into_iter().zip(values) {
                assert_eq!(delay, 8);
                let color = palette(map)[usize::from(entry(value))];
                for (x, y) in [(left, top), (left + 447, top + 223)] {
                    let start = 4 * (y * width + x);
                    assert_eq!(rgba[start..start + 3], color, "{}: {value}", map.name());
                }
            }
        }
    }

    #[test]
    fn cells_keep_their_places() {
        let mut field = field(7, 5, 0.0);
        field.line_mut(3)[2] = 1.0;
        let mut animation = animation(7, 5, ColorMap::Viridis);
        let (left, top) = animation.corner;
        animation.push(&FieldView::from(&field), "").unwrap();
        let (width, frames) = decode(&animation.finish().unwrap());
        let side = 64;
        for (row, col) in (0..7).flat_map(|row| (0..5).map(move |col| (row, col))) {
            let start = 4 * ((top + row * side + 63) * width + left + col * side);
            let wanted = ColorMap::Viridis.color(f64::from(u8::from((row, col) == (3, 2))));
            assert_eq!(frames[0].1[start..start + 3], wanted, "({row}, {col})");
        }
    }

    #[test]
    fn same_frames_give_the_same_bytes() {
        let draw = || {
            let mut animation = animation(600, 4, ColorMap::Magma);
            for step in 0..3 {
                let field = field(600, 4, 0.3 * f64::from(step));
                animation.push(&FieldView::from(&field), &format!("t = {step}")).unwrap();
            }
            animation.finish().unwrap()
        };
        assert_eq!(draw(), draw());
    }

    #[test]
    fn label_is_drawn_and_hides_nothing_of_the_colour_bar() {
        let animation = animation(64, 64, ColorMap::Viridis);
        let mut plane = animation.background.clone();
        animation.draw_label(&mut plane, "t = 100");
        let changed: Vec<usize> = (0..plane.indices.len())
            .filter(|&i| plane.indices[i] != animation.background.indices[i])
            .collect();
        assert!(changed.len() > 50);
        assert!(changed.iter().all(|&i| animation.background.indices[i] == WHITE));
    }

    #[test]
    fn palette_is_full_and_its_ends_are_those_of_the_map() {
        for map in ColorMap::ALL {
            let palette = palette(map);
            assert_eq!(palette.len(), 256);
            assert_eq!((palette[0], palette[LEVELS - 1]), (map.color(0.0), map.color(1.0)));
            assert_eq!(palette[usize::from(MISSING)], map.missing());
            assert_eq!((palette[240], palette[usize::from(WHITE)]), ([0; 3], [255; 3]));
        }
    }

    #[test]
    fn what_cannot_be_animated_is_refused() {
        let quantity = Quantity::plain("v");
        let new = |shape, range| Animation::new(shape, range, &quantity, 50);
        assert!(matches!(new((0, 4), RANGE), Err(Error::Empty { .. })));
        assert!(matches!(new((4, 4), (1.0, 0.0)), Err(Error::Range { .. })));
        let mut animation = new((4, 4), RANGE).unwrap();
        let wrong = animation.push(&FieldView::from(&field(4, 5, 0.0)), "");
        assert!(matches!(wrong, Err(Error::Shape { found_cols: 5, cols: 4, .. })));
        assert!(matches!(animation.finish(), Err(Error::NoFrames)));
    }
}
