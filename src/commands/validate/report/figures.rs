//! The picture behind a number, as SVG.

use crate::commands::failure::Failure;
use mfn::plot::{ChartAxis, ChartSheet, LineChart, Series, Stroke};
use mfn::verify::{Curve, Figure, FigureAxis, Mark};

/// Draws it.
pub(crate) fn svg(figure: &Figure) -> Result<String, Failure> {
    let shown = figure.curves.iter().map(|curve| series(curve, figure));
    let shown: Vec<Series> = shown.filter(|series| !series.points.is_empty()).collect();
    let chart = LineChart::new(axis(&figure.x), axis(&figure.y), shown);
    Ok(ChartSheet { charts: &[chart], title: &figure.title, subtitle: "" }.svg()?)
}

fn axis(axis: &FigureAxis) -> ChartAxis {
    if axis.is_log { ChartAxis::logarithmic(&axis.label) } else { ChartAxis::linear(&axis.label) }
}

/// The points that have a place on the axes: an error of 0 has none on a logarithmic one.
fn series(curve: &Curve, figure: &Figure) -> Series {
    let fits = |value: f64, axis: &FigureAxis| value.is_finite() && (!axis.is_log || value > 0.0);
    let places = curve.points.iter().copied();
    let points = places.filter(|(x, y)| fits(*x, &figure.x) && fits(*y, &figure.y)).collect();
    let series = Series::new(&curve.label, points);
    match curve.mark {
        Mark::Line => series,
        Mark::Points => Series { stroke: Stroke::Points, ..series },
    }
}
