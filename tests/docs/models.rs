//! `docs/models.md` says what the code says: its tables are written from the code.
//!
//! `MFN_UPDATE=1 cargo test --test docs models` rewrites them; otherwise they are compared.
#![allow(clippy::unwrap_used, reason = "a document or preset that cannot be read has failed")]
#![allow(clippy::panic, reason = "a table that nothing writes has failed")]

use mfn::config::{BUILT_IN, BuiltIn, POINT_KINDS, Preset, Written};
use mfn::engine::largest_step;
use mfn::model::{Kind, Literal, Parameter, analyse};
use std::path::Path;

const OPEN: &str = "<!-- table: ";
const CLOSE: &str = "<!-- end of table -->";

fn preset(built_in: &BuiltIn) -> Preset {
    Preset::check(&Written::from_toml(built_in.text, built_in.name).unwrap()).unwrap()
}

/// The text between the marks of a table.
fn table(name: &str) -> String {
    match name.split_once(' ') {
        Some(("parameters", model)) => match model.split_once(' ') {
            Some((model, variant)) => parameters(model, Some(variant)),
            None => parameters(model, None),
        },
        Some(("presets", model)) => presets(model),
        Some(("linear", model)) => linear(model),
        _ => panic!("no table is named {name}"),
    }
}

fn lines(head: &[&str], rows: Vec<Vec<String>>) -> String {
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let rule = format!("|{}\n", "---|".repeat(head.len()));
    let head = line(head.iter().map(|&cell| cell.to_owned()).collect());
    let rows: String = rows.into_iter().map(line).collect();
    format!("\n{head}{rule}{rows}\n")
}

fn parameters(model: &str, variant: Option<&str>) -> String {
    let row = |parameter: &Parameter| {
        vec![
            format!("`{}`", parameter.key),
            parameter.symbol.to_owned(),
            parameter.meaning.to_owned(),
            parameter.unit.to_owned(),
            literal(parameter.default),
            parameter.range.to_string(),
            parameter.source.to_owned(),
        ]
    };
    let rows = Kind::from_name(model).unwrap().parameters(variant).iter().map(row).collect();
    lines(&["key", "symbol", "meaning", "unit", "default", "accepted", "source"], rows)
}

fn literal(default: Literal) -> String {
    match default {
        Literal::Number(number) => number.to_string(),
        Literal::Whole(whole) => whole.to_string(),
        Literal::Flag(flag) => flag.to_string(),
        Literal::Word(word) => word.to_owned(),
        Literal::Words(words) => words.join(", "),
        Literal::Auto => "auto".to_owned(),
    }
}

fn of_model(model: &str) -> impl Iterator<Item = (&'static BuiltIn, Preset)> {
    let kind = Kind::from_name(model).unwrap();
    BUILT_IN.iter().map(|known| (known, preset(known))).filter(move |(_, p)| p.model.kind() == kind)
}

/// Name, what it shows, and how much is computed.
fn presets(model: &str) -> String {
    let row = |(known, preset): (&BuiltIn, Preset)| {
        let shows = known.summary().split_once(": ").unwrap().1;
        let time = preset.steps as f64 * preset.time_step;
        let size = format!("{}, h = {}", preset.grid, significant(preset.grid.spacing()));
        let length = format!("{} × {} = {}", preset.steps, preset.time_step, significant(time));
        vec![format!("`{}`", known.name), shows.to_owned(), size, length]
    };
    lines(&["preset", "shows", "cells", "steps × Δt = time"], of_model(model).map(row).collect())
}

/// What linear theory says of every steady state of every preset.
fn linear(model: &str) -> String {
    let mut rows = Vec::new();
    for (known, preset) in of_model(model) {
        rows.extend(states(known.name, &preset));
    }
    lines(&["preset", "state", "is", "k_m", "λ_m", "growth rate", "Δt ≤"], rows)
}

fn states(name: &str, preset: &Preset) -> Vec<Vec<String>> {
    let spacing = preset.grid.spacing();
    let limit = largest_step(&preset.model, preset.scheme, spacing, preset.stencil);
    assert!(limit.is_none_or(|limit| preset.time_step <= limit), "{name} is stable");
    let limit = limit.map_or_else(|| "–".to_owned(), significant);
    let row = |state: &mfn::model::SteadyState| {
        let most = state.steadiness.band().map(|band| band.most_unstable);
        let number = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), significant);
        let values: Vec<String> =
            state.equilibrium.state.iter().copied().map(significant).collect();
        vec![
            format!("`{name}`"),
            format!("({})", values.join(", ")),
            state.steadiness.name().to_owned(),
            number(most.map(|most| most.wavenumber)),
            number(most.map(|most| most.wavelength())),
            number(most.map(|most| most.growth_rate)),
            limit.clone(),
        ]
    };
    analyse(&preset.model).states.iter().map(row).collect()
}

/// Four significant digits, without zeros at the end.
fn significant(value: f64) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    let places = (3 - value.abs().log10().floor() as i32).max(0) as usize;
    let text = format!("{value:.places$}");
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

/// The document with every table written anew, and how many there are.
fn renewed(document: &str) -> (String, usize) {
    let mut parts = document.split(OPEN);
    let mut text = parts.next().unwrap().to_owned();
    let mut count = 0;
    for part in parts {
        let (name, rest) = part.split_once(" -->\n").unwrap();
        let (_, after) = rest.split_once(CLOSE).unwrap();
        text.extend([OPEN, name, " -->\n", &table(name), CLOSE, after]);
        count += 1;
    }
    (text, count)
}

#[test]
fn tables_of_the_document_are_those_of_the_code() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/models.md");
    let document = std::fs::read_to_string(&path).unwrap();
    let (text, count) = renewed(&document);
    assert_eq!(count, 3 * Kind::ALL.len() + 1, "three tables a model, and one for a variant");
    if std::env::var_os("MFN_UPDATE").is_some() {
        std::fs::write(&path, &text).unwrap();
    } else {
        for (found, wanted) in document.lines().zip(text.lines()) {
            assert_eq!(found, wanted, "MFN_UPDATE=1 cargo test --test docs models rewrites it");
        }
        assert_eq!(document.len(), text.len());
    }
}

#[test]
fn document_names_every_model_and_every_preset() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/models.md");
    let document = std::fs::read_to_string(path).unwrap();
    let kinds = Kind::ALL.map(Kind::name).into_iter().chain(POINT_KINDS);
    for name in kinds.chain(BuiltIn::runs().map(|preset| preset.name)) {
        assert!(document.contains(&format!("`{name}`")), "{name}");
    }
}

/// Presets quote linear theory in their comments.
#[test]
fn schnakenberg_comments_quote_what_the_analysis_says() {
    for (known, preset) in of_model("schnakenberg") {
        let most = analyse(&preset.model).pattern().unwrap().1.most_unstable;
        let (k, length) = (most.wavenumber, most.wavelength());
        let quote = format!("k_m = {k:.4}, λ_m = {length:.2}, growth rate {:.4}", most.growth_rate);
        assert!(known.text.contains(&quote), "{}: {quote}", known.name);
    }
}
