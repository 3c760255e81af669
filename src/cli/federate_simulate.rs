//! Arguments of `mfn federate simulate`.

use crate::cli::Progress;
use clap::Args;
use std::num::NonZeroUsize;
use std::path::PathBuf;

/// Arguments of `mfn federate simulate`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    mfn federate simulate patterns --out out/patterns\n  \
    mfn federate simulate patterns --set training.repeats=1 --set 'grid.rules=[\"mean\", \
    \"nnm + krum\"]'\n  \
    mfn federate simulate patterns --set data.path=out/sweep --set data.label=name\n  \
    mfn federate simulate patterns-private --set privacy.noise=2 --json\n  \
    mfn federate simulate --list-presets")]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own on the command line")]
pub(crate) struct FederateSimulate {
    /// A preset: a TOML file, `-` for standard input, or the name of a built-in one.
    #[arg(required_unless_present = "list_presets")]
    pub(crate) preset: Option<String>,

    /// Folder for the results; made if it is missing [default: out/NAME].
    #[arg(long, short, value_name = "DIR", env = "MFN_OUT")]
    pub(crate) out: Option<PathBuf>,

    /// Change one value of the preset; may be given many times.
    #[arg(long, value_name = "KEY.PATH=VALUE")]
    pub(crate) set: Vec<String>,

    /// Seed of every random stream, up to 128 bits (as `--set seed=N`).
    #[arg(long, value_name = "N")]
    pub(crate) seed: Option<u128>,

    /// Replace a run that is in the folder already.
    #[arg(long)]
    pub(crate) force: bool,

    /// List the built-in presets and do nothing.
    #[arg(long)]
    pub(crate) list_presets: bool,

    /// Print a JSON object on standard output, the run's report, instead of the table.
    #[arg(long)]
    pub(crate) json: bool,

    /// How progress is shown on standard error.
    #[arg(long, value_enum, default_value_t = Progress::Auto, env = "MFN_PROGRESS")]
    pub(crate) progress: Progress,

    /// Print nothing but data and errors.
    #[arg(long, short)]
    pub(crate) quiet: bool,

    /// Threads; the results do not depend on it [default: all cores].
    #[arg(long, value_name = "N", env = "MFN_THREADS")]
    pub(crate) threads: Option<NonZeroUsize>,
}
