//! Arguments of `mfn federate aggregate` and `mfn federate attack`.

use crate::cli::FederateSimulate;
use clap::builder::PossibleValuesParser;
use clap::{Args, Subcommand};
use mfn::federate::{Attack, KrumVariant, PreAggregator, Rule};
use std::num::NonZeroUsize;
use std::path::PathBuf;

/// Verbs of `mfn federate`.
#[derive(Debug, Subcommand)]
pub(crate) enum Federate {
    /// Aggregate the updates of clients by a rule that withstands Byzantine ones.
    Aggregate(Box<Aggregate>),
    /// Make the updates that Byzantine clients would send, for trying rules out.
    Attack(Box<AttackArguments>),
    /// Train a small model in rounds under attack, rule by rule: what is a rule worth in the end?
    Simulate(Box<FederateSimulate>),
}

/// Arguments of `mfn federate aggregate`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    mfn federate aggregate updates.npy --rule krum --byzantine 2 --out aggregate.npy\n  \
    mfn federate aggregate clients/*.safetensors --rule trimmed-mean --byzantine 3 \
    --out model.safetensors\n  \
    mfn federate aggregate updates.npz --before nnm --rule median --byzantine 2 --json\n  \
    mfn federate aggregate updates.npy --rule krum --byzantine 2 --plot verdicts.png\n  \
    mfn federate aggregate updates.npy --rule hierarchical-krum --variant mfn-v4 --clusters 5 \
    --seed 42 --out aggregate.npy")]
pub(crate) struct Aggregate {
    /// One file that holds all updates (NPY of shape (n, d), NPZ, safetensors or Parquet), or
    /// several that hold one each.
    #[arg(required_unless_present = "input")]
    pub(crate) updates: Vec<PathBuf>,

    /// The same, for scripts that name what they give.
    #[arg(long, value_name = "FILE", conflicts_with = "updates")]
    pub(crate) input: Vec<PathBuf>,

    /// The rule.
    #[arg(long, value_name = "NAME", value_parser = PossibleValuesParser::new(Rule::NAMES))]
    pub(crate) rule: String,

    /// Byzantine clients to withstand, f; those that are rejected count.
    #[arg(long, short = 'f', value_name = "F")]
    pub(crate) byzantine: Option<usize>,

    /// What is done before the rule; several in their order.
    #[arg(long, value_name = "NAME",
          value_parser = PossibleValuesParser::new(PreAggregator::NAMES))]
    pub(crate) before: Vec<String>,

    #[command(flatten)]
    pub(crate) parameters: Parameters,

    /// Updates that are equal in every bit: all but the first are rejected, or all are kept.
    #[arg(long, value_name = "reject|keep", default_value = "reject",
          value_parser = PossibleValuesParser::new(["reject", "keep"]))]
    pub(crate) duplicates: String,

    /// Weigh clients by the column `examples` of a Parquet table (mean, multi-krum). A client says
    /// itself how many examples it has: a Byzantine one lies.
    #[arg(long, value_name = "examples", value_parser = PossibleValuesParser::new(["examples"]))]
    pub(crate) weights: Option<String>,

    /// Write the aggregate: FILE.npy, or FILE.safetensors with the tensors of the inputs.
    #[arg(long, short, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,

    /// Draw the scores and a projection of the updates on their two main directions.
    #[arg(long, value_name = "FILE.png")]
    pub(crate) plot: Option<PathBuf>,

    /// Print the verdicts as JSON.
    #[arg(long)]
    pub(crate) json: bool,

    /// Print errors alone.
    #[arg(long, short)]
    pub(crate) quiet: bool,

    /// Threads [default: all cores]. The results do not depend on it.
    #[arg(long, value_name = "N", env = "MFN_THREADS")]
    pub(crate) threads: Option<NonZeroUsize>,
}

/// Parameters of rules and pre-aggregators; one that the rule does not have is refused.
#[derive(Debug, Args)]
pub(crate) struct Parameters {
    /// krum, multi-krum: whose score [default: blanchard].
    #[arg(long, value_name = "NAME", value_parser = PossibleValuesParser::new(KrumVariant::NAMES))]
    pub(crate) krum_variant: Option<String>,

    /// multi-krum: updates that are taken [default: n − f − 2, byzfl n − f].
    #[arg(long, value_name = "M")]
    pub(crate) select: Option<usize>,

    /// monna: the client whose update is trusted, from 0.
    #[arg(long, value_name = "CLIENT")]
    pub(crate) pivot: Option<usize>,

    /// centered-clipping: how far an update may pull [default: the median distance].
    #[arg(long, value_name = "R")]
    pub(crate) radius: Option<f64>,

    /// centered-clipping: a trusted vector to start from, such as the last aggregate [default: 0].
    #[arg(long, value_name = "FILE")]
    pub(crate) reference: Option<PathBuf>,

    /// geometric-median, centered-clipping: steps at most [default: 200, 5].
    #[arg(long, value_name = "N")]
    pub(crate) iterations: Option<usize>,

    /// geometric-median: distances below it count as it [default: 1e-6].
    #[arg(long, value_name = "NU")]
    pub(crate) smoothing: Option<f64>,

    /// hierarchical-krum: balanced clusters and a bound, or v4.1's [default: balanced].
    #[arg(long, value_name = "balanced|mfn-v4",
          value_parser = PossibleValuesParser::new(["balanced", "mfn-v4"]))]
    pub(crate) variant: Option<String>,

    /// hierarchical-krum: clusters [default: the cheapest number that withstands f; v4.1's 100].
    #[arg(long, value_name = "C")]
    pub(crate) clusters: Option<usize>,

    /// hierarchical-krum, mfn-v4: assumed fraction of Byzantine clients [default: 0.2].
    #[arg(long, value_name = "Q")]
    pub(crate) byzantine_fraction: Option<f64>,

    /// hierarchical-krum, mfn-v4: fraction that is drawn of more than 1000 clients [default: 0.1].
    #[arg(long, value_name = "Q")]
    pub(crate) sample_fraction: Option<f64>,

    /// bucketing: updates in a bucket [default: 2].
    #[arg(long, value_name = "S")]
    pub(crate) bucket_size: Option<usize>,

    /// clipping: the longest norm that stays [default: 2].
    #[arg(long, value_name = "C")]
    pub(crate) clip: Option<f64>,

    /// hierarchical-krum, bucketing: seed of the random assignment [default: 42].
    #[arg(long, value_name = "S")]
    pub(crate) seed: Option<u64>,
}

/// Arguments of `mfn federate attack`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    mfn federate attack honest.npy --kind alie --byzantine 2 --out attacked.npy\n  \
    mfn federate attack honest.npy --kind alie-optimised --rule median --byzantine 2 \
    --out attacked.npy\n  \
    mfn federate attack honest.npy --kind nan --byzantine 1 --only --out sent.npy")]
pub(crate) struct AttackArguments {
    /// The honest updates: files as for `aggregate`.
    #[arg(required = true)]
    pub(crate) updates: Vec<PathBuf>,

    /// The attack.
    #[arg(long, value_name = "NAME", value_parser = PossibleValuesParser::new(Attack::NAMES))]
    pub(crate) kind: String,

    /// Byzantine clients, f.
    #[arg(long, short = 'f', value_name = "F", default_value = "1")]
    pub(crate) byzantine: NonZeroUsize,

    /// sign-flip: what −μ is multiplied with [default: 1].
    #[arg(long, value_name = "S", allow_negative_numbers = true)]
    pub(crate) scale: Option<f64>,

    /// ipm: what −μ is multiplied with [default: 2].
    #[arg(long, value_name = "TAU", allow_negative_numbers = true)]
    pub(crate) tau: Option<f64>,

    /// alie: standard deviations from the mean [default: 1.5].
    #[arg(long, value_name = "Z", allow_negative_numbers = true)]
    pub(crate) z: Option<f64>,

    /// mimic: the client that is copied, from 0 [default: 0].
    #[arg(long, value_name = "CLIENT")]
    pub(crate) copy: Option<usize>,

    /// gaussian: standard deviation [default: 1].
    #[arg(long, value_name = "SIGMA")]
    pub(crate) sigma: Option<f64>,

    /// alie-optimised: the rule that is attacked [default: median].
    #[arg(long, value_name = "NAME", value_parser = PossibleValuesParser::new(Rule::NAMES))]
    pub(crate) rule: Option<String>,

    /// Seed of random attacks and of --jitter.
    #[arg(long, value_name = "S", default_value_t = 42)]
    pub(crate) seed: u64,

    /// Relative noise that makes the attackers' copies differ, so that they are no duplicates.
    #[arg(long, value_name = "R", default_value_t = 0.0)]
    pub(crate) jitter: f64,

    /// Write the attackers' updates alone, not after the honest ones.
    #[arg(long)]
    pub(crate) only: bool,

    /// Where the updates go: FILE.npy of shape (n, d), the attackers' last.
    #[arg(long, short, value_name = "FILE")]
    pub(crate) out: PathBuf,

    /// Print what was made as JSON.
    #[arg(long)]
    pub(crate) json: bool,

    /// Print errors alone.
    #[arg(long, short)]
    pub(crate) quiet: bool,

    /// Threads [default: all cores]. The results do not depend on it.
    #[arg(long, value_name = "N", env = "MFN_THREADS")]
    pub(crate) threads: Option<NonZeroUsize>,
}
