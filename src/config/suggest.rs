//! "Did you mean": the nearest known word.

/// The candidate most like `word`, if one is near enough to be a slip of the hand.
///
/// # Examples
///
/// ```
/// assert_eq!(mfn::config::nearest("grid.row", ["grid.rows", "time.step"]), Some("grid.rows"));
/// assert_eq!(mfn::config::nearest("zebra", ["grid.rows", "time.step"]), None);
/// ```
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    candidates
        .into_iter()
        .map(|candidate| (strsim::jaro_winkler(word, candidate), candidate))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}
