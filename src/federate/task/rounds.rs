//! Rounds of training: clients send, attackers attack, a rule aggregates, the model steps.

use crate::federate::task::Error;
use crate::federate::task::client::Client;
use crate::federate::task::federation::Federation;
use crate::federate::{Aggregation, Attack, Matrix, PreAggregator};
use crate::rng::{Purpose, Stream};

/// What the Byzantine clients do.
#[derive(Debug, Clone, PartialEq)]
pub enum Conduct {
    /// Nothing: all n clients are honest.
    Honest,
    /// They learn, honestly, from rows whose class y is taken for class k − 1 − y of k.
    ///
    /// # Reference
    ///
    /// Z. Allen-Zhu et al., *Byzantine-Resilient Non-Convex Stochastic Gradient Descent*, ICLR
    /// 2021, §5 (label flipping, y → 9 − y of ten classes).
    LabelFlip,
    /// They know what every honest client sends, and send what the attack makes of it.
    Updates(Attack),
}

/// The state of the model after some rounds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// Rounds so far.
    pub round: u64,
    /// Share of the test rows that the model gets right.
    pub accuracy: f64,
    /// Mean cross-entropy of the test rows, in nats.
    pub loss: f64,
}

/// The course of one training, from round 0 on.
#[derive(Debug, Clone, PartialEq)]
pub struct Course {
    /// The model whenever it was tested.
    pub points: Vec<Point>,
}

impl Course {
    /// Accuracy after the last round.
    pub fn final_accuracy(&self) -> f64 {
        self.points.last().map_or(f64::NAN, |point| point.accuracy)
    }
}

impl Federation {
    /// Trains a model from the start: weights w ← w − η·aggregate in every round.
    ///
    /// `aggregation` says how many Byzantine clients it withstands; the last f of the clients are
    /// theirs. `go_on` is asked before every round.
    ///
    /// # Errors
    ///
    /// [`Error::Round`] if updates cannot be crafted or aggregated, [`Error::NotFinite`] if the
    /// model leaves the numbers, [`Error::Stopped`] if `go_on` says no.
    pub fn train(
        &self,
        aggregation: &Aggregation,
        conduct: &Conduct,
        go_on: &dyn Fn() -> bool,
    ) -> Result<Course, Error> {
        let settings = *self.settings();
        let mut weights = self.network().start(self.key());
        let mut clients = self.clients(conduct);
        let mut points = vec![self.point(0, &weights)?];
        // The aggregate of the round before is where a rule that wants a trusted point begins.
        let mut rule = aggregation.clone();
        for round in 1..=settings.rounds {
            if !go_on() {
                return Err(Error::Stopped { round: round - 1 });
            }
            let sent = clients.iter_mut().map(|client| client.send(&weights, round)).collect();
            let step = self.aggregate(sent, &rule, conduct, round);
            let step = step.map_err(|source| Error::Round { round, source })?;
            for (weight, slope) in weights.iter_mut().zip(&step) {
                *weight -= settings.learning_rate * slope;
            }
            rule.reference = Some(step);
            if weights.iter().any(|weight| !weight.is_finite()) {
                return Err(Error::NotFinite { round });
            }
            if settings.tests_after(round) {
                points.push(self.point(round, &weights)?);
            }
        }
        Ok(Course { points })
    }

    /// Those who compute gradients: under an attack on updates the honest ones alone.
    fn clients(&self, conduct: &Conduct) -> Vec<Client<'_>> {
        let (n, f) = (self.settings().clients, self.settings().byzantine);
        let (senders, honest) = match conduct {
            Conduct::Honest => (n, n),
            Conduct::LabelFlip => (n, n - f),
            Conduct::Updates(_) => (n - f, n - f),
        };
        (0..senders).map(|number| Client::new(self, number, number >= honest)).collect()
    }

    fn aggregate(
        &self,
        mut sent: Vec<Vec<f64>>,
        aggregation: &Aggregation,
        conduct: &Conduct,
        round: u64,
    ) -> Result<Vec<f64>, crate::federate::Error> {
        let seed = self.seed_of(round);
        let aggregation = of_round(aggregation, seed);
        if let Conduct::Updates(attack) = conduct {
            let honest = Matrix::from_rows(sent)?;
            let byzantine = self.settings().byzantine;
            let crafted = attack.craft(&honest, byzantine, seed, &aggregation)?;
            sent = honest.rows();
            sent.extend(crafted);
        }
        Ok(aggregation.run(&Matrix::from_rows(sent)?)?.aggregate)
    }

    /// The seed of what attacks and rules draw in a round.
    fn seed_of(&self, round: u64) -> u64 {
        let (seed, repeat) = self.key();
        Stream::new(seed, repeat, Purpose::TaskRound).words(round, 0)[0]
    }

    fn point(&self, round: u64, weights: &[f64]) -> Result<Point, Error> {
        let (accuracy, loss) = self.test(weights);
        // Weights may be finite and their scores not.
        if !loss.is_finite() {
            return Err(Error::NotFinite { round });
        }
        Ok(Point { round, accuracy, loss })
    }
}

/// The same rule; what it draws is drawn anew in every round.
fn of_round(aggregation: &Aggregation, seed: u64) -> Aggregation {
    let mut aggregation = aggregation.clone();
    for step in &mut aggregation.before {
        if let PreAggregator::Bucketing { seed: own, .. } = step {
            *own ^= seed;
        }
    }
    aggregation
}
