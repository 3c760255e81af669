//! A preset whose certificate claims a pattern, with what linear theory says of it.

use crate::engine::Setup;
use crate::model::{Equilibrium, Linearisation, Model, Value};
use crate::verify::certify::{Case, Claim};
use crate::verify::check::Obstacle;
use crate::verify::onset::{Family, Onset, onset};
use crate::verify::suites::turing::crossing::crossing;

/// A claim with the parameter that leads below onset.
#[derive(Debug, Clone)]
pub(crate) struct Pattern<'a> {
    pub(crate) case: &'a Case,
    pub(crate) claim: Claim,
    /// The model just below onset.
    pub(crate) below: Onset,
    /// The parameter's value in the preset.
    pub(crate) value: f64,
}

/// A threshold by theory.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Threshold {
    /// The parameter's value.
    pub(crate) value: f64,
    /// k² of the first mode to grow.
    pub(crate) q: f64,
}

impl<'a> Pattern<'a> {
    /// What is claimed of a preset.
    pub(crate) fn of(case: &'a Case) -> Result<Self, Obstacle> {
        let broke = |what: &str| Obstacle::Broke(format!("{}: {what}", case.name));
        let claim = Claim::of(&case.setup).ok_or_else(|| broke("no pattern is claimed"))?;
        let below = onset(&case.setup, &case.values, &claim.prediction)
            .ok_or_else(|| broke("no parameter alone leads below onset"))?;
        let Some(Value::Number(value)) = case.values.get(below.key).cloned() else {
            return Err(broke("the parameter is no number"));
        };
        Ok(Self { case, claim, below, value })
    }

    pub(crate) fn setup(&self) -> &Setup {
        &self.case.setup
    }

    pub(crate) fn state(&self) -> &Equilibrium {
        &self.claim.prediction.state.equilibrium
    }

    /// The model with another value of a parameter, and its steady state.
    pub(crate) fn at(&self, key: &str, value: f64) -> Result<(Model, Equilibrium), Obstacle> {
        let family = Family::new(&self.case.setup, &self.case.values, &self.claim.prediction);
        let member = family.and_then(|family| family.at(key, value));
        member.ok_or_else(|| Obstacle::Broke(format!("no model has {key} = {value}")))
    }

    /// The parameter's range from the preset to just below onset.
    pub(crate) fn range(&self) -> (f64, f64) {
        (self.value, self.below.value)
    }

    /// Where the first mode begins to grow, in closed form.
    ///
    /// Two species: D_v f_u + D_u g_v = 2 √(D_u D_v det J), with k⁴ = det J/(D_u D_v). One field:
    /// f′ + D²/(4K) = 0, with k² = −D/(2K). A conserved field has its threshold at k = 0; there it
    /// is the one of the preset's fastest wave, D + K k² = 0.
    pub(crate) fn threshold(&self) -> Result<Threshold, Obstacle> {
        let q = self.claim.prediction.band.most_unstable.wavenumber.powi(2);
        let excess = |linear: &Linearisation| match linear {
            Linearisation::Two(two) => {
                let ([[f_u, _], [_, g_v]], [d_u, d_v]) = (two.jacobian, two.diffusivity);
                d_v * f_u + d_u * g_v - 2.0 * (d_u * d_v * determinant(two.jacobian)).sqrt()
            }
            Linearisation::One(one) if one.slope == 0.0 => {
                -(one.diffusivity + one.hyperdiffusivity * q)
            }
            Linearisation::One(one) => {
                one.slope + one.diffusivity * one.diffusivity / (4.0 * one.hyperdiffusivity)
            }
        };
        let key = self.below.key;
        let value = crossing(|value| Ok(excess(&self.at(key, value)?.1.linear)), self.range())?;
        let q = match self.at(key, value)?.1.linear {
            Linearisation::Two(two) => {
                let [d_u, d_v] = two.diffusivity;
                (determinant(two.jacobian) / (d_u * d_v)).sqrt()
            }
            Linearisation::One(one) if one.slope == 0.0 => q,
            Linearisation::One(one) => -0.5 * one.diffusivity / one.hyperdiffusivity,
        };
        Ok(Threshold { value, q })
    }
}

fn determinant([[f_u, f_v], [g_u, g_v]]: [[f64; 2]; 2]) -> f64 {
    f_u * g_v - f_v * g_u
}
