//! The embedded typeface: how wide a text is, and the outlines of its letters.

use crate::plot::Error;
use crate::plot::canvas::INK;
use crate::plot::color::Rgb;
use ab_glyph::{
    Font as _, FontRef, GlyphId, OutlineCurve, OutlinedGlyph, Point, PxScale, ScaleFont as _, point,
};
use std::borrow::Cow;
use std::sync::LazyLock;

/// A size, weight and colour of the typeface, `DejaVu` Sans.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Font {
    /// Size of an em in logical pixels.
    pub(crate) size: f64,
    pub(crate) bold: bool,
    pub(crate) color: Rgb,
}

/// The title of a picture.
pub(crate) const TITLE: Font = Font { size: 15.0, bold: true, color: INK };
/// The name of an axis.
pub(crate) const NAME: Font = Font { size: 12.0, bold: false, color: INK };
/// The labels of ticks.
pub(crate) const TICK: Font = Font { size: 11.0, bold: false, color: INK };
/// What stands under a title.
pub(crate) const NOTE: Font = Font { size: 12.0, bold: false, color: [89, 89, 89] };

/// Height of a digit or capital letter of `DejaVu` Sans in em (1493 of 2048 units).
const CAP_HEIGHT: f64 = 0.729;

// Parsed when the first letter is drawn, and only then.
static REGULAR: LazyLock<Option<FontRef<'static>>> =
    LazyLock::new(|| FontRef::try_from_slice(dejavu::sans::regular()).ok());
static BOLD: LazyLock<Option<FontRef<'static>>> =
    LazyLock::new(|| FontRef::try_from_slice(dejavu::sans::bold()).ok());

impl Font {
    /// Height of a digit in logical pixels.
    pub(crate) fn cap_height(&self) -> f64 {
        CAP_HEIGHT * self.size
    }

    /// Width of a text in logical pixels.
    pub(crate) fn width(&self, text: &str) -> f64 {
        let Some(face) = self.face() else { return 0.0 };
        let mut pen = Pen::new(face, self.size);
        text.chars().for_each(|letter| {
            pen.advance(letter);
        });
        f64::from(pen.x)
    }

    /// The outlines of a text, in pixels of which `scale` make a logical one.
    ///
    /// The first letter starts at `start`, the baseline is at 0.
    pub(crate) fn outlines(
        &self,
        text: &str,
        scale: f64,
        start: f64,
    ) -> impl Iterator<Item = OutlinedGlyph> {
        let pen =
            self.face().map(|face| Pen { x: start as f32, ..Pen::new(face, self.size * scale) });
        text.chars().scan(pen, |pen, letter| pen.as_mut().map(|pen| pen.advance(letter))).flatten()
    }

    /// The text, cut to at most `width` logical pixels with an ellipsis.
    pub(crate) fn cut<'a>(&self, text: &'a str, width: f64) -> Cow<'a, str> {
        if self.width(text) <= width {
            return Cow::Borrowed(text);
        }
        let mut kept = text.to_owned();
        while kept.pop().is_some() && self.width(&kept) + self.width("…") > width {}
        Cow::Owned(kept.trim_end().to_owned() + "…")
    }

    fn face(&self) -> Option<&'static FontRef<'static>> {
        let face = if self.bold { BOLD.as_ref() } else { REGULAR.as_ref() };
        debug_assert!(face.is_some(), "the embedded typeface can be read: a test reads it");
        face
    }
}

/// A straight piece of an outline, in font units; the second coordinate grows upwards.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Segment {
    pub(crate) from: (f64, f64),
    pub(crate) to: (f64, f64),
}

/// Straight pieces that stand for a curve.
const PIECES: u32 = 8;

