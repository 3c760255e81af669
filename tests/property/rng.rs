//! What must hold for random numbers of any seed.

#![allow(clippy::unwrap_used, reason = "the ranges drawn from are never empty")]

use mfn::rng::BitGenerator;
use mfn::rng::Generator;
use mfn::rng::Pcg64;
use mfn::rng::Purpose;
use mfn::rng::Stream;
use proptest::prelude::prop_assert;
use proptest::prelude::prop_assert_eq;
use proptest::prelude::prop_assert_ne;
use proptest::prelude::prop_assume;
use proptest::proptest;
use std::collections::BTreeSet;

proptest! {
    #[test]
    fn integers_stay_in_their_range(seed: u128, a: i64, b: i64) {
        let range = a.min(b)..=a.max(b);
        let mut generator = Generator::from_seed(seed);
        for _ in 0..20 {
            prop_assert!(range.contains(&generator.integers(range.clone()).unwrap()));
        }
    }

    #[test]
    fn small_ranges_are_covered(seed: u128, first in -100_i64..100, count in 1_i64..10) {
        let mut generator = Generator::from_seed(seed);
        // The chance to miss one of nine in 400 draws is below 1e-19.
        let range = first..first + count;
        let drawn: BTreeSet<_> =
            (0..400).map(|_| generator.integers(range.clone()).unwrap()).collect();
        prop_assert!(drawn.into_iter().eq(range));
    }

    #[test]
    fn permutation_holds_every_number_once(seed: u128, n in 0_usize..300) {
        let mut permutation = Generator::from_seed(seed).permutation(n);
        permutation.sort_unstable();
        prop_assert!(permutation.into_iter().eq(0..n));
    }

    #[test]
    fn shuffle_applies_the_permutation(seed: u128, n in 0_usize..100) {
        let mut elements: Vec<String> = (0..n).map(|i| i.to_string()).collect();
        Generator::from_seed(seed).shuffle(&mut elements);
        let permutation = Generator::from_seed(seed).permutation(n);
        prop_assert!(permutation.into_iter().map(|i| i.to_string()).eq(elements));
    }

    #[test]
    fn sample_without_replacement_is_distinct(seed: u128, n in 0_usize..12_000, part in 0.0..=1.0) {
        let size = (n as f64 * part) as usize;
        let sample = Generator::from_seed(seed).choice_without_replacement(n, size).unwrap();
        prop_assert_eq!(sample.len(), size);
        prop_assert!(sample.iter().all(|index| *index < n));
        prop_assert_eq!(sample.into_iter().collect::<BTreeSet<_>>().len(), size);
    }

    #[test]
    fn saved_state_continues_the_stream(seed: u128, wide in 0_usize..50, narrow in 0_usize..50) {
        let mut original = Pcg64::from_seed(seed);
        (0..wide).for_each(|_| { original.next_u64(); });
        (0..narrow).for_each(|_| { original.next_u32(); });
        let mut restored = Pcg64::from_state_words(original.state_words()).unwrap();
        for _ in 0..5 {
            prop_assert_eq!(original.next_u32(), restored.next_u32());
            prop_assert_eq!(original.next_u64(), restored.next_u64());
        }
    }

    #[test]
    fn every_coordinate_of_a_stream_counts(
        seed: u128, run: u64, step: u64, cell: u32, bit in 0_u32..128,
    ) {
        let draw = |seed, run, purpose, step, cell| {
            Stream::new(seed, run, purpose).uniforms(step, cell).map(f64::to_bits)
        };
        let noise = Purpose::InitialNoise;
        let here = draw(seed, run, noise, step, cell);
        prop_assert_ne!(here, draw(seed, run, Purpose::InitialSpots, step, cell));
        prop_assert_ne!(here, draw(seed ^ 1 << bit, run, noise, step, cell));
        prop_assert_ne!(here, draw(seed, run ^ 1 << (bit % 64), noise, step, cell));
        prop_assert_ne!(here, draw(seed, run, noise, step ^ 1 << (bit % 64), cell));
        prop_assert_ne!(here, draw(seed, run, noise, step, cell ^ 1 << (bit % 32)));
    }

    #[test]
    fn stream_values_are_in_range(seed: u128, run: u64, step: u64, cell: u32) {
        let stream = Stream::new(seed, run, Purpose::InitialSpots);
        let [first, second] = stream.uniforms(step, cell);
        prop_assert!((0.0..1.0).contains(&first) && (0.0..1.0).contains(&second));
        prop_assert_eq!(first.to_bits(), stream.uniform(step, cell).to_bits());
        let [x, y] = stream.normals(step, cell);
        // Radius √(−2 ln 2⁻⁵³) = 8.572 is the largest there is.
        prop_assert!(x.hypot(y) < 8.58);
        prop_assert_eq!(x.to_bits(), stream.normal(step, cell).to_bits());
    }

    #[test]
    fn different_seeds_differ(a: u128, b: u128) {
        prop_assume!(a != b);
        prop_assert_ne!(Generator::from_seed(a), Generator::from_seed(b));
    }
}
