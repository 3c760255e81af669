//! Arguments of `mfn federate simulate`.

use crate::cli::Manner;
use clap::Args;
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

    #[command(flatten)]
    pub(crate) manner: Manner,
}
