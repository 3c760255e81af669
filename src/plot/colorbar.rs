//! The colour bar: what value a colour stands for.

use crate::plot::axes::Axis;
use crate::plot::canvas::Area;
use crate::plot::canvas::Canvas;
use crate::plot::canvas::Pixels;
use crate::plot::quantity::Shading;

/// Between a picture and its colour bar.
const GAP: f64 = 18.0;
/// Across the bar.
const THICKNESS: f64 = 14.0;
/// A bar beside a picture lower than this would have no room for ticks: it goes below.
const LOWEST: f64 = 110.0;
/// Levels drawn, as many as the map has.
const LEVELS: usize = 256;

/// A colour bar beside a picture, or below it where the picture is a low strip.
#[derive(Debug, Clone)]
pub(crate) struct ColorBar {
    shading: Shading,
    axis: Axis,
    length: f64,
    /// Right of the picture, low values at the bottom; otherwise below, low values at the left.
    pub(crate) beside: bool,
}

impl ColorBar {
    /// The bar of a picture of that size, with the quantity's label.
    pub(crate) fn new(shading: Shading, label: &str, (width, height): (f64, f64)) -> Self {
        let range = (shading.low, shading.high);
        let beside = height >= LOWEST;
        let (axis, length) = if beside {
            (Axis::standing(label, range, height), height)
        } else {
            let length = width.max(LOWEST);
            (Axis::lying(label, range, length), length)
        };
        Self { shading, axis, length, beside }
    }

    /// What the bar needs beside the picture and below it.
    pub(crate) fn room(&self) -> (f64, f64) {
        if self.beside {
            (GAP + THICKNESS + self.axis.breadth(), 0.0)
        } else {
            (0.0, GAP + THICKNESS + Axis::depth())
        }
    }

    /// How far the bar's labels reach beyond its ends.
    pub(crate) fn overhang(&self) -> f64 {
        if self.beside { 0.0 } else { self.axis.overhang() }
    }

    /// Draws the bar, with (x, y) the picture's corner that is next to it: the upper right one if
    /// the bar is beside, else the lower left one.
    pub(crate) fn draw(&self, canvas: &mut Canvas, (x, y): (f64, f64)) {
        let colors = |index| self.shading.color_map.level(index, LEVELS);
        if self.beside {
            let area = Area::new(x + GAP, y, THICKNESS, self.length);
            let rgb = (0..LEVELS).rev().flat_map(colors).collect();
            canvas.image(area, Pixels { width: 1, height: LEVELS, rgb });
            canvas.frame(area);
            self.axis.right_of(canvas, area);
        } else {
            let area = Area::new(x, y + GAP, self.length, THICKNESS);
            let rgb = (0..LEVELS).flat_map(colors).collect();
            canvas.image(area, Pixels { width: LEVELS, height: 1, rgb });
            canvas.frame(area);
            self.axis.below(canvas, area);
        }
    }
}
