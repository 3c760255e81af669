//! `mfn completions` and `mfn man`: generated from the command line itself.

use crate::cli::Arguments;
use crate::commands::failure::{Failure, code};
use crate::commands::output::Output;
use clap::CommandFactory as _;

/// Prints the completions of a shell.
pub(crate) fn completions(shell: clap_complete::Shell, output: &mut Output) -> Result<(), Failure> {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "mfn", &mut text);
    output.data(&String::from_utf8_lossy(&text))
}

/// Prints the manual page of the program or of a subcommand.
pub(crate) fn page(subcommand: Option<&str>, output: &mut Output) -> Result<(), Failure> {
    let mut program = Arguments::command();
    program.build();
    let command = match subcommand {
        None => program,
        Some(name) => program
            .get_subcommands()
            .find(|command| command.get_name() == name)
            .cloned()
            .ok_or_else(|| unknown(name, &program))?,
    };
    let mut text = Vec::new();
    clap_mangen::Man::new(command)
        .render(&mut text)
        .map_err(|error| Failure::new(code::FILE, error))?;
    output.data(&String::from_utf8_lossy(&text))
}

fn unknown(name: &str, program: &clap::Command) -> Failure {
    let known: Vec<&str> = program.get_subcommands().map(clap::Command::get_name).collect();
    let failure = Failure::message(code::USAGE, format!("there is no subcommand {name}"));
    failure.with_hint(format!("known are {}", known.join(", ")))
}
