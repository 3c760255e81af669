//! Where a preset comes from: file, standard input or built-in name, then the layers above it.

use crate::cli::Simulate;
use crate::commands::failure::{Failure, code};
use crate::commands::output::Output;
use mfn::config::{BuiltIn, Written, nearest};
use std::io::Read as _;
use std::path::Path;

/// Variables that mean a flag, not a key of the preset.
pub(crate) const FLAGS: [&str; 5] =
    ["MFN_OUT", "MFN_PROGRESS", "MFN_THREADS", "MFN_CHECKPOINT_EVERY", "MFN_TIME_LIMIT"];

/// Everything the user wrote, the later layers over the earlier ones.
pub(crate) fn written(arguments: &Simulate, output: &mut Output) -> Result<Written, Failure> {
    written_of(arguments.preset.as_deref().unwrap_or_default(), arguments, output)
}

/// The same of the preset of that name.
pub(crate) fn written_of(
    name: &str,
    arguments: &Simulate,
    output: &mut Output,
) -> Result<Written, Failure> {
    let text = text(name)?;
    let mut written = Written::from_toml(&text, name)?;
    let variables = std::env::vars_os().filter_map(|(name, value)| {
        let (name, value) = (name.into_string().ok()?, value.into_string().ok()?);
        (!FLAGS.contains(&name.as_str())).then_some((name, value))
    });
    for name in written.apply_environment(variables) {
        output.warn(&format!("{name} is set, but means no key of a preset"));
    }
    for assignment in &arguments.set {
        written.apply_assignment(assignment)?;
    }
    if let Some(seed) = arguments.seed {
        written.set("seed", toml::Value::String(seed.to_string()));
    }
    if let Some(steps) = arguments.steps {
        written.apply_assignment(&format!("time.steps={steps}"))?;
    }
    if let Some(precision) = &arguments.precision {
        written.set("time.precision", toml::Value::String(precision.clone()));
    }
    Ok(written)
}

/// The text of a preset: a file, `-`, or a built-in one.
pub(crate) fn text(name: &str) -> Result<String, Failure> {
    if name == "-" {
        return read_preset(name);
    }
    // A folder of that name is most likely what an earlier run has left.
    let is_path = Path::new(name).exists() && !Path::new(name).is_dir();
    match BuiltIn::find(name) {
        Some(built_in) if !is_path => Ok(built_in.text.to_owned()),
        None if !is_path => Err(missing(name)),
        _ => read_preset(name),
    }
}

/// The text of a file, or of standard input if it is called `-`.
pub(crate) fn read_preset(name: &str) -> Result<String, Failure> {
    if name == "-" {
        let mut text = String::new();
        return match std::io::stdin().lock().read_to_string(&mut text) {
            Ok(_) => Ok(text),
            Err(error) => Err(unreadable("standard input", error)),
        };
    }
    std::fs::read_to_string(name).map_err(|error| unreadable(name, error))
}

fn unreadable(name: &str, error: std::io::Error) -> Failure {
    let context = format!("cannot read the preset {name}");
    Failure::new(code::FILE, anyhow::Error::new(error).context(context))
}

/// Something with the look of a path is a missing file; anything else is a misspelt name.
fn missing(name: &str) -> Failure {
    if Path::new(name).extension().is_some() || name.contains('/') {
        return Failure::message(code::FILE, format!("there is no preset file {name}"));
    }
    let names = BuiltIn::all().map(|preset| preset.name);
    let guess =
        nearest(name, names).map_or_else(String::new, |name| format!("; did you mean {name}?"));
    Failure::message(
        code::USAGE,
        format!("there is no preset file and no built-in preset {name}{guess}"),
    )
    .with_hint("mfn simulate --list-presets shows the built-in ones")
}
