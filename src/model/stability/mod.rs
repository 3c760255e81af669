//! Linear stability of homogeneous steady states: growth rates, bands, critical wavenumbers.
//!
//! A perturbation ∝ exp(λt + ik·x) obeys λ w = A(q) w with A = J − q (D + φ′) − q² K, where q = k²
//! for the equation and q = k̂² for its discretisation: on the five-point stencil
//! k̂² = (2/h²) [(1 − cos k_x h) + (1 − cos k_y h)], at most 8/h².

mod analysis;
mod one_field;
mod roots;
mod two_species;

use crate::model::kinetics::Kinetics;

pub use crate::model::stability::analysis::{Analysis, Steadiness, SteadyState, analyse};
pub use crate::model::stability::one_field::OneField;
pub(crate) use crate::model::stability::roots::{bisect, depressed_cubic};
pub use crate::model::stability::two_species::TwoSpecies;

/// A complex number, real and imaginary part.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Complex {
    /// Real part.
    pub re: f64,
    /// Imaginary part.
    pub im: f64,
}

/// A diffusion-driven instability.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Turing {
    /// k_c = (det J / (D_u D_v))^¼, the first wavenumber to become unstable.
    pub critical_wavenumber: f64,
    /// The band of unstable q = k², from and to.
    pub band: (f64, f64),
    /// The fastest-growing mode.
    pub most_unstable: MostUnstable,
}

/// The fastest-growing mode of a dispersion relation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MostUnstable {
    /// Wavenumber k, per unit length.
    pub wavenumber: f64,
    /// Growth rate, per unit time.
    pub growth_rate: f64,
}

impl MostUnstable {
    /// 2π/k, in unit length.
    pub fn wavelength(&self) -> f64 {
        std::f64::consts::TAU / self.wavenumber
    }
}

/// A homogeneous steady state of the coupled fields of a model, linearised.
#[derive(Debug, Clone, PartialEq)]
pub struct Equilibrium {
    /// Names of the coupled species.
    pub species: Vec<&'static str>,
    /// Their values.
    pub state: Vec<f64>,
    /// The linearised equations there.
    pub linear: Linearisation,
}

/// The linearised equations of one or two coupled fields.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Linearisation {
    /// One field, to fourth order in space.
    One(OneField),
    /// Two species that react and diffuse.
    Two(TwoSpecies),
}

impl Linearisation {
    /// The growth rates λ of a mode with q = k², the one with the largest real part first.
    pub fn growth_rates(&self, q: f64) -> Vec<Complex> {
        match self {
            Self::One(field) => vec![Complex { re: field.growth_rate(q), im: 0.0 }],
            Self::Two(pair) => pair.growth_rates(q).to_vec(),
        }
    }

    /// The growth rate with the largest real part.
    pub fn leading(&self, q: f64) -> Complex {
        match self {
            Self::One(field) => Complex { re: field.growth_rate(q), im: 0.0 },
            Self::Two(pair) => pair.growth_rates(q)[0],
        }
    }

    /// The eigenvector of the leading growth rate, scaled to a largest entry of 1; `None` where
    /// that growth rate is complex.
    pub fn leading_mode(&self, q: f64) -> Option<Vec<f64>> {
        match self {
            Self::One(_) => Some(vec![1.0]),
            Self::Two(pair) => pair.leading_mode(q).map(|mode| mode.to_vec()),
        }
    }

    /// The Jacobian of the reaction, row by row, per unit time.
    pub fn jacobian(&self) -> Vec<Vec<f64>> {
        match self {
            Self::One(field) => vec![vec![field.slope]],
            Self::Two(pair) => pair.jacobian.iter().map(|row| row.to_vec()).collect(),
        }
    }

    /// The band of modes that grow at finite wavenumber, whatever happens at k = 0.
    pub fn band(&self) -> Option<Turing> {
        match self {
            Self::One(field) => field.band(),
            Self::Two(pair) => pair.band(),
        }
    }
}

/// The steady states of a kinetics of one or two species, linearised.
pub(crate) fn equilibria<K: Kinetics<N>, const N: usize>(model: &K) -> Vec<Equilibrium> {
    let species: Vec<&'static str> = K::SPECIES.iter().map(|species| species.name).collect();
    let linear = |state: &[f64; N]| linearise(model, *state);
    let equilibrium = |state: [f64; N]| {
        let linear = linear(&state)?;
        Some(Equilibrium { species: species.clone(), state: state.to_vec(), linear })
    };
    model.steady_states().into_iter().filter_map(equilibrium).collect()
}

/// `None` for three and more coupled species, which no model of the catalogue has.
fn linearise<K: Kinetics<N>, const N: usize>(model: &K, state: [f64; N]) -> Option<Linearisation> {
    let jacobian = model.jacobian(state);
    let (diffusivity, hyper) = (model.diffusivities(), model.hyperdiffusivities());
    let slopes = model.potential_slope(state);
    match (&jacobian[..], &diffusivity[..]) {
        ([row], [d]) => Some(Linearisation::One(OneField {
            slope: row[0],
            diffusivity: d + slopes[0],
            hyperdiffusivity: hyper[0],
        })),
        ([f, g], [d_u, d_v]) => Some(Linearisation::Two(TwoSpecies {
            jacobian: [[f[0], f[1]], [g[0], g[1]]],
            diffusivity: [*d_u, *d_v],
        })),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
