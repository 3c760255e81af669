//! What Byzantine clients send: known attacks, for trying rules out.

mod moments;
mod optimised;

use crate::federate::Error;
use crate::federate::aggregation::Aggregation;
use crate::federate::attacks::moments::{deviations, mean};
use crate::federate::updates::{Matrix, Updates as _};
use crate::rng::{Purpose, Stream};
use std::fmt;
use std::str::FromStr;

/// An attack on updates: f Byzantine clients see all h honest updates and collude.
///
/// With the mean μ and the standard deviation σ (h − 1 in the denominator) of each coordinate over
/// the honest updates. All but [`Gaussian`](Self::Gaussian) send f copies of one vector.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum Attack {
    /// −s μ.
    ///
    /// L. Li et al., *RSA: Byzantine-robust stochastic aggregation methods*, AAAI 2019, §5.
    SignFlip {
        /// s.
        scale: f64,
    },
    /// −τ μ: the aggregate gets a negative inner product with the true one.
    ///
    /// C. Xie, O. Koyejo, I. Gupta, *Fall of empires*, UAI 2019 (inner product manipulation).
    Ipm {
        /// τ.
        tau: f64,
    },
    /// μ + z σ: inside the spread of the honest updates, all to one side.
    ///
    /// G. Baruch, M. Baruch, Y. Goldberg, *A little is enough*, NeurIPS 2019.
    Alie {
        /// z.
        z: f64,
    },
    /// μ + z σ with the z, found by a line search, that moves the aggregate furthest from μ.
    ///
    /// V. Shejwalkar, A. Houmansadr, *Manipulating the Byzantine*, NDSS 2021, §4.
    AlieOptimised,
    /// A copy of an honest update.
    ///
    /// S. P. Karimireddy, L. He, M. Jaggi, ICLR 2022, §3.
    Mimic {
        /// Which one; counted again from the first if there are not so many.
        client: usize,
    },
    /// Independent normal numbers.
    Gaussian {
        /// Their standard deviation.
        sigma: f64,
    },
    /// +∞ in every coordinate.
    Infinity,
    /// μ with one coordinate NaN.
    Nan,
}

impl Attack {
    /// Every name.
    pub const NAMES: [&'static str; 8] =
        ["sign-flip", "ipm", "alie", "alie-optimised", "mimic", "gaussian", "infinity", "nan"];

    /// The name.
    pub fn name(&self) -> &'static str {
        match self {
            Self::SignFlip { .. } => "sign-flip",
            Self::Ipm { .. } => "ipm",
            Self::Alie { .. } => "alie",
            Self::AlieOptimised => "alie-optimised",
            Self::Mimic { .. } => "mimic",
            Self::Gaussian { .. } => "gaussian",
            Self::Infinity => "infinity",
            Self::Nan => "nan",
        }
    }

    /// The updates of f Byzantine clients.
    ///
    /// `honest` are the updates of the others, h × d; `seed` is for [`Gaussian`](Self::Gaussian);
    /// `aggregation` is what [`AlieOptimised`](Self::AlieOptimised) is aimed at.
    ///
    /// # Errors
    ///
    /// [`Error::Parameter`] if a parameter is not finite.
    ///
    /// # Examples
    ///
    /// ```
    /// use mfn::federate::{Aggregation, Attack, Matrix, Rule};
    ///
    /// let honest = Matrix::from_rows(vec![vec![1.0, 2.0], vec![3.0, 2.0]])?;
    /// let target = Aggregation::new(Rule::Median, 1);
    /// let sent = Attack::SignFlip { scale: 1.0 }.craft(&honest, 1, 0, &target)?;
    /// assert_eq!(sent, [[-2.0, -2.0]]);
    /// # Ok::<(), mfn::federate::Error>(())
    /// ```
    pub fn craft(
        &self,
        honest: &Matrix,
        byzantine: usize,
        seed: u64,
        aggregation: &Aggregation,
    ) -> Result<Vec<Vec<f64>>, Error> {
        self.check()?;
        let rows = honest.rows();
        let scaled = |factor: f64| mean(&rows).into_iter().map(|value| factor * value).collect();
        let vector = match self {
            Self::SignFlip { scale } => scaled(-scale),
            Self::Ipm { tau } => scaled(-tau),
            Self::Alie { z } => moved(&rows, *z),
            Self::AlieOptimised => {
                let z = optimised::search(&rows, byzantine, aggregation)?;
                moved(&rows, z)
            }
            Self::Mimic { client } => {
                rows.get(client % rows.len().max(1)).cloned().unwrap_or_default()
            }
            Self::Gaussian { sigma } => return Ok(noise(honest, byzantine, seed, *sigma)),
            Self::Infinity => vec![f64::INFINITY; honest.coordinates()],
            Self::Nan => {
                let mut vector = mean(&rows);
                if let Some(first) = vector.first_mut() {
                    *first = f64::NAN;
                }
                vector
            }
        };
        Ok(vec![vector; byzantine])
    }

