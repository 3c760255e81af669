//! A sheet of charts, one above the other, with one heading.

use crate::plot::Error;
use crate::plot::axes::Axis;
use crate::plot::canvas::Canvas;
use crate::plot::canvas::RESOLUTION;
use crate::plot::canvas::raster;
use crate::plot::canvas::svg;
use crate::plot::chart::LineChart;
use crate::plot::chart::panel::Panel;
use crate::plot::heatmap::Heading;
use crate::plot::heatmap::MARGIN;

/// Width of every frame in logical pixels.
const WIDTH: f64 = 560.0;
/// Height of the frame of a single chart, and of one of several.
const HEIGHTS: (f64, f64) = (320.0, 170.0);
/// Between panels.
const GAP: f64 = 14.0;

/// One or more charts above each other, of equal width, in one picture.
///
/// A chart with the same x axis as the one below it leaves the numbers to that one.
///
/// # Examples
///
/// ```
/// use mfn::plot::{Band, ChartAxis, ChartSheet, LineChart, Rule, Series};
///
/// let rate = |k: f64| 0.1 - (k * k - 1.0) * (k * k - 1.0);
/// let curve = (0..100).map(|i| 0.015 * f64::from(i)).map(|k| (k, rate(k))).collect();
/// let chart = LineChart {
///     rules: vec![Rule::horizontal(0.0, ""), Rule::vertical(1.0, "k_c")],
///     bands: vec![Band::new((0.83, 1.15), "unstable")],
///     ..LineChart::new(
///         ChartAxis::linear("wavenumber k (1 / unit length)"),
///         ChartAxis::linear("growth rate (1 / unit time)"),
///         vec![Series::new("Re λ", curve)],
///     )
/// };
/// let sheet = ChartSheet { title: "swift-hohenberg", subtitle: "", charts: &[chart] };
/// assert!(sheet.png()?.starts_with(b"\x89PNG"));
/// assert!(sheet.svg()?.starts_with("<svg"));
/// # Ok::<(), mfn::plot::Error>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct ChartSheet<'a> {
    /// The line in bold above; may be empty.
    pub title: &'a str,
    /// The line below the title; may be empty.
    pub subtitle: &'a str,
    /// The charts from above to below.
    pub charts: &'a [LineChart],
}

impl ChartSheet<'_> {
    /// The picture as PNG, about 1300 pixels wide.
    ///
    /// # Errors
    ///
    /// [`Error::NoCharts`], [`Error::NoSeries`] or [`Error::NoPoints`] if there is nothing to draw,
    /// [`Error::NotFinite`], [`Error::NotPositive`] or [`Error::AxisRange`] if a number has no
    /// place on its axis, [`Error::Png`] if the encoder fails.
    pub fn png(&self) -> Result<Vec<u8>, Error> {
        raster::png(&raster::draw(&self.canvas()?, RESOLUTION))
    }

    /// The picture as SVG: lines as paths, text as text.
    ///
    /// # Errors
    ///
    /// As [`png`](Self::png).
    pub fn svg(&self) -> Result<String, Error> {
        svg::draw(&self.canvas()?)
    }

    pub(crate) fn canvas(&self) -> Result<Canvas, Error> {
        if self.charts.is_empty() {
            return Err(Error::NoCharts);
        }
        let height = if self.charts.len() == 1 { HEIGHTS.0 } else { HEIGHTS.1 };
        let laid_out = self.charts.iter().map(|chart| Panel::new(chart, (WIDTH, height)));
        let panels: Vec<Panel<'_>> = laid_out.collect::<Result<_, _>>()?;
        let heading = Heading::with_note(self.title, self.subtitle, "");

        let widest = |room: &dyn Fn(&Panel<'_>) -> f64| panels.iter().map(room).fold(0.0, f64::max);
        let left = (MARGIN + widest(&|panel| panel.left())).ceil();
        let right = left + (WIDTH + widest(&|panel| panel.right())).max(heading.width()) + MARGIN;
        let mut top = (MARGIN + heading.height()).ceil();
        let mut places = Vec::with_capacity(panels.len());
        for (index, panel) in panels.iter().enumerate() {
            let shares = panels.get(index + 1).is_some_and(|next| panel.shares_axis_with(next));
            top += panel.top();
            places.push((top, !shares));
            let last = index + 1 == panels.len();
            top += height + if shares { 0.0 } else { Axis::depth() } + if last { 0.0 } else { GAP };
        }
        let mut canvas = Canvas::new(right, top + MARGIN);
        heading.draw(&mut canvas, left);
        for (panel, (top, with_axis)) in panels.iter().zip(places) {
            panel.draw(&mut canvas, (left, top), with_axis);
        }
        Ok(canvas)
    }
}
