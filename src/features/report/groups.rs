//! Columns joined into groups by pairs: union-find.

use crate::features::report::correlation::{Association, Correlations};

/// The groups of at least two columns that chains of `related` pairs join, each ascending, in the
/// order of their first columns.
pub(crate) fn joined(
    correlations: &Correlations,
    related: impl Fn(&Association) -> bool,
) -> Vec<Vec<usize>> {
    let n = correlations.n_columns();
    let mut parents: Vec<usize> = (0..n).collect();
    for i in 0..n {
        for j in (0..i).filter(|&j| related(&correlations.get(i, j))) {
            let (a, b) = (root(&mut parents, i), root(&mut parents, j));
            // The first column of a group stays its root.
            parents[a.max(b)] = a.min(b);
        }
    }
    let mut groups = vec![Vec::new(); n];
    for column in 0..n {
        groups[root(&mut parents, column)].push(column);
    }
    groups.retain(|group| group.len() > 1);
    groups
}

/// The root of a column's tree; the way there is halved.
fn root(parents: &mut [usize], mut column: usize) -> usize {
    while parents[column] != column {
        parents[column] = parents[parents[column]];
        column = parents[column];
    }
    column
}
