//! The checkpoint: a run's state in one file that is either whole or refused.
//!
//! Layout, all numbers little endian: `MFNCKPT` and a zero byte; version u32; header length u64,
//! header (UTF-8); number of arrays u32; for each: name length u32, name, bytes a cell u32 (4 or
//! 8), rows u64, cols u64, cells in C order; number of word lists u32; for each: name length u32,
//! name, count u64, words u64; at the end the SHA-256 of everything before it.

use crate::format::Error;
use crate::format::cells::{Dtype, FieldArray, write_le};
use crate::format::io_error;
use crate::format::provenance::to_hex;
use crate::format::write_atomic;
use crate::grid::FieldView;
use sha2::{Digest, Sha256};
use std::io::{self, Write};
use std::path::Path;

const MAGIC: &[u8; 8] = b"MFNCKPT\0";
const VERSION: u32 = 1;
const DIGEST_BYTES: usize = 32;

/// A run's state, as it is read.
#[derive(Debug, Clone, PartialEq)]
pub struct Checkpoint {
    /// Text of the caller's, such as JSON: step, counters, preset.
    pub header: String,
    /// Named fields.
    pub arrays: Vec<(String, FieldArray)>,
    /// Named lists of 64-bit words: generator states, bits of accumulators.
    pub words: Vec<(String, Vec<u64>)>,
}

impl Checkpoint {
    /// The field of that name.
    pub fn array(&self, name: &str) -> Option<&FieldArray> {
        self.arrays.iter().find(|(own, _)| own == name).map(|(_, array)| array)
    }

    /// The words of that name.
    pub fn words(&self, name: &str) -> Option<&[u64]> {
        self.words.iter().find(|(own, _)| own == name).map(|(_, words)| words.as_slice())
    }
}

/// A run's state, as it is written: nothing is copied.
#[derive(Debug, Clone, Copy)]
pub struct CheckpointRef<'a> {
    /// Text of the caller's.
    pub header: &'a str,
    /// Named fields.
    pub arrays: &'a [(&'a str, FieldView<'a>)],
    /// Named lists of 64-bit words.
    pub words: &'a [(&'a str, &'a [u64])],
}

/// Writes a checkpoint in place of an older one.
///
/// # Errors
///
/// [`Error::Io`]; then the older checkpoint still stands.
///
/// # Examples
///
/// ```
/// # let folder = tempfile::tempdir()?;
/// use mfn::format::{CheckpointRef, read_checkpoint, write_checkpoint};
/// let path = folder.path().join("run.ckpt");
/// let state = CheckpointRef { header: "{\"step\": 7}", arrays: &[], words: &[("rng", &[1, 2])] };
/// write_checkpoint(&path, &state)?;
/// assert_eq!(read_checkpoint(&path)?.words("rng"), Some([1, 2].as_slice()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn write_checkpoint(path: &Path, checkpoint: &CheckpointRef<'_>) -> Result<(), Error> {
    write_atomic(path, |file| {
        let mut hashing = Hashing { inner: file, digest: Sha256::new() };
        write_body(checkpoint, &mut hashing)?;
        let digest = hashing.digest.finalize();
        hashing.inner.write_all(&digest)
    })
}

fn write_body(checkpoint: &CheckpointRef<'_>, writer: &mut dyn Write) -> io::Result<()> {
    writer.write_all(MAGIC)?;
    writer.write_all(&VERSION.to_le_bytes())?;
    writer.write_all(&(checkpoint.header.len() as u64).to_le_bytes())?;
    writer.write_all(checkpoint.header.as_bytes())?;
    writer.write_all(&(checkpoint.arrays.len() as u32).to_le_bytes())?;
    for (name, field) in checkpoint.arrays {
        let (rows, cols) = field.shape();
        write_name(name, writer)?;
        writer.write_all(&(Dtype::of(*field).size() as u32).to_le_bytes())?;
        writer.write_all(&(rows as u64).to_le_bytes())?;
        writer.write_all(&(cols as u64).to_le_bytes())?;
        write_le(*field, writer)?;
    }
    writer.write_all(&(checkpoint.words.len() as u32).to_le_bytes())?;
    for (name, words) in checkpoint.words {
        write_name(name, writer)?;
        writer.write_all(&(words.len() as u64).to_le_bytes())?;
        for word in *words {
            writer.write_all(&word.to_le_bytes())?;
        }
    }
    Ok(())
}

