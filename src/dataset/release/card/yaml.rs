//! Texts as YAML scalars.

use std::fmt::Write as _;

/// A text as a YAML scalar that YAML 1.1 and 1.2 read back as that text.
///
/// Plain where that is safe beyond doubt; otherwise in double quotes on one line.
///
/// # Reference
///
/// *YAML*, version 1.2.2, §5.7 and §7.3.1; version 1.1 for the words that are no texts.
pub(in crate::dataset::release) fn scalar(text: &str) -> String {
    if is_plain(text) { text.to_owned() } else { quoted(text) }
}

fn is_plain(text: &str) -> bool {
    // Every word that some reader takes for a truth value, nothing, or a number.
    const WORDS: [&str; 12] =
        ["true", "false", "yes", "no", "on", "off", "y", "n", "null", "nan", "inf", "infinity"];
    let starts_with_letter = text.starts_with(|letter: char| letter.is_ascii_alphabetic());
    let is_safe = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-');
    starts_with_letter
        && text.chars().all(|letter| is_safe(letter) || letter == '.')
        && !WORDS.contains(&text.to_ascii_lowercase().as_str())
}

fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for letter in text.chars() {
        match letter {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            // Writing to a string cannot fail.
            _ if must_be_escaped(letter) => drop(write!(quoted, "\\u{:04X}", u32::from(letter))),
            _ => quoted.push(letter),
        }
    }
    quoted.push('"');
    quoted
}

/// Controls, line and paragraph separators, the byte order mark and the two non-characters: all
/// below 2¹⁶.
fn must_be_escaped(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_words_stay_plain() {
        for text in ["train", "D_box", "cc-by-4.0", "V_mean", "a"] {
            assert_eq!(scalar(text), text);
        }
    }

    #[test]
    fn everything_else_is_quoted() {
        let check = |text: &str, expected: &str| assert_eq!(scalar(text), expected);
        check("", "\"\"");
        check("a: b", "\"a: b\"");
        check("say \"x\" \\ y", "\"say \\\"x\\\" \\\\ y\"");
        check("a\nb\r\tc", "\"a\\nb\\r\\tc\"");
        check("λ∇²", "\"λ∇²\"");
        check("🦠", "\"🦠\"");
        check("\u{7}\u{85}\u{2028}\u{feff}", "\"\\u0007\\u0085\\u2028\\uFEFF\"");
        check("- item", "\"- item\"");
        check("# no comment", "\"# no comment\"");
        check("{a}", "\"{a}\"");
        check("1.5", "\"1.5\"");
        check("---", "\"---\"");
    }

    #[test]
    fn words_with_a_meaning_are_quoted() {
        for text in ["true", "Null", "NO", "on", "y", "NaN", "Infinity", "~", ".inf", "0x1F", "1e5"]
        {
            assert_eq!(scalar(text), format!("\"{text}\""));
        }
    }
}
