//! The report for machines: one JSON document.

use crate::commands::features::report::table::Table;
use crate::commands::features::report::text::{STRONGEST, names};
use mfn::features::{Association, FEWEST_ROWS, MOST_MISSING, REDUNDANT, Report, Summary};
use serde_json::{Value, json};

/// The whole report; a number that does not exist is null.
pub(crate) fn document(table: &Table, report: &Report) -> Value {
    let files = table.files.iter().map(|file| {
        json!({"path": file.path.display().to_string(), "sha256": file.sha256, "rows": file.rows})
    });
    let left_out = table.left_out.iter().map(|(name, kind)| json!({"name": name, "type": kind}));
    let columns = report.columns.iter().zip(&table.descriptions);
    json!({
        "mfn": env!("CARGO_PKG_VERSION"),
        "inputs": files.collect::<Value>(),
        "rows": report.n_rows,
        "definitions": definitions(),
        "left_out": left_out.collect::<Value>(),
        "columns": columns.map(|(summary, told)| column(summary, told)).collect::<Value>(),
        "correlations": correlations(report),
        "strongest": strongest(report),
        "redundant": redundant(report),
        "warnings": warnings(table, report),
    })
}

fn definitions() -> Value {
    json!({
        "quartiles": "linear interpolation, type 7 of Hyndman and Fan (1996)",
        "std": "population standard deviation",
        "constant": "range at most 1e-12 of the largest magnitude",
        "informative": "not constant, and missing_share below most_missing",
        "most_missing": MOST_MISSING,
        "correlations": "over the rows in which both columns are finite; ranks of ties averaged",
        "fewest_rows": FEWEST_ROWS,
        "redundant": "joined by chains of pairs with |pearson| at least redundant_from",
        "redundant_from": REDUNDANT,
    })
}

fn column(summary: &Summary, description: &str) -> Value {
    let histogram = summary
        .histogram
        .as_ref()
        .map(|bins| json!({"low": bins.low, "high": bins.high, "counts": bins.counts}));
    let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    json!({
        "name": summary.name,
        "unit": given(&summary.unit),
        "description": given(description),
        "count": summary.count,
        "nulls": summary.nulls,
        "nan": summary.nan,
        "infinite": summary.infinite,
        "missing_share": summary.missing_share,
        "min": summary.min,
        "q1": summary.q1,
        "median": summary.median,
        "q3": summary.q3,
        "max": summary.max,
        "mean": summary.mean,
        "std": summary.std,
        "distinct": summary.distinct,
        "constant": summary.constant,
        "informative": summary.informative,
        "range": [summary.range.0, summary.range.1],
        "out_of_range": summary.out_of_range,
        "histogram": histogram,
    })
}

fn correlations(report: &Report) -> Value {
    let n = report.columns.len();
    let matrix = |entry: fn(Association) -> Value| -> Value {
        let line = |i| (0..n).map(|j| entry(report.correlations.get(i, j))).collect::<Value>();
        (0..n).map(line).collect()
    };
    json!({
        "names": names(report, &(0..n).collect::<Vec<_>>()),
        "rows": matrix(|pair| json!(pair.n_rows)),
        "pearson": matrix(|pair| json!(pair.pearson)),
        "spearman": matrix(|pair| json!(pair.spearman)),
    })
}

fn strongest(report: &Report) -> Value {
    let pairs = report.correlations.strongest(STRONGEST.1);
    let entry = |&(i, j, pair): &(usize, usize, Association)| {
        json!({
            "columns": names(report, &[i, j]),
            "pearson": pair.pearson,
            "spearman": pair.spearman,
            "rows": pair.n_rows,
        })
    };
    pairs.iter().map(entry).collect()
}

fn redundant(report: &Report) -> Value {
    report.redundant.iter().map(|group| json!(names(report, group))).collect()
}

fn warnings(table: &Table, report: &Report) -> Value {
    let rounded = table.rounded.iter().map(|name| {
        let message = format!("{name} has integers beyond 2^53: they are rounded");
        json!({"kind": "rounded", "columns": [name], "message": message})
    });
    let own = report.warnings.iter().map(|warning| {
        let (kind, columns) = (warning.kind(), warning.columns());
        json!({"kind": kind, "columns": columns, "message": warning.to_string()})
    });
    rounded.chain(own).collect()
}
