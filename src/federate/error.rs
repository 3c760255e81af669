//! Why updates cannot be aggregated.

/// What is wrong with a request to aggregate, attack or train.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A rule's condition on the number of clients n and of Byzantine ones f does not hold.
    #[error("{rule} needs {needs}: n = {clients}, f = {byzantine}")]
    Condition {
        /// The rule, with its variant.
        rule: String,
        /// The condition, such as `n ≥ 2f + 3`.
        needs: &'static str,
        /// Clients that take part, n.
        clients: usize,
        /// Byzantine clients the rule has to withstand, f.
        byzantine: usize,
    },
    /// More updates were rejected than there may be Byzantine clients.
    #[error(
        "{rejected} of {clients} updates are rejected ({reasons}): at most f = {byzantine} may be"
    )]
    TooManyRejected {
        /// Rejected updates.
        rejected: usize,
        /// All updates.
        clients: usize,
        /// Byzantine clients the rule has to withstand, f.
        byzantine: usize,
        /// How many for which reason.
        reasons: String,
    },
    /// There is nothing to aggregate.
    #[error(
        "there are {clients} updates of {coordinates} coordinates: wanted at least one of each"
    )]
    Empty {
        /// Updates.
        clients: usize,
        /// Coordinates of each.
        coordinates: usize,
    },
    /// No length is shared by more than half of the updates.
    #[error(
        "{agreeing} of {clients} updates have {coordinates} coordinates, the others have other \
         lengths: more than half must agree"
    )]
    NoCommonLength {
        /// Updates of the most common length.
        agreeing: usize,
        /// All updates.
        clients: usize,
        /// The most common length.
        coordinates: usize,
    },
    /// A parameter of a rule, pre-aggregator or attack is out of its range.
    #[error("{name} = {found}: wanted {wanted}")]
    Parameter {
        /// The parameter's name.
        name: &'static str,
        /// What was given.
        found: String,
        /// What would do.
        wanted: &'static str,
    },
    /// A rule that looks at subsets would look at too many.
    #[error("{rule} looked at {limit} subsets of {size} out of {clients} clients and had not done")]
    TooManySubsets {
        /// The rule.
        rule: &'static str,
        /// Where it stops.
        limit: u64,
        /// Clients in a subset.
        size: usize,
        /// All clients.
        clients: usize,
    },
    /// No rule, pre-aggregator or attack has this name.
    #[error("there is no {what} {name}: there are {known}")]
    Unknown {
        /// `rule`, `variant of krum`, `pre-aggregator` or `attack`.
        what: &'static str,
        /// The name as given.
        name: String,
        /// The names that exist.
        known: String,
    },
    /// An attack needs what was not given to it.
    #[error("the attack {attack} needs {needs}")]
    Attack {
        /// The attack.
        attack: &'static str,
        /// What is missing.
        needs: &'static str,
    },
    /// Updates could not be read.
    #[error("cannot read the updates")]
    Read(#[source] Box<dyn std::error::Error + Send + Sync>),
}
