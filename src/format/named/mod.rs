//! Tables as columns with names: numbers or texts, out of Parquet or CSV.
//!
//! What reads them wants columns by name and does not care how they were stored: all kinds of
//! numbers become `f64`, true and false 1 and 0, and what is missing NaN or an empty text.

mod csv;
mod parquet;

use crate::format::Error;
use crate::format::io_error;
use std::path::Path;

/// The cells of a column.
#[derive(Debug, Clone, PartialEq)]
pub enum Cells {
    /// Numbers; NaN where there is none.
    Numbers(Vec<f64>),
    /// Texts; empty where there is none.
    Texts(Vec<String>),
}

impl Cells {
    /// Number of cells.
    pub fn len(&self) -> usize {
        match self {
            Self::Numbers(numbers) => numbers.len(),
            Self::Texts(texts) => texts.len(),
        }
    }

    /// Whether there is no cell.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Adds the cells of another piece; false if they are of the other kind.
    pub fn append(&mut self, other: Self) -> bool {
        match (self, other) {
            (Self::Numbers(own), Self::Numbers(other)) => own.extend(other),
            (Self::Texts(own), Self::Texts(other)) => own.extend(other),
            _ => return false,
        }
        true
    }
}

/// A column.
#[derive(Debug, Clone, PartialEq)]
pub struct NamedColumn {
    /// Its name.
    pub name: String,
    /// What it is for, as a data set of this program says it (`feature`, `parameter`, …); empty
    /// where the file does not say.
    pub role: String,
    /// Its cells.
    pub cells: Cells,
}

/// Columns of one length.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct NamedColumns {
    /// Number of rows.
    pub rows: usize,
    /// The columns, in the order of the file.
    pub columns: Vec<NamedColumn>,
    /// Columns of other types, with the type.
    pub left_out: Vec<(String, String)>,
}

impl NamedColumns {
    /// Reads a Parquet or CSV file; its first bytes say which.
    ///
    /// A CSV file has a header line and commas; lines that begin with `#` are comments. A column is
    /// of numbers if every cell that is not empty is one.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] if the file cannot be read, [`Error::Malformed`] if it is neither.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let bytes = std::fs::read(path).map_err(io_error(path, "read"))?;
        Self::of_bytes(bytes, path)
    }

    /// The same of the bytes of a file; `origin` is named in errors.
    ///
    /// # Errors
    ///
    /// [`Error::Malformed`] if they are neither Parquet nor CSV.
    ///
    /// # Examples
    ///
    /// ```
    /// use mfn::format::{Cells, NamedColumns};
    /// let table = NamedColumns::of_bytes(b"class,x\na,1\nb,2\n".to_vec(), "t.csv".as_ref())?;
    /// assert_eq!(table.rows, 2);
    /// assert_eq!(table.columns[1].cells, Cells::Numbers(vec![1.0, 2.0]));
    /// # Ok::<(), mfn::format::Error>(())
    /// ```
    pub fn of_bytes(bytes: Vec<u8>, origin: &Path) -> Result<Self, Error> {
        if bytes.starts_with(b"PAR1") {
            parquet::columns(bytes, origin)
        } else {
            csv::columns(&bytes, origin)
        }
    }

    /// The column of that name.
    pub fn get(&self, name: &str) -> Option<&NamedColumn> {
        self.columns.iter().find(|column| column.name == name)
    }
}

#[cfg(test)]
mod tests;
