//! Pearson's and Spearman's correlations of every two columns.

use crate::features::report::Column;
use crate::features::report::FEWEST_ROWS;
use crate::features::report::series::{Directions, Series};
use crate::features::report::summary::sum;
use rayon::iter::{IntoParallelIterator as _, ParallelIterator as _};
use std::borrow::Cow;

/// How two columns go together, over the rows in which both have a finite value.
///
/// Both correlations are Σ (xᵢ − x̄)(yᵢ − ȳ) / √(Σ (xᵢ − x̄)² Σ (yᵢ − ȳ)²), of the values (Pearson)
/// or of their ranks, equal values sharing the mean of their ranks (Spearman). `None` with fewer
/// than [`FEWEST_ROWS`] common rows, or if a column is constant over them. Ranks are taken over
/// the common rows, as SciPy and pandas do.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Association {
    /// Rows in which both have a finite value.
    pub n_rows: usize,
    /// Pearson's product-moment correlation, −1 to 1.
    pub pearson: Option<f64>,
    /// Spearman's rank correlation, −1 to 1.
    pub spearman: Option<f64>,
}

/// The correlations of every two columns of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Correlations {
    n_columns: usize,
    /// Row by row the pairs (i, j) with j ≤ i.
    pairs: Vec<Association>,
}

impl Correlations {
    /// All pairs of columns of equal length; a pair is one task, so threads change no bit.
    pub(crate) fn of(columns: &[Column]) -> Self {
        let series: Vec<Series> = columns.iter().map(Series::new).collect();
        let indices: Vec<(usize, usize)> =
            (0..series.len()).flat_map(|i| (0..=i).map(move |j| (i, j))).collect();
        let pairs = indices
            .into_par_iter()
            .map(
                |(i, j)| {
                    if i == j { with_itself(&series[i]) } else { pair(&series[i], &series[j]) }
                },
            )
            .collect();
        Self { n_columns: series.len(), pairs }
    }

    /// Number of columns.
    pub fn n_columns(&self) -> usize {
        self.n_columns
    }

    /// Columns i and j, in either order.
    ///
    /// # Panics
    ///
    /// If there is no such column.
    pub fn get(&self, i: usize, j: usize) -> Association {
        let (i, j) = (i.max(j), i.min(j));
        self.pairs[i * (i + 1) / 2 + j]
    }

    /// The pairs i < j of two columns whose |Pearson| exceeds `least`, the strongest first.
    pub fn strongest(&self, least: f64) -> Vec<(usize, usize, Association)> {
        let strength = |pair: &Association| pair.pearson.map_or(0.0, f64::abs);
        let mut found: Vec<(usize, usize, Association)> = (0..self.n_columns)
            .flat_map(|i| (i + 1..self.n_columns).map(move |j| (i, j)))
            .map(|(i, j)| (i, j, self.get(i, j)))
            .filter(|(_, _, pair)| strength(pair) > least)
            .collect();
        // A stable sort: equal ones stay in the table's order.
        found.sort_by(|a, b| strength(&b.2).total_cmp(&strength(&a.2)));
        found
    }
}

/// The diagonal: 1 where there is a correlation at all.
fn with_itself(series: &Series) -> Association {
    let n_rows = series.known.iter().filter(|known| **known).count();
    let one = series.own.as_ref().map(|_| 1.0);
    Association { n_rows, pearson: one, spearman: one }
}

fn pair(x: &Series, y: &Series) -> Association {
    let common: Vec<bool> = x.known.iter().zip(&y.known).map(|(a, b)| *a && *b).collect();
    let n_rows = common.iter().filter(|known| **known).count();
    let undefined = Association { n_rows, pearson: None, spearman: None };
    if n_rows < FEWEST_ROWS {
        return undefined;
    }
    let (Some(x), Some(y)) = (directions(x, &common), directions(y, &common)) else {
        return undefined;
    };
    let pearson = Some(cosine(&x.deviations, &y.deviations));
    Association { n_rows, pearson, spearman: Some(cosine(&x.ranks, &y.ranks)) }
}

/// What was computed once, unless the other column leaves out some of the rows.
fn directions<'a>(series: &'a Series, common: &[bool]) -> Option<Cow<'a, Directions>> {
    if series.known == common {
        series.own.as_ref().map(Cow::Borrowed)
    } else {
        series.over(common).map(Cow::Owned)
    }
}

/// The scalar product of two unit vectors; rounding does not carry it beyond ±1.
fn cosine(x: &[f64], y: &[f64]) -> f64 {
    let products: Vec<f64> = x.iter().zip(y).map(|(x, y)| x * y).collect();
    sum(&products).clamp(-1.0, 1.0)
}
