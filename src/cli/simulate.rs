//! Arguments of `mfn simulate`.

use clap::{Args, ValueEnum};
use std::num::NonZeroUsize;
use std::path::PathBuf;

/// Arguments of `mfn simulate`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    mfn simulate gray-scott-worms --out out/worms\n  \
    mfn simulate gray-scott-worms --explain\n  \
    mfn simulate my-preset.toml --set time.steps=500 --set grid.boundary=neumann\n  \
    mfn simulate gray-scott-portrait --set initial.path=me.jpg --out out/me\n  \
    mfn simulate sweep.toml --out out/data --shard 0/16\n  \
    mfn simulate ifs-random --seed 7 --out out/fractal\n  \
    mfn simulate gray-scott-chaos --set grid.rows=64 --set grid.cols=64 --lyapunov\n  \
    mfn simulate --certify schnakenberg-spots schnakenberg-stripes\n  \
    mfn simulate --gallery --out out/gallery")]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own on the command line")]
pub(crate) struct Simulate {
    /// A preset: a TOML file, `-` for standard input, or the name of a built-in one.
    #[arg(required_unless_present_any = ["list_presets", "certify", "gallery"])]
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

    /// Number of steps (as `--set time.steps=N`).
    #[arg(long, value_name = "N")]
    pub(crate) steps: Option<u64>,

    /// Precision of fields and arithmetic (as `--set time.precision=…`).
    #[arg(long, value_name = "f64|f32")]
    pub(crate) precision: Option<String>,

    /// Go on with a stopped run; start it if there is none.
    #[arg(long, conflicts_with = "force")]
    pub(crate) resume: bool,

    /// Replace a run that is in the folder already.
    #[arg(long)]
    pub(crate) force: bool,

    /// Make one part of a data set: number I of N, from 0, or `auto` to read it from the variables
    /// of a job array (SLURM, Grid Engine) or an indexed Job. The files do not depend on N.
    #[arg(long, value_name = "I/N", env = "MFN_SHARD", help_heading = "Data sets")]
    pub(crate) shard: Option<String>,

    /// Say which chunks of a data set are done, missing or damaged; exit code 1 unless all are
    /// done.
    #[arg(long, help_heading = "Data sets", conflicts_with_all = ["verify", "finalize", "explain"])]
    pub(crate) status: bool,

    /// Hold every file of a data set against its SHA-256; exit code 1 if one is not as it was
    /// written.
    #[arg(long, help_heading = "Data sets", conflicts_with_all = ["finalize", "explain"])]
    pub(crate) verify: bool,

    /// Check that all shards are done and write what makes a release of them: manifest, card,
    /// Croissant, report. A run without --shard does so itself.
    #[arg(long, help_heading = "Data sets", conflicts_with = "explain")]
    pub(crate) finalize: bool,

    /// End a data set at the first run that fails, instead of keeping it in failures.parquet.
    #[arg(long, help_heading = "Data sets")]
    pub(crate) fail_fast: bool,

    /// Start a data set of more than a million runs without asking.
    #[arg(long, help_heading = "Data sets")]
    pub(crate) yes: bool,

    /// Say what the preset will do (steady states, instability, step, memory, time) and do nothing;
    /// with --out, draw its dispersion relation.
    #[arg(long)]
    pub(crate) explain: bool,

    /// Measure the largest Lyapunov exponent over the second half of the run and do nothing else:
    /// by twin runs, or by the linearised equations beside the run (Euler's method). A pattern that
    /// is still forming gives a positive one too: let the first half be long enough to settle.
    #[arg(long, value_enum, value_name = "METHOD", num_args = 0..=1, require_equals = true,
          default_missing_value = "twins", conflicts_with = "explain")]
    pub(crate) lyapunov: Option<LyapunovMethod>,

    /// Measure the linear stage of presets and hold it against linear theory [default: all
    /// built-in ones on a grid].
    #[arg(long, value_name = "PRESET", num_args = 0.., conflicts_with = "explain")]
    pub(crate) certify: Option<Vec<String>>,

    /// Draw presets on one sheet, DIR/gallery.png [default: all built-in ones]. A pattern that
    /// fills the plane is run on 128 × 128 cells of its grid at most.
    #[arg(long, value_name = "PRESET", num_args = 0.., conflicts_with_all = [
        "preset", "explain", "certify", "list_presets", "set", "seed", "steps", "precision",
        "resume",
    ])]
    pub(crate) gallery: Option<Vec<String>>,

    /// List the built-in presets and do nothing.
    #[arg(long)]
    pub(crate) list_presets: bool,

    /// Print a JSON object on standard output: the run's report.
    #[arg(long)]
    pub(crate) json: bool,

    /// How progress is shown on standard error.
    #[arg(long, value_enum, default_value_t = Progress::Auto, env = "MFN_PROGRESS")]
    pub(crate) progress: Progress,

    /// Print nothing but errors on standard error.
    #[arg(long, short)]
    pub(crate) quiet: bool,

    /// Threads; the results do not depend on it [default: all cores].
    #[arg(long, value_name = "N", env = "MFN_THREADS")]
    pub(crate) threads: Option<NonZeroUsize>,

    /// Save the state every so many seconds, so that a killed run can go on; 0 only when stopped.
    #[arg(long, value_name = "SECONDS", default_value_t = 60, env = "MFN_CHECKPOINT_EVERY")]
    pub(crate) checkpoint_every: u64,

    /// Stop with exit code 75 after so many seconds; the same command goes on.
    #[arg(long, value_name = "SECONDS", env = "MFN_TIME_LIMIT")]
    pub(crate) time_limit: Option<u64>,
}

/// How a Lyapunov exponent is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LyapunovMethod {
    /// A second run beside the first, brought back to its side again and again.
    Twins,
    /// The linearised equations.
    Linearised,
}

impl LyapunovMethod {
    /// Its name.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Twins => "twins",
            Self::Linearised => "linearised",
        }
    }
}

/// How progress is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Progress {
    /// A bar on a terminal, lines elsewhere.
    Auto,
    /// A bar.
    Bar,
    /// A line every tenth of the way.
    Plain,
    /// A JSON object a line.
    Json,
    /// Nothing.
    None,
}
