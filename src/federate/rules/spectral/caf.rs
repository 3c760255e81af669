//! The covariance-bound agnostic filter.

use crate::federate::Error;
use crate::federate::rules::spectral::{eigenpairs, gram};
use crate::federate::rules::{Ruling, Setting};

/// Starts with weights cᵢ = 1. While Σ c > n − 2f: takes the mean μ with these weights, the largest
/// eigenvalue λ and its direction v of their covariance, and multiplies each cᵢ with
/// 1 − tᵢ / max t, tᵢ = ((xᵢ − μ)·v)², the largest over the clients that still have weight. The μ
/// of least λ is the aggregate.
///
/// Each step takes at least one client's weight, so it ends after n steps. (With the largest t over
/// all clients, those without weight among them, one far outlier keeps the filter from ever
/// ending.) With f = 0 it is the mean.
pub(crate) fn caf(setting: &Setting<'_>) -> Result<Ruling, Error> {
    let (n, f) = (setting.clients(), setting.byzantine);
    let distances = setting.distances()?;
    let mut weights = vec![1.0; n];
    let (mut best, mut kept) = (f64::INFINITY, weights.clone());
    let mut steps = 0;
    while weights.iter().sum::<f64>() > (n - 2 * f) as f64 {
        steps += 1;
        let live: Vec<usize> =
            (0..n).filter(|row| weights.get(*row).is_some_and(|weight| *weight > 0.0)).collect();
        let (variance, projections) =
            main_direction(&live, &weights, |live, shares| gram(distances, live, shares));
        if variance < best {
            (best, kept) = (variance, weights.clone());
        }
        let largest = projections.iter().copied().fold(0.0, f64::max);
        if largest == 0.0 {
            break;
        }
        for (row, projection) in live.iter().zip(projections) {
            if let Some(weight) = weights.get_mut(*row) {
                *weight *= 1.0 - projection / largest;
            }
        }
    }
    let ruling = Ruling::combination(setting, &kept)?;
    Ok(Ruling { iterations: Some((steps, true)), ..ruling })
}

/// The largest eigenvalue of the weighted covariance, and each live row's squared projection on
/// its direction, up to one factor.
fn main_direction(
    live: &[usize],
    weights: &[f64],
    gram: impl Fn(&[usize], &[f64]) -> Vec<Vec<f64>>,
) -> (f64, Vec<f64>) {
    let of = |row: &usize| weights.get(*row).copied().unwrap_or(0.0);
    let total: f64 = live.iter().map(of).sum();
    let shares: Vec<f64> = live.iter().map(|row| of(row) / total).collect();
    let gram = gram(live, &shares);
    // XᵀX and XXᵀ have the same eigenvalues: the covariance is d × d, this matrix n × n.
    let scaled = |(row, share): (&Vec<f64>, &f64)| {
        row.iter().zip(&shares).map(|(entry, other)| entry * (share * other).sqrt()).collect()
    };
    let pairs = eigenpairs(gram.iter().zip(&shares).map(scaled).collect());
    let Some((variance, vector)) = pairs.into_iter().next() else { return (0.0, Vec::new()) };
    // v = Σ √wⱼ uⱼ (xⱼ − μ), so (xᵢ − μ)·v is the Gram matrix times √w u.
    let project = |row: &Vec<f64>| {
        let terms = row.iter().zip(&shares).zip(&vector);
        let sum: f64 = terms.map(|((entry, share), u)| entry * share.sqrt() * u).sum();
        sum * sum
    };
    (variance.max(0.0), gram.iter().map(project).collect())
}
