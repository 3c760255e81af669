//! How large the connected components of a mask are.

use crate::features::Components;
use crate::fractal::Undefined;

/// The distribution of the sizes s₁, s₂, … of components, in cells; n of them, N = Σ s cells.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ClusterSizes {
    /// n, the number of components.
    pub count: usize,
    /// The largest size.
    pub largest: usize,
    /// N / n.
    pub mean: f64,
    /// Population standard deviation √(Σ (s − mean)² / n).
    pub std: f64,
    /// Σ s² / N: the mean size of the component that an active cell belongs to.
    pub weighted_mean: f64,
    /// −Σ (s/N) ln (s/N) / ln n, in [0, 1]: 1 if all are equally large, near 0 if one has almost
    /// all cells; 0 for a single component.
    pub entropy: f64,
    /// largest / N, the share of the active cells that the largest component has.
    pub largest_share: f64,
}

/// A power law n_s ∝ s^(−τ) fitted to the sizes from `smallest` up.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PowerLaw {
    /// Fisher's exponent τ.
    pub exponent: f64,
    /// Its standard error (τ − 1) / √n.
    pub standard_error: f64,
    /// The sizes that were fitted.
    pub count: usize,
}

impl ClusterSizes {
    /// The distribution of the sizes of `components`. Cost: O(components).
    ///
    /// # Errors
    ///
    /// [`Undefined::Empty`] if there is no component.
    ///
    /// # Reference
    ///
    /// D. Stauffer, A. Aharony, *Introduction to Percolation Theory*, 2nd ed., 1994, §2.
    ///
    /// # Examples
    ///
    /// ```
    /// use mfn::features::{ClusterSizes, Components, Connectivity};
    /// use mfn::fractal::Mask;
    ///
    /// let cells = ndarray::array![[true, true, true, false, true]];
    /// let components = Components::of(Mask::Cells(cells.view()), Connectivity::Four);
    /// let sizes = ClusterSizes::of(&components)?;
    /// assert_eq!((sizes.mean, sizes.std, sizes.weighted_mean), (2.0, 1.0, 2.5));
    /// # Ok::<(), mfn::fractal::Undefined>(())
    /// ```
    pub fn of(components: &Components) -> Result<Self, Undefined> {
        // Sums of whole numbers are exact and need no order.
        let (mut count, mut cells, mut squares, mut largest) = (0_usize, 0_usize, 0_u128, 0);
        for size in components.sizes() {
            count += 1;
            cells += size;
            squares += size as u128 * size as u128;
            largest = largest.max(size);
        }
        if count == 0 {
            return Err(Undefined::Empty);
        }
        let (n, total) = (count as f64, cells as f64);
        let mean = total / n;
        // n Σs² − N² is a whole number, so nothing cancels.
        let scatter = count as u128 * squares - cells as u128 * cells as u128;
        let mut entropy = 0.0;
        if count > 1 {
            for size in components.sizes() {
                let share = size as f64 / total;
                entropy -= share * libm::log(share);
            }
            entropy = (entropy / libm::log(n)).clamp(0.0, 1.0);
        }
        Ok(Self {
            count,
            largest,
            mean,
            std: (scatter as f64).sqrt() / n,
            weighted_mean: squares as f64 / total,
            entropy,
            largest_share: largest as f64 / total,
        })
    }
}

