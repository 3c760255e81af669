//! A page of `docs/` with a part that is generated, between two marks.

#![allow(clippy::unwrap_used, reason = "a test that cannot read the page must stop")]
#![allow(clippy::panic, reason = "a page that is out of date fails the test")]

use std::path::Path;

/// Checks that the generated part `name` of `page` is `text`; `MFN_UPDATE=1` writes it instead.
pub(crate) fn check(page: &str, name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(page);
    let found = std::fs::read_to_string(&path).unwrap();
    let marks = [format!("<!-- generated: {name} -->\n"), format!("<!-- end: {name} -->\n")];
    let start = found.find(&marks[0]).map(|at| at + marks[0].len());
    let start = start.unwrap_or_else(|| panic!("{page} has no mark {}", marks[0]));
    let end = start + found[start..].find(&marks[1]).unwrap();
    if std::env::var_os("MFN_UPDATE").is_some() {
        std::fs::write(&path, format!("{}{text}{}", &found[..start], &found[end..])).unwrap();
        return;
    }
    assert!(
        found[start..end] == *text,
        "{page} is out of date: MFN_UPDATE=1 cargo test rewrites it"
    );
}
