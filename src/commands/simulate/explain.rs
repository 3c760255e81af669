//! `--list-presets` and `--explain`: what there is, and what a preset will do.

use crate::commands::failure::{Failure, code};
use crate::commands::output::Output;
use mfn::config::{BUILT_IN, BuiltIn, Preset};
use mfn::engine::memory_bytes;
use mfn::model::{Analysis, Kind, MfnV4, Model, Steadiness, SteadyState, Turing, Variant, analyse};
use serde_json::{Value, json};
use std::fmt::Write as _;

/// Lists the built-in presets.
pub(crate) fn list(as_json: bool, output: &mut Output) -> Result<(), Failure> {
    if as_json {
        let entry = |preset: &BuiltIn| {
            let (name, summary) = (preset.name, preset.summary());
            json!({"name": name, "summary": summary})
        };
        return json_line(&BUILT_IN.iter().map(entry).collect(), output);
    }
    let width = BUILT_IN.iter().map(|preset| preset.name.len()).max().unwrap_or_default();
    let mut text = String::new();
    for preset in BUILT_IN {
        let _ = writeln!(text, "{:width$}  {}", preset.name, preset.summary());
    }
    output.data(&text)
}

/// Says what linear theory knows of a preset, and that it can run.
pub(crate) fn explain(preset: &Preset, as_json: bool, output: &mut Output) -> Result<(), Failure> {
    let analysis = analyse(&preset.model, preset.grid.spacing());
    if as_json {
        return json_line(&to_json(preset, &analysis), output);
    }
    let mut text = String::new();
    describe_run(&mut text, preset);
    describe_parameters(&mut text, preset);
    describe_stability(&mut text, preset, &analysis);
    for state in &analysis.states {
        describe_state(&mut text, preset, state);
    }
    let _ = writeln!(text, "verdict    {}", verdict(preset, &analysis));
    output.data(&text)
}

fn describe_run(text: &mut String, preset: &Preset) {
    let (grid, steps) = (preset.grid, preset.steps);
    let bytes = memory_bytes(&preset.model, grid, preset.precision);
    let _ = writeln!(
        text,
        "{}: {} on {} × {} cells, h = {}, {} boundary\n\
         time       {steps} steps of {} = {} units, {}, {}\n\
         memory     {bytes} bytes for stepping",
        preset.name,
        preset.model.kind().name(),
        grid.rows(),
        grid.cols(),
        grid.spacing(),
        preset.boundary.name(),
        preset.time_step,
        steps as f64 * preset.time_step,
        preset.scheme.name(),
        preset.precision.name(),
    );
}

fn describe_parameters(text: &mut String, preset: &Preset) {
    let of_model = |section: &str, key: &str| section == "model" && key != "kind";
    for (section, parameter, value) in preset.entries() {
        if !of_model(section, parameter.key) {
            continue;
        }
        let unit = match parameter.unit {
            "" | "1" => String::new(),
            unit => format!(" {unit}"),
        };
        let _ = writeln!(
            text,
            "{:10} {:>12}{unit}  {} ({})",
            if parameter.symbol.is_empty() { "·" } else { parameter.symbol },
            value.to_string(),
            parameter.meaning,
            parameter.key,
        );
    }
}

fn describe_stability(text: &mut String, preset: &Preset, analysis: &Analysis) {
    let limit = analysis.largest_step;
    let _ = writeln!(
        text,
        "stability  largest Euler step {limit:.6}, used {} ({:.0} %)",
        preset.time_step,
        100.0 * preset.time_step / limit
    );
}

