//! The `mfn` binary: arguments in, exit code out.

mod cli;
mod commands;

use clap::Parser as _;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = cli::Arguments::parse();
    let mut output = commands::output::Output::new();
    let result = commands::run(&arguments, &mut output);
    output.finish(result)
}
