//! Draws a canvas into pixels and encodes them as PNG.

use crate::plot::Error;
use crate::plot::canvas::Anchor;
use crate::plot::canvas::Area;
use crate::plot::canvas::Canvas;
use crate::plot::canvas::Mark;
use crate::plot::canvas::Pixels;
use crate::plot::canvas::Text;
use crate::plot::canvas::line::Line;
use crate::plot::canvas::stroke::Coverage;
use crate::plot::color::Rgb;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder};

/// The canvas as pixels, `scale` of them to a logical one in each direction.
pub(crate) fn draw(canvas: &Canvas, scale: usize) -> Pixels {
    let width = canvas.width as usize * scale;
    let height = canvas.height as usize * scale;
    let mut pixels = Pixels { width, height, rgb: vec![255; 3 * width * height] };
    for mark in &canvas.marks {
        match mark {
            Mark::Fill(area, color) => fill(&mut pixels, Span::of(area, scale), *color),
            Mark::Image(area, source) => blit(&mut pixels, Span::of(area, scale), source),
            Mark::Line(line) => stroke(&mut pixels, line, scale as f64),
            Mark::Text(text) => write(&mut pixels, text, scale as f64),
        }
    }
    pixels
}

/// The pixels magnified over an area, `scale` of them to a logical one.
pub(crate) fn magnified(source: &Pixels, area: &Area, scale: usize) -> Pixels {
    let Area { width, height, .. } = *area;
    let span = Span::of(&Area::new(0.0, 0.0, width, height), scale);
    let side = |length: i64| usize::try_from(length).unwrap_or(0);
    let (width, height) = (side(span.width), side(span.height));
    let mut pixels = Pixels { width, height, rgb: vec![255; 3 * width * height] };
    blit(&mut pixels, span, source);
    pixels
}

/// The pixels as a PNG file. The same pixels give the same bytes.
pub(crate) fn png(pixels: &Pixels) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    let (width, height) = (pixels.width as u32, pixels.height as u32);
    PngEncoder::new_with_quality(&mut bytes, CompressionType::Default, FilterType::Up)
        .write_image(&pixels.rgb, width, height, ExtendedColorType::Rgb8)?;
    Ok(bytes)
}

impl Pixels {
    fn get_mut(&mut self, x: i64, y: i64) -> Option<&mut [u8]> {
        let (x, y) = (usize::try_from(x).ok()?, usize::try_from(y).ok()?);
        if x >= self.width {
            return None;
        }
        let start = 3 * (y * self.width + x);
        self.rgb.get_mut(start..start + 3)
    }
}

/// An area on whole pixels, so that its edges are sharp.
#[derive(Debug, Clone, Copy)]
struct Span {
    left: i64,
    top: i64,
    width: i64,
    height: i64,
}

impl Span {
    fn of(area: &Area, scale: usize) -> Self {
        let snap = |x: f64| (x * scale as f64).round() as i64;
        let (left, top) = (snap(area.x), snap(area.y));
        Self { left, top, width: snap(area.right()) - left, height: snap(area.bottom()) - top }
    }
}

fn fill(pixels: &mut Pixels, span: Span, color: Rgb) {
    for y in span.top..span.top + span.height {
        for x in span.left..span.left + span.width {
            if let Some(pixel) = pixels.get_mut(x, y) {
                pixel.copy_from_slice(&color);
            }
        }
    }
}

/// Magnifies `source` over the span; each pixel has the colour of the source pixel below it.
fn blit(pixels: &mut Pixels, span: Span, source: &Pixels) {
    for y in 0..span.height {
        let row = below(y, span.height, source.height);
        for x in 0..span.width {
            let start = 3 * (row * source.width + below(x, span.width, source.width));
            let color = source.rgb.get(start..start + 3);
            if let (Some(pixel), Some(color)) = (pixels.get_mut(span.left + x, span.top + y), color)
            {
                pixel.copy_from_slice(color);
            }
        }
    }
}

/// The source pixel, of `sources`, that lies below pixel `x` of `length`.
fn below(x: i64, length: i64, sources: usize) -> usize {
    usize::try_from(x).unwrap_or(0) * sources / usize::try_from(length).unwrap_or(1)
}

