//! A sweep as text: what was written by any layer, in one fixed order.

use crate::config::sweep::settings::DatasetSettings;
use crate::config::text::entries;
use crate::config::written::Written;
use std::fmt::Write as _;
use toml::Value;

/// The preset of a data set: keys as written, `[dataset]` whole, and the axes in their order.
pub(crate) fn render(written: &Written, dataset: &DatasetSettings) -> String {
    let mut text = String::new();
    let mut open = "";
    for (section, key, value) in written.entries().filter(|(section, ..)| *section != "dataset") {
        if section != open {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "\n[{section}]");
            open = section;
        }
        let _ = writeln!(text, "{key} = {value}");
    }
    text.push_str("\n[dataset]\n");
    let sections = [("dataset", dataset.values.clone())];
    for (_, parameter, value) in entries(&sections, 0) {
        let _ = writeln!(text, "{} = {value}", parameter.key);
    }
    if let Some(sweep) = written.sweep() {
        axes(sweep, &mut text);
    }
    text
}

fn axes(sweep: &toml::Table, text: &mut String) {
    text.push_str("\n[sweep]\n");
    for (key, value) in sweep.iter().filter(|(_, value)| !is_table(value)) {
        let _ = writeln!(text, "{key} = {value}");
    }
    for (name, value) in sweep {
        match value {
            Value::Table(axes) => {
                let _ = writeln!(text, "\n[sweep.{name}]");
                table(axes, text);
            }
            Value::Array(points) if is_table(value) => {
                for point in points.iter().filter_map(Value::as_table) {
                    let _ = writeln!(text, "\n[[sweep.{name}]]");
                    table(point, text);
                }
            }
            _ => {}
        }
    }
}

fn table(entries: &toml::Table, text: &mut String) {
    for (key, value) in entries {
        let _ = writeln!(text, "{} = {value}", Value::String(key.clone()));
    }
}

/// A table, or a list of tables.
fn is_table(value: &Value) -> bool {
    match value {
        Value::Table(_) => true,
        Value::Array(items) => items.first().is_some_and(Value::is_table),
        _ => false,
    }
}
