//! Facts of linear theory: Jacobians are derivatives, thresholds are those of the literature.

use crate::model::kinetics::Kinetics;
use crate::model::{
    Brusselator, FitzHughNagumo, FitzHughNagumoExcitable, GiererMeinhardt, LengyelEpstein, Model,
    Steadiness, analyse,
};

const GIERER_MEINHARDT: GiererMeinhardt = GiererMeinhardt {
    production: 0.7,
    decay_activator: 1.1,
    decay_inhibitor: 2.0,
    source: 0.0,
    saturation: 0.0,
    diffusivity_a: 1.5,
    diffusivity_h: 40.0,
};

const BRUSSELATOR: Brusselator =
    Brusselator { feed: 3.0, control: 8.0, diffusivity_u: 1.5, diffusivity_v: 12.0 };

const FITZHUGH_NAGUMO: FitzHughNagumo =
    FitzHughNagumo { k: 5e-3, diffusivity_u: 1e-3, diffusivity_v: 5e-3 };

const EXCITABLE: FitzHughNagumoExcitable = FitzHughNagumoExcitable {
    stimulus: 0.0,
    epsilon: 0.08,
    beta: 0.7,
    gamma: 0.8,
    diffusivity_u: 1.0,
    diffusivity_v: 0.0,
};

const LENGYEL_EPSTEIN: LengyelEpstein =
    LengyelEpstein { a: 30.0, b: 2.5, sigma: 8.0, c: 1.5, diffusivity: 1.0 };

/// Rates vanish at every steady state, and J is their derivative wherever one looks.
fn check<K: Kinetics<2>>(model: &K, n_states: usize) {
    let states = model.steady_states();
    assert_eq!(states.len(), n_states);
    for state in &states {
        for rate in model.rates(*state) {
            assert!(rate.abs() < 1e-12, "rates vanish at {state:?}: {rate}");
        }
    }
    for state in [[0.7, 0.2], [1.3, 0.9], [0.1, 2.0]].into_iter().chain(states) {
        let jacobian = model.jacobian(state);
        for column in 0..2 {
            let step = 1e-5;
            let at = |shift: f64| {
                let mut state = state;
                state[column] += shift;
                model.rates(state)
            };
            let (ahead, behind) = (at(step), at(-step));
            for row in 0..2 {
                let (slope, exact) =
                    ((ahead[row] - behind[row]) / (2.0 * step), jacobian[row][column]);
                let error = (slope - exact).abs();
                assert!(error < 1e-6 * (1.0 + exact.abs()), "J[{row}][{column}] at {state:?}");
            }
        }
    }
}

#[test]
fn jacobians_are_derivatives_and_steady_states_are_steady() {
    for (source, saturation) in [(0.0, 0.0), (0.3, 0.0), (0.0, 0.25), (0.3, 100.0)] {
        check(&GiererMeinhardt { source, saturation, ..GIERER_MEINHARDT }, 1);
    }
    check(&BRUSSELATOR, 1);
    check(&LENGYEL_EPSTEIN, 1);
    for k in [-0.02, 0.0, 5e-3, 0.1] {
        check(&FitzHughNagumo { k, ..FITZHUGH_NAGUMO }, 1);
    }
    for (stimulus, gamma, n_states) in [(0.0, 0.8, 1), (0.5, 0.8, 1), (0.35, 2.0, 3), (5.0, 2.0, 1)]
    {
        check(&FitzHughNagumoExcitable { stimulus, gamma, ..EXCITABLE }, n_states);
    }
}

fn steadiness(model: &Model) -> Steadiness {
    analyse(model).states[0].steadiness.clone()
}

/// The value between `low` and `high` at which the answer changes, by halving.
fn threshold(mut low: f64, mut high: f64, answer: impl Fn(f64) -> bool) -> f64 {
    assert!(answer(low) != answer(high), "the answer changes between {low} and {high}");
    let at_low = answer(low);
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        if answer(middle) == at_low { low = middle } else { high = middle }
    }
    high
}

#[track_caller]
fn close(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-6 * expected.abs(), "{found} instead of {expected}");
}

/// Homogeneous perturbations grow; where that starts with two complex rates, it is a Hopf point.
fn grows_evenly(model: &Model) -> bool {
    analyse(model).states[0].equilibrium.linear.leading(0.0).re > 0.0
}

fn has_band(model: &Model) -> bool {
    steadiness(model).band().is_some()
}

