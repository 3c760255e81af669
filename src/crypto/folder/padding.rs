//! Lengths that tell little: PADMÉ.

/// The length that hides a length: at most 12 % more, and O(log log L) bits of it are told.
///
/// With E = ⌊log₂ L⌋ and S = ⌊log₂ E⌋ + 1 the last E − S bits of L are rounded up to zeros.
///
/// # Reference
///
/// K. Nikitin et al., *Reducing Metadata Leakage from Encrypted Files and Communication with
/// PURBs*, PoPETs 2019(4), §4, Algorithm 1.
///
/// # Examples
///
/// ```
/// use mfn::crypto::folder::padded_length;
/// assert_eq!(padded_length(9), 10);
/// assert_eq!(padded_length(1000), 1024);
/// ```
pub fn padded_length(length: u64) -> u64 {
    if length < 2 {
        return length;
    }
    let exponent = length.ilog2();
    let kept = exponent.ilog2() + 1;
    let mask = (1_u64 << exponent.saturating_sub(kept)) - 1;
    length.saturating_add(mask) & !mask
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn padding_is_at_least_nothing_and_at_most_twelve_per_cent() {
        let mut last = 0;
        for length in (0..100_000).chain((20..40).map(|bits| (1 << bits) + 12_345)) {
            let padded = padded_length(length);
            assert!(padded >= length.max(last), "{length}");
            assert!(padded as f64 <= 1.12 * length as f64 + 1.0, "{length}: {padded}");
            assert_eq!(padded_length(padded), padded);
            last = padded;
        }
        let distinct: std::collections::BTreeSet<u64> = (0..65_536).map(padded_length).collect();
        assert!(distinct.len() < 250, "{}", distinct.len());
    }
}
