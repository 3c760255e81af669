//! Axes: ticks, their labels and the name of what they measure, on three sides of an area.

use crate::plot::canvas::Anchor;
use crate::plot::canvas::Area;
use crate::plot::canvas::Canvas;
use crate::plot::canvas::INK;
use crate::plot::canvas::font::NAME;
use crate::plot::canvas::font::TICK;
use crate::plot::scale::Interval;
use crate::plot::scale::Scale;
use crate::plot::ticks::Tick;
use crate::plot::ticks::log_ticks;
use crate::plot::ticks::ticks;

/// Length of a tick, its frame line not counted.
const MARK: f64 = 4.0;
/// Between a tick and its label.
const GAP: f64 = 4.0;
/// Between the labels and the name.
const NAME_GAP: f64 = 9.0;
/// What hangs below the baseline of a name.
const DESCENT: f64 = 3.0;
/// Labels of neighbouring ticks are at least this far apart.
const CLEARANCE: f64 = 8.0;
/// More ticks than these are noise.
const MOST_INTERVALS: usize = 7;

/// An axis from `low` to `high`, with as many ticks as its labels leave room for.
#[derive(Debug, Clone)]
pub(crate) struct Axis {
    name: String,
    interval: Interval,
    length: f64,
    ticks: Vec<Tick>,
    /// Values grow upwards, against the pixels.
    rising: bool,
}

impl Axis {
    /// An axis of `length` pixels that lies.
    pub(crate) fn lying(name: &str, interval: impl Into<Interval>, length: f64) -> Self {
        let interval = interval.into();
        let fits = |ticks: &[Tick]| {
            let widest = ticks.iter().map(|tick| TICK.width(&tick.label)).fold(0.0, f64::max);
            distance(ticks, interval) * length >= widest + CLEARANCE
        };
        let ticks = most(interval, fits);
        Self { name: name.to_owned(), interval, length, ticks, rising: false }
    }

    /// An axis of `length` pixels that stands, `low` at the bottom.
    pub(crate) fn standing(name: &str, interval: impl Into<Interval>, length: f64) -> Self {
        let interval = interval.into();
        let pitch = TICK.cap_height() + 2.0 * CLEARANCE;
        let fits = |ticks: &[Tick]| distance(ticks, interval) * length >= pitch;
        let name = NAME.cut(name, length.max(4.0 * NAME.size)).into_owned();
        Self { name, interval, length, ticks: most(interval, fits), rising: true }
    }

    /// An axis of `length` pixels that stands, `low` at the top.
    pub(crate) fn hanging(name: &str, interval: impl Into<Interval>, length: f64) -> Self {
        Self { rising: false, ..Self::standing(name, interval, length) }
    }

    /// What any lying axis needs below its area.
    pub(crate) fn depth() -> f64 {
        // Whole pixels, so that what is drawn below it is sharp.
        (1.0 + MARK + GAP + TICK.cap_height() + NAME_GAP + NAME.cap_height() + DESCENT).ceil()
    }

    /// The near edge of every tick's line, from the left or the top of the area.
    ///
    /// Ticks at the ends continue the lines of the frame.
    pub(crate) fn lines(&self) -> impl Iterator<Item = f64> {
        self.ticks.iter().map(|tick| {
            let place = self.place(tick);
            let along = if self.rising { 1.0 - place } else { place };
            (2.0 * (along * (self.length + 1.0) - 1.0)).round() / 2.0
        })
    }

    /// What a standing axis needs beside its area.
    pub(crate) fn breadth(&self) -> f64 {
        1.0 + MARK + GAP + self.label_width() + NAME_GAP + self.name_breadth()
    }

    /// How far labels and name of a lying axis reach beyond its right end, and its left one.
    pub(crate) fn overhang(&self) -> f64 {
        let name = 0.5 * (NAME.width(&self.name) - self.length);
        let labels = self.ticks.iter().map(|tick| {
            let half = 0.5 * TICK.width(&tick.label);
            let place = self.place(tick);
            half + (place - 1.0).max(-place) * self.length
        });
        labels.fold(name.max(0.0), f64::max)
    }

    /// Draws the axis below an area, `low` at the left.
    pub(crate) fn below(&self, canvas: &mut Canvas, area: Area) {
        self.marks_below(canvas, area);
        let baseline = area.bottom() + 1.0 + MARK + GAP + TICK.cap_height();
        for (tick, x) in self.ticks.iter().zip(self.lines()) {
            canvas.text((area.x + x + 0.5, baseline), Anchor::Middle, TICK, &tick.label);
        }
        let middle = area.x + 0.5 * area.width;
        let baseline = baseline + NAME_GAP + NAME.cap_height();
        canvas.text((middle, baseline), Anchor::Middle, NAME, &self.name);
    }

    /// Draws the ticks below an area without their labels.
    pub(crate) fn marks_below(&self, canvas: &mut Canvas, area: Area) {
        for x in self.lines() {
            canvas.fill(Area::new(area.x + x, area.bottom(), 1.0, 1.0 + MARK), INK);
        }
    }

