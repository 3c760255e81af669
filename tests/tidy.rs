//! The rules of the house that neither the compiler nor clippy keeps: rooms, sizes, openings.
//!
//! It reads text, not syntax. Each breach is printed as `file:line: what is wrong`.

#![allow(clippy::unwrap_used, reason = "a test that cannot read the sources must stop")]

use std::fs::{read_dir, read_to_string};
use std::path::{Path, PathBuf};

/// Each room under `src/` with the rooms that it may use: the table of `docs/architecture.md`.
const ROOMS: [(&str, &[&str]); 18] = [
    ("grid", &[]),
    ("rng", &[]),
    ("membrane", &[]),
    ("spectral", &[]),
    ("model", &["membrane"]),
    ("engine", &["grid", "rng", "spectral", "model"]),
    ("fractal", &["grid", "rng", "spectral"]),
    ("features", &["grid", "spectral", "fractal"]),
    ("federate", &["rng"]),
    ("verify", &["grid", "rng", "membrane", "spectral", "model", "engine", "fractal", "features"]),
    ("format", &["grid"]),
    ("plot", &["grid"]),
    ("crypto", &[]),
    ("dataset", &["rng", "format"]),
    (
        "config",
        &["grid", "membrane", "model", "engine", "fractal", "features", "federate", "dataset"],
    ),
    // The binary: it takes the library as `mfn::`, so `crate::` is only its own two rooms.
    ("cli", &[]),
    ("commands", &["cli"]),
    // Its `crate::main`: arguments in, exit code out.
    ("main.rs", &["cli", "commands"]),
];

/// The one file that prints.
const PRINTER: &str = "src/commands/output.rs";

const MAX_LINES: usize = 400;
const MAX_TEST_LINES: usize = 150;
const MAX_COLUMNS: usize = 100;
const MAX_FILES: usize = 12;

fn row(room: &str) -> Option<&'static [&'static str]> {
    ROOMS.iter().find(|(name, _)| *name == room).map(|(_, uses)| *uses)
}

/// `src/grid/view.rs` is in `grid`, `src/main.rs` in `main.rs`; the library's door in none.
fn room_of(path: &str) -> Option<&str> {
    let room = path.strip_prefix("src/")?.split('/').next()?;
    (room != "lib.rs").then_some(room)
}

/// The names that follow `crate::` in a line.
fn named_rooms(line: &str) -> impl Iterator<Item = &str> {
    let is_word = |letter: char| letter.is_alphanumeric() || letter == '_';
    line.split("crate::").skip(1).filter_map(move |rest| {
        let end = rest.find(|letter| !is_word(letter)).unwrap_or(rest.len());
        (end > 0 && rest[end..].starts_with("::")).then(|| &rest[..end])
    })
}

/// What is wrong with a line of a room's own code.
fn code_breaches(path: &str, line: &str) -> Vec<String> {
    let mut found = Vec::new();
    if line.contains("super::") {
        found.push("`super::` hides a name's room: write it from `crate::`".to_owned());
    }
    if line.contains("crate::{") {
        found.push("`crate::{…}` hides names from a search: one `use` a room".to_owned());
    }
    let room = room_of(path).unwrap_or_default();
    let allowed = row(room).unwrap_or_default();
    for name in named_rooms(line).filter(|name| row(name).is_some() && *name != room) {
        if !allowed.contains(&name) && path != "src/lib.rs" {
            found.push(format!("{room} may not use {name}: its row has {allowed:?}"));
        }
    }
    let prints = ["println!", "print!(", "eprint!("].iter().any(|call| line.contains(call));
    if prints && path.starts_with("src/") && path != PRINTER && !line.trim().starts_with("//") {
        found.push(format!("only {PRINTER} prints"));
    }
    found
}

/// What is wrong with any line; `tabulated` inside a table that is kept one row a line.
fn line_breaches(line: &str, tabulated: bool) -> Vec<String> {
    let mut found = Vec::new();
    let columns = line.chars().count();
    if columns > MAX_COLUMNS && !tabulated {
        found.push(format!("{columns} characters: at most {MAX_COLUMNS}"));
    }
    let marks = [concat!("TO", "DO"), concat!("FIX", "ME")];
    if marks.iter().any(|mark| line.contains(mark)) && !line.contains("issue ") {
        found.push("a task without its issue".to_owned());
    }
    found
}

/// The opening paragraph is `//! ` and a sentence.
fn opening_breach(text: &str) -> Option<String> {
    let opening: Vec<&str> = text.lines().map_while(|line| line.strip_prefix("//! ")).collect();
    let whole = opening.last().is_some_and(|line| line.ends_with(['.', '?', ':']));
    (!whole).then(|| "opens with no `//! ` and a sentence".to_owned())
}

/// Everything that is wrong with a file, as `file:line: what`.
fn file_breaches(path: &str, text: &str) -> Vec<String> {
    let at = |line: usize, what: String| format!("{path}:{line}: {what}");
    let mut found: Vec<String> = opening_breach(text).map(|what| at(1, what)).into_iter().collect();
    let n_lines = text.lines().count();
    let is_test_file = !path.starts_with("src/") || path.ends_with("/tests.rs");
    let unit_tests = text.lines().position(|line| line.trim() == "#[cfg(test)]");
    let own_lines = if is_test_file { 0 } else { unit_tests.unwrap_or(n_lines) };
    if own_lines > MAX_LINES {
        found.push(at(own_lines, format!("more than {MAX_LINES} lines: split it by ideas")));
    }
    if !is_test_file && n_lines - own_lines > MAX_TEST_LINES {
        found.push(at(own_lines, format!("more than {MAX_TEST_LINES} lines of tests: tests.rs")));
    }
    let mut tabulated = false;
    for (index, line) in text.lines().enumerate() {
        tabulated = (tabulated || line.trim() == "#[rustfmt::skip]") && line != "];";
        let mut flaws = line_breaches(line, tabulated);
        if index < own_lines {
            flaws.extend(code_breaches(path, line));
        }
        found.extend(flaws.into_iter().map(|what| at(index + 1, what)));
    }
    found
}

