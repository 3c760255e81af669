//! A canvas of marks in logical pixels, drawn as PNG or as SVG.

pub(crate) mod font;
pub(crate) mod line;
pub(crate) mod raster;
mod stroke;
pub(crate) mod svg;

use crate::plot::canvas::font::Font;
use crate::plot::canvas::line::Line;
use crate::plot::color::Rgb;

/// PNG pixels to a logical pixel: sharp in print and on fine screens.
pub(crate) const RESOLUTION: usize = 2;
/// The colour of lines and letters: not quite black, which is easier on the eye.
pub(crate) const INK: Rgb = [38, 38, 38];

/// Colours, three bytes a pixel, row by row from the top.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Pixels {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) rgb: Vec<u8>,
}

/// A rectangle in logical pixels; `y` grows downwards.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Area {
    pub(crate) x: f64,
    pub(crate) y: f64,
    pub(crate) width: f64,
    pub(crate) height: f64,
}

impl Area {
    pub(crate) fn new(x: f64, y: f64, width: f64, height: f64) -> Self {
        Self { x, y, width, height }
    }

    pub(crate) fn right(&self) -> f64 {
        self.x + self.width
    }

    pub(crate) fn bottom(&self) -> f64 {
        self.y + self.height
    }
}

/// Which point of a text is at its position.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Anchor {
    Start,
    Middle,
    End,
}

/// A line of text; (x, y) lies on its baseline.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Text {
    pub(crate) x: f64,
    pub(crate) y: f64,
    pub(crate) content: String,
    pub(crate) font: Font,
    pub(crate) anchor: Anchor,
    /// Turned by a quarter, to be read from below to above.
    pub(crate) turned: bool,
}

/// One thing on a canvas.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Mark {
    /// A filled rectangle; a thin one is a line.
    Fill(Area, Rgb),
    /// Pixels magnified (or shrunk) to an area.
    Image(Area, Pixels),
    /// Lines through points.
    Line(Line),
    /// A line of text.
    Text(Text),
}

/// A white canvas with marks, later ones above earlier ones.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Canvas {
    pub(crate) width: f64,
    pub(crate) height: f64,
    pub(crate) marks: Vec<Mark>,
}

impl Canvas {
    /// An empty canvas; sides are rounded up to whole pixels.
    pub(crate) fn new(width: f64, height: f64) -> Self {
        Self { width: width.ceil(), height: height.ceil(), marks: Vec::new() }
    }

    /// Draws a filled rectangle.
    pub(crate) fn fill(&mut self, area: Area, color: Rgb) {
        self.marks.push(Mark::Fill(area, color));
    }

    /// Draws pixels over an area.
    pub(crate) fn image(&mut self, area: Area, pixels: Pixels) {
        self.marks.push(Mark::Image(area, pixels));
    }

    /// Draws lines through points.
    pub(crate) fn line(&mut self, line: Line) {
        self.marks.push(Mark::Line(line));
    }

    /// Draws a line of text from left to right.
    pub(crate) fn text(&mut self, (x, y): (f64, f64), anchor: Anchor, font: Font, text: &str) {
        let content = text.to_owned();
        self.marks.push(Mark::Text(Text { x, y, content, font, anchor, turned: false }));
    }

    /// Draws a line of text upwards, centred on `y`; `x` is its baseline.
    pub(crate) fn turned_text(&mut self, (x, y): (f64, f64), font: Font, text: &str) {
        let (content, anchor) = (text.to_owned(), Anchor::Middle);
        self.marks.push(Mark::Text(Text { x, y, content, font, anchor, turned: true }));
    }

    /// Draws a frame of one pixel around an area, outside of it, so that it hides no cell.
    pub(crate) fn frame(&mut self, area: Area) {
        let (x, y) = (area.x - 1.0, area.y - 1.0);
        let (width, height) = (area.width + 2.0, area.height + 2.0);
        self.fill(Area::new(x, y, width, 1.0), INK);
        self.fill(Area::new(x, area.bottom(), width, 1.0), INK);
        self.fill(Area::new(x, y, 1.0, height), INK);
        self.fill(Area::new(area.right(), y, 1.0, height), INK);
    }
}
