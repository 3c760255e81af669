//! Random sets with exact exponents: percolation at its threshold, independent cells.

use crate::rng::{Purpose, Stream};
use ndarray::Array2;

/// The site percolation threshold of the square lattice with four neighbours.
///
/// # Reference
///
/// J. L. Jacobsen, J. Phys. A 48 (2015) 454003: 0.59274605079210(2).
pub const SITE_THRESHOLD: f64 = 0.592_746_050_792_10;

/// Dimension 91/48 of the incipient infinite cluster.
///
/// # Reference
///
/// D. Stauffer, A. Aharony, *Introduction to Percolation Theory*, 2nd ed., 1994, table 2.
pub const CLUSTER_DIMENSION: f64 = 91.0 / 48.0;

/// Dimension 7/4 of the hull of a percolation cluster.
///
/// # Reference
///
/// H. Saleur, B. Duplantier, Phys. Rev. Lett. 58 (1987) 2325.
pub const HULL_DIMENSION: f64 = 7.0 / 4.0;

/// Dimension 4/3 of the external perimeter of a percolation cluster.
///
/// # Reference
///
/// M. Aizenman, B. Duplantier, A. Aharony, Phys. Rev. Lett. 83 (1999) 1359.
pub const EXTERNAL_DIMENSION: f64 = 4.0 / 3.0;

/// Independent cells, each active with probability `density`.
///
/// The gliding-box lacunarity is Λ(s) = 1 + (1 − p)/(p s²) on average.
///
/// # Examples
///
/// ```
/// let image = mfn::verify::fractal::independent_cells(100, 100, 0.25, 1);
/// let active = image.iter().filter(|cell| **cell).count();
/// assert!((2300..2700).contains(&active));
/// ```
pub fn independent_cells(rows: usize, cols: usize, density: f64, seed: u128) -> Array2<bool> {
    let stream = Stream::new(seed, 0, Purpose::ReferenceSites);
    Array2::from_shape_fn((rows, cols), |(i, j)| stream.uniform(i as u64, j as u32) < density)
}

/// The largest cluster of sites, four neighbours each, at [`SITE_THRESHOLD`]; no wrapping.
pub fn percolation_cluster(rows: usize, cols: usize, seed: u128) -> Array2<bool> {
    let sites = independent_cells(rows, cols, SITE_THRESHOLD, seed);
    let mut labels = Array2::zeros((rows, cols));
    let (mut largest, mut largest_label, mut label) = (0, 0, 0_u32);
    for (start, _) in sites.indexed_iter().filter(|(_, site)| **site) {
        if labels.get(start) != Some(&0) {
            continue;
        }
        label += 1;
        let size = fill(&sites, &mut labels, start, label);
        if size > largest {
            (largest, largest_label) = (size, label);
        }
    }
    labels.mapv(|found| label > 0 && found == largest_label && found > 0)
}

/// Labels the cluster of a site and returns its size.
fn fill(
    sites: &Array2<bool>,
    labels: &mut Array2<u32>,
    start: (usize, usize),
    label: u32,
) -> usize {
    let (mut waiting, mut size) = (vec![start], 0);
    while let Some((row, col)) = waiting.pop() {
        let is_new = sites.get((row, col)) == Some(&true) && labels.get((row, col)) == Some(&0);
        if let Some(slot) = labels.get_mut((row, col)).filter(|_| is_new) {
            *slot = label;
            size += 1;
            // Beyond the rim `get` finds nothing; below 0 the index becomes huge.
            waiting.extend([
                (row + 1, col),
                (row, col + 1),
                (row.wrapping_sub(1), col),
                (row, col.wrapping_sub(1)),
            ]);
        }
    }
    size
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::{Components, Connectivity};
    use crate::fractal::Mask;

    #[test]
    fn cluster_is_the_largest_component_of_the_sites() {
        for seed in 0..5 {
            let sites = independent_cells(60, 90, SITE_THRESHOLD, seed);
            let all = Components::of(Mask::Cells(sites.view()), Connectivity::Four);
            let cluster = percolation_cluster(60, 90, seed);
            let own = Components::of(Mask::Cells(cluster.view()), Connectivity::Four);
            assert_eq!(own.sizes().collect::<Vec<_>>(), [all.sizes().max().unwrap()]);
            assert!(cluster.iter().zip(&sites).all(|(cell, site)| !cell || *site));
        }
        assert_eq!(percolation_cluster(0, 5, 1).dim(), (0, 5));
    }
}
