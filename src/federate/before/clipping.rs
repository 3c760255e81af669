//! Shortening of long updates.

use crate::federate::updates::Weighted;

/// Updates longer than the threshold get its norm.
pub(crate) fn to_threshold(squares: &[f64], threshold: f64) -> Vec<Weighted> {
    let weight = |square: &f64| {
        let norm = square.sqrt();
        if norm > threshold { threshold / norm } else { 1.0 }
    };
    squares.iter().enumerate().map(|(client, square)| vec![(client, weight(square))]).collect()
}

/// The ⌊2f(n − f)/n⌋ longest updates get the norm of the next one.
pub(crate) fn adaptive(squares: &[f64], byzantine: usize) -> Vec<Weighted> {
    let n = squares.len();
    let clipped = 2 * byzantine * (n - byzantine) / n.max(1);
    let mut sorted = squares.to_vec();
    sorted.sort_by(f64::total_cmp);
    let next = n.checked_sub(clipped + 1).and_then(|place| sorted.get(place));
    to_threshold(squares, next.map_or(f64::INFINITY, |square| square.sqrt()))
}
