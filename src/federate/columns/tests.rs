//! Networks sort, and statistics equal those of sorted columns.

use crate::federate::columns::network::Network;
use crate::federate::columns::{Statistic, reduce};
use crate::federate::updates::Matrix;
use crate::rng::Generator;

#[test]
fn networks_sort_all_sequences_of_zeros_and_ones() {
    // A network that sorts these sorts everything (Knuth 3, §5.3.4, theorem Z).
    for n in 1..=12_usize {
        let network = Network::sorting(n);
        for bits in 0..1_u32 << n {
            let mut values: Vec<u32> = (0..n).map(|i| bits >> i & 1).collect();
            for &(low, high) in network.comparators() {
                if values[low as usize] > values[high as usize] {
                    values.swap(low as usize, high as usize);
                }
            }
            assert!(values.is_sorted(), "{n} values, {bits:b}");
        }
    }
}

/// The same statistics by sorting each column.
fn by_sorting(mut column: Vec<f64>, statistic: Statistic) -> f64 {
    column.sort_by(f64::total_cmp);
    let n = column.len();
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let median = mean(&column[(n - 1) / 2..=n / 2]);
    match statistic {
        Statistic::Median => median,
        Statistic::LowerMedian => column[(n - 1) / 2],
        Statistic::TrimmedMean { trim } => mean(&column[trim..n - trim]),
        Statistic::MeanAroundMedian { count } => {
            column.sort_by(|a, b| (a - median).abs().total_cmp(&(b - median).abs()));
            mean(&column[..count])
        }
    }
}

#[test]
fn statistics_equal_those_of_sorted_columns() {
    let mut generator = Generator::from_seed(3);
    for (n, d) in [(1, 5), (2, 16), (5, 17), (8, 1000), (33, 100), (100, 3)] {
        let mut row = vec![0.0; d];
        let rows: Vec<Vec<f64>> = (0..n)
            .map(|_| {
                generator.fill_standard_normal(&mut row);
                row.clone()
            })
            .collect();
        let singles = rows.iter().map(|row| row.iter().map(|x| *x as f32).collect()).collect();
        let trim = (n - 1) / 2;
        let statistics = [
            Statistic::Median,
            Statistic::LowerMedian,
            Statistic::TrimmedMean { trim },
            Statistic::TrimmedMean { trim: trim / 2 },
            Statistic::MeanAroundMedian { count: n - trim },
            Statistic::MeanAroundMedian { count: n },
        ];
        let double = Matrix::from_rows(rows).unwrap();
        let single = Matrix::from_single_rows(singles).unwrap();
        for statistic in statistics {
            for updates in [&double, &single] {
                let found = reduce(updates, statistic).unwrap();
                for (k, found) in found.iter().enumerate() {
                    let column = updates.rows().iter().map(|row| row[k]).collect();
                    let wanted = by_sorting(column, statistic);
                    assert!((found - wanted).abs() < 1e-14, "{n} × {d}, {statistic:?}");
                }
            }
        }
    }
}
