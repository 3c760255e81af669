//! The little YAML that the files beside The Well's data need.

/// Words that YAML 1.1 takes for something else than text.
const WORDS: [&str; 10] = ["y", "n", "yes", "no", "on", "off", "true", "false", "null", "~"];

/// A text, quoted where a reader would take it for something else.
pub(crate) fn text(text: &str) -> String {
    let is_plain = text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        && !WORDS.contains(&text.to_ascii_lowercase().as_str());
    // A string of JSON is one of YAML.
    if is_plain { text.to_owned() } else { serde_json::Value::from(text).to_string() }
}

/// A number with four decimals; YAML 1.1 reads an exponent only with its sign.
pub(crate) fn number(value: f64) -> String {
    let digits = format!("{value:.4e}");
    match digits.split_once('e').and_then(|(digits, power)| Some((digits, power.parse().ok()?))) {
        Some((digits, power)) => {
            let power: i32 = power;
            format!("{digits}e{power:+03}")
        }
        None if value.is_nan() => ".nan".to_owned(),
        None => if value > 0.0 { ".inf" } else { "-.inf" }.to_owned(),
    }
}

/// `key:` and its items below it, or `key: []`.
pub(crate) fn list(key: &str, items: impl IntoIterator<Item = String>) -> String {
    let lines = items.into_iter().map(|item| format!("- {item}\n")).collect::<Vec<_>>().concat();
    if lines.is_empty() { format!("{key}: []\n") } else { format!("{key}:\n{lines}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_doubtful_text_is_quoted() {
        let check = |found: &str, expected: &str| assert_eq!(text(found), expected);
        check("A", "A");
        check("gray_scott_2", "gray_scott_2");
        check("y", "\"y\"");
        check("No", "\"No\"");
        check("2d", "\"2d\"");
        check("", "\"\"");
        check("a: \"b\"\n", r#""a: \"b\"\n""#);
        check("é", "\"é\"");
    }

    #[test]
    fn number_has_four_decimals_and_a_signed_exponent() {
        let check = |found: f64, expected: &str| assert_eq!(number(found), expected);
        check(0.0, "0.0000e+00");
        check(0.7292278, "7.2923e-01");
        check(-2.0054e-4, "-2.0054e-04");
        check(99999.99, "1.0000e+05");
        check(1e-300, "1.0000e-300");
        check(f64::NAN, ".nan");
        check(f64::NEG_INFINITY, "-.inf");
    }

    #[test]
    fn empty_list_stays_on_its_line() {
        assert_eq!(list("a", []), "a: []\n");
        assert_eq!(list("a", ["1".to_owned(), "2".to_owned()]), "a:\n- 1\n- 2\n");
    }
}
