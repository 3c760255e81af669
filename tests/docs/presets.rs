//! `docs/presets.md` lists every key with the bounds that are checked; `MFN_UPDATE=1` rewrites it.

#![allow(clippy::unwrap_used, reason = "a test that cannot read the page must stop")]
#![allow(clippy::panic, reason = "idem")]

use crate::page;
use mfn::config::{
    BUILT_IN, BUILT_IN_POINTS, BUILT_IN_SWEEPS, Choices, POINT_KINDS, Preset, Section, SweepPreset,
    Written, dataset_section, point_sections, sections,
};
use mfn::engine::Scheme;
use mfn::model::{Kind, Literal, Parameter};
use std::fmt::Write as _;

fn default(literal: Literal) -> String {
    match literal {
        Literal::Number(number) if number.is_nan() => "–".to_owned(),
        Literal::Number(number) => format!("{number:?}"),
        Literal::Whole(whole) => whole.to_string(),
        Literal::Flag(flag) => flag.to_string(),
        Literal::Word(word) => format!("\"{word}\""),
        Literal::Words(words) => format!("{words:?}"),
        Literal::Auto => "\"auto\"".to_owned(),
    }
}

pub(crate) fn table(rows: &[Parameter]) -> String {
    let mut text =
        "| key | meaning | unit | default | accepted |\n|---|---|---|---|---|\n".to_owned();
    for row in rows {
        let symbol = if row.symbol.is_empty() { String::new() } else { format!(" {}", row.symbol) };
        let unit = if row.unit.is_empty() { "–" } else { row.unit };
        let (key, meaning, default) = (row.key, row.meaning, default(row.default));
        // The table's integers end at 63 bits; a seed is checked apart.
        let seed = "a whole number from 0 to 2^128 − 1".to_owned();
        let accepted = if key == "seed" { seed } else { row.range.to_string() };
        writeln!(text, "| `{key}`{symbol} | {meaning} | {unit} | `{default}` | {accepted} |")
            .unwrap();
    }
    text
}

fn section(kind: Kind, initial: Option<&str>, name: &str) -> Vec<Parameter> {
    chosen(kind, Choices { initial, ..Choices::default() }, name)
}

fn chosen(kind: Kind, choices: Choices<'_>, name: &str) -> Vec<Parameter> {
    let of_name = |section: &Section| section.name == name;
    sections(kind, choices).into_iter().find(of_name).unwrap().table
}

/// The rows that are not among `common`: other keys, defaults or bounds.
fn own(rows: Vec<Parameter>, common: &[Parameter]) -> Vec<Parameter> {
    rows.into_iter().filter(|row| !common.contains(row)).collect()
}