fn describe_state(text: &mut String, preset: &Preset, state: &SteadyState) {
    let [first, second] = state.state;
    let names = coupled_names(&preset.model);
    let _ = write!(text, "steady     {} = {first:.6}, {} = {second:.6}: ", names[0], names[1]);
    let _ = match &state.steadiness {
        Steadiness::Stable => writeln!(text, "stable, with diffusion too"),
        Steadiness::Marginal => writeln!(text, "marginal: no mode grows"),
        Steadiness::Unstable => writeln!(text, "unstable without diffusion"),
        Steadiness::Oscillatory(frequency) => {
            writeln!(text, "oscillates and grows (angular frequency {frequency:.6})")
        }
        Steadiness::Turing(turing) => describe_turing(text, turing),
    };
}

fn describe_turing(text: &mut String, turing: &Turing) -> std::fmt::Result {
    let most = turing.most_unstable;
    writeln!(text, "Turing-unstable")?;
    writeln!(
        text,
        "           k_c = {:.6}, λ_c = {:.4}; unstable for k from {:.6} to {:.6}",
        turing.critical_wavenumber,
        std::f64::consts::TAU / turing.critical_wavenumber,
        turing.band.0.sqrt(),
        turing.band.1.sqrt()
    )?;
    writeln!(
        text,
        "           fastest k_m = {:.6}, λ_m = {:.4}, growth rate {:.6}",
        most.wavenumber,
        most.wavelength(),
        most.growth_rate
    )
}

/// Names of the two coupled species.
fn coupled_names(model: &Model) -> [&'static str; 2] {
    let species = model.species();
    [species[species.len() - 2].name, species[species.len() - 1].name]
}

/// What the preset can form, in one sentence.
fn verdict(preset: &Preset, analysis: &Analysis) -> String {
    if let Some(turing) = analysis.turing() {
        let wavelength = turing.most_unstable.wavelength();
        let side = preset.grid.spacing() * preset.grid.rows().min(preset.grid.cols()) as f64;
        if wavelength > side {
            return format!("no pattern: a wavelength of {wavelength:.3} does not fit into {side}");
        }
        let growth = turing.most_unstable.growth_rate * preset.steps as f64 * preset.time_step;
        return format!(
            "forms a pattern of wavelength {wavelength:.3} ({:.1} to a side) from any \
             perturbation; the fastest mode grows by e^{growth:.1} in this run, as far as the \
             linear theory goes",
            side / wavelength
        );
    }
    match &preset.model {
        Model::MfnV4(model) => v4_verdict(model),
        _ => {
            "small perturbations of the resting state form no pattern; spots of the excited state \
             may, which linear theory does not tell"
                .to_owned()
        }
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

fn to_json(preset: &Preset, analysis: &Analysis) -> Value {
    let state = |state: &SteadyState| {
        let [leading, _] = state.linear.growth_rates(0.0);
        let turing = match &state.steadiness {
            Steadiness::Turing(turing) => json!({
                "critical_wavenumber": turing.critical_wavenumber,
                "critical_wavelength": std::f64::consts::TAU / turing.critical_wavenumber,
                "band": [turing.band.0.sqrt(), turing.band.1.sqrt()],
                "fastest_wavenumber": turing.most_unstable.wavenumber,
                "fastest_wavelength": turing.most_unstable.wavelength(),
                "growth_rate": turing.most_unstable.growth_rate,
            }),
            _ => Value::Null,
        };
        json!({
            "state": state.state,
            "jacobian": state.linear.jacobian,
            "growth_rate_at_rest": leading.re,
            "angular_frequency": leading.im,
            "turing": turing,
        })
    };
    json!({
        "name": preset.name,
        "model": preset.model.kind().name(),
        "time_step": preset.time_step,
        "largest_step": analysis.largest_step,
        "memory_bytes": memory_bytes(&preset.model, preset.grid, preset.precision) as u64,
        "steady_states": analysis.states.iter().map(state).collect::<Vec<_>>(),
        "verdict": verdict(preset, analysis),
        "preset": preset.text(),
    })
}

fn json_line(value: &Value, output: &mut Output) -> Result<(), Failure> {
    let text =
        serde_json::to_string_pretty(value).map_err(|error| Failure::new(code::FILE, error))?;
    output.data(&(text + "\n"))
}