fn stroke(pixels: &mut Pixels, line: &Line, scale: f64) {
    let coverage = Coverage::of(line, scale);
    let (left, top) = coverage.corner;
    for (index, &part) in coverage.parts.iter().enumerate().filter(|(_, part)| **part > 0.0) {
        let (x, y) = ((index % coverage.width) as i64, (index / coverage.width) as i64);
        if let Some(pixel) = pixels.get_mut(left + x, top + y) {
            blend(pixel, line.color, part);
        }
    }
}

fn write(pixels: &mut Pixels, text: &Text, scale: f64) {
    let width = text.font.width(&text.content);
    let before = match text.anchor {
        Anchor::Start => 0.0,
        Anchor::Middle => 0.5 * width,
        Anchor::End => width,
    };
    // A turned text runs up the page, against the direction of y. Its baseline is snapped, for
    // sharp feet; along the baseline letters keep their true distances.
    let (along, baseline) = if text.turned { (-text.y, text.x) } else { (text.x, text.y) };
    let baseline = (baseline * scale).round() as i64;
    for glyph in text.font.outlines(&text.content, scale, (along - before) * scale) {
        let corner = glyph.px_bounds().min;
        let (left, top) = (corner.x as i64, corner.y as i64 + baseline);
        glyph.draw(|x, y, coverage| {
            let (x, y) = (left + i64::from(x), top + i64::from(y));
            let (x, y) = if text.turned { (y, -x - 1) } else { (x, y) };
            if let Some(pixel) = pixels.get_mut(x, y) {
                blend(pixel, text.font.color, coverage);
            }
        });
    }
}

fn blend(pixel: &mut [u8], color: Rgb, coverage: f32) {
    for (below, above) in pixel.iter_mut().zip(color) {
        let (old, new) = (f32::from(*below), f32::from(above));
        *below = (old + (new - old) * coverage.clamp(0.0, 1.0)).round() as u8;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plot::canvas::font::TITLE;

    fn ink(pixels: &Pixels) -> Vec<(usize, usize)> {
        let dark = |&(_, pixel): &(usize, &[u8])| pixel[0] < 128;
        pixels
            .rgb
            .chunks(3)
            .enumerate()
            .filter(dark)
            .map(|(i, _)| (i % pixels.width, i / pixels.width))
            .collect()
    }

    #[test]
    fn fills_are_sharp_at_every_scale() {
        let mut canvas = Canvas::new(4.0, 3.0);
        canvas.fill(Area::new(1.0, 1.0, 2.0, 1.0), [0, 0, 0]);
        assert_eq!(ink(&draw(&canvas, 1)), [(1, 1), (2, 1)]);
        assert_eq!(ink(&draw(&canvas, 2)).len(), 8);
    }

    #[test]
    fn marks_beyond_the_canvas_are_clipped() {
        let mut canvas = Canvas::new(4.0, 4.0);
        canvas.fill(Area::new(-10.0, -10.0, 11.0, 11.0), [0, 0, 0]);
        canvas.text((-5.0, 2.0), Anchor::End, TITLE, "off the page");
        assert_eq!(ink(&draw(&canvas, 1)), [(0, 0)]);
    }

    #[test]
    fn image_pixels_are_magnified_unmixed() {
        let mut canvas = Canvas::new(4.0, 2.0);
        let source = Pixels { width: 2, height: 1, rgb: vec![1, 2, 3, 4, 5, 6] };
        canvas.image(Area::new(0.0, 0.0, 4.0, 2.0), source);
        let row = [1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6];
        assert_eq!(draw(&canvas, 1).rgb, [row, row].concat());
    }

    #[test]
    fn turned_text_is_the_upright_one_turned() {
        let mut upright = Canvas::new(60.0, 60.0);
        upright.text((30.0, 30.0), Anchor::Middle, TITLE, "Fg");
        let mut turned = Canvas::new(60.0, 60.0);
        turned.turned_text((30.0, 30.0), TITLE, "Fg");
        let mut wanted: Vec<(usize, usize)> =
            ink(&draw(&upright, 1)).into_iter().map(|(x, y)| (y, 59 - x)).collect();
        wanted.sort_by_key(|&(x, y)| (y, x));
        // Both have the same outlines at the same fraction of a pixel: 30 − ½ width.
        assert_eq!(ink(&draw(&turned, 1)), wanted);
        assert!(!wanted.is_empty());
    }
}
