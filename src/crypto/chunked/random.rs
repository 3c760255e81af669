//! Random access: any part of a sealed message, each chunk authenticated before a byte is out.

use crate::crypto::Error;
use crate::crypto::SecretKey;
use crate::crypto::chunked::opened_length;
use crate::crypto::chunked::suite::{CHUNK, MessageKey, PREFIX, SEALED_CHUNK, Suite};
use crate::crypto::chunked::turns::read_full;
use crate::crypto::error::io_error;
use std::io::{self, Read, Seek, SeekFrom};
use zeroize::Zeroizing;

/// The plaintext of a sealed message as something to read from and to seek in.
///
/// Its length is authenticated when it is made. It keeps one opened chunk.
pub struct SealedReader<R> {
    inner: R,
    key: MessageKey,
    /// Where the message begins in `inner`.
    start: u64,
    length: u64,
    position: u64,
    /// Number of the chunk in `buffer`, once there is one.
    loaded: Option<u64>,
    buffer: Zeroizing<Vec<u8>>,
    /// Bytes of plaintext in `buffer`.
    filled: usize,
}

impl<R: Read + Seek> SealedReader<R> {
    /// The plaintext of the message that begins at byte `start` of `inner` and ends with it.
    ///
    /// # Errors
    ///
    /// [`Error::Commitment`] for another key or context, [`Error::Truncated`] and
    /// [`Error::Chunk`] if the end is not the end that was sealed.
    pub fn new(mut inner: R, start: u64, key: &SecretKey, context: &[u8]) -> Result<Self, Error> {
        let end = inner.seek(SeekFrom::End(0)).map_err(io_error("read"))?;
        let sealed = end.saturating_sub(start);
        inner.seek(SeekFrom::Start(start)).map_err(io_error("read"))?;
        let mut prefix = [0; PREFIX];
        if read_full(&mut inner, &mut prefix)? < PREFIX {
            return Err(Error::Truncated { what: "the prefix" });
        }
        let key = MessageKey::of_prefix(Suite::Aes256Gcm, key.expose(), &prefix, context)?;
        let length = opened_length(sealed)?;
        let buffer = Zeroizing::new(vec![0; SEALED_CHUNK]);
        let (position, loaded, filled) = (0, None, 0);
        let mut made = Self { inner, key, start, length, position, loaded, buffer, filled };
        made.load(length / CHUNK as u64)?;
        Ok(made)
    }

    /// Bytes of plaintext.
    pub fn length(&self) -> u64 {
        self.length
    }

    /// Hides what follows the first so many bytes: the padding of a hidden size.
    pub fn clip(&mut self, length: u64) {
        self.length = self.length.min(length);
    }

    /// Fills the buffer with the plaintext from byte `at` on; returns how much there was.
    ///
    /// # Errors
    ///
    /// [`Error::Chunk`] for a chunk that is not authentic: nothing of it is in `buffer`.
    pub fn read_at(&mut self, at: u64, buffer: &mut [u8]) -> Result<usize, Error> {
        let mut done = 0;
        while done < buffer.len() && at + (done as u64) < self.length {
            let from = at + done as u64;
            self.load(from / CHUNK as u64)?;
            let within = (from % CHUNK as u64) as usize;
            let left = usize::try_from(self.length - from).unwrap_or(usize::MAX);
            let end = self.filled.min(within.saturating_add(left));
            let there = self.buffer.get(within..end).unwrap_or_default();
            let room = buffer.get_mut(done..).unwrap_or_default();
            let length = there.len().min(room.len());
            for (to, byte) in room.iter_mut().zip(there) {
                *to = *byte;
            }
            done += length;
        }
        Ok(done)
    }

    /// Opens chunk `index` into the buffer.
    fn load(&mut self, index: u64) -> Result<(), Error> {
        if self.loaded == Some(index) {
            return Ok(());
        }
        // What is in the buffer from here on is not plaintext until the chunk is authentic.
        self.loaded = None;
        self.filled = 0;
        let at = self.start + PREFIX as u64 + index * SEALED_CHUNK as u64;
        self.inner.seek(SeekFrom::Start(at)).map_err(io_error("read"))?;
        let length = read_full(&mut self.inner, &mut self.buffer)?;
        let slot = self.buffer.get_mut(..length).unwrap_or_default();
        self.filled = self.key.open(index, slot)?.len();
        self.loaded = Some(index);
        Ok(())
    }
}

impl<R: Read + Seek> Read for SealedReader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.read_at(self.position, buffer).map_err(io::Error::other)?;
        self.position += length as u64;
        Ok(length)
    }
}

impl<R: Read + Seek> Seek for SealedReader<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let position = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.length.checked_add_signed(by),
            SeekFrom::Current(by) => self.position.checked_add_signed(by),
        };
        self.position = position.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.position)
    }
}

impl<R> std::fmt::Debug for SealedReader<R> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("SealedReader").field("length", &self.length).finish_non_exhaustive()
    }
}