fn write_name(name: &str, writer: &mut dyn Write) -> io::Result<()> {
    writer.write_all(&(name.len() as u32).to_le_bytes())?;
    writer.write_all(name.as_bytes())
}

/// Reads a checkpoint. Takes no more memory than twice the file's size.
///
/// # Errors
///
/// [`Error::Io`]; [`Error::Malformed`] if it is not a checkpoint; [`Error::Version`]; and
/// [`Error::Digest`] if a single bit differs from what was written or bytes are missing.
pub fn read_checkpoint(path: &Path) -> Result<Checkpoint, Error> {
    let malformed = |found: &str| Error::Malformed {
        path: path.to_owned(),
        format: "checkpoint",
        found: found.to_owned(),
    };
    let bytes = std::fs::read(path).map_err(io_error(path, "read"))?;
    if !bytes.starts_with(MAGIC) {
        return Err(malformed("the magic bytes are missing"));
    }
    let (body, stored) = bytes
        .split_last_chunk::<DIGEST_BYTES>()
        .filter(|(body, _)| body.len() >= MAGIC.len() + 4)
        .ok_or_else(|| malformed("it is too short"))?;
    let computed = Sha256::digest(body);
    if computed.as_slice() != stored {
        let (found, wanted) = (to_hex(&computed), to_hex(stored));
        return Err(Error::Digest { path: path.to_owned(), found, wanted });
    }
    let mut cursor = Cursor { rest: &body[MAGIC.len()..] };
    match cursor.u32() {
        Some(VERSION) => {}
        found => {
            return Err(Error::Version {
                path: path.to_owned(),
                format: "checkpoint",
                found: found.unwrap_or_default(),
                wanted: VERSION,
            });
        }
    }
    let checkpoint = cursor.checkpoint().ok_or_else(|| malformed("a length leads outside"))?;
    if cursor.rest.is_empty() { Ok(checkpoint) } else { Err(malformed("bytes are left over")) }
}

/// Writes through and digests what passes.
struct Hashing<W> {
    inner: W,
    digest: Sha256,
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let n_bytes = self.inner.write(bytes)?;
        self.digest.update(&bytes[..n_bytes]);
        Ok(n_bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// What is left to read. Each method gives `None` when the bytes do not suffice.
struct Cursor<'a> {
    rest: &'a [u8],
}

impl<'a> Cursor<'a> {
    fn bytes(&mut self, n_bytes: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(n_bytes)?;
        self.rest = rest;
        Some(taken)
    }

    fn u32(&mut self) -> Option<u32> {
        self.bytes(4)?.try_into().ok().map(u32::from_le_bytes)
    }

    fn length(&mut self) -> Option<usize> {
        let length = self.bytes(8)?.try_into().ok().map(u64::from_le_bytes)?;
        usize::try_from(length).ok()
    }

    fn text(&mut self, n_bytes: usize) -> Option<String> {
        std::str::from_utf8(self.bytes(n_bytes)?).ok().map(str::to_owned)
    }

    fn name(&mut self) -> Option<String> {
        let n_bytes = self.u32()? as usize;
        self.text(n_bytes)
    }

    fn checkpoint(&mut self) -> Option<Checkpoint> {
        let n_bytes = self.length()?;
        let header = self.text(n_bytes)?;
        // Collecting grows with what is really there, never with what a count claims.
        let arrays = (0..self.u32()?).map(|_| self.array()).collect::<Option<_>>()?;
        let words = (0..self.u32()?).map(|_| self.words()).collect::<Option<_>>()?;
        Some(Checkpoint { header, arrays, words })
    }

