//! A preset of `mfn federate simulate`: a task, its clients, and a grid of rules and attacks.

mod grid;
mod tables;
mod words;

pub use crate::config::federate::grid::{GridAttack, GridRule};
pub use crate::config::federate::tables::federate_sections;

use crate::config::Error;
use crate::config::plan::Resolved;
use crate::config::written::Written;
use crate::federate::privacy::Mechanism;
use crate::federate::task::{Architecture, Partition, Privacy, Settings};
use crate::model::{Value, Values};

/// Which table is learnt from, and what of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FederateData {
    /// Folder or file; `None` is the patterns that are part of the program.
    pub path: Option<String>,
    /// The columns that make the class together.
    pub label: Vec<String>,
    /// The columns to learn from; `None` leaves the choice to the program.
    pub features: Option<Vec<String>>,
    /// Columns that are not chosen then.
    pub exclude: Vec<String>,
}

/// A checked preset of a federated training.
///
/// # Examples
///
/// ```
/// use mfn::config::{FederatePlan, Written};
/// let text = "[grid]\nrules = [\"mean\", \"nnm + krum\"]\nattacks = [\"none\", \"ipm(2)\"]";
/// let plan = FederatePlan::check(&Written::from_toml(text, "example")?)?;
/// assert_eq!((plan.rules.len(), plan.attacks.len()), (2, 2));
/// # Ok::<(), mfn::config::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct FederatePlan {
    /// Name, seed, output, text.
    pub resolved: Resolved,
    /// The table.
    pub data: FederateData,
    /// Clients, model and schedule.
    pub settings: Settings,
    /// Independent repetitions of everything.
    pub repeats: u64,
    /// The rows of the grid.
    pub rules: Vec<GridRule>,
    /// The columns of the grid.
    pub attacks: Vec<GridAttack>,
}

impl FederatePlan {
    /// Checks what was written.
    ///
    /// # Errors
    ///
    /// An [`Error`] that names the key, what was found and what is wanted; a rule whose condition
    /// on n and f does not hold is one.
    pub fn check(written: &Written) -> Result<Self, Error> {
        if written.is_sweep() {
            return Err(Error::UnknownKey { key: "sweep".to_owned(), nearest: None });
        }
        let resolved = Resolved::check(written, &federate_sections(), "federate")?;
        let [data, clients, training, privacy, grid] =
            ["data", "clients", "training", "privacy", "grid"].map(|name| resolved.section(name));
        let settings = settings([&data, &clients, &training, &privacy]);
        check_minority(&settings)?;
        let (n, f) = (settings.clients, settings.byzantine);
        Ok(Self {
            data: table(&data)?,
            settings,
            repeats: training.count("repeats"),
            rules: grid::rules(grid.words("rules"), n, f)?,
            attacks: grid::attacks(grid.words("attacks"))?,
            resolved,
        })
    }

    /// Records the SHA-256 of the table, so that it is part of what determines the run.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfRange`] if the preset names another one.
    pub fn record_data(&mut self, sha256: &str) -> Result<(), Error> {
        let data = self.resolved.section("data");
        let wanted = data.word("sha256");
        if !wanted.is_empty() && wanted != sha256 {
            return Err(Error::OutOfRange {
                key: "data.sha256".to_owned(),
                found: wanted.to_owned(),
                wanted: format!("{sha256}, which is that of the table"),
                unit: "",
            });
        }
        self.resolved.set("data", "sha256", &Value::Word(sha256.to_owned()));
        Ok(())
    }
}

fn settings([data, clients, training, privacy]: [&Values; 4]) -> Settings {
    let count =
        |values: &Values, key: &str| usize::try_from(values.count(key)).unwrap_or(usize::MAX);
    let noise = privacy.number("noise");
    let mechanism = Mechanism { clip: privacy.number("clip"), noise };
    let privacy = Privacy { mechanism, delta: privacy.number("delta") };
    Settings {
        clients: count(clients, "count"),
        byzantine: count(clients, "byzantine"),
        partition: match clients.word("partition") {
            "dirichlet" => Partition::Dirichlet { alpha: clients.number("alpha") },
            _ => Partition::Iid,
        },
        test_share: data.number("test_share"),
        architecture: match training.word("model") {
            "perceptron" => Architecture::Perceptron { hidden: count(training, "hidden") },
            _ => Architecture::Logistic,
        },
        rounds: training.count("rounds"),
        batch: count(training, "batch"),
        learning_rate: training.number("learning_rate"),
        momentum: training.number("momentum"),
        evaluate_every: training.count("evaluate_every"),
        privacy: (noise > 0.0).then_some(privacy),
    }
}

fn check_minority(settings: &Settings) -> Result<(), Error> {
    let Settings { clients, byzantine, .. } = *settings;
    if 2 * byzantine < clients {
        return Ok(());
    }
    Err(Error::Conflict {
        first: format!("clients.byzantine = {byzantine}"),
        second: format!("clients.count = {clients}"),
        reason: "Byzantine clients must be less than half, or nothing tells them apart",
    })
}

fn table(values: &Values) -> Result<FederateData, Error> {
    let names = |key: &str| -> Vec<String> {
        let parts = values.word(key).split(',').map(str::trim);
        parts.filter(|name| !name.is_empty()).map(ToOwned::to_owned).collect()
    };
    let (path, features) = (values.word("path"), names("features"));
    let missing = |key: &str, wanted: &str| {
        Err(Error::Missing { key: format!("data.{key}"), wanted: wanted.to_owned() })
    };
    if names("label").is_empty() {
        return missing("label", "the column of the classes, or several, parted by commas");
    }
    if features.is_empty() {
        return missing("features", "columns to learn from, parted by commas, or \"auto\"");
    }
    Ok(FederateData {
        path: (!path.is_empty()).then(|| path.to_owned()),
        label: names("label"),
        features: (features != ["auto"]).then_some(features),
        exclude: names("exclude"),
    })
}

#[cfg(test)]
mod tests;
