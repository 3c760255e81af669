//! Gradient flows: an energy that never rises, and a mass that stays.

use crate::engine::{Energy, Initial, Scheme, Setup, Simulation};
use crate::grid::Grid;
use crate::model::{AllenCahn, CahnHilliard, FisherKpp, Model, SwiftHohenberg};
use crate::verify::check::{Check, Curve, Figure, Finding, Obstacle, Subject, Suite};
use crate::verify::solver::{Solver, advance, fields};
use crate::verify::suites::base::setup;

/// A flow: its name, the model, and the steps of Euler's method and of ETDRK4.
fn flows() -> Vec<(&'static str, Model, [f64; 2])> {
    let (drive, wavenumber, quadratic) = (0.1, 1.0, 1.0);
    let (mobility, gradient_energy, mean) = (1.0, 1.0, -0.3);
    vec![
        (
            "swift-hohenberg",
            Model::SwiftHohenberg(SwiftHohenberg { drive, wavenumber, quadratic }),
            [0.012, 0.5],
        ),
        (
            "allen-cahn",
            Model::AllenCahn(AllenCahn { diffusivity: 1.0, interface_width: 1.5, rest: 0.0 }),
            [0.1, 0.25],
        ),
        (
            "cahn-hilliard",
            Model::CahnHilliard(CahnHilliard { mobility, gradient_energy, mean }),
            [0.01, 0.25],
        ),
        (
            "fisher-kpp",
            Model::FisherKpp(FisherKpp { diffusivity: 1.0, growth_rate: 1.0 }),
            [0.1, 0.25],
        ),
    ]
}

pub(crate) fn checks() -> Vec<Check> {
    let mut checks = Vec::new();
    for (name, model, steps) in flows() {
        for (scheme, step) in [Scheme::Euler, Scheme::Etdrk4].into_iter().zip(steps) {
            let model = model.clone();
            let name = format!("energy-{name}-{}", scheme.name());
            let check = Check::new(Suite::Verification, name, move |subject| {
                energy(&model, scheme, step, subject)
            })
            .claim("the free energy falls over 400 steps and rises at none")
            .reference("∂u/∂t = −δE/δu (or ∇² of it): dE/dt = −∫ (∂u/∂t)² ≤ 0")
            .because("rises beyond the rounding of the sum are counted, so none may be there")
            .twin("white noise in every step");
            checks.push(check);
        }
    }
    for (scheme, step) in [(Scheme::Euler, 0.012), (Scheme::Etdrk4, 0.1)] {
        let name = format!("mass-of-cahn-hilliard-{}", scheme.name());
        let check =
            Check::new(Suite::Verification, name, move |subject| mass(scheme, step, subject))
                .claim("Cahn–Hilliard separates and keeps its mass over 10 000 steps")
                .reference("∂u/∂t = M ∇²μ: ∫ ∂u/∂t = 0")
                .because("each step rounds each cell by 1e-16, ETDRK4 in both spaces")
                .twin("Allen–Cahn, which flows down a like energy and keeps no mass");
        checks.push(check);
    }
    checks
}

/// Steps at which the energy rose beyond rounding, and one more if it has not fallen at all.
fn energy(
    model: &Model,
    scheme: Scheme,
    time_step: f64,
    subject: Subject,
) -> Result<Finding, Obstacle> {
    let base = setup(model.clone(), Grid::new(32, 32, 0.9)?, time_step);
    let setup = Setup { scheme, seed: 42, initial: Initial::Noise { amplitude: 0.1 }, ..base };
    let mut functional = Energy::new(&setup).ok_or_else(|| Obstacle::broke("no energy"))?;
    let noisy =
        Setup { scheme: Scheme::EulerMaruyama, noise: 0.3, time_step: 0.01, ..setup.clone() };
    let mut simulation = Simulation::new(subject.pick(&setup, &noisy))?;
    let mut energies = vec![functional.of(&simulation.fields())];
    for _ in 0..400 {
        advance(&mut simulation, 1)?;
        energies.push(functional.of(&simulation.fields()));
    }
    // The rounding of the sum is that of the first energy: later ones may tend to 0.
    let rounding = |energy: f64| 1e-12 * energy.abs().max(energies[0].abs());
    let falls = energies.windows(2).filter(|pair| pair[1] <= pair[0] + rounding(pair[1])).count();
    // An energy that is no number has not fallen.
    let rises = energies.len() - 1 - falls;
    let has_fallen = energies[400] < energies[0];
    let curve = energies.iter().enumerate().map(|(step, e)| (step as f64, *e)).collect();
    let figure = Figure::linear(
        "free energy",
        ("step", "energy, of the whole grid"),
        vec![Curve::measured("found", curve)],
    );
    Ok(Finding::none(rises + usize::from(!has_fallen)).unit("steps").figure(figure))
}

fn mass(scheme: Scheme, time_step: f64, subject: Subject) -> Result<Finding, Obstacle> {
    let solver = Solver::of(subject, |setup| {
        let model = AllenCahn { diffusivity: 1.0, interface_width: 1.0, rest: -0.3 };
        Setup { model: Model::AllenCahn(model), ..setup }
    });
    let (mobility, gradient_energy, mean) = (1.0, 1.0, -0.3);
    let model = Model::CahnHilliard(CahnHilliard { mobility, gradient_energy, mean });
    let base = setup(model, Grid::new(16, 16, 1.0)?, time_step);
    let setup = Setup { scheme, seed: 42, initial: Initial::Noise { amplitude: 0.1 }, ..base };
    let start = fields(&Simulation::new(&setup)?);
    let before = start[0].sum();
    let mut simulation = solver.start(&setup, &start)?;
    let mut worst = 0.0_f64;
    for _ in 0..10 {
        advance(&mut simulation, 1_000)?;
        worst = worst.max((fields(&simulation)[0].sum() / before - 1.0).abs());
    }
    let spread = fields(&simulation)[0].std(0.0);
    if subject == Subject::Ours && spread <= 0.5 {
        return Err(Obstacle::broke(format!("it has not separated: SD {spread}")));
    }
    Ok(Finding::at_most(worst, 1e-12))
}
