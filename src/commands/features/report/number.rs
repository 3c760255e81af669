//! Numbers for people.

/// Six significant digits, with a power of ten where the number is long; empty for none.
pub(crate) fn six_digits(number: Option<f64>) -> String {
    let Some(number) = number else { return String::new() };
    let rounded: f64 = format!("{number:.5e}").parse().unwrap_or(number);
    // The sum makes of −0 a 0.
    let rounded = rounded + 0.0;
    let plain = rounded == 0.0 || (1e-4..1e7).contains(&rounded.abs());
    if plain { rounded.to_string() } else { format!("{rounded:e}") }
}

/// A correlation: sign and three decimals; a dash for none.
pub(crate) fn correlation(r: Option<f64>) -> String {
    r.map_or_else(|| "–".to_owned(), |r| format!("{r:+.3}"))
}

/// A share of rows in per cent.
pub(crate) fn percent(share: f64) -> String {
    format!("{:.1} %", 100.0 * share)
}
