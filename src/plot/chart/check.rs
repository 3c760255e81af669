//! What a chart can show: finite numbers, on a logarithmic axis above 0, and the range of them.

use crate::plot::Error;
use crate::plot::chart::ChartAxis;
use crate::plot::chart::LineChart;
use crate::plot::chart::Rule;
use crate::plot::scale::Interval;
use crate::plot::scale::Scale;

/// Part of the length of the standing axis that stays free at either end.
const MARGIN: f64 = 0.05;

/// The intervals of the two axes of a chart, every number of it held to be one that can be shown.
pub(crate) fn intervals(chart: &LineChart) -> Result<(Interval, Interval), Error> {
    if chart.series.is_empty() {
        return Err(Error::NoSeries { chart: chart.y.label.clone() });
    }
    let (mut across, mut up) = (Span::of(&chart.x), Span::of(&chart.y));
    for series in &chart.series {
        if series.points.is_empty() {
            return Err(Error::NoPoints { series: series.label.clone() });
        }
        for &(x, y) in &series.points {
            across.take(x, "the series", &series.label)?;
            up.take(y, "the series", &series.label)?;
        }
    }
    for rule in &chart.rules {
        match rule {
            Rule::Vertical(at, label) => across.take(*at, "the line", label)?,
            Rule::Horizontal(at, label) => up.take(*at, "the line", label)?,
        }
    }
    for band in &chart.bands {
        across.take(band.range.0, "the band", &band.label)?;
        across.take(band.range.1, "the band", &band.label)?;
    }
    Ok((across.interval(0.0)?, up.interval(MARGIN)?))
}

/// The numbers along one axis.
struct Span<'a> {
    axis: &'a ChartAxis,
    low: f64,
    high: f64,
}

impl<'a> Span<'a> {
    fn of(axis: &'a ChartAxis) -> Self {
        Self { axis, low: f64::INFINITY, high: f64::NEG_INFINITY }
    }

    fn take(&mut self, number: f64, what: &str, label: &str) -> Result<(), Error> {
        if !number.is_finite() {
            return Err(Error::NotFinite { what: format!("{what} {label}"), found: number });
        }
        if self.axis.scale == Scale::Logarithmic && number <= 0.0 {
            return Err(Error::NotPositive { what: format!("{what} {label}"), found: number });
        }
        self.low = self.low.min(number);
        self.high = self.high.max(number);
        Ok(())
    }

    /// The interval given for the axis, or that of its numbers with a margin.
    fn interval(&self, margin: f64) -> Result<Interval, Error> {
        let (scale, label) = (self.axis.scale, &self.axis.label);
        let Some((low, high)) = self.axis.range else {
            return Ok(Interval::new(scale, (self.low, self.high)).padded(margin));
        };
        if !(low.is_finite() && high.is_finite() && low < high) {
            return Err(Error::AxisRange { axis: label.clone(), low, high });
        }
        if scale == Scale::Logarithmic && low <= 0.0 {
            return Err(Error::NotPositive { what: format!("the axis {label}"), found: low });
        }
        Ok(Interval { low, high, scale })
    }
}
