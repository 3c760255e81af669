//! `mfn federate attack`.

use crate::cli::AttackArguments;
use crate::commands::failure::{Failure, code};
use crate::commands::federate::source::Source;
use crate::commands::output::Output;
use crate::commands::threads;
use mfn::federate::{Aggregation, Attack, Matrix, Precision, Rule, Updates as _, jitter};
use mfn::format::write_npy_matrix;

/// Runs `mfn federate attack`.
pub(crate) fn run(arguments: &AttackArguments, output: &mut Output) -> Result<(), Failure> {
    output.set_quiet(arguments.quiet);
    let attack = requested(arguments)?;
    if arguments.out.extension().is_none_or(|extension| extension != "npy") {
        let message = format!("--out {}: wanted FILE.npy", arguments.out.display());
        return Err(Failure::message(code::USAGE, message));
    }
    let source = Source::open(&arguments.updates, Some(&arguments.out))?;
    let honest = Matrix::copied(&source)?;
    let byzantine = usize::from(arguments.byzantine);
    let rule: Rule = arguments.rule.as_deref().unwrap_or("median").parse()?;
    let target = Aggregation::new(rule, byzantine);
    let pool = threads::pool(arguments.threads.map_or(0, usize::from))?;
    let crafted = pool.install(|| attack.craft(&honest, byzantine, arguments.seed, &target))?;
    let crafted = jitter(crafted, arguments.jitter, arguments.seed)?;
    let mut rows = if arguments.only { Vec::new() } else { honest.rows() };
    let first = rows.len();
    rows.extend(crafted);
    let single = source.precision() == Precision::Single;
    write_npy_matrix(&arguments.out, &rows, single)?;
    let byzantine: Vec<usize> = (first..rows.len()).collect();
    if arguments.json {
        let document = serde_json::json!({
            "attack": attack.name(),
            "clients": rows.len(),
            "coordinates": source.coordinates(),
            "byzantine": byzantine,
        });
        return output.data(&format!("{document:#}\n"));
    }
    let (shown, d) = (arguments.out.display(), source.coordinates());
    let message = format!("wrote {shown}: {} updates × {d}, {attack} from row {first}", rows.len());
    output.note(&message);
    Ok(())
}

/// The attack with its parameters; one that it does not have is refused.
fn requested(arguments: &AttackArguments) -> Result<Attack, Failure> {
    let written = [
        ("--scale", arguments.scale.is_some(), "sign-flip"),
        ("--tau", arguments.tau.is_some(), "ipm"),
        ("--z", arguments.z.is_some(), "alie"),
        ("--copy", arguments.copy.is_some(), "mimic"),
        ("--sigma", arguments.sigma.is_some(), "gaussian"),
        ("--rule", arguments.rule.is_some(), "alie-optimised"),
    ];
    for (flag, is_written, taker) in written {
        if is_written && arguments.kind != taker {
            let message =
                format!("{flag} is for {taker}: {} has no such parameter", arguments.kind);
            return Err(Failure::message(code::USAGE, message));
        }
    }
    Ok(match arguments.kind.parse()? {
        Attack::SignFlip { scale } => Attack::SignFlip { scale: arguments.scale.unwrap_or(scale) },
        Attack::Ipm { tau } => Attack::Ipm { tau: arguments.tau.unwrap_or(tau) },
        Attack::Alie { z } => Attack::Alie { z: arguments.z.unwrap_or(z) },
        Attack::Mimic { client } => Attack::Mimic { client: arguments.copy.unwrap_or(client) },
        Attack::Gaussian { sigma } => Attack::Gaussian { sigma: arguments.sigma.unwrap_or(sigma) },
        other => other,
    })
}
