//! Keys and passphrases from where the arguments say that they are.

use crate::cli::encrypt::{AskedPassphrase, NewRecipients, Seal, Unlocking};
use crate::commands::failure::{Failure, code};
use mfn::crypto::keys::{PublicKey, check_secret_mode, read_identities, read_raw_key};
use mfn::crypto::{Cost, Limits, Passphrase, Recipient, Secret};
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// A passphrase is no longer than this.
const MOST_BYTES: u64 = 1 << 20;

/// An error of the library about a file.
pub(crate) fn about(path: &Path) -> impl FnOnce(mfn::crypto::Error) -> Failure {
    let name = path.display().to_string();
    move |error| Failure::from(error).about(&name)
}

/// What opens, from the arguments.
pub(crate) fn secrets(asked: &Unlocking) -> Result<Vec<Secret>, Failure> {
    let mut secrets = identities(&asked.identity)?;
    secrets.extend(raw_keys(&asked.key_file)?);
    secrets.extend(passphrase(&asked.passphrase, false)?.map(Secret::Passphrase));
    Ok(secrets)
}

/// The same, but there has to be one.
pub(crate) fn some_secrets(asked: &Unlocking) -> Result<Vec<Secret>, Failure> {
    let secrets = secrets(asked)?;
    if secrets.is_empty() {
        let failure = Failure::message(code::USAGE, "nothing to open it with");
        return Err(failure.with_hint("give --identity, --key-file or a passphrase"));
    }
    Ok(secrets)
}

/// What is accepted from a header.
pub(crate) fn limits(asked: &Unlocking) -> Limits {
    Limits { memory_kib: asked.argon2_limit.saturating_mul(1024) }
}

/// The identities in files.
pub(crate) fn identities(paths: &[PathBuf]) -> Result<Vec<Secret>, Failure> {
    let mut secrets = Vec::new();
    for path in paths {
        let found = read_identities(path).map_err(about(path))?;
        secrets.extend(found.into_iter().map(|identity| Secret::X25519(Box::new(identity))));
    }
    Ok(secrets)
}

fn raw_keys(paths: &[PathBuf]) -> Result<Vec<Secret>, Failure> {
    paths.iter().map(|path| read_raw_key(path).map(Secret::Raw).map_err(about(path))).collect()
}

/// For whom a file or folder is sealed, and the secrets of those who need no key pair.
pub(crate) fn recipients(seal: &Seal) -> Result<(Vec<Recipient>, Vec<Secret>), Failure> {
    let mut secrets = raw_keys(&seal.key_file)?;
    secrets.extend(passphrase(&seal.passphrase, true)?.map(Secret::Passphrase));
    let mut recipients = x25519_recipients(&seal.to)?;
    let cost = cost(seal.argon2_memory);
    recipients.extend(secrets.iter().map(|secret| recipient_of(secret, cost)));
    if recipients.is_empty() {
        let failure = Failure::message(code::USAGE, "nobody could open it: it has no recipient");
        return Err(failure.with_hint("give --to, --key-file or a passphrase"));
    }
    Ok((recipients, secrets))
}

/// Recipients that are added.
pub(crate) fn new_recipients(asked: &NewRecipients) -> Result<Vec<Recipient>, Failure> {
    let mut recipients = x25519_recipients(&asked.to)?;
    let cost = cost(asked.argon2_memory);
    let mut secrets = raw_keys(&asked.add_key_file)?;
    if let Some(path) = &asked.add_passphrase_file {
        secrets.push(Secret::Passphrase(passphrase_file(path)?));
    }
    recipients.extend(secrets.iter().map(|secret| recipient_of(secret, cost)));
    if recipients.is_empty() {
        let failure = Failure::message(code::USAGE, "no recipient to add");
        return Err(failure.with_hint("give --to, --add-key-file or --add-passphrase-file"));
    }
    Ok(recipients)
}

/// The recipient that a secret opens for.
pub(crate) fn recipient_of(secret: &Secret, cost: Cost) -> Recipient {
    match secret {
        Secret::X25519(identity) => Recipient::X25519(identity.public()),
        Secret::Passphrase(passphrase) => Recipient::Passphrase(passphrase.clone(), cost),
        Secret::Raw(key) => Recipient::Raw(key.clone()),
    }
}

