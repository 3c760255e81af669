//! The header: who can open what follows.
//!
//! | offset | bytes | |
//! |---|---|---|
//! | 0 | 8 | `mfn-seal` |
//! | 8 | 2 | version, 1 |
//! | 10 | 2 | what the key is for: 1 the message after the header, 2 the files of a folder |
//! | 12 | 4 | H, bytes of the header, at most 65536 |
//! | 16 | 16 | id, drawn at random, part of every context |
//! | 32 | 32 | salt of the keys that only the header uses |
//! | 64 | 2 | recipients, 1 to 64, of which at most 4 have a passphrase |
//! | 66 | … | each: kind (1 byte), length (2), body |
//! | … | 2 + n | length of the notes, the notes: the recipients' names, sealed |
//! | H − 32 | 32 | HMAC-SHA-256 over all before |
//!
//! Numbers have their least significant byte first. A body holds the data key as a C2SP message
//! under a key that only the recipient can derive.

mod limits;
mod stanza;

pub use crate::crypto::header::limits::{Cost, Limits};
pub use crate::crypto::header::stanza::{Recipient, Secret};

use crate::crypto::Error;
use crate::crypto::SecretKey;
use crate::crypto::chunked::{open_bytes, read_full, seal_bytes};
use crate::crypto::encoding::Parts;
use crate::crypto::header::stanza::Stanza;
use crate::crypto::secret::random_bytes;
use hkdf::Hkdf;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use std::io::Read;

const MAGIC: &[u8; 8] = b"mfn-seal";
const VERSION: u16 = 1;
const FIXED: usize = 66;
const MAC: usize = 32;
const MOST_BYTES: usize = 1 << 16;
const MOST_RECIPIENTS: usize = 64;
const FORMAT: &str = "header";

/// What the data key of a header is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// For the message that follows the header.
    Message,
    /// For the files of a sealed folder; nothing follows.
    Folder,
}

/// A header: public, but for the data key in it.
#[derive(Debug, Clone)]
pub struct Header {
    purpose: Purpose,
    id: [u8; 16],
    salt: [u8; 32],
    stanzas: Vec<Stanza>,
    notes: Vec<u8>,
    bytes: Vec<u8>,
}

/// What a header gives to one of its recipients.
#[derive(Debug, Clone)]
pub struct Unlocked {
    /// The data key.
    pub key: SecretKey,
    /// The recipients' names, in the order of the header.
    pub names: Vec<String>,
    /// Number of the recipient who opened it.
    pub by: usize,
}

impl Header {
    /// A header that gives `key` to the recipients.
    ///
    /// # Errors
    ///
    /// [`Error::TooMany`] for none or more than 64 of them, or more than 4 passphrases;
    /// [`Error::Random`] if the operating system has no random numbers.
    pub fn new(
        purpose: Purpose,
        id: [u8; 16],
        key: &SecretKey,
        recipients: &[Recipient],
    ) -> Result<Self, Error> {
        let stanzas: Result<Vec<_>, _> =
            recipients.iter().map(|recipient| Stanza::wrap(key, &id, recipient)).collect();
        let names: Vec<String> = recipients.iter().map(Recipient::name).collect();
        Self::assemble(purpose, id, key, (stanzas?, names))
    }

    /// The same data key for other recipients: those of `keep`, by number, and some more.
    ///
    /// # Errors
    ///
    /// As [`Header::new`].
    pub fn rewrap(
        &self,
        unlocked: &Unlocked,
        keep: &[usize],
        more: &[Recipient],
    ) -> Result<Self, Error> {
        let kept = |index: &usize| {
            let stanza = self.stanzas.get(*index).cloned();
            stanza.zip(unlocked.names.get(*index).cloned())
        };
        let (mut stanzas, mut names): (Vec<_>, Vec<_>) = keep.iter().filter_map(kept).unzip();
        for recipient in more {
            stanzas.push(Stanza::wrap(&unlocked.key, &self.id, recipient)?);
            names.push(recipient.name());
        }
        Self::assemble(self.purpose, self.id, &unlocked.key, (stanzas, names))
    }

