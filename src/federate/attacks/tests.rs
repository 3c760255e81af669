//! Attacks send what their papers say.

use crate::federate::{Aggregation, Attack, Matrix, Rule};
use crate::rng::Generator;

fn honest() -> Matrix {
    let mut generator = Generator::from_seed(1);
    let mut row = || (0..30).map(|_| generator.normal(1.0, 0.5)).collect();
    Matrix::from_rows((0..8).map(|_| row()).collect()).unwrap()
}

#[test]
fn a_little_is_enough_is_z_deviations_from_the_mean() {
    let rows = Matrix::from_rows(vec![vec![1.0, 5.0], vec![3.0, 5.0]]).unwrap();
    let target = Aggregation::new(Rule::Median, 1);
    let sent = Attack::Alie { z: 2.0 }.craft(&rows, 2, 0, &target).unwrap();
    assert_eq!(sent.len(), 2);
    assert!((sent[0][0] - (2.0 + 2.0 * 2.0_f64.sqrt())).abs() < 1e-15);
    assert!((sent[1][1] - 5.0).abs() < 1e-15);
}

#[test]
fn the_optimised_attack_does_no_less_than_the_fixed_one() {
    let honest = honest();
    for rule in [Rule::Median, Rule::TrimmedMean, Rule::Meamed, Rule::Mda] {
        let mut target = Aggregation::new(rule, 2);
        target.duplicates = crate::federate::Duplicates::Keep;
        let damage = |attack: Attack| {
            let mut rows = honest.rows();
            let centre = crate::federate::attacks::mean(&rows);
            rows.extend(attack.craft(&honest, 2, 0, &target).unwrap());
            let found = target.run(&Matrix::from_rows(rows).unwrap()).unwrap().aggregate;
            found.iter().zip(centre).map(|(a, c)| (a - c).powi(2)).sum::<f64>()
        };
        let (best, fixed) = (damage(Attack::AlieOptimised), damage(Attack::Alie { z: 10.0 }));
        assert!(best >= fixed, "{}: {best} < {fixed}", target.rule);
    }
}

#[test]
fn names_come_back() {
    for name in Attack::NAMES {
        assert_eq!(name.parse::<Attack>().unwrap().to_string(), name);
    }
    assert!("alei".parse::<Attack>().is_err());
}
