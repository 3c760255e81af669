//! A session: a data key of a sealed folder, and what was sealed under it so far.

use crate::commands::encrypt::folder::memory::Memory;
use crate::commands::encrypt::folder::place::{header_path, session_folder, session_numbers};
use crate::commands::failure::{Failure, code};
use mfn::crypto::folder::{SealedFile, TokenKey};
use mfn::crypto::{Header, Limits, Purpose, Recipient, Secret, SecretKey};
use mfn::format::write_atomic;
use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// A data key of a folder, as far as it is known.
pub(crate) struct Session {
    pub(crate) number: u32,
    /// None if only the key of its tokens is remembered.
    pub(crate) key: Option<SecretKey>,
    pub(crate) tokens: TokenKey,
}

/// For whom a folder is sealed, and what opens it here.
pub(crate) struct Wanted {
    pub(crate) recipients: Vec<Recipient>,
    /// The secrets of recipients without a key pair: each of them opens a session that fits.
    pub(crate) symmetric: Vec<Secret>,
    pub(crate) identities: Vec<Secret>,
}

impl Wanted {
    /// The recipients' names, sorted.
    pub(crate) fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = self.recipients.iter().map(Recipient::name).collect();
        names.sort_unstable();
        names
    }
}

impl Session {
    /// Begins a session: a new data key, given to the recipients.
    pub(crate) fn begin(
        folder: &Path,
        id: [u8; 16],
        recipients: &[Recipient],
    ) -> Result<Self, Failure> {
        let number = session_numbers(folder)?.last().map_or(0, |last| last + 1);
        let within = session_folder(folder, number);
        std::fs::create_dir(&within).map_err(|error| Failure::io("make", &within, error))?;
        let key = SecretKey::random()?;
        let header = Header::new(Purpose::Folder, id, &key, recipients)?;
        write_atomic(&header_path(folder, number), |file| file.write_all(header.bytes()))?;
        Ok(Self { number, tokens: TokenKey::of(&key)?, key: Some(key) })
    }

    /// The data key, which a session that is begun has.
    pub(crate) fn key(&self) -> Result<&SecretKey, Failure> {
        self.key.as_ref().ok_or_else(|| Failure::message(code::FILE, "the session has no key"))
    }

    /// Those of earlier sessions that have the wanted recipients, and that are known here.
    pub(crate) fn earlier(
        folder: &Path,
        id: &[u8; 16],
        wanted: &Wanted,
        memory: &Memory,
    ) -> Result<Vec<Self>, Failure> {
        let mut sessions = Vec::new();
        for number in session_numbers(folder)? {
            let header = File::open(header_path(folder, number)).ok();
            let header = header.and_then(|mut file| Header::read(&mut file).ok());
            // What cannot be read is not gone on with: its files are sealed again.
            let Some(header) = header.filter(|header| header.id() == id) else { continue };
            if let Some(session) = Self::known(number, &header, wanted, memory)? {
                sessions.push(session);
            }
        }
        Ok(sessions)
    }

    fn known(
        number: u32,
        header: &Header,
        wanted: &Wanted,
        memory: &Memory,
    ) -> Result<Option<Self>, Failure> {
        let names = wanted.names();
        let mut key = None;
        let secrets = wanted.symmetric.iter().map(std::slice::from_ref);
        for secret in secrets.chain([wanted.identities.as_slice()]) {
            if secret.is_empty() {
                continue;
            }
            let Ok(unlocked) = header.unlock(secret, Limits::default()) else { return Ok(None) };
            let mut found = unlocked.names;
            found.sort_unstable();
            if found != names {
                return Ok(None);
            }
            key = Some(unlocked.key);
        }
        let tokens = match &key {
            Some(key) => Some(TokenKey::of(key)?),
            None => memory.tokens(number, &names),
        };
        Ok(tokens.map(|tokens| Self { number, key, tokens }))
    }
}

/// The files that a session has sealed, a line each; a line that was cut short is none.
pub(crate) fn ledger(folder: &Path, number: u32) -> Vec<SealedFile> {
    let text = std::fs::read_to_string(ledger_path(folder, number)).unwrap_or_default();
    text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
}

pub(crate) fn ledger_path(folder: &Path, number: u32) -> PathBuf {
    session_folder(folder, number).join("ledger")
}

/// Appends a file to a ledger.
pub(crate) fn note(ledger: &mut File, sealed: &SealedFile) -> std::io::Result<()> {
    // The line before may have been cut short by a kill: an empty line costs nothing.
    let line = serde_json::to_string(sealed).map_err(std::io::Error::other)?;
    ledger.write_all(format!("\n{line}\n").as_bytes())
}
