//! Which client has which rows.

use crate::federate::task::Error;
use crate::federate::task::dealing::gamma::log_gamma_variate;
use crate::federate::task::dealing::split::shuffled;
use crate::rng::{Purpose, Stream};

/// How training rows are dealt to clients.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Partition {
    /// By chance, as many to each as to any other, give or take one.
    Iid,
    /// Class by class, in shares that are drawn from a symmetric Dirichlet distribution.
    ///
    /// # Reference
    ///
    /// T.-M. H. Hsu, H. Qi, M. Brown, *Measuring the Effects of Non-Identical Data Distribution
    /// for Federated Visual Classification*, arXiv:1909.06335, 2019; class by class as in Q. Li et
    /// al., *Federated Learning on Non-IID Data Silos*, ICDE 2022.
    Dirichlet {
        /// Concentration α > 0: large is nearly IID, small gives each class to few clients.
        alpha: f64,
    },
}

impl Partition {
    /// The rows of each client, ascending; everyone has at least one.
    ///
    /// `train` are rows, `labels` the class of every row, training or not. A client that the draw
    /// leaves without a row gets one from the client that has most.
    ///
    /// # Errors
    ///
    /// [`Error::TooFewRows`] if there are more clients than rows.
    pub(crate) fn deal(
        self,
        (train, labels): (&[usize], &[usize]),
        clients: usize,
        (seed, repeat): (u128, u64),
    ) -> Result<Vec<Vec<usize>>, Error> {
        if train.len() < clients {
            return Err(Error::TooFewRows { rows: train.len(), clients });
        }
        let order = shuffled(train.to_vec(), &Stream::new(seed, repeat, Purpose::TaskOrder));
        let mut dealt = vec![Vec::new(); clients];
        match self {
            Self::Iid => {
                for (place, row) in order.into_iter().enumerate() {
                    dealt[place % clients].push(row);
                }
            }
            Self::Dirichlet { alpha } => {
                let stream = Stream::new(seed, repeat, Purpose::TaskShares);
                let classes = labels.iter().max().map_or(0, |most| most + 1);
                for class in 0..classes {
                    let rows: Vec<usize> =
                        order.iter().copied().filter(|&row| labels[row] == class).collect();
                    let shares = dirichlet(alpha, clients, &stream, class);
                    deal_class(&rows, &shares, &mut dealt);
                }
                feed_the_empty(&mut dealt);
            }
        }
        for rows in &mut dealt {
            rows.sort_unstable();
        }
        Ok(dealt)
    }
}

/// Shares of a class: gamma variates over their sum, scaled by the largest so that none overflows.
fn dirichlet(alpha: f64, clients: usize, stream: &Stream, class: usize) -> Vec<f64> {
    let step = |client: usize| (class * clients + client) as u64;
    let logs: Vec<f64> =
        (0..clients).map(|client| log_gamma_variate(alpha, stream, step(client))).collect();
    let most = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let shares: Vec<f64> = logs.into_iter().map(|log| libm::exp(log - most)).collect();
    let sum: f64 = shares.iter().sum();
    shares.into_iter().map(|share| share / sum).collect()
}

/// Cuts the rows of a class where the shares, added up, end.
fn deal_class(rows: &[usize], shares: &[f64], dealt: &mut [Vec<usize>]) {
    let (mut sum, mut start) = (0.0, 0);
    let last = shares.len().saturating_sub(1);
    for (client, share) in shares.iter().enumerate() {
        sum += share;
        let end = (sum * rows.len() as f64).round() as usize;
        // The sum may round to just below 1.
        let end = if client == last { rows.len() } else { end.clamp(start, rows.len()) };
        dealt[client].extend_from_slice(&rows[start..end]);
        start = end;
    }
}

fn feed_the_empty(dealt: &mut [Vec<usize>]) {
    while let Some(hungry) = dealt.iter().position(Vec::is_empty) {
        // The first of those that have most.
        let richest = (0..dealt.len()).rev().max_by_key(|&client| dealt[client].len());
        // There are at least as many rows as clients, so somebody has two.
        let Some(row) = richest.and_then(|client| dealt[client].pop()) else { return };
        dealt[hungry].push(row);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn deal(partition: Partition, rows: usize, clients: usize, seed: u128) -> Vec<Vec<usize>> {
        let train: Vec<usize> = (0..rows).collect();
        let labels: Vec<usize> = train.iter().map(|row| row % 4).collect();
        let dealt = partition.deal((&train, &labels), clients, (seed, 0)).unwrap();
        let mut all = dealt.concat();
        all.sort_unstable();
        assert_eq!(all, train, "every row is somewhere, once");
        assert!(dealt.iter().all(|rows| !rows.is_empty()));
        dealt
    }

    /// Mean over clients of the share of their most common class.
    fn purity(dealt: &[Vec<usize>]) -> f64 {
        let most = |rows: &Vec<usize>| {
            let count = |class| rows.iter().filter(|&row| row % 4 == class).count();
            (0..4).map(count).max().unwrap() as f64 / rows.len() as f64
        };
        dealt.iter().map(most).sum::<f64>() / dealt.len() as f64
    }

    #[test]
    fn iid_shares_are_even() {
        let dealt = deal(Partition::Iid, 103, 10, 1);
        assert!(dealt.iter().all(|rows| (10..=11).contains(&rows.len())));
    }

    #[test]
    fn small_alpha_parts_the_classes_and_large_alpha_mixes_them() {
        let at = |alpha| purity(&deal(Partition::Dirichlet { alpha }, 4000, 10, 5));
        assert!(at(0.1) > 0.6, "{}", at(0.1));
        assert!(at(1000.0) < 0.35, "{}", at(1000.0));
    }

    #[test]
    fn nobody_is_left_without_a_row() {
        for seed in 0..50 {
            deal(Partition::Dirichlet { alpha: 0.01 }, 20, 20, seed);
            deal(Partition::Dirichlet { alpha: 1e-4 }, 40, 20, seed);
        }
        let error = Partition::Iid.deal((&[0, 1], &[0, 1]), 3, (1, 0)).unwrap_err();
        let expected = "2 training rows do not suffice 3 clients: wanted at least one each";
        assert_eq!(error.to_string(), expected);
    }
}
