//! Facts that every model keeps.

use crate::model::kinetics::Kinetics;
use crate::model::{
    AllenCahn, CahnHilliard, FisherKpp, GrayScott, Kind, Literal, Model, Range, Schnakenberg,
    SwiftHohenberg, Values, analyse,
};

fn defaults(kind: Kind) -> Model {
    kind.build(&Values::defaults(kind.parameters(None)))
}

fn check_kinetics<K: Kinetics<2>>(model: &K) {
    for state in model.steady_states() {
        for rate in model.rates(state) {
            assert!(rate.abs() < 1e-12, "rates vanish at {state:?}: {rate}");
        }
    }
    for state in [[0.7, 0.2], [1.3, 0.9], [0.1, 2.0]] {
        let jacobian = model.jacobian(state);
        for column in 0..2 {
            let step = 1e-6;
            let (mut ahead, mut behind) = (state, state);
            ahead[column] += step;
            behind[column] -= step;
            let (ahead, behind) = (model.rates(ahead), model.rates(behind));
            for row in 0..2 {
                let slope = (ahead[row] - behind[row]) / (2.0 * step);
                assert!((slope - jacobian[row][column]).abs() < 1e-8, "J[{row}][{column}]");
            }
        }
    }
}

#[test]
fn jacobians_are_the_derivatives_and_steady_states_are_steady() {
    let diffusivity = (0.16, 0.08);
    for (feed, kill) in [(0.058, 0.065), (0.04, 0.05), (0.014, 0.034)] {
        let (diffusivity_u, diffusivity_v) = diffusivity;
        check_kinetics(&GrayScott { feed, kill, diffusivity_u, diffusivity_v });
    }
    for (a, b) in [(0.1, 0.9), (0.2, 1.3)] {
        let (diffusivity_u, diffusivity_v, gamma) = (1.0, 20.0, 3.0);
        check_kinetics(&Schnakenberg { a, b, gamma, diffusivity_u, diffusivity_v });
    }
    if let Model::MfnV4(model) = defaults(Kind::MfnV4) {
        check_kinetics(&model.turing());
    }
}

/// f vanishes at the steady states; f′ and φ′ are the derivatives of f and φ.
fn check_one_field<K: Kinetics<1>>(model: &K) {
    for state in model.steady_states() {
        let [rate] = model.rates(state);
        assert!(rate.abs() < 1e-12, "the rate vanishes at {state:?}: {rate}");
    }
    for u in [-1.3, -0.2, 0.0, 0.4, 1.7] {
        let difference = |of: &dyn Fn(f64) -> f64| (of(u + 1e-6) - of(u - 1e-6)) / 2e-6;
        let slope = difference(&|u| model.rates([u])[0]);
        assert!((slope - model.jacobian([u])[0][0]).abs() < 1e-8, "f′ at {u}: {slope}");
        let slope = difference(&|u| model.potential([u])[0]);
        assert!((slope - model.potential_slope([u])[0]).abs() < 1e-8, "φ′ at {u}: {slope}");
    }
}

#[test]
fn one_field_models_have_the_slopes_and_steady_states_that_they_say() {
    for (drive, quadratic) in [(0.3, 0.0), (1.4, 0.7), (-0.2, 1.6), (0.1, 2.0)] {
        check_one_field(&SwiftHohenberg { drive, wavenumber: 0.9, quadratic });
    }
    check_one_field(&AllenCahn { diffusivity: 2.0, interface_width: 1.5, rest: 0.0 });
    check_one_field(&CahnHilliard { mobility: 2.0, gradient_energy: 0.5, mean: -0.4 });
    check_one_field(&FisherKpp { diffusivity: 0.5, growth_rate: 2.0 });
}

/// With ∂u/∂t = −δE/δu the rate of a homogeneous state is minus the slope of its energy density;
/// Cahn–Hilliard's chemical potential is the slope itself.
#[test]
fn slopes_of_the_energy_densities_drive_the_models() {
    let check = |energy: &dyn Fn(f64) -> Option<f64>, slope: &dyn Fn(f64) -> f64| {
        for u in [-1.1, -0.3, 0.2, 0.9] {
            let [ahead, behind] = [u + 1e-6, u - 1e-6].map(|u| energy(u).unwrap());
            let found = (ahead - behind) / 2e-6;
            assert!((found - slope(u)).abs() < 1e-8, "at {u}: {found}, wanted {}", slope(u));
        }
    };
    let model = SwiftHohenberg { drive: 0.3, wavenumber: 1.2, quadratic: 0.7 };
    check(&|u| model.energy_density([u], [0.0]), &|u| -model.rates([u])[0]);
    let model = AllenCahn { diffusivity: 2.0, interface_width: 1.5, rest: 0.0 };
    check(&|u| model.energy_density([u], [0.0]), &|u| -model.rates([u])[0]);
    let model = FisherKpp { diffusivity: 0.5, growth_rate: 2.0 };
    check(&|u| model.energy_density([u], [0.0]), &|u| -model.rates([u])[0]);
    let model = CahnHilliard { mobility: 2.0, gradient_energy: 0.5, mean: 0.0 };
    let potential = |u: f64| {
        let [d] = Kinetics::diffusivities(&model);
        (model.potential([u])[0] + d * u) / model.mobility
    };
    check(&|u| model.energy_density([u], [0.0]), &potential);
}

#[test]
fn defaults_lie_in_their_ranges() {
    for kind in Kind::ALL {
        for variant in [None, Some("legacy")] {
            for parameter in kind.parameters(variant) {
                let ok = match parameter.default {
                    Literal::Number(number) => parameter.range.holds(number),
                    Literal::Whole(whole) => parameter.range.holds(whole as f64),
                    Literal::Flag(_) => parameter.range == Range::Flag,
                    Literal::Word(word) => {
                        matches!(parameter.range, Range::OneOf(words) if words.contains(&word))
                    }
                    Literal::Words(_) | Literal::Auto => false,
                };
                assert!(ok, "{}.{}", kind.name(), parameter.key);
            }
        }
    }
}

#[test]
fn every_parameter_reaches_its_model() {
    for kind in Kind::ALL {
        let values = Values::defaults(kind.parameters(None));
        assert!(kind.build(&values).diffusivities().iter().all(|d| d.is_finite()));
        assert_eq!(kind.build(&values).kind(), kind);
        assert_eq!(Kind::from_name(kind.name()), Some(kind));
    }
}

#[test]
fn v41_forms_a_pattern_only_if_the_inhibitor_is_fast_enough() {
    // The condition is D_h/D_a > r_h/r_a = 1.0526; r_a < r_h keeps tr J below zero.
    for (d_inhibitor, forms) in [(0.0104, false), (0.0106, true), (0.24, true)] {
        let mut values = Values::defaults(Kind::MfnV4.parameters(None));
        for (key, number) in [("d_activator", 0.01), ("r_activator", 0.019)] {
            values.set(key, crate::model::Value::Number(number));
        }
        values.set("d_inhibitor", crate::model::Value::Number(d_inhibitor));
        let model = Kind::MfnV4.build(&values);
        assert_eq!(analyse(&model).pattern().is_some(), forms, "D_h = {d_inhibitor}");
    }
}

#[test]
fn gray_scott_has_two_more_states_where_the_feed_allows() {
    let count = |feed, kill| {
        GrayScott { feed, kill, diffusivity_u: 0.16, diffusivity_v: 0.08 }.steady_states().len()
    };
    assert_eq!(count(0.058, 0.065), 1, "F < 4 (F + k)²");
    assert_eq!(count(0.04, 0.05), 3, "F > 4 (F + k)²");
}