/// Every section: what all models share, then where a model differs.
fn keys() -> String {
    let mut text = String::new();
    for name in ["", "grid", "time", "features", "observe", "output"] {
        let title =
            if name.is_empty() { "Above the first section" } else { &format!("`[{name}]`") };
        let common = section(Kind::GrayScott, None, name);
        writeln!(text, "### {title}\n\n{}", table(&common)).unwrap();
        for kind in Kind::ALL {
            let own = own(section(kind, None, name), &common);
            if !own.is_empty() {
                writeln!(text, "`{}` differs:\n\n{}", kind.name(), table(&own)).unwrap();
            }
        }
    }
    for name in ["grid", "features", "output"] {
        let choices = Choices { volume: true, ..Choices::default() };
        let common = section(Kind::GrayScott, None, name);
        let own = own(chosen(Kind::GrayScott, choices, name), &common);
        writeln!(text, "### `[{name}]` in a volume, `grid.layers` above 1\n\n{}", table(&own))
            .unwrap();
    }
    for stepper in Scheme::NAMES {
        let choices = Choices { stepper: Some(stepper), ..Choices::default() };
        let common = section(Kind::GrayScott, None, "time");
        let own = own(chosen(Kind::GrayScott, choices, "time"), &common);
        if !own.is_empty() {
            writeln!(text, "### `[time]` with `stepper = \"{stepper}\"`\n\n{}", table(&own))
                .unwrap();
        }
    }
    for kind in Kind::ALL {
        let rows = &section(kind, None, "model")[1..];
        writeln!(text, "### `[model]` with `kind = \"{}\"`\n\n{}", kind.name(), table(rows))
            .unwrap();
        let legacy = own(kind.parameters(Some("legacy")).to_vec(), kind.parameters(None));
        if !legacy.is_empty() {
            writeln!(text, "`variant = \"legacy\"` differs:\n\n{}", table(&legacy)).unwrap();
        }
    }
    for &start in Kind::Schnakenberg.start().initial {
        let rows = &section(Kind::GrayScott, Some(start), "initial")[1..];
        writeln!(text, "### `[initial]` with `kind = \"{start}\"`\n\n{}", table(rows)).unwrap();
    }
    let choices = Choices { initial: Some("seed"), volume: true, ..Choices::default() };
    let common = section(Kind::GrayScott, Some("seed"), "initial");
    let own = own(chosen(Kind::GrayScott, choices, "initial"), &common);
    writeln!(text, "`seed` in a volume has one key more:\n\n{}", table(&own)).unwrap();
    for kind in Kind::ALL {
        let row = section(kind, None, "initial")[0];
        let (name, default) = (kind.name(), default(row.default));
        writeln!(text, "- `{name}` starts by default with `kind = {default}`; {}.", row.range)
            .unwrap();
    }
    text
}

/// The kinds without a grid of species, each with all its sections.
fn point_keys() -> String {
    let mut text = String::new();
    for kind in POINT_KINDS {
        writeln!(text, "## Keys of `{kind}`\n").unwrap();
        for section in point_sections(kind, Some("random")).iter().filter(|s| !s.name.is_empty()) {
            // Every ion has the same keys.
            match section.name.strip_prefix("ions.") {
                Some("K") => writeln!(text, "### `[ions.K]`, and so on for each ion").unwrap(),
                Some(_) => continue,
                None => writeln!(text, "### `[{}]`", section.name).unwrap(),
            }
            writeln!(text, "\n{}", table(&section.table)).unwrap();
        }
    }
    text
}

fn points() -> String {
    let mut text = "| name | what it shows |\n|---|---|\n".to_owned();
    for built_in in BUILT_IN_POINTS {
        writeln!(text, "| `{}` | {} |", built_in.name, built_in.summary()).unwrap();
    }
    text
}

fn sweeps() -> String {
    let mut text = "| name | runs | what it makes |\n|---|---|---|\n".to_owned();
    for built_in in BUILT_IN_SWEEPS {
        let written = Written::from_toml(built_in.text, built_in.name).unwrap();
        let runs = SweepPreset::check(&written).unwrap().sweep.n_runs();
        writeln!(text, "| `{}` | {runs} | {} |", built_in.name, built_in.summary()).unwrap();
    }
    text
}

fn built_in() -> String {
    let mut text = "| name | grid | steps | what it shows |\n|---|---|---|---|\n".to_owned();
    for built_in in BUILT_IN {
        let preset =
            Preset::check(&Written::from_toml(built_in.text, built_in.name).unwrap()).unwrap();
        let (name, grid, steps) = (built_in.name, preset.grid, preset.steps);
        let summary = built_in.summary();
        writeln!(text, "| `{name}` | {grid} | {steps} | {summary} |").unwrap();
    }
    text
}

// One test, because two that rewrite a page at once would undo each other's work.
#[test]
fn page_has_every_built_in_preset_and_every_key() {
    page::check("docs/presets.md", "built-in", &built_in());
    page::check("docs/presets.md", "points", &points());
    page::check("docs/datasets.md", "sweeps", &sweeps());
    page::check("docs/datasets.md", "keys", &table(&dataset_section().table));
    page::check("docs/presets.md", "keys", &keys());
    page::check("docs/presets.md", "point keys", &point_keys());
}
