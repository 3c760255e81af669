//! What verbs that work on files for a while have in common.

use crate::cli::Progress;
use clap::Args;
use std::num::NonZeroUsize;

/// How a verb speaks, and on how many threads it works.
#[derive(Debug, Args)]
pub(crate) struct Manner {
    /// Print one JSON object on standard output.
    #[arg(long)]
    pub(crate) json: bool,

    /// Print nothing but data and errors.
    #[arg(long, short)]
    pub(crate) quiet: bool,

    /// How progress is shown on standard error.
    #[arg(long, value_enum, default_value_t = Progress::Auto, env = "MFN_PROGRESS")]
    pub(crate) progress: Progress,

    /// Threads; the results do not depend on it [default: all cores].
    #[arg(long, value_name = "N", env = "MFN_THREADS")]
    pub(crate) threads: Option<NonZeroUsize>,
}
