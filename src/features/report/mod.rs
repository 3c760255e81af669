//! The report on a table of features: what each column holds, and which say the same.
//!
//! | file | question |
//! |---|---|
//! | `summary` | what values a column has: quartiles, mean, spread, and whether they say anything |
//! | `quantile` | what a quartile is |
//! | `histogram` | how the values are spread |
//! | `known` | which values a feature cannot have |
//! | `correlation` | how two columns go together: Pearson and Spearman |
//! | `series` | deviations and ranks of one column |
//! | `groups` | which columns are redundant |
//! | `warning` | what a reader should know before using the table |

mod correlation;
mod groups;
mod histogram;
mod known;
mod quantile;
mod series;
mod summary;
#[cfg(test)]
mod tests;
mod warning;

pub use crate::features::report::correlation::{Association, Correlations};
pub use crate::features::report::histogram::Histogram;
pub use crate::features::report::summary::Summary;
pub use crate::features::report::warning::Warning;

/// A column whose share of missing values reaches this is not informative.
pub const MOST_MISSING: f64 = 0.5;
/// Columns whose |Pearson| reaches this are redundant.
pub const REDUNDANT: f64 = 0.95;
/// Two columns need so many common rows for a correlation: through two points goes every line.
pub const FEWEST_ROWS: usize = 3;

/// A numeric column of a table.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Column {
    /// Its name; one of the 18 features has known ranges.
    pub name: String,
    /// Its unit; empty if unknown.
    pub unit: String,
    /// One value a row; `None` is null.
    pub values: Vec<Option<f64>>,
}

/// Why there is no report.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReportError {
    /// The table has no column.
    #[error("the table has no numeric column: wanted at least 1")]
    NoColumn,
    /// The table has no row.
    #[error("the table has 0 rows: wanted at least 1")]
    NoRow,
    /// A column does not have as many rows as the first one.
    #[error("column {column} has {found} rows: wanted {wanted} as in the first column")]
    Length {
        /// Name of the column.
        column: String,
        /// Rows found.
        found: usize,
        /// Rows of the first column.
        wanted: usize,
    },
}

/// What a table of features holds: a summary a column, correlations, redundancies, warnings.
///
/// A value that is NaN or infinite is counted, warned of, and else treated as null. Rows are taken
/// in their order and sums are pairwise, so the same table gives the same bits.
///
/// Cost: O(rows × columns²) time, and 50 bytes a value.
///
/// # Examples
///
/// ```
/// use mfn::features::{Column, Report};
///
/// let column = |name: &str, values: [f64; 5]| Column {
///     name: name.to_owned(),
///     unit: "1".to_owned(),
///     values: values.map(Some).to_vec(),
/// };
/// let columns = [
///     column("x", [1.0, 2.0, 3.0, 4.0, 10.0]),
///     column("square", [1.0, 4.0, 9.0, 16.0, 100.0]),
///     column("nothing", [0.0; 5]),
/// ];
/// let report = Report::of(&columns)?;
/// assert_eq!(report.columns[0].median, Some(3.0));
/// assert_eq!(report.correlations.get(0, 1).spearman, Some(1.0));
/// assert!(report.columns[2].constant && report.correlations.get(0, 2).pearson.is_none());
/// assert_eq!(report.redundant, [[0, 1]]);
/// # Ok::<(), mfn::features::ReportError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// Rows of the table.
    pub n_rows: usize,
    /// One summary a column, in the table's order.
    pub columns: Vec<Summary>,
    /// How each two columns go together.
    pub correlations: Correlations,
    /// Groups of at least two columns, by index, that are joined by pairs of |Pearson| ≥
    /// [`REDUNDANT`]; the ends of a long chain may correlate less.
    pub redundant: Vec<Vec<usize>>,
    /// What to know before using the table, the most serious first.
    pub warnings: Vec<Warning>,
}

impl Report {
    /// The report on these columns.
    ///
    /// # Errors
    ///
    /// [`ReportError::NoColumn`] or [`ReportError::NoRow`] for an empty table,
    /// [`ReportError::Length`] if the columns differ in length.
    pub fn of(columns: &[Column]) -> Result<Self, ReportError> {
        let n_rows = columns.first().ok_or(ReportError::NoColumn)?.values.len();
        if n_rows == 0 {
            return Err(ReportError::NoRow);
        }
        if let Some(column) = columns.iter().find(|column| column.values.len() != n_rows) {
            let (column, found) = (column.name.clone(), column.values.len());
            return Err(ReportError::Length { column, found, wanted: n_rows });
        }
        let summaries: Vec<Summary> = columns.iter().map(Summary::of).collect();
        let correlations = Correlations::of(columns);
        let joined = |pair: &Association| pair.pearson.is_some_and(|r| r.abs() >= REDUNDANT);
        let redundant = groups::joined(&correlations, joined);
        let warnings = warning::all(n_rows, &summaries, &correlations);
        Ok(Self { n_rows, columns: summaries, correlations, redundant, warnings })
    }
}
