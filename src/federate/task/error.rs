//! Why a task cannot be set up or trained.

/// What is wrong with a task.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Values, labels and names do not fit together.
    #[error("{found} {what} do not fit {rows} rows of {columns} columns: wanted {wanted}")]
    Shape {
        /// What there is too much or too little of: `values`, `labels`.
        what: &'static str,
        /// How many there are.
        found: usize,
        /// How many are wanted.
        wanted: usize,
        /// Rows.
        rows: usize,
        /// Columns.
        columns: usize,
    },
    /// A label names no class.
    #[error("row {row} has the class number {found}: there are {classes} classes")]
    Label {
        /// The row.
        row: usize,
        /// Its class number.
        found: usize,
        /// Classes there are.
        classes: usize,
    },
    /// There is nothing to tell apart.
    #[error("the examples have {classes} class: wanted at least 2")]
    OneClass {
        /// Classes there are.
        classes: usize,
    },
    /// A class cannot be both trained and tested.
    #[error("class {class} has {rows} row: wanted at least 2, one to train and one to test")]
    SmallClass {
        /// The class.
        class: String,
        /// Its rows.
        rows: usize,
    },
    /// No feature varies.
    #[error("none of the {columns} features is finite and varies: there is nothing to learn from")]
    NoFeature {
        /// Features there were.
        columns: usize,
    },
    /// Some clients would have nothing.
    #[error("{rows} training rows do not suffice {clients} clients: wanted at least one each")]
    TooFewRows {
        /// Rows of the training part.
        rows: usize,
        /// Clients.
        clients: usize,
    },
    /// Attackers are not a minority.
    #[error("{byzantine} Byzantine clients of {clients} are no minority: wanted less than half")]
    NoMajority {
        /// Attackers, f.
        byzantine: usize,
        /// All clients, n.
        clients: usize,
    },
    /// A setting is outside its range.
    #[error("{name} = {found}: wanted {wanted}")]
    Setting {
        /// The setting.
        name: &'static str,
        /// Its value.
        found: f64,
        /// What would do.
        wanted: &'static str,
    },
    /// A step of the model is no number.
    #[error("the step of round {round} is not finite")]
    NotFinite {
        /// The round, from 1.
        round: u64,
    },
    /// The training was to stop.
    #[error("stopped after round {round}")]
    Stopped {
        /// Rounds that were done.
        round: u64,
    },
    /// The updates of a round could not be crafted or aggregated.
    #[error("round {round} has no aggregate")]
    Round {
        /// The round, from 1.
        round: u64,
        /// Why.
        #[source]
        source: crate::federate::Error,
    },
}
