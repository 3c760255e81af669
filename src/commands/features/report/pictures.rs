//! The pictures of a report: correlations and distributions.

use crate::commands::failure::Failure;
use crate::commands::features::report::table::Table;
use crate::commands::features::report::text::extent;
use mfn::features::{Report, Summary};
use mfn::plot::{HistogramPanel, Histograms, Matrix};
use ndarray::Array2;

/// Columns drawn at most: more would be no picture but a file.
const MOST_COLUMNS: usize = 120;

/// Pearson's correlations above the diagonal, Spearman's below.
pub(crate) fn correlations(table: &Table, report: &Report) -> Result<Vec<u8>, Failure> {
    let names: Vec<&str> =
        report.columns.iter().take(MOST_COLUMNS).map(|column| column.name.as_str()).collect();
    let values = Array2::from_shape_fn((names.len(), names.len()), |(row, col)| {
        let pair = report.correlations.get(row, col);
        let r = if row < col { pair.pearson } else { pair.spearman };
        r.unwrap_or(f64::NAN)
    });
    let subtitle = "Pearson above the diagonal, Spearman below · grey with a bar: undefined";
    let subtitle = format!("{subtitle}{}", cut(report));
    let title = title(table, "correlations");
    let (names, values) = (names.as_slice(), values.view());
    Ok(Matrix { title: &title, subtitle: &subtitle, names, values, label: "correlation" }.png()?)
}

/// A histogram of every column.
pub(crate) fn distributions(table: &Table, report: &Report) -> Result<Vec<u8>, Failure> {
    let columns = || report.columns.iter().take(MOST_COLUMNS);
    let notes: Vec<String> = columns().map(note).collect();
    let panels: Vec<HistogramPanel<'_>> =
        columns().zip(&notes).map(|(summary, note)| panel(summary, note)).collect();
    let subtitle = format!("{}{}", extent(table, report), cut(report));
    let title = title(table, "distributions");
    Ok(Histograms { title: &title, subtitle: &subtitle, panels: &panels }.png()?)
}

/// The last part of the path, which fits above a picture.
fn title(table: &Table, what: &str) -> String {
    let name = std::path::Path::new(&table.name).file_name();
    let name = name.map_or_else(|| table.name.clone(), |name| name.to_string_lossy().into_owned());
    format!("{name}: {what}")
}

/// Says it if not all columns are drawn.
fn cut(report: &Report) -> String {
    let n = report.columns.len();
    if n > MOST_COLUMNS {
        format!(" · first {MOST_COLUMNS} of {n} columns")
    } else {
        String::new()
    }
}

fn note(summary: &Summary) -> String {
    let unit = if summary.unit.is_empty() { "no unit" } else { summary.unit.as_str() };
    match summary.nulls + summary.nan + summary.infinite {
        0 => format!("{unit} · n = {}", summary.count),
        missing => format!("{unit} · n = {}, {missing} missing", summary.count),
    }
}

fn panel<'a>(summary: &'a Summary, note: &'a str) -> HistogramPanel<'a> {
    let (ends, counts) = match &summary.histogram {
        Some(histogram) => ((histogram.low, histogram.high), histogram.counts.as_slice()),
        None => ((0.0, 0.0), &[][..]),
    };
    let known = summary.q1.zip(summary.median).zip(summary.q3);
    let five = summary.min.zip(known).zip(summary.max);
    let five = five.map(|((min, ((q1, median), q3)), max)| [min, q1, median, q3, max]);
    let mark = match (summary.count, summary.constant) {
        (0, _) => "no value",
        (_, true) => "constant",
        _ => "",
    };
    HistogramPanel { name: &summary.name, note, ends, counts, five, mark }
}