#[test]
fn brusselator_thresholds_are_those_of_nicolis_and_prigogine() {
    // Hopf at B = 1 + A², Turing at B = (1 + A √(D_u/D_v))², k_c² = A/√(D_u D_v).
    for (feed, d_v) in [(3.0, 12.0), (2.0, 40.0), (1.0, 30.0)] {
        let model = |control| {
            Model::Brusselator(Brusselator { feed, control, diffusivity_v: d_v, ..BRUSSELATOR })
        };
        close(threshold(0.1, 50.0, |b| grows_evenly(&model(b))), 1.0 + feed * feed);
        let onset = (1.0 + feed * (1.5_f64 / d_v).sqrt()).powi(2);
        close(threshold(0.1, 1.0 + feed * feed, |b| has_band(&model(b))), onset);
        let k_c = steadiness(&model(onset * (1.0 + 1e-9))).band().unwrap().critical_wavenumber;
        close(k_c * k_c, feed / (1.5_f64 * d_v).sqrt());
    }
}

#[test]
fn brusselator_starts_to_oscillate_at_angular_frequency_a() {
    let model = Model::Brusselator(Brusselator {
        feed: 2.0,
        control: 5.0 + 1e-9,
        diffusivity_v: 1.5,
        ..BRUSSELATOR
    });
    let Steadiness::Hopf(frequency) = steadiness(&model) else { unreachable!("{model:?}") };
    close(frequency, 2.0);
}

#[test]
fn gierer_meinhardt_needs_an_inhibitor_that_is_fast_enough() {
    // Without σ and κ: a = μ_h/μ_a, J = [[μ_a, −μ_h/h], [2ρa, −μ_h]], det J = μ_a μ_h. A band
    // needs D_h/D_a > (1 + √2)² μ_h/μ_a; homogeneous oscillations start at μ_a = μ_h.
    let model = |diffusivity_h| {
        Model::GiererMeinhardt(GiererMeinhardt { diffusivity_h, ..GIERER_MEINHARDT })
    };
    let onset = (3.0 + 2.0 * 2.0_f64.sqrt()) * 1.5 * 2.0 / 1.1;
    close(threshold(1.0, 100.0, |d| has_band(&model(d))), onset);
    let slow = |decay_inhibitor| {
        let diffusivity_h = 1.5;
        Model::GiererMeinhardt(GiererMeinhardt {
            decay_inhibitor,
            diffusivity_h,
            ..GIERER_MEINHARDT
        })
    };
    close(threshold(0.5, 5.0, |decay| grows_evenly(&slow(decay))), 1.1);
}

#[test]
fn lengyel_epstein_thresholds_are_those_of_the_literature() {
    // With a = 5α: Hopf at σ b = 3a/5 − 25/a (Lengyel and Epstein 1991), Turing at
    // b = (c/5a) (13 a² + 125 − 4 √10 a √(25 + a²)) (Jensen et al. 1994).
    for (a, sigma, c) in [(30.0, 8.0, 1.5), (12.0, 50.0, 1.0), (16.0, 20.0, 1.2)] {
        let model = |b| Model::LengyelEpstein(LengyelEpstein { a, b, sigma, c, diffusivity: 2.0 });
        let hopf = (3.0 * a / 5.0 - 25.0 / a) / sigma;
        close(threshold(0.01, 50.0, |b| grows_evenly(&model(b))), hopf);
        let root: f64 = 10.0 * (25.0 + a * a);
        let turing = c / (5.0 * a) * (13.0 * a * a + 125.0 - 4.0 * a * root.sqrt());
        close(threshold(hopf * 1.001, 50.0, |b| has_band(&model(b))), turing);
    }
}

#[test]
fn pdebench_form_has_its_band_where_the_discriminant_says() {
    // J = [[s, −1], [1, −1]] with s = 1 − 3 k^⅔: stable at k = 0 for s < 1, and a band where
    // (D_v s − D_u)² > 4 D_u D_v (1 − s): with d = D_v/D_u = 5, 25 s² + 10 s = 19.
    let model = |k| Model::FitzHughNagumo(FitzHughNagumo { k, ..FITZHUGH_NAGUMO });
    let slope = (-10.0 + 2000.0_f64.sqrt()) / 50.0;
    let onset = ((1.0 - slope) / 3.0).powf(1.5);
    close(threshold(1e-3, 0.19, |k| has_band(&model(k))), onset);
    assert!(has_band(&Model::FitzHughNagumo(FITZHUGH_NAGUMO)), "PDEBench's parameters");
}

#[test]
fn excitable_medium_oscillates_between_the_two_hopf_points() {
    // tr J = 0 at u = ∓√(1 − εγ); I follows from the steady state.
    let model = |stimulus| {
        Model::FitzHughNagumoExcitable(FitzHughNagumoExcitable { stimulus, ..EXCITABLE })
    };
    let edge = (1.0 - 0.08 * 0.8_f64).sqrt();
    for (u, low, high) in [(-edge, 0.0, 0.8), (edge, 0.8, 2.0)] {
        let expected = u * u * u / 3.0 - u + (u + 0.7) / 0.8;
        close(threshold(low, high, |i| grows_evenly(&model(i))), expected);
    }
}
