//! What was observed as a run went on: a table, a picture of curves, and what both come to.

use crate::commands::failure::{Failure, code};
use crate::commands::simulate::folder::Folder;
use crate::commands::simulate::results::pictures::{label, significant};
use crate::commands::simulate::results::tables::column;
use arrow_array::{ArrayRef, Float64Array, RecordBatch, UInt64Array};
use arrow_schema::{DataType, Field, Schema};
use mfn::config::{Observe, Preset};
use mfn::features::{Course, Row};
use mfn::format::{Provenance, annotate_png, annotate_svg, write_atomic, write_csv, write_parquet};
use mfn::plot::{ChartAxis, ChartSheet, LineChart, Rule, Series};
use serde_json::{Value, json};
use std::io::Write as _;
use std::sync::Arc;

/// Writes `observed.*` as far as the preset asks for tables and pictures; gives the names.
pub(crate) fn write(
    course: &Course,
    preset: &Preset,
    folder: &Folder,
    provenance: &Provenance,
) -> Result<Vec<String>, Failure> {
    let mut names = Vec::new();
    let batch = table(course, preset)?;
    if preset.output.wants("parquet") {
        write_parquet(&folder.file("observed.parquet"), &batch, provenance)?;
        names.push("observed.parquet".to_owned());
    }
    if preset.output.wants("csv") {
        write_csv(&folder.file("observed.csv"), &batch, provenance)?;
        names.push("observed.csv".to_owned());
    }
    let charts = charts(course, preset);
    if charts.is_empty() {
        return Ok(names);
    }
    let subtitle = match stationary(course, preset) {
        Some(row) => format!("stationary since t = {}", significant(row.time)),
        None => "not stationary at the end".to_owned(),
    };
    let sheet = ChartSheet { title: &preset.name, subtitle: &subtitle, charts: &charts };
    let mut keep = |name: &str, bytes: Vec<u8>| -> Result<(), Failure> {
        write_atomic(&folder.file(name), |file| file.write_all(&bytes))?;
        names.push(name.to_owned());
        Ok(())
    };
    if preset.output.wants("png") {
        keep("observed.png", annotate_png(&sheet.png()?, provenance)?)?;
    }
    if preset.output.wants("svg") {
        keep("observed.svg", annotate_svg(&sheet.svg()?, provenance)?.into_bytes())?;
    }
    Ok(names)
}

/// What the course comes to, for `run.json`; null if nothing was observed.
pub(crate) fn summary(course: Option<&Course>, preset: &Preset) -> Value {
    let (Some(course), Some(observe)) = (course, preset.observe) else { return Value::Null };
    let since = stationary(course, preset);
    let last = course.rows().last();
    let rises = course.energy_rises();
    let drifts = course.drifts();
    let named = preset.model.species().iter().zip(drifts);
    let drifts: serde_json::Map<String, Value> =
        named.map(|(species, drift)| (species.name.to_owned(), json!(drift))).collect();
    json!({
        "frames": course.rows().len(),
        "stationary": since.is_some(),
        "stationary_below": observe.stationary_below,
        "stationary_since_step": since.map(|row| row.step),
        "stationary_since_time": since.map(|row| row.time),
        "rate_of_change": last.and_then(|row| row.rate_of_change),
        "mean_drift": drifts,
        "amplitude": last.and_then(|row| row.amplitude),
        "standard_deviation": last.and_then(|row| row.standard_deviation),
        "wavelength": last.and_then(|row| row.wavelength),
        "energy": last.and_then(|row| row.energy),
        "energy_rises": rises.map(|rises| rises.count),
        "largest_energy_rise": rises.map(|rises| rises.largest),
    })
}

fn stationary<'a>(course: &'a Course, preset: &Preset) -> Option<&'a Row> {
    preset.observe.and_then(|observe| course.stationary_since(observe.stationary_below))
}

