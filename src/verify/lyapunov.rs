//! The largest Lyapunov exponent of a run: by twin runs, and by the linearised run beside it.

use crate::engine::{Error, Laplacian, Precision, Scheme, Setup, Simulation};
use crate::features::{Benettin, Exponent, Flow, LyapunovError, TangentFlow};
use crate::features::{tangent_exponent, twin_exponent};
use crate::grid::Boundary;
use crate::grid::FieldView;
use crate::model::{Chemistry, Coupled, Kinetics, Model, analyse};
use crate::verify::linear::values;
use crate::verify::modes::Modes;
use ndarray::ArrayView2;

/// A simulation as a flow: its state is the cells of all species.
struct Run {
    simulation: Simulation,
    time_step: f64,
    n_cells: usize,
    cols: usize,
}

impl Run {
    /// The run in double precision: a small difference would drown in the rounding of single.
    fn new(setup: &Setup) -> Result<Self, Error> {
        let setup = Setup { precision: Precision::F64, ..setup.clone() };
        let (n_cells, cols) = (setup.grid.n_cells(), setup.grid.cols());
        let simulation = Simulation::new(&setup)?;
        Ok(Self { simulation, time_step: setup.time_step, n_cells, cols })
    }
}

impl Flow for Run {
    type Error = Error;

    fn time_step(&self) -> f64 {
        self.time_step
    }

    fn state(&self) -> Vec<f64> {
        self.simulation.fields().into_iter().flat_map(values).collect()
    }

    fn set_state(&mut self, state: &[f64]) -> Result<(), Error> {
        // The state is this run's own, so every part has the grid's shape.
        let shape = (self.n_cells / self.cols, self.cols);
        let fields: Vec<FieldView<'_>> = state
            .chunks(self.n_cells)
            .filter_map(|part| ArrayView2::from_shape(shape, part).ok().map(FieldView::F64))
            .collect();
        let words = self.simulation.system().words();
        self.simulation.restore(self.simulation.step(), &fields, &words)
    }

    fn advance(&mut self) -> Result<(), Error> {
        Ok(self.simulation.advance()?)
    }
}

/// The largest Lyapunov exponent of a run, per unit time, by twin runs.
///
/// The twins start from the run's initial condition and see the same noise, so that with noise it
/// is the exponent of the random system. The run is taken in double precision. The state's norm is
/// √(Σ s²) over cells and species, whatever their units. Cost: two runs.
///
/// # Errors
///
/// As [`Simulation::new`], [`Simulation::advance`] and [`twin_exponent`].
///
/// # Reference
///
/// G. Benettin et al., *Meccanica* 15 (1980) 9.
pub fn lyapunov(setup: &Setup, plan: Benettin) -> Result<Exponent, LyapunovError<Error>> {
    twin_exponent(&mut Run::new(setup)?, &mut Run::new(setup)?, plan)
}

/// A run with the derivative of its Euler step.
struct Linearised<K, const N: usize> {
    run: Run,
    kinetics: K,
    laplacian: Laplacian,
}

impl<K: Kinetics<N>, const N: usize> Linearised<K, N> {
    /// The values of one cell, of a vector that has species after species.
    fn cell(&self, vector: &[f64], cell: usize) -> [f64; N] {
        std::array::from_fn(|species| vector[species * self.run.n_cells + cell])
    }

    /// ∇² of every species of a vector; what a rim holds does not vary.
    fn laplacian(&mut self, vector: &[f64]) -> Vec<f64> {
        let (n_cells, cols) = (self.run.n_cells, self.run.cols);
        let mut all = Vec::with_capacity(vector.len());
        for part in vector.chunks(n_cells) {
            if let Ok(view) = ArrayView2::from_shape((n_cells / cols, cols), part) {
                all.extend(self.laplacian.of(&FieldView::F64(view), 0.0));
            }
        }
        all
    }

