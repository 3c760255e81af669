//! Percent-encoding of paths and names that become parts of an IRI.

use std::fmt::Write as _;

/// The text with everything encoded but letters, digits, `-._~` and, as it separates, `/`.
///
/// # Reference
///
/// RFC 3986, §2.1 and §2.3.
pub(in crate::dataset::release) fn percent_encoded(text: &str) -> String {
    text.bytes().fold(String::with_capacity(text.len()), |mut encoded, byte| {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                encoded.push(char::from(byte));
            }
            // Writing to a string cannot fail.
            _ => drop(write!(encoded, "%{byte:02X}")),
        }
        encoded
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_unreserved_characters_and_slashes_stay() {
        let check = |text: &str, expected: &str| assert_eq!(percent_encoded(text), expected);
        check("data/part-000000.parquet", "data/part-000000.parquet");
        check("a b#c?d%", "a%20b%23c%3Fd%25");
        check("λ\n", "%CE%BB%0A");
    }
}
