//! `seal.json`: what anybody can know of a sealed folder, and check without a key.

use crate::crypto::Error;
use crate::crypto::SecretKey;
use crate::crypto::encoding::{array_from_hex, to_hex};
use crate::crypto::folder::check_path;
use hkdf::Hkdf;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::Sha256;

/// A sealed file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SealedFile {
    /// Its path in the sealed folder.
    pub path: String,
    /// Number of the data key: its header is `k<number>/header`.
    pub key: u32,
    /// Its size in bytes.
    pub bytes: u64,
    /// Its SHA-256.
    pub sha256: String,
    /// What its sealer recognises it by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token: Option<Token>,
}

/// What a sealer recognises a sealed file by without opening it: a keyed digest of its path, its
/// content and whether its size was hidden. Without the key it tells nothing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Token(String);

/// The key of tokens. It follows from a data key and does not lead back to it.
#[derive(Debug, Clone)]
pub struct TokenKey(SecretKey);

impl TokenKey {
    /// The key of the tokens of what was sealed under a data key.
    ///
    /// # Errors
    ///
    /// [`Error::Refused`] never, for 32 bytes.
    pub fn of(data_key: &SecretKey) -> Result<Self, Error> {
        let mut key = SecretKey::blank();
        Hkdf::<Sha256>::new(None, data_key.expose())
            .expand(b"mfn-seal/v1/token", key.expose_mut())
            .map_err(|_| Error::Refused { what: "a derivation" })?;
        Ok(Self(key))
    }

    /// The key with these bytes, as a sealer keeps it.
    pub fn from_key(key: SecretKey) -> Self {
        Self(key)
    }

    /// The bytes, for the sealer to keep.
    pub fn key(&self) -> &SecretKey {
        &self.0
    }

    /// The token of a file: HMAC-SHA-256 over ‖ path ‖ 0 ‖ SHA-256 of its content ‖ way.
    ///
    /// # Errors
    ///
    /// [`Error::Refused`] never, for 32 bytes.
    pub fn token(&self, path: &str, sha256: &str, way: &str) -> Result<Token, Error> {
        let mac = Hmac::<Sha256>::new_from_slice(self.0.expose());
        let mut mac = mac.map_err(|_| Error::Refused { what: "a key" })?;
        // No path has a zero, and digests have one length: the parts cannot be mixed up.
        for part in [path, "\0", sha256, way] {
            mac.update(part.as_bytes());
        }
        Ok(Token(to_hex(&mac.finalize().into_bytes())))
    }
}

/// What `seal.json` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedList {
    /// The folder's id.
    pub id: [u8; 16],
    /// The sealed index.
    pub index: SealedFile,
    /// The sealed files, sorted by path.
    pub files: Vec<SealedFile>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    format: String,
    version: u64,
    id: String,
    index: SealedFile,
    files: Vec<SealedFile>,
}

#[derive(Deserialize)]
struct Versioned {
    format: String,
    version: u64,
}

const FORMAT: &str = "seal.json";
const NAME: &str = "mfn-sealed-folder";
const VERSION: u64 = 1;

impl SealedList {
    /// The list as JSON.
    ///
    /// # Errors
    ///
    /// [`Error::Malformed`] if it cannot be written.
    pub fn to_json(&self) -> Result<String, Error> {
        let (format, version, id) = (NAME.to_owned(), VERSION, to_hex(&self.id));
        let (index, files) = (self.index.clone(), self.files.clone());
        let written = Written { format, version, id, index, files };
        let text = serde_json::to_string_pretty(&written);
        let text =
            text.map_err(|error| Error::Malformed { format: FORMAT, found: error.to_string() })?;
        Ok(text + "\n")
    }

    /// The list that is written as this JSON.
    ///
    /// # Errors
    ///
    /// [`Error::Unrecognised`], [`Error::Version`], [`Error::Malformed`].
    pub fn parse(text: &[u8]) -> Result<Self, Error> {
        let malformed = |found| Error::Malformed { format: FORMAT, found };
        let versioned: Versioned = parse_json(text, FORMAT)?;
        if versioned.format != NAME {
            let found = format!("its format is {:?}", versioned.format);
            return Err(Error::Unrecognised { wanted: "sealed folder", found });
        }
        if versioned.version != VERSION {
            let (found, wanted) = (versioned.version, VERSION);
            return Err(Error::Version { format: "sealed folder", found, wanted });
        }
        let written: Written = parse_json(text, FORMAT)?;
        for file in written.files.iter().chain([&written.index]) {
            check_path(&file.path)?;
            if !is_sha256(&file.sha256) {
                return Err(malformed(format!("{:?} has no SHA-256", file.path)));
            }
        }
        let sorted = written.files.windows(2).all(|pair| match pair {
            [before, after] => before.path < after.path,
            _ => true,
        });
        if !sorted {
            return Err(malformed("its paths are not sorted, each once".to_owned()));
        }
        let id = bytes_of_hex(&written.id, FORMAT)?;
        Ok(Self { id, index: written.index, files: written.files })
    }