    /// Draws the axis left of an area.
    pub(crate) fn left_of(&self, canvas: &mut Canvas, area: Area) {
        let edge = area.x - 1.0 - MARK - GAP;
        for (tick, y) in self.ticks.iter().zip(self.lines()) {
            let y = area.y + y;
            canvas.fill(Area::new(area.x - 1.0 - MARK, y, 1.0 + MARK, 1.0), INK);
            let baseline = y + 0.5 + 0.5 * TICK.cap_height();
            canvas.text((edge, baseline), Anchor::End, TICK, &tick.label);
        }
        let right = edge - self.label_width() - NAME_GAP;
        self.draw_name(canvas, right - self.name_breadth(), area);
    }

    /// Draws the axis right of an area.
    pub(crate) fn right_of(&self, canvas: &mut Canvas, area: Area) {
        let edge = area.right() + 1.0 + MARK + GAP;
        for (tick, y) in self.ticks.iter().zip(self.lines()) {
            let y = area.y + y;
            canvas.fill(Area::new(area.right(), y, 1.0 + MARK, 1.0), INK);
            let baseline = y + 0.5 + 0.5 * TICK.cap_height();
            canvas.text((edge, baseline), Anchor::Start, TICK, &tick.label);
        }
        self.draw_name(canvas, edge + self.label_width() + NAME_GAP, area);
    }

    /// Draws the name of a standing axis, from `left` on, at the middle of the area.
    fn draw_name(&self, canvas: &mut Canvas, left: f64, area: Area) {
        let middle = area.y + 0.5 * area.height;
        if self.is_symbol() {
            let baseline = middle + 0.5 * NAME.cap_height();
            canvas.text((left, baseline), Anchor::Start, NAME, &self.name);
        } else {
            canvas.turned_text((left + NAME.cap_height(), middle), NAME, &self.name);
        }
    }

    /// Whether the name is so short that it stands upright: a turned v reads as an arrow.
    fn is_symbol(&self) -> bool {
        NAME.width(&self.name) <= 1.5 * NAME.size
    }

    fn name_breadth(&self) -> f64 {
        if self.is_symbol() { NAME.width(&self.name) } else { NAME.cap_height() + DESCENT }
    }

    fn label_width(&self) -> f64 {
        self.ticks.iter().map(|tick| TICK.width(&tick.label)).fold(0.0, f64::max)
    }

    /// Where a tick lies between the ends, 0 to 1.
    fn place(&self, tick: &Tick) -> f64 {
        self.interval.place(tick.value)
    }
}

/// The most ticks that fit; one interval if none do.
fn most(interval: Interval, fits: impl Fn(&[Tick]) -> bool) -> Vec<Tick> {
    let Interval { low, high, scale } = interval;
    let place = |intervals| match scale {
        Scale::Linear => ticks(low, high, intervals),
        Scale::Logarithmic => log_ticks(low, high, intervals),
    };
    let mut choices = (1..=MOST_INTERVALS).rev().map(place);
    choices.find(|ticks| fits(ticks)).unwrap_or_else(|| place(1))
}

/// Between the nearest neighbours among the ticks, as part of the axis.
fn distance(ticks: &[Tick], interval: Interval) -> f64 {
    let apart = |pair: &[Tick]| interval.place(pair[1].value) - interval.place(pair[0].value);
    ticks.windows(2).map(apart).fold(f64::INFINITY, f64::min)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_of_a_lying_axis_never_touch() {
        for length in [2.0, 16.0, 32.0, 64.0, 120.0, 480.0, 640.0] {
            for high in [0.004, 1.0, 3.2, 512.0, 99_999.0, 1e7] {
                let axis = Axis::lying("x", (0.0, high), length);
                for pair in axis.ticks.windows(2) {
                    let apart = (pair[1].value - pair[0].value) / high * length;
                    let needed = pair.iter().map(|tick| TICK.width(&tick.label)).sum::<f64>() / 2.0;
                    // With two ticks there is nothing left to leave out.
                    assert!(apart > needed || axis.ticks.len() == 2, "{length}, {high}: {axis:?}");
                }
            }
        }
    }

    #[test]
    fn ticks_at_the_ends_continue_the_frame() {
        for (axis, ends) in [
            (Axis::hanging("y", (0.0, 10.0), 200.0), (-1.0, 200.0)),
            (Axis::standing("y", (0.0, 10.0), 200.0), (200.0, -1.0)),
        ] {
            let lines: Vec<f64> = axis.lines().collect();
            assert_eq!((lines.first(), lines.last()), (Some(&ends.0), Some(&ends.1)));
        }
    }

    #[test]
    fn name_wider_than_its_axis_hangs_over() {
        let name = "a name that is wider than its axis";
        let axis = Axis::lying(name, (0.0, 1.0), 20.0);
        assert!((axis.overhang() - 0.5 * (NAME.width(name) - 20.0)).abs() < 1e-9);
    }
}
