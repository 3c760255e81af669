//! Fronts: the speed of a pulled front, an exact wave, and a disc that shrinks under curvature.

use crate::engine::{Scheme, Setup};
use crate::grid::{Boundary, Grid, Stencil};
use crate::model::{AllenCahn, FisherKpp, Model};
use crate::verify::check::{Check, Curve, Figure, Finding, Obstacle, Subject, Suite};
use crate::verify::solver::{Solver, advance, fields};
use crate::verify::suites::base::{exponent, setup};
use ndarray::Array2;
use std::f64::consts::PI;

pub(crate) fn checks() -> Vec<Check> {
    let mut checks = vec![
        Check::new(Suite::Verification, "front-speed-fisher-kpp", front_speed)
            .claim("a front from a step tends to the least speed of linear theory on the grid")
            .reference("Bramson 1983; Ebert, van Saarloos, Physica D 146 (2000) 1: c − 3/(2t) + …")
            .because("terms of the order t^(−5/2) are left after the extrapolation")
            .twin("a growth rate that is 1 % too large"),
        Check::new(Suite::Verification, "exact-wave-fisher-kpp", exact_wave)
            .claim("the wave of speed 5/√6 keeps its profile to order 2 in the spacing")
            .reference("Ablowitz, Zeppetella, Bull. Math. Biol. 41 (1979) 835")
            .because("the next term of the error bends the line by less over these spacings")
            .twin("a growth rate that is 1 % too large"),
    ];
    let cases = [
        (Scheme::Euler, Stencil::FivePoint, 0.05),
        (Scheme::Euler, Stencil::NinePoint, 0.05),
        (Scheme::Etdrk4, Stencil::FivePoint, 0.25),
    ];
    checks.extend(cases.map(|(scheme, stencil, step)| {
        let name = format!("shrinking-disc-{}-{}", scheme.name(), stencil.name());
        let measure = move |subject| disc((scheme, stencil, step), subject);
        Check::new(Suite::Verification, name, measure)
            .claim("a disc of Allen–Cahn shrinks by dR²/dt = −2D")
            .reference("motion by mean curvature; Allen, Cahn, Acta Metall. 27 (1979) 1085")
            .because("the law holds to order (ε/R)², here (1/18)² to (1/12)², and to order h²")
            .twin("a diffusivity that is 10 % too large")
    }));
    checks
}

fn fisher_kpp(growth_rate: f64) -> Model {
    Model::FisherKpp(FisherKpp { diffusivity: 1.0, growth_rate })
}

fn grows_faster(setup: Setup) -> Setup {
    Setup { model: fisher_kpp(1.01), ..setup }
}

/// The distance at which a line falls through ½, between cells by a straight line.
fn place(line: &[f64], spacing: f64) -> Result<f64, Obstacle> {
    let last = line.iter().rposition(|value| *value >= 0.5);
    let next = last.and_then(|last| line.get(last + 1).map(|next| (last, *next)));
    let (last, next) = next.ok_or_else(|| Obstacle::broke("the front has left the strip"))?;
    Ok((last as f64 + (line[last] - 0.5) / (line[last] - next)) * spacing)
}

fn front_speed(subject: Subject) -> Result<Finding, Obstacle> {
    let solver = Solver::of(subject, grows_faster);
    // c is that of the discrete equation: the least λ(s)/s over tails e^(−sx), with
    // e^(λΔt) = 1 + Δt [1 + 2 (cosh sh − 1)/h²].
    let (spacing, time_step) = (0.25, 0.01);
    let speed = |s: f64| {
        let curvature = 2.0 * ((s * spacing).cosh() - 1.0) / (spacing * spacing);
        (1.0 + time_step * (1.0 + curvature)).ln() / (time_step * s)
    };
    let speeds = (500..1500).map(|index| speed(f64::from(index) * 1e-3));
    let least = speeds.fold(f64::INFINITY, f64::min);

    let base = setup(fisher_kpp(1.0), Grid::new(3, 1200, spacing)?, time_step);
    let setup = Setup { boundary: Boundary::Neumann, ..base };
    let start = Array2::from_shape_fn((3, 1200), |(_, col)| if col < 20 { 1.0 } else { 0.0 });
    let mut simulation = solver.start(&setup, &[start])?;
    let times = [60.0_f64, 80.0, 100.0, 120.0];
    let mut places = Vec::new();
    for time in times {
        let steps = (time / time_step).round() as u64 - simulation.step();
        advance(&mut simulation, steps)?;
        places.push(place(&fields(&simulation)[0].row(1).to_vec(), spacing)?);
    }
    // v(t) = c − 3/(2t) + (3√π/2) t^(−3/2) + O(t⁻²). Over an interval the known terms are
    // subtracted; two intervals then eliminate t⁻², whose mean from t₁ to t₂ is 1/(t₁ t₂).
    let tail = |t: f64| -1.5 * t.ln() - 3.0 * PI.sqrt() / t.sqrt();
    let mean = |from: usize| {
        let (start, end) = (times[from], times[from + 1]);
        let left = places[from + 1] - places[from] - (tail(end) - tail(start));
        (1.0 / (start * end), left / (end - start))
    };
    let (early, late) = (mean(0), mean(2));
    let found = (late.1 * early.0 - early.1 * late.0) / (early.0 - late.0);
    let note = format!("2√(rD) = 2; on this grid c = {least:.6}");
    Ok(Finding::new(found, least, 3e-4 * least).unit("length/time").note(note))
}

