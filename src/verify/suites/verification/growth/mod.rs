//! Growth of single modes: by what a step multiplies each, against what theory says of the scheme.

mod amplification;

use crate::engine::{Scheme, Setup};
use crate::grid::{Grid, Stencil};
use crate::model::{
    AllenCahn, CahnHilliard, FisherKpp, GrayScott, Linearisation, Model, Schnakenberg,
    SwiftHohenberg,
};
use crate::verify::check::{Check, Curve, Figure, Finding, Obstacle, Subject, Suite};
use crate::verify::modes::{Mode, Modes};
use crate::verify::solver::Solver;
use crate::verify::suites::base::{larger, setup};
use crate::verify::suites::verification::growth::amplification::{amplification, real_eigenvalues};
use ndarray::Array2;

/// Down and across.
const MODES: [[usize; 3]; 18] = [
    [0, 0, 1],
    [0, 1, 0],
    [0, 1, 1],
    [0, 2, 1],
    [0, 3, 2],
    [0, 0, 4],
    [0, 4, 0],
    [0, 4, 3],
    [0, 5, 5],
    [0, 6, 2],
    [0, 7, 7],
    [0, 2, 9],
    [0, 9, 4],
    [0, 12, 10],
    [0, 0, 20],
    [0, 24, 0],
    [0, 17, 13],
    [0, 24, 20],
];

/// The size of a perturbation. Even orders of the nonlinearity cancel between its two signs, cubic
/// ones leave Δt ε² < 1e-12 beside μ; a cell is rounded to 1e-16 of a value of order 1, which is
/// 1e-11 of the amplitude, and the projection averages most of that away.
const EPSILON: f64 = 1e-5;

const BECAUSE: &str = "rounding is 1e-11 of the perturbation, before it is averaged over the cells";

const REFERENCE: &str = "dispersion relation det(J - qD - λ) = 0; Hundsdorfer, Verwer 2003, §I.2.4";

pub(crate) fn checks() -> Vec<Check> {
    let mut checks: Vec<Check> = Scheme::ALL.into_iter().map(of_scheme).collect();
    checks.push(of_gray_scott());
    checks.extend(one_field());
    checks
}

fn of_scheme(scheme: Scheme) -> Check {
    let name = format!("growth-of-modes-{}", scheme.name());
    Check::new(Suite::Verification, name, move |subject| {
        let (a, b, gamma) = (0.1, 0.9, 1.0);
        let [diffusivity_u, diffusivity_v] = [1.0, 20.0];
        let model = Model::Schnakenberg(Schnakenberg { a, b, gamma, diffusivity_u, diffusivity_v });
        coupled(&model, scheme, 0.003, subject)
    })
    .claim(format!("a step of {} multiplies 18 modes by its own factors", scheme.name()))
    .reference(REFERENCE)
    .because(BECAUSE)
    .twin("a diffusivity that is a millionth too large")
}

fn of_gray_scott() -> Check {
    Check::new(Suite::Verification, "growth-of-modes-gray-scott", |subject| {
        let (feed, kill) = (0.03, 0.05);
        let (diffusivity_u, diffusivity_v) = (0.16, 0.08);
        let model = Model::GrayScott(GrayScott { feed, kill, diffusivity_u, diffusivity_v });
        coupled(&model, Scheme::Euler, 0.37, subject)
    })
    .claim("a step of euler multiplies 18 modes around each state of Gray–Scott by its own factors")
    .reference(REFERENCE)
    .because(BECAUSE)
    .twin("a diffusivity that is a millionth too large")
}

