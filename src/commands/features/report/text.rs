//! The report for people: one aligned table, then what is strong, redundant and doubtful.

use crate::commands::features::report::number::{correlation, percent, six_digits};
use crate::commands::features::report::table::Table;
use mfn::features::{Report, Summary};
use std::fmt::Write as _;

/// Correlations listed at most, and from where on: as MFN v4.1's inspector did.
pub(crate) const STRONGEST: (usize, f64) = (10, 0.5);
/// The heads of the table; the first two columns are words, the others numbers.
const HEADS: [&str; 10] =
    ["name", "unit", "n", "missing", "min", "q1", "median", "q3", "max", "constant?"];
/// Columns of words at the left.
const WORDS: usize = 2;

/// The report as text.
pub(crate) fn report(table: &Table, report: &Report) -> String {
    let mut text = format!("{}: {}\n\n", table.name, extent(table, report));
    let lines: Vec<[String; 10]> = report.columns.iter().map(line).collect();
    push_aligned(&mut text, &lines);
    push_strongest(&mut text, report);
    if !report.redundant.is_empty() {
        text.push_str("\nredundant (|Pearson| ≥ 0.95 along a chain)\n");
        for group in &report.redundant {
            let _ = writeln!(text, "  {}", names(report, group).join(", "));
        }
    }
    let warnings = warnings(table, report);
    let _ = match warnings.len() {
        0 => writeln!(text, "\nno warnings"),
        n => writeln!(text, "\nwarnings ({n})"),
    };
    for warning in warnings {
        let _ = writeln!(text, "  {warning}");
    }
    if !table.left_out.is_empty() {
        let _ = writeln!(text, "\nleft out, not numeric: {}", left_out(table));
    }
    text
}

/// How much was read: `200 rows, 18 numeric columns, 12 informative`.
pub(crate) fn extent(table: &Table, report: &Report) -> String {
    let informative = report.columns.iter().filter(|column| column.informative).count();
    let files = match table.files.len() {
        1 => String::new(),
        n => format!("{n} files, "),
    };
    let (n_rows, n_columns) = (report.n_rows, report.columns.len());
    format!("{files}{n_rows} rows, {n_columns} numeric columns, {informative} informative")
}

/// The warnings of the report and those of reading.
pub(crate) fn warnings(table: &Table, report: &Report) -> Vec<String> {
    let rounded = |name: &String| format!("{name} has integers beyond 2^53: they are rounded");
    let own = report.warnings.iter().map(ToString::to_string);
    table.rounded.iter().map(rounded).chain(own).collect()
}

/// The columns that are not numeric, with their types.
pub(crate) fn left_out(table: &Table) -> String {
    let told = |(name, kind): &(String, String)| format!("{name} ({kind})");
    table.left_out.iter().map(told).collect::<Vec<_>>().join(", ")
}

/// Names of columns by index.
pub(crate) fn names<'a>(report: &'a Report, columns: &[usize]) -> Vec<&'a str> {
    columns.iter().map(|&index| report.columns[index].name.as_str()).collect()
}

fn line(summary: &Summary) -> [String; 10] {
    let missing = match summary.nulls + summary.nan + summary.infinite {
        0 => "0".to_owned(),
        n => format!("{n} ({})", percent(summary.missing_share)),
    };
    let verdict = match (summary.count, summary.constant, summary.informative) {
        (0, _, _) => "no value",
        (_, true, _) => "constant",
        (_, false, true) => "",
        (_, false, false) => "too few",
    };
    let unit = if summary.unit.is_empty() { "–" } else { summary.unit.as_str() };
    let Summary { min, q1, median, q3, max, .. } = *summary;
    let [min, q1, median, q3, max] = [min, q1, median, q3, max].map(six_digits);
    let (name, unit, count) = (summary.name.clone(), unit.to_owned(), summary.count.to_string());
    [name, unit, count, missing, min, q1, median, q3, max, verdict.to_owned()]
}

fn push_aligned(text: &mut String, lines: &[[String; 10]]) {
    let width = |column: usize| {
        let cells = lines.iter().map(|line| line[column].chars().count());
        cells.chain([HEADS[column].chars().count()]).max().unwrap_or(0)
    };
    let widths: [usize; 10] = std::array::from_fn(width);
    let mut push = |cells: [&str; 10]| {
        let mut padded = String::new();
        for (column, (cell, width)) in cells.into_iter().zip(widths).enumerate() {
            let gap = if column == 0 { "" } else { "  " };
            let _ = if column < WORDS || column + 1 == cells.len() {
                write!(padded, "{gap}{cell:width$}")
            } else {
                write!(padded, "{gap}{cell:>width$}")
            };
        }
        let _ = writeln!(text, "{}", padded.trim_end());
    };
    push(HEADS);
    for line in lines {
        push(line.each_ref().map(String::as_str));
    }
}

fn push_strongest(text: &mut String, report: &Report) {
    let (most, least) = STRONGEST;
    let strongest = report.correlations.strongest(least);
    if strongest.is_empty() {
        return;
    }
    let _ = writeln!(text, "\nstrongest correlations (|Pearson| > {least})");
    let name = |index: usize| report.columns[index].name.as_str();
    let pairs = strongest.iter().take(most);
    let joined = pairs.map(|(i, j, pair)| (format!("{} ~ {}", name(*i), name(*j)), pair));
    let joined: Vec<_> = joined.collect();
    let width = joined.iter().map(|(names, _)| names.chars().count()).max().unwrap_or(0);
    for (names, pair) in joined {
        let (pearson, spearman) = (correlation(pair.pearson), correlation(pair.spearman));
        let n = pair.n_rows;
        let _ = writeln!(text, "  {names:width$}  Pearson {pearson}  Spearman {spearman}  n {n}");
    }
    if strongest.len() > most {
        let _ = writeln!(text, "  and {} more", strongest.len() - most);
    }
}
