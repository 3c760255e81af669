//! What a reader should know before using a table.

use crate::features::report::FEWEST_ROWS;
use crate::features::report::MOST_MISSING;
use crate::features::report::correlation::Association;
use crate::features::report::correlation::Correlations;
use crate::features::report::groups::joined;
use crate::features::report::summary::Summary;
use std::fmt;

/// |Pearson| is 1 up to so much rounding.
const ROUNDING: f64 = 1e-9;
/// Ranks of fewer rows agree too easily by chance: those of 8 do in 2 of 40 320 cases.
const FEWEST_RANKS: usize = 8;

/// One thing to know before using a table; [`fmt::Display`] says it in a sentence.
///
/// Those of MFN v4.1's inspector are `OutOfRange` (of `D_box`, `V_min`, `V_max`, `f_active`) and
/// `NotFinite`; the others are new.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Warning {
    /// Too few rows for any correlation.
    FewRows {
        /// Rows of the table.
        rows: usize,
    },
    /// No row has a finite value.
    NoValue {
        /// Name of the column.
        column: String,
        /// Rows of the table.
        rows: usize,
    },
    /// Rows hold NaN or an infinity.
    NotFinite {
        /// Name of the column.
        column: String,
        /// Rows that hold NaN.
        nan: usize,
        /// Rows that hold an infinity.
        infinite: usize,
    },
    /// Values lie outside the bounds known of the feature.
    OutOfRange {
        /// Name of the column.
        column: String,
        /// The bounds.
        range: (Option<f64>, Option<f64>),
        /// Values outside.
        outside: usize,
        /// Values in all.
        count: usize,
        /// Smallest and largest value.
        found: (f64, f64),
    },
    /// Rows are null.
    Nulls {
        /// Name of the column.
        column: String,
        /// Rows that are null.
        nulls: usize,
        /// Rows of the table.
        rows: usize,
        /// Whether so many rows have no value that the column is not informative.
        too_many: bool,
    },
    /// All values are one.
    Constant {
        /// Name of the column.
        column: String,
        /// Its value.
        value: f64,
        /// Rows that have it.
        count: usize,
    },
    /// Columns are linear functions of each other: |Pearson| = 1 up to 10⁻⁹.
    Linear {
        /// Names of the columns.
        columns: Vec<String>,
    },
    /// Columns are monotonic functions of each other, not all of them linear: |Spearman| = 1 up to
    /// 10⁻⁹ over at least 8 rows.
    Monotonic {
        /// Names of the columns.
        columns: Vec<String>,
    },
}

impl Warning {
    /// The kind in one word, for machines.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::FewRows { .. } => "few-rows",
            Self::NoValue { .. } => "no-value",
            Self::NotFinite { .. } => "not-finite",
            Self::OutOfRange { .. } => "out-of-range",
            Self::Nulls { .. } => "nulls",
            Self::Constant { .. } => "constant",
            Self::Linear { .. } => "linear",
            Self::Monotonic { .. } => "monotonic",
        }
    }

    /// The columns it is about; none if it is about the table.
    pub fn columns(&self) -> &[String] {
        match self {
            Self::FewRows { .. } => &[],
            Self::NoValue { column, .. }
            | Self::NotFinite { column, .. }
            | Self::OutOfRange { column, .. }
            | Self::Nulls { column, .. }
            | Self::Constant { column, .. } => std::slice::from_ref(column),
            Self::Linear { columns } | Self::Monotonic { columns } => columns,
        }
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::FewRows { rows } => {
                write!(f, "{rows} rows are too few for correlations: they need {FEWEST_ROWS}")
            }
            Self::NoValue { column, rows } => write!(f, "{column} has no value in {rows} rows"),
            Self::NotFinite { column, nan, infinite } => write!(
                f,
                "{column} holds {nan} NaN and {infinite} infinite values: they are left out"
            ),
            Self::OutOfRange { column, range, outside, count, found } => {
                let bounds = Bounds(*range);
                let (low, high) = (Short(found.0), Short(found.1));
                write!(f, "{column} leaves {bounds} in {outside} of {count} rows: ")?;
                write!(f, "it goes from {low} to {high}")
            }
            Self::Nulls { column, nulls, rows, too_many } => {
                let percent = Percent(*nulls as f64 / *rows as f64);
                let told = if *too_many { ": too few values to inform" } else { "" };
                write!(f, "{column} is null in {nulls} of {rows} rows ({percent}){told}")
            }
            Self::Constant { column, value, count } => {
                let value = Short(*value);
                let rows = if *count == 1 { "the only row" } else { "every row" };
                write!(f, "{column} is {value} in {rows} with a value: it says nothing")
            }
            Self::Linear { columns } => {
                write!(f, "{} are linear functions of each other", Listed(columns))
            }
            Self::Monotonic { columns } => {
                write!(f, "{} are monotonic functions of each other", Listed(columns))
            }
        }
    }
}