impl PowerLaw {
    /// Fits τ by maximum likelihood to the sizes that are at least `smallest`; the largest
    /// component is left out, which at a percolation threshold is no part of the law.
    ///
    /// τ = 1 + n / Σ ln (s / (s_min − ½)), a good approximation of the discrete likelihood's
    /// maximum for s_min of about 6 and more. Cost: O(components).
    ///
    /// # Errors
    ///
    /// [`Undefined::Empty`] if there is no component, [`Undefined::TooFewScales`] if fewer than 10
    /// sizes are left to fit.
    ///
    /// # Reference
    ///
    /// A. Clauset, C. R. Shalizi, M. E. J. Newman, *SIAM Rev.* 51 (2009) 661, eq. 3.7.
    pub fn fit(components: &Components, smallest: usize) -> Result<Self, Undefined> {
        let largest = components.sizes().max().ok_or(Undefined::Empty)?;
        let start = smallest.max(1) as f64 - 0.5;
        let (mut count, mut sum, mut left_out) = (0, 0.0, false);
        for size in components.sizes().filter(|size| *size >= smallest) {
            if size == largest && !left_out {
                left_out = true;
                continue;
            }
            count += 1;
            sum += libm::log(size as f64 / start);
        }
        if count < 10 {
            return Err(Undefined::TooFewScales { found: count, wanted: 10 });
        }
        let excess = count as f64 / sum;
        Ok(Self { exponent: 1.0 + excess, standard_error: excess / (count as f64).sqrt(), count })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::{Connectivity, Surface};
    use crate::fractal::Mask;
    use crate::rng::Generator;
    use ndarray::Array2;

    /// Components of these sizes, in a row.
    fn sized(sizes: &[usize]) -> Components {
        let cells: Vec<bool> =
            sizes.iter().flat_map(|size| std::iter::repeat_n(true, *size).chain([false])).collect();
        let cells = Array2::from_shape_vec((1, cells.len()), cells).unwrap();
        Components::of(Mask::Cells(cells.view()), Connectivity::Four)
    }

    #[test]
    fn moments_of_the_sizes_are_exact() {
        let sizes = ClusterSizes::of(&sized(&[1, 1, 4])).unwrap();
        assert_eq!((sizes.count, sizes.largest), (3, 4));
        assert!((sizes.std - 2.0_f64.sqrt()).abs() < 1e-15);
        assert!((sizes.weighted_mean - 3.0).abs() < 1e-15);
        assert!((sizes.largest_share - 2.0 / 3.0).abs() < 1e-15);
    }

    #[test]
    fn entropy_is_1_for_equal_sizes_and_0_for_one() {
        for (sizes, expected) in [(&[3, 3, 3, 3][..], 1.0), (&[9], 0.0)] {
            let found = ClusterSizes::of(&sized(sizes)).unwrap().entropy;
            assert!((found - expected).abs() < 1e-15, "{found}");
        }
        let uneven = ClusterSizes::of(&sized(&[1, 3])).unwrap().entropy;
        assert!((uneven - 0.811_278_124_459_132_8).abs() < 1e-15, "{uneven}");
    }

    #[test]
    fn no_component_has_no_sizes() {
        assert_eq!(ClusterSizes::of(&sized(&[])), Err(Undefined::Empty));
        assert_eq!(PowerLaw::fit(&sized(&[]), 6), Err(Undefined::Empty));
        let few = Undefined::TooFewScales { found: 1, wanted: 10 };
        assert_eq!(PowerLaw::fit(&sized(&[9, 9]), 6), Err(few));
    }

    #[test]
    fn clusters_at_the_percolation_threshold_have_fishers_exponent() {
        // τ = 187/91; p_c of sites on the square lattice (Stauffer and Aharony, table 2). One field
        // has a standard error of 0.035; corrections to scaling take off another 0.02.
        let laws = (0..8).map(|seed| {
            let mut rng = Generator::from_seed(seed);
            let cells = Array2::from_shape_simple_fn((1024, 1024), || rng.random() < 0.592_746);
            let mask = Mask::Cells(cells.view());
            let components = Components::on(Surface::Torus, mask, Connectivity::Four);
            PowerLaw::fit(&components, 30).unwrap()
        });
        let laws: Vec<PowerLaw> = laws.collect();
        let mean = laws.iter().map(|law| law.exponent).sum::<f64>() / 8.0;
        assert!((mean - 187.0 / 91.0).abs() < 0.05, "{mean}");
        assert!(laws.iter().all(|law| (0.02..0.05).contains(&law.standard_error)), "{laws:?}");
    }
}