fn cost(memory_mib: u32) -> Cost {
    Cost { memory_kib: memory_mib.saturating_mul(1024), ..Cost::default() }
}

/// Public keys, each once, in the order given.
fn x25519_recipients(written: &[String]) -> Result<Vec<Recipient>, Failure> {
    let mut keys: Vec<PublicKey> = Vec::new();
    for text in written {
        for key in public_keys(text)? {
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
    }
    Ok(keys.into_iter().map(Recipient::X25519).collect())
}

/// A public key, or those in a file, one a line; `#` begins a remark.
pub(crate) fn public_keys(written: &str) -> Result<Vec<PublicKey>, Failure> {
    let usage = |error: mfn::crypto::Error| Failure::new(code::USAGE, error);
    if written.starts_with("mfn-x25519-") {
        return Ok(vec![PublicKey::parse(written).map_err(usage)?]);
    }
    let path = Path::new(written);
    let text = std::fs::read_to_string(path).map_err(|error| Failure::io("read", path, error))?;
    let lines = text.lines().map(str::trim);
    let lines = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
    let keys: Result<Vec<_>, _> = lines.map(PublicKey::parse).collect();
    match keys {
        Ok(keys) if keys.is_empty() => {
            Err(Failure::message(code::USAGE, format!("{written} has no public key")))
        }
        keys => keys.map_err(|error| usage(error).about(written)),
    }
}

/// The passphrase, if one was asked for; `twice` asks again on the terminal.
pub(crate) fn passphrase(
    asked: &AskedPassphrase,
    twice: bool,
) -> Result<Option<Passphrase>, Failure> {
    let found = if let Some(path) = &asked.passphrase_file {
        passphrase_file(path)?
    } else if let Some(descriptor) = asked.passphrase_fd {
        passphrase_of(descriptor_file(descriptor)?, &format!("file descriptor {descriptor}"))?
    } else if let Some(name) = &asked.passphrase_env {
        let value = std::env::var_os(name).ok_or_else(|| {
            Failure::message(code::USAGE, format!("the variable {name} is not set"))
        })?;
        Passphrase::new(value.into_encoded_bytes()).map_err(|e| Failure::from(e).about(name))?
    } else if asked.passphrase {
        ask(twice)?
    } else {
        return Ok(None);
    };
    Ok(Some(found))
}

fn passphrase_file(path: &Path) -> Result<Passphrase, Failure> {
    let file = File::open(path).map_err(|error| Failure::io("open", path, error))?;
    // A file of the system's, as a mounted secret, may have a mode that is not ours to change.
    check_secret_mode(&file).map_err(about(path)).map_err(|failure| {
        failure.with_hint("chmod 600 the file, or give its descriptor: --passphrase-fd 3 3< FILE")
    })?;
    passphrase_of(file, &path.display().to_string())
}

fn passphrase_of(file: File, name: &str) -> Result<Passphrase, Failure> {
    let mut bytes = Vec::with_capacity(4096);
    let read = file.take(MOST_BYTES).read_to_end(&mut bytes);
    read.map_err(|error| Failure::io("read", Path::new(name), error))?;
    Passphrase::new(bytes).map_err(|error| Failure::from(error).about(name))
}

/// An open file descriptor as a file, as the system names it.
fn descriptor_file(descriptor: u32) -> Result<File, Failure> {
    let path = PathBuf::from(format!("/dev/fd/{descriptor}"));
    File::open(&path).map_err(|error| Failure::io("open", &path, error))
}

fn ask(twice: bool) -> Result<Passphrase, Failure> {
    let read = |prompt: &str| {
        let text = rpassword::prompt_password(prompt).map_err(|error| {
            let error = anyhow::Error::new(error).context("cannot ask for a passphrase");
            Failure::new(code::USAGE, error).with_hint("--passphrase-file takes it from a file")
        })?;
        Passphrase::new(text.into_bytes()).map_err(Failure::from)
    };
    let first = read("Passphrase: ")?;
    if twice && read("The same again: ")?.expose() != first.expose() {
        return Err(Failure::message(code::USAGE, "the two passphrases differ"));
    }
    Ok(first)
}
