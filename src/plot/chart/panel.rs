//! One chart of a sheet, laid out: how much room it needs and how it is drawn.

use crate::plot::Error;
use crate::plot::axes::Axis;
use crate::plot::canvas::Area;
use crate::plot::canvas::Canvas;
use crate::plot::canvas::line::Line;
use crate::plot::canvas::line::Pen;
use crate::plot::canvas::line::Point;
use crate::plot::chart::LineChart;
use crate::plot::chart::Rule;
use crate::plot::chart::check::intervals;
use crate::plot::chart::legend::Legend;
use crate::plot::chart::legend::Look;
use crate::plot::chart::notes::NotesAbove;
use crate::plot::chart::notes::NotesBeside;
use crate::plot::chart::thin::thinned;
use crate::plot::color::Rgb;
use crate::plot::scale::Interval;

/// Lines at the ticks: to be seen only when looked for.
const GRID: Rgb = [230, 230, 230];
const SHADE: Rgb = [225, 236, 244];
/// Reference lines.
const RULE: Pen = Pen { width: 1.0, color: [110, 110, 110], dash: &[4.0, 4.0] };
/// Columns of points kept for a logical pixel: twice as fine as the PNG.
const COLUMNS: f64 = 4.0;

/// A chart with its axes, legend and labels.
pub(crate) struct Panel<'a> {
    chart: &'a LineChart,
    size: (f64, f64),
    x: Interval,
    y: Interval,
    x_axis: Axis,
    y_axis: Axis,
    legend: Legend,
    above: NotesAbove,
    beside: NotesBeside,
}

impl<'a> Panel<'a> {
    /// Lays out a chart with a frame of that size.
    pub(crate) fn new(chart: &'a LineChart, size: (f64, f64)) -> Result<Self, Error> {
        let (x, y) = intervals(chart)?;
        let (width, height) = size;
        let (mut above, mut beside) = (Vec::new(), Vec::new());
        for rule in &chart.rules {
            let label = rule.label().to_owned();
            match rule {
                _ if !within(place_of(rule, x, y)) => {}
                Rule::Vertical(at, _) => above.push((x.place(*at) * width, label)),
                Rule::Horizontal(at, _) => beside.push(((1.0 - y.place(*at)) * height, label)),
            }
        }
        for band in &chart.bands {
            if let Some((left, right)) = seen(band.range, x) {
                above.push((0.5 * (left + right) * width, band.label.clone()));
            }
        }
        Ok(Self {
            chart,
            size,
            x,
            y,
            x_axis: Axis::lying(&chart.x.label, x, width),
            y_axis: Axis::standing(&chart.y.label, y, height),
            legend: Legend::new(&chart.series, width),
            above: NotesAbove::new(above, width),
            beside: NotesBeside::new(beside),
        })
    }

    /// What it needs left of its frame.
    pub(crate) fn left(&self) -> f64 {
        self.y_axis.breadth().max(self.x_axis.overhang())
    }

    /// What it needs right of its frame.
    pub(crate) fn right(&self) -> f64 {
        self.beside.breadth().max(self.x_axis.overhang())
    }

    /// What it needs above its frame.
    pub(crate) fn top(&self) -> f64 {
        (self.legend.height() + self.above.height()).ceil()
    }

    /// Whether the axis below another panel says all that this one's would.
    pub(crate) fn shares_axis_with(&self, other: &Self) -> bool {
        self.chart.x.label == other.chart.x.label && self.x == other.x
    }

    /// Draws it with the upper left corner of its frame at (x, y).
    pub(crate) fn draw(&self, canvas: &mut Canvas, (x, y): (f64, f64), with_axis: bool) {
        let area = Area::new(x, y, self.size.0, self.size.1);
        self.legend.draw(canvas, (x, y - self.top()));
        self.above.draw(canvas, area);
        self.beside.draw(canvas, area);
        self.draw_bands(canvas, area);
        self.draw_grid(canvas, area);
        self.draw_rules(canvas, area);
        for (look, series) in Look::of(&self.chart.series).into_iter().zip(&self.chart.series) {
            let points: Vec<Point> =
                series.points.iter().map(|&(x, y)| self.position(area, (x, y))).collect();
            look.draw(canvas, &thinned(&points, COLUMNS), area);
        }
        canvas.frame(area);
        self.y_axis.left_of(canvas, area);
        if with_axis {
            self.x_axis.below(canvas, area);
        } else {
            self.x_axis.marks_below(canvas, area);
        }
    }

    fn draw_bands(&self, canvas: &mut Canvas, area: Area) {
        for (left, right) in self.chart.bands.iter().filter_map(|band| seen(band.range, self.x)) {
            let (left, right) = (area.x + left * area.width, area.x + right * area.width);
            canvas.fill(Area::new(left, area.y, right - left, area.height), SHADE);
        }
    }

    fn draw_grid(&self, canvas: &mut Canvas, area: Area) {
        for x in self.x_axis.lines().filter(|x| (0.0..area.width).contains(x)) {
            canvas.fill(Area::new(area.x + x, area.y, 1.0, area.height), GRID);
        }
        for y in self.y_axis.lines().filter(|y| (0.0..area.height).contains(y)) {
            canvas.fill(Area::new(area.x, area.y + y, area.width, 1.0), GRID);
        }
    }

    fn draw_rules(&self, canvas: &mut Canvas, area: Area) {
        for rule in &self.chart.rules {
            let place = place_of(rule, self.x, self.y);
            if !within(place) {
                continue;
            }
            let (x, y) = (area.x + place * area.width, area.bottom() - place * area.height);
            let ends = match rule {
                Rule::Vertical(..) => [(x, area.bottom()), (x, area.y)],
                Rule::Horizontal(..) => [(area.x, y), (area.right(), y)],
            };
            canvas.line(Line::through(&ends, RULE, area));
        }
    }

    /// Where a point lies on the canvas.
    fn position(&self, area: Area, (x, y): (f64, f64)) -> Point {
        let (x, y) = (self.x.place(x), self.y.place(y));
        (area.x + x * area.width, area.bottom() - y * area.height)
    }
}

fn place_of(rule: &Rule, x: Interval, y: Interval) -> f64 {
    match rule {
        Rule::Vertical(..) => x.place(rule.at()),
        Rule::Horizontal(..) => y.place(rule.at()),
    }
}

fn within(place: f64) -> bool {
    (0.0..=1.0).contains(&place)
}

/// The part of a range that lies on an axis, as places along it.
fn seen((a, b): (f64, f64), axis: Interval) -> Option<(f64, f64)> {
    let (a, b) = (axis.place(a), axis.place(b));
    let (left, right) = (a.min(b).max(0.0), a.max(b).min(1.0));
    (left <= right).then_some((left, right))
}
