//! One file into a sealed folder, or out of it, with its digests on the way.

use crate::commands::encrypt::secrets::about;
use crate::commands::encrypt::watch::Watch;
use crate::commands::failure::{Failure, code};
use mfn::crypto::chunked::{self, Salt};
use mfn::crypto::encoding::to_hex;
use mfn::crypto::folder::{IndexEntry, file_context, padded_length};
use mfn::crypto::{Error, SecretKey};
use mfn::format::AtomicFile;
use sha2::{Digest as _, Sha256};
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;

/// What passed through a reader or a writer.
pub(crate) struct Passed {
    pub(crate) bytes: u64,
    pub(crate) sha256: String,
}

/// A reader or writer that counts and digests what passes.
struct Digesting<T> {
    inner: T,
    hash: Sha256,
    bytes: u64,
}

impl<T> Digesting<T> {
    fn new(inner: T) -> Self {
        Self { inner, hash: Sha256::new(), bytes: 0 }
    }

    fn passed(self) -> Passed {
        Passed { bytes: self.bytes, sha256: to_hex(&self.hash.finalize()) }
    }

    fn take_in(&mut self, bytes: &[u8]) {
        self.hash.update(bytes);
        self.bytes += bytes.len() as u64;
    }
}

impl<R: Read> Read for Digesting<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.inner.read(buffer)?;
        self.take_in(buffer.get(..length).unwrap_or_default());
        Ok(length)
    }
}

impl<W: Write> Write for Digesting<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let length = self.inner.write(bytes)?;
        self.take_in(bytes.get(..length).unwrap_or_default());
        Ok(length)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// A writer that keeps the beginning, and counts what follows it.
struct Clipped<'a> {
    inner: &'a mut dyn Write,
    left: u64,
    beyond: u64,
}

impl Write for Clipped<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.left == 0 {
            self.beyond += bytes.len() as u64;
            return Ok(bytes.len());
        }
        let kept = bytes.len().min(usize::try_from(self.left).unwrap_or(usize::MAX));
        let length = self.inner.write(bytes.get(..kept).unwrap_or_default())?;
        self.left -= length as u64;
        Ok(length)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// Size and SHA-256 of a file.
pub(crate) fn digest_of(path: &Path) -> Result<Passed, Failure> {
    let file = File::open(path).map_err(|error| Failure::io("open", path, error))?;
    digest_read(file, path)
}

/// The same of what a reader of that file gives.
pub(crate) fn digest_read(reader: impl Read, path: &Path) -> Result<Passed, Failure> {
    let mut reader = Digesting::new(reader);
    let mut buffer = vec![0; 1 << 18];
    loop {
        match reader.read(&mut buffer) {
            Ok(0) => return Ok(reader.passed()),
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(Failure::io("read", path, error)),
        }
    }
}

/// Seals all that `input` gives into a file; returns what went in and what came out.
pub(crate) fn seal_into(
    input: impl Read,
    target: &Path,
    key: &SecretKey,
    context: &[u8],
) -> Result<(Passed, Passed), Failure> {
    if let Some(folder) = target.parent() {
        crate::commands::folders::make(folder)?;
    }
    let mut atomic = AtomicFile::create(target)?;
    let mut plain = Digesting::new(input);
    let mut sealed = Digesting::new(atomic.file_mut());
    chunked::seal(&mut plain, &mut sealed, key, context, Salt::random()?).map_err(about(target))?;
    let passed = (plain.passed(), sealed.passed());
    atomic.commit()?;
    Ok(passed)
}

/// Seals a file of a folder; `hide_size` pads it.
pub(crate) fn seal_file(
    source: &Path,
    target: &Path,
    key: &SecretKey,
    context: &[u8],
    hide_size: bool,
    watch: &Watch,
) -> Result<(Passed, Passed), Failure> {
    let file = File::open(source).map_err(|error| Failure::io("open", source, error))?;
    let about_file = file.metadata().map_err(|error| Failure::io("read", source, error))?;
    let length = about_file.len();
    let padding = if hide_size { padded_length(length) - length } else { 0 };
    let mut plain = Digesting::new(watch.over(file));
    let padded = (&mut plain).chain(io::repeat(0).take(padding));
    let (_, sealed) = seal_into(padded, target, key, context)?;
    let plain = plain.passed();
    if plain.bytes != length {
        let message = format!("{} changed while it was read", source.display());
        let failure = Failure::message(code::FILE, message);
        return Err(failure.with_hint("run the same command again"));
    }
    Ok((plain, sealed))
}

/// Opens a file of a sealed folder into a writer, and holds it against the index.
pub(crate) fn open_entry(
    folder: &Path,
    (id, entry): (&[u8; 16], &IndexEntry),
    key: &SecretKey,
    target: &mut dyn Write,
) -> Result<(), Failure> {
    let path = folder.join(&entry.sealed);
    let mut file = File::open(&path).map_err(|error| Failure::io("open", &path, error))?;
    let mut digesting = Digesting::new(target);
    let mut clipped = Clipped { inner: &mut digesting, left: entry.bytes, beyond: 0 };
    let context = file_context(id, &entry.path);
    chunked::open(&mut file, &mut clipped, key, &context).map_err(about(&path))?;
    let beyond = clipped.beyond;
    let opened = digesting.passed();
    let padding = padded_length(entry.bytes) - entry.bytes;
    let wrong = if opened.bytes != entry.bytes || (beyond != 0 && beyond != padding) {
        let found = opened.bytes + beyond;
        Some(format!("has {found} bytes: the index says {}", entry.bytes))
    } else if opened.sha256 != entry.sha256 {
        Some("has another SHA-256 than the index says".to_owned())
    } else {
        None
    };
    let path = entry.path.clone();
    wrong.map_or(Ok(()), |found| Err(Failure::from(Error::Content { path, found })))
}
