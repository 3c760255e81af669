//! Noise and events: means, spreads, correlation times and counts, on grids of any size.
//!
//! Deviations are in standard errors of the exact sampling laws, so 3.29 is a 99.9 % interval.
//! Seeds are fixed: everybody sees the same numbers.

use crate::engine::{Scheme, Setup, Simulation};
use crate::grid::Grid;
use crate::model::{GrayScott, Kind, Model, Mycelium, Value, Values};
use crate::verify::check::{Check, Finding, Obstacle, Subject, Suite};
use crate::verify::solver::{advance, fields};
use crate::verify::suites::base::setup;
use ndarray::Array2;
use std::f64::consts::TAU;

/// Half-width of a 99.9 % interval, in standard deviations.
const Z999: f64 = 3.290527;

/// Not 1, or a rate per cell would pass for one per area.
const SPACING: f64 = 0.5;

const INTERVAL: &str = "half-width of a 99.9 % interval, for there are 17 of them; seeds are fixed";

/// What is measured of the Ornstein–Uhlenbeck noise.
#[derive(Debug, Clone, Copy)]
enum Moment {
    Mean,
    Spread,
    Correlation,
}

pub(crate) fn checks() -> Vec<Check> {
    let mut checks = Vec::new();
    for side in [32_usize, 128, 512] {
        let moments = [
            (Moment::Mean, "mean", "the mean is 0", "the potential in place of its noise"),
            (Moment::Spread, "sd", "the SD is σ", "an SD that is 20 % too large"),
            (
                Moment::Correlation,
                "time",
                "the correlation over 4 units is e^(−4/τ)",
                "a correlation time that is 50 % too long",
            ),
        ];
        checks.extend(moments.map(|(moment, name, claim, twin)| {
            let name = format!("ornstein-uhlenbeck-{name}-{side}");
            let measure = move |subject| stationary(moment, side, subject);
            Check::new(Suite::Verification, name, measure)
                .claim(format!("{claim}, on {side}² cells"))
                .reference("Gillespie, Phys. Rev. E 54 (1996) 2084: exact update of the process")
                .because(INTERVAL)
                .twin(twin)
        }));
        for (name, which, claim) in [
            ("count", 0, "events are Poisson in number, with the rate per area as mean"),
            ("rise", 1, "events raise the potential as Campbell's theorem says"),
        ] {
            let name = format!("growth-events-{name}-{side}");
            let check =
                Check::new(Suite::Verification, name, move |subject| events(side, which, subject));
            checks.push(
                check
                    .claim(format!("{claim}, on {side}² cells"))
                    .reference("Daley, Vere-Jones 2003, §2.4; Campbell's theorem")
                    .because(INTERVAL)
                    .twin("a rate that is twice as high"),
            );
        }
    }
    checks.push(
        Check::new(Suite::Verification, "growth-events-dispersion", dispersion)
            .claim("the numbers of 400 steps scatter as Poisson numbers do")
            .reference("Σ(n − m)²/m has mean N and variance N(2 + 1/m)")
            .because(INTERVAL)
            .twin("the numbers of two steps at once taken for those of one"),
    );
    checks.push(
        Check::new(Suite::Verification, "euler-maruyama-variance", white_noise)
            .claim("white noise gives the variance of its recurrence, (σ/h)²/(2F(1 − ½FΔt))")
            .reference("Kloeden, Platen 1992, §9.1, for u ← u − FΔt(u − 1) + σ√Δt/h ξ")
            .because("half-width of a 99.99 % interval over 19 independent frames; seed fixed")
            .twin("noise that is 5 % too strong"),
    );
    checks
}

/// At rest in a chemistry that neither moves nor spreads, but for these numbers.
fn quiet(numbers: &[(&str, f64)]) -> Model {
    let mut values = Values::defaults(Kind::Mycelium.parameters(None));
    for key in ["diffusivity_a", "diffusivity_h", "length_constant", "noise_sd", "event_rate"] {
        values.set(key, Value::Number(0.0));
    }
    for (key, number) in numbers {
        values.set(key, Value::Number(*number));
    }
    Kind::Mycelium.build(&values)
}

fn simulation(model: Model, side: usize, step: f64) -> Result<Simulation, Obstacle> {
    let setup = Setup { seed: 42, ..setup(model, Grid::new(side, side, SPACING)?, step) };
    Ok(Simulation::new(&setup)?)
}

fn counted(simulation: &Simulation) -> Result<f64, Obstacle> {
    let counters = simulation.system().counters();
    let count = counters.iter().find(|(name, _)| *name == "growth_events").map(|(_, n)| *n as f64);
    count.ok_or_else(|| Obstacle::broke("the run does not count its events"))
}

fn mean(field: &Array2<f64>) -> f64 {
    field.sum() / field.len() as f64
}

