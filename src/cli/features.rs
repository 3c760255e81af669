//! Arguments of `mfn features`.

use clap::{Args, ValueEnum};
use std::num::NonZeroUsize;
use std::path::PathBuf;

/// Arguments of `mfn features`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    mfn features out/worms\n  \
    mfn features --set-name v4 field.npy --json\n  \
    mfn features 'runs/*' --out features.parquet\n  \
    mfn features cells.png --boundary neumann --threshold otsu --plot out/why\n  \
    mfn features image.tif --range=-95:40 --unit mV\n  \
    mfn features --describe\n  \
    mfn features --report features.parquet --out out/report\n  \
    mfn features --exact")]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own on the command line")]
pub(crate) struct Features {
    /// Run folders, NPY, NPZ, HDF5 (ours, The Well, PDEBench), PNG, JPEG or TIFF files, folders of
    /// them, glob patterns, or `-` for standard input. Three axes are a history of frames.
    #[arg(required_unless_present_any = ["describe", "report", "exact"])]
    pub(crate) inputs: Vec<String>,

    /// Which features.
    #[arg(long, value_enum, default_value_t = SetName::All)]
    pub(crate) set_name: SetName,

    /// Change a setting: features.connectivity=8, features.threshold_low_mv=-55, …
    #[arg(long, value_name = "KEY=VALUE")]
    pub(crate) set: Vec<String>,

    /// Above what a cell is active in the extended set: `otsu`, a quantile `q0.9`, or a number in
    /// the features' unit.
    #[arg(long, value_name = "RULE", default_value = "otsu", allow_hyphen_values = true)]
    pub(crate) threshold: String,

    /// What lies beyond the rim [default: what the input says, else neumann].
    #[arg(long, value_name = "periodic|neumann|dirichlet")]
    pub(crate) boundary: Option<String>,

    /// Distance of neighbouring cells, in unit length [default: what the input says, else 1].
    #[arg(long, value_name = "LENGTH")]
    pub(crate) spacing: Option<f64>,

    /// Factor from stored values to the features' unit [default: what the run says; 1 for
    /// pictures; else 1000, from V to mV].
    #[arg(long, value_name = "FACTOR")]
    pub(crate) scale: Option<f64>,

    /// The features' unit [default: what the run says; 1 for pictures; else mV].
    #[arg(long, value_name = "UNIT")]
    pub(crate) unit: Option<String>,

    /// What black and white of a picture mean, in the features' unit.
    #[arg(long, value_name = "LOW:HIGH", allow_hyphen_values = true)]
    pub(crate) range: Option<String>,

    /// The data set, member, species or trajectory to take of a file that holds several.
    #[arg(long, value_name = "NAME")]
    pub(crate) dataset: Option<String>,

    /// One frame of a history, from 0, instead of all of it.
    #[arg(long, value_name = "N")]
    pub(crate) frame: Option<usize>,

    /// The layer of a volume, from 0.
    #[arg(long, value_name = "N")]
    pub(crate) layer: Option<usize>,

    /// Write a table: FILE.parquet, FILE.csv or FILE.ndjson; with --report, a folder.
    #[arg(long, short, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,

    /// Draw what was measured into a folder: masks, fits, spectra, diagrams.
    #[arg(long, value_name = "DIR")]
    pub(crate) plot: Option<PathBuf>,

    /// Print the table of all features (name, unit, range, definition, reference) and do nothing.
    #[arg(long, conflicts_with = "inputs")]
    pub(crate) describe: bool,

    /// Report on a table of features: spread, constant columns, correlations, warnings.
    #[arg(long, value_name = "PARQUET", conflicts_with = "inputs")]
    pub(crate) report: Option<PathBuf>,

    /// Measure sets and surfaces of known dimension and print the errors; exit code 1 if one is
    /// off.
    #[arg(long, conflicts_with = "inputs")]
    pub(crate) exact: bool,

    /// Print one JSON object a line on standard output.
    #[arg(long)]
    pub(crate) json: bool,

    /// Print nothing but data and errors.
    #[arg(long, short)]
    pub(crate) quiet: bool,

    /// Threads; the results do not depend on it [default: all cores].
    #[arg(long, value_name = "N", env = "MFN_THREADS")]
    pub(crate) threads: Option<NonZeroUsize>,
}

/// A set of features.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SetName {
    /// The 18 of MFN v4.1.
    V4,
    /// Those that vary, each with its definition.
    Extended,
    /// Both.
    All,
}

impl SetName {
    /// Whether the 18 are among them.
    pub(crate) fn has_v4(self) -> bool {
        self != Self::Extended
    }

    /// Whether the extended ones are among them.
    pub(crate) fn has_extended(self) -> bool {
        self != Self::V4
    }
}
