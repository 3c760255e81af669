//! A task set up: rows split, standardised and dealt to clients.

use crate::federate::privacy::Accountant;
use crate::federate::task::client::sampling_rate;
use crate::federate::task::dealing::split;
use crate::federate::task::network::{Network, Scratch};
use crate::federate::task::settings::{Privacy, Settings};
use crate::federate::task::standard::Standardisation;
use crate::federate::task::{Error, Examples};
use std::collections::BTreeMap;

/// The clients of one repeat with their rows.
#[derive(Debug, Clone)]
pub struct Federation {
    settings: Settings,
    key: (u128, u64),
    network: Network,
    standard: Standardisation,
    /// Every row as the model sees it.
    rows: Vec<Vec<f64>>,
    labels: Vec<usize>,
    n_classes: usize,
    dealt: Vec<Vec<usize>>,
    test: Vec<usize>,
}

/// The privacy that rounds have cost a client.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spent {
    /// The client, from 0.
    pub client: usize,
    /// Its training rows.
    pub rows: usize,
    /// Probability that one of them takes part in a round.
    pub rate: f64,
    /// Rounds so far.
    pub round: u64,
    /// ε after them.
    pub epsilon: f64,
}

impl Federation {
    /// Splits, standardises and deals the examples; `repeat` numbers independent repetitions.
    ///
    /// # Errors
    ///
    /// What [`Settings::check`] refuses; [`Error::SmallClass`], [`Error::NoFeature`] and
    /// [`Error::TooFewRows`] for examples that do not suffice.
    pub fn new(
        examples: &Examples,
        settings: Settings,
        seed: u128,
        repeat: u64,
    ) -> Result<Self, Error> {
        settings.check()?;
        let key = (seed, repeat);
        let parts = split(examples, settings.test_share, key)?;
        let standard = Standardisation::fit(examples, &parts.train)?;
        let labels = examples.labels().to_vec();
        let dealt = settings.partition.deal((&parts.train, &labels), settings.clients, key)?;
        let n_classes = examples.classes().len();
        Ok(Self {
            settings,
            key,
            network: Network::new(settings.architecture, standard.n_kept(), n_classes),
            rows: (0..examples.rows()).map(|row| standard.apply(examples.row(row))).collect(),
            standard,
            labels,
            n_classes,
            dealt,
            test: parts.test,
        })
    }

    /// What it was set up with.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The model.
    pub fn network(&self) -> &Network {
        &self.network
    }

    /// How features were standardised, and which were dropped.
    pub fn standardisation(&self) -> &Standardisation {
        &self.standard
    }

    /// Training rows of each client.
    pub fn n_rows_of_clients(&self) -> impl Iterator<Item = usize> {
        self.dealt.iter().map(Vec::len)
    }

    /// Number of test rows.
    pub fn n_test(&self) -> usize {
        self.test.len()
    }

    /// The share of the most common class in the test: what constant guessing reaches at best.
    pub fn chance(&self) -> f64 {
        let count = |class| self.test.iter().filter(|&&row| self.labels[row] == class).count();
        let most = (0..self.n_classes).map(count).max().unwrap_or_default();
        most as f64 / self.test.len() as f64
    }

    /// The privacy spent by every client after each of `rounds`; none without privacy.
    pub fn spent(&self, rounds: &[u64]) -> Vec<Spent> {
        let Some(Privacy { mechanism, delta }) = self.settings.privacy else { return Vec::new() };
        // Clients with as many rows spend as much.
        let mut accountants: BTreeMap<usize, Accountant> = BTreeMap::new();
        let of_client = |(client, rows): (usize, usize)| {
            let rate = sampling_rate(self.settings.batch, rows);
            let accountant =
                accountants.entry(rows).or_insert_with(|| Accountant::new(rate, mechanism.noise));
            let after = |&round: &u64| {
                let epsilon = accountant.epsilon(round, delta);
                Spent { client, rows, rate, round, epsilon }
            };
            rounds.iter().map(after).collect::<Vec<_>>()
        };
        self.n_rows_of_clients().enumerate().flat_map(of_client).collect()
    }

    /// Seed and number of the repetition.
    pub(crate) fn key(&self) -> (u128, u64) {
        self.key
    }

    pub(crate) fn n_classes(&self) -> usize {
        self.n_classes
    }

    pub(crate) fn rows_of(&self, client: usize) -> &[usize] {
        self.dealt.get(client).map(Vec::as_slice).unwrap_or_default()
    }

    /// Features and class of a row.
    pub(crate) fn example(&self, row: usize) -> (&[f64], usize) {
        (&self.rows[row], self.labels[row])
    }

    /// Share of the test rows that the model gets right, and their mean loss.
    pub(crate) fn test(&self, weights: &[f64]) -> (f64, f64) {
        let mut scratch = Scratch::default();
        let (mut right, mut loss) = (0_usize, 0.0);
        for &row in &self.test {
            let example = self.example(row);
            let (class, own) = self.network.judge(weights, example, &mut scratch);
            right += usize::from(class == example.1);
            loss += own;
        }
        let count = self.test.len() as f64;
        (right as f64 / count, loss / count)
    }
}