/// The largest relative error over modes, branches and steady states.
fn coupled(
    model: &Model,
    scheme: Scheme,
    time_step: f64,
    subject: Subject,
) -> Result<Finding, Obstacle> {
    let solver = Solver::of(subject, |setup| Setup { model: spread(setup.model), ..setup });
    let grid = Grid::new(48, 40, 0.75)?;
    let setup = Setup { scheme, tolerance: 0.5, ..setup(model.clone(), grid, time_step) };
    let modes = Modes::new(&setup);
    let (mut worst, mut figure) = (0.0_f64, None);
    for equilibrium in model.equilibria() {
        let Linearisation::Two(linear) = equilibrium.linear else { continue };
        let factors = |q: f64| real_eigenvalues(amplification(scheme, &linear, q, time_step));
        let mut leading = Vec::new();
        for mode in MODES.map(|index| modes.mode(index)) {
            for (branch, (expected, vector)) in factors(mode.symbol).into_iter().enumerate() {
                let place = [equilibrium.state[0], equilibrium.state[1]];
                let found = multiplier(solver, (&setup, &modes, mode), place, vector)?;
                worst = larger(worst, (found / expected - 1.0).abs());
                if branch == 0 {
                    leading.push((mode.symbol, found.ln() / time_step));
                }
            }
        }
        let rate = |q: f64| factors(q).first().map_or(f64::NAN, |(mu, _)| mu.ln() / time_step);
        figure = Some(dispersion(rate, leading));
    }
    let figure = figure.ok_or_else(|| Obstacle::broke("the model has no coupled steady state"))?;
    Ok(Finding::at_most(worst, 1e-10).figure(figure))
}

/// Growth rates over the root of what the grid makes of k²: the curve of theory, and the modes.
fn dispersion(rate: impl Fn(f64) -> f64, measured: Vec<(f64, f64)>) -> Figure {
    let largest = measured.iter().map(|(q, _)| q.sqrt()).fold(0.0, f64::max);
    let places = (0..=300).map(|index| largest * f64::from(index) / 300.0);
    let theory = places.map(|k| (k, rate(k * k))).filter(|(_, rate)| rate.is_finite()).collect();
    let found = measured.into_iter().map(|(q, rate)| (q.sqrt(), rate));
    let found = found.filter(|(_, rate)| rate.is_finite()).collect();
    Figure::linear(
        "growth rates of single modes",
        ("wavenumber on the grid, per unit length", "growth rate, per unit time"),
        vec![Curve::theory("theory", theory), Curve::measured("found", found)],
    )
}

/// The same with the second species spreading a millionth faster.
fn spread(model: Model) -> Model {
    let faster = |d: f64| d * (1.0 + 1e-6);
    match model {
        Model::Schnakenberg(m) => {
            Model::Schnakenberg(Schnakenberg { diffusivity_v: faster(m.diffusivity_v), ..m })
        }
        Model::GrayScott(m) => {
            Model::GrayScott(GrayScott { diffusivity_v: faster(m.diffusivity_v), ..m })
        }
        Model::FisherKpp(m) => {
            Model::FisherKpp(FisherKpp { diffusivity: faster(m.diffusivity), ..m })
        }
        Model::AllenCahn(m) => {
            Model::AllenCahn(AllenCahn { diffusivity: faster(m.diffusivity), ..m })
        }
        Model::SwiftHohenberg(m) => {
            Model::SwiftHohenberg(SwiftHohenberg { wavenumber: faster(m.wavenumber), ..m })
        }
        Model::CahnHilliard(m) => {
            Model::CahnHilliard(CahnHilliard { mobility: faster(m.mobility), ..m })
        }
        other => other,
    }
}

/// μ over one step, from the odd part of the answer to a perturbation ±ε v w(x).
fn multiplier<const N: usize>(
    solver: Solver,
    (setup, modes, mode): (&Setup, &Modes, Mode),
    state: [f64; N],
    vector: [f64; N],
) -> Result<f64, Obstacle> {
    let shape = modes.shape(mode);
    let cols = setup.grid.cols();
    let wave =
        Array2::from_shape_fn((setup.grid.lines(), cols), |(line, col)| shape[line * cols + col]);
    let perturbed = |sign: f64| -> Vec<Array2<f64>> {
        let places = state.into_iter().zip(vector);
        places.map(|(s, v)| wave.mapv(|w| s + sign * EPSILON * v * w)).collect()
    };
    // Projected on the eigenvector's largest entry, which is 1.
    let species = (0..N).max_by(|&a, &b| vector[a].abs().total_cmp(&vector[b].abs())).unwrap_or(0);
    let odd = |plus: &[Array2<f64>], minus: &[Array2<f64>]| {
        ((&plus[species] - &minus[species]) * &wave).sum()
    };
    let (plus, minus) = (perturbed(1.0), perturbed(-1.0));
    let before = odd(&plus, &minus);
    Ok(odd(&solver.evolve(setup, &plus, 1)?, &solver.evolve(setup, &minus, 1)?) / before)
}

