//! Largest Lyapunov exponents of three chaotic systems, by twins and by the tangent system.

use crate::features::{Benettin, Exponent, Flow, tangent_exponent, twin_exponent};
use crate::verify::check::{Check, Curve, Figure, Finding, Obstacle, Subject, Suite};
use crate::verify::suites::dynamics::systems::System;
use std::f64::consts::LN_2;

/// A system with its exponent.
#[derive(Debug, Clone, Copy)]
struct Known {
    name: &'static str,
    system: fn() -> System,
    /// λ₁ per unit time, and how far off it may be.
    exponent: (f64, f64),
    plan: Benettin,
    /// Steps over which two trajectories part by about e¹⁵.
    parting: usize,
    reference: &'static str,
}

const KNOWN: [Known; 3] = [
    Known {
        name: "logistic-map",
        system: System::logistic,
        exponent: (LN_2, 0.002),
        plan: Benettin { distance: 1e-10, steps: 1, transient: 100, intervals: 100_000 },
        parting: 22,
        reference: "conjugate to the tent map, whose slope is 2 everywhere: λ = ln 2",
    },
    Known {
        name: "henon-map",
        system: System::henon,
        exponent: (0.4192, 0.004),
        plan: Benettin { distance: 1e-9, steps: 5, transient: 50, intervals: 40_000 },
        parting: 36,
        reference: "J. C. Sprott, Chaos and Time-Series Analysis, 2003, table A.2",
    },
    Known {
        name: "lorenz",
        system: System::lorenz,
        exponent: (0.9056, 0.01),
        plan: Benettin { distance: 1e-8, steps: 20, transient: 200, intervals: 20_000 },
        parting: 1600,
        reference: "J. C. Sprott, Chaos and Time-Series Analysis, 2003, table A.4",
    },
];

pub(crate) fn checks() -> Vec<Check> {
    let of = |known: Known| {
        let (exponent, _) = known.exponent;
        let twins = Check::new(Suite::Dynamics, format!("lyapunov-{}-twins", known.name), {
            move |subject| value(&known, by_twins, subject)
        })
        .claim(format!("twin trajectories part at the rate {exponent:.4} per unit time"));
        let tangent = Check::new(Suite::Dynamics, format!("lyapunov-{}-tangent", known.name), {
            move |subject| value(&known, by_tangent, subject)
        })
        .claim(format!("tangent vectors grow at the rate {exponent:.4} per unit time"));
        let both = [twins, tangent].map(|check| {
            check
                .reference(known.reference)
                .because("three standard errors of the mean over a run, and the reference's digits")
                .twin("a step that is said to be twice as long as it is")
        });
        let agreement = Check::new(Suite::Dynamics, format!("lyapunov-{}-agree", known.name), {
            move |subject| agreement(&known, subject)
        })
        .claim("twins and tangent vectors along one trajectory give one number")
        .reference("Benettin et al., Meccanica 15 (1980) 9: the limit of a vanishing distance")
        .because("distances of 1e-8 to 1e-10 hold ten thousand to a million roundings")
        .twin("twins that are a hundredth apart");
        both.into_iter().chain([agreement])
    };
    KNOWN.into_iter().flat_map(of).collect()
}

type Method = fn(&System, Benettin) -> Result<Exponent, Obstacle>;

fn by_twins(system: &System, plan: Benettin) -> Result<Exponent, Obstacle> {
    twin_exponent(&mut system.clone(), &mut system.clone(), plan).map_err(Obstacle::broke)
}

fn by_tangent(system: &System, plan: Benettin) -> Result<Exponent, Obstacle> {
    tangent_exponent(&mut system.clone(), plan).map_err(Obstacle::broke)
}

fn value(known: &Known, method: Method, subject: Subject) -> Result<Finding, Obstacle> {
    let mut system = (known.system)();
    system.time_step *= subject.pick(1.0, 2.0);
    let found = method(&system, known.plan)?;
    let (exponent, tolerance) = known.exponent;
    let reach = 1.96 * found.standard_error;
    Ok(Finding::new(found.value, exponent, tolerance)
        .unit("1/time")
        .interval((found.value - reach, found.value + reach))
        .figure(parting(known)))
}

fn agreement(known: &Known, subject: Subject) -> Result<Finding, Obstacle> {
    let Benettin { distance, intervals, .. } = known.plan;
    // A tenth of the run: what is compared is exact, not a mean.
    let short = Benettin { intervals: intervals / 10, ..known.plan };
    let apart = Benettin { distance: subject.pick(distance, 0.01), ..short };
    let system = (known.system)();
    let off = by_twins(&system, apart)?.value - by_tangent(&system, short)?.value;
    Ok(Finding::at_most(off, 1e-5).unit("1/time"))
}

/// The mean distance, geometrically over 100 pairs, of two trajectories 1e-10 apart at first.
fn parting(known: &Known) -> Figure {
    const FIRST: f64 = 1e-10;
    const PAIRS: usize = 100;
    let mut leader = (known.system)();
    let every = (known.parting / 40).max(1);
    let mut sums = vec![0.0; known.parting / every + 1];
    // Without a possible error a step always is.
    let advance = |system: &mut System| system.advance().unwrap_or_default();
    (0..1000).for_each(|_| advance(&mut leader));
    for _ in 0..PAIRS {
        let (mut here, mut there) = (leader.clone(), leader.clone());
        there.state[0] += FIRST;
        for sum in &mut sums {
            let square: f64 =
                here.state.iter().zip(there.state).map(|(a, b)| (a - b).powi(2)).sum();
            *sum += 0.5 * libm::log(square) / PAIRS as f64;
            for _ in 0..every {
                advance(&mut here);
                advance(&mut there);
            }
        }
        (0..100).for_each(|_| advance(&mut leader));
    }
    let time = |index: usize| (index * every) as f64 * leader.time_step;
    let points: Vec<(f64, f64)> =
        sums.iter().enumerate().map(|(index, sum)| (time(index), libm::exp(*sum))).collect();
    let (exponent, _) = known.exponent;
    let line = points.iter().map(|(t, _)| (*t, FIRST * libm::exp(exponent * t))).collect();
    let mut figure = Figure::linear(
        "how two trajectories part",
        ("time", "distance"),
        vec![
            Curve::theory(format!("e^({exponent:.4} t)"), line),
            Curve::measured("mean of 100 pairs", points),
        ],
    );
    figure.y.is_log = true;
    figure
}
