//! The table that is learnt from: read, and cut into features and classes.

use crate::commands::failure::{Failure, code};
use crate::commands::features::report::table::files_of;
use mfn::config::{FederateData, nearest};
use mfn::federate::task::Examples;
use mfn::format::{Cells, NamedColumn, NamedColumns, sha256_hex};
use std::collections::BTreeMap;
use std::path::Path;

/// The patterns that are part of the program: the data set of `gray-scott-classes`.
const PATTERNS: &[u8] = include_bytes!("../../../../data/federate/patterns.parquet");
/// More classes than these are most likely no classes.
const MOST_CLASSES: usize = 100;

/// A table with a class for every row.
#[derive(Debug)]
pub(crate) struct Source {
    pub(crate) examples: Examples,
    /// SHA-256 of the file; of several files, of the lines of their digests.
    pub(crate) sha256: String,
    /// How people call it.
    pub(crate) name: String,
}

/// Reads what the preset names.
pub(crate) fn read(data: &FederateData) -> Result<Source, Failure> {
    let (table, name, sha256) = match &data.path {
        None => {
            let name = "the built-in patterns";
            let table = NamedColumns::of_bytes(PATTERNS.to_vec(), name.as_ref())?;
            (table, name.to_owned(), sha256_hex(PATTERNS))
        }
        Some(path) => {
            let (table, sha256) = read_files(path)?;
            (table, path.clone(), sha256)
        }
    };
    if table.rows == 0 {
        return Err(Failure::message(code::FILE, format!("{name} has no row")));
    }
    let (classes, labels) = classes(&table, data, &name)?;
    let features = features(&table, data, &name)?;
    let mut values = Vec::with_capacity(table.rows * features.len());
    for row in 0..table.rows {
        values.extend(features.iter().map(|(_, numbers)| numbers[row]));
    }
    let columns = features.into_iter().map(|(name, _)| name.to_owned()).collect();
    let examples = Examples::new(columns, values, classes, labels)
        .map_err(|error| Failure::new(code::USAGE, error).about(&name))?;
    Ok(Source { examples, sha256, name })
}

/// One file, or the `*.parquet` of a folder or of its `data`, one after the other.
fn read_files(path: &str) -> Result<(NamedColumns, String), Failure> {
    if !Path::new(path).exists() {
        let message = format!("data.path: there is no file or folder {path}");
        return Err(Failure::message(code::FILE, message));
    }
    let files = files_of(Path::new(path))?;
    let (mut whole, mut digests) = (NamedColumns::default(), Vec::new());
    for (index, file) in files.iter().enumerate() {
        let bytes = std::fs::read(file).map_err(|error| Failure::io("read", file, error))?;
        digests.push(sha256_hex(&bytes));
        let part = NamedColumns::of_bytes(bytes, file)?;
        if index == 0 {
            whole = part;
        } else if !append(&mut whole, part) {
            let message = format!("{} has other columns than the first file", file.display());
            return Err(Failure::message(code::FILE, message));
        }
    }
    let sha256 = match &digests[..] {
        [one] => one.clone(),
        several => sha256_hex(several.join("\n").as_bytes()),
    };
    Ok((whole, sha256))
}

/// Adds the rows of another file; false if its columns are others.
fn append(whole: &mut NamedColumns, part: NamedColumns) -> bool {
    let alike = whole.columns.len() == part.columns.len();
    whole.rows += part.rows;
    let mut pairs = whole.columns.iter_mut().zip(part.columns);
    alike && pairs.all(|(own, other)| own.name == other.name && own.cells.append(other.cells))
}

/// Names of the classes, sorted, and the class of each row.
fn classes(
    table: &NamedColumns,
    data: &FederateData,
    name: &str,
) -> Result<(Vec<String>, Vec<usize>), Failure> {
    let mut keys: Vec<Vec<usize>> = vec![Vec::new(); table.rows];
    let mut names: Vec<Vec<String>> = vec![Vec::new(); table.rows];
    for label in &data.label {
        let column = column(table, "data.label", label, name)
            .map_err(|failure| failure.with_hint(candidates(table)))?;
        let texts = texts(&column.cells);
        if let Some(row) = texts.iter().position(String::is_empty) {
            let message = format!("{name} has no {label} in row {row}: every row wants a class");
            return Err(Failure::message(code::FILE, message));
        }
        for ((row, text), rank) in texts.into_iter().enumerate().zip(ranks(&column.cells)) {
            keys[row].push(rank);
            names[row].push(text);
        }
    }
    let known: BTreeMap<&Vec<usize>, String> =
        keys.iter().zip(names.iter().map(|parts| parts.join(" / "))).collect();
    if !(2..=MOST_CLASSES).contains(&known.len()) {
        let (label, found) = (data.label.join(", "), known.len());
        let message = format!(
            "data.label = \"{label}\" has {found} values in {name}: wanted 2 to {MOST_CLASSES} \
             classes"
        );
        return Err(Failure::message(code::USAGE, message).with_hint(candidates(table)));
    }
    let number = |key| known.keys().position(|own| *own == key).unwrap_or_default();
    let labels = keys.iter().map(number).collect();
    Ok((known.into_values().collect(), labels))
}

/// The cells as they name classes; empty where there is none.
fn texts(cells: &Cells) -> Vec<String> {
    match cells {
        Cells::Texts(texts) => texts.clone(),
        Cells::Numbers(numbers) => {
            let text = |n: &f64| if n.is_nan() { String::new() } else { n.to_string() };
            numbers.iter().map(text).collect()
        }
    }
}

