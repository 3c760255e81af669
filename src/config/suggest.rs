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
        .map(|candidate| (likeness(word, candidate), candidate))
        .filter(|(likeness, _)| *likeness > 0.6)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}

/// 1 less the share of letters to change; a key without its section is nearly the key.
fn likeness(word: &str, candidate: &str) -> f64 {
    let key = candidate.rsplit('.').next().unwrap_or_default();
    if key == word && key != candidate {
        return 0.95;
    }
    strsim::normalized_damerau_levenshtein(word, candidate)
}
