//! The equations of each model as plain text, for cards and reports.

use crate::model::Kind;

impl Kind {
    /// The equations, a line each, per unit time; `docs/models.md` says what the symbols mean.
    pub fn equations(self) -> &'static str {
        match self {
            Self::MfnV4 => {
                "V ← V + α L V after at most one growth event a step; with the Turing part, \
                 activator a and inhibitor h diffuse and V rises by 5 mV where a > θ (MFN v4.1)"
            }
            Self::Mycelium => {
                "τ ∂V/∂t = −(V − E_rest) + ℓ² ∇²V + A S(a/a₀) + η\n\
                 ∂(a, i)/∂t = the chemistry of model.variant\n\
                 V ← V + Normal(m, s_m²) exp(−r²/(2w²)) at growth events of rate ν"
            }
            Self::GrayScott => {
                "∂u/∂t = D_u ∇²u − u v² + F (1 − u)\n∂v/∂t = D_v ∇²v + u v² − (F + k) v"
            }
            Self::Schnakenberg => {
                "∂u/∂t = D_u ∇²u + γ (a − u + u² v)\n∂v/∂t = D_v ∇²v + γ (b − u² v)"
            }
            Self::GiererMeinhardt => {
                "∂a/∂t = D_a ∇²a + ρ a²/(h (1 + κ a²)) − μ_a a + σ\n\
                 ∂h/∂t = D_h ∇²h + ρ a² − μ_h h"
            }
            Self::Brusselator => {
                "∂u/∂t = D_u ∇²u + A − (B + 1) u + u² v\n∂v/∂t = D_v ∇²v + B u − u² v"
            }
            Self::FitzHughNagumo => "∂u/∂t = D_u ∇²u + u − u³ − k − v\n∂v/∂t = D_v ∇²v + u − v",
            Self::FitzHughNagumoExcitable => {
                "∂u/∂t = D_u ∇²u + u − u³/3 − v + I\n∂v/∂t = D_v ∇²v + ε (u + β − γ v)"
            }
            Self::LengyelEpstein => {
                "∂u/∂t = D ∇²u + a − u − 4 u v/(1 + u²)\n\
                 ∂v/∂t = σ [c D ∇²v + b (u − u v/(1 + u²))]"
            }
            Self::SwiftHohenberg => "∂u/∂t = r u − (q₀² + ∇²)² u + g u² − u³",
            Self::AllenCahn => "∂u/∂t = D [∇²u + (u − u³)/ε²]",
            Self::CahnHilliard => "∂u/∂t = M ∇²(u³ − u − κ ∇²u)",
            Self::FisherKpp => "∂u/∂t = D ∇²u + r u (1 − u)",
        }
    }
}
