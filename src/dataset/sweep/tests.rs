//! The list of runs: order, points, seeds, filters, what is refused.

use crate::dataset::{
    Axis, Definition, Draw, Error, Filter, Method, Random, RandomAxis, Scale, Seeds, Span, Sweep,
};
use std::collections::BTreeSet;
use toml::Value;

fn axis(key: &str, values: &[i64]) -> Axis {
    let entries = values.iter().map(|value| vec![Value::Integer(*value)]).collect();
    Axis::new(vec![key.to_owned()], entries).unwrap()
}

fn definition(axes: Vec<Axis>) -> Definition {
    Definition {
        axes,
        random: None,
        filters: Vec::new(),
        seed: 42,
        seeds: Seeds::Derived,
        seeds_per_point: 1,
        n_runs: None,
    }
}

fn random(count: u64, draw: Draw) -> Random {
    let span = Span::Numbers { low: 0.0, high: 1.0, scale: Scale::Linear };
    Random::new(vec![RandomAxis { keys: vec!["x".into()], span }], count, draw, 42).unwrap()
}

/// The values of a run's settings, as text.
fn values(sweep: &Sweep, run: u64) -> String {
    let settings = sweep.run(run).settings;
    settings.iter().map(|(_, value)| value.to_string()).collect::<Vec<_>>().join(" ")
}

#[test]
fn last_axis_turns_fastest_and_seeds_within_it() {
    let axes = vec![axis("a", &[1, 2]), axis("b", &[3, 4, 5])];
    let sweep = Sweep::new(Definition { seeds_per_point: 2, ..definition(axes) }).unwrap();
    assert_eq!((sweep.n_points(), sweep.n_runs()), (6, 12));
    let all: Vec<String> = (0..12).map(|run| values(&sweep, run)).collect();
    let once = ["1 3", "1 4", "1 5", "2 3", "2 4", "2 5"];
    let twice: Vec<&str> = once.iter().flat_map(|values| [*values; 2]).collect();
    assert_eq!(all, twice);
    assert_eq!(sweep.keys(), ["a", "b"]);
}

#[test]
fn longer_list_begins_again_with_further_seeds() {
    let shared = Definition {
        seeds_per_point: 2,
        seeds: Seeds::Shared,
        n_runs: Some(9),
        ..definition(vec![axis("a", &[1, 2])])
    };
    let sweep = Sweep::new(shared).unwrap();
    let all: Vec<String> = (0..9).map(|run| values(&sweep, run)).collect();
    assert_eq!(all, ["1", "1", "2", "2", "1", "1", "2", "2", "1"]);
    let seeds: Vec<u128> = (0..9).map(|run| sweep.run(run).seed).collect();
    assert_eq!(seeds[..2], seeds[2..4], "points share their seeds");
    assert_eq!(seeds.iter().collect::<BTreeSet<_>>().len(), 5, "and go on with others");
}

#[test]
fn seeds_are_derived_or_counted() {
    let of = |seeds, seed| {
        let axes = vec![axis("a", &[1, 2, 3])];
        let sweep = Sweep::new(Definition { seed, seeds, ..definition(axes) }).unwrap();
        (0..3).map(|run| sweep.run(run).seed).collect::<Vec<_>>()
    };
    assert_eq!(of(Seeds::Counted, 42), [42, 43, 44]);
    // A change of these numbers would change every data set.
    let derived = of(Seeds::Derived, 42);
    assert_eq!(derived, of(Seeds::Derived, 42));
    assert_ne!(derived, of(Seeds::Derived, 43));
    assert!(derived.iter().all(|seed| *seed < 1 << 63));
    assert_eq!(derived.iter().collect::<BTreeSet<_>>().len(), 3);
}

#[test]
fn filters_leave_points_and_keep_their_order() {
    let axes = vec![axis("a", &[1, 2, 3]), axis("b", &[1, 2, 3])];
    let filters = ["a < b", "b != 2"].map(|text| Filter::parse(text).unwrap()).to_vec();
    let sweep = Sweep::new(Definition { filters, ..definition(axes) }).unwrap();
    let all: Vec<String> = (0..sweep.n_runs()).map(|run| values(&sweep, run)).collect();
    assert_eq!(all, ["1 3", "2 3"]);
}