fn stationary(moment: Moment, side: usize, subject: Subject) -> Result<Finding, Obstacle> {
    let (sigma, tau) = match moment {
        Moment::Mean => (3.0, 5.0),
        Moment::Spread => (subject.pick(3.0, 3.6), 5.0),
        Moment::Correlation => (3.0, subject.pick(5.0, 7.5)),
    };
    let model = quiet(&[("noise_sd", sigma), ("noise_time", tau)]);
    let mut simulation = simulation(model, side, 1.0)?;
    let before = fields(&simulation);
    advance(&mut simulation, 4)?;
    let after = fields(&simulation);
    let n = before[0].len() as f64;
    let product = |a: &Array2<f64>, b: &Array2<f64>| (a * b).sum();
    let [old, new] = [&before[Mycelium::NOISE], &after[Mycelium::NOISE]];
    // The noise is in volts: 3 mV.
    let truth = 3e-3_f64;
    let deviation = match moment {
        Moment::Mean => {
            let field = subject.pick(new, &after[Mycelium::POTENTIAL]);
            mean(field) / (truth / n.sqrt())
        }
        Moment::Spread => (product(new, new) / (n * truth * truth) - 1.0) / (2.0 / n).sqrt(),
        Moment::Correlation => {
            let found = product(old, new) / (product(old, old) * product(new, new)).sqrt();
            (found.atanh() - (-0.8_f64).exp().atanh()) * (n - 3.0).sqrt()
        }
    };
    Ok(Finding::at_most(deviation, Z999).unit("standard errors"))
}

/// An event adds F = 2πw² times its height to the integral of V, which then decays by
/// q = 1 − Δt/τ a step. After many steps E V = ν Δt F m/(1 − q), and
/// Var V = ν Δt F² (m² + s²)/(1 − q²)/area; frames of 64 steps, q⁶⁴ = 2·10⁻⁴, are independent.
fn events(side: usize, which: usize, subject: Subject) -> Result<Finding, Obstacle> {
    let (rate, width, step, lifetime) = (2e-3, 2.0, 0.25, 2.0);
    // Small grids run longer, so that each sees some hundred events at least.
    let frames: u32 = match side {
        32 => 100,
        128 => 12,
        _ => 1,
    };
    let numbers = [
        ("event_rate", subject.pick(rate, 2.0 * rate)),
        ("event_width", width),
        ("time_constant", lifetime),
    ];
    let mut simulation = simulation(quiet(&numbers), side, step)?;
    let rest = mean(&fields(&simulation)[Mycelium::POTENTIAL]);
    let mut rise = 0.0;
    for _ in 0..frames {
        advance(&mut simulation, 64)?;
        rise += (mean(&fields(&simulation)[Mycelium::POTENTIAL]) - rest) / f64::from(frames);
    }
    let area = (side as f64 * SPACING).powi(2);
    let deviation = if which == 0 {
        let expected = rate * area * step * 64.0 * f64::from(frames);
        (counted(&simulation)? - expected) / expected.sqrt()
    } else {
        let (q, footprint) = (1.0 - step / lifetime, TAU * width * width);
        let (height, spread) = (0.020, 0.005);
        let truth = rate * step * footprint * height / (1.0 - q);
        let second = height * height + spread * spread;
        let variance = rate * step * footprint * footprint * second / ((1.0 - q * q) * area);
        (rise - truth) / (variance / f64::from(frames)).sqrt()
    };
    Ok(Finding::at_most(deviation, Z999).unit("standard errors"))
}

fn dispersion(subject: Subject) -> Result<Finding, Obstacle> {
    let expected = 1.024;
    let numbers = [("event_rate", 4e-3), ("event_width", 1.0), ("event_mean", 0.1)];
    let mut simulation = simulation(quiet(&numbers), 32, 1.0)?;
    let (mut before, mut sum) = (0.0, 0.0);
    for _ in 0..400 {
        advance(&mut simulation, subject.pick(1, 2))?;
        let count = counted(&simulation)?;
        sum += (count - before - expected).powi(2) / expected;
        before = count;
    }
    let deviation = (sum - 400.0) / (400.0 * (2.0 + 1.0 / expected)).sqrt();
    Ok(Finding::at_most(deviation, Z999).unit("standard errors"))
}

fn white_noise(subject: Subject) -> Result<Finding, Obstacle> {
    let (feed, step, sigma, spacing) = (0.4, 0.5, 1e-3, 2.0);
    let none = (0.0, 0.0);
    let model = GrayScott { feed, kill: 0.3, diffusivity_u: none.0, diffusivity_v: none.1 };
    let grid = Grid::new(64, 64, spacing)?;
    let setup = Setup {
        scheme: Scheme::EulerMaruyama,
        noise: subject.pick(sigma, 1.05 * sigma),
        ..setup(Model::GrayScott(model), grid, step)
    };
    let mut simulation = Simulation::new(&setup)?;
    let (mut squares, mut n) = (0.0, 0.0);
    for frame in 0..20 {
        // Forty steps of relaxation 0.8 leave no correlation between frames.
        advance(&mut simulation, 40)?;
        if frame > 0 {
            let field = &fields(&simulation)[0];
            squares += field.mapv(|u| (u - 1.0) * (u - 1.0)).sum();
            n += field.len() as f64;
        }
    }
    let expected = (sigma / spacing).powi(2) / (2.0 * feed * (1.0 - 0.5 * feed * step));
    let found = squares / n;
    let error = (2.0_f64 / n).sqrt() * expected;
    let interval = (found - 1.96 * error, found + 1.96 * error);
    Ok(Finding::new(found, expected, 4.0 * error).interval(interval))
}
