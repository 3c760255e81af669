//! The picture of a certificate: growth rates of every steady state over the wavenumber.

use crate::commands::failure::Failure;
use crate::commands::simulate::explain::certificate::Certificate;
use mfn::model::SteadyState;
use mfn::plot::{Band, ChartAxis, ChartSheet, LineChart, Rule, Series, Stroke};
use std::f64::consts::PI;

/// Points of a curve.
const POINTS: u32 = 600;

/// Marked modes of the grid, at most.
const MOST_MARKS: usize = 60;

/// The picture as PNG and as SVG; `None` if the model has no steady state.
pub(crate) fn draw(certificate: &Certificate<'_>) -> Result<Option<(Vec<u8>, String)>, Failure> {
    let states = &certificate.analysis.states;
    let charts: Vec<LineChart> =
        states.iter().flat_map(|state| charts(certificate, state)).collect();
    if charts.is_empty() {
        return Ok(None);
    }
    let preset = certificate.preset;
    let names: Vec<String> = states.iter().map(named).collect();
    // Several states are named in the legends of their charts.
    let kind = preset.model.kind().name();
    let subtitle = match names.as_slice() {
        [name] => format!("{kind}: {name}"),
        names => format!("{kind}: {} steady states", names.len()),
    };
    let title = format!("{}: dispersion relation", preset.name);
    let sheet = ChartSheet { title: &title, subtitle: &subtitle, charts: &charts };
    Ok(Some((sheet.png()?, sheet.svg()?)))
}

/// `u = 1, v = 0.9 (Turing)`.
fn named(state: &SteadyState) -> String {
    let values = state.equilibrium.species.iter().zip(&state.equilibrium.state);
    let values: Vec<String> = values.map(|(name, value)| format!("{name} = {value:.4}")).collect();
    format!("{} ({})", values.join(", "), state.steadiness.name())
}

/// The rates of growth of one state and, where they are complex, its angular frequency below.
fn charts(certificate: &Certificate<'_>, state: &SteadyState) -> Vec<LineChart> {
    let linear = &state.equilibrium.linear;
    let last = last_wavenumber(certificate, state);
    let wavenumbers: Vec<f64> =
        (0..=POINTS).map(|point| last * f64::from(point) / f64::from(POINTS)).collect();
    let at = match certificate.analysis.states.len() {
        1 => String::new(),
        _ => format!(" at {}", named(state)),
    };
    let x = || ChartAxis::linear("wavenumber k (1 / unit length)").within(0.0, last);
    let curve = |branch: usize| {
        let rate = |k: &f64| (*k, linear.growth_rates(k * k)[branch].re);
        wavenumbers.iter().map(rate).collect()
    };
    let label =
        |branch: usize| format!("Re λ{}{}", index(branch), if branch == 0 { &at } else { "" });
    let branches = 0..linear.growth_rates(0.0).len();
    let mut series: Vec<Series> =
        branches.map(|branch| Series::new(label(branch), curve(branch))).collect();
    let marks = grid_modes(certificate, state, last);
    if !marks.is_empty() {
        let stroke = Stroke::Points;
        series.push(Series { stroke, color: Some(6), ..Series::new("modes of the grid", marks) });
    }
    let (low, high) = shown_rates(&series);
    let y = ChartAxis::linear("Re λ (1 / unit time)").within(low, high);
    let mut chart = LineChart::new(x(), y, series);
    chart.rules.push(Rule::horizontal(0.0, ""));
    if let Some(band) = state.steadiness.band() {
        let edges = (band.band.0.sqrt(), band.band.1.sqrt());
        chart.bands.push(Band::new(edges, "grows"));
        if band.critical_wavenumber > 0.0 {
            chart.rules.push(Rule::vertical(band.critical_wavenumber, "k_c"));
        }
        chart.rules.push(Rule::vertical(band.most_unstable.wavenumber, "k_m"));
    }
    let waves: Vec<(f64, f64)> =
        wavenumbers.iter().map(|k| (*k, linear.leading(k * k).im.abs())).collect();
    if waves.iter().all(|(_, frequency)| *frequency == 0.0) {
        return vec![chart];
    }
    let waves = Series { stroke: Stroke::Dashed, ..Series::new("|Im λ|", waves) };
    let y = ChartAxis::linear("|Im λ| (1 / unit time)");
    vec![chart, LineChart::new(x(), y, vec![waves])]
}

fn index(branch: usize) -> &'static str {
    if branch == 0 { "₁" } else { "₂" }
}

/// Twice the band's end; without a band, a quarter of the grid's shortest wave.
fn last_wavenumber(certificate: &Certificate<'_>, state: &SteadyState) -> f64 {
    let shortest = PI / certificate.preset.grid.spacing();
    match state.steadiness.band() {
        Some(band) => 1.7 * band.band.1.sqrt(),
        None => 0.25 * shortest,
    }
}

/// The grid's own modes along its longer side, at the rates that its stencil gives them.
fn grid_modes(certificate: &Certificate<'_>, state: &SteadyState, last: f64) -> Vec<(f64, f64)> {
    let setup = certificate.preset.setup(mfn::engine::Initial::Noise { amplitude: 0.0 }, false);
    let modes = mfn::verify::Modes::new(&setup);
    // Walls that hold a value have no wave of constant phase along the rows.
    let other = |mode: &mfn::verify::Mode| [mode.index[0], mode.index[1]];
    let least = modes.iter().map(|mode| other(&mode)).min().unwrap_or_default();
    let along = modes.iter().filter(|mode| other(mode) == least && mode.wavenumber < last);
    let rate = |symbol: f64| state.equilibrium.linear.leading(symbol).re;
    let marks: Vec<(f64, f64)> = along.map(|mode| (mode.wavenumber, rate(mode.symbol))).collect();
    // Denser modes than the eye can part are a line.
    if marks.len() > MOST_MARKS { Vec::new() } else { marks }
}

/// The range of rates that shows the leading branch: far below zero nothing happens.
fn shown_rates(series: &[Series]) -> (f64, f64) {
    let points = series.first().map(|series| series.points.as_slice()).unwrap_or_default();
    let rates = points.iter().map(|(_, rate)| *rate);
    let top = rates.clone().fold(0.0, f64::max);
    let lowest = rates.fold(0.0, f64::min);
    let low = if top > 0.0 { lowest.max(-4.0 * top) } else { lowest };
    let margin = 0.05 * (top - low).max(1e-9);
    (low - margin, top + margin)
}
