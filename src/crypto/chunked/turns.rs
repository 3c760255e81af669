//! Two buffers that take turns: one is worked on while the other is written and filled again.

use crate::crypto::Error;
use crate::crypto::chunked::batch::BATCH_BYTES;
use crate::crypto::chunked::suite::{CHUNK, SEALED_CHUNK, TAG};
use crate::crypto::error::io_error;
use std::io::{ErrorKind, IoSliceMut, Read, Write};
use zeroize::Zeroizing;

/// More threads than these wait for the reader and the writer anyway.
const MOST_THREADS: usize = 8;

/// Batches in a buffer, for the threads there are: each takes two a turn.
fn batches() -> usize {
    match rayon::current_num_threads() {
        0 | 1 => 2,
        threads => 4 * threads.min(MOST_THREADS),
    }
}

/// A buffer of slots, each with room for a sealed chunk.
pub(crate) struct Buffer {
    bytes: Zeroizing<Vec<u8>>,
    /// Bytes in use.
    length: usize,
    /// Whether the input ended in it.
    pub(crate) ended: bool,
}

impl Buffer {
    /// A buffer of one batch: most messages are no longer.
    pub(crate) fn short() -> Self {
        Self { bytes: Zeroizing::new(vec![0; BATCH_BYTES]), length: 0, ended: false }
    }

    /// A buffer that gets its full size when it is filled.
    pub(crate) fn unused() -> Self {
        Self { bytes: Zeroizing::new(Vec::new()), length: 0, ended: false }
    }

    /// Gives it its full size.
    pub(crate) fn grow(&mut self) {
        let wanted = batches() * BATCH_BYTES;
        if self.bytes.len() < wanted {
            self.bytes = Zeroizing::new(vec![0; wanted]);
        }
    }

    /// The slots in use.
    pub(crate) fn slots(&mut self) -> &mut [u8] {
        self.bytes.get_mut(..self.length).unwrap_or_default()
    }

    /// Slots in use.
    pub(crate) fn n_slots(&self) -> u64 {
        self.length.div_ceil(SEALED_CHUNK) as u64
    }

    /// Whether a sealed message can end here: with a chunk that is not full.
    pub(crate) fn ends_short(&self) -> bool {
        !self.length.is_multiple_of(SEALED_CHUNK)
    }

    /// Reads plaintext into the slots, with room for a tag after each chunk; returns how much it
    /// was. The chunk in which the input ends may be empty.
    pub(crate) fn fill_texts(&mut self, input: &mut dyn Read) -> Result<u64, Error> {
        let slots = self.bytes.chunks_exact_mut(SEALED_CHUNK);
        let texts = slots.map(|slot| IoSliceMut::new(slot.split_at_mut(CHUNK).0));
        let read = read_all(input, &mut texts.collect::<Vec<_>>())?;
        let room = self.bytes.len() / SEALED_CHUNK * CHUNK;
        self.ended = read < room;
        let n_slots = read / CHUNK + usize::from(self.ended);
        self.length = read + n_slots * TAG;
        Ok(read as u64)
    }

    /// Reads sealed chunks.
    pub(crate) fn fill(&mut self, input: &mut dyn Read) -> Result<(), Error> {
        self.length = read_full(input, &mut self.bytes)?;
        self.ended = self.length < self.bytes.len();
        Ok(())
    }

    /// Writes all slots in use.
    pub(crate) fn write(&self, output: &mut dyn Write) -> Result<(), Error> {
        let used = self.bytes.get(..self.length).unwrap_or_default();
        output.write_all(used).map_err(io_error("write"))
    }

    /// Writes so many bytes from the beginning of each batch; returns how many it were.
    pub(crate) fn write_parts(
        &self,
        lengths: &[usize],
        output: &mut dyn Write,
    ) -> Result<u64, Error> {
        let mut total = 0;
        for (batch, length) in self.bytes.chunks(BATCH_BYTES).zip(lengths) {
            let plain = batch.get(..*length).unwrap_or_default();
            output.write_all(plain).map_err(io_error("write"))?;
            total += plain.len() as u64;
        }
        Ok(total)
    }
}

/// Reads until the buffer is full or the input ends; returns how much there was.
pub(crate) fn read_full(input: &mut dyn Read, buffer: &mut [u8]) -> Result<usize, Error> {
    read_all(input, &mut [IoSliceMut::new(buffer)])
}

/// Reads until the buffers are full or the input ends, with as few calls as it allows.
fn read_all(input: &mut dyn Read, mut buffers: &mut [IoSliceMut<'_>]) -> Result<usize, Error> {
    let mut filled = 0;
    // An empty buffer in front would be taken for the end.
    IoSliceMut::advance_slices(&mut buffers, 0);
    while !buffers.is_empty() {
        match input.read_vectored(buffers) {
            Ok(0) => break,
            Ok(length) => {
                filled += length;
                IoSliceMut::advance_slices(&mut buffers, length);
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(io_error("read")(error)),
        }
    }
    Ok(filled)
}
