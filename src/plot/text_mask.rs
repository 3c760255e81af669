//! A text as a mask: how much of each cell its letters cover.

use crate::plot::Error;
use crate::plot::canvas::font::{Segment, outline};
use ndarray::Array2;

/// Samples across a cell and down: its cover is one of 17 levels.
const SAMPLES: usize = 4;

/// Writes a line of text over rows × cols cells, centred and as large as `size` of either side.
///
/// A value is the part of its cell that letters cover, in sixteenths, told by 4 × 4 samples; the
/// arithmetic is the same everywhere, so the mask can be the start of a run. The typeface is
/// `DejaVu` Sans Bold. Cost: O(cells + rows × letters).
///
/// # Errors
///
/// [`Error::NoLetter`] for a letter that the typeface lacks, [`Error::NoInk`] if no sample lies
/// within a letter: the text is blank, or too long for so few cells.
///
/// # Examples
///
/// ```
/// let mask = mfn::plot::text_mask("I", (64, 32), 0.5)?;
/// assert_eq!(mask[(32, 16)], 1.0);
/// assert_eq!(mask[(8, 16)], 0.0);
/// # Ok::<(), mfn::plot::Error>(())
/// ```
pub fn text_mask(
    text: &str,
    (rows, cols): (usize, usize),
    size: f64,
) -> Result<Array2<f64>, Error> {
    let nothing = || Error::NoInk { text: text.to_owned(), rows, cols };
    let segments = outline(text)?;
    let ends = || segments.iter().flat_map(|segment| [segment.from, segment.to]);
    let (left, right) = ends_of(ends().map(|(x, _)| x)).ok_or_else(nothing)?;
    let (low, high) = ends_of(ends().map(|(_, y)| y)).ok_or_else(nothing)?;
    let scale = (size * cols as f64 / (right - left)).min(size * rows as f64 / (high - low));
    let (middle, height) = (0.5 * (left + right), 0.5 * (low + high));
    // Letters stand upwards, rows count downwards.
    let place = |(x, y): (f64, f64)| {
        (0.5 * cols as f64 + (x - middle) * scale, 0.5 * rows as f64 - (y - height) * scale)
    };
    let placed: Vec<Segment> = segments
        .iter()
        .map(|segment| Segment { from: place(segment.from), to: place(segment.to) })
        .collect();
    let mut hits = Array2::<u16>::zeros((rows, cols));
    for line in 0..rows * SAMPLES {
        for col in sampled(&placed, sample(line), cols) {
            hits[(line / SAMPLES, col)] += 1;
        }
    }
    if hits.iter().all(|&count| count == 0) {
        return Err(nothing());
    }
    Ok(hits.mapv(|count| f64::from(count) / (SAMPLES * SAMPLES) as f64))
}

/// The smallest and the largest number, if there are two.
fn ends_of(numbers: impl Iterator<Item = f64>) -> Option<(f64, f64)> {
    let (low, high) = numbers
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| (low.min(x), high.max(x)));
    (low < high).then_some((low, high))
}

/// Where a sample lies, in cells.
fn sample(index: usize) -> f64 {
    (index as f64 + 0.5) / SAMPLES as f64
}

/// The cells of the samples at height `y` that are within a letter, each as often as it is hit.
///
/// Inside is where the outlines wind around (the rule of nonzero winding).
fn sampled(segments: &[Segment], y: f64, cols: usize) -> Vec<usize> {
    let mut crossings: Vec<(f64, i32)> =
        segments.iter().filter_map(|segment| segment.crossing(y)).collect();
    crossings.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut cells, mut winding) = (Vec::new(), 0);
    for pair in crossings.windows(2) {
        winding += pair[0].1;
        if winding != 0 {
            let first = |x: f64| (x * SAMPLES as f64 - 0.5).ceil().max(0.0) as usize;
            let end = first(pair[1].0).min(cols * SAMPLES);
            cells.extend((first(pair[0].0)..end).map(|index| index / SAMPLES));
        }
    }
    cells
}

impl Segment {
    /// Where the segment crosses a height, and whether it goes up or down there.
    fn crossing(&self, y: f64) -> Option<(f64, i32)> {
        let ((x0, y0), (x1, y1)) = (self.from, self.to);
        // One end belongs to the segment and the other does not, so joints count once.
        if (y0 <= y) == (y1 <= y) {
            return None;
        }
        let x = x0 + (x1 - x0) * ((y - y0) / (y1 - y0));
        Some((x, if y1 > y0 { 1 } else { -1 }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The part of all cells that is covered, and the rows and columns with ink.
    fn extent(mask: &Array2<f64>) -> (f64, [usize; 4]) {
        let inked: Vec<(usize, usize)> =
            mask.indexed_iter().filter(|(_, part)| **part > 0.0).map(|(cell, _)| cell).collect();
        let rows = || inked.iter().map(|cell| cell.0);
        let cols = || inked.iter().map(|cell| cell.1);
        let ends = [rows().min(), rows().max(), cols().min(), cols().max()];
        (mask.sum() / mask.len() as f64, ends.map(|end| end.unwrap()))
    }

    #[test]
    fn hyphen_is_the_rectangle_of_the_typeface() {
        // U+002D of DejaVu Sans Bold: a box of 628 by 291 font units, told to a quarter of a row.
        let (part, [top, bottom, left, right]) = extent(&text_mask("-", (200, 100), 1.0).unwrap());
        assert_eq!((left, right), (0, 99));
        let wanted = 100.0 * 291.0 / 628.0;
        assert!((part * 200.0 - wanted).abs() <= 0.25, "{} rows of {wanted}", part * 200.0);
        assert_eq!(199 - bottom, top);
    }

    #[test]
    fn ring_has_a_hole_and_a_bar_has_none() {
        let ring = text_mask("o", (64, 64), 0.9).unwrap();
        let bar = text_mask("l", (64, 64), 0.9).unwrap();
        assert_eq!((ring[(32, 32)], bar[(32, 32)]), (0.0, 1.0));
    }

    #[test]
    fn text_fills_its_share_of_the_tighter_side() {
        let (_, [top, bottom, left, right]) = extent(&text_mask("mfn", (96, 200), 0.5).unwrap());
        let (height, width) = (bottom + 1 - top, right + 1 - left);
        assert!((99..=101).contains(&width) && height < 60, "{width} × {height}");
        assert!((left as i64 - (199 - right as i64)).abs() <= 1);
    }

    #[test]
    fn text_without_ink_is_refused() {
        let blank = text_mask(" \u{a0}", (64, 64), 0.8).unwrap_err();
        assert!(matches!(blank, Error::NoInk { rows: 64, .. }), "{blank}");
        let crowded = text_mask(&"i".repeat(500), (64, 3), 0.01).unwrap_err();
        assert!(matches!(crowded, Error::NoInk { .. }), "{crowded}");
        let strange = text_mask("a\u{e000}", (64, 64), 0.8).unwrap_err();
        assert!(strange.to_string().contains("U+E000"), "{strange}");
    }
}
