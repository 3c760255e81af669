//! One recipient's part of a header: the data key, wrapped for them.

use crate::crypto::Error;
use crate::crypto::SecretKey;
use crate::crypto::chunked::{open_bytes, seal_bytes, sealed_length};
use crate::crypto::encoding::{Parts, to_hex};
use crate::crypto::header::limits::{Cost, Limits, derive};
use crate::crypto::keys::{Identity, PublicKey};
use crate::crypto::secret::Passphrase;
use crate::crypto::secret::random_bytes;
use hkdf::Hkdf;
use sha2::{Digest as _, Sha256};

/// Whom a data key is wrapped for.
#[derive(Debug, Clone)]
pub enum Recipient {
    /// The owner of a public key.
    X25519(PublicKey),
    /// Whoever knows the passphrase.
    Passphrase(Passphrase, Cost),
    /// Whoever has the raw key.
    Raw(SecretKey),
}

/// What opens a recipient's part.
#[derive(Debug, Clone)]
pub enum Secret {
    /// The secret key of a public key.
    X25519(Box<Identity>),
    /// A passphrase.
    Passphrase(Passphrase),
    /// A raw key.
    Raw(SecretKey),
}

impl Recipient {
    /// What those who can open the header read of a recipient.
    pub fn name(&self) -> String {
        match self {
            Self::X25519(public) => public.to_string(),
            Self::Passphrase(..) => "passphrase".to_owned(),
            Self::Raw(key) => raw_name(key),
        }
    }
}

impl Secret {
    /// The name that its recipient has.
    pub fn name(&self) -> String {
        match self {
            Self::X25519(identity) => identity.public().to_string(),
            Self::Passphrase(_) => "passphrase".to_owned(),
            Self::Raw(key) => raw_name(key),
        }
    }

    /// Its kind in words.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::X25519(_) => "the identity",
            Self::Passphrase(_) => "the passphrase",
            Self::Raw(_) => "the key file",
        }
    }
}

/// A raw key by four bytes of a digest, which tell keys apart and nothing else.
fn raw_name(key: &SecretKey) -> String {
    let mut hash = Sha256::new();
    hash.update(b"mfn-seal/v1/raw-key-name");
    hash.update(key.expose());
    format!("key-file-{}", to_hex(hash.finalize().get(..4).unwrap_or_default()))
}

/// The kinds of recipients, as the header numbers them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    X25519,
    Passphrase,
    Raw,
}

impl Kind {
    pub(crate) fn number(self) -> u8 {
        match self {
            Self::X25519 => 1,
            Self::Passphrase => 2,
            Self::Raw => 3,
        }
    }

    fn of_number(number: u8) -> Result<Self, Error> {
        [Self::X25519, Self::Passphrase, Self::Raw]
            .into_iter()
            .find(|kind| kind.number() == number)
            .ok_or_else(|| malformed(format!("kind {number} is not known: wanted 1, 2 or 3")))
    }

    /// Bytes before the wrapped key.
    fn head(self) -> usize {
        match self {
            Self::X25519 => 32,
            Self::Passphrase => 12 + SALT,
            Self::Raw => 0,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::X25519 => "x25519",
            Self::Passphrase => "passphrase",
            Self::Raw => "key-file",
        }
    }
}

const SALT: usize = 16;

/// A recipient's part: its kind, and a head that leads to the key of the message after it.
#[derive(Debug, Clone)]
pub(crate) struct Stanza {
    pub(crate) kind: Kind,
    pub(crate) body: Vec<u8>,
}

