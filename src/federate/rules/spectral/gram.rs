//! Inner products of updates around their weighted mean, from their distances.

use crate::federate::distances::Distances;

/// (xᵢ − μ)·(xⱼ − μ) for the clients `among`, where μ = Σ wᵢ xᵢ is their mean with weights that sum
/// to one: −(D²ᵢⱼ − rᵢ − rⱼ + s)/2 with rᵢ = Σ wⱼ D²ᵢⱼ and s = Σ wᵢ rᵢ. No pass over coordinates.
///
/// # Reference
///
/// W. S. Torgerson, *Multidimensional scaling: I. Theory and method*, Psychometrika 17, 1952.
pub(crate) fn gram(distances: &Distances, among: &[usize], weights: &[f64]) -> Vec<Vec<f64>> {
    let mean_square = |i: &usize| -> f64 {
        among.iter().zip(weights).map(|(j, weight)| weight * distances.square(*i, *j)).sum()
    };
    let means: Vec<f64> = among.iter().map(mean_square).collect();
    let total: f64 = means.iter().zip(weights).map(|(mean, weight)| weight * mean).sum();
    let row = |(i, mean_i): (&usize, &f64)| {
        let entry = |(j, mean_j): (&usize, &f64)| {
            -0.5 * (distances.square(*i, *j) - mean_i - mean_j + total)
        };
        among.iter().zip(&means).map(entry).collect()
    };
    among.iter().zip(&means).map(row).collect()
}
