//! The text files of minisign (<https://jedisct1.github.io/minisign/>): keys and signatures.
//!
//! | file | second line, base64 of |
//! |---|---|
//! | public key | `Ed` ‖ key id (8) ‖ public key (32) |
//! | secret key | `Ed` ‖ 0 0 ‖ `B2` ‖ 48 zeros ‖ key id ‖ seed (32) ‖ public key ‖ checksum (32) |
//! | signature | `ED` ‖ key id ‖ signature (64) |
//!
//! A signature's third line is `trusted comment: …`, its fourth base64 of the signature over the
//! 64 bytes of the first and the comment. The first line of each is an untrusted comment. Secret
//! keys are those of `minisign -G -W`: no passphrase, the file's mode protects them. The checksum
//! is BLAKE2b-256 over `Ed` ‖ key id ‖ seed ‖ public key.

use crate::crypto::Error;
use crate::crypto::SecretKey;
use crate::crypto::encoding::Parts;
use crate::crypto::error::io_error;
use crate::crypto::secret::random_bytes;
use base64ct::{Base64, Encoding as _};
use blake2::digest::consts::U32;
use blake2::{Blake2b, Blake2b512, Digest as _};
use ed25519_dalek::Signer as _;
use std::fmt;
use std::io::Read;
use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

const ALGORITHM: &[u8; 2] = b"Ed";
const PREHASHED: &[u8; 2] = b"ED";
const CHECKSUM_ALGORITHM: &[u8; 2] = b"B2";
/// Salt and limits of the passphrase that a secret key does not have.
const NO_PASSPHRASE: usize = 48;
const TRUSTED: &str = "trusted comment: ";
const UNTRUSTED: &str = "untrusted comment: ";

/// A secret key that signs. It is wiped when it is dropped.
pub struct SigningKey {
    id: [u8; 8],
    key: ed25519_dalek::SigningKey,
}

/// A public key that signatures are verified with.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct VerifyingKey {
    id: [u8; 8],
    key: ed25519_dalek::VerifyingKey,
}

/// A signature with its trusted comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    id: [u8; 8],
    content: [u8; 64],
    comment: String,
    global: [u8; 64],
}

impl SigningKey {
    /// A new key from the operating system's random numbers.
    ///
    /// # Errors
    ///
    /// [`Error::Random`] if there are none.
    pub fn generate() -> Result<Self, Error> {
        let seed = SecretKey::random()?;
        Ok(Self { id: random_bytes()?, key: ed25519_dalek::SigningKey::from_bytes(seed.expose()) })
    }

    /// The key with this seed (RFC 8032 §5.1.5) and this id.
    pub fn from_seed(id: [u8; 8], seed: &SecretKey) -> Self {
        Self { id, key: ed25519_dalek::SigningKey::from_bytes(seed.expose()) }
    }

    /// The key in a secret key file without a passphrase.
    ///
    /// # Errors
    ///
    /// [`Error::Unrecognised`] if it is something else or has a passphrase, [`Error::Malformed`]
    /// if its checksum is wrong or its two halves are not of one key. Nothing of it is repeated.
    pub fn parse(text: &[u8]) -> Result<Self, Error> {
        let format = "secret signing key";
        let malformed = |found: &str| Error::Malformed { format, found: found.to_owned() };
        let other = |found: &str| Error::Unrecognised { wanted: format, found: found.to_owned() };
        let text = std::str::from_utf8(text).map_err(|_| other("it is no text"))?;
        let line = payload(text).ok_or_else(|| other("it has no second line"))?;
        let bytes = Base64::decode_vec(line).map_err(|_| other("its second line is no base64"))?;
        let bytes = Zeroizing::new(bytes);
        if bytes.len() != 6 + NO_PASSPHRASE + 8 + 64 + 32 {
            return Err(other("its second line has another length"));
        }
        let mut parts = Parts(&bytes);
        let short = || malformed("it is too short");
        let (algorithm, kdf) = (parts.take(2), parts.take(2).ok_or_else(short)?);
        let checksum_algorithm = parts.take(2);
        if algorithm != Some(ALGORITHM) || checksum_algorithm != Some(CHECKSUM_ALGORITHM) {
            return Err(other("it is for another algorithm"));
        }
        if kdf != [0, 0] {
            return Err(other("it has a passphrase, which this program does not ask for"));
        }
        parts.take(NO_PASSPHRASE);
        let id = parts.array().ok_or_else(short)?;
        let pair = Zeroizing::new(parts.array::<64>().ok_or_else(short)?);
        let same: bool = checksum(id, &pair).ct_eq(parts.0).into();
        if !same {
            return Err(malformed("its checksum is wrong"));
        }
        let key = ed25519_dalek::SigningKey::from_keypair_bytes(&pair);
        Ok(Self { id, key: key.map_err(|_| malformed("its halves are not of one key"))? })
    }