/// One row a frame.
fn table(course: &Course, preset: &Preset) -> Result<RecordBatch, Failure> {
    let rows = course.rows();
    let mut table = Table::default();
    let steps = UInt64Array::from_iter_values(rows.iter().map(|row| row.step));
    table.add("step", DataType::UInt64, ("steps", "steps taken"), Arc::new(steps));
    table.number("time", ("time", "time passed"), rows, |row| Some(row.time));
    let Some(Observe { quantities, .. }) = preset.observe else { return table.finish() };
    if quantities.mean {
        for (index, species) in preset.model.species().iter().enumerate() {
            let about = (species.unit, "mean over the grid");
            let name = format!("mean_{}", species.name);
            table.number(&name, about, rows, |row| row.means.get(index).copied());
        }
    }
    let unit = preset.model.observable().unit;
    if quantities.amplitude {
        let about = (unit, "half the difference of the observable's extremes");
        table.number("amplitude", about, rows, |row| row.amplitude);
        let about = (unit, "population standard deviation of the observable");
        table.number("standard_deviation", about, rows, |row| row.standard_deviation);
    }
    if quantities.wavelength {
        let about = ("length", "wavelength at the peak of the observable's power spectrum");
        table.number("wavelength", about, rows, |row| row.wavelength);
    }
    if quantities.energy {
        let about = ("model's", "free energy of the whole grid");
        table.number("energy", about, rows, |row| row.energy);
    }
    let about = ("1 / time", "largest change of the observable since the row before, per time");
    table.number("rate_of_change", about, rows, |row| row.rate_of_change);
    table.finish()
}

/// Columns with their schema.
#[derive(Default)]
struct Table {
    fields: Vec<Field>,
    columns: Vec<ArrayRef>,
}

impl Table {
    fn add(&mut self, name: &str, kind: DataType, about: (&str, &str), values: ArrayRef) {
        let (unit, description) = about;
        // Numbers may be missing, whether or not one is, so that all runs have one schema.
        let nullable = kind == DataType::Float64;
        self.fields.push(column(name, kind, unit, description, nullable));
        self.columns.push(values);
    }

    fn number(
        &mut self,
        name: &str,
        about: (&str, &str),
        rows: &[Row],
        pick: impl Fn(&Row) -> Option<f64>,
    ) {
        let values: Float64Array = rows.iter().map(pick).collect();
        self.add(name, DataType::Float64, about, Arc::new(values));
    }

    fn finish(self) -> Result<RecordBatch, Failure> {
        let batch = RecordBatch::try_new(Arc::new(Schema::new(self.fields)), self.columns);
        batch.map_err(|error| Failure::new(code::FILE, error))
    }
}

/// The curves over time; what no frame has is left out.
fn charts(course: &Course, preset: &Preset) -> Vec<LineChart> {
    let rows = course.rows();
    let curve = |name: &str, pick: &dyn Fn(&Row) -> Option<f64>| {
        // The square of a value beyond 10¹⁵⁴ is infinite.
        let point =
            |row: &Row| pick(row).filter(|value| value.is_finite()).map(|value| (row.time, value));
        Series::new(name, rows.iter().filter_map(point).collect())
    };
    let means =
        preset.model.species().iter().enumerate().map(|(index, species)| {
            curve(species.name, &|row: &Row| row.means.get(index).copied())
        });
    let spread = vec![
        curve("half range", &|row: &Row| row.amplitude),
        curve("standard deviation", &|row: &Row| row.standard_deviation),
    ];
    // A rate of 0 has no place on a logarithmic axis.
    let rate = curve("", &|row: &Row| row.rate_of_change.filter(|&rate| rate > 0.0));
    let bound = preset.observe.map_or(0.0, |observe| observe.stationary_below);
    let seen = [
        (ChartAxis::linear("mean"), means.collect()),
        (ChartAxis::linear(label(preset)), spread),
        (
            ChartAxis::linear("wavelength (unit length)"),
            vec![curve("", &|row: &Row| row.wavelength)],
        ),
        (ChartAxis::linear("free energy"), vec![curve("", &|row: &Row| row.energy)]),
        (ChartAxis::logarithmic("rate of change (1 / time)"), vec![rate]),
    ];
    let mut charts = Vec::new();
    for (y, series) in seen {
        let series: Vec<Series> =
            series.into_iter().filter(|series| !series.points.is_empty()).collect();
        if series.is_empty() {
            continue;
        }
        let is_rate = y.scale == mfn::plot::Scale::Logarithmic;
        let mut chart = LineChart::new(time_axis(rows), y, series);
        if is_rate && bound > 0.0 {
            chart.rules.push(Rule::horizontal(bound, "quiet below"));
        }
        charts.push(chart);
    }
    charts
}

/// The time of the whole run, so that all curves share it.
fn time_axis(rows: &[Row]) -> ChartAxis {
    let axis = ChartAxis::linear("t (unit time)");
    match (rows.first(), rows.last()) {
        (Some(first), Some(last)) if first.time < last.time => axis.within(first.time, last.time),
        _ => axis,
    }
}
