//! `docs/features.md` says of every feature what the table says; `MFN_UPDATE=1` rewrites it.

#![allow(clippy::unwrap_used, reason = "a test that cannot read the page must stop")]
#![allow(clippy::panic, reason = "idem")]

use crate::page;
use mfn::features::{Extended, ExtendedFeature, Feature, TABLE};
use std::fmt::Write as _;

fn bound(value: Option<f64>, otherwise: &str) -> String {
    value.map_or_else(|| otherwise.to_owned(), |value| value.to_string().replace('-', "−"))
}

fn row(index: usize, feature: &Feature) -> String {
    let (low, high) = (bound(feature.range.0, "−∞"), bound(feature.range.1, "∞"));
    let (name, unit) = (feature.name, feature.unit.text("U"));
    let definition = feature.definition;
    format!("| {} | `{name}` | {unit} | {low} to {high} | {definition} |", index + 1)
}

fn extended_row(feature: &ExtendedFeature) -> String {
    let (low, high) = (bound(feature.range.0, "−∞"), bound(feature.range.1, "∞"));
    let (name, unit) = (feature.name, feature.unit.text("U"));
    let ExtendedFeature { definition, degenerate, reference, .. } = feature;
    // A bar would end the cell.
    let definition = definition.replace('|', "\\|");
    format!("| `{name}` | {unit} | {low} to {high} | {definition} | {degenerate} | {reference} |")
}

#[test]
fn page_has_the_table_of_the_features() {
    let mut text = "| | name | unit | range | what it is |\n|---|---|---|---|---|\n".to_owned();
    for (index, feature) in TABLE.iter().enumerate() {
        writeln!(text, "{}", row(index, feature)).unwrap();
    }
    page::check("docs/features.md", "features", &text);
    let mut text = "| name | unit | range | what it is | degenerate | reference |\n\
                    |---|---|---|---|---|---|\n"
        .to_owned();
    for feature in Extended::table() {
        writeln!(text, "{}", extended_row(feature)).unwrap();
    }
    page::check("docs/features.md", "extended", &text);
}