    /// The secret key file.
    pub fn to_text(&self) -> Zeroizing<String> {
        let pair = Zeroizing::new(self.key.to_keypair_bytes());
        let mut bytes = Zeroizing::new(Vec::with_capacity(256));
        bytes.extend(ALGORITHM);
        bytes.extend([0, 0]);
        bytes.extend(CHECKSUM_ALGORITHM);
        bytes.extend([0; NO_PASSPHRASE]);
        bytes.extend(self.id);
        bytes.extend(pair.iter());
        bytes.extend(checksum(self.id, &pair));
        let line = Zeroizing::new(Base64::encode_string(&bytes));
        let id = id_in_words(self.id);
        Zeroizing::new(format!("{UNTRUSTED}minisign secret key {id}\n{}\n", &*line))
    }

    /// Its public key.
    pub fn verifying_key(&self) -> VerifyingKey {
        VerifyingKey { id: self.id, key: self.key.verifying_key() }
    }

    /// Signs all that `message` gives, with a comment that is signed too.
    ///
    /// # Errors
    ///
    /// [`Error::Malformed`] if the comment has more than one line, [`Error::Io`] where reading
    /// fails.
    pub fn sign(&self, message: &mut dyn Read, comment: &str) -> Result<Signature, Error> {
        if comment.chars().any(char::is_control) {
            let found = "it has a line ending or another control character".to_owned();
            return Err(Error::Malformed { format: "trusted comment", found });
        }
        let content = self.key.sign(&digest(message)?).to_bytes();
        let global = self.key.sign(&[&content, comment.as_bytes()].concat()).to_bytes();
        Ok(Signature { id: self.id, content, comment: comment.to_owned(), global })
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "SigningKey({})", id_in_words(self.id))
    }
}

impl VerifyingKey {
    /// The key with this id and these bytes.
    ///
    /// # Errors
    ///
    /// [`Error::SmallOrder`] for a key that signatures of anything could be made for;
    /// [`Error::Malformed`] if the bytes are no point.
    pub fn from_bytes(id: [u8; 8], bytes: &[u8; 32]) -> Result<Self, Error> {
        let key = ed25519_dalek::VerifyingKey::from_bytes(bytes).map_err(|_| {
            let found = "its bytes are no point of the curve".to_owned();
            Error::Malformed { format: "public signing key", found }
        })?;
        if key.is_weak() {
            return Err(Error::SmallOrder { what: "the public key" });
        }
        Ok(Self { id, key })
    }

    /// The key in a public key file, or in its second line alone.
    ///
    /// # Errors
    ///
    /// [`Error::Unrecognised`] if it is something else, and as [`VerifyingKey::from_bytes`].
    pub fn parse(text: &str) -> Result<Self, Error> {
        let wanted = "public signing key";
        let other = |found: &str| Error::Unrecognised { wanted, found: found.to_owned() };
        let line = payload(text).ok_or_else(|| other("it is empty"))?;
        let bytes = Base64::decode_vec(line).map_err(|_| other("it is no base64"))?;
        let mut parts = Parts(&bytes);
        if bytes.len() != 42 || parts.take(2) != Some(ALGORITHM) {
            return Err(other("it does not hold `Ed`, 8 bytes and 32 bytes"));
        }
        let (id, key) = (parts.array(), parts.array());
        let short = || other("it is too short");
        Self::from_bytes(id.ok_or_else(short)?, &key.ok_or_else(short)?)
    }

    /// The public key file.
    pub fn to_text(&self) -> String {
        format!("{UNTRUSTED}minisign public key {}\n{self}\n", id_in_words(self.id))
    }