/// All warnings: of the table, then of columns by kind and order, then of groups.
pub(crate) fn all(rows: usize, columns: &[Summary], correlations: &Correlations) -> Vec<Warning> {
    let few = (rows < FEWEST_ROWS).then_some(Warning::FewRows { rows });
    let each = |check: fn(&Summary, usize) -> Option<Warning>| {
        columns.iter().filter_map(move |column| check(column, rows))
    };
    let names = |group: &Vec<usize>| -> Vec<String> {
        group.iter().map(|&index| columns[index].name.clone()).collect()
    };
    let is_one = |r: Option<f64>| r.is_some_and(|r| r.abs() >= 1.0 - ROUNDING);
    let linear = joined(correlations, |pair: &Association| is_one(pair.pearson));
    let monotonic = joined(correlations, |pair: &Association| {
        pair.n_rows >= FEWEST_RANKS && is_one(pair.spearman)
    });
    let told = |group: &&Vec<usize>| {
        // A group that is linear as a whole is told already.
        !linear.iter().any(|linear| group.iter().all(|column| linear.contains(column)))
    };
    few.into_iter()
        .chain(each(no_value))
        .chain(each(not_finite))
        .chain(each(out_of_range))
        .chain(each(nulls))
        .chain(each(constant))
        .chain(linear.iter().map(|group| Warning::Linear { columns: names(group) }))
        .chain(
            monotonic.iter().filter(told).map(|group| Warning::Monotonic { columns: names(group) }),
        )
        .collect()
}

fn no_value(summary: &Summary, rows: usize) -> Option<Warning> {
    let column = summary.name.clone();
    (summary.count == 0).then_some(Warning::NoValue { column, rows })
}

fn not_finite(summary: &Summary, _rows: usize) -> Option<Warning> {
    let (nan, infinite) = (summary.nan, summary.infinite);
    let column = summary.name.clone();
    (nan + infinite > 0).then_some(Warning::NotFinite { column, nan, infinite })
}

fn out_of_range(summary: &Summary, _rows: usize) -> Option<Warning> {
    let found = summary.min.zip(summary.max)?;
    let (outside, count, range) = (summary.out_of_range, summary.count, summary.range);
    let column = summary.name.clone();
    (outside > 0).then_some(Warning::OutOfRange { column, range, outside, count, found })
}

fn nulls(summary: &Summary, rows: usize) -> Option<Warning> {
    let (column, nulls) = (summary.name.clone(), summary.nulls);
    let too_many = summary.missing_share >= MOST_MISSING;
    let told = nulls > 0 && summary.count > 0;
    told.then_some(Warning::Nulls { column, nulls, rows, too_many })
}

fn constant(summary: &Summary, _rows: usize) -> Option<Warning> {
    let (column, count) = (summary.name.clone(), summary.count);
    let value = summary.median.filter(|_| summary.constant)?;
    Some(Warning::Constant { column, value, count })
}

/// Bounds as an interval: `[0, 2.5]`, `[0, ∞)`.
struct Bounds((Option<f64>, Option<f64>));

impl fmt::Display for Bounds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.0 {
            Some(low) => write!(f, "[{low}, ")?,
            None => write!(f, "(-∞, ")?,
        }
        match self.0.1 {
            Some(high) => write!(f, "{high}]"),
            None => write!(f, "∞)"),
        }
    }
}

/// Six significant digits.
struct Short(f64);

impl fmt::Display for Short {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rounded: f64 = format!("{:.5e}", self.0).parse().unwrap_or(self.0);
        let size = rounded.abs();
        if size == 0.0 || (1e-4..1e7).contains(&size) {
            write!(f, "{rounded}")
        } else {
            write!(f, "{rounded:e}")
        }
    }
}

/// A share in per cent, with a digit behind the point below ten.
struct Percent(f64);

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let percent = 100.0 * self.0;
        if percent < 10.0 { write!(f, "{percent:.1} %") } else { write!(f, "{percent:.0} %") }
    }
}

/// Names: `a, b and c`.
struct Listed<'a>(&'a [String]);

impl fmt::Display for Listed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            [first @ .., last] if !first.is_empty() => {
                write!(f, "{} and {last}", first.join(", "))
            }
            all => write!(f, "{}", all.join(", ")),
        }
    }
}
