//! The certificate for people: one labelled line a fact.

use crate::commands::simulate::explain::certificate::Certificate;
use crate::commands::simulate::explain::verdict::verdict;
use mfn::config::Preset;
use mfn::model::{Equilibrium, Steadiness, SteadyState, Turing};
use std::f64::consts::TAU;
use std::fmt::Write as _;

/// The certificate as text.
pub(crate) fn certificate(certificate: &Certificate<'_>) -> String {
    let mut text = String::new();
    describe_run(&mut text, certificate);
    describe_parameters(&mut text, certificate.preset);
    describe_step(&mut text, certificate);
    for state in &certificate.analysis.states {
        describe_state(&mut text, state);
    }
    describe_claim(&mut text, certificate);
    for warning in certificate.warnings() {
        let _ = writeln!(text, "warning    {warning}");
    }
    let _ = writeln!(text, "verdict    {}", verdict(certificate));
    text
}

fn describe_run(text: &mut String, certificate: &Certificate<'_>) {
    let preset = certificate.preset;
    let grid = preset.grid;
    let _ = writeln!(
        text,
        "{}: {} on {grid} cells, h = {}, {} boundary, {} stencil\n\
         time       {} steps of {} = {} units, {}, {}\n\
         memory     {} bytes for stepping",
        preset.name,
        preset.model.kind().name(),
        grid.spacing(),
        preset.boundary.name(),
        preset.stencil.name(),
        preset.steps,
        preset.time_step,
        certificate.duration(),
        preset.scheme.name(),
        preset.precision.name(),
        certificate.memory_bytes,
    );
    let _ = match certificate.estimate {
        Some(estimate) => writeln!(
            text,
            "estimate   {:.3e} cells · steps, about {:.1} s at {:.0} million a second (a burst on \
             one thread; without observers and files)",
            certificate.cell_steps() as f64,
            estimate.seconds,
            estimate.cells_per_s / 1e6,
        ),
        None => writeln!(text, "estimate   {:.3e} cells · steps", certificate.cell_steps() as f64),
    };
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

fn describe_step(text: &mut String, certificate: &Certificate<'_>) {
    let preset = certificate.preset;
    let (scheme, used) = (preset.scheme, preset.time_step);
    let name = scheme.name();
    let _ = writeln!(text, "stepper    {name}, order {}: {}", scheme.order(), scheme.source());
    let _ = match certificate.limit {
        Some(limit) => writeln!(
            text,
            "stability  largest step of {name} {limit:.6}, used {used} ({:.0} %)",
            100.0 * used / limit
        ),
        None => writeln!(text, "stability  linear theory sets {name} no limit, used {used}"),
    };
}

fn describe_state(text: &mut String, state: &SteadyState) {
    let Equilibrium { species, state: values, .. } = &state.equilibrium;
    let pairs = species.iter().zip(values).map(|(name, value)| format!("{name} = {value:.6}"));
    let _ = write!(text, "steady     {}: ", pairs.collect::<Vec<_>>().join(", "));
    let _ = describe_steadiness(text, &state.steadiness);
    let rows = state.equilibrium.linear.jacobian();
    let rows = rows.iter().map(|row| {
        let cells: Vec<String> = row.iter().map(|entry| six(*entry)).collect();
        cells.join(", ")
    });
    let rates = state.equilibrium.linear.growth_rates(0.0);
    let rates = rates.iter().map(|rate| match rate.im {
        0.0 => six(rate.re),
        im => format!("{} {} {} i", six(rate.re), if im > 0.0 { '+' } else { '−' }, six(im.abs())),
    });
    let _ = writeln!(
        text,
        "           Jacobian [{}], eigenvalues at k = 0: {}",
        rows.collect::<Vec<_>>().join("; "),
        rates.collect::<Vec<_>>().join(", ")
    );
}

fn describe_steadiness(text: &mut String, steadiness: &Steadiness) -> std::fmt::Result {
    match steadiness {
        Steadiness::Stable => writeln!(text, "stable, with diffusion too"),
        Steadiness::Marginal => writeln!(text, "marginal: no mode grows"),
        Steadiness::Unstable => writeln!(text, "unstable without diffusion"),
        Steadiness::Hopf(frequency) => {
            writeln!(text, "Hopf: oscillates and grows (angular frequency {frequency:.6})")
        }
        Steadiness::Turing(turing) => describe_band(text, "Turing-unstable", turing),
        Steadiness::TuringHopf(frequency, turing) => {
            let what = format!("Turing–Hopf-unstable (angular frequency {frequency:.6})");
            describe_band(text, &what, turing)
        }
        Steadiness::LongWave(turing) => describe_band(text, "long-wave unstable", turing),
    }
}

fn describe_band(text: &mut String, what: &str, turing: &Turing) -> std::fmt::Result {
    let most = turing.most_unstable;
    writeln!(text, "{what}")?;
    let critical = match turing.critical_wavenumber {
        k if k > 0.0 => format!("k_c = {k:.6}, λ_c = {:.4}", TAU / k),
        _ => "k_c = 0".to_owned(),
    };
    writeln!(
        text,
        "           {critical}; unstable for k from {:.6} to {:.6}",
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

/// Six digits after the point; what rounds to 0 has no sign.
fn six(number: f64) -> String {
    let text = format!("{number:.6}");
    if text == "-0.000000" { "0.000000".to_owned() } else { text }
}

/// What the run's own grid and length make of the claim.
fn describe_claim(text: &mut String, certificate: &Certificate<'_>) {
    if let Some(claim) = &certificate.claim {
        let numbers: Vec<String> =
            claim.mode.numbers(certificate.preset.grid).iter().map(usize::to_string).collect();
        let _ = writeln!(
            text,
            "on grid    fastest mode ({}): k = {:.6}, λ = {:.4}, growth rate {:.6} as \
             discretised",
            numbers.join(", "),
            claim.mode.wavenumber,
            TAU / claim.mode.wavenumber,
            claim.rate,
        );
    }
    if let Some(waves) = certificate.waves() {
        let _ = writeln!(text, "box        {waves:.1} wavelengths along the shorter side");
    }
    if let (Some(deviation), Some(time)) =
        (certificate.initial_deviation, certificate.saturation_time())
    {
        let _ = writeln!(
            text,
            "saturation at about t = {time:.3}: the initial deviation of {deviation:.2e} (root \
             mean square, relative) grows to order 1 at the fastest rate, ln(1/a)/λ_m; the run \
             ends at {}",
            certificate.duration(),
        );
    }
}
