//! Arguments of `mfn validate`.

use crate::cli::Manner;
use crate::cli::data::Data;
use clap::Args;
use std::path::PathBuf;

/// Arguments of `mfn validate`.
#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "Examples:\n  \
    mfn validate\n  \
    mfn validate verification turing --json\n  \
    mfn validate --full --prove --report out/report\n  \
    mfn validate --list\n  \
    mfn validate preset my-preset.toml\n  \
    mfn validate dataset out/sweep\n  \
    mfn validate fields out/worms"
)]
pub(crate) struct Validate {
    #[command(subcommand)]
    pub(crate) data: Option<Data>,

    /// Suites, or single checks as SUITE/NAME; `*` stands for any letters [default: all suites].
    #[arg(value_name = "SUITE")]
    pub(crate) suites: Vec<String>,

    /// Leave out suites or checks by name; `*` stands for any letters.
    #[arg(long, value_name = "NAME")]
    pub(crate) exclude: Vec<String>,

    /// Run the slow checks too.
    #[arg(long)]
    pub(crate) full: bool,

    /// Run each check against its broken twin too: every check has to see the fault.
    #[arg(long)]
    pub(crate) prove: bool,

    /// Print the checks, with what they claim, and do nothing.
    #[arg(long)]
    pub(crate) list: bool,

    /// Write a report into a folder: report.html, report.md, checks.json, and the plots.
    #[arg(long, value_name = "DIR")]
    pub(crate) report: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) manner: Manner,
}