    fn check(&self) -> Result<(), Error> {
        let (name, value) = match *self {
            Self::SignFlip { scale } => ("scale", scale),
            Self::Ipm { tau } => ("tau", tau),
            Self::Alie { z } => ("z", z),
            Self::Gaussian { sigma } => ("sigma", sigma),
            Self::AlieOptimised | Self::Mimic { .. } | Self::Infinity | Self::Nan => return Ok(()),
        };
        if value.is_finite() {
            return Ok(());
        }
        Err(Error::Parameter { name, found: value.to_string(), wanted: "a finite number" })
    }
}

/// Multiplies each number with 1 + r N(0, 1), so that copies of one vector differ.
///
/// # Errors
///
/// [`Error::Parameter`] if r is negative or not finite.
///
/// # Examples
///
/// ```
/// let sent = mfn::federate::jitter(vec![vec![1.0], vec![1.0]], 1e-6, 42)?;
/// assert!(sent[0] != sent[1] && (sent[0][0] - 1.0).abs() < 1e-5);
/// # Ok::<(), mfn::federate::Error>(())
/// ```
pub fn jitter(mut rows: Vec<Vec<f64>>, r: f64, seed: u64) -> Result<Vec<Vec<f64>>, Error> {
    if !(r >= 0.0 && r.is_finite()) {
        let (name, found) = ("jitter", r.to_string());
        return Err(Error::Parameter { name, found, wanted: "a number of at least 0" });
    }
    for (client, row) in rows.iter_mut().enumerate() {
        let stream = Stream::new(u128::from(seed), client as u64, Purpose::FederatedJitter);
        for (k, value) in row.iter_mut().enumerate().filter(|_| r > 0.0) {
            *value *= 1.0 + r * stream.normal(k as u64, 0);
        }
    }
    Ok(rows)
}

/// μ + z σ.
pub(crate) fn moved(rows: &[Vec<f64>], z: f64) -> Vec<f64> {
    mean(rows).into_iter().zip(deviations(rows)).map(|(mean, sigma)| mean + z * sigma).collect()
}

fn noise(honest: &Matrix, byzantine: usize, seed: u64, sigma: f64) -> Vec<Vec<f64>> {
    let row = |client: usize| {
        let stream = Stream::new(u128::from(seed), client as u64, Purpose::FederatedAttack);
        (0..honest.coordinates() as u64).map(|k| sigma * stream.normal(k, 0)).collect()
    };
    (0..byzantine).map(row).collect()
}

impl fmt::Display for Attack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Attack {
    type Err = Error;

    /// An attack by its name, with ByzFL's parameters: s = 1, τ = 2, z = 1.5, σ = 1.
    fn from_str(name: &str) -> Result<Self, Error> {
        Ok(match name {
            "sign-flip" => Self::SignFlip { scale: 1.0 },
            "ipm" => Self::Ipm { tau: 2.0 },
            "alie" => Self::Alie { z: 1.5 },
            "alie-optimised" => Self::AlieOptimised,
            "mimic" => Self::Mimic { client: 0 },
            "gaussian" => Self::Gaussian { sigma: 1.0 },
            "infinity" => Self::Infinity,
            "nan" => Self::Nan,
            _ => {
                let (what, known) = ("attack", Self::NAMES.join(", "));
                return Err(Error::Unknown { what, name: name.to_owned(), known });
            }
        })
    }
}

#[cfg(test)]
mod tests;
