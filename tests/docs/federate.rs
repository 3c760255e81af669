//! `docs/federate-simulation.md` lists every key and built-in preset of a federated training.

#![allow(clippy::unwrap_used, reason = "a test that cannot read the page must stop")]

use crate::page;
use crate::presets::table;
use mfn::config::{BUILT_IN_FEDERATE, federate_sections};
use std::fmt::Write as _;

const PAGE: &str = "docs/federate-simulation.md";

fn keys() -> String {
    let mut text = String::new();
    for section in federate_sections().iter().filter(|section| !section.name.is_empty()) {
        writeln!(text, "### `[{}]`\n\n{}", section.name, table(&section.table)).unwrap();
    }
    text
}

fn built_in() -> String {
    let mut text = "| name | what it trains |\n|---|---|\n".to_owned();
    for preset in BUILT_IN_FEDERATE {
        writeln!(text, "| `{}` | {} |", preset.name, preset.summary()).unwrap();
    }
    text
}

// One test, because two that rewrite a page at once would undo each other's work.
#[test]
fn page_has_every_built_in_preset_and_every_key() {
    page::check(PAGE, "built-in", &built_in());
    page::check(PAGE, "keys", &keys());
}