fn exact_wave(subject: Subject) -> Result<Finding, Obstacle> {
    let solver = Solver::of(subject, grows_faster);
    let wave = |x: f64, t: f64| {
        let root = 6.0_f64.sqrt();
        (1.0 + ((x - 5.0 * t / root) / root).exp()).powi(-2)
    };
    let mut points = Vec::new();
    for cells in [120_usize, 180, 240, 360] {
        let spacing = 60.0 / cells as f64;
        let steps = (6.0 / (0.1 * spacing * spacing)).round();
        let base = setup(fisher_kpp(1.0), Grid::new(3, cells, spacing)?, 6.0 / steps);
        let setup = Setup { boundary: Boundary::Neumann, ..base };
        let at = |time: f64| {
            Array2::from_shape_fn((3, cells), |(_, col)| {
                wave((col as f64 + 0.5) * spacing - 15.0, time)
            })
        };
        let end = solver.evolve(&setup, &[at(0.0)], steps as u64)?;
        let difference = &end[0] - &at(6.0);
        // The ends feel the rim, where the wave is not quite 1 or 0.
        let inside = difference.row(1).to_vec();
        let inside = inside.get(cells / 4..3 * cells / 4).unwrap_or_default();
        points.push((spacing, (inside.iter().map(|e| e * e).sum::<f64>() * spacing).sqrt()));
    }
    let axes = ("spacing, unit length", "√∫ error²");
    Ok(exponent(("error of the exact wave", axes), (2.0, 0.05), points))
}

/// dR²/dt, R² from the area of the phase 1.
fn disc(
    (scheme, stencil, time_step): (Scheme, Stencil, f64),
    subject: Subject,
) -> Result<Finding, Obstacle> {
    let solver = Solver::of(subject, |setup| {
        let model = AllenCahn { diffusivity: 1.1, interface_width: 1.0, rest: 0.0 };
        Setup { model: Model::AllenCahn(model), ..setup }
    });
    let (epsilon, spacing, radius) = (1.0, 0.5, 18.0_f64);
    let model = AllenCahn { diffusivity: 1.0, interface_width: epsilon, rest: 0.0 };
    let base = setup(Model::AllenCahn(model), Grid::new(96, 96, spacing)?, time_step);
    let setup = Setup { stencil, scheme, ..base };
    let centre = 0.5 * 95.0 * spacing;
    let start = Array2::from_shape_fn((96, 96), |(i, j)| {
        let (y, x) = (i as f64 * spacing - centre, j as f64 * spacing - centre);
        ((radius - x.hypot(y)) / (2.0_f64.sqrt() * epsilon)).tanh()
    });
    let mut simulation = solver.start(&setup, &[start])?;
    let square =
        |field: &Array2<f64>| field.mapv(|u| 0.5 * (1.0 + u)).sum() * spacing * spacing / PI;
    let mut points = Vec::new();
    // The profile settles first.
    for time in [5.0_f64, 25.0, 45.0, 65.0, 85.0] {
        let steps = (time / time_step).round() as u64 - simulation.step();
        advance(&mut simulation, steps)?;
        points.push((simulation.time(), square(&fields(&simulation)[0])));
    }
    let (first, last) = (points[0], points[4]);
    let found = (last.1 - first.1) / (last.0 - first.0);
    let line = points.iter().map(|(t, _)| (*t, first.1 - 2.0 * (t - first.0))).collect();
    let figure = Figure::linear(
        "radius of the disc",
        ("time, unit time", "R², unit length²"),
        vec![Curve::theory("R² = R₀² − 2Dt", line), Curve::measured("found", points)],
    );
    Ok(Finding::new(found, -2.0, 0.06).unit("length²/time").figure(figure))
}