    /// Numbers of the data keys in use, sorted.
    pub fn keys(&self) -> Vec<u32> {
        let mut keys: Vec<u32> = self.files.iter().map(|file| file.key).collect();
        keys.push(self.index.key);
        keys.sort_unstable();
        keys.dedup();
        keys
    }
}

pub(crate) fn parse_json<T: DeserializeOwned>(
    text: &[u8],
    format: &'static str,
) -> Result<T, Error> {
    serde_json::from_slice(text)
        .map_err(|error| Error::Malformed { format, found: error.to_string() })
}

pub(crate) fn is_sha256(text: &str) -> bool {
    array_from_hex::<32>(text).is_some()
}

pub(crate) fn bytes_of_hex(text: &str, format: &'static str) -> Result<[u8; 16], Error> {
    array_from_hex(text).ok_or_else(|| {
        let found = format!("its id is {text:?}: wanted 32 lowercase hexadecimal digits");
        Error::Malformed { format, found }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::folder::{Index, IndexEntry};

    fn file(path: &str) -> SealedFile {
        SealedFile { path: path.into(), key: 0, bytes: 72, sha256: "ab".repeat(32), token: None }
    }

    #[test]
    fn list_goes_back_and_forth() {
        let list = SealedList {
            id: [3; 16],
            index: file("k0/index"),
            files: vec![file("k0/a"), SealedFile { key: 2, ..file("k0/b") }],
        };
        let text = list.to_json().unwrap();
        assert_eq!(SealedList::parse(text.as_bytes()).unwrap(), list);
        assert_eq!(list.keys(), [0, 2]);
        let error = |from: &str, to: &str| {
            let text = text.replace(from, to);
            SealedList::parse(text.as_bytes()).unwrap_err().to_string()
        };
        assert!(error("k0/a", "../a").contains("no path inside"));
        assert!(error("k0/a", "k0/c").contains("sorted"));
        assert!(error("ababab", "ABABAB").contains("SHA-256"));
        assert!(error("\"version\": 1", "\"version\": 2").contains("version 2"));
        assert!(error("mfn-sealed-folder", "tar").contains("no sealed folder"));
        assert!(error("\"key\": 2", "\"kez\": 2").contains("kez"));
        assert!(error("03030303", "0303").contains("id"));
    }

    #[test]
    fn index_goes_back_and_forth_and_its_length_tells_little() {
        let entry = |path: &str| IndexEntry {
            path: path.into(),
            bytes: 5,
            sha256: "cd".repeat(32),
            sealed: "k0/x".into(),
            key: 0,
        };
        let index = Index { id: [1; 16], files: vec![entry("a"), entry("b/c")] };
        let text = index.to_padded_json().unwrap();
        assert_eq!(Index::parse(&text).unwrap(), index);
        assert_eq!(crate::crypto::folder::padded_length(text.len() as u64), text.len() as u64);
        let twice = Index { id: [1; 16], files: vec![entry("a"), entry("a")] };
        assert!(Index::parse(&twice.to_padded_json().unwrap()).is_err());
        let out = Index { id: [1; 16], files: vec![entry("../a")] };
        assert!(Index::parse(&out.to_padded_json().unwrap()).is_err());
    }

    #[test]
    fn token_is_of_one_key_path_and_content() {
        let key = TokenKey::of(&SecretKey::random().unwrap()).unwrap();
        let token = key.token("a", "00", "plain").unwrap();
        assert_eq!(key.token("a", "00", "plain").unwrap(), token);
        let other = TokenKey::of(&SecretKey::random().unwrap()).unwrap();
        for different in [
            key.token("b", "00", "plain"),
            key.token("a", "01", "plain"),
            key.token("a", "00", "padded"),
            other.token("a", "00", "plain"),
        ] {
            assert_ne!(different.unwrap(), token);
        }
        let kept = TokenKey::from_key(key.key().clone());
        assert_eq!(kept.token("a", "00", "plain").unwrap(), token);
    }
}