/// The place of each cell among the different values of its column, in their order.
fn ranks(cells: &Cells) -> Vec<usize> {
    match cells {
        Cells::Texts(texts) => {
            let mut known: Vec<&String> = texts.iter().collect();
            known.sort_unstable();
            known.dedup();
            texts.iter().map(|text| known.partition_point(|other| *other < text)).collect()
        }
        Cells::Numbers(numbers) => {
            // Adding 0 makes −0 and 0 one.
            let plain = || numbers.iter().map(|number| number + 0.0);
            let mut known: Vec<f64> = plain().collect();
            known.sort_unstable_by(f64::total_cmp);
            known.dedup_by(|a, b| a.total_cmp(b).is_eq());
            plain().map(|n| known.partition_point(|other| other.total_cmp(&n).is_lt())).collect()
        }
    }
}

/// A feature: its name and its numbers.
type Feature<'a> = (&'a str, &'a [f64]);

/// The columns to learn from, with their numbers.
fn features<'a>(
    table: &'a NamedColumns,
    data: &FederateData,
    name: &str,
) -> Result<Vec<Feature<'a>>, Failure> {
    for excluded in &data.exclude {
        column(table, "data.exclude", excluded, name)?;
    }
    let Some(wanted) = &data.features else {
        let has_roles = table.columns.iter().any(|column| column.role == "feature");
        let chosen = table.columns.iter().filter(|column| {
            (!has_roles || column.role == "feature")
                && !data.label.contains(&column.name)
                && !data.exclude.contains(&column.name)
        });
        let found: Vec<_> = chosen.filter_map(numbers).collect();
        if found.is_empty() {
            let message = format!("{name} has no column of numbers to learn from");
            return Err(Failure::message(code::USAGE, message));
        }
        return Ok(found);
    };
    let one = |wanted: &String| {
        let column = column(table, "data.features", wanted, name)?;
        if data.label.contains(wanted) {
            let message = format!("data.features has {wanted}, which is the class itself");
            return Err(Failure::message(code::USAGE, message));
        }
        numbers(column).ok_or_else(|| {
            let message = format!("data.features: {wanted} of {name} is text: wanted numbers");
            Failure::message(code::USAGE, message)
        })
    };
    wanted.iter().map(one).collect()
}

fn numbers(column: &NamedColumn) -> Option<Feature<'_>> {
    match &column.cells {
        Cells::Numbers(numbers) => Some((&column.name, numbers)),
        Cells::Texts(_) => None,
    }
}

fn column<'a>(
    table: &'a NamedColumns,
    key: &str,
    wanted: &str,
    name: &str,
) -> Result<&'a NamedColumn, Failure> {
    table.get(wanted).ok_or_else(|| {
        let names = table.columns.iter().map(|column| column.name.as_str());
        let guess = nearest(wanted, names)
            .map_or_else(String::new, |word| format!("; did you mean {word}?"));
        Failure::message(code::USAGE, format!("{key}: {wanted} is no column of {name}{guess}"))
    })
}

/// Columns that could be classes.
fn candidates(table: &NamedColumns) -> String {
    let values = |column: &NamedColumn| ranks(&column.cells).into_iter().max().map_or(0, |m| m + 1);
    let fit = |column: &&NamedColumn| {
        column.role != "feature" && (2..=MOST_CLASSES.min(table.rows / 4)).contains(&values(column))
    };
    let names: Vec<&str> =
        table.columns.iter().filter(fit).map(|column| column.name.as_str()).collect();
    if names.is_empty() {
        return "no column has few enough values to be a class".to_owned();
    }
    format!("--set data.label=COLUMN; columns of few values: {}", names.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(text: &str) -> NamedColumns {
        NamedColumns::of_bytes(text.as_bytes().to_vec(), "t.csv".as_ref()).unwrap()
    }

    fn data(label: &[&str]) -> FederateData {
        let label = label.iter().map(|&name| name.to_owned()).collect();
        FederateData { path: None, label, features: None, exclude: Vec::new() }
    }

    #[test]
    fn classes_are_sorted_as_numbers_where_they_are() {
        let table = table("kind,size,x\nb,10,1\na,9,2\nb,9,3\na,10,4\n");
        let check = |label: &[&str], names: &[&str], expected: &[usize]| {
            let (found, labels) = classes(&table, &data(label), "t").unwrap();
            assert_eq!(
                (found.iter().map(String::as_str).collect::<Vec<_>>(), &labels[..]),
                (names.to_vec(), expected)
            );
        };
        check(&["size"], &["9", "10"], &[1, 0, 0, 1]);
        check(&["kind"], &["a", "b"], &[1, 0, 1, 0]);
        check(&["kind", "size"], &["a / 9", "a / 10", "b / 9", "b / 10"], &[3, 0, 2, 1]);
    }

    #[test]
    fn features_are_numbers_that_are_neither_class_nor_left_out() {
        let table = table("kind,size,x,y,word\nb,10,1,5,u\na,9,2,6,v\n");
        let names = |data: &FederateData| -> Vec<String> {
            features(&table, data, "t").unwrap().into_iter().map(|(n, _)| n.to_owned()).collect()
        };
        let exclude = vec!["y".to_owned()];
        assert_eq!(names(&FederateData { exclude, ..data(&["size"]) }), ["x"]);
        let features = Some(vec!["y".to_owned(), "x".to_owned()]);
        assert_eq!(names(&FederateData { features, ..data(&["kind"]) }), ["y", "x"]);
    }
}