    /// (D∇² − K∇⁴ + ∇²φ′(s) + J(s)) w at the run's state s.
    fn derivative(&mut self, vector: &[f64]) -> Vec<f64> {
        let (n_cells, state) = (self.run.n_cells, self.run.state());
        let diffusivities = self.kinetics.diffusivities();
        let hyper = self.kinetics.hyperdiffusivities();
        let mut flux = vec![0.0; vector.len()];
        let curvature = if K::FOURTH_ORDER { self.laplacian(vector) } else { Vec::new() };
        for cell in 0..n_cells {
            let slope = self.kinetics.potential_slope(self.cell(&state, cell));
            for species in 0..N {
                let at = species * n_cells + cell;
                flux[at] = (diffusivities[species] + slope[species]) * vector[at];
                if K::FOURTH_ORDER {
                    flux[at] -= hyper[species] * curvature[at];
                }
            }
        }
        let mut rate = self.laplacian(&flux);
        for cell in 0..n_cells {
            let jacobian = self.kinetics.jacobian(self.cell(&state, cell));
            let moved = self.cell(vector, cell);
            for (species, row) in jacobian.iter().enumerate() {
                let sum: f64 = row.iter().zip(moved).map(|(entry, w)| entry * w).sum();
                rate[species * n_cells + cell] += sum;
            }
        }
        rate
    }
}

impl<K: Kinetics<N>, const N: usize> Flow for Linearised<K, N> {
    type Error = Error;

    fn time_step(&self) -> f64 {
        self.run.time_step
    }

    fn state(&self) -> Vec<f64> {
        self.run.state()
    }

    fn set_state(&mut self, state: &[f64]) -> Result<(), Error> {
        self.run.set_state(state)
    }

    fn advance(&mut self) -> Result<(), Error> {
        self.run.advance()
    }
}

impl<K: Kinetics<N>, const N: usize> TangentFlow for Linearised<K, N> {
    fn advance_tangent(&mut self, vector: &mut [f64]) -> Result<(), Error> {
        let rate = self.derivative(vector);
        for (value, rate) in vector.iter_mut().zip(rate) {
            *value += self.run.time_step * rate;
        }
        self.run.advance()
    }
}

/// The largest Lyapunov exponent of a run, per unit time, by the linearised run.
///
/// wⁿ⁺¹ = wⁿ + Δt (D∇² − K∇⁴ + ∇²φ′(s) + J(s)) wⁿ, the exact derivative of a step of Euler's
/// method, with the model's own Jacobian and the run's Laplacian. Additive noise does not enter.
/// Cost: a run and about as much again for each species.
///
/// # Errors
///
/// As [`lyapunov`]; [`Error::Scheme`] for any scheme but `euler` and `euler-maruyama`, and for
/// `mfn-v4`, whose clipped step has no Jacobian.
///
/// # Reference
///
/// Benettin et al. 1980, as there.
pub fn linearised_lyapunov(
    setup: &Setup,
    plan: Benettin,
) -> Result<Exponent, LyapunovError<Error>> {
    match &setup.model {
        Model::MfnV4(_) => {
            let what = "the linearised step of mfn-v4";
            Err(Error::Scheme { scheme: setup.scheme.name(), what }.into())
        }
        Model::Mycelium(model) => match model.chemistry {
            Chemistry::GiererMeinhardt(k) => along(setup, Coupled::new(k, model.potential), plan),
            Chemistry::Schnakenberg(k) => along(setup, Coupled::new(k, model.potential), plan),
            Chemistry::Brusselator(k) => along(setup, Coupled::new(k, model.potential), plan),
            Chemistry::LengyelEpstein(k) => along(setup, Coupled::new(k, model.potential), plan),
        },
        Model::GrayScott(model) => along(setup, *model, plan),
        Model::Schnakenberg(model) => along(setup, *model, plan),
        Model::GiererMeinhardt(model) => along(setup, *model, plan),
        Model::Brusselator(model) => along(setup, *model, plan),
        Model::FitzHughNagumo(model) => along(setup, *model, plan),
        Model::FitzHughNagumoExcitable(model) => along(setup, *model, plan),
        Model::LengyelEpstein(model) => along(setup, *model, plan),
        Model::SwiftHohenberg(model) => along(setup, *model, plan),
        Model::AllenCahn(model) => along(setup, *model, plan),
        Model::CahnHilliard(model) => along(setup, *model, plan),
        Model::FisherKpp(model) => along(setup, *model, plan),
    }
}

fn along<K: Kinetics<N>, const N: usize>(
    setup: &Setup,
    kinetics: K,
    plan: Benettin,
) -> Result<Exponent, LyapunovError<Error>> {
    if !matches!(setup.scheme, Scheme::Euler | Scheme::EulerMaruyama) {
        let what = "a linearised step, which is that of euler";
        return Err(Error::Scheme { scheme: setup.scheme.name(), what }.into());
    }
    let (run, laplacian) = (Run::new(setup)?, Laplacian::new(setup));
    tangent_exponent(&mut Linearised { run, kinetics, laplacian }, plan)
}

