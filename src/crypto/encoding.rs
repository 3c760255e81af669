//! Bytes as hexadecimal digits, and the strict way back.

use std::fmt::Write as _;
use zeroize::Zeroizing;

/// Lowercase hexadecimal digits.
pub fn to_hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// The bytes of lowercase hexadecimal digits; none if it is anything else.
pub fn from_hex(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(text.len() / 2));
    for pair in text.as_bytes().chunks(2) {
        let [high, low] = pair else { return None };
        bytes.push((digit(*high)? << 4) | digit(*low)?);
    }
    Some(bytes)
}

/// So many bytes of lowercase hexadecimal digits; none if it is anything else.
pub fn array_from_hex<const N: usize>(text: &str) -> Option<[u8; N]> {
    from_hex(text).and_then(|bytes| bytes.as_slice().try_into().ok())
}

fn digit(letter: u8) -> Option<u8> {
    match letter {
        b'0'..=b'9' => Some(letter - b'0'),
        b'a'..=b'f' => Some(letter - b'a' + 10),
        _ => None,
    }
}

/// Reads the parts of a binary format one after the other.
pub(crate) struct Parts<'a>(pub(crate) &'a [u8]);

impl<'a> Parts<'a> {
    /// The next so many bytes; none if there are fewer.
    pub(crate) fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (part, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(part)
    }

    /// The next so many bytes as an array.
    pub(crate) fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.take(N)?.try_into().ok()
    }

    /// The next number of two bytes, the least significant first.
    pub(crate) fn u16(&mut self) -> Option<u16> {
        self.array().map(u16::from_le_bytes)
    }

    /// The next number of four bytes, the least significant first.
    pub(crate) fn u32(&mut self) -> Option<u32> {
        self.array().map(u32::from_le_bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hexadecimal_goes_back_and_forth() {
        for bytes in [&b""[..], &[0], &[0xab, 0x01, 0xff]] {
            assert_eq!(from_hex(&to_hex(bytes)).unwrap().as_slice(), bytes);
        }
        for wrong in ["a", "AB", "0g", "é", "0x", "00 "] {
            assert!(from_hex(wrong).is_none(), "{wrong}");
        }
        assert_eq!(array_from_hex::<2>("00ff"), Some([0, 255]));
        assert_eq!(array_from_hex::<3>("00ff"), None);
    }
}
