//! One client: its rows, its batches, its momentum.

use crate::federate::task::federation::Federation;
use crate::federate::task::network::Scratch;
use crate::federate::task::settings::Settings;
use crate::rng::{Purpose, Stream};

/// A client during a training.
#[derive(Debug, Clone)]
pub(crate) struct Client<'a> {
    federation: &'a Federation,
    /// Its number, from 0.
    number: usize,
    rows: &'a [usize],
    /// Whether it takes class y for class k − 1 − y.
    flipped: bool,
    batches: Stream,
    noise: Stream,
    /// Momentum of its gradients so far.
    momentum: Option<Vec<f64>>,
    gradient: Vec<f64>,
    scratch: Scratch,
}

impl<'a> Client<'a> {
    /// A client before the first round.
    pub(crate) fn new(federation: &'a Federation, number: usize, flipped: bool) -> Self {
        let (seed, repeat) = federation.key();
        Self {
            federation,
            number,
            rows: federation.rows_of(number),
            flipped,
            batches: Stream::new(seed, repeat, Purpose::TaskBatch),
            noise: Stream::new(seed, repeat, Purpose::PrivacyNoise),
            momentum: None,
            gradient: vec![0.0; federation.network().n_weights()],
            scratch: Scratch::default(),
        }
    }

    /// What it sends in a round: m ← β m + (1 − β) g, and m = g in the first round.
    ///
    /// # Reference
    ///
    /// S. P. Karimireddy, L. He, M. Jaggi, *Learning from History for Byzantine Robust
    /// Optimization*, ICML 2021, algorithm 2.
    pub(crate) fn send(&mut self, weights: &[f64], round: u64) -> Vec<f64> {
        let gradient = self.gradient(weights, round);
        let past = self.federation.settings().momentum;
        let sent = match self.momentum.take() {
            None => gradient,
            Some(mut momentum) => {
                for (old, new) in momentum.iter_mut().zip(&gradient) {
                    *old = past * *old + (1.0 - past) * new;
                }
                momentum
            }
        };
        self.momentum = Some(sent.clone());
        sent
    }

    /// The gradient of a batch in which each row takes part with probability q, independently.
    ///
    /// The sum over the batch is divided by the size q·rows that is expected of it, not by its own:
    /// so it is the mean gradient without bias, and one row more changes the sum by its own
    /// gradient alone, which is what the accountant of privacy counts on.
    fn gradient(&mut self, weights: &[f64], round: u64) -> Vec<f64> {
        let Settings { batch, privacy, .. } = *self.federation.settings();
        let rate = sampling_rate(batch, self.rows.len());
        let mut sum = vec![0.0; weights.len()];
        for &row in self.rows {
            if self.batches.uniform(round, row as u32) >= rate {
                continue;
            }
            let example = self.example(row);
            let network = self.federation.network();
            match privacy {
                None => network.add_gradient(weights, example, &mut sum, &mut self.scratch),
                Some(privacy) => {
                    self.gradient.fill(0.0);
                    network.add_gradient(weights, example, &mut self.gradient, &mut self.scratch);
                    privacy.mechanism.clip(&mut self.gradient);
                    sum.iter_mut().zip(&self.gradient).for_each(|(sum, slope)| *sum += slope);
                }
            }
        }
        if let Some(privacy) = privacy {
            // Rounds and clients are far below 2³² each.
            let step = round << 32 | self.number as u64;
            privacy.mechanism.add_noise(&mut sum, &self.noise, step);
        }
        let size = rate * self.rows.len() as f64;
        for slope in &mut sum {
            *slope /= size;
        }
        sum
    }

    fn example(&self, row: usize) -> (&'a [f64], usize) {
        let (values, label) = self.federation.example(row);
        let classes = self.federation.n_classes();
        (values, if self.flipped { classes - 1 - label } else { label })
    }
}

/// The probability q with which a row takes part, so that `batch` rows are expected.
pub(crate) fn sampling_rate(batch: usize, rows: usize) -> f64 {
    (batch as f64 / rows.max(1) as f64).min(1.0)
}
