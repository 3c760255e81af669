//! The report as a page: `report.md`, which shows the pictures beside it.

use crate::commands::features::report::number::{correlation, percent, six_digits};
use crate::commands::features::report::table::Table;
use crate::commands::features::report::text::{STRONGEST, extent, left_out, names, warnings};
use mfn::features::{Report, Summary};
use std::fmt::Write as _;

const DEFINITIONS: &str = "\
Numbers are of the finite values of a column. Quartiles are interpolated linearly (type 7 of \
Hyndman and Fan 1996), SD is the population's. A column is constant if its values are one up to \
10⁻¹² of the largest, and informative if it is not constant and more than half of its rows have a \
value. Correlations are over the rows in which both columns have a value; ranks of equal values \
are averaged. Redundant columns are joined by chains of pairs with |Pearson| ≥ 0.95.
";

/// The page.
pub(crate) fn report(table: &Table, report: &Report) -> String {
    let mut page = format!("# {}\n\n{}.\n", escaped(&table.name), extent(table, report));
    if !table.left_out.is_empty() {
        let _ = writeln!(page, "\nLeft out, not numeric: {}.", escaped(&left_out(table)));
    }
    push_warnings(&mut page, table, report);
    push_columns(&mut page, table, report);
    page.push_str("\n![distributions](distributions.png)\n");
    push_correlations(&mut page, report);
    page.push_str("\n## Definitions\n\n");
    page.push_str(DEFINITIONS);
    page
}

fn push_warnings(page: &mut String, table: &Table, report: &Report) {
    page.push_str("\n## Warnings\n\n");
    let warnings = warnings(table, report);
    if warnings.is_empty() {
        page.push_str("None.\n");
    }
    for warning in warnings {
        let _ = writeln!(page, "- {}", escaped(&warning));
    }
}

fn push_columns(page: &mut String, table: &Table, report: &Report) {
    page.push_str("\n## Columns\n\n");
    page.push_str(
        "| name | unit | n | missing | min | q1 | median | q3 | max | mean | SD | distinct | \
         constant | informative |\n|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|---|---|\n",
    );
    for summary in &report.columns {
        let _ = writeln!(page, "{}", row(summary));
    }
    let described: Vec<_> = table
        .columns
        .iter()
        .zip(&table.descriptions)
        .filter(|(_, told)| !told.is_empty())
        .collect();
    if !described.is_empty() {
        page.push('\n');
    }
    for (column, told) in described {
        let _ = writeln!(page, "- {}: {}", escaped(&column.name), escaped(told));
    }
}

fn row(summary: &Summary) -> String {
    let word = |holds: bool| if holds { "yes" } else { "no" };
    let Summary { min, q1, median, q3, max, mean, std, .. } = *summary;
    let numbers = [min, q1, median, q3, max, mean, std].map(six_digits).join(" | ");
    format!(
        "| {} | {} | {} | {} | {numbers} | {} | {} | {} |",
        escaped(&summary.name),
        escaped(&summary.unit),
        summary.count,
        percent(summary.missing_share),
        summary.distinct,
        word(summary.constant),
        word(summary.informative),
    )
}

fn push_correlations(page: &mut String, report: &Report) {
    page.push_str("\n## Correlations\n\n![correlations](correlations.png)\n");
    let name = |index: usize| escaped(&report.columns[index].name);
    let (most, least) = STRONGEST;
    let strongest = report.correlations.strongest(least);
    if !strongest.is_empty() {
        let _ = write!(
            page,
            "\nThe strongest of {} pairs with |Pearson| > {least}:\n\n\
             | | | Pearson | Spearman | n |\n|---|---|--:|--:|--:|\n",
            strongest.len()
        );
    }
    for &(i, j, pair) in strongest.iter().take(most) {
        let (pearson, spearman) = (correlation(pair.pearson), correlation(pair.spearman));
        let (first, second, n) = (name(i), name(j), pair.n_rows);
        let _ = writeln!(page, "| {first} | {second} | {pearson} | {spearman} | {n} |");
    }
    if !report.redundant.is_empty() {
        page.push_str("\nRedundant:\n\n");
    }
    for group in &report.redundant {
        let _ = writeln!(page, "- {}", escaped(&names(report, group).join(", ")));
    }
}

/// A text whose letters mean nothing to Markdown; `_` within a word has no meaning there.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    let mut within_word = false;
    while let Some(letter) = letters.next() {
        let follows = letters.peek().is_some_and(|next| next.is_alphanumeric());
        let plain_underscore = letter == '_' && within_word && follows;
        if "\\|*_`<>[]#".contains(letter) && !plain_underscore {
            escaped.push('\\');
        }
        escaped.push(if letter == '\n' { ' ' } else { letter });
        within_word = letter.is_alphanumeric();
    }
    escaped
}
