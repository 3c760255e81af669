//! Features brought to mean 0 and standard deviation 1.

use crate::federate::task::{Error, Examples};

/// A feature that is not used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dropped {
    /// Its name.
    pub column: String,
    /// Why: it is `constant`, or `not finite` in some row.
    pub reason: &'static str,
}

/// Means and spreads of the training rows, by which every row is shifted and scaled.
///
/// x becomes (x − m) / s, with mean m and population standard deviation s of the training rows
/// alone, so that nothing is learnt from the test. A feature that is constant there, or NaN or
/// infinite in any row, is dropped.
#[derive(Debug, Clone, PartialEq)]
pub struct Standardisation {
    /// Number of the column, mean, standard deviation.
    kept: Vec<(usize, f64, f64)>,
    dropped: Vec<Dropped>,
}

/// A spread below this share of the largest magnitude is rounding, not variation.
const LEAST_SPREAD: f64 = 1e-12;

impl Standardisation {
    /// Measures the training rows.
    ///
    /// # Errors
    ///
    /// [`Error::NoFeature`] if every feature is dropped.
    pub fn fit(examples: &Examples, train: &[usize]) -> Result<Self, Error> {
        let (mut kept, mut dropped) = (Vec::new(), Vec::new());
        for (column, name) in examples.columns().iter().enumerate() {
            let mut drop = |reason| dropped.push(Dropped { column: name.clone(), reason });
            if examples.column(column).any(|value| !value.is_finite()) {
                drop("not finite");
                continue;
            }
            let values = || train.iter().map(|&row| examples.row(row)[column]);
            let count = train.len() as f64;
            let mean = values().map(|value| value / count).sum::<f64>();
            let variance = values().map(|value| (value - mean).powi(2) / count).sum::<f64>();
            let largest = values().fold(0.0, |most: f64, value| most.max(value.abs()));
            // A variance beyond the largest number is no scale either.
            if !variance.is_finite() || variance.sqrt() <= LEAST_SPREAD * largest {
                drop(if variance.is_finite() { "constant" } else { "not finite" });
            } else {
                kept.push((column, mean, variance.sqrt()));
            }
        }
        if kept.is_empty() {
            return Err(Error::NoFeature { columns: examples.columns().len() });
        }
        Ok(Self { kept, dropped })
    }

    /// Number of features that are used.
    pub fn n_kept(&self) -> usize {
        self.kept.len()
    }

    /// The features that are not used, and why.
    pub fn dropped(&self) -> &[Dropped] {
        &self.dropped
    }

    /// A row as the model sees it.
    pub fn apply(&self, row: &[f64]) -> Vec<f64> {
        let standard = |&(column, mean, spread): &(usize, f64, f64)| (row[column] - mean) / spread;
        self.kept.iter().map(standard).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn examples(rows: &[[f64; 4]]) -> Examples {
        let names = ["a", "b", "c", "d"].map(ToOwned::to_owned).to_vec();
        let classes = vec!["x".to_owned(), "y".to_owned()];
        let labels = (0..rows.len()).map(|row| row % 2).collect();
        Examples::new(names, rows.concat(), classes, labels).unwrap()
    }

    #[test]
    fn training_rows_decide_and_odd_columns_are_named() {
        let rows = [[1.0, 5.0, 0.0, 0.1], [3.0, 5.0, 1.0, 0.1], [9.0, 7.0, f64::NAN, 0.1]];
        let standard = Standardisation::fit(&examples(&rows), &[0, 1]).unwrap();
        assert_eq!(standard.n_kept(), 1);
        let dropped = standard.dropped().iter().map(|drop| (drop.column.as_str(), drop.reason));
        let expected = [("b", "constant"), ("c", "not finite"), ("d", "constant")];
        assert_eq!(dropped.collect::<Vec<_>>(), expected);
        // Mean 2 and deviation 1 of the first two rows.
        assert_eq!(standard.apply(&rows[2]), [7.0]);
    }

    #[test]
    fn nothing_to_learn_from_is_refused() {
        let error = Standardisation::fit(&examples(&[[1.0; 4]; 3]), &[0, 1]).unwrap_err();
        assert!(matches!(error, Error::NoFeature { columns: 4 }), "{error}");
    }
}
