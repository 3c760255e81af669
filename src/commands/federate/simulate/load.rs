//! The preset of a federated training: file, standard input or built-in name, then the layers.

use crate::cli::FederateSimulate;
use crate::commands::failure::{Failure, code};
use crate::commands::output::Output;
use crate::commands::simulate::load::{FLAGS, read_preset};
use mfn::config::{BUILT_IN_FEDERATE, BuiltIn, Written, federate_sections, nearest};
use serde_json::json;
use std::fmt::Write as _;
use std::path::Path;

/// Everything the user wrote, the later layers over the earlier ones.
pub(crate) fn written(
    arguments: &FederateSimulate,
    output: &mut Output,
) -> Result<Written, Failure> {
    let name = arguments.preset.as_deref().unwrap_or_default();
    let mut written = Written::from_toml(&text(name)?, name)?;
    let variables = std::env::vars_os().filter_map(|(name, value)| {
        let (name, value) = (name.into_string().ok()?, value.into_string().ok()?);
        (!FLAGS.contains(&name.as_str())).then_some((name, value))
    });
    for name in written.apply_environment_of(&federate_sections(), variables) {
        output.warn(&format!("{name} is set, but means no key of a federated training"));
    }
    for assignment in &arguments.set {
        written.apply_assignment(assignment)?;
    }
    if let Some(seed) = arguments.seed {
        written.set("seed", toml::Value::String(seed.to_string()));
    }
    Ok(written)
}

fn text(name: &str) -> Result<String, Failure> {
    // A folder of that name is most likely what an earlier run has left.
    let is_path = name == "-" || Path::new(name).exists() && !Path::new(name).is_dir();
    if is_path {
        return read_preset(name);
    }
    match BuiltIn::find_federate(name) {
        Some(built_in) => Ok(built_in.text.to_owned()),
        None if Path::new(name).extension().is_some() || name.contains('/') => {
            Err(Failure::message(code::FILE, format!("there is no preset file {name}")))
        }
        None => {
            let names = BUILT_IN_FEDERATE.iter().map(|preset| preset.name);
            let guess = nearest(name, names)
                .map_or_else(String::new, |name| format!("; did you mean {name}?"));
            let message = format!("there is no preset file and no built-in preset {name}{guess}");
            Err(Failure::message(code::USAGE, message)
                .with_hint("mfn federate simulate --list-presets shows the built-in ones"))
        }
    }
}

/// Lists the built-in presets.
pub(crate) fn list(as_json: bool, output: &mut Output) -> Result<(), Failure> {
    let presets = || BUILT_IN_FEDERATE.iter();
    if as_json {
        let entry = |preset: &BuiltIn| json!({"name": preset.name, "summary": preset.summary()});
        let value = serde_json::Value::Array(presets().map(entry).collect());
        return output.data(&format!("{value:#}\n"));
    }
    let width = presets().map(|preset| preset.name.len()).max().unwrap_or_default();
    let mut text = String::new();
    for preset in presets() {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{:width$}  {}", preset.name, preset.summary());
    }
    output.data(&text)
}
