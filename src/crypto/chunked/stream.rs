//! Sealing and opening of streams: constant memory, chunks in parallel, the same bytes always.

use crate::crypto::Error;
use crate::crypto::chunked::suite::{CHUNK, MessageKey, PREFIX, SALT, SEALED_CHUNK, Suite, TAG};
use crate::crypto::error::io_error;
use crate::crypto::secret::random_bytes;
use rayon::prelude::*;
use std::io::{self, Read, Write};
use zeroize::Zeroizing;

/// Chunks that a thread takes at a time: 256 KiB stay in its cache.
pub(crate) const BATCH: usize = 16;

/// More threads than these wait for the reader and the writer anyway.
const MOST_THREADS: usize = 8;

/// The salt of a message: drawn for each, never used twice with one key.
#[derive(Debug, Clone, Copy)]
pub struct Salt(pub(crate) [u8; SALT]);

impl Salt {
    /// A salt from the operating system's random numbers.
    ///
    /// # Errors
    ///
    /// [`Error::Random`] if there are none.
    pub fn random() -> Result<Self, Error> {
        random_bytes().map(Self)
    }

    /// A salt that is given: for vectors and tests. Twice the same salt with the same key and
    /// context gives away both messages.
    pub fn fixed(bytes: [u8; SALT]) -> Self {
        Self(bytes)
    }
}

/// Seals all that `input` gives into `output`, and returns how many bytes of plaintext it was.
///
/// The output depends on key, context, salt and input alone, not on the number of threads.
///
/// # Errors
///
/// [`Error::Io`] where reading or writing fails; [`Error::TooMany`] beyond 4 PiB.
///
/// # Examples
///
/// ```
/// use mfn::crypto::{SecretKey, chunked};
/// let key = SecretKey::random()?;
/// let mut sealed = Vec::new();
/// let salt = chunked::Salt::random()?;
/// chunked::seal(&mut &b"hyphae"[..], &mut sealed, &key, b"context", salt)?;
/// let mut opened = Vec::new();
/// chunked::open(&mut &sealed[..], &mut opened, &key, b"context")?;
/// assert_eq!(opened, b"hyphae");
/// # Ok::<(), mfn::crypto::Error>(())
/// ```
pub fn seal(
    input: &mut dyn Read,
    output: &mut dyn Write,
    key: &crate::crypto::SecretKey,
    context: &[u8],
    salt: Salt,
) -> Result<u64, Error> {
    seal_with(Suite::Aes256Gcm, input, output, (key.expose(), context), salt)
}

/// As [`seal`], with the instance and `(input key, context)` given.
///
/// # Errors
///
/// As [`seal`]; [`Error::Length`] if the key is not one of the instance.
pub fn seal_with(
    suite: Suite,
    input: &mut dyn Read,
    output: &mut dyn Write,
    (key, context): (&[u8], &[u8]),
    salt: Salt,
) -> Result<u64, Error> {
    let key = MessageKey::derive(suite, key, &salt.0, context)?;
    output.write_all(&salt.0).map_err(io_error("write"))?;
    output.write_all(&key.commitment).map_err(io_error("write"))?;
    let mut buffer = Zeroizing::new(vec![0; slots() * SEALED_CHUNK]);
    let (mut index, mut total) = (0, 0);
    loop {
        let read = read_slots(input, &mut buffer, CHUNK)?;
        let sealed = buffer.get_mut(..read.sealed).unwrap_or_default();
        seal_slots(&key, index, sealed)?;
        output.write_all(sealed).map_err(io_error("write"))?;
        total += read.plain;
        index += sealed.len().div_ceil(SEALED_CHUNK) as u64;
        if read.ended {
            return Ok(total);
        }
    }
}

/// Opens a message into `output`, and returns how many bytes of plaintext it was.
///
/// Not a byte of a chunk is written before that chunk is authenticated, and none after it if it
/// is not; so an error can leave a true beginning of the message in `output`, and nothing else.
///
/// # Errors
///
/// [`Error::Commitment`], [`Error::Chunk`] and [`Error::Truncated`] for what is not authentic;
/// [`Error::Io`] where reading or writing fails.
pub fn open(
    input: &mut dyn Read,
    output: &mut dyn Write,
    key: &crate::crypto::SecretKey,
    context: &[u8],
) -> Result<u64, Error> {
    open_with(Suite::Aes256Gcm, input, output, (key.expose(), context))
}

/// As [`open`], with the instance and `(input key, context)` given.
///
/// # Errors
///
/// As [`open`]; [`Error::Length`] if the key is not one of the instance.
pub fn open_with(
    suite: Suite,
    input: &mut dyn Read,
    output: &mut dyn Write,
    (key, context): (&[u8], &[u8]),
) -> Result<u64, Error> {
    let mut prefix = [0; PREFIX];
    if read_full(input, &mut prefix)? < PREFIX {
        return Err(Error::Truncated { what: "the prefix" });
    }
    let key = MessageKey::of_prefix(suite, key, &prefix, context)?;
    let mut buffer = Zeroizing::new(vec![0; slots() * SEALED_CHUNK]);
    let (mut index, mut total) = (0, 0);
    loop {
        let length = read_full(input, &mut buffer)?;
        let ended = length < buffer.len();
        let sealed = buffer.get_mut(..length).unwrap_or_default();
        let opened = open_slots(&key, index, sealed);
        output.write_all(opened.plain).map_err(io_error("write"))?;
        if let Some(error) = opened.error {
            return Err(error);
        }
        total += opened.plain.len() as u64;
        index += (length / SEALED_CHUNK) as u64;
        if ended {
            return if length % SEALED_CHUNK == 0 { Err(NO_END) } else { Ok(total) };
        }
    }
}

