//! Rows of features with a class each.

use crate::federate::task::Error;

/// Rows of features, each with a class.
///
/// A value may be missing: NaN. A column that has such a value, or only one value, is dropped by
/// the [`Standardisation`](crate::federate::task::Standardisation) and named there.
///
/// # Examples
///
/// ```
/// use mfn::federate::task::Examples;
///
/// let columns = vec!["length".to_owned(), "width".to_owned()];
/// let classes = vec!["setosa".to_owned(), "virginica".to_owned()];
/// let values = vec![5.1, 3.5, 6.3, 3.3];
/// let examples = Examples::new(columns, values, classes, vec![0, 1])?;
/// assert_eq!((examples.rows(), examples.row(1)), (2, &[6.3, 3.3][..]));
/// # Ok::<(), mfn::federate::task::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Examples {
    columns: Vec<String>,
    values: Vec<f64>,
    classes: Vec<String>,
    labels: Vec<usize>,
}

impl Examples {
    /// Rows one after the other in `values`; `labels` are numbers of `classes`.
    ///
    /// # Errors
    ///
    /// [`Error::Shape`] if the numbers of values do not fit, [`Error::Label`] if a label is no
    /// number of a class, [`Error::OneClass`] if there are fewer than two.
    pub fn new(
        columns: Vec<String>,
        values: Vec<f64>,
        classes: Vec<String>,
        labels: Vec<usize>,
    ) -> Result<Self, Error> {
        let (rows, n_columns) = (labels.len(), columns.len());
        let wanted = rows * n_columns;
        if values.len() != wanted {
            let (what, found) = ("values", values.len());
            return Err(Error::Shape { what, found, wanted, rows, columns: n_columns });
        }
        if classes.len() < 2 {
            return Err(Error::OneClass { classes: classes.len() });
        }
        if let Some(row) = labels.iter().position(|label| *label >= classes.len()) {
            return Err(Error::Label { row, found: labels[row], classes: classes.len() });
        }
        Ok(Self { columns, values, classes, labels })
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.labels.len()
    }

    /// Names of the features.
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// Names of the classes.
    pub fn classes(&self) -> &[String] {
        &self.classes
    }

    /// The class of each row, by its number.
    pub fn labels(&self) -> &[usize] {
        &self.labels
    }

    /// The features of a row; none beyond the last row.
    pub fn row(&self, row: usize) -> &[f64] {
        let width = self.columns.len();
        self.values.get(row * width..(row + 1) * width).unwrap_or_default()
    }

    /// The values of a column, from the first row to the last.
    pub fn column(&self, column: usize) -> impl Iterator<Item = f64> {
        self.values.iter().skip(column).step_by(self.columns.len().max(1)).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_is_refused() {
        let names = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
        let check = |values: &[f64], classes: &[&str], labels: &[usize], expected: &str| {
            let made =
                Examples::new(names(&["a", "b"]), values.to_vec(), names(classes), labels.to_vec());
            assert_eq!(made.unwrap_err().to_string(), expected);
        };
        check(&[1.0; 3], &["x", "y"], &[0, 1], "3 values do not fit 2 rows of 2 columns: wanted 4");
        check(&[1.0; 4], &["x"], &[0, 0], "the examples have 1 class: wanted at least 2");
        check(&[1.0; 4], &["x", "y"], &[0, 2], "row 1 has the class number 2: there are 2 classes");
    }

    #[test]
    fn columns_go_down_the_rows() {
        let names = |n: usize| (0..n).map(|i| i.to_string()).collect();
        let values = vec![1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
        let examples = Examples::new(names(3), values, names(2), vec![0, 1]).unwrap();
        assert_eq!(examples.column(1).collect::<Vec<_>>(), [2.0, 5.0]);
        assert_eq!(examples.row(2), [0.0; 0]);
    }
}
