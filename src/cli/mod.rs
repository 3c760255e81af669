//! The command line: what can be written, with help that runs as printed.

mod data;
pub(crate) mod encrypt;
mod features;
mod federate;
mod federate_simulate;
mod manner;
mod simulate;
mod validate;

pub(crate) use crate::cli::data::{Data, DatasetData, FieldsData, Looking, PresetData};
pub(crate) use crate::cli::encrypt::Encrypt;
pub(crate) use crate::cli::features::Features;
pub(crate) use crate::cli::federate::{
    Aggregate, AttackArguments, Federate, Parameters as FederateParameters,
};
pub(crate) use crate::cli::federate_simulate::FederateSimulate;
pub(crate) use crate::cli::manner::Manner;
pub(crate) use crate::cli::simulate::{LyapunovMethod, Progress, Simulate};
pub(crate) use crate::cli::validate::Validate;

use clap::{Parser, Subcommand};

/// Reaction–diffusion fields, features and pictures from a TOML preset.
#[derive(Debug, Parser)]
#[command(
    name = "mfn",
    version,
    propagate_version = true,
    max_term_width = 100,
    after_help = "Exit codes: 0 done · 1 the answer is no · 2 usage or preset invalid · 3 the \
                  numbers failed · 4 file or network · 75 stopped, run the same command again · \
                  101 a panic, our bug"
)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Run a preset: fields, features and pictures into a folder.
    Simulate(Box<Simulate>),
    /// Measure fields and histories: dimensions, topology, waves, dynamics.
    Features(Box<Features>),
    /// Check the program against known answers, or presets, data sets and fields against rules.
    Validate(Box<Validate>),
    /// Aggregate the updates of clients so that Byzantine ones cannot spoil the result.
    #[command(subcommand)]
    Federate(Federate),
    /// Seal, open, sign and verify files and data sets.
    Encrypt(Box<Encrypt>),
    /// Print the completions of a shell.
    #[command(after_help = "Example:\n  mfn completions bash > \
                      ~/.local/share/bash-completion/completions/mfn")]
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
    /// Print the manual page (roff), of the program or of a subcommand.
    #[command(after_help = "Example:\n  mfn man simulate | man -l -")]
    Man {
        /// A subcommand; the program itself if left out.
        subcommand: Option<String>,
    },
}