/// A message that ends with a full chunk lacks the short one that ends it.
pub(crate) const NO_END: Error = Error::Truncated { what: "the last chunk" };

/// Chunks in a buffer, for the threads there are. One thread works in its cache; several get 1 MiB
/// each, since a batch alone takes no longer than to wake a thread.
fn slots() -> usize {
    match rayon::current_num_threads() {
        0 | 1 => BATCH,
        threads => 4 * BATCH * threads.min(MOST_THREADS),
    }
}

/// What was read into the slots of a buffer.
struct Slots {
    /// Bytes of plaintext.
    plain: u64,
    /// Bytes of the slots in use, with room for their tags.
    sealed: usize,
    /// Whether the last slot is the last of the message.
    ended: bool,
}

/// Reads up to `wanted` bytes into each slot, until one stays short.
fn read_slots(input: &mut dyn Read, buffer: &mut [u8], wanted: usize) -> Result<Slots, Error> {
    let mut read = Slots { plain: 0, sealed: 0, ended: false };
    for slot in buffer.chunks_exact_mut(SEALED_CHUNK) {
        let (text, _) = slot.split_at_mut(wanted);
        let length = read_full(input, text)?;
        read.plain += length as u64;
        read.sealed += length + TAG;
        if length < wanted {
            read.ended = true;
            break;
        }
    }
    Ok(read)
}

/// Seals slots in place, the first of which is chunk `first`.
pub(crate) fn seal_slots(key: &MessageKey, first: u64, slots: &mut [u8]) -> Result<(), Error> {
    let batches = slots.par_chunks_mut(BATCH * SEALED_CHUNK).enumerate();
    batches.try_for_each(|(batch, slots)| seal_batch(key, first + (batch * BATCH) as u64, slots))
}

/// Seals the slots of one thread.
pub(crate) fn seal_batch(key: &MessageKey, first: u64, slots: &mut [u8]) -> Result<(), Error> {
    for (index, slot) in (first..).zip(slots.chunks_mut(SEALED_CHUNK)) {
        key.seal(index, slot)?;
    }
    Ok(())
}

/// What was opened: the plaintext up to the first chunk that is not authentic, and why it is not.
pub(crate) struct Opened<'a> {
    pub(crate) plain: &'a [u8],
    pub(crate) error: Option<Error>,
}

/// Opens chunks in place, the first of which is number `first`, and closes the gaps.
fn open_slots<'a>(key: &MessageKey, first: u64, sealed: &'a mut [u8]) -> Opened<'a> {
    let batches = sealed.par_chunks_mut(BATCH * SEALED_CHUNK).enumerate();
    let opened: Vec<(usize, Option<Error>)> = batches
        .map(|(batch, sealed)| {
            let opened = open_batch(key, first + (batch * BATCH) as u64, sealed);
            (opened.plain.len(), opened.error)
        })
        .collect();
    let (mut end, mut error) = (0, None);
    for (batch, (length, failed)) in opened.into_iter().enumerate() {
        let start = batch * BATCH * SEALED_CHUNK;
        sealed.copy_within(start..start + length, end);
        end += length;
        if failed.is_some() {
            error = failed;
            break;
        }
    }
    Opened { plain: sealed.get(..end).unwrap_or_default(), error }
}

/// Opens the chunks of one thread in place, and closes the gaps.
pub(crate) fn open_batch<'a>(key: &MessageKey, first: u64, sealed: &'a mut [u8]) -> Opened<'a> {
    let (mut end, mut error) = (0, None);
    for index in 0..sealed.len().div_ceil(SEALED_CHUNK) {
        let start = index * SEALED_CHUNK;
        let stop = sealed.len().min(start + SEALED_CHUNK);
        // From where the plaintext so far ends: this one is put there.
        let Some(slot) = sealed.get_mut(end..stop) else { break };
        if stop - start < TAG {
            error = Some(NO_END);
            break;
        }
        match key.open_within(first + index as u64, slot, start - end) {
            Ok(plain) => end += plain.len(),
            Err(failed) => {
                error = Some(failed);
                break;
            }
        }
    }
    Opened { plain: sealed.get(..end).unwrap_or_default(), error }
}

/// Reads until the buffer is full or the input ends; returns how much there was.
pub(crate) fn read_full(input: &mut dyn Read, buffer: &mut [u8]) -> Result<usize, Error> {
    let mut filled = 0;
    while let Some(free) = buffer.get_mut(filled..).filter(|free| !free.is_empty()) {
        match input.read(free) {
            Ok(0) => break,
            Ok(length) => filled += length,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(io_error("read")(error)),
        }
    }
    Ok(filled)
}
