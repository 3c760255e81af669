//! Trainings on made-up classes: what is learnt, what is stolen, and what does not matter.

use crate::federate::privacy::Mechanism;
use crate::federate::task::{
    Architecture, Conduct, Course, Error, Examples, Federation, Partition, Privacy, Settings,
};
use crate::federate::{Aggregation, Attack, Duplicates, Rule};
use crate::rng::{Purpose, Stream};

/// Round clouds of points, one a class, with their middles at unit vectors times 4.
pub(crate) fn blobs(classes: usize, rows_each: usize, features: usize) -> Examples {
    let stream = Stream::new(11, 0, Purpose::InitialNoise);
    let name = |prefix: &str, index: usize| format!("{prefix}{index}");
    let (mut values, mut labels) = (Vec::new(), Vec::new());
    for row in 0..classes * rows_each {
        let class = row % classes;
        for feature in 0..features {
            let middle = if feature == class { 4.0 } else { 0.0 };
            values.push(middle + stream.normal(row as u64, feature as u32));
        }
        labels.push(class);
    }
    Examples::new(
        (0..features).map(|index| name("x", index)).collect(),
        values,
        (0..classes).map(|index| name("", index)).collect(),
        labels,
    )
    .unwrap()
}

fn settings() -> Settings {
    Settings {
        clients: 10,
        byzantine: 2,
        partition: Partition::Iid,
        test_share: 0.25,
        architecture: Architecture::Logistic,
        rounds: 60,
        batch: 8,
        learning_rate: 0.5,
        momentum: 0.9,
        evaluate_every: 10,
        privacy: None,
    }
}

fn train(settings: Settings, rule: Rule, conduct: &Conduct, repeat: u64) -> Course {
    let federation = Federation::new(&blobs(4, 80, 4), settings, 5, repeat).unwrap();
    // The mean withstands nobody, and says so.
    let byzantine = if rule == Rule::Mean { 0 } else { settings.byzantine };
    let duplicates = Duplicates::Keep;
    let aggregation = Aggregation { duplicates, ..Aggregation::new(rule, byzantine) };
    federation.train(&aggregation, conduct, &|| true).unwrap()
}

#[test]
fn classes_are_learnt_by_both_models_and_partitions() {
    for architecture in [Architecture::Logistic, Architecture::Perceptron { hidden: 8 }] {
        for partition in [Partition::Iid, Partition::Dirichlet { alpha: 0.3 }] {
            let settings = Settings { partition, architecture, ..settings() };
            let course = train(settings, Rule::Mean, &Conduct::Honest, 0);
            let found = course.final_accuracy();
            assert!(found > 0.9, "{architecture:?} {partition:?}: {found}");
            assert!(course.points[0].accuracy < 0.6);
            let rounds: Vec<u64> = course.points.iter().map(|point| point.round).collect();
            assert_eq!(rounds, [0, 10, 20, 30, 40, 50, 60]);
        }
    }
}

#[test]
fn sign_flips_defeat_the_mean_and_not_the_median() {
    let flip = Conduct::Updates(Attack::SignFlip { scale: 10.0 });
    for repeat in 0..3 {
        assert!(train(settings(), Rule::Mean, &flip, repeat).final_accuracy() < 0.3);
        assert!(train(settings(), Rule::Median, &flip, repeat).final_accuracy() > 0.9);
    }
}

#[test]
fn flipped_labels_hurt_more_the_more_there_are() {
    let loss = |byzantine| {
        let settings = Settings { byzantine, ..settings() };
        train(settings, Rule::Mean, &Conduct::LabelFlip, 0).points.last().unwrap().loss
    };
    assert!(loss(0) < loss(2) && loss(2) < loss(4), "{} {} {}", loss(0), loss(2), loss(4));
}

#[test]
fn without_attackers_label_flip_is_honesty() {
    let settings = Settings { byzantine: 0, ..settings() };
    let honest = train(settings, Rule::Mean, &Conduct::Honest, 1);
    assert_eq!(train(settings, Rule::Mean, &Conduct::LabelFlip, 1), honest);
}

#[test]
fn repeats_differ_and_the_same_repeat_does_not() {
    let course = |repeat| train(settings(), Rule::Mean, &Conduct::Honest, repeat);
    assert_eq!(course(2), course(2));
    assert_ne!(course(2), course(3));
}

#[test]
fn noise_costs_accuracy_and_the_budget_is_told_per_client_and_round() {
    let private = |noise| {
        let privacy = Privacy { mechanism: Mechanism { clip: 1.0, noise }, delta: 1e-5 };
        Settings { privacy: Some(privacy), ..settings() }
    };
    let loss = |noise| {
        let course = train(private(noise), Rule::Mean, &Conduct::Honest, 0);
        course.points.last().unwrap().loss
    };
    assert!(loss(0.1) < loss(10.0));
    let federation = Federation::new(&blobs(4, 80, 4), private(2.0), 5, 0).unwrap();
    let spent = federation.spent(&[0, 30, 60]);
    assert_eq!(spent.len(), 30);
    assert_eq!(spent[0].epsilon.to_bits(), 0);
    assert!(spent[1].epsilon > 0.0 && spent[2].epsilon > spent[1].epsilon);
    assert_eq!((spent[3].client, spent[3].rows, spent[4].round), (1, 24, 30));
    let public = Federation::new(&blobs(4, 80, 4), settings(), 5, 0).unwrap();
    assert!(public.spent(&[60]).is_empty());
}

#[test]
fn what_cannot_be_trained_is_refused() {
    let check = |settings: Settings, expected: &str| {
        let error = Federation::new(&blobs(4, 20, 4), settings, 5, 0).unwrap_err();
        assert_eq!(error.to_string(), expected);
    };
    let alpha = f64::NAN;
    check(
        Settings { byzantine: 5, ..settings() },
        "5 Byzantine clients of 10 are no minority: wanted less than half",
    );
    check(
        Settings { momentum: 1.0, ..settings() },
        "momentum = 1: wanted a number from 0 to below 1",
    );
    check(
        Settings { partition: Partition::Dirichlet { alpha }, ..settings() },
        "alpha = NaN: wanted a finite number above 0",
    );
    check(
        Settings { clients: 61, ..settings() },
        "60 training rows do not suffice 61 clients: wanted at least one each",
    );
}

#[test]
fn a_training_stops_when_asked_and_when_it_leaves_the_numbers() {
    let aggregation = Aggregation::new(Rule::Mean, 0);
    let federation = Federation::new(&blobs(4, 20, 4), settings(), 5, 0).unwrap();
    let stopped = federation.train(&aggregation, &Conduct::Honest, &|| false).unwrap_err();
    assert!(matches!(stopped, Error::Stopped { round: 0 }), "{stopped}");
    let wild = Settings { learning_rate: 1e308, ..settings() };
    let federation = Federation::new(&blobs(4, 20, 4), wild, 5, 0).unwrap();
    let error = federation.train(&aggregation, &Conduct::Honest, &|| true).unwrap_err();
    let left = matches!(error, Error::NotFinite { .. } | Error::Round { .. });
    assert!(left, "{error}");
}
