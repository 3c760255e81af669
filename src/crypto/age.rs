//! Files of age (<https://age-encryption.org/v1>) for X25519 recipients and passphrases.
//!
//! The crate `age` does the work; here its keys come as text and its errors become this room's.

use crate::crypto::Error;
use crate::crypto::Passphrase;
use crate::crypto::error::io_error;
use ::age::armor::ArmoredReader;
use ::age::secrecy::{ExposeSecret as _, SecretString};
use ::age::{DecryptError, Decryptor, Encryptor, Identity, Recipient, scrypt, x25519};
use std::io::{self, Read, Write};
use zeroize::Zeroizing;

/// A passphrase that takes more than 2²² rounds of scrypt, a few seconds, is not tried.
const MOST_WORK: u8 = 22;
const FORMAT: &str = "age file";

/// What opens a file of age.
pub struct AgeSecrets(Vec<Box<dyn Identity>>);

impl AgeSecrets {
    /// The secret keys in the bytes of a key file, and a passphrase.
    ///
    /// # Errors
    ///
    /// [`Error::Malformed`] with the line's number, never its text.
    pub fn parse(files: &[Zeroizing<Vec<u8>>], words: Option<&Passphrase>) -> Result<Self, Error> {
        let mut secrets: Vec<Box<dyn Identity>> = Vec::new();
        let malformed = |found: String| Error::Malformed { format: "key file of age", found };
        for bytes in files {
            let text = std::str::from_utf8(bytes).map_err(|_| malformed("it is no text".into()))?;
            for (number, line) in (1..).zip(text.lines().map(str::trim)) {
                if !line.is_empty() && !line.starts_with('#') {
                    let key: Result<x25519::Identity, _> = line.parse();
                    let key = key.map_err(|_| malformed(format!("line {number} has no key")))?;
                    secrets.push(Box::new(key));
                }
            }
        }
        if let Some(words) = words {
            let mut identity = scrypt::Identity::new(secret_string(words)?);
            identity.set_max_work_factor(MOST_WORK);
            secrets.push(Box::new(identity));
        }
        Ok(Self(secrets))
    }

    /// True if there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl std::fmt::Debug for AgeSecrets {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "AgeSecrets({})", self.0.len())
    }
}

/// A new key pair: the secret key and the public one, as age writes them.
pub fn generate_age_key() -> (Zeroizing<String>, String) {
    let identity = x25519::Identity::generate();
    let secret = Zeroizing::new(identity.to_string().expose_secret().to_owned());
    (secret, identity.to_public().to_string())
}

/// Writes a file of age for public keys (`age1…`), or for a passphrase alone.
///
/// # Errors
///
/// [`Error::Unrecognised`] for what is no public key of age, [`Error::Malformed`] if keys and a
/// passphrase come together, which age does not allow, or neither; [`Error::Io`].
pub fn seal_age(
    input: &mut dyn Read,
    output: &mut dyn Write,
    to: &[String],
    words: Option<&Passphrase>,
) -> Result<u64, Error> {
    let malformed = |found: &str| Error::Malformed { format: FORMAT, found: found.to_owned() };
    let encryptor = match (to, words) {
        ([], Some(words)) => Encryptor::with_user_passphrase(secret_string(words)?),
        ([], None) => return Err(malformed("nobody could open it")),
        (_, Some(_)) => return Err(malformed("a passphrase is its only recipient")),
        (keys, None) => {
            let keys: Result<Vec<x25519::Recipient>, Error> = keys.iter().map(|k| key(k)).collect();
            let keys = keys?;
            let recipients = keys.iter().map(|key| -> &dyn Recipient { key });
            let encryptor = Encryptor::with_recipients(recipients);
            encryptor.map_err(|_| malformed("these recipients do not go together"))?
        }
    };
    let mut target = encryptor.wrap_output(output).map_err(io_error("write"))?;
    let length = copy(input, &mut target)?;
    target.finish().map_err(io_error("write"))?;
    Ok(length)
}

/// Opens a file of age, armoured or not; what is written is authenticated.
///
/// # Errors
///
/// [`Error::Content`] if no secret fits or it is not authentic, [`Error::Malformed`] if it is no
/// file of age or its passphrase costs too much; [`Error::Io`].
pub fn open_age(
    input: &mut dyn Read,
    output: &mut dyn Write,
    secrets: &AgeSecrets,
) -> Result<u64, Error> {
    let input = ArmoredReader::new(io::BufReader::new(input));
    let decryptor = Decryptor::new_buffered(io::BufReader::new(input)).map_err(refused)?;
    let secrets = secrets.0.iter().map(|secret| -> &dyn Identity { &**secret });
    let mut plain = decryptor.decrypt(secrets).map_err(refused)?;
    copy(&mut plain, output)
}

fn key(text: &str) -> Result<x25519::Recipient, Error> {
    text.parse().map_err(|_| {
        let found = "wanted age1 and 58 letters".to_owned();
        Error::Unrecognised { wanted: "public key of age", found }
    })
}

/// A passphrase as age takes it: text.
fn secret_string(words: &Passphrase) -> Result<SecretString, Error> {
    let text = std::str::from_utf8(words.expose());
    let text = text.map_err(|_| {
        let found = "age takes text, and it is none".to_owned();
        Error::Malformed { format: "passphrase", found }
    })?;
    Ok(SecretString::from(text.to_owned()))
}

fn not_authentic(found: &str) -> Error {
    Error::Content { path: "the age file".to_owned(), found: found.to_owned() }
}

fn refused(error: DecryptError) -> Error {
    let malformed = |found: String| Error::Malformed { format: FORMAT, found };
    match error {
        DecryptError::NoMatchingKeys
        | DecryptError::DecryptionFailed
        | DecryptError::KeyDecryptionFailed => not_authentic("is for none of the keys given"),
        DecryptError::InvalidMac => not_authentic("has another header than it was given"),
        DecryptError::ExcessiveWork { required, .. } => {
            malformed(format!("its passphrase takes 2^{required} rounds: at most 2^{MOST_WORK}"))
        }
        DecryptError::Io(error) => malformed(error.to_string()),
        error => malformed(error.to_string()),
    }
}

/// Copies what can be read; a payload that is not authentic is told as such.
fn copy(input: &mut dyn Read, output: &mut dyn Write) -> Result<u64, Error> {
    let mut buffer = Zeroizing::new(vec![0; 1 << 16]);
    let mut total = 0;
    loop {
        let length = match input.read(&mut buffer) {
            Ok(0) => return Ok(total),
            Ok(length) => length,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error)
                if matches!(
                    error.kind(),
                    io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof
                ) =>
            {
                return Err(not_authentic("was changed, or is cut short"));
            }
            Err(error) => return Err(io_error("read")(error)),
        };
        output.write_all(buffer.get(..length).unwrap_or_default()).map_err(io_error("write"))?;
        total += length as u64;
    }
}
