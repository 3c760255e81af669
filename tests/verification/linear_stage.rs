//! The linear stage of patterns against their certificates, and that wrong claims are caught.

use mfn::engine::{Initial, Precision, Scheme, Setup};
use mfn::grid::{Boundary, Grid, Stencil};
use mfn::model::{Kind, Model, Value, Values, analyse};
use mfn::verify::{Case, Claim, Onset, Outcome, below_onset, certify, measure, onset};

/// A case of a model by name, with some of its parameters.
fn case(kind: Kind, numbers: &[(&str, f64)], boundary: Boundary, scheme: Scheme) -> Case {
    let mut values = Values::defaults(kind.parameters(None));
    for (key, number) in numbers {
        values.set(key, Value::Number(*number));
    }
    let model = kind.build(&values);
    let rim = model.resting_state();
    let setup = Setup {
        model,
        grid: Grid::new(64, 72, 0.8).unwrap(),
        boundary,
        rim,
        stencil: Stencil::FivePoint,
        time_step: 0.01,
        scheme,
        tolerance: 1e-8,
        noise: 0.0,
        precision: Precision::F64,
        initial: Initial::Noise { amplitude: 0.01 },
        seed: 7,
        parallel: false,
    };
    Case { name: kind.name().to_owned(), setup, values }
}

fn brusselator(boundary: Boundary, scheme: Scheme) -> Case {
    let numbers =
        [("feed", 3.0), ("control", 5.0), ("diffusivity_u", 1.0), ("diffusivity_v", 10.0)];
    case(Kind::Brusselator, &numbers, boundary, scheme)
}

/// A torus, stepped by Euler's method.
fn torus() -> Case {
    brusselator(Boundary::Periodic, Scheme::Euler)
}

fn flaws(case: &Case, claim: Claim) -> String {
    measure(case, claim).unwrap().flaws.join("; ")
}

#[test]
fn linear_stage_agrees_with_every_boundary_and_scheme() {
    let schemes = [Scheme::Euler, Scheme::Heun, Scheme::Rk4, Scheme::Adaptive, Scheme::Strang];
    let mut cases: Vec<Case> =
        schemes.map(|scheme| brusselator(Boundary::Periodic, scheme)).to_vec();
    cases.push(brusselator(Boundary::Periodic, Scheme::Etdrk4));
    cases.push(brusselator(Boundary::Neumann, Scheme::Euler));
    cases.push(brusselator(Boundary::Dirichlet, Scheme::Euler));
    for case in cases {
        let Outcome::Measured(measured) = certify(&case).unwrap() else {
            unreachable!("the Brusselator at B = 5 has a band")
        };
        let what = (case.setup.scheme.name(), case.setup.boundary.name());
        assert!(measured.passes(), "{what:?}: {:?}", measured.flaws);
        assert_eq!(measured.euler_error.is_some(), case.setup.scheme == Scheme::Euler);
    }
}

#[test]
fn conserved_field_separates_as_its_certificate_says() {
    let mut case = case(Kind::CahnHilliard, &[], Boundary::Periodic, Scheme::Etdrk4);
    case.setup.time_step = 0.1;
    let Outcome::Measured(measured) = certify(&case).unwrap() else {
        unreachable!("the mean 0 is inside the spinodal")
    };
    assert_eq!(measured.claim.prediction.state.steadiness.name(), "long-wave");
    assert!(measured.passes(), "{:?}", measured.flaws);
    // 3 c² = 1 is the spinodal.
    let (onset, _) = measured.onset.unwrap();
    assert!(onset.key == "mean" && (onset.value.abs() - 3.0_f64.sqrt().recip()).abs() < 0.01);
}

#[test]
fn wrong_growth_rate_is_caught() {
    let case = torus();
    let mut claim = Claim::of(&case.setup).unwrap();
    claim.rate *= 1.02;
    let found = flaws(&case, claim);
    assert!(found.contains("growth rate is off") && found.contains("Euler"), "{found}");
    let mut claim = Claim::of(&case.setup).unwrap();
    claim.rate += 1e-7;
    let found = flaws(&case, claim);
    assert!(!found.contains("growth rate is off") && found.contains("Euler"), "{found}");
}

#[test]
fn wrong_wavelength_is_caught() {
    let case = torus();
    let mut claim = Claim::of(&case.setup).unwrap();
    claim.prediction.band.most_unstable.wavenumber *= 1.35;
    let found = flaws(&case, claim);
    assert!(found.contains("wavelength is off"), "{found}");
}

#[test]
fn growth_below_a_wrong_onset_is_caught() {
    let case = torus();
    let claim = Claim::of(&case.setup).unwrap();
    let right = onset(&case.setup, &case.values, &claim.prediction).unwrap();
    let below = below_onset(&case.setup, &claim.prediction, &right).unwrap().unwrap();
    assert!(below.is_quiet(), "{below:?}");
    // The model as it is, above onset, passed off as below.
    let state = analyse(&case.setup.model).states[0].equilibrium.clone();
    let wrong = Onset { model: case.setup.model.clone(), state, ..right };
    let above = below_onset(&case.setup, &claim.prediction, &wrong).unwrap().unwrap();
    assert!(!above.is_quiet(), "{above:?}");
}

#[test]
fn onset_of_the_brusselator_is_the_published_one() {
    // B_T = (1 + A √(D_u/D_v))²: Nicolis and Prigogine 1977, §7.4. The bar is just below it.
    let case = torus();
    let claim = Claim::of(&case.setup).unwrap();
    let found = onset(&case.setup, &case.values, &claim.prediction).unwrap();
    let Model::Brusselator(model) = found.model else { unreachable!("the model stays the same") };
    let ratio = (model.diffusivity_u / model.diffusivity_v).sqrt();
    let threshold = (1.0 + model.feed * ratio).powi(2);
    let share = model.control / threshold;
    assert!(share > 0.95 && share < 1.0, "B = {share} B_T, {} moved", found.key);
}

#[test]
fn run_without_a_band_claims_nothing() {
    let case = case(Kind::GrayScott, &[], Boundary::Periodic, Scheme::Euler);
    let Outcome::NoPattern(reason) = certify(&case).unwrap() else {
        unreachable!("the resting state of Gray–Scott is stable")
    };
    assert!(reason.contains("stable"), "{reason}");
}
