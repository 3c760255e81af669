//! No rule is fooled within its condition: every rule against every attack and every bad value.
//!
//! `cargo test --test property grid -- --nocapture` prints the grids.

#![allow(clippy::unwrap_used, reason = "a rule that refuses within its condition must fail")]
#![allow(clippy::print_stdout, reason = "the grid is what one wants to see")]

use mfn::federate::{Aggregation, Attack, Duplicates, Matrix, PreAggregator, Rule, jitter};
use mfn::rng::Generator;

/// What a Byzantine client sends besides the attacks: one coordinate of an honest-looking update.
const VALUES: [(&str, f64); 6] = [
    ("one NaN", f64::NAN),
    ("one +Inf", f64::INFINITY),
    ("one -Inf", f64::NEG_INFINITY),
    ("one 1e38", 1e38),
    ("one denormal", 1e-40),
    ("one f64 max", f64::MAX),
];

/// Honest updates: around 1 with deviations of 0.5.
fn honest(clients: usize, coordinates: usize) -> Matrix {
    let mut generator = Generator::from_seed(11);
    let mut row = || (0..coordinates).map(|_| generator.normal(1.0, 0.5)).collect();
    Matrix::from_rows((0..clients).map(|_| row()).collect()).unwrap()
}

/// n and f of a rule: 15 and 3 hold every condition but those of the clusters and of the mean.
fn numbers(rule: &Rule) -> (usize, usize) {
    match rule.name() {
        "hierarchical-krum" => (30, 3),
        "mean" => (15, 0),
        _ => (15, 3),
    }
}

fn pipelines() -> Vec<(String, Vec<PreAggregator>, Rule)> {
    let rules = Rule::NAMES.iter().filter(|name| **name != "mean");
    let plain = rules.clone().map(|name| (name.to_string(), Vec::new(), name.parse().unwrap()));
    let steps = [
        PreAggregator::Nnm,
        PreAggregator::Arc,
        PreAggregator::Clipping { threshold: 20.0 },
        PreAggregator::Bucketing { size: 2, seed: 1 },
    ];
    let mixed = steps.into_iter().map(|step| {
        let name = format!("{step} + median");
        (name, vec![step], Rule::Median)
    });
    plain.chain(mixed).collect()
}

/// The updates that f Byzantine clients send, told apart by a relative noise.
fn sent(what: &str, honest: &Matrix, f: usize, noise: f64, target: &Aggregation) -> Vec<Vec<f64>> {
    if let Some((_, value)) = VALUES.iter().find(|(name, _)| *name == what) {
        let mut rows = honest.rows()[..f].to_vec();
        for row in &mut rows {
            for x in row.iter_mut() {
                *x *= 1.001;
            }
            row[3] = *value;
        }
        return rows;
    }
    let attack: Attack = what.parse().unwrap();
    jitter(attack.craft(honest, f, 5, target).unwrap(), noise, 5).unwrap()
}

/// `.` sound, `A` an attacker's own vector, `!` not finite.
fn outcome(before: &[PreAggregator], rule: &Rule, what: &str, noise: f64) -> char {
    let (n, f) = numbers(rule);
    let honest = honest(n - f, 40);
    let mut aggregation = Aggregation::new(rule.clone(), f);
    aggregation.before = before.to_vec();
    let sent = sent(what, &honest, f, noise, &aggregation);
    let rows = honest.rows().into_iter().chain(sent.iter().cloned()).collect();
    let found = aggregation.run(&Matrix::from_rows(rows).unwrap()).unwrap().aggregate;
    // A copy of an honest update, with or without noise, is as good as an honest update.
    let near = |a: &Vec<f64>, b: &Vec<f64>| a.iter().zip(b).all(|(a, b)| (a - b).abs() < 1e-6);
    let theirs = |row: &Vec<f64>| !honest.rows().iter().any(|other| near(row, other));
    if found.iter().any(|value| !value.is_finite()) {
        '!'
    } else if sent.iter().filter(|row| theirs(row)).any(|row| *row == found) {
        'A'
    } else {
        '.'
    }
}