/// One-field models on both stencils of a plane; λ(q) is written out here for each.
fn one_field() -> Vec<Check> {
    let (drive, wavenumber, quadratic) = (0.3, 1.0, 0.7);
    let (mobility, gradient_energy, mean) = (1.0, 1.0, -0.4);
    let models = [
        ("swift-hohenberg", Model::SwiftHohenberg(SwiftHohenberg { drive, wavenumber, quadratic })),
        ("cahn-hilliard", Model::CahnHilliard(CahnHilliard { mobility, gradient_energy, mean })),
        (
            "allen-cahn",
            Model::AllenCahn(AllenCahn { diffusivity: 1.0, interface_width: 2.0, rest: 0.0 }),
        ),
        ("fisher-kpp", Model::FisherKpp(FisherKpp { diffusivity: 1.0, growth_rate: 1.0 })),
    ];
    let checks = models.into_iter().map(|(name, model)| {
        let name = format!("growth-of-modes-{name}");
        let step =
            if name.contains("cahn-hilliard") || name.contains("swift") { 0.004 } else { 0.1 };
        Check::new(Suite::Verification, name, move |subject| single(&model, step, subject))
            .claim("a step of euler multiplies 18 modes by 1 + Δt λ(q), with 5 and 9 points")
            .reference("λ(q) = f′(u) − (D + φ′(u)) q − K q², the equation linearised")
            .because(BECAUSE)
            .twin("a coefficient in front of the Laplacian that is a millionth too large")
    });
    checks.collect()
}

fn rate(model: &Model, u: f64, q: f64) -> f64 {
    match model {
        Model::SwiftHohenberg(m) => {
            let detuning = m.wavenumber * m.wavenumber - q;
            m.drive - detuning * detuning + 2.0 * m.quadratic * u - 3.0 * u * u
        }
        Model::CahnHilliard(m) => -m.mobility * q * (3.0 * u * u - 1.0 + m.gradient_energy * q),
        Model::AllenCahn(m) => {
            m.diffusivity * ((1.0 - 3.0 * u * u) / (m.interface_width * m.interface_width) - q)
        }
        Model::FisherKpp(m) => m.growth_rate * (1.0 - 2.0 * u) - m.diffusivity * q,
        _ => f64::NAN,
    }
}

fn single(model: &Model, time_step: f64, subject: Subject) -> Result<Finding, Obstacle> {
    let solver = Solver::of(subject, |setup| Setup { model: spread(setup.model), ..setup });
    let grid = Grid::new(48, 40, 0.75)?;
    let (mut worst, mut figure) = (0.0_f64, None);
    for stencil in Stencil::of(2) {
        let setup = Setup { stencil, ..setup(model.clone(), grid, time_step) };
        let modes = Modes::new(&setup);
        for equilibrium in model.equilibria() {
            let state = equilibrium.state[0];
            let mut measured = Vec::new();
            for mode in MODES.map(|index| modes.mode(index)) {
                let expected = 1.0 + time_step * rate(model, state, mode.symbol);
                let found = multiplier(solver, (&setup, &modes, mode), [state], [1.0])?;
                worst = larger(worst, (found - expected).abs());
                measured.push((mode.symbol, (found - 1.0) / time_step));
            }
            figure.get_or_insert(dispersion(|q| rate(model, state, q), measured));
        }
    }
    let figure = figure.ok_or_else(|| Obstacle::broke("the model has no steady state"))?;
    Ok(Finding::at_most(worst, 1e-10).figure(figure))
}
