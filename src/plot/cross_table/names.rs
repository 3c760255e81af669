//! The names above the columns: they lie, and break at their spaces.

use crate::plot::canvas::Anchor;
use crate::plot::canvas::Canvas;
use crate::plot::canvas::font::TICK;

/// The longest line in logical pixels.
const LONGEST: f64 = 120.0;
/// Lines of a name at most; the rest of it is in the last one.
const LINES: usize = 3;
/// The narrowest cell.
const NARROWEST: f64 = 52.0;
/// Left and right of a name together.
const ROOM: f64 = 12.0;
/// From line to line.
const LEADING: f64 = 14.0;

/// Names in lines.
#[derive(Debug, Clone)]
pub(crate) struct Columns {
    names: Vec<Vec<String>>,
}

impl Columns {
    /// Breaks every name.
    pub(crate) fn new(names: &[&str]) -> Self {
        let broken = |name: &&str| -> Vec<String> {
            let words = name.splitn(LINES, ' ');
            words.map(|word| TICK.cut(word, LONGEST).into_owned()).collect()
        };
        Self { names: names.iter().map(broken).collect() }
    }

    /// Width of every cell.
    pub(crate) fn width(&self) -> f64 {
        let widest = self.names.iter().flatten().map(|line| TICK.width(line)).fold(0.0, f64::max);
        (widest + ROOM).max(NARROWEST).ceil()
    }

    /// Height of the tallest name.
    pub(crate) fn height(&self) -> f64 {
        let most = self.names.iter().map(Vec::len).max().unwrap_or_default();
        TICK.cap_height() + LEADING * most.saturating_sub(1) as f64
    }

    /// Draws them above cells that begin at x; all end on the baseline y.
    pub(crate) fn draw(&self, canvas: &mut Canvas, (x, y): (f64, f64)) {
        for (index, lines) in self.names.iter().enumerate() {
            let middle = x + (index as f64 + 0.5) * self.width();
            for (from_below, line) in lines.iter().rev().enumerate() {
                let baseline = y - LEADING * from_below as f64;
                canvas.text((middle, baseline), Anchor::Middle, TICK, line);
            }
        }
    }
}
