//! The report as one HTML page that needs nothing beside it: style and plots are in it.

use crate::commands::validate::outcome::{Outcome, Verdict};
use crate::commands::validate::report::markdown::{capital, numbers};
use crate::commands::validate::report::{Entry, by_suite, summary};
use crate::commands::validate::table::number;
use std::collections::BTreeSet;
use std::fmt::Write as _;

const STYLE: &str = include_str!("style.css");

/// The whole page.
pub(crate) fn page(entries: &[Entry<'_>]) -> String {
    let version = env!("CARGO_PKG_VERSION");
    let all: Vec<&Entry<'_>> = entries.iter().collect();
    let is_well = entries.iter().all(|entry| entry.outcome.is_well());
    let (class, verdict) = if is_well { ("pass", "passes") } else { ("fail", "does not pass") };
    let mut body = format!(
        "<header><h1>Validation of mfn {version}</h1>\
         <p class=\"verdict {class}\">mfn {verdict}: {}.</p>\
         <p>Each check compares a number that was found with one that is known, and names the \
         tolerance and its reason. A check counts for something only if it can fail: where twins \
         were run, each check was also made of an implementation with the fault stated, and had \
         to fail.</p><nav>",
        escaped(&summary(&all))
    );
    let suites = by_suite(entries);
    for (suite, entries) in &suites {
        let (name, words) = (suite.name(), escaped(&summary(entries)));
        // Writing to a string cannot fail.
        let _ = write!(body, "<a href=\"#{name}\"><b>{name}</b><span>{words}</span></a>");
    }
    // Without scripts each check still opens by itself.
    let _ = write!(
        body,
        "</nav><p><button onclick=\"{0}.forEach(d => d.open = true)\">open all</button> \
         <button onclick=\"{0}.forEach(d => d.open = false)\">close all</button></p>\
         </header><main>",
        "document.querySelectorAll('details')"
    );
    for (suite, entries) in &suites {
        let (name, question) = (suite.name(), escaped(&capital(suite.question())));
        let words = escaped(&summary(entries));
        let _ = write!(
            body,
            "<section id=\"{name}\"><h2>{}</h2><p>{question} {words}.</p>",
            capital(name)
        );
        // The first plot of each kind is seen without a click.
        let mut shown: BTreeSet<&str> = BTreeSet::new();
        for entry in entries {
            let is_new = title(entry).is_some_and(|title| shown.insert(title));
            body += &row(entry, is_new);
        }
        body += "</section>";
    }
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <title>Validation of mfn {version}</title><style>{STYLE}</style></head>\
         <body>{body}</main></body></html>\n"
    )
}

/// What the plot of a check shows.
fn title<'a>(entry: &'a Entry<'_>) -> Option<&'a str> {
    let figure = entry.outcome.found.as_ref().ok()?.figure.as_ref()?;
    Some(&figure.title)
}

/// A check: a line that opens.
fn row(entry: &Entry<'_>, is_open: bool) -> String {
    let outcome = entry.outcome;
    let check = outcome.check;
    let [found, expected] = numbers(outcome).map(|text| escaped(&text));
    let (class, word) = match outcome.verdict() {
        Verdict::Pass if outcome.is_well() => ("pass", "ok"),
        Verdict::Pass => ("fail", "twin not seen"),
        Verdict::Fail => ("fail", "fails"),
        Verdict::NotRun => ("none", "not run"),
    };
    let open = if is_open || class != "pass" { " open" } else { "" };
    let mut text = format!(
        "<details{open}><summary><span class=\"mark {class}\">{word}</span>\
         <span class=\"name\">{}</span><span class=\"found\">{found}</span>\
         <span class=\"expected\">{expected}</span></summary><div><dl>",
        escaped(&check.name)
    );
    text += &facts(outcome);
    text += "</dl>";
    if let Some(plot) = &entry.plot {
        // A plot of its own would begin with the declaration of an XML file.
        let drawing = plot.find("<svg").map_or("", |start| &plot[start..]);
        let _ = write!(text, "<figure>{drawing}</figure>");
    }
    text + "</div></details>"
}

/// What is known of a check, in pairs.
fn facts(outcome: &Outcome<'_>) -> String {
    let check = outcome.check;
    let mut pairs = vec![
        ("claim", check.claim.clone()),
        ("reference", check.reference.to_owned()),
        ("tolerance", check.because.to_owned()),
    ];
    if let Ok(finding) = &outcome.found {
        if let Some((low, high)) = finding.interval {
            pairs.push(("95 % interval", format!("{} to {}", number(low), number(high))));
        }
        pairs.extend(finding.note.clone().map(|note| ("note", note)));
    }
    if let Some(proof) = &outcome.proof {
        let seen = if proof.is_caught() { "caught" } else { "not seen" };
        let found = proof.0.as_ref().map_or_else(ToString::to_string, |f| number(f.found));
        pairs.push(("broken twin", format!("{}: {found}, {seen}", check.twin)));
    }
    pairs.iter().fold(String::new(), |mut text, (name, words)| {
        let _ = write!(text, "<dt>{name}</dt><dd>{}</dd>", escaped(words));
        text
    })
}

/// Text that means itself in HTML.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