#[test]
fn random_points_do_not_depend_on_the_order_they_are_asked_in() {
    for name in Draw::NAMES {
        let draw = Draw::from_name(name).unwrap();
        assert_eq!(draw.name(), name);
        let with = Definition { random: Some(random(16, draw)), ..definition(vec![]) };
        let sweep = Sweep::new(with).unwrap();
        let forth: Vec<String> = (0..16).map(|run| values(&sweep, run)).collect();
        let mut back: Vec<String> = (0..16).rev().map(|run| values(&sweep, run)).collect();
        back.reverse();
        assert_eq!(forth, back);
        assert_eq!(forth.iter().collect::<BTreeSet<_>>().len(), 16, "{name}");
    }
}

#[test]
fn numpy_draws_go_row_by_row() {
    // numpy.random.default_rng(42): choice([32, 64]), integers(50, 201), uniform(0.1, 0.2).
    let axes = vec![
        RandomAxis {
            keys: vec!["grid".into()],
            span: Span::Choice(vec![Value::Integer(32), Value::Integer(64)]),
        },
        RandomAxis { keys: vec!["steps".into()], span: Span::Whole { low: 50, high: 200 } },
        RandomAxis {
            keys: vec!["alpha".into()],
            span: Span::Numbers { low: 0.1, high: 0.2, scale: Scale::Linear },
        },
    ];
    let random = Random::new(axes, 2, Draw::NumPy, 42).unwrap();
    let sweep = Sweep::new(Definition { random: Some(random), ..definition(vec![]) }).unwrap();
    assert_eq!(values(&sweep, 0), "32 166 0.14388784397520524");
}

#[test]
fn what_makes_no_list_of_runs_is_refused() {
    let keys = vec!["a".to_owned()];
    assert_eq!(Axis::new(keys, vec![]), Err(Error::EmptyAxis { axis: "a".into() }));
    let twice = vec![axis("a", &[1]), axis("a", &[2])];
    assert_eq!(Sweep::new(definition(twice)), Err(Error::TwiceSet { key: "a".into() }));
    let many: Vec<i64> = (0..1000).collect();
    let names: Vec<String> = (0..8).map(|index| format!("k{index}")).collect();
    let huge = names.iter().map(|name| axis(name, &many)).collect();
    assert_eq!(Sweep::new(definition(huge)), Err(Error::TooManyPoints));
    let filters = vec![Filter::parse("a > 9").unwrap()];
    let none = Definition { filters, ..definition(vec![axis("a", &[1, 2])]) };
    assert_eq!(Sweep::new(none), Err(Error::NothingLeft { points: 2 }));
    let large = Definition {
        seeds: Seeds::Counted,
        seed: (1 << 63) - 1,
        ..definition(vec![axis("a", &[1, 2])])
    };
    let seed = (1 << 63) - 1;
    assert_eq!(Sweep::new(large), Err(Error::SeedTooLarge { seed, runs: 2 }));
}

#[test]
fn span_without_room_is_refused() {
    let of = |span| {
        let axes = vec![RandomAxis { keys: vec!["x".into()], span }];
        Random::new(axes, 4, Draw::Sampling(Method::Independent), 1).is_ok()
    };
    let numbers = |low, high, scale| Span::Numbers { low, high, scale };
    assert!(of(numbers(0.0, 1.0, Scale::Linear)) && of(numbers(1.0, 1.0, Scale::Linear)));
    assert!(!of(numbers(1.0, 0.0, Scale::Linear)) && !of(numbers(0.0, 1.0, Scale::Log)));
    assert!(!of(numbers(0.0, f64::INFINITY, Scale::Linear)));
    assert!(!of(Span::Whole { low: 2, high: 1 }) && !of(Span::Choice(vec![])));
}

#[test]
fn filter_that_compares_nothing_says_so() {
    for text in ["", "a", "a <", "< 3"] {
        assert!(matches!(Filter::parse(text), Err(Error::Filter { .. })), "{text}");
    }
    let settings = vec![("a".to_owned(), Value::Integer(3)), ("b".to_owned(), "x".into())];
    for text in ["c < 3", "a < x"] {
        assert!(Filter::parse(text).unwrap().holds(&settings).is_err(), "{text}");
    }
    for (text, expected) in [
        ("a <= 3", true),
        ("a < 3", false),
        ("a >= 3.5", false),
        ("a == 3", true),
        ("b == x", true),
        ("b != \"x\"", false),
        ("a > 2", true),
    ] {
        assert_eq!(Filter::parse(text).unwrap().holds(&settings), Ok(expected), "{text}");
    }
}
