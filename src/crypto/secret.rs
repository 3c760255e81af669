//! Secrets: keys and passphrases that are wiped when they are dropped and that nothing prints.

use crate::crypto::Error;
use std::fmt;
use zeroize::Zeroizing;

/// A secret of 32 bytes: a data key, a raw key, a derived key.
///
/// It is wiped when it is dropped, and its `Debug` shows nothing of it.
#[derive(Clone)]
pub struct SecretKey(Zeroizing<[u8; 32]>);

impl SecretKey {
    /// A key from the operating system's random numbers.
    ///
    /// # Errors
    ///
    /// [`Error::Random`] if there are none.
    pub fn random() -> Result<Self, Error> {
        let mut key = Self(Zeroizing::new([0; 32]));
        fill_random(key.0.as_mut_slice())?;
        Ok(key)
    }

    /// The key of these bytes.
    ///
    /// # Errors
    ///
    /// [`Error::Length`] if there are not 32.
    pub fn from_slice(bytes: &[u8], what: &'static str) -> Result<Self, Error> {
        let mut key = Zeroizing::new([0; 32]);
        if bytes.len() != key.len() {
            return Err(Error::Length { what, found: bytes.len() as u64, wanted: "32" });
        }
        key.copy_from_slice(bytes);
        Ok(Self(key))
    }

    /// The bytes, for those who compute with them.
    pub fn expose(&self) -> &[u8; 32] {
        &self.0
    }

    /// The bytes, to be filled in.
    pub(crate) fn expose_mut(&mut self) -> &mut [u8; 32] {
        &mut self.0
    }

    /// A key of zeros, to be filled in.
    pub(crate) fn blank() -> Self {
        Self(Zeroizing::new([0; 32]))
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("SecretKey(…)")
    }
}

/// A passphrase: at least one byte, wiped when it is dropped.
#[derive(Clone)]
pub struct Passphrase(Zeroizing<Vec<u8>>);

impl Passphrase {
    /// The passphrase of these bytes, without one line ending at their end.
    ///
    /// # Errors
    ///
    /// [`Error::EmptyPassphrase`] if nothing is left.
    ///
    /// # Examples
    ///
    /// ```
    /// use mfn::crypto::Passphrase;
    /// assert!(Passphrase::new(b"correct horse\n".to_vec()).is_ok());
    /// assert!(Passphrase::new(b"\n".to_vec()).is_err());
    /// ```
    pub fn new(bytes: Vec<u8>) -> Result<Self, Error> {
        let mut bytes = Zeroizing::new(bytes);
        if bytes.last() == Some(&b'\n') {
            bytes.pop();
            if bytes.last() == Some(&b'\r') {
                bytes.pop();
            }
        }
        if bytes.is_empty() { Err(Error::EmptyPassphrase) } else { Ok(Self(bytes)) }
    }

    /// The bytes, for those who compute with them.
    pub fn expose(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Passphrase(…)")
    }
}

/// Fills a buffer with the operating system's random numbers.
pub(crate) fn fill_random(bytes: &mut [u8]) -> Result<(), Error> {
    getrandom::fill(bytes).map_err(|source| Error::Random { source })
}

/// So many random bytes that are no secret: salts, names, identifiers.
///
/// # Errors
///
/// [`Error::Random`] if the operating system gives none.
pub fn random_bytes<const N: usize>() -> Result<[u8; N], Error> {
    let mut bytes = [0; N];
    fill_random(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_ending_is_no_part_of_a_passphrase() {
        let check = |written: &[u8], expected: &[u8]| {
            assert_eq!(Passphrase::new(written.to_vec()).unwrap().expose(), expected);
        };
        check(b"abc", b"abc");
        check(b"abc\n", b"abc");
        check(b"abc\r\n", b"abc");
        check(b" abc \n\n", b" abc \n");
        check(b"\r", b"\r");
        for empty in ["", "\n", "\r\n"] {
            let error = Passphrase::new(empty.into()).unwrap_err();
            assert!(matches!(error, Error::EmptyPassphrase));
        }
    }

    #[test]
    fn nothing_of_a_secret_is_shown() {
        let key = SecretKey::from_slice(&[0xab; 32], "key").unwrap();
        let passphrase = Passphrase::new(b"hyphae".to_vec()).unwrap();
        let shown = format!("{key:?} {passphrase:?}");
        assert_eq!(shown, "SecretKey(…) Passphrase(…)");
    }

    #[test]
    fn key_has_32_bytes() {
        for length in [0, 31, 33, 64] {
            let error = SecretKey::from_slice(&vec![0; length], "raw key file").unwrap_err();
            assert_eq!(
                error.to_string(),
                format!("the raw key file has {length} bytes: wanted 32")
            );
        }
        let (one, other) = (SecretKey::random().unwrap(), SecretKey::random().unwrap());
        assert_ne!(one.expose(), other.expose());
    }
}
