//! Do patterns form where, and as long as, theory says?

mod amplitude;
mod band;
mod crossing;
mod gray_scott;
mod onset;
mod pattern;
mod stage;
mod thin;

use crate::model::Kind;
use crate::verify::certify::Case;
use crate::verify::check::Check;
use crate::verify::linear::Prediction;

/// The checks that need no preset.
pub(crate) fn checks() -> Vec<Check> {
    [amplitude::checks(), gray_scott::checks()].into_iter().flatten().collect()
}

/// The checks of a preset whose certificate claims a pattern; none of one that claims none.
///
/// Each is measured in runs of the engine: onset, edges of the unstable band, dispersion relation,
/// growth rate and wavelength of the linear stage, and that below onset there is no pattern.
///
/// # Examples
///
/// ```
/// use mfn::engine::{Initial, Precision, Scheme, Setup};
/// use mfn::grid::{Boundary, Grid, Stencil};
/// use mfn::model::{Kind, Values};
/// use mfn::verify::{Case, pattern_checks};
///
/// let kind = Kind::Brusselator;
/// let values = Values::defaults(kind.parameters(None));
/// let model = kind.build(&values);
/// let setup = Setup {
///     rim: model.resting_state(),
///     model,
///     grid: Grid::new(64, 64, 1.0)?,
///     boundary: Boundary::Periodic,
///     stencil: Stencil::FivePoint,
///     time_step: 0.01,
///     scheme: Scheme::Euler,
///     tolerance: 1e-6,
///     noise: 0.0,
///     precision: Precision::F64,
///     initial: Initial::Noise { amplitude: 0.0 },
///     seed: 1,
///     parallel: false,
/// };
/// let case = Case { name: "brusselator".to_owned(), setup, values };
/// let onset = &pattern_checks(&case)[0];
/// let found = onset.run().map_err(|obstacle| obstacle.to_string()).unwrap();
/// assert!(found.passes() && (found.expected - 4.246).abs() < 1e-3);
/// # Ok::<(), mfn::grid::Error>(())
/// ```
pub fn pattern_checks(case: &Case) -> Vec<Check> {
    if case.setup.model.kind() == Kind::MfnV4 {
        return Vec::new();
    }
    let Some(prediction) = Prediction::of(&case.setup.model) else { return Vec::new() };
    let mut checks = vec![onset::check(case)];
    checks.extend(band::checks(case, prediction.band.band));
    checks.extend(stage::checks(case, &prediction));
    checks
}
