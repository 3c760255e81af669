//! The subcommands: each a function of its arguments, and the only code that prints.

pub(crate) mod counted;
pub(crate) mod failure;
pub(crate) mod folders;
pub(crate) mod output;
pub(crate) mod progress;
pub(crate) mod threads;

mod encrypt;
mod features;
mod federate;
mod manual;
mod simulate;
mod sweep;
mod validate;

use crate::cli::{Arguments, Command};
use crate::commands::failure::Failure;
use crate::commands::output::Output;

/// Runs the subcommand.
pub(crate) fn run(arguments: &Arguments, output: &mut Output) -> Result<(), Failure> {
    match &arguments.command {
        Command::Simulate(arguments) => simulate::run(arguments, output),
        Command::Features(arguments) => features::run(arguments, output),
        Command::Validate(arguments) => validate::run(arguments, output),
        Command::Federate(verb) => federate::run(verb, output),
        Command::Encrypt(arguments) => encrypt::run(arguments, output),
        Command::Completions { shell } => manual::completions(*shell, output),
        Command::Man { subcommand } => manual::page(subcommand.as_deref(), output),
    }
}
