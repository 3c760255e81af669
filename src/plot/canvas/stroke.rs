//! Draws lines into pixels with smooth edges.

use crate::plot::canvas::line::Line;
use crate::plot::canvas::line::Point;

/// How much of each pixel of a rectangle a line covers.
pub(crate) struct Coverage {
    /// Left and top of the rectangle, in pixels.
    pub(crate) corner: (i64, i64),
    pub(crate) width: usize,
    /// 0 to 1, row by row from the top.
    pub(crate) parts: Vec<f32>,
}

impl Coverage {
    /// The coverage of a line, with `scale` pixels to a logical one.
    ///
    /// A pixel's part is that of a straight edge at the distance of its centre: ½ + w/2 − d,
    /// between 0 and 1. Where segments meet it is the larger of theirs, so no joint is darker.
    pub(crate) fn of(line: &Line, scale: f64) -> Self {
        let snap = |length: f64| (length * scale).round() as i64;
        let corner = (snap(line.clip.x), snap(line.clip.y));
        let side = |low: i64, high: f64| usize::try_from(snap(high) - low).unwrap_or(0);
        let (width, height) =
            (side(corner.0, line.clip.right()), side(corner.1, line.clip.bottom()));
        let mut coverage = Self { corner, width, parts: vec![0.0; width * height] };
        let place = |(x, y): Point| (x * scale - corner.0 as f64, y * scale - corner.1 as f64);
        let half = 0.5 * line.width * scale;
        for piece in &line.pieces {
            if let [only] = piece.as_slice() {
                coverage.add(place(*only), place(*only), half);
            }
            for pair in piece.windows(2) {
                coverage.add(place(pair[0]), place(pair[1]), half);
            }
        }
        coverage
    }

    fn add(&mut self, from: Point, to: Point, half: f64) {
        let reach = half + 1.0;
        let width = self.width;
        let height = self.parts.len().checked_div(width).unwrap_or(0);
        let columns = span(from.0, to.0, reach, width);
        for y in span(from.1, to.1, reach, height) {
            for x in columns.clone() {
                let centre = (x as f64 + 0.5, y as f64 + 0.5);
                let part = (0.5 + half - distance(centre, from, to)).clamp(0.0, 1.0) as f32;
                let cell = &mut self.parts[y * width + x];
                *cell = cell.max(part);
            }
        }
    }
}

/// The pixels, of `length`, within `reach` of a segment from `a` to `b`.
fn span(a: f64, b: f64, reach: f64, length: usize) -> std::ops::Range<usize> {
    let clamp = |x: f64| x.clamp(0.0, length as f64) as usize;
    clamp((a.min(b) - reach).floor())..clamp((a.max(b) + reach).ceil())
}

/// The distance of a point from a segment.
fn distance(point: Point, from: Point, to: Point) -> f64 {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let (px, py) = (point.0 - from.0, point.1 - from.1);
    let length = dx * dx + dy * dy;
    let t = if length > 0.0 { ((px * dx + py * dy) / length).clamp(0.0, 1.0) } else { 0.0 };
    let (x, y) = (px - t * dx, py - t * dy);
    (x * x + y * y).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plot::canvas::Area;

    fn coverage(pieces: Vec<Vec<Point>>, width: f64) -> Coverage {
        let clip = Area::new(0.0, 0.0, 20.0, 20.0);
        Coverage::of(&Line { pieces, width, color: [0; 3], clip }, 1.0)
    }

    fn area(pieces: Vec<Vec<Point>>, width: f64) -> f64 {
        coverage(pieces, width).parts.into_iter().map(f64::from).sum()
    }

    #[test]
    fn line_on_the_pixels_is_exact() {
        let parts = coverage(vec![vec![(-9.0, 10.0), (29.0, 10.0)]], 2.0).parts;
        for (index, part) in parts.into_iter().enumerate() {
            let wanted = f32::from(u8::from((9..11).contains(&(index / 20))));
            assert!((part - wanted).abs() < 1e-6, "{index}: {part}");
        }
    }

    #[test]
    fn area_of_a_disk_and_of_a_slanted_line_is_the_true_one() {
        let disk = area(vec![vec![(10.3, 9.8)]], 9.0);
        assert!((disk / (std::f64::consts::PI * 4.5 * 4.5) - 1.0).abs() < 0.02, "{disk}");
        // 3-4-5: length 10, width 3, and two half disks at the ends.
        let line = area(vec![vec![(6.0, 6.0), (12.0, 14.0)]], 3.0);
        let wanted = 10.0 * 3.0 + std::f64::consts::PI * 1.5 * 1.5;
        assert!((line / wanted - 1.0).abs() < 0.02, "{line}, not {wanted}");
    }

    #[test]
    fn crossing_pieces_cover_no_more_than_once() {
        let cross = vec![vec![(2.0, 2.0), (18.0, 18.0)], vec![(2.0, 18.0), (18.0, 2.0)]];
        let both = coverage(cross.clone(), 3.0).parts;
        let one = coverage(cross[..1].to_vec(), 3.0).parts;
        let other = coverage(cross[1..].to_vec(), 3.0).parts;
        for ((both, one), other) in both.into_iter().zip(one).zip(other) {
            assert!(both.to_bits() == one.max(other).to_bits());
        }
    }
}
