//! Bytes by position, and temporary files for what has none.

use crate::format::Error;
use crate::format::io_error;
use std::fs::File;
use std::io::{self, BufWriter, Read as _, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Reads bytes at a position, whatever other threads read.
#[cfg(unix)]
pub(crate) fn read_at(file: &File, offset: u64, bytes: &mut [u8]) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, offset)
}

/// Reads bytes at a position, whatever other threads read.
#[cfg(windows)]
pub(crate) fn read_at(file: &File, mut offset: u64, mut bytes: &mut [u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        let count = std::os::windows::fs::FileExt::seek_read(file, bytes, offset)?;
        if count == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        bytes = bytes.get_mut(count..).unwrap_or_default();
        offset += count as u64;
    }
    Ok(())
}

/// The first eight bytes of a file, or fewer.
pub(crate) fn first_bytes(path: &Path) -> Result<Vec<u8>, Error> {
    let file = File::open(path).map_err(io_error(path, "open"))?;
    let mut bytes = Vec::new();
    file.take(8).read_to_end(&mut bytes).map_err(io_error(path, "read"))?;
    Ok(bytes)
}

/// A temporary file without a name: it is gone when it is closed, also after a crash.
pub(crate) struct Spool {
    writer: BufWriter<File>,
    folder: PathBuf,
    length: u64,
}

impl Spool {
    /// A file in this folder.
    pub(crate) fn new(folder: &Path) -> Result<Self, Error> {
        let file = tempfile::tempfile_in(folder).map_err(io_error(folder, "write to"))?;
        Ok(Self { writer: BufWriter::new(file), folder: folder.to_owned(), length: 0 })
    }

    /// Adds bytes.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.length += bytes.len() as u64;
        self.writer.write_all(bytes).map_err(io_error(&self.folder, "write to"))
    }

    /// Bytes so far.
    pub(crate) fn length(&self) -> u64 {
        self.length
    }

    /// The file, ready to be read.
    pub(crate) fn finish(self) -> Result<Arc<File>, Error> {
        let file = self.writer.into_inner().map_err(std::io::IntoInnerError::into_error);
        file.map(Arc::new).map_err(io_error(&self.folder, "write to"))
    }
}