    /// The key's id, as minisign prints it.
    pub fn id(&self) -> String {
        id_in_words(self.id)
    }

    /// Verifies that `signature` is this key's, of all that `message` gives, and its comment.
    ///
    /// # Errors
    ///
    /// [`Error::Signature`] with what does not hold; [`Error::Io`] where reading fails.
    pub fn verify(&self, message: &mut dyn Read, signature: &Signature) -> Result<(), Error> {
        let wrong = |found| move |_| Error::Signature { found };
        if self.id != signature.id {
            return Err(Error::Signature { found: "it was made with another key" });
        }
        let first = ed25519_dalek::Signature::from_bytes(&signature.content);
        self.key
            .verify_strict(&digest(message)?, &first)
            .map_err(wrong("the content is not what was signed with this key"))?;
        let signed = [&signature.content, signature.comment.as_bytes()].concat();
        let second = ed25519_dalek::Signature::from_bytes(&signature.global);
        self.key.verify_strict(&signed, &second).map_err(wrong("the trusted comment was changed"))
    }
}

impl fmt::Display for VerifyingKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = [ALGORITHM.as_slice(), &self.id, self.key.as_bytes()].concat();
        formatter.write_str(&Base64::encode_string(&bytes))
    }
}

impl fmt::Debug for VerifyingKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

impl Signature {
    /// The signature in a signature file.
    ///
    /// # Errors
    ///
    /// [`Error::Malformed`] with what is wrong.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let malformed =
            |found: &str| Error::Malformed { format: "signature", found: found.to_owned() };
        let lines: Vec<&str> = text.lines().map(|line| line.trim_end_matches('\r')).collect();
        let [untrusted, first, comment, global] = lines.as_slice() else {
            return Err(malformed("wanted four lines"));
        };
        if !untrusted.starts_with(UNTRUSTED) {
            return Err(malformed("its first line is no untrusted comment"));
        }
        let comment = comment.strip_prefix(TRUSTED);
        let comment = comment.ok_or_else(|| malformed("its third line is no trusted comment"))?;
        let no_base64 = |_| malformed("it is no base64");
        let first = Base64::decode_vec(first).map_err(no_base64)?;
        let global = Base64::decode_vec(global).map_err(no_base64)?;
        let mut parts = Parts(&first);
        match parts.take(2) {
            Some(algorithm) if algorithm == PREHASHED => {}
            Some(algorithm) if algorithm == ALGORITHM => {
                return Err(malformed("it is of minisign's old form, without a digest"));
            }
            _ => return Err(malformed("it is for another algorithm")),
        }
        let short = || malformed("its lines have another length");
        let (id, content) = (parts.array().ok_or_else(short)?, parts.array().ok_or_else(short)?);
        if !parts.0.is_empty() {
            return Err(short());
        }
        let global = global.as_slice().try_into().map_err(|_| short())?;
        Ok(Self { id, content, comment: comment.to_owned(), global })
    }

    /// The signature file.
    pub fn to_text(&self) -> String {
        let first = [PREHASHED.as_slice(), &self.id, &self.content].concat();
        format!(
            "{UNTRUSTED}signature from key {}\n{}\n{TRUSTED}{}\n{}\n",
            id_in_words(self.id),
            Base64::encode_string(&first),
            self.comment,
            Base64::encode_string(&self.global)
        )
    }

    /// The comment that is signed too: believe it once the signature is verified.
    pub fn comment(&self) -> &str {
        &self.comment
    }

    /// The id of the key that it says it was made with.
    pub fn key_id(&self) -> String {
        id_in_words(self.id)
    }
}

/// The line that holds the key: the second, or the only one.
fn payload(text: &str) -> Option<&str> {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.find(|line| !line.starts_with("untrusted comment:"))
}

fn id_in_words(id: [u8; 8]) -> String {
    format!("{:016X}", u64::from_le_bytes(id))
}

fn checksum(id: [u8; 8], pair: &[u8; 64]) -> [u8; 32] {
    let mut hash = Blake2b::<U32>::new();
    hash.update(ALGORITHM);
    hash.update(id);
    hash.update(pair);
    hash.finalize().into()
}

