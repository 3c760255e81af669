//! What rules give: known answers, conditions, and what must not matter.

use crate::federate::rules::Rule;
use crate::federate::{Aggregation, Duplicates, Error, KrumVariant, Matrix};
use crate::rng::Generator;

/// n rows of d numbers around a centre; the last f are far away.
fn cloud(n: usize, f: usize, d: usize, seed: u128) -> Vec<Vec<f64>> {
    let mut generator = Generator::from_seed(seed);
    let mut row = |offset: f64| (0..d).map(|_| generator.normal(offset, 1.0)).collect();
    (0..n).map(|client| row(if client + f < n { 1.0 } else { 50.0 })).collect()
}

fn run(rule: &Rule, f: usize, rows: &[Vec<f64>]) -> Vec<f64> {
    let mut aggregation = Aggregation::new(rule.clone(), f);
    aggregation.duplicates = Duplicates::Keep;
    aggregation.run(&Matrix::from_rows(rows.to_vec()).unwrap()).unwrap().aggregate
}

fn rules() -> Vec<Rule> {
    let named = Rule::NAMES.iter().map(|name| name.parse().unwrap());
    let variants = [
        Rule::Krum(KrumVariant::Byzfl),
        Rule::MultiKrum { variant: KrumVariant::Byzfl, select: None },
    ];
    named.chain(variants).collect()
}

#[test]
fn names_come_back() {
    for name in Rule::NAMES {
        assert_eq!(name.parse::<Rule>().unwrap().name(), name);
    }
    let error = "krumm".parse::<Rule>().unwrap_err().to_string();
    assert!(error.starts_with("there is no rule krumm: there are mean, median"), "{error}");
}

#[test]
fn every_rule_stays_within_the_honest_cloud() {
    let (n, f, d) = (43, 4, 20);
    let rows = cloud(n, f, d, 3);
    for rule in rules() {
        if rule == Rule::Mean || rule == Rule::Smea {
            continue;
        }
        let found = run(&rule, f, &rows);
        let distance = found.iter().map(|x| (x - 1.0).powi(2)).sum::<f64>().sqrt();
        // Honest updates are √20 = 4.5 from the centre, Byzantine ones 219.
        assert!(distance < 12.0, "{rule}: {distance}");
    }
    let found = run(&Rule::Smea, 3, &cloud(12, 3, d, 3));
    assert!(found.iter().all(|x| (x - 1.0).abs() < 2.0));
}

#[test]
fn without_byzantine_clients_averages_are_the_mean() {
    let rows = cloud(9, 0, 5, 4);
    let mean = run(&Rule::Mean, 0, &rows);
    for rule in [Rule::TrimmedMean, Rule::Meamed, Rule::Mda, Rule::Caf, Rule::Smea] {
        for (found, wanted) in run(&rule, 0, &rows).iter().zip(&mean) {
            assert!((found - wanted).abs() < 1e-14, "{rule}");
        }
    }
}

