//! What a federated training is like.

use crate::federate::privacy::Mechanism;
use crate::federate::task::{Architecture, Error, Partition};

/// Privacy that clients ask for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Privacy {
    /// Clipping and noise.
    pub mechanism: Mechanism,
    /// The δ for which ε is told, 0 < δ < 1.
    pub delta: f64,
}

/// Clients, model and schedule of a training.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settings {
    /// All clients, n.
    pub clients: usize,
    /// Attackers among them, f < n/2: the last ones.
    pub byzantine: usize,
    /// How the training rows are dealt to clients.
    pub partition: Partition,
    /// Share of the rows that test, 0 < share < 1.
    pub test_share: f64,
    /// The model.
    pub architecture: Architecture,
    /// Number of rounds.
    pub rounds: u64,
    /// Rows of a client that are expected to take part in a round.
    pub batch: usize,
    /// Length of a step, η > 0.
    pub learning_rate: f64,
    /// Weight β of the past in a client's momentum, 0 ≤ β < 1.
    pub momentum: f64,
    /// The model is tested every so many rounds, and after the last one.
    pub evaluate_every: u64,
    /// Privacy, if clients ask for it.
    pub privacy: Option<Privacy>,
}

impl Settings {
    /// Whether the model is tested after a round; round 0 is the start.
    pub fn tests_after(&self, round: u64) -> bool {
        round.is_multiple_of(self.evaluate_every.max(1)) || round == self.rounds
    }

    /// Whether the values make sense together.
    ///
    /// # Errors
    ///
    /// [`Error::NoMajority`] unless f < n/2, [`Error::Setting`] for a value out of its range.
    pub fn check(&self) -> Result<(), Error> {
        let Self { clients, byzantine, .. } = *self;
        if clients <= 2 * byzantine {
            return Err(Error::NoMajority { byzantine, clients });
        }
        let positive = |value: f64| value.is_finite() && value > 0.0;
        let share = |value: f64| value > 0.0 && value < 1.0;
        let above = "a finite number above 0";
        let between = "a number above 0 and below 1";
        let past = self.momentum;
        let mut wanted = vec![
            ("rounds", self.rounds as f64, self.rounds > 0, "at least 1"),
            ("batch", self.batch as f64, self.batch > 0, "at least 1"),
            ("evaluate_every", self.evaluate_every as f64, self.evaluate_every > 0, "at least 1"),
            ("test_share", self.test_share, share(self.test_share), between),
            ("learning_rate", self.learning_rate, positive(self.learning_rate), above),
            ("momentum", past, (0.0..1.0).contains(&past), "a number from 0 to below 1"),
        ];
        if let Partition::Dirichlet { alpha } = self.partition {
            wanted.push(("alpha", alpha, positive(alpha), above));
        }
        if let Architecture::Perceptron { hidden } = self.architecture {
            wanted.push(("hidden", hidden as f64, hidden > 0, "at least 1"));
        }
        if let Some(Privacy { mechanism, delta }) = self.privacy {
            let noise = mechanism.noise;
            wanted.push(("clip", mechanism.clip, positive(mechanism.clip), above));
            wanted.push(("noise", noise, positive(noise), above));
            wanted.push(("delta", delta, share(delta), between));
        }
        match wanted.into_iter().find(|(_, _, holds, _)| !holds) {
            None => Ok(()),
            Some((name, found, _, wanted)) => Err(Error::Setting { name, found, wanted }),
        }
    }
}
