//! The legend: a row of samples with their labels above a chart.

use crate::plot::canvas::Anchor;
use crate::plot::canvas::Area;
use crate::plot::canvas::Canvas;
use crate::plot::canvas::font::TICK;
use crate::plot::canvas::line::Line;
use crate::plot::canvas::line::Pen;
use crate::plot::canvas::line::Point;
use crate::plot::chart::PALETTE;
use crate::plot::chart::Series;
use crate::plot::chart::Stroke;
use crate::plot::color::Rgb;

/// Thickness of a curve.
const THICKNESS: f64 = 1.6;
/// Diameter of the disk at a marked point.
const DISK: f64 = 5.0;
/// Length of a sample.
const SAMPLE: f64 = 24.0;
/// Between a sample and its label.
const GAP: f64 = 6.0;
/// Between entries.
const SPACE: f64 = 18.0;
/// From row to row.
const ROW: f64 = 17.0;
/// Below the last row.
const BELOW: f64 = 3.0;

/// A curve as it looks: pen and disks.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Look {
    color: Rgb,
    stroke: Stroke,
    disks: bool,
}

impl Look {
    /// The look of every series of a chart, in order.
    pub(crate) fn of(series: &[Series]) -> Vec<Self> {
        let color = |(index, series): (usize, &Series)| {
            let color = PALETTE[series.color.unwrap_or(index) % PALETTE.len()];
            Self { color, stroke: series.stroke, disks: series.has_disks() }
        };
        series.iter().enumerate().map(color).collect()
    }

    /// Draws a curve through points on the canvas.
    pub(crate) fn draw(self, canvas: &mut Canvas, points: &[Point], clip: Area) {
        let dash: &[f64] = match self.stroke {
            Stroke::Dashed => &[6.0, 5.0],
            // With its round ends a dot is as long as it is thick.
            Stroke::Dotted => &[0.01, 4.0],
            Stroke::Solid | Stroke::Points => &[],
        };
        if self.stroke != Stroke::Points {
            let pen = Pen { width: THICKNESS, color: self.color, dash };
            canvas.line(Line::through(points, pen, clip));
        }
        if self.disks {
            canvas.line(Line::disks(points, DISK, self.color, clip));
        }
    }
}

/// Samples of the curves that have a label, in rows.
#[derive(Debug, Clone)]
pub(crate) struct Legend {
    rows: Vec<Vec<(Look, String)>>,
}

impl Legend {
    /// The legend of a chart of that width.
    pub(crate) fn new(series: &[Series], width: f64) -> Self {
        let mut rows: Vec<Vec<(Look, String)>> = Vec::new();
        let mut used = f64::INFINITY;
        for (look, series) in Look::of(series).into_iter().zip(series) {
            if series.label.is_empty() {
                continue;
            }
            let label = TICK.cut(&series.label, width - SAMPLE - GAP).into_owned();
            let length = entry_width(&label);
            if used + length > width {
                rows.push(Vec::new());
                used = 0.0;
            }
            used += length + SPACE;
            if let Some(row) = rows.last_mut() {
                row.push((look, label));
            }
        }
        Self { rows }
    }

    /// What it needs above the chart.
    pub(crate) fn height(&self) -> f64 {
        if self.rows.is_empty() { 0.0 } else { ROW * self.rows.len() as f64 + BELOW }
    }

    /// Draws it from its upper left corner on.
    pub(crate) fn draw(&self, canvas: &mut Canvas, (left, top): (f64, f64)) {
        for (index, row) in self.rows.iter().enumerate() {
            let middle = top + (index as f64 + 0.5) * ROW;
            let mut x = left;
            for (look, label) in row {
                let clip = Area::new(x - DISK, middle - DISK, SAMPLE + 2.0 * DISK, 2.0 * DISK);
                let points = [(x, middle), (x + 0.5 * SAMPLE, middle), (x + SAMPLE, middle)];
                // One disk, not one at either end.
                let line = Look { disks: false, ..*look };
                line.draw(canvas, &points, clip);
                if look.disks {
                    Look { stroke: Stroke::Points, ..*look }.draw(canvas, &points[1..2], clip);
                }
                let baseline = middle + 0.5 * TICK.cap_height();
                canvas.text((x + SAMPLE + GAP, baseline), Anchor::Start, TICK, label);
                x += entry_width(label) + SPACE;
            }
        }
    }
}

fn entry_width(label: &str) -> f64 {
    SAMPLE + GAP + TICK.width(label)
}
