//! Smallest maximum eigenvalue averaging.

use crate::federate::Error;
use crate::federate::rules::spectral::{eigenpairs, gram};
use crate::federate::rules::{Ruling, Setting};
use rayon::prelude::*;

/// Subsets that are looked at: n = 20, f = 6 has 38 760 of them, some seconds.
const LIMIT: u64 = 200_000;

/// The mean of the n − f updates whose scatter Σ (x − μ)(x − μ)ᵀ has the least largest eigenvalue.
///
/// All subsets are tried. Of subsets that are equally good the first counts, in the order of the
/// rows left out.
pub(crate) fn smea(setting: &Setting<'_>) -> Result<Ruling, Error> {
    let (n, f) = (setting.clients(), setting.byzantine);
    if subsets(n, f) > LIMIT {
        let size = n - f;
        return Err(Error::TooManySubsets { rule: "smea", limit: LIMIT, size, clients: n });
    }
    let distances = setting.distances()?;
    let scatter = |left_out: &Vec<usize>| {
        let among: Vec<usize> = (0..n).filter(|row| !left_out.contains(row)).collect();
        let shares = vec![1.0 / among.len() as f64; among.len()];
        eigenpairs(gram(distances, &among, &shares)).first().map_or(0.0, |(value, _)| *value)
    };
    let choices = choices(n, f);
    let values: Vec<f64> = choices.par_iter().map(scatter).collect();
    let mut best = (f64::INFINITY, &Vec::new());
    for (value, left_out) in values.iter().zip(&choices) {
        if *value < best.0 {
            best = (*value, left_out);
        }
    }
    let weights: Vec<f64> = (0..n).map(|row| f64::from(!best.1.contains(&row))).collect();
    Ruling::combination(setting, &weights)
}

/// n over k, saturating.
fn subsets(n: usize, k: usize) -> u64 {
    let mut count = 1_u64;
    for i in 0..k as u64 {
        // Exact: the product of i + 1 successive numbers is divisible by (i + 1)!.
        match count.checked_mul(n as u64 - i) {
            Some(product) => count = product / (i + 1),
            None => return u64::MAX,
        }
    }
    count
}

/// All ways to choose k of n rows, in lexicographic order.
fn choices(n: usize, k: usize) -> Vec<Vec<usize>> {
    let mut all = vec![Vec::new()];
    for place in 0..k {
        all = all
            .into_iter()
            .flat_map(|chosen: Vec<usize>| {
                let first = chosen.last().map_or(0, |last| last + 1);
                (first..n - (k - place - 1)).map(move |row| {
                    let mut longer = chosen.clone();
                    longer.push(row);
                    longer
                })
            })
            .collect();
    }
    all
}
