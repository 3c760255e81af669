//! `--plot`: what was measured of each input, drawn, so that a person sees why a number is what it
//! is.

use crate::commands::failure::Failure;
use crate::commands::features::measure::Measured;
use crate::commands::folders;
use mfn::features::{Extended, Parts};
use mfn::format::write_atomic;
use mfn::fractal::{DimensionEstimate, Interface, Mask};
use mfn::grid::FieldView;
use mfn::plot::{
    Band, ChartAxis, ChartSheet, ColorMap, HeatMap, LineChart, Quantity, Rule, Series, Strip,
    Stroke,
};
use ndarray::Array2;
use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// A folder of pictures.
#[derive(Debug)]
pub(crate) struct Plots {
    folder: PathBuf,
    /// How often a name was used: inputs of several folders may share one.
    used: Mutex<BTreeMap<String, usize>>,
}

impl Plots {
    /// Makes the folder if it is missing.
    pub(crate) fn into_folder(folder: &Path) -> Result<Self, Failure> {
        folders::make(folder)?;
        Ok(Self { folder: folder.to_owned(), used: Mutex::new(BTreeMap::new()) })
    }

    /// The folder.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Draws the field; with the extended set, its masks and its fits too.
    pub(crate) fn draw(&self, row: &Measured, extended: Option<&Extended>) -> Result<(), Failure> {
        let Some(last) = &row.last else { return Ok(()) };
        let name = self.name(&row.label);
        let label = match row.unit.as_str() {
            "1" => "value".to_owned(),
            unit => format!("value ({unit})"),
        };
        let quantity = Quantity { label: &label, ..Quantity::plain("") };
        let (field, spacing) = (FieldView::F64(last.view()), row.spacing);
        let (title, subtitle) = (row.label.as_str(), "");
        let map = HeatMap { field, spacing, title, subtitle, quantity, range: None };
        self.keep(&format!("{name}.field.png"), &map.png()?)?;
        let Some(extended) = extended else { return Ok(()) };
        let parts = extended.parts();
        if !parts.mask.is_empty() {
            self.keep(&format!("{name}.masks.png"), &masks(row, last, parts)?)?;
        }
        let charts = charts(parts);
        if !charts.is_empty() {
            let sheet = ChartSheet { title, subtitle: "what was measured", charts: &charts };
            self.keep(&format!("{name}.charts.png"), &sheet.png()?)?;
        }
        Ok(())
    }

    fn keep(&self, name: &str, bytes: &[u8]) -> Result<(), Failure> {
        Ok(write_atomic(&self.folder.join(name), |file| file.write_all(bytes))?)
    }

    /// A file name for an input: its last two parts, what is no letter or digit as a dash.
    fn name(&self, label: &str) -> String {
        let parts: Vec<&str> = label.rsplit('/').take(2).collect();
        let joined: Vec<&str> = parts.into_iter().rev().collect();
        let letter = |letter: char| {
            if letter.is_alphanumeric() || matches!(letter, '.' | '_') { letter } else { '-' }
        };
        let plain: String = joined.join("-").chars().map(letter).collect();
        let plain = plain.trim_matches('-').to_owned();
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        let count = used.entry(plain.clone()).or_insert(0);
        *count += 1;
        if *count == 1 { plain } else { format!("{plain}-{count}") }
    }
}

/// The field between its extremes, its active cells, and their interface.
fn masks(row: &Measured, last: &Array2<f64>, parts: &Parts) -> Result<Vec<u8>, Failure> {
    let (low, high) = FieldView::F64(last.view()).range().unwrap_or((0.0, 1.0));
    let width = if high > low { high - low } else { 1.0 };
    let field = last.mapv(|value| (value - low) / width);
    let flags = |cells: &Array2<bool>| cells.mapv(|cell| f64::from(u8::from(cell)));
    let active = flags(&parts.mask);
    let mask = Mask::Cells(parts.mask.view());
    let interface = flags(&Interface::All.cells(mask, parts.settings.boundary));
    let threshold = parts.threshold.map_or(f64::NAN, |value| value * parts.settings.scale);
    let unit = if row.unit == "1" { "" } else { row.unit.as_str() };
    let above = format!("above {threshold:.4} {unit}");
    let frames = [
        (FieldView::F64(field.view()), "field"),
        (FieldView::F64(active.view()), above.as_str()),
        (FieldView::F64(interface.view()), "interface"),
    ];
    let quantity =
        Quantity { color_map: ColorMap::Cividis, ..Quantity::plain("share of the range") };
    Ok(Strip { frames: &frames, title: &row.label, quantity, range: Some((0.0, 1.0)) }.png()?)
}