#[test]
fn krum_scores_are_those_of_the_paper_and_of_byzfl() {
    // Distances squared on a line: 0, 1, 3, 7, 20 with f = 1: n − f − 2 = 2 nearest others.
    let rows: Vec<Vec<f64>> = [0.0, 1.0, 3.0, 7.0, 20.0].map(|x| vec![x]).to_vec();
    let scores = |variant| {
        let aggregation = Aggregation::new(Rule::Krum(variant), 1);
        let outcome = aggregation.run(&Matrix::from_rows(rows.clone()).unwrap()).unwrap();
        outcome.clients.iter().map(|verdict| verdict.score.unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(scores(KrumVariant::Blanchard), [10.0, 5.0, 13.0, 52.0, 458.0]);
    let three = [59.0 / 3.0, 41.0 / 3.0, 29.0 / 3.0, 101.0 / 3.0, (169.0 + 289.0 + 361.0) / 3.0];
    assert_eq!(scores(KrumVariant::Byzfl), three);
}

fn diameter(rows: &[Vec<f64>], chosen: &[usize]) -> f64 {
    let square = |i: usize, j: usize| -> f64 {
        rows[i].iter().zip(&rows[j]).map(|(x, y)| (x - y) * (x - y)).sum()
    };
    let pairs = chosen.iter().flat_map(|i| chosen.iter().map(|j| square(*i, *j)));
    pairs.fold(0.0, f64::max)
}

/// The least diameter by trying all subsets of n − f.
fn least_diameter(rows: &[Vec<f64>], f: usize) -> f64 {
    let n = rows.len();
    let subsets = (0..1_u32 << n).filter(|bits| bits.count_ones() as usize == n - f);
    let chosen = |bits: u32| (0..n).filter(|i| bits >> i & 1 == 1).collect::<Vec<usize>>();
    subsets.map(|bits| diameter(rows, &chosen(bits))).fold(f64::INFINITY, f64::min)
}

#[test]
fn mda_finds_the_diameter_that_trying_all_subsets_finds() {
    for seed in 0..30 {
        let (n, f) = (11, seed as usize % 6);
        let rows = cloud(n, 0, 3, seed);
        let outcome =
            Aggregation::new(Rule::Mda, f).run(&Matrix::from_rows(rows.clone()).unwrap()).unwrap();
        let chosen = outcome.selected();
        assert_eq!(chosen.len(), n - f);
        let (found, wanted) = (diameter(&rows, &chosen), least_diameter(&rows, f));
        assert!((found - wanted).abs() <= 1e-14 * wanted, "seed {seed}: {found}, {wanted}");
    }
}

#[test]
fn the_geometric_median_has_no_better_neighbour() {
    let rows = cloud(9, 2, 3, 8);
    let cost = |point: &[f64]| -> f64 {
        let distance = |row: &Vec<f64>| -> f64 {
            row.iter().zip(point).map(|(x, z)| (x - z).powi(2)).sum::<f64>().sqrt()
        };
        rows.iter().map(distance).sum()
    };
    let found = run(&"geometric-median".parse().unwrap(), 2, &rows);
    let least = cost(&found);
    for axis in 0..3 {
        for step in [1e-4, -1e-4] {
            let mut near = found.clone();
            near[axis] += step;
            assert!(cost(&near) > least);
        }
    }
}

#[test]
fn results_do_not_depend_on_the_order_of_the_clients() {
    let rows = cloud(43, 4, 40, 5);
    let mut shuffled = rows.clone();
    Generator::from_seed(9).shuffle(&mut shuffled);
    for rule in rules().into_iter().filter(|rule| *rule != Rule::Smea) {
        // The trusted client of MoNNA is named by its number.
        if matches!(rule, Rule::Monna { .. }) {
            continue;
        }
        let f = if rule == Rule::Mean { 0 } else { 4 };
        let bits = |rows| run(&rule, f, rows).into_iter().map(f64::to_bits).collect::<Vec<_>>();
        assert!(bits(&rows) == bits(&shuffled), "{rule}");
    }
}

#[test]
fn outside_its_condition_every_rule_is_refused() {
    let cases = [
        ("mean", 5, 1, "mean needs f = 0, it has no resilience: n = 5, f = 1"),
        ("median", 4, 2, "median needs n ≥ 2f + 1: n = 4, f = 2"),
        ("krum", 8, 3, "krum (blanchard) needs n ≥ 2f + 3: n = 8, f = 3"),
        ("bulyan", 10, 2, "bulyan needs n ≥ 4f + 3: n = 10, f = 2"),
        ("caf", 2, 1, "caf needs n ≥ 2f + 1: n = 2, f = 1"),
    ];
    for (name, n, f, wanted) in cases {
        let aggregation = Aggregation::new(name.parse().unwrap(), f);
        let error = aggregation.run(&Matrix::from_rows(cloud(n, 0, 2, 1)).unwrap()).unwrap_err();
        assert!(matches!(error, Error::Condition { .. }));
        assert_eq!(error.to_string(), wanted);
    }
    let clusters = Aggregation::new("hierarchical-krum".parse().unwrap(), 15);
    let error = clusters.check(40).unwrap_err().to_string();
    assert!(error.starts_with("hierarchical-krum (any number of clusters) needs m ≥ 3"), "{error}");
}

#[test]
fn updates_that_no_rule_should_see_are_rejected_and_count() {
    let mut rows = cloud(9, 0, 4, 2);
    rows[2][3] = f64::NAN;
    rows[5] = rows[4].clone();
    let updates = Matrix::from_rows(rows).unwrap();
    let outcome = Aggregation::new(Rule::Median, 2).run(&updates).unwrap();
    assert_eq!(outcome.clients[2].reason, "coordinate 3 is NaN");
    assert_eq!(outcome.clients[5].reason, "equal to the update of client 4 in every bit");
    assert_eq!(outcome.selected(), [0, 1, 3, 4, 6, 7, 8]);
    let error = Aggregation::new(Rule::Median, 1).run(&updates).unwrap_err();
    let wanted = "2 of 9 updates are rejected (1 not finite, 1 duplicate): at most f = 1 may be";
    assert_eq!(error.to_string(), wanted);
}