/// The outline of a text in bold, in f64 and without a rasteriser's tricks: the same everywhere.
pub(crate) fn outline(text: &str) -> Result<Vec<Segment>, Error> {
    let (mut segments, mut x, mut last) = (Vec::new(), 0.0, None);
    let Some(face) = BOLD.as_ref() else { return Ok(segments) };
    for letter in text.chars() {
        let id = face.glyph_id(letter);
        if id == GlyphId(0) {
            return Err(Error::NoLetter { letter });
        }
        x += last.replace(id).map_or(0.0, |last| f64::from(face.kern_unscaled(last, id)));
        for curve in face.outline(id).iter().flat_map(|outline| &outline.curves) {
            flatten(curve, x, &mut segments);
        }
        x += f64::from(face.h_advance_unscaled(id));
    }
    Ok(segments)
}

/// Adds a curve, moved to the right by `shift`, as straight pieces.
fn flatten(curve: &OutlineCurve, shift: f64, segments: &mut Vec<Segment>) {
    let place = |point: Point| (f64::from(point.x) + shift, f64::from(point.y));
    let mix = |(a, b): (f64, f64), (c, d): (f64, f64), t: f64| (a + (c - a) * t, b + (d - b) * t);
    let (pieces, at): (u32, &dyn Fn(f64) -> (f64, f64)) = match *curve {
        OutlineCurve::Line(from, to) => (1, &move |t| mix(place(from), place(to), t)),
        OutlineCurve::Quad(from, by, to) => {
            (PIECES, &move |t| mix(mix(place(from), place(by), t), mix(place(by), place(to), t), t))
        }
        OutlineCurve::Cubic(from, by, past, to) => (PIECES, &move |t| {
            let (from, by, past, to) = (place(from), place(by), place(past), place(to));
            let (first, second, third) = (mix(from, by, t), mix(by, past, t), mix(past, to, t));
            mix(mix(first, second, t), mix(second, third, t), t)
        }),
    };
    let share = |piece: u32| at(f64::from(piece) / f64::from(pieces));
    segments.extend((0..pieces).map(|i| Segment { from: share(i), to: share(i + 1) }));
}

/// Where the next letter goes.
struct Pen {
    face: &'static FontRef<'static>,
    scale: PxScale,
    x: f32,
    last: Option<char>,
}

impl Pen {
    fn new(face: &'static FontRef<'static>, em: f64) -> Self {
        // A scale is the height of a line; sizes are given in em.
        let line = face.height_unscaled() / face.units_per_em().unwrap_or(1.0);
        Self { face, scale: PxScale::from(em as f32 * line), x: 0.0, last: None }
    }

    /// Moves past a letter and gives its outline, if it has one.
    fn advance(&mut self, letter: char) -> Option<OutlinedGlyph> {
        let scaled = self.face.as_scaled(self.scale);
        let id = self.face.glyph_id(letter);
        if let Some(last) = self.last.replace(letter) {
            self.x += scaled.kern(self.face.glyph_id(last), id);
        }
        let glyph = id.with_scale_and_position(self.scale, point(self.x, 0.0));
        self.x += scaled.h_advance(id);
        self.face.outline_glyph(glyph)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_are_those_of_the_typeface() {
        // A digit of DejaVu Sans advances 1303 of 2048 units, a bold one 1425.
        let cases =
            [(TICK, "0", 1303.0), (TICK, "−", 1716.0), (TITLE, "0", 1425.0), (NAME, "", 0.0)];
        for (font, text, units) in cases {
            let width = units / 2048.0 * font.size;
            assert!((font.width(text) - width).abs() < 1e-3, "{text}: {}", font.width(text));
        }
    }

    #[test]
    fn every_sign_of_a_label_has_an_outline() {
        let signs = "0123456789−.×⁻⁰¹²³⁴⁵⁶⁷⁸⁹µ∂∇λ…";
        for font in [TICK, TITLE] {
            assert_eq!(font.outlines(signs, 2.0, 0.0).count(), signs.chars().count());
        }
    }

    #[test]
    fn long_text_is_cut_to_its_width() {
        let long = "a title that is far too long for the picture above which it stands";
        let cut = TITLE.cut(long, 200.0);
        assert!(cut.ends_with('…') && TITLE.width(&cut) <= 200.0, "{cut}");
        assert_eq!(TITLE.cut("short", 200.0), "short");
        assert_eq!(TITLE.cut("x", 0.0), "…");
    }
}