impl Stanza {
    /// Wraps the data key.
    pub(crate) fn wrap(
        key: &SecretKey,
        id: &[u8; 16],
        recipient: &Recipient,
    ) -> Result<Self, Error> {
        let (kind, head, wrapping) = match recipient {
            Recipient::X25519(public) => {
                let ephemeral = Identity::generate()?;
                let head = ephemeral.public().bytes().to_vec();
                let shared = ephemeral.shared_with(public.bytes())?;
                let wrapping = agreed(&shared, ephemeral.public().bytes(), public.bytes())?;
                (Kind::X25519, head, wrapping)
            }
            Recipient::Passphrase(passphrase, cost) => {
                let salt = random_bytes::<SALT>()?;
                let numbers = [cost.memory_kib, cost.passes, cost.lanes];
                let mut head: Vec<u8> = numbers.iter().flat_map(|n| n.to_le_bytes()).collect();
                head.extend(salt);
                (Kind::Passphrase, head, derive(passphrase, &salt, cost)?)
            }
            Recipient::Raw(raw) => (Kind::Raw, Vec::new(), raw.clone()),
        };
        let wrapped = seal_bytes(key.expose(), &wrapping, &context(kind, id))?;
        Ok(Self { kind, body: [head, wrapped].concat() })
    }

    /// Takes a part that was read as one of its kind.
    pub(crate) fn parse(kind: u8, body: &[u8]) -> Result<Self, Error> {
        let kind = Kind::of_number(kind)?;
        let wanted = kind.head() + sealed_length(32) as usize;
        if body.len() != wanted {
            let (name, found) = (kind.name(), body.len());
            return Err(malformed(format!("its {name} part has {found} bytes: wanted {wanted}")));
        }
        Ok(Self { kind, body: body.to_vec() })
    }

    /// The data key, if this is the secret's part.
    pub(crate) fn unwrap(
        &self,
        secret: &Secret,
        id: &[u8; 16],
        limits: Limits,
    ) -> Result<Option<SecretKey>, Error> {
        let (head, wrapped) = self.body.split_at(self.kind.head());
        let mut head = Parts(head);
        let wrapping = match (self.kind, secret) {
            (Kind::X25519, Secret::X25519(identity)) => {
                let ephemeral = head.array().unwrap_or_default();
                // A part that was made up with a key of small order is nobody's.
                let Ok(shared) = identity.shared_with(&ephemeral) else { return Ok(None) };
                agreed(&shared, &ephemeral, identity.public().bytes())?
            }
            (Kind::Passphrase, Secret::Passphrase(passphrase)) => {
                let cost = cost_of(&mut head);
                limits.check(&cost)?;
                derive(passphrase, head.0, &cost)?
            }
            (Kind::Raw, Secret::Raw(key)) => key.clone(),
            _ => return Ok(None),
        };
        match open_bytes(wrapped, &wrapping, &context(self.kind, id)) {
            Ok(key) => SecretKey::from_slice(&key, "data key").map(Some),
            Err(_) => Ok(None),
        }
    }

    pub(crate) fn is_passphrase(&self) -> bool {
        self.kind == Kind::Passphrase
    }

    /// What anybody can know of it.
    pub(crate) fn description(&self) -> String {
        let name = self.kind.name();
        if self.kind != Kind::Passphrase {
            return name.to_owned();
        }
        let cost = cost_of(&mut Parts(&self.body));
        let Cost { memory_kib, passes, lanes } = cost;
        format!("{name} (Argon2id, {memory_kib} KiB, {passes} passes, {lanes} lanes)")
    }
}

fn cost_of(head: &mut Parts<'_>) -> Cost {
    let mut next = || head.u32().unwrap_or_default();
    Cost { memory_kib: next(), passes: next(), lanes: next() }
}

/// The key of two key pairs: HKDF-SHA-256 of the shared secret, salted with both public keys.
fn agreed(shared: &SecretKey, ephemeral: &[u8; 32], public: &[u8; 32]) -> Result<SecretKey, Error> {
    let mut key = SecretKey::blank();
    let salt = [*ephemeral, *public].concat();
    let hkdf = Hkdf::<Sha256>::new(Some(&salt), shared.expose());
    hkdf.expand(b"mfn-seal/v1/x25519", key.expose_mut())
        .map_err(|_| Error::Refused { what: "a derivation" })?;
    Ok(key)
}

fn context(kind: Kind, id: &[u8; 16]) -> Vec<u8> {
    [b"mfn-seal/v1/wrap/".as_slice(), kind.name().as_bytes(), b"/", id].concat()
}

fn malformed(found: String) -> Error {
    Error::Malformed { format: "header", found }
}