/// Every Rust file below `folder`, sorted, and the folders that hold too many.
fn walk(folder: &Path, files: &mut Vec<PathBuf>, crowded: &mut Vec<String>) {
    let mut entries: Vec<PathBuf> = read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    entries.sort();
    let (folders, own): (Vec<_>, Vec<_>) = entries.into_iter().partition(|path| path.is_dir());
    let rust = |path: &PathBuf| path.extension().is_some_and(|end| end == "rs");
    let own: Vec<PathBuf> = own.into_iter().filter(rust).collect();
    if own.len() > MAX_FILES {
        crowded.push(format!("{}: {} files, at most {MAX_FILES}", folder.display(), own.len()));
    }
    files.extend(own);
    for folder in &folders {
        walk(folder, files, crowded);
    }
}

#[test]
fn house_is_in_order() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (mut files, mut found) = (Vec::new(), Vec::new());
    for folder in ["src", "tests", "examples", "fuzz/src", "fuzz/fuzz_targets"] {
        walk(&root.join(folder), &mut files, &mut found);
    }
    for file in &files {
        let path = file.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
        if let Some(room) = room_of(&path).filter(|room| row(room).is_none()) {
            found.push(format!("{path}:1: {room} is no room of the table in tests/tidy.rs"));
        }
        found.extend(file_breaches(&path, &read_to_string(file).unwrap()));
    }
    assert!(files.len() > 100, "only {} files were found", files.len());
    assert!(found.is_empty(), "{} breaches:\n{}", found.len(), found.join("\n"));
}

#[test]
fn room_table_has_no_cycle() {
    // Rooms leave once all they use has left; what stays behind is a cycle.
    let mut left: Vec<&str> = Vec::new();
    for _ in ROOMS {
        let free = |(room, uses): &(&'static str, &[&str])| {
            (!left.contains(room) && uses.iter().all(|used| left.contains(used))).then_some(*room)
        };
        let leaving: Vec<&str> = ROOMS.iter().filter_map(free).collect();
        left.extend(leaving);
    }
    let stuck: Vec<&str> =
        ROOMS.map(|(room, _)| room).into_iter().filter(|room| !left.contains(room)).collect();
    assert!(stuck.is_empty(), "these rooms use each other: {stuck:?}");
}

#[test]
fn every_fuzz_target_is_run_by_the_stable_test_too() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = |path: &str| read_to_string(root.join(path)).unwrap_or_default();
    let (manifest, stable) = (text("fuzz/Cargo.toml"), text("tests/crypto/fuzzing/mod.rs"));
    let bins = manifest.split("[[bin]]\nname = \"").skip(1);
    let listed: Vec<&str> = bins.filter_map(|bin| bin.split('"').next()).collect();
    let (mut found, mut crowded) = (Vec::new(), Vec::new());
    walk(&root.join("fuzz/fuzz_targets"), &mut found, &mut crowded);
    let mut files: Vec<&str> = found.iter().filter_map(|path| path.file_stem()?.to_str()).collect();
    let mut sorted = listed.clone();
    sorted.sort_unstable();
    files.sort_unstable();
    assert_eq!(sorted, files, "fuzz/Cargo.toml and fuzz/fuzz_targets/ differ");
    assert!(listed.len() >= 5, "{listed:?}");
    for name in listed {
        let call = format!("{name}::answers");
        for (path, text) in [
            (
                format!("fuzz/fuzz_targets/{name}.rs"),
                &text(&format!("fuzz/fuzz_targets/{name}.rs")),
            ),
            ("tests/crypto/fuzzing/mod.rs".to_owned(), &stable),
        ] {
            assert!(text.contains(&call), "{path} does not call {call}");
        }
    }
}

#[test]
fn every_rule_finds_its_breach() {
    let long = "x".repeat(MAX_COLUMNS + 1);
    let lines = "//! A sentence.\n".repeat(MAX_LINES + 1);
    let task = concat!("//! A sentence.\n// TO", "DO: later");
    for (path, text, what) in [
        ("src/grid/a.rs", "use std::fmt;", "opens with"),
        ("src/grid/a.rs", "//! No end", "opens with"),
        ("src/grid/a.rs", "//! A sentence.\nuse crate::rng::Pcg64;", ":2: grid may not use rng"),
        ("src/engine/a.rs", "//! A sentence.\nuse crate::plot::Strip;", "engine may not use plot"),
        ("src/grid/a.rs", "//! A sentence.\nuse super::b;", "super::"),
        ("src/grid/a.rs", "//! A sentence.\nuse crate::{a, b};", "crate::{"),
        ("src/grid/a.rs", "//! A sentence.\nprintln!();", "prints"),
        ("src/grid/a.rs", &format!("//! A sentence.\n{long}"), "101 characters"),
        ("src/grid/a.rs", &lines, "more than 400 lines"),
        ("tests/a.rs", task, "without its issue"),
    ] {
        let found = file_breaches(path, text);
        assert!(found.iter().any(|breach| breach.contains(what)), "{what}: {found:?}");
    }
}
