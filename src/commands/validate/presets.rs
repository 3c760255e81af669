//! All checks: the library's, and those of every built-in preset that claims a pattern.

use crate::commands::failure::Failure;
use mfn::config::{BUILT_IN, BuiltIn, Plan, Written};
use mfn::engine::Initial;
use mfn::model::Values;
use mfn::verify::{Case, Check, checks, pattern_checks};

/// Every check, suite by suite.
pub(crate) fn all() -> Result<Vec<Check>, Failure> {
    let mut all = checks();
    for preset in BUILT_IN {
        if let Some(case) = case(preset)? {
            all.extend(pattern_checks(&case));
        }
    }
    // Stable: within a suite the order is the one of the lists.
    all.sort_by_key(|check| check.suite);
    Ok(all)
}

/// The run of a preset on a grid, with the numbers its model was built from.
fn case(preset: &BuiltIn) -> Result<Option<Case>, Failure> {
    let written = Written::from_toml(preset.text, preset.name)?;
    let Plan::Lattice(preset) = Plan::check(&written)? else { return Ok(None) };
    let values = preset.parameters().cloned().unwrap_or_else(|| Values::defaults(&[]));
    // The linear stage starts from the steady state, whatever the preset starts from.
    let setup = preset.setup(Initial::Noise { amplitude: 0.0 }, false);
    Ok(Some(Case { name: preset.name.clone(), setup, values }))
}
