//! Arguments of `mfn validate preset`, `dataset` and `fields`: data in, verdict out.

use clap::{Args, Subcommand};
use std::num::NonZeroUsize;

/// Data in, verdict out.
#[derive(Debug, Subcommand)]
pub(crate) enum Data {
    /// Is a preset accepted, stable, within memory, and can it form what it claims?
    #[command(after_help = "Examples:\n  \
        mfn validate preset my-preset.toml\n  \
        mfn validate preset gray-scott-worms v4-sweep-minimal --json\n  \
        mfn validate preset my-preset.toml --strict --exclude memory\n  \
        mfn validate preset --list")]
    Preset(PresetData),
    /// Is a data set whole, as its manifest says, finite, within its ranges, without duplicates?
    #[command(after_help = "Examples:\n  \
        mfn validate dataset out/sweep\n  \
        mfn validate dataset out/sweep features.parquet --json\n  \
        mfn validate dataset table.parquet --exclude units\n  \
        mfn validate dataset --list")]
    Dataset(DatasetData),
    /// Are fields and histories finite, within bounds, moving, and as their boundary wants?
    #[command(after_help = "Examples:\n  \
        mfn validate fields out/worms\n  \
        mfn validate fields field.npy --range=-0.095:0.04 --boundary periodic\n  \
        mfn validate fields 'runs/*' --json --exclude boundary\n  \
        mfn validate fields --list")]
    Fields(FieldsData),
}

/// What the three have in common.
#[derive(Debug, Args)]
pub(crate) struct Looking {
    /// Leave out checks by name; `*` stands for any letters.
    #[arg(long, value_name = "NAME")]
    pub(crate) exclude: Vec<String>,

    /// Print the checks, with what they claim, and do nothing.
    #[arg(long)]
    pub(crate) list: bool,

    /// Print one JSON object on standard output.
    #[arg(long)]
    pub(crate) json: bool,

    /// Print nothing but data and errors.
    #[arg(long, short)]
    pub(crate) quiet: bool,

    /// Threads; the results do not depend on it [default: all cores].
    #[arg(long, value_name = "N", env = "MFN_THREADS")]
    pub(crate) threads: Option<NonZeroUsize>,
}

/// Arguments of `mfn validate preset`.
#[derive(Debug, Args)]
pub(crate) struct PresetData {
    /// Preset files, names of built-in presets, or `-` for standard input.
    #[arg(value_name = "FILE", required_unless_present = "list")]
    pub(crate) inputs: Vec<String>,

    /// Change a key first: time.steps=500. Variables MFN_* are not looked at.
    #[arg(long, value_name = "KEY=VALUE")]
    pub(crate) set: Vec<String>,

    /// Let what `mfn simulate --explain` warns of count as a failure.
    #[arg(long)]
    pub(crate) strict: bool,

    #[command(flatten)]
    pub(crate) looking: Looking,
}

/// Arguments of `mfn validate dataset`.
#[derive(Debug, Args)]
pub(crate) struct DatasetData {
    /// Folders of data sets, of runs or of Parquet files, or Parquet files.
    #[arg(value_name = "DIR", required_unless_present = "list")]
    pub(crate) inputs: Vec<String>,

    #[command(flatten)]
    pub(crate) looking: Looking,
}

/// Arguments of `mfn validate fields`.
#[derive(Debug, Args)]
pub(crate) struct FieldsData {
    /// Run folders, NPY, NPZ, HDF5, PNG, JPEG or TIFF files, folders of them, glob patterns, or
    /// `-` for standard input.
    #[arg(value_name = "FILE", required_unless_present = "list")]
    pub(crate) inputs: Vec<String>,

    /// Bounds of the stored values [default: those of the run's model].
    #[arg(long, value_name = "LOW:HIGH", allow_hyphen_values = true)]
    pub(crate) range: Option<String>,

    /// What lies beyond the rim [default: what the input says; nothing is checked if it does not].
    #[arg(long, value_name = "periodic|neumann|dirichlet")]
    pub(crate) boundary: Option<String>,

    /// What a Dirichlet boundary holds, as stored [default: what the run says].
    #[arg(long, value_name = "VALUE", allow_hyphen_values = true)]
    pub(crate) rim: Option<f64>,

    /// Rows and columns [default: those of the run's grid].
    #[arg(long, value_name = "ROWSxCOLS")]
    pub(crate) shape: Option<String>,

    /// How an element is stored, as NumPy writes it: f4, f8, i2, … [default: the run's precision].
    #[arg(long, value_name = "TYPE")]
    pub(crate) dtype: Option<String>,

    /// Let a history that did not come to rest count as a failure.
    #[arg(long)]
    pub(crate) stationary: bool,

    /// The data set, member, species or trajectory to take of a file that holds several.
    #[arg(long, value_name = "NAME")]
    pub(crate) dataset: Option<String>,

    /// The layer of a volume, from 0.
    #[arg(long, value_name = "N")]
    pub(crate) layer: Option<usize>,

    #[command(flatten)]
    pub(crate) looking: Looking,
}
