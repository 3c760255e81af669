//! What a sealer without a key to open remembers, to go on where it stopped.
//!
//! Whoever seals for public keys cannot read what they have sealed. Beside the source, where the
//! plaintext is anyway, a file of mode 0600 keeps the keys of the tokens of each session: enough to
//! recognise a file that is sealed already, not enough to open one.

use crate::commands::failure::Failure;
use crate::commands::output::Output;
use mfn::crypto::SecretKey;
use mfn::crypto::encoding::{from_hex, to_hex};
use mfn::crypto::folder::TokenKey;
use mfn::crypto::keys::read_secret_file;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// The sessions that are remembered of a sealed folder.
pub(crate) struct Memory {
    path: PathBuf,
    sessions: BTreeMap<u32, Remembered>,
}

#[derive(Clone, Serialize, Deserialize)]
struct Remembered {
    /// In hexadecimal. It opens nothing.
    token_key: String,
    recipients: Vec<String>,
}

impl Memory {
    /// What is remembered of the folder with that id, made from `source`.
    pub(crate) fn of(source: &Path, id: &[u8; 16]) -> Result<Self, Failure> {
        let whole = source.canonicalize().map_err(|error| Failure::io("read", source, error))?;
        let name = whole.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let short = to_hex(id.get(..4).unwrap_or_default());
        let path = whole.with_file_name(format!(".{name}.{short}.mfn-seal"));
        let bytes = read_secret_file(&path).ok();
        let sessions = bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok());
        Ok(Self { path, sessions: sessions.unwrap_or_default() })
    }

    /// The key of the tokens of a session with these recipients.
    pub(crate) fn tokens(&self, number: u32, recipients: &[String]) -> Option<TokenKey> {
        let found = self.sessions.get(&number).filter(|found| found.recipients == recipients)?;
        let key = SecretKey::from_slice(&from_hex(&found.token_key)?, "token key").ok()?;
        Some(TokenKey::from_key(key))
    }

    /// Remembers a session.
    pub(crate) fn keep(
        &mut self,
        number: u32,
        tokens: &TokenKey,
        recipients: Vec<String>,
        output: &mut Output,
    ) {
        let token_key = to_hex(tokens.key().expose());
        self.sessions.insert(number, Remembered { token_key, recipients });
        if self.write().is_err() {
            let path = self.path.display();
            output.warn(&format!("cannot write {path}: a sealing that is stopped will start over"));
        }
    }

    fn write(&self) -> std::io::Result<()> {
        let text = serde_json::to_vec(&self.sessions)?;
        let folder = self.path.parent().unwrap_or(Path::new("."));
        // Mode 0600 from its first byte on.
        let mut file = tempfile::Builder::new().prefix(".mfn-seal").tempfile_in(folder)?;
        file.write_all(&text)?;
        file.persist(&self.path).map_err(|error| error.error)?;
        Ok(())
    }
}
