//! A manufactured solution: two species that react and diffuse, and are known at all times.
//!
//! u = g + w(x) cos ωt and v = g' + w(x) sin ωt, w being a mode of the grid's Laplacian, solve
//! ∂u/∂t = D ∇²u + R(u, v) + S, if the source S is chosen to make them. Kinetics know neither time
//! nor place; so two more species that do not diffuse carry them: p = w cos ωt and q = w sin ωt,
//! with dp/dt = −ωq and dq/dt = ωp, and the source is a function of p and q.
//!
//! With k² in the source, the solution is that of the equation; with what the grid makes of k², it
//! is that of the equations on the grid, and all error is the stepper's.
//!
//! Reference: P. J. Roache, Code Verification by the Method of Manufactured Solutions, *J. Fluids
//! Eng.* 124 (2002) 4; K. Salari, P. Knupp, SAND2000-1444 (2000).

use crate::model::{Kinetics, Real, Species};
use ndarray::Array2;

/// What oscillates around where.
pub(crate) const MEANS: [f64; 2] = [0.3, 0.5];

/// ω, per unit time.
pub(crate) const FREQUENCY: f64 = 2.0;

/// D of u and v.
pub(crate) const DIFFUSIVITIES: [f64; 2] = [1.0, 0.4];

/// The amplitude of w.
pub(crate) const AMPLITUDE: f64 = 0.25;

/// The kinetics with their source.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Manufactured {
    /// k², or what the grid makes of it, per unit length².
    pub(crate) laplacian: f64,
}

/// R, a cubic that couples both.
fn reaction<R: Real>([u, v]: [R; 2]) -> [R; 2] {
    let number = R::from_f64;
    let cubic = u * u * v;
    [number(0.4) - u + cubic, number(0.6) * u - number(0.5) * cubic]
}

impl Kinetics<4> for Manufactured {
    const SPECIES: [Species; 4] = [
        Species { name: "u", unit: "1", meaning: "first species" },
        Species { name: "v", unit: "1", meaning: "second species" },
        Species { name: "p", unit: "1", meaning: "w cos ωt" },
        Species { name: "q", unit: "1", meaning: "w sin ωt" },
    ];

    const SIGNED: bool = true;

    fn rates<R: Real>(&self, [u, v, p, q]: [R; 4]) -> [R; 4] {
        let number = R::from_f64;
        let omega = number(FREQUENCY);
        let [r_u, r_v] = reaction([u, v]);
        let [s_u, s_v] = reaction([number(MEANS[0]) + p, number(MEANS[1]) + q]);
        let [d_u, d_v] = DIFFUSIVITIES.map(|d| number(d * self.laplacian));
        [r_u - s_u + d_u * p - omega * q, r_v - s_v + d_v * q + omega * p, -(omega * q), omega * p]
    }

    fn diffusivities(&self) -> [f64; 4] {
        [DIFFUSIVITIES[0], DIFFUSIVITIES[1], 0.0, 0.0]
    }

    /// Of no use here: nothing asks for it.
    fn jacobian(&self, _state: [f64; 4]) -> [[f64; 4]; 4] {
        [[0.0; 4]; 4]
    }

    fn steady_states(&self) -> Vec<[f64; 4]> {
        Vec::new()
    }

    fn resting_state(&self) -> [f64; 4] {
        [MEANS[0], MEANS[1], 0.0, 0.0]
    }

    fn excited_state(&self) -> [f64; 4] {
        self.resting_state()
    }
}

/// All species at a time, from w.
pub(crate) fn exact(wave: &Array2<f64>, time: f64) -> Vec<Array2<f64>> {
    let (sine, cosine) = (FREQUENCY * time).sin_cos();
    let part = |mean: f64, factor: f64| wave.mapv(|w| mean + AMPLITUDE * w * factor);
    vec![part(MEANS[0], cosine), part(MEANS[1], sine), part(0.0, cosine), part(0.0, sine)]
}