/// Prints the grid of rules × attacks; gives the cells that are not sound.
fn grid(title: &str, noise: f64) -> Vec<(String, &'static str, char)> {
    let attacks: Vec<&str> =
        Attack::NAMES.into_iter().chain(VALUES.iter().map(|(name, _)| *name)).collect();
    println!("\n{title}\n. sound   A equal to an attacker's vector   ! not finite");
    let mut unsound = Vec::new();
    for (name, before, rule) in pipelines() {
        let mut cells = String::new();
        for attack in &attacks {
            let cell = outcome(&before, &rule, attack, noise);
            if cell != '.' {
                unsound.push((name.clone(), *attack, cell));
            }
            cells.push_str("  ");
            cells.push(cell);
        }
        println!("{name:<22}{cells}");
    }
    for (index, attack) in attacks.iter().enumerate() {
        println!("column {:>2}: {attack}", index + 1);
    }
    unsound
}

#[test]
fn grid_of_rules_and_attacks_has_no_unsound_cell() {
    let copies = grid("attackers send copies of one vector: all but one are rejected", 0.0);
    assert!(copies.is_empty(), "{copies:?}");
    let apart = grid("attackers add noise of 1e-9, so that their copies differ", 1e-9);
    assert!(apart.is_empty(), "{apart:?}");
}

/// Krum's promise is a bound on the distance, not that the update is an honest one: colluders that
/// stand close together well inside the honest cloud win, by its definition, and no
/// implementation can tell. Multi-Krum and Bulyan mix their vector with honest ones.
#[test]
fn krum_takes_colluders_that_are_nearer_to_the_mean_than_honest_updates_are() {
    let honest = honest(12, 40);
    let target = Aggregation::new("krum".parse().unwrap(), 3);
    let sent = Attack::Alie { z: 0.5 }.craft(&honest, 3, 5, &target).unwrap();
    let sent = jitter(sent, 1e-9, 5).unwrap();
    let rows: Vec<Vec<f64>> = honest.rows().into_iter().chain(sent).collect();
    let outcome = target.run(&Matrix::from_rows(rows).unwrap()).unwrap();
    assert!(outcome.selected()[0] >= 12);
    let distance = |row: &[f64]| row.iter().map(|x| (x - 1.0).powi(2)).sum::<f64>();
    assert!(honest.rows().iter().all(|row| distance(row) > distance(&outcome.aggregate)));
}

#[test]
fn a_mean_refuses_byzantine_clients() {
    let error = Aggregation::new(Rule::Mean, 1).run(&honest(15, 3)).unwrap_err();
    assert_eq!(error.to_string(), "mean needs f = 0, it has no resilience: n = 15, f = 1");
}

#[test]
fn no_result_depends_on_the_order_of_clients_or_on_the_number_of_threads() {
    for (name, before, rule) in pipelines() {
        if name == "monna" {
            // The trusted client is named by its number.
            continue;
        }
        let (n, f) = numbers(&rule);
        let honest = honest(n - f, 3000);
        let mut aggregation = Aggregation::new(rule, f);
        aggregation.before = before;
        aggregation.duplicates = Duplicates::Keep;
        let crafted = Attack::Alie { z: 1.0 }.craft(&honest, f, 0, &aggregation).unwrap();
        let mut rows: Vec<Vec<f64>> = honest.rows().into_iter().chain(crafted).collect();
        let mut bits = Vec::new();
        for threads in [1, 2, 3] {
            let updates = Matrix::from_rows(rows.clone()).unwrap();
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            let found = pool.install(|| aggregation.run(&updates).unwrap()).aggregate;
            bits.push(found.into_iter().map(f64::to_bits).collect::<Vec<_>>());
            Generator::from_seed(threads as u128).shuffle(&mut rows);
        }
        assert!(bits.iter().all(|other| *other == bits[0]), "{name}");
    }
}
