//! `--list-presets` and `--explain`: what there is, and the certificate of a preset.

pub(crate) mod burst;
pub(crate) mod certificate;
mod dispersion;
mod json;
mod text;
pub(crate) mod verdict;

use crate::cli::Simulate;
use crate::commands::failure::{Failure, code};
use crate::commands::folders;
use crate::commands::output::Output;
use crate::commands::simulate::explain::certificate::Certificate;
use crate::commands::simulate::memory;
use crate::commands::simulate::results;
use mfn::config::{BuiltIn, Preset};
use mfn::engine::Initial;
use mfn::format::{annotate_png, annotate_svg, write_atomic};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

/// Lists the built-in presets.
pub(crate) fn list(as_json: bool, output: &mut Output) -> Result<(), Failure> {
    if as_json {
        let entry = |preset: &BuiltIn| {
            let (name, summary) = (preset.name, preset.summary());
            json!({"name": name, "summary": summary})
        };
        return json_line(&BuiltIn::all().map(entry).collect(), output);
    }
    let width = BuiltIn::all().map(|preset| preset.name.len()).max().unwrap_or_default();
    let mut text = String::new();
    for preset in BuiltIn::all() {
        let _ = writeln!(text, "{:width$}  {}", preset.name, preset.summary());
    }
    output.data(&text)
}

/// Says what is known of a run before it; with a folder, draws its dispersion relation there.
pub(crate) fn explain(
    preset: &Preset,
    initial: Initial,
    arguments: &Simulate,
    output: &mut Output,
) -> Result<(), Failure> {
    let certificate = Certificate::of(preset, initial, memory::check(preset).is_ok())?;
    if let Some(folder) = &arguments.out {
        keep(&certificate, folder)?;
    }
    if arguments.json {
        let mut value = json::certificate(&certificate);
        value["estimate"] = json::estimate(&certificate);
        return json_line(&value, output);
    }
    output.data(&text::certificate(&certificate))
}

/// Writes `certificate.json`, without what was timed, and the dispersion relation as a picture.
fn keep(certificate: &Certificate<'_>, folder: &Path) -> Result<(), Failure> {
    folders::make(folder)?;
    let file = |name: &str, bytes: &[u8]| {
        write_atomic(&folder.join(name), |file| file.write_all(bytes)).map_err(Failure::from)
    };
    let value = format!("{:#}\n", json::certificate(certificate));
    file("certificate.json", value.as_bytes())?;
    let provenance = results::provenance(certificate.preset);
    if let Some((png, svg)) = dispersion::draw(certificate)? {
        file("dispersion.png", &annotate_png(&png, &provenance)?)?;
        file("dispersion.svg", annotate_svg(&svg, &provenance)?.as_bytes())?;
    }
    Ok(())
}

/// Prints a value as indented JSON.
pub(crate) fn json_line(value: &Value, output: &mut Output) -> Result<(), Failure> {
    let text =
        serde_json::to_string_pretty(value).map_err(|error| Failure::new(code::FILE, error))?;
    output.data(&(text + "\n"))
}
