//! `mfn federate aggregate`.

use crate::cli::Aggregate;
use crate::commands::failure::{Failure, code};
use crate::commands::federate::source::Source;
use crate::commands::federate::{parameters, picture, report};
use crate::commands::output::Output;
use crate::commands::threads;
use mfn::federate::{
    Aggregation, Duplicates, HierarchicalVariant, Outcome, Precision, Rule, Updates,
};
use mfn::format::{Vectors, write_npy_vector, write_safetensors};
use std::path::Path;

/// Runs `mfn federate aggregate`.
pub(crate) fn run(arguments: &Aggregate, output: &mut Output) -> Result<(), Failure> {
    output.set_quiet(arguments.quiet);
    arguments.out.as_deref().map(Kind::of).transpose()?;
    let aggregation = requested(arguments)?;
    let paths = if arguments.input.is_empty() { &arguments.updates } else { &arguments.input };
    let pool = threads::pool(arguments.threads.map_or(0, usize::from))?;
    let source = pool.install(|| Source::open(paths, arguments.out.as_deref()))?;
    let aggregation = weighed(arguments, aggregation, &source)?;
    let outcome = pool.install(|| aggregation.run(&source))?;
    if let Some(path) = &arguments.plot {
        let png = pool.install(|| picture::draw(&aggregation, &source, &outcome))?;
        mfn::format::write_atomic(path, |file| std::io::Write::write_all(file, &png))?;
    }
    if let Some(path) = &arguments.out {
        write(path, &source, &outcome)?;
        output.note(&format!("wrote {}", path.display()));
    }
    report::print(&aggregation, &source, &outcome, arguments.json, output)
}

/// What was asked for, before any file is opened.
fn requested(arguments: &Aggregate) -> Result<Aggregation, Failure> {
    let given = &arguments.parameters;
    let rule = parameters::rule(&arguments.rule, &arguments.before, given)?;
    let byzantine = byzantine(arguments, &rule)?;
    let mut aggregation = Aggregation::new(rule, byzantine);
    aggregation.before = parameters::before(&arguments.before, given)?;
    if arguments.duplicates == "keep" {
        aggregation.duplicates = Duplicates::Keep;
    }
    if let Some(path) = &given.reference {
        aggregation.reference = Some(vector(path)?);
    }
    Ok(aggregation)
}

/// f: it must be said, but where the rule has its own idea of it, or none.
fn byzantine(arguments: &Aggregate, rule: &Rule) -> Result<usize, Failure> {
    let has_own = match rule {
        Rule::Mean => true,
        Rule::HierarchicalKrum(parameters) => {
            matches!(parameters.variant, HierarchicalVariant::MfnV4 { .. })
        }
        _ => false,
    };
    match arguments.byzantine {
        Some(byzantine) => Ok(byzantine),
        None if has_own => Ok(0),
        None => Err(Failure::message(
            code::USAGE,
            format!("{rule} needs --byzantine F, the Byzantine clients it has to withstand"),
        )
        .with_hint("--byzantine 0 trusts every client")),
    }
}

/// The only vector of a file.
fn vector(path: &Path) -> Result<Vec<f64>, Failure> {
    let vectors = Vectors::open(&[path.to_owned()], &std::env::temp_dir())?.vectors;
    let [vector] = vectors.as_slice() else {
        let found = vectors.len();
        let message = format!("{} holds {found} vectors: wanted one", path.display());
        return Err(Failure::message(code::USAGE, message));
    };
    let mut values = vec![0.0; vector.length];
    vector.read(0, &mut values)?;
    if values.iter().any(|value| !value.is_finite()) {
        let message = format!("{} holds a number that is not finite", path.display());
        return Err(Failure::message(code::NUMBERS, message));
    }
    Ok(values)
}

/// Takes the weights from the table, and checks what depends on the updates.
fn weighed(
    arguments: &Aggregate,
    mut aggregation: Aggregation,
    source: &Source,
) -> Result<Aggregation, Failure> {
    if let Some(reference) = &aggregation.reference {
        let (found, wanted) = (reference.len(), source.coordinates());
        if found != wanted {
            let message = format!("--reference has {found} coordinates, the updates have {wanted}");
            return Err(Failure::message(code::USAGE, message));
        }
    }
    if arguments.weights.is_none() {
        return Ok(aggregation);
    }
    let Some(examples) = source.examples() else {
        let message = "--weights examples needs a Parquet table with columns update and examples";
        return Err(Failure::message(code::USAGE, message));
    };
    if let Some(found) = examples.iter().find(|count| !(**count > 0.0 && count.is_finite())) {
        let message = format!("the column examples holds {found}: wanted numbers above 0");
        return Err(Failure::message(code::USAGE, message));
    }
    aggregation.examples = Some(examples.to_vec());
    Ok(aggregation)
}

/// What a file for the aggregate is, by its name.
enum Kind {
    Npy,
    Safetensors,
}

impl Kind {
    fn of(path: &Path) -> Result<Self, Failure> {
        match path.extension().and_then(|extension| extension.to_str()) {
            Some("npy") => Ok(Self::Npy),
            Some("safetensors") => Ok(Self::Safetensors),
            _ => {
                let message =
                    format!("--out {}: wanted FILE.npy or FILE.safetensors", path.display());
                Err(Failure::message(code::USAGE, message))
            }
        }
    }
}

/// Writes the aggregate in the precision of the updates.
fn write(path: &Path, source: &Source, outcome: &Outcome) -> Result<(), Failure> {
    let single = source.precision() == Precision::Single;
    match Kind::of(path)? {
        Kind::Npy => write_npy_vector(path, &outcome.aggregate, single)?,
        Kind::Safetensors => {
            let first = outcome.selected().first().copied().unwrap_or(0);
            write_safetensors(path, &outcome.aggregate, source.tensors(first), single)?;
        }
    }
    Ok(())
}