    fn assemble(
        purpose: Purpose,
        id: [u8; 16],
        key: &SecretKey,
        (stanzas, names): (Vec<Stanza>, Vec<String>),
    ) -> Result<Self, Error> {
        check_numbers(&stanzas)?;
        let salt = random_bytes::<32>()?;
        let malformed = |found| Error::Malformed { format: FORMAT, found };
        let text = serde_json::to_vec(&names).map_err(|error| malformed(error.to_string()))?;
        let notes = seal_bytes(&text, &derived(key, &salt, b"notes")?, &notes_context(&id))?;
        let mut bytes = Vec::new();
        bytes.extend(MAGIC);
        bytes.extend(VERSION.to_le_bytes());
        bytes.extend(purpose.number().to_le_bytes());
        let body: usize = stanzas.iter().map(|stanza| 3 + stanza.body.len()).sum();
        let length = FIXED + body + 2 + notes.len() + MAC;
        if length > MOST_BYTES {
            return Err(malformed(format!("it would have {length} bytes: at most {MOST_BYTES}")));
        }
        bytes.extend((length as u32).to_le_bytes());
        bytes.extend(id);
        bytes.extend(salt);
        bytes.extend((stanzas.len() as u16).to_le_bytes());
        for stanza in &stanzas {
            bytes.push(stanza.kind.number());
            bytes.extend((stanza.body.len() as u16).to_le_bytes());
            bytes.extend(&stanza.body);
        }
        bytes.extend((notes.len() as u16).to_le_bytes());
        bytes.extend(&notes);
        let tag = mac(key, &salt, &bytes)?.finalize().into_bytes();
        bytes.extend(tag);
        Ok(Self { purpose, id, salt, stanzas, notes, bytes })
    }

    /// Reads a header, and not a byte more.
    ///
    /// # Errors
    ///
    /// [`Error::Unrecognised`] if it is something else, [`Error::Version`], [`Error::Truncated`],
    /// [`Error::Malformed`], [`Error::TooMany`]; [`Error::Io`] where reading fails.
    pub fn read(input: &mut dyn Read) -> Result<Self, Error> {
        let mut head = [0; 16];
        let length = read_full(input, &mut head)?;
        let begun = head.get(..length.min(MAGIC.len())).unwrap_or_default();
        if !MAGIC.starts_with(begun) {
            let found = "it does not begin with `mfn-seal`".to_owned();
            return Err(Error::Unrecognised { wanted: "sealed file", found });
        }
        if length < head.len() {
            return Err(Error::Truncated { what: FORMAT });
        }
        let length = declared_length(&head)?;
        let mut bytes = vec![0; length];
        let (first, rest) = bytes.split_at_mut(head.len());
        first.copy_from_slice(&head);
        if read_full(input, rest)? < rest.len() {
            return Err(Error::Truncated { what: FORMAT });
        }
        Self::parse(bytes)
    }

    /// Takes the bytes of a header apart.
    fn parse(bytes: Vec<u8>) -> Result<Self, Error> {
        let malformed = |found: &str| Error::Malformed { format: FORMAT, found: found.to_owned() };
        let short = || malformed("its parts are longer than it is");
        let end = bytes.len().checked_sub(MAC).ok_or_else(short)?;
        let mut parts = Parts(bytes.get(..end).unwrap_or_default());
        parts.take(10).ok_or_else(short)?;
        let purpose = Purpose::of_number(parts.u16().ok_or_else(short)?)?;
        parts.take(4).ok_or_else(short)?;
        let (id, salt) = (parts.array().ok_or_else(short)?, parts.array().ok_or_else(short)?);
        let number = parts.u16().ok_or_else(short)?;
        let mut stanzas = Vec::new();
        for _ in 0..number {
            let [kind] = parts.array().ok_or_else(short)?;
            let length = parts.u16().ok_or_else(short)?;
            let body = parts.take(usize::from(length)).ok_or_else(short)?;
            stanzas.push(Stanza::parse(kind, body)?);
        }
        check_numbers(&stanzas)?;
        let length = parts.u16().ok_or_else(short)?;
        let notes = parts.take(usize::from(length)).ok_or_else(short)?.to_vec();
        if !parts.0.is_empty() {
            return Err(malformed("its parts are shorter than it is"));
        }
        Ok(Self { purpose, id, salt, stanzas, notes, bytes })
    }

    /// The header's bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// What its data key is for.
    pub fn purpose(&self) -> Purpose {
        self.purpose
    }

    /// The id of the file or the folder, in every context.
    pub fn id(&self) -> &[u8; 16] {
        &self.id
    }

    /// What anybody can know of each recipient.
    pub fn recipients(&self) -> Vec<String> {
        self.stanzas.iter().map(Stanza::description).collect()
    }