fn digest(message: &mut dyn Read) -> Result<[u8; 64], Error> {
    let mut hash = Blake2b512::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        match message.read(&mut buffer) {
            Ok(0) => return Ok(hash.finalize().into()),
            Ok(length) => hash.update(buffer.get(..length).unwrap_or_default()),
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(io_error("read")(error)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signature_holds_for_its_message_key_and_comment_alone() {
        let key = SigningKey::generate().unwrap();
        let public = key.verifying_key();
        let signature = key.sign(&mut &b"manifest"[..], "file:manifest.json").unwrap();
        let read = Signature::parse(&signature.to_text()).unwrap();
        assert_eq!(read, signature);
        assert!(public.verify(&mut &b"manifest"[..], &read).is_ok());
        let says = |result: Result<(), Error>, what: &str| {
            let error = result.unwrap_err();
            assert!(error.is_not_authentic() && error.to_string().contains(what), "{error}");
        };
        says(public.verify(&mut &b"manifesto"[..], &read), "content");
        let mut other = read.clone();
        other.comment.push('!');
        says(public.verify(&mut &b"manifest"[..], &other), "trusted comment");
        let stranger = SigningKey::generate().unwrap().verifying_key();
        says(stranger.verify(&mut &b"manifest"[..], &read), "another key");
        // The same id is no proof.
        let impostor = VerifyingKey { id: public.id, key: stranger.key };
        says(impostor.verify(&mut &b"manifest"[..], &read), "content");
        for at in 0..64 {
            let mut other = read.clone();
            other.content[at] ^= 1;
            says(public.verify(&mut &b"manifest"[..], &other), "content");
        }
    }

    #[test]
    fn key_files_go_back_and_forth() {
        let key = SigningKey::generate().unwrap();
        let again = SigningKey::parse(key.to_text().as_bytes()).unwrap();
        assert_eq!(again.verifying_key(), key.verifying_key());
        let public = VerifyingKey::parse(&key.verifying_key().to_text()).unwrap();
        assert_eq!(public, key.verifying_key());
        assert_eq!(VerifyingKey::parse(&public.to_string()).unwrap(), public);
        let mut text = key.to_text().as_bytes().to_vec();
        let length = text.len();
        text[length - 30] ^= 1;
        let error = SigningKey::parse(&text).unwrap_err().to_string();
        assert!(error.contains("secret signing key"), "{error}");
        assert!(SigningKey::parse(public.to_text().as_bytes()).is_err());
        assert!(VerifyingKey::parse(&key.to_text()).is_err());
    }

    #[test]
    fn minisigns_own_example_holds() {
        // The public key and signature of minisign's README and of the crate minisign-verify.
        let public = "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3";
        let public = VerifyingKey::parse(public).unwrap();
        let text = "untrusted comment: signature from minisign secret key\n\
            RUQf6LRCGA9i559r3g7V1qNyJDApGip8MfqcadIgT9CuhV3EMhHoN1mGTkUidF/\
            z7SrlQgXdy8ofjb7bNJJylDOocrCo8KLzZwo=\n\
            trusted comment: timestamp:1556193335\tfile:test\n\
            y/rUw2y8/hOUYjZU71eHp/Wo1KZ40fGy2VJEDl34XMJM+TX48Ss/17u3IvIfbVR1FkZZSNCisQbuQY+\
            bHwhEBg==";
        let signature = Signature::parse(text).unwrap();
        assert!(public.verify(&mut &b"test"[..], &signature).is_ok());
        assert_eq!(signature.key_id(), public.id());
    }

    #[test]
    fn keys_of_small_order_are_refused() {
        // The identity, with which v4.1 accepted R = S·B for any message, and the point of order 2.
        let mut identity = [0; 32];
        identity[0] = 1;
        let mut two = [0xff; 32];
        (two[0], two[31]) = (0xec, 0x7f);
        for bytes in [identity, two, [0; 32]] {
            let error = VerifyingKey::from_bytes([0; 8], &bytes).unwrap_err();
            assert!(matches!(error, Error::SmallOrder { .. }));
        }
    }

    #[test]
    fn comment_has_one_line() {
        let key = SigningKey::generate().unwrap();
        assert!(key.sign(&mut &b""[..], "a\nb").is_err());
    }
}