    fn array(&mut self) -> Option<(String, FieldArray)> {
        let name = self.name()?;
        let dtype = match self.u32()? {
            4 => Dtype::F32,
            8 => Dtype::F64,
            _ => return None,
        };
        let shape = (self.length()?, self.length()?);
        let cells = self.bytes(shape.0.checked_mul(shape.1)?.checked_mul(dtype.size())?)?;
        Some((name, FieldArray::from_le_bytes(dtype, shape, cells)?))
    }

    fn words(&mut self) -> Option<(String, Vec<u64>)> {
        let name = self.name()?;
        let n_bytes = self.length()?.checked_mul(8)?;
        let (words, []) = self.bytes(n_bytes)?.as_chunks() else { return None };
        Some((name, words.iter().map(|word| u64::from_le_bytes(*word)).collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    fn written(change: impl FnOnce(&mut Vec<u8>)) -> Result<Checkpoint, Error> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("run.ckpt");
        let (u, v) = (array![[1.0_f64, -0.0]], array![[f32::MIN_POSITIVE / 2.0]]);
        let arrays = [("u", FieldView::F64(u.view())), ("v", FieldView::F32(v.view()))];
        let state =
            CheckpointRef { header: "{}", arrays: &arrays, words: &[("rng", &[u64::MAX, 0])] };
        write_checkpoint(&path, &state).unwrap();
        let mut bytes = std::fs::read(&path).unwrap();
        change(&mut bytes);
        std::fs::write(&path, &bytes).unwrap();
        read_checkpoint(&path)
    }

    /// Puts the right digest at the end again, so that only the body is wrong.
    fn reseal(bytes: &mut [u8]) {
        let body = bytes.len() - DIGEST_BYTES;
        let digest = Sha256::digest(&bytes[..body]);
        bytes[body..].copy_from_slice(&digest);
    }

    #[test]
    fn state_comes_back() {
        let checkpoint = written(|_| ()).unwrap();
        assert_eq!(checkpoint.header, "{}");
        assert_eq!(checkpoint.array("u"), Some(&FieldArray::F64(array![[1.0, -0.0]])));
        let tiny = FieldArray::F32(array![[f32::MIN_POSITIVE / 2.0]]);
        assert_eq!(checkpoint.array("v"), Some(&tiny));
        assert_eq!(checkpoint.words("rng"), Some([u64::MAX, 0].as_slice()));
        assert_eq!(checkpoint.words("u"), None);
    }

    #[test]
    fn every_truncation_is_refused() {
        let size = {
            let mut size = 0;
            written(|bytes| size = bytes.len()).unwrap();
            size
        };
        for kept in 0..size {
            assert!(written(|bytes| bytes.truncate(kept)).is_err(), "{kept} bytes");
        }
    }

    #[test]
    fn damage_has_its_name() {
        let flip = |at: usize| written(move |bytes| bytes[at] ^= 1);
        assert!(matches!(flip(0), Err(Error::Malformed { .. })));
        assert!(matches!(flip(9), Err(Error::Digest { .. })));
        assert!(matches!(flip(60), Err(Error::Digest { .. })));
        let resealed = |at: usize, byte: u8| {
            written(move |bytes| {
                bytes[at] = byte;
                reseal(bytes);
            })
        };
        assert!(matches!(resealed(8, 2), Err(Error::Version { found: 2, wanted: 1, .. })));
        // The header's length, the top byte: far outside the file.
        assert!(matches!(resealed(19, 0xff), Err(Error::Malformed { .. })));
        // The number of arrays: more than there are.
        assert!(matches!(resealed(25, 0xff), Err(Error::Malformed { .. })));
    }
}
