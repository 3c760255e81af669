//! Whether a run came to rest, and when.

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stationarity {
    /// No cell ever changed.
    Frozen,
    /// Every change from frame `since` to the next and later was quiet.
    Stationary {
        /// The first frame of the rest, counted from 0.
        since: usize,
    },
    /// The last changes were not quiet.
    Evolving,
}

impl Stationarity {
    /// A frame is quiet for `mfn` if no cell changed by more than this share of the range.
    pub const QUIET: f64 = 1e-6;
    /// So many quiet frames in a row at the end make a run stationary for `mfn`.
    pub const WINDOW: usize = 3;

    /// From the changes of a run, the t-th from frame t to t + 1, each as a share of the range of
    /// both frames: quiet below `bound`, and at rest if the last `window` changes (at least 1) are
    /// quiet. A change that is NaN is not quiet.
    ///
    /// # Examples
    ///
    /// ```
    /// use mfn::features::Stationarity;
    ///
    /// let changes = [0.3, 1e-9, 0.2, 1e-9, 1e-9];
    /// let found = Stationarity::of(&changes, 1e-6, 2);
    /// assert_eq!(found, Stationarity::Stationary { since: 3 });
    /// ```
    pub fn of(changes: &[f64], bound: f64, window: usize) -> Self {
        let quiet = changes.iter().rev().take_while(|change| **change < bound).count();
        if !changes.is_empty() && changes.iter().all(|change| *change == 0.0) {
            Self::Frozen
        } else if quiet >= window.max(1) {
            Self::Stationary { since: changes.len() - quiet }
        } else {
            Self::Evolving
        }
    }

    /// The name used in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Frozen => "frozen",
            Self::Stationary { .. } => "stationary",
            Self::Evolving => "evolving",
        }
    }

    /// The first frame of the rest.
    pub fn since(self) -> Option<usize> {
        match self {
            Self::Frozen => Some(0),
            Self::Stationary { since } => Some(since),
            Self::Evolving => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rest_begins_after_the_last_change_that_was_not_quiet() {
        for (changes, window, name, since) in [
            (&[][..], 1, "evolving", None),
            (&[0.0, 0.0], 1, "frozen", Some(0)),
            (&[0.5, 0.0, 0.0], 2, "stationary", Some(1)),
            (&[0.5, 0.0, 0.0], 3, "evolving", None),
            (&[0.0, 0.5], 0, "evolving", None),
            (&[0.01, 0.02], 2, "stationary", Some(0)),
            (&[0.01, f64::NAN, 0.01], 1, "stationary", Some(2)),
        ] {
            let found = Stationarity::of(changes, 0.1, window);
            assert_eq!((found.name(), found.since()), (name, since), "{changes:?}");
        }
    }
}
