//! Sealing and opening of files: every thread reads and writes at its own places.
//!
//! Reading and writing take longer than the cipher, so threads that share one reader wait for it.

use crate::crypto::Error;
use crate::crypto::SecretKey;
use crate::crypto::chunked::batch::{NO_END, open_batch, seal_batch};
use crate::crypto::chunked::places::{read_at, read_slots_at, write_at};
use crate::crypto::chunked::stream::Salt;
use crate::crypto::chunked::suite::{CHUNK, MessageKey, PREFIX, SEALED_CHUNK, Suite, TAG};
use crate::crypto::chunked::turns::read_full;
use crate::crypto::chunked::{opened_length, sealed_length};
use crate::crypto::error::io_error;
use rayon::prelude::*;
use std::fs::File;
use std::io::{Seek as _, SeekFrom, Write as _};
use zeroize::Zeroizing;

/// Chunks that a thread reads, works on and writes at a time: 256 KiB stay in its cache.
const BATCH: usize = 16;

/// Seals all of `input` into `output` from byte `start` on; returns the bytes of plaintext.
///
/// The bytes are those of [`crate::crypto::chunked::seal`]. `watch` is told, by any thread, how
/// many more bytes of plaintext are done.
///
/// # Errors
///
/// [`Error::Io`] where reading or writing fails, or the input changes its length meanwhile.
pub fn seal_file(
    input: &File,
    (output, start): (&mut File, u64),
    key: &SecretKey,
    context: &[u8],
    salt: Salt,
    watch: &(dyn Fn(u64) + Sync),
) -> Result<u64, Error> {
    let key = MessageKey::derive(Suite::Aes256Gcm, key.expose(), &salt.0, context)?;
    let length = input.metadata().map_err(io_error("read"))?.len();
    output.seek(SeekFrom::Start(start)).map_err(io_error("write"))?;
    output.write_all(&salt.0).map_err(io_error("write"))?;
    output.write_all(&key.commitment).map_err(io_error("write"))?;
    let output = &*output;
    let first = start + PREFIX as u64;
    let chunks = length / CHUNK as u64 + 1;
    each_batch(chunks, |index, buffer| {
        let from = index * CHUNK as u64;
        let n_slots = (chunks - index).min(BATCH as u64) as usize;
        let plain = length.saturating_sub(from).min((BATCH * CHUNK) as u64) as usize;
        let sealed = plain + n_slots * TAG;
        let slots = buffer.get_mut(..sealed).unwrap_or_default();
        read_slots_at(input, slots, from)?;
        seal_batch(&key, index, slots)?;
        write_at(output, slots, first + index * SEALED_CHUNK as u64)?;
        watch(plain as u64);
        Ok(())
    })?;
    if input.metadata().map_err(io_error("read"))?.len() == length {
        Ok(length)
    } else {
        Err(io_error("read")(std::io::Error::other("the file changed while it was read")))
    }
}

/// Opens the message in `input` from byte `start` to its end into `output`.
///
/// A chunk is written when it is authenticated; after an error `output` holds an unknown part of
/// the message and is to be thrown away. The error is that of the first chunk that is wrong.
/// `watch` is told, by any thread, how many more bytes of plaintext are done.
///
/// # Errors
///
/// As [`crate::crypto::chunked::open`].
pub fn open_file(
    (input, start): (&File, u64),
    output: &File,
    key: &SecretKey,
    context: &[u8],
    watch: &(dyn Fn(u64) + Sync),
) -> Result<u64, Error> {
    let sealed = input.metadata().map_err(io_error("read"))?.len().saturating_sub(start);
    let mut prefix = [0; PREFIX];
    let mut reader = input;
    reader.seek(SeekFrom::Start(start)).map_err(io_error("read"))?;
    if read_full(&mut reader, &mut prefix)? < PREFIX {
        return Err(Error::Truncated { what: "the prefix" });
    }
    let key = MessageKey::of_prefix(Suite::Aes256Gcm, key.expose(), &prefix, context)?;
    let body = sealed - PREFIX as u64;
    let first = start + PREFIX as u64;
    each_batch(body.div_ceil(SEALED_CHUNK as u64), |index, buffer| {
        let from = index * SEALED_CHUNK as u64;
        let length = (body - from).min(buffer.len() as u64) as usize;
        let slots = buffer.get_mut(..length).unwrap_or_default();
        read_at(input, slots, first + from)?;
        let opened = open_batch(&key, index, slots);
        write_at(output, opened.plain, index * CHUNK as u64)?;
        watch(opened.plain.len() as u64);
        opened.error.map_or(Ok(()), Err)
    })?;
    // The lengths that no message has: an end without its short chunk.
    let length = opened_length(sealed).map_err(|_| NO_END)?;
    debug_assert_eq!(sealed_length(length), sealed, "each length has one chunking");
    Ok(length)
}

/// Calls `work` with the first chunk of every batch and a buffer; the first error is the result.
fn each_batch(
    chunks: u64,
    work: impl Fn(u64, &mut [u8]) -> Result<(), Error> + Sync,
) -> Result<(), Error> {
    let batches = (0..chunks.div_ceil(BATCH as u64)).into_par_iter();
    let buffer = || Zeroizing::new(vec![0; BATCH * SEALED_CHUNK]);
    let failed = batches.map_init(buffer, |buffer, batch| work(batch * BATCH as u64, buffer).err());
    failed.find_map_first(|error| error).map_or(Ok(()), Err)
}
