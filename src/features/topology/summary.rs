//! A persistence diagram in five numbers.

use crate::features::topology::persistence::Pair;

/// What is said of the pairs of one dimension. With lifetimes ℓ₁, ℓ₂, … and L = Σ ℓ:
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Diagram {
    /// The number of pairs.
    pub count: usize,
    /// L, the total persistence, in the field's unit.
    pub total: f64,
    /// The longest lifetime, in the field's unit.
    pub longest: f64,
    /// −Σ (ℓ/L) ln (ℓ/L), the persistence entropy: ln n if all n lifetimes are equal.
    pub entropy: f64,
    /// Pairs that live longer than the share of the field's range that counts as noise.
    pub above_noise: usize,
}

impl Diagram {
    /// The summary of `pairs` of a field with this `range`; `noise` is a share of it, such as 0.1.
    ///
    /// Without a pair all numbers are 0.
    ///
    /// # Reference
    ///
    /// N. Atienza, R. Gonzalez-Diaz, M. Soriano-Trigueros, *Pattern Recognit.* 107 (2020) 107509
    /// (entropy).
    ///
    /// # Examples
    ///
    /// ```
    /// use mfn::features::{Diagram, Pair};
    ///
    /// let pairs = [(0.0, 3.0), (1.0, 4.0)].map(|(birth, death)| Pair { birth, death });
    /// let diagram = Diagram::of(&pairs, 10.0, 0.1);
    /// assert_eq!((diagram.count, diagram.total, diagram.longest), (2, 6.0, 3.0));
    /// assert!((diagram.entropy - 2.0_f64.ln()).abs() < 1e-15);
    /// assert_eq!(diagram.above_noise, 2);
    /// ```
    pub fn of(pairs: &[Pair], range: f64, noise: f64) -> Self {
        // Each lifetime is at most the range; as shares of it, no sum overflows.
        let share = |pair: &Pair| if range > 0.0 { pair.lifetime() / range } else { 0.0 };
        let total: f64 = pairs.iter().map(share).sum();
        let mut entropy = 0.0;
        for pair in pairs {
            let part = share(pair) / total;
            if part > 0.0 {
                entropy -= part * libm::log(part);
            }
        }
        Self {
            count: pairs.len(),
            total: total * range,
            longest: pairs.iter().map(Pair::lifetime).fold(0.0, f64::max),
            entropy: entropy.max(0.0),
            above_noise: pairs.iter().filter(|pair| share(pair) > noise).count(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_pairs_have_zeros_and_one_has_no_entropy() {
        let nothing = Diagram { count: 0, total: 0.0, longest: 0.0, entropy: 0.0, above_noise: 0 };
        assert_eq!(Diagram::of(&[], 0.0, 0.1), nothing);
        let one = Diagram::of(&[Pair { birth: 4.0, death: 2.0 }], 4.0, 0.5);
        let expected = Diagram { count: 1, total: 2.0, longest: 2.0, entropy: 0.0, above_noise: 0 };
        assert_eq!(one, expected);
    }
}