/// ln |1 + λΔt| / Δt of the mode that Euler's method amplifies most, at the resting state: what the
/// exponent of a run that begins there has to be. `None` if that is no steady state.
pub(crate) fn resting_exponent(setup: &Setup) -> Option<f64> {
    let resting = setup.model.resting_state();
    let analysis = analyse(&setup.model);
    let is_near = |state: &[f64]| state.iter().zip(&resting).all(|(a, b)| (a - b).abs() < 1e-9);
    let state = analysis.states.iter().find(|state| is_near(&state.equilibrium.state))?;
    let linear = &state.equilibrium.linear;
    let modes = Modes::new(setup);
    let amplification = |symbol: f64| {
        let rate = linear.leading(symbol);
        (1.0 + rate.re * setup.time_step).hypot(rate.im * setup.time_step)
    };
    let homogeneous = modes.mode([0; 3]);
    let all = modes.iter().chain((setup.boundary != Boundary::Dirichlet).then_some(homogeneous));
    let most = all.map(|mode| amplification(mode.symbol)).fold(0.0, f64::max);
    Some(libm::log(most) / setup.time_step)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Initial;
    use crate::grid::{Grid, Stencil};
    use crate::model::{Kind, Values};

    fn setup(kind: Kind, boundary: Boundary, amplitude: f64) -> Setup {
        let model = kind.build(&Values::defaults(kind.parameters(None)));
        Setup {
            rim: model.resting_state(),
            model,
            grid: Grid::new(9, 7, 1.0).unwrap(),
            boundary,
            stencil: Stencil::FivePoint,
            time_step: kind.start().time_step,
            scheme: Scheme::Euler,
            tolerance: 1e-6,
            noise: 0.0,
            precision: Precision::F64,
            initial: Initial::Noise { amplitude },
            seed: 5,
            parallel: false,
        }
    }

    #[test]
    fn steady_state_has_the_rate_of_its_leading_mode() {
        for kind in [Kind::GrayScott, Kind::Schnakenberg, Kind::SwiftHohenberg, Kind::FisherKpp] {
            for boundary in Boundary::ALL {
                let setup = setup(kind, boundary, 0.0);
                let wanted = resting_exponent(&setup).unwrap();
                let plan = Benettin { distance: 1e-9, steps: 20, transient: 400, intervals: 20 };
                let linearised = linearised_lyapunov(&setup, plan).unwrap();
                // Modes that are almost as fast are still among what grows.
                let close = |found: f64| (found - wanted).abs() < 0.05 * wanted.abs() + 1e-5;
                assert!(
                    close(linearised.value),
                    "{kind:?} {boundary:?}: {linearised:?}, not {wanted}"
                );
                if wanted < 0.0 {
                    let twins = lyapunov(&setup, plan).unwrap();
                    assert!(close(twins.value), "{kind:?} {boundary:?}: {twins:?}, not {wanted}");
                }
            }
        }
    }

    #[test]
    fn twins_and_the_linearised_run_agree_on_a_run_that_moves() {
        let setup = setup(Kind::Schnakenberg, Boundary::Periodic, 0.05);
        let plan = Benettin { distance: 1e-7, steps: 10, transient: 20, intervals: 60 };
        let twins = lyapunov(&setup, plan).unwrap();
        let linearised = linearised_lyapunov(&setup, plan).unwrap();
        let off = (twins.value - linearised.value).abs();
        assert!(off < 1e-4 * linearised.value.abs() + 1e-6, "{twins:?} {linearised:?}");
    }

    #[test]
    fn other_schemes_have_twins_but_no_linearised_step() {
        let setup =
            Setup { scheme: Scheme::Heun, ..setup(Kind::FisherKpp, Boundary::Periodic, 0.0) };
        let plan = Benettin { distance: 1e-9, steps: 5, transient: 10, intervals: 10 };
        assert!(lyapunov(&setup, plan).is_ok());
        let refused = linearised_lyapunov(&setup, plan).unwrap_err();
        assert!(matches!(refused, LyapunovError::Flow(Error::Scheme { .. })));
    }
}
