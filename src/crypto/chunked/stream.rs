//! Sealing and opening of streams: constant memory, chunks in parallel, the same bytes always.

use crate::crypto::Error;
use crate::crypto::chunked::batch::{NO_END, open_slots, seal_slots};
use crate::crypto::chunked::suite::{MessageKey, PREFIX, SALT, Suite};
use crate::crypto::chunked::turns::{Buffer, read_full};
use crate::crypto::error::io_error;
use crate::crypto::secret::random_bytes;
use std::io::{Read, Write};
use std::mem;

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
    let (mut ready, mut spare) = (Buffer::short(), Buffer::unused());
    let (mut index, mut total) = (0, ready.fill_texts(input)?);
    while !ready.ended {
        let mut sealed = Ok(());
        // What was sealed before is written, and what comes next is read, on this thread.
        let read = rayon::in_place_scope(|scope| {
            scope.spawn(|_| sealed = seal_slots(&key, index, ready.slots()));
            spare.write(output)?;
            spare.grow();
            spare.fill_texts(input)
        });
        total += read?;
        sealed?;
        index += ready.n_slots();
        mem::swap(&mut ready, &mut spare);
    }
    spare.write(output)?;
    seal_slots(&key, index, ready.slots())?;
    ready.write(output)?;
    Ok(total)
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
    let (mut ready, mut spare) = (Buffer::short(), Buffer::unused());
    let (mut index, mut total) = (0, 0);
    let mut lengths = Vec::new();
    ready.fill(input)?;
    while !ready.ended {
        let mut opened = (Vec::new(), None);
        let written = rayon::in_place_scope(|scope| {
            scope.spawn(|_| opened = open_slots(&key, index, ready.slots()));
            let written = spare.write_parts(&lengths, output)?;
            spare.grow();
            spare.fill(input)?;
            Ok(written)
        });
        total += written?;
        lengths = opened.0;
        if let Some(error) = opened.1 {
            ready.write_parts(&lengths, output)?;
            return Err(error);
        }
        index += ready.n_slots();
        mem::swap(&mut ready, &mut spare);
    }
    total += spare.write_parts(&lengths, output)?;
    let (lengths, error) = open_slots(&key, index, ready.slots());
    total += ready.write_parts(&lengths, output)?;
    match error {
        Some(error) => Err(error),
        None if ready.ends_short() => Ok(total),
        None => Err(NO_END),
    }
}
