//! The tables of a federated training: meaning, unit, default, range.

use crate::config::tables::{Section, TOP, row};
use crate::model::{Literal, Parameter, Range};

/// Every section of a preset of `mfn federate simulate`.
pub fn federate_sections() -> Vec<Section> {
    vec![
        Section { name: "", table: TOP.to_vec() },
        Section { name: "data", table: DATA.to_vec() },
        Section { name: "clients", table: CLIENTS.to_vec() },
        Section { name: "training", table: TRAINING.to_vec() },
        Section { name: "privacy", table: PRIVACY.to_vec() },
        Section { name: "grid", table: GRID.to_vec() },
        Section { name: "output", table: OUTPUT.to_vec() },
    ]
}

#[rustfmt::skip]
const DATA: [Parameter; 6] = [
    row("path", "folder of a data set, or a table in Parquet or CSV; the patterns that are part of the program if empty", "", Literal::Word(""), Range::Text),
    row("label", "column of the classes; several, parted by commas, are joined", "", Literal::Word("name"), Range::Text),
    row("features", "columns to learn from, parted by commas; \"auto\" is those that a data set calls features, or else every column of numbers", "", Literal::Word("auto"), Range::Text),
    row("exclude", "columns that \"auto\" leaves out, parted by commas", "", Literal::Word(""), Range::Text),
    row("sha256", "SHA-256 that the table must have; filled in if empty", "", Literal::Word(""), Range::Text),
    row("test_share", "share of the rows of each class that test the model", "1", Literal::Number(0.25), Range::Closed(0.01, 0.9)),
];

#[rustfmt::skip]
const CLIENTS: [Parameter; 4] = [
    row("count", "all clients, n", "clients", Literal::Whole(15), Range::Whole(1, 10_000)),
    row("byzantine", "attackers among them, f, less than half", "clients", Literal::Whole(3), Range::Whole(0, 4999)),
    row("partition", "how rows are dealt: by chance, or class by class in Dirichlet shares", "", Literal::Word("iid"), Range::OneOf(&["iid", "dirichlet"])),
    row("alpha", "concentration of the Dirichlet shares: small parts the classes", "1", Literal::Number(1.0), Range::Closed(1e-4, 1e6)),
];

#[rustfmt::skip]
const TRAINING: [Parameter; 8] = [
    row("model", "logistic regression, or a perceptron with one hidden layer", "", Literal::Word("logistic"), Range::OneOf(&["logistic", "perceptron"])),
    row("hidden", "hidden units of the perceptron", "", Literal::Whole(16), Range::Whole(1, 4096)),
    row("rounds", "rounds of training", "rounds", Literal::Whole(150), Range::Whole(1, 1_000_000)),
    row("batch", "rows of a client that are expected to take part in a round", "rows", Literal::Whole(8), Range::Whole(1, 1_000_000)),
    row("learning_rate", "length of a step along the aggregate", "1", Literal::Number(0.5), Range::Above(0.0, 1e6)),
    row("momentum", "weight of the past in what a client sends", "1", Literal::Number(0.9), Range::HalfOpen(0.0, 1.0)),
    row("evaluate_every", "the model is tested every so many rounds, and after the last", "rounds", Literal::Whole(5), Range::Whole(1, 1_000_000)),
    row("repeats", "repetitions with another split, other clients and other batches", "", Literal::Whole(5), Range::Whole(1, 1000)),
];

#[rustfmt::skip]
const PRIVACY: [Parameter; 3] = [
    row("noise", "standard deviation of the noise on a client's sum of gradients, in units of privacy.clip; 0 is no privacy", "1", Literal::Number(0.0), Range::Closed(0.0, 1e6)),
    row("clip", "largest norm of the gradient of a row", "1", Literal::Number(1.0), Range::Above(0.0, 1e9)),
    row("delta", "probability δ for which ε is told", "1", Literal::Number(1e-5), Range::Closed(1e-15, 0.1)),
];

#[rustfmt::skip]
const GRID: [Parameter; 2] = [
    row("rules", "rules to compare; pre-aggregators come before, as in \"nnm + krum\"", "", Literal::Words(&["mean", "median"]), Range::Texts),
    row("attacks", "attacks to withstand; \"none\" is none, \"label-flip\" is on the data", "", Literal::Words(&["none", "sign-flip"]), Range::Texts),
];

#[rustfmt::skip]
const OUTPUT: [Parameter; 2] = [
    row("formats", "tables to write", "", Literal::Words(&["parquet"]), Range::SomeOf(&["parquet", "csv"])),
    row("plots", "pictures to draw", "", Literal::Words(&["png"]), Range::SomeOf(&["png", "svg"])),
];
