//! Pre-aggregators on numbers that can be checked by hand.

use crate::federate::{Aggregation, Matrix, PreAggregator, Rule};

/// The median of each coordinate of the rows that a pre-aggregator makes.
fn after(step: PreAggregator, rows: &[Vec<f64>], byzantine: usize) -> Vec<f64> {
    let mut aggregation = Aggregation::new(Rule::Median, byzantine);
    aggregation.before = vec![step];
    aggregation.run(&Matrix::from_rows(rows.to_vec()).unwrap()).unwrap().aggregate
}

fn close(found: &[f64], wanted: &[f64]) {
    for (found, wanted) in found.iter().zip(wanted) {
        assert!((found - wanted).abs() < 1e-14, "{found} is not {wanted}");
    }
}

#[test]
fn neighbours_are_mixed() {
    // n − f = 2: 0 and 1 mix to 0.5, 10 mixes with its neighbour 1 to 5.5.
    close(&after(PreAggregator::Nnm, &[vec![0.0], vec![1.0], vec![10.0]], 1), &[0.5]);
}

#[test]
fn the_longest_are_shortened_to_the_next() {
    // n = 5, f = 2: ⌊2·2·3/5⌋ = 2 are clipped to the norm 3; the median of 1, 2, 3, 3, 3.
    let rows = [vec![1.0], vec![2.0], vec![3.0], vec![40.0], vec![500.0]];
    close(&after(PreAggregator::Arc, &rows, 2), &[3.0]);
}

#[test]
fn a_threshold_shortens_what_is_longer() {
    let rows = [vec![3.0, 4.0], vec![6.0, 8.0], vec![0.3, 0.4]];
    close(&after(PreAggregator::Clipping { threshold: 1.0 }, &rows, 1), &[0.6, 0.8]);
}

#[test]
fn a_bucket_is_the_mean_of_its_members() {
    let rows = [vec![1.0], vec![2.0], vec![6.0]];
    close(&after(PreAggregator::Bucketing { size: 3, seed: 1 }, &rows, 0), &[3.0]);
    close(&after(PreAggregator::Bucketing { size: 1, seed: 1 }, &rows, 1), &[2.0]);
}

#[test]
fn bad_parameters_are_refused() {
    let rows = Matrix::from_rows(vec![vec![1.0]; 1]).unwrap();
    for step in [
        PreAggregator::Bucketing { size: 0, seed: 0 },
        PreAggregator::Clipping { threshold: 0.0 },
        PreAggregator::Clipping { threshold: f64::NAN },
    ] {
        let mut aggregation = Aggregation::new(Rule::Mean, 0);
        aggregation.before = vec![step];
        assert!(aggregation.run(&rows).is_err(), "{step:?}");
    }
}
