//! Labels of reference lines and bands, outside the frame, where they hide no curve.

use crate::plot::canvas::Anchor;
use crate::plot::canvas::Area;
use crate::plot::canvas::Canvas;
use crate::plot::canvas::font::Font;
use crate::plot::canvas::font::NOTE;

/// The labels of reference lines and bands.
const LABEL: Font = Font { size: 10.5, ..NOTE };
/// Between labels.
const APART: f64 = 8.0;
/// From row to row of labels.
const ROW: f64 = 14.0;
/// Between a label and the frame.
const GAP: f64 = 5.0;

/// Labels above a chart, in as many rows as keep them from touching.
#[derive(Debug, Clone)]
pub(crate) struct NotesAbove {
    /// Row, counted from the chart; middle, from its left edge; text.
    placed: Vec<(usize, f64, String)>,
    rows: usize,
}

impl NotesAbove {
    /// Places texts, each with its middle along the chart's width.
    pub(crate) fn new(mut notes: Vec<(f64, String)>, width: f64) -> Self {
        notes.retain(|(_, text)| !text.is_empty());
        notes.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut ends: Vec<f64> = Vec::new();
        let mut placed = Vec::new();
        for (middle, text) in notes {
            let text = LABEL.cut(&text, width).into_owned();
            let half = 0.5 * LABEL.width(&text);
            // Inside the chart's width, whatever it points at.
            let middle = middle.min(width - half).max(half);
            let free = ends.iter().position(|end| end + APART <= middle - half);
            let row = free.unwrap_or(ends.len());
            if row == ends.len() {
                ends.push(0.0);
            }
            ends[row] = middle + half;
            placed.push((row, middle, text));
        }
        Self { placed, rows: ends.len() }
    }

    /// What they need above the chart.
    pub(crate) fn height(&self) -> f64 {
        if self.rows == 0 { 0.0 } else { GAP + ROW * self.rows as f64 }
    }

    /// Draws them above an area.
    pub(crate) fn draw(&self, canvas: &mut Canvas, area: Area) {
        for (row, middle, text) in &self.placed {
            let baseline = area.y - 1.0 - GAP - *row as f64 * ROW;
            canvas.text((area.x + middle, baseline), Anchor::Middle, LABEL, text);
        }
    }
}

/// Labels right of a chart, moved down where they would touch.
#[derive(Debug, Clone)]
pub(crate) struct NotesBeside {
    /// Middle, from the chart's top; text.
    placed: Vec<(f64, String)>,
}

impl NotesBeside {
    /// Places texts, each with its middle along the chart's height.
    pub(crate) fn new(mut notes: Vec<(f64, String)>) -> Self {
        notes.retain(|(_, text)| !text.is_empty());
        notes.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut next = f64::NEG_INFINITY;
        for (middle, _) in &mut notes {
            *middle = middle.max(next);
            next = *middle + ROW;
        }
        Self { placed: notes }
    }

    /// What they need beside the chart.
    pub(crate) fn breadth(&self) -> f64 {
        let widths = self.placed.iter().map(|(_, text)| 1.0 + GAP + LABEL.width(text));
        widths.fold(0.0, f64::max)
    }

    /// Draws them right of an area.
    pub(crate) fn draw(&self, canvas: &mut Canvas, area: Area) {
        for (middle, text) in &self.placed {
            let baseline = area.y + middle + 0.5 * LABEL.cap_height();
            canvas.text((area.right() + 1.0 + GAP, baseline), Anchor::Start, LABEL, text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_above_never_touch_and_stay_within_the_width() {
        let at = [0.0, 3.0, 40.0, 45.0, 99.0, 200.0];
        let notes = NotesAbove::new(at.map(|x| (x, "wavelength".to_owned())).to_vec(), 200.0);
        let half = 0.5 * LABEL.width("wavelength");
        for (index, (row, middle, _)) in notes.placed.iter().enumerate() {
            assert!(middle - half >= 0.0 && middle + half <= 200.0);
            for (other_row, other, _) in &notes.placed[index + 1..] {
                assert!(row != other_row || (middle - other).abs() >= 2.0 * half + APART);
            }
        }
        assert!(notes.rows > 1);
        assert!(NotesAbove::new(vec![(5.0, String::new())], 200.0).placed.is_empty());
    }

    #[test]
    fn labels_beside_are_a_row_apart() {
        let notes = NotesBeside::new([30.0, 31.0, 90.0].map(|y| (y, "a".to_owned())).to_vec());
        let places: Vec<f64> = notes.placed.iter().map(|(y, _)| *y).collect();
        assert_eq!(places, [30.0, 30.0 + ROW, 90.0]);
    }
}
