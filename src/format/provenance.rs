//! Where a file comes from: the preset and the program that made it, and SHA-256 digests.

use crate::format::Error;
use crate::format::io_error;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// What is needed to make a file again: it goes into every file that can hold text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provenance {
    /// The resolved preset, canonical TOML.
    pub preset: String,
    /// SHA-256 of `preset`, 64 hexadecimal digits.
    pub preset_sha256: String,
    /// Version of this program.
    pub version: String,
    /// The seed, as the preset writes it.
    pub seed: String,
    /// The random number generator.
    pub rng: String,
    /// The model's kind.
    pub model: String,
}

impl Provenance {
    /// The six keys and their values, always in this order.
    pub fn entries(&self) -> [(&'static str, &str); 6] {
        [
            ("mfn.preset", &self.preset),
            ("mfn.preset_sha256", &self.preset_sha256),
            ("mfn.version", &self.version),
            ("mfn.seed", &self.seed),
            ("mfn.rng", &self.rng),
            ("mfn.model", &self.model),
        ]
    }
}

/// The SHA-256 of `bytes`, 64 lowercase hexadecimal digits.
///
/// # Reference
///
/// FIPS 180-4.
///
/// # Examples
///
/// ```
/// assert!(mfn::format::sha256_hex(b"abc").starts_with("ba7816bf8f01cfea"));
/// ```
pub fn sha256_hex(bytes: &[u8]) -> String {
    to_hex(&Sha256::digest(bytes))
}

/// The SHA-256 of a file's content, read in pieces of 64 KiB.
///
/// # Errors
///
/// [`Error::Io`] if the file cannot be read.
pub fn sha256_of_file(path: &Path) -> Result<String, Error> {
    let mut file = File::open(path).map_err(io_error(path, "open"))?;
    let mut digest = Sha256::new();
    let mut piece = vec![0; 1 << 16];
    loop {
        let n_bytes = file.read(&mut piece).map_err(io_error(path, "read"))?;
        if n_bytes == 0 {
            return Ok(to_hex(&digest.finalize()));
        }
        digest.update(&piece[..n_bytes]);
    }
}

/// Two lowercase hexadecimal digits a byte.
pub(crate) fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        // Writing into a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
pub(crate) fn example() -> Provenance {
    let preset = "schema = 1\nname = \"tëst # one\"\nseed = 42\n";
    Provenance {
        preset: preset.to_owned(),
        preset_sha256: sha256_hex(preset.as_bytes()),
        version: "0.1.0".to_owned(),
        seed: "42".to_owned(),
        rng: "philox4x32-10".to_owned(),
        model: "gray-scott".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_are_those_of_fips_180_4() {
        let check = |bytes: &[u8], expected: &str| assert_eq!(sha256_hex(bytes), expected);
        check(b"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        check(b"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    #[test]
    fn file_digest_is_that_of_its_bytes() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let bytes: Vec<u8> = (0..200_000_u32).map(|index| (index % 251) as u8).collect();
        std::fs::write(file.path(), &bytes).unwrap();
        assert_eq!(sha256_of_file(file.path()).unwrap(), sha256_hex(&bytes));
    }

    #[test]
    fn entries_keep_their_order() {
        let provenance = example();
        let keys = provenance.entries().map(|(key, _)| key);
        let expected = ["preset", "preset_sha256", "version", "seed", "rng", "model"];
        assert_eq!(keys, expected.map(|key| format!("mfn.{key}")).each_ref().map(String::as_str));
    }
}