    /// The data key, for one of the recipients.
    ///
    /// # Errors
    ///
    /// [`Error::NoRecipient`] if no secret fits, [`Error::Costly`] for a derivation beyond the
    /// limits, [`Error::HeaderAltered`] if the header is not as it was made.
    pub fn unlock(&self, secrets: &[Secret], limits: Limits) -> Result<Unlocked, Error> {
        for secret in secrets {
            for (by, stanza) in self.stanzas.iter().enumerate() {
                if let Some(key) = stanza.unwrap(secret, &self.id, limits)? {
                    return self.unlocked(key, by);
                }
            }
        }
        let mut tried: Vec<&str> = secrets.iter().map(Secret::kind).collect();
        tried.dedup();
        let tried = if tried.is_empty() { "no secret".to_owned() } else { tried.join(" or ") };
        Err(Error::NoRecipient { tried, recipients: self.stanzas.len() })
    }

    /// Checks the header with the key that a stanza gave.
    fn unlocked(&self, key: SecretKey, by: usize) -> Result<Unlocked, Error> {
        let (head, tag) = self.bytes.split_at(self.bytes.len().saturating_sub(MAC));
        let altered = |_| Error::HeaderAltered;
        mac(&key, &self.salt, head)?.verify_slice(tag).map_err(altered)?;
        let notes_key = derived(&key, &self.salt, b"notes")?;
        let notes = open_bytes(&self.notes, &notes_key, &notes_context(&self.id));
        let notes = notes.map_err(|_| Error::HeaderAltered)?;
        let names: Vec<String> =
            serde_json::from_slice(&notes).map_err(|_| Error::HeaderAltered)?;
        if names.len() == self.stanzas.len() {
            Ok(Unlocked { key, names, by })
        } else {
            Err(Error::HeaderAltered)
        }
    }
}

impl Purpose {
    fn number(self) -> u16 {
        match self {
            Self::Message => 1,
            Self::Folder => 2,
        }
    }

    fn of_number(number: u16) -> Result<Self, Error> {
        match number {
            1 => Ok(Self::Message),
            2 => Ok(Self::Folder),
            _ => {
                let found = format!("its key is for {number}: wanted 1 or 2");
                Err(Error::Malformed { format: FORMAT, found })
            }
        }
    }
}

/// The header's length, from its first 16 bytes, which begin as a header does.
fn declared_length(head: &[u8; 16]) -> Result<usize, Error> {
    let mut parts = Parts(head);
    parts.take(MAGIC.len());
    let version = parts.u16().unwrap_or_default();
    if version != VERSION {
        let (found, wanted) = (u64::from(version), u64::from(VERSION));
        return Err(Error::Version { format: "sealed format", found, wanted });
    }
    parts.take(2);
    let length = parts.u32().unwrap_or_default() as usize;
    if (FIXED + 2 + MAC..=MOST_BYTES).contains(&length) {
        Ok(length)
    } else {
        let found = format!("it says that it has {length} bytes: at most {MOST_BYTES}");
        Err(Error::Malformed { format: FORMAT, found })
    }
}

fn check_numbers(stanzas: &[Stanza]) -> Result<(), Error> {
    let found = stanzas.len() as u64;
    if stanzas.is_empty() {
        let found = "it has no recipient: wanted at least 1".to_owned();
        return Err(Error::Malformed { format: FORMAT, found });
    }
    if stanzas.len() > MOST_RECIPIENTS {
        return Err(Error::TooMany { what: "recipients", found, most: MOST_RECIPIENTS as u64 });
    }
    limits::check_passphrases(stanzas.iter().filter(|stanza| stanza.is_passphrase()).count())
}

/// A key of the header's own, for one use.
fn derived(key: &SecretKey, salt: &[u8; 32], use_: &[u8]) -> Result<SecretKey, Error> {
    let mut derived = SecretKey::blank();
    let hkdf = Hkdf::<Sha256>::new(Some(salt), key.expose());
    hkdf.expand_multi_info(&[b"mfn-seal/v1/", use_], derived.expose_mut())
        .map_err(|_| Error::Refused { what: "a derivation" })?;
    Ok(derived)
}

fn mac(key: &SecretKey, salt: &[u8; 32], head: &[u8]) -> Result<Hmac<Sha256>, Error> {
    let key = derived(key, salt, b"mac")?;
    let mac = Hmac::<Sha256>::new_from_slice(key.expose());
    let mut mac = mac.map_err(|_| Error::Refused { what: "a key" })?;
    mac.update(head);
    Ok(mac)
}

fn notes_context(id: &[u8; 16]) -> Vec<u8> {
    [b"mfn-seal/v1/notes".as_slice(), id].concat()
}

#[cfg(test)]
mod tests;
