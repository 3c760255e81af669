//! Columns out of CSV.

use crate::format::Error;
use crate::format::named::{Cells, NamedColumn, NamedColumns};
use std::path::Path;

pub(crate) fn columns(bytes: &[u8], origin: &Path) -> Result<NamedColumns, Error> {
    let malformed =
        |found: String| Error::Malformed { path: origin.to_owned(), format: "CSV", found };
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(bytes);
    let header = reader.headers().map_err(|error| malformed(error.to_string()))?.clone();
    if header.iter().all(str::is_empty) {
        return Err(malformed("it has no header line".to_owned()));
    }
    let mut texts: Vec<Vec<String>> = vec![Vec::new(); header.len()];
    for record in reader.records() {
        let record = record.map_err(|error| malformed(error.to_string()))?;
        for (column, cell) in texts.iter_mut().zip(&record) {
            column.push(cell.trim().to_owned());
        }
    }
    let rows = texts.first().map_or(0, Vec::len);
    let mut table = NamedColumns { rows, ..NamedColumns::default() };
    for (name, texts) in header.iter().zip(texts) {
        let name = name.trim().to_owned();
        if table.get(&name).is_some() {
            return Err(malformed(format!("two columns are called {name}")));
        }
        table.columns.push(NamedColumn { name, role: String::new(), cells: cells(texts) });
    }
    Ok(table)
}

/// Numbers if all that is not empty is one, and something is.
fn cells(texts: Vec<String>) -> Cells {
    let number = |text: &String| if text.is_empty() { Some(f64::NAN) } else { text.parse().ok() };
    let numbers: Option<Vec<f64>> = texts.iter().map(number).collect();
    match numbers {
        Some(numbers) if texts.iter().any(|text| !text.is_empty()) => Cells::Numbers(numbers),
        _ => Cells::Texts(texts),
    }
}
