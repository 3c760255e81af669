//! Which rows train and which test: by chance, class by class.

use crate::federate::task::{Error, Examples};
use crate::rng::{Purpose, Stream};

/// Rows in ascending order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Split {
    pub(crate) train: Vec<usize>,
    pub(crate) test: Vec<usize>,
}

/// Cuts off `share` of every class for the test: rounded, at least one row, and one left to train.
///
/// # Errors
///
/// [`Error::SmallClass`] if a class has fewer than two rows.
pub(crate) fn split(
    examples: &Examples,
    share: f64,
    (seed, repeat): (u128, u64),
) -> Result<Split, Error> {
    let stream = Stream::new(seed, repeat, Purpose::TaskSplit);
    let (mut train, mut test) = (Vec::new(), Vec::new());
    for (class, name) in examples.classes().iter().enumerate() {
        let labels = examples.labels().iter().enumerate();
        let rows = labels.filter(|(_, label)| **label == class).map(|(row, _)| row);
        let rows = shuffled(rows.collect(), &stream);
        if rows.len() < 2 {
            return Err(Error::SmallClass { class: name.clone(), rows: rows.len() });
        }
        let count = (share * rows.len() as f64).round() as usize;
        let (first, rest) = rows.split_at(count.clamp(1, rows.len() - 1));
        test.extend_from_slice(first);
        train.extend_from_slice(rest);
    }
    train.sort_unstable();
    test.sort_unstable();
    Ok(Split { train, test })
}

/// The rows in an order by chance: each has a random word of its own, and they are sorted by it.
pub(crate) fn shuffled(mut rows: Vec<usize>, stream: &Stream) -> Vec<usize> {
    rows.sort_by_cached_key(|&row| (stream.words(0, row as u32), row));
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::federate::task::tests::blobs;

    #[test]
    fn every_class_is_cut_alike_and_no_row_is_lost() {
        let examples = blobs(3, 20, 2);
        let Split { train, test } = split(&examples, 0.25, (1, 0)).unwrap();
        assert_eq!((train.len(), test.len()), (45, 15));
        for class in 0..3 {
            assert_eq!(test.iter().filter(|&&row| examples.labels()[row] == class).count(), 5);
        }
        let mut all = [train, test.clone()].concat();
        all.sort_unstable();
        assert_eq!(all, (0..60).collect::<Vec<_>>());
        assert_ne!(split(&examples, 0.25, (1, 1)).unwrap().test, test);
        assert_ne!(split(&examples, 0.25, (2, 0)).unwrap().test, test);
    }

    #[test]
    fn both_parts_have_every_class_whatever_the_share() {
        for share in [0.001, 0.999] {
            let split = split(&blobs(2, 2, 1), share, (3, 0)).unwrap();
            assert_eq!((split.train.len(), split.test.len()), (2, 2));
        }
        let error = split(&blobs(2, 1, 1), 0.5, (3, 0)).unwrap_err().to_string();
        assert_eq!(error, "class 0 has 1 row: wanted at least 2, one to train and one to test");
    }
}
