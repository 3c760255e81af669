//! Lines through points: cut to an area, whole or dashed.

use crate::plot::canvas::Area;
use crate::plot::color::Rgb;

/// A place on a canvas in logical pixels; the second grows downwards.
pub(crate) type Point = (f64, f64);

/// Lines of one pen that are seen only within an area.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Line {
    /// Points to join, piece by piece, with round ends; a piece of one point is a disk.
    pub(crate) pieces: Vec<Vec<Point>>,
    /// Thickness in logical pixels.
    pub(crate) width: f64,
    pub(crate) color: Rgb,
    /// Where the lines are seen.
    pub(crate) clip: Area,
}

/// What draws a line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Pen {
    /// Thickness in logical pixels.
    pub(crate) width: f64,
    pub(crate) color: Rgb,
    /// Lengths drawn and left out in turn, the round ends not counted; empty for a whole line.
    pub(crate) dash: &'static [f64],
}

impl Line {
    /// The line through `points`, in order, seen within `clip`.
    pub(crate) fn through(points: &[Point], pen: Pen, clip: Area) -> Self {
        // What lies further out than the pen is thick leaves no trace inside.
        let reach = pen.width;
        let (left, top) = (clip.x - reach, clip.y - reach);
        let seen = Area::new(left, top, clip.width + 2.0 * reach, clip.height + 2.0 * reach);
        let mut pieces = cut(points, seen);
        if !pen.dash.is_empty() {
            pieces = pieces.iter().flat_map(|piece| dashed(piece, pen.dash)).collect();
        }
        Self { pieces, width: pen.width, color: pen.color, clip }
    }

    /// Disks at those of the points that lie within `clip`.
    pub(crate) fn disks(points: &[Point], diameter: f64, color: Rgb, clip: Area) -> Self {
        let inside = |&&(x, y): &&Point| {
            (clip.x..=clip.right()).contains(&x) && (clip.y..=clip.bottom()).contains(&y)
        };
        let pieces = points.iter().filter(inside).map(|&point| vec![point]).collect();
        Self { pieces, width: diameter, color, clip }
    }
}

/// The pieces of a line that lie within an area.
fn cut(points: &[Point], area: Area) -> Vec<Vec<Point>> {
    if let [only] = points {
        return vec![vec![*only]];
    }
    let mut pieces: Vec<Vec<Point>> = Vec::new();
    for pair in points.windows(2) {
        let Some((start, end)) = segment_within((pair[0], pair[1]), area) else { continue };
        match pieces.last_mut() {
            Some(piece) if piece.last() == Some(&start) => piece.push(end),
            _ => pieces.push(vec![start, end]),
        }
    }
    pieces
}

/// The part of a segment within an area (Liang and Barsky, *ACM Trans. Graph.* 3 (1984) 1).
fn segment_within((start, end): (Point, Point), area: Area) -> Option<(Point, Point)> {
    let (dx, dy) = (end.0 - start.0, end.1 - start.1);
    let edges = [
        (-dx, start.0 - area.x),
        (dx, area.right() - start.0),
        (-dy, start.1 - area.y),
        (dy, area.bottom() - start.1),
    ];
    let (mut enter, mut leave) = (0.0_f64, 1.0_f64);
    for (outwards, room) in edges {
        if outwards == 0.0 {
            if room < 0.0 {
                return None;
            }
        } else if outwards < 0.0 {
            enter = enter.max(room / outwards);
        } else {
            leave = leave.min(room / outwards);
        }
    }
    // Ends that are kept stay as they are, so that pieces join exactly.
    let at = |t: f64| (start.0 + t * dx, start.1 + t * dy);
    let first = if enter > 0.0 { at(enter) } else { start };
    let last = if leave < 1.0 { at(leave) } else { end };
    (enter <= leave).then_some((first, last))
}

/// A line cut into dashes by its length.
fn dashed(points: &[Point], pattern: &[f64]) -> Vec<Vec<Point>> {
    let mut dashes: Vec<Vec<Point>> = Vec::new();
    let (mut index, mut left) = (0, pattern[0]);
    let mut open: Vec<Point> = points.first().copied().into_iter().collect();
    for pair in points.windows(2) {
        let (mut from, to) = (pair[0], pair[1]);
        let mut length = distance(from, to);
        while length > left {
            let t = left / length;
            from = (from.0 + t * (to.0 - from.0), from.1 + t * (to.1 - from.1));
            length -= left;
            if index % 2 == 0 {
                open.push(from);
                dashes.push(std::mem::take(&mut open));
            } else {
                open = vec![from];
            }
            index += 1;
            left = pattern[index % pattern.len()];
        }
        left -= length;
        if index % 2 == 0 {
            open.push(to);
        }
    }
    dashes.extend((open.len() > 1).then_some(open));
    dashes
}

fn distance(from: Point, to: Point) -> f64 {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    // Not `hypot`, whose last bit differs between platforms.
    (dx * dx + dy * dy).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PEN: Pen = Pen { width: 0.0, color: [0; 3], dash: &[] };

    #[test]
    fn line_is_cut_where_it_leaves_the_area() {
        let area = Area::new(0.0, 0.0, 10.0, 10.0);
        let points = [(-5.0, 5.0), (5.0, 5.0), (5.0, 1e12), (8.0, 1e12), (8.0, 0.0), (20.0, 0.0)];
        let pieces = Line::through(&points, PEN, area).pieces;
        let wanted =
            [vec![(0.0, 5.0), (5.0, 5.0), (5.0, 10.0)], vec![(8.0, 10.0), (8.0, 0.0), (10.0, 0.0)]];
        assert_eq!(pieces.len(), 2);
        for (piece, wanted) in pieces.iter().zip(&wanted) {
            for (found, wanted) in piece.iter().zip(wanted) {
                // The far point costs digits: 1e12 × 2⁻⁵².
                assert!(distance(*found, *wanted) < 1e-3, "{piece:?}");
            }
        }
        assert!(Line::through(&[(-1.0, -1.0), (-1.0, 11.0)], PEN, area).pieces.is_empty());
    }

    #[test]
    fn dashes_run_on_around_corners() {
        let points = [(0.0, 0.0), (4.0, 0.0), (4.0, 4.0)];
        let dashes = dashed(&points, &[3.0, 2.0]);
        assert_eq!(dashes, [vec![(0.0, 0.0), (3.0, 0.0)], vec![(4.0, 1.0), (4.0, 4.0)]]);
    }

    #[test]
    fn disks_outside_are_left_out() {
        let area = Area::new(0.0, 0.0, 10.0, 10.0);
        let line = Line::disks(&[(5.0, 5.0), (11.0, 5.0), (10.0, 0.0)], 3.0, [0; 3], area);
        assert_eq!(line.pieces, [vec![(5.0, 5.0)], vec![(10.0, 0.0)]]);
    }
}
