//! The certificate for programs.

use crate::commands::simulate::explain::certificate::{Certificate, FEW_WAVES};
use crate::commands::simulate::explain::verdict::verdict;
use mfn::model::{Complex, SteadyState, Turing};
use serde_json::{Value, json};
use std::f64::consts::TAU;

/// All but what was timed.
pub(crate) fn certificate(certificate: &Certificate<'_>) -> Value {
    let preset = certificate.preset;
    let fastest = certificate.analysis.pattern().map(|(_, band)| band.most_unstable);
    let states = &certificate.analysis.states;
    json!({
        "name": preset.name,
        "model": preset.model.kind().name(),
        "time_step": preset.time_step,
        "steps": preset.steps,
        "duration": certificate.duration(),
        "stepper": preset.scheme.name(),
        "stepper_order": preset.scheme.order(),
        "stepper_source": preset.scheme.source(),
        "largest_step": certificate.limit,
        "share_of_largest_step": certificate.limit.map(|limit| preset.time_step / limit),
        "memory_bytes": certificate.memory_bytes as u64,
        "cell_steps": certificate.cell_steps() as u64,
        "steady_states": states.iter().map(state).collect::<Vec<_>>(),
        "claims_pattern": certificate.claim.is_some(),
        "fastest_growth_rate": fastest.map(|fastest| fastest.growth_rate),
        "grid_mode": certificate.claim.as_ref().map(|claim| json!({
            "index": claim.mode.numbers(preset.grid),
            "wavenumber": claim.mode.wavenumber,
            "wavelength": TAU / claim.mode.wavenumber,
            "growth_rate": claim.rate,
        })),
        "wavelengths_in_box": certificate.waves(),
        "wavelengths_wanted": FEW_WAVES,
        "initial_deviation": certificate.initial_deviation,
        "saturation_time": certificate.saturation_time(),
        "saturation_estimated_by": "ln(1/a)/λ_m, a the initial deviation, relative",
        "warnings": certificate.warnings(),
        "verdict": verdict(certificate),
        "preset": preset.text(),
    })
}

/// What a burst of steps on this machine says: different every time.
pub(crate) fn estimate(certificate: &Certificate<'_>) -> Value {
    json!({
        "cell_steps": certificate.cell_steps() as u64,
        "cells_per_s": certificate.estimate.map(|estimate| estimate.cells_per_s),
        "seconds": certificate.estimate.map(|estimate| estimate.seconds),
    })
}

fn state(state: &SteadyState) -> Value {
    let linear = &state.equilibrium.linear;
    let leading = linear.leading(0.0);
    let pair = |rate: &Complex| [rate.re, rate.im];
    json!({
        "species": state.equilibrium.species,
        "state": state.equilibrium.state,
        "jacobian": linear.jacobian(),
        "eigenvalues": linear.growth_rates(0.0).iter().map(pair).collect::<Vec<_>>(),
        "stability": state.steadiness.name(),
        "growth_rate_at_rest": leading.re,
        "angular_frequency": leading.im,
        "turing": state.steadiness.band().map(band),
    })
}

fn band(band: &Turing) -> Value {
    json!({
        "critical_wavenumber": band.critical_wavenumber,
        // Infinite, hence null, where the band begins at k = 0.
        "critical_wavelength": TAU / band.critical_wavenumber,
        "band": [band.band.0.sqrt(), band.band.1.sqrt()],
        "fastest_wavenumber": band.most_unstable.wavenumber,
        "fastest_wavelength": band.most_unstable.wavelength(),
        "growth_rate": band.most_unstable.growth_rate,
    })
}