/// Everything that has a curve.
fn charts(parts: &Parts) -> Vec<LineChart> {
    let mut charts = Vec::new();
    let dimensions = [("active", &parts.box_dimension), ("interface", &parts.interface_dimension)];
    for (what, found) in dimensions {
        charts.extend(found.as_ref().ok().and_then(|found| log_log(what, found)));
    }
    charts.extend(spectrum(parts));
    charts.extend(correlation(parts));
    charts.extend(diagram(parts));
    charts
}

/// The log–log plot of a dimension, its line, and the window that the line was fitted in.
fn log_log(what: &str, found: &DimensionEstimate) -> Option<LineChart> {
    let points: Vec<(f64, f64)> =
        found.log_scales.iter().copied().zip(found.log_measures.iter().copied()).collect();
    let finite = |point: &&(f64, f64)| point.0.is_finite() && point.1.is_finite();
    let points: Vec<(f64, f64)> = points.iter().filter(finite).copied().collect();
    let within = found.log_scales.get(found.window.clone())?;
    let low = within.iter().copied().fold(f64::INFINITY, f64::min);
    let high = within.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if points.is_empty() || low >= high {
        return None;
    }
    let line = |x: f64| (x, found.intercept + found.value * x);
    let name = format!(
        "D = {:.3}, 95 % from {:.3} to {:.3}",
        found.value, found.interval.0, found.interval.1
    );
    let series = vec![
        Series { stroke: Stroke::Points, ..Series::new("boxes", points) },
        Series::new(name, vec![line(low), line(high)]),
    ];
    let y = ChartAxis::linear(format!("ln N, {what}"));
    let mut chart = LineChart::new(ChartAxis::linear("−ln size (cells)"), y, series);
    let reliable = if found.reliable { "fitted" } else { "fitted, not reliable" };
    chart.bands.push(Band::new((low, high), reliable));
    Some(chart)
}

/// Power over the wavenumber, with the dominant one.
fn spectrum(parts: &Parts) -> Option<LineChart> {
    let spectrum = parts.spectrum.as_ref().ok()?;
    let width = spectrum.bin_width();
    let powers = spectrum.power().into_iter().enumerate().skip(1);
    let points: Vec<(f64, f64)> = powers
        .map(|(bin, power)| (bin as f64 * width, power))
        .filter(|(_, power)| *power > 0.0 && power.is_finite())
        .collect();
    if points.len() < 2 {
        return None;
    }
    let y = ChartAxis::logarithmic("mean power of a mode");
    let series = vec![Series::new("", points)];
    let mut chart = LineChart::new(ChartAxis::linear("wavenumber (1 / unit length)"), y, series);
    if let Some(dominant) = spectrum.dominant() {
        let at = std::f64::consts::TAU / dominant.wavelength;
        let label = format!("wavelength {:.3}", dominant.wavelength);
        chart.rules.push(Rule::vertical(at, label));
    }
    Some(chart)
}

/// The radially averaged autocorrelation.
fn correlation(parts: &Parts) -> Option<LineChart> {
    let (rows, cols) = parts.mask.dim();
    let points = parts.autocorrelation.as_ref().ok()?.radial(rows.max(cols) / 2);
    if points.len() < 2 {
        return None;
    }
    let x = ChartAxis::linear("distance (unit length)");
    let mut chart =
        LineChart::new(x, ChartAxis::linear("autocorrelation"), vec![Series::new("", points)]);
    chart.rules.push(Rule::horizontal((-1.0_f64).exp(), "1/e"));
    Some(chart)
}

/// Births and deaths as the level falls.
fn diagram(parts: &Parts) -> Option<LineChart> {
    let found = parts.persistence.as_ref().ok()?;
    let scale = parts.settings.scale;
    let points = |pairs: &[mfn::features::Pair]| -> Vec<(f64, f64)> {
        // Points that lie on the diagonal as far as the eye can tell are left out.
        let long = pairs.iter().filter(|pair| pair.lifetime() > 2e-3 * found.range);
        long.map(|pair| (pair.birth * scale, pair.death * scale)).collect()
    };
    let named = [("peaks (H₀)", points(&found.components)), ("basins (H₁)", points(&found.loops))];
    let mut series: Vec<Series> = named
        .into_iter()
        .filter(|(_, points)| !points.is_empty())
        .map(|(name, points)| Series { stroke: Stroke::Points, ..Series::new(name, points) })
        .collect();
    let ends = series.iter().flat_map(|series| &series.points);
    let values: Vec<f64> = ends.flat_map(|(birth, death)| [*birth, *death]).collect();
    let low = values.iter().copied().fold(f64::INFINITY, f64::min);
    let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if low >= high {
        return None;
    }
    let diagonal = vec![(low, low), (high, high)];
    series.push(Series { stroke: Stroke::Dashed, ..Series::new("birth = death", diagonal) });
    let (x, y) = (ChartAxis::linear("birth"), ChartAxis::linear("death"));
    Some(LineChart::new(x, y, series))
}
