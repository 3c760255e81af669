//! One sealed file: where it is, what it is, its header and what follows.

use crate::commands::encrypt::secrets::about;
use crate::commands::encrypt::watch::Watch;
use crate::commands::failure::{Failure, code};
use mfn::crypto::chunked::{Salt, SealedReader, seal_file};
use mfn::crypto::folder::file_context;
use mfn::crypto::{Header, Limits, Purpose, Secret, SecretKey, Unlocked};
use mfn::format::AtomicFile;
use std::fs::File;
use std::io::Write as _;
use std::path::Path;

/// `-` stands for a standard stream.
pub(crate) fn is_stream(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// Opens a file to read.
pub(crate) fn open(path: &Path) -> Result<File, Failure> {
    File::open(path).map_err(|error| Failure::io("open", path, error))
}

/// Refuses to write over what is there.
pub(crate) fn refuse_existing(path: &Path) -> Result<(), Failure> {
    if path.symlink_metadata().is_ok() {
        let failure = Failure::message(code::FILE, format!("{} exists", path.display()));
        return Err(failure.with_hint("name another with --out, or take it away first"));
    }
    Ok(())
}

/// The context of a file that is sealed alone.
pub(crate) fn context(header: &Header, text: &str) -> Result<Vec<u8>, Failure> {
    if text.contains('\0') {
        return Err(Failure::message(code::USAGE, "a context has no zero byte"));
    }
    Ok(file_context(header.id(), text))
}

/// A sealed file that is open: its header, and the file behind it.
pub(crate) struct Sealed {
    pub(crate) file: File,
    pub(crate) header: Header,
}

impl Sealed {
    /// Opens a file that is sealed alone.
    pub(crate) fn open(path: &Path) -> Result<Self, Failure> {
        let mut file = open(path)?;
        let header = Header::read(&mut file).map_err(about(path))?;
        if header.purpose() == Purpose::Message {
            return Ok(Self { file, header });
        }
        let message = format!("{} is the header of a sealed folder", path.display());
        Err(Failure::message(code::FILE, message).with_hint("name the folder"))
    }

    /// Where the message begins.
    pub(crate) fn start(&self) -> u64 {
        self.header.bytes().len() as u64
    }

    /// Its plaintext, for random access.
    pub(crate) fn reader(
        &self,
        key: &SecretKey,
        context: &str,
    ) -> Result<SealedReader<File>, Failure> {
        let file = self.file.try_clone();
        let file = file.map_err(|error| Failure::new(code::FILE, error))?;
        Ok(SealedReader::new(file, self.start(), key, &self::context(&self.header, context)?)?)
    }
}

/// The data key, for the secrets.
pub(crate) fn unlock(
    header: &Header,
    path: &Path,
    secrets: &[Secret],
    limits: Limits,
) -> Result<Unlocked, Failure> {
    header.unlock(secrets, limits).map_err(about(path))
}

/// Seals a file behind a header.
pub(crate) fn write_sealed(
    input: &File,
    out: &Path,
    header: &Header,
    key: &SecretKey,
    context: &[u8],
    watch: &Watch,
) -> Result<u64, Failure> {
    let mut atomic = AtomicFile::create(out)?;
    let target = atomic.file_mut();
    target.write_all(header.bytes()).map_err(|error| Failure::io("write", out, error))?;
    let (start, salt) = (header.bytes().len() as u64, Salt::random()?);
    let length = seal_file(input, (target, start), key, context, salt, &|bytes| watch.add(bytes));
    let length = length.map_err(about(out))?;
    atomic.commit()?;
    Ok(length)
}
