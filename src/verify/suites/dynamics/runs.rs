//! Lyapunov exponents of runs: at a steady state, that of the mode that linear theory knows.

use crate::engine::{Initial, Setup};
use crate::features::{Benettin, Exponent, LyapunovError};
use crate::grid::{Boundary, Grid};
use crate::model::{Kind, Values};
use crate::verify::check::{Check, Finding, Obstacle, Subject, Suite};
use crate::verify::lyapunov::{linearised_lyapunov, lyapunov, resting_exponent};
use crate::verify::suites::base::setup;

type Method = fn(&Setup, Benettin) -> Result<Exponent, LyapunovError<crate::engine::Error>>;

pub(crate) fn checks() -> Vec<Check> {
    let (twins, linearised): (Method, Method) = (lyapunov, linearised_lyapunov);
    let known = [
        ("gray-scott-twins", Kind::GrayScott, twins, 1e-6),
        ("gray-scott-linearised", Kind::GrayScott, linearised, 1e-9),
        ("fisher-kpp-linearised", Kind::FisherKpp, linearised, 1e-9),
        ("swift-hohenberg-linearised", Kind::SwiftHohenberg, linearised, 1e-9),
        ("schnakenberg-linearised", Kind::Schnakenberg, linearised, 1e-9),
    ];
    let at_rest = known.into_iter().map(|(name, kind, method, tolerance)| {
        Check::new(Suite::Dynamics, format!("lyapunov-of-rest-{name}"), move |subject| {
            resting(kind, method, tolerance, subject)
        })
        .claim("at a steady state the largest exponent is the rate of the fastest mode")
        .reference("det(J − k̂²D − λ) = 0 and Euler's ln|1 + λΔt|/Δt")
        .because("rounding: of a distance of 1e-9, or of a linear recurrence")
        .twin("walls that hold the state, in place of a torus")
    });
    let agreement = Check::new(Suite::Dynamics, "lyapunov-of-a-run-agree", agreement)
        .claim("twins and the linearised run give one exponent of a pattern that forms")
        .reference("Benettin et al., Meccanica 15 (1980) 9: the limit of a vanishing distance")
        .because("a distance of 1e-7 is 10⁸ roundings, and its square is left out")
        .twin("twins that are 0.3 apart");
    at_rest.chain([agreement]).collect()
}

/// A run of a model's defaults, from its rest with noise, on sides that part its modes' rates.
fn run(kind: Kind, amplitude: f64) -> Result<Setup, Obstacle> {
    let model = kind.build(&Values::defaults(kind.parameters(None)));
    let setup = setup(model, Grid::new(8, 7, 1.0)?, kind.start().time_step);
    Ok(Setup { initial: Initial::Noise { amplitude }, seed: 5, ..setup })
}

fn resting(
    kind: Kind,
    method: Method,
    tolerance: f64,
    subject: Subject,
) -> Result<Finding, Obstacle> {
    let setup = run(kind, 0.0)?;
    let expected = resting_exponent(&setup).ok_or_else(|| Obstacle::broke("no steady state"))?;
    let boundary = subject.pick(Boundary::Periodic, Boundary::Dirichlet);
    let plan = Benettin { distance: 1e-9, steps: 20, transient: 2000, intervals: 20 };
    let found = method(&Setup { boundary, ..setup }, plan).map_err(Obstacle::broke)?;
    Ok(Finding::new(found.value, expected, tolerance).unit("1/time"))
}

fn agreement(subject: Subject) -> Result<Finding, Obstacle> {
    let setup = run(Kind::Schnakenberg, 0.05)?;
    let plan = Benettin { distance: 1e-7, steps: 10, transient: 20, intervals: 60 };
    let apart = Benettin { distance: subject.pick(1e-7, 0.3), ..plan };
    let twins = lyapunov(&setup, apart).map_err(Obstacle::broke)?;
    let linearised = linearised_lyapunov(&setup, plan).map_err(Obstacle::broke)?;
    Ok(Finding::at_most(twins.value - linearised.value, 1e-5).unit("1/time"))
}
