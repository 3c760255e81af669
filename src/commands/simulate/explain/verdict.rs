//! What a preset can form, in one sentence.

use crate::commands::simulate::explain::certificate::Certificate;
use mfn::model::{Analysis, Kind, MfnV4, Model, Steadiness, Variant};

/// What the preset can form.
pub(crate) fn verdict(certificate: &Certificate<'_>) -> String {
    let Certificate { preset, analysis, .. } = certificate;
    let Some((state, band)) = analysis.pattern() else {
        return match &preset.model {
            Model::MfnV4(model) => v4_verdict(model),
            _ => without_band(analysis).to_owned(),
        };
    };
    let fastest = band.most_unstable;
    let (wavelength, waves) = (fastest.wavelength(), certificate.waves().unwrap_or_default());
    if waves < 1.0 {
        let side = wavelength * waves;
        return format!("no pattern: a wavelength of {wavelength:.3} does not fit into {side}");
    }
    let exponent = fastest.growth_rate * certificate.duration();
    let beside = match &state.steadiness {
        Steadiness::TuringHopf(frequency, _) => {
            format!(", beside a growing oscillation of angular frequency {frequency:.4}")
        }
        _ => String::new(),
    };
    format!(
        "forms a pattern of wavelength {wavelength:.3} ({waves:.1} to a side) from any \
         perturbation{beside}; the fastest mode grows by e^{exponent:.1} in this run, as far as \
         the linear theory goes",
    )
}

/// No steady state has a band of growing modes at finite wavenumber.
fn without_band(analysis: &Analysis) -> &'static str {
    let any = |wanted: fn(&Steadiness) -> bool| {
        analysis.states.iter().any(|state| wanted(&state.steadiness))
    };
    if any(|steadiness| matches!(steadiness, Steadiness::Hopf(_))) {
        "Hopf instead of Turing: the homogeneous state oscillates, and linear theory gives the \
         waves that follow no wavelength"
    } else if analysis.states.is_empty() {
        "no homogeneous steady state to linearise about: linear theory predicts nothing"
    } else if any(|steadiness| *steadiness == Steadiness::Unstable) {
        "cannot form a Turing pattern: no steady state has a band of growing modes; homogeneous \
         perturbations of an unstable state grow fastest, so fronts or domains may"
    } else {
        "small perturbations of the resting state form no pattern; spots of the excited state may, \
         which linear theory does not tell"
    }
}

fn v4_verdict(model: &MfnV4) -> String {
    let (found, wanted) =
        (model.d_inhibitor / model.d_activator, model.r_inhibitor / model.r_activator);
    let name = if model.variant == Variant::Legacy { "legacy" } else { "engine" };
    format!(
        "cannot form a Turing pattern: D_h/D_a = {found:.3}, and r_h/r_a = {wanted:.3} would have \
         to be below it; what moves are growth events and diffusion ({} variant {name})",
        Kind::MfnV4.name()
    )
}
