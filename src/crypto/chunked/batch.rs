//! Chunks by the batch: what one thread seals or opens at a time, and many threads side by side.

use crate::crypto::Error;
use crate::crypto::chunked::suite::{MessageKey, SEALED_CHUNK, TAG};
use rayon::prelude::*;

/// Chunks that a thread takes at a time.
pub(crate) const BATCH: usize = 4;

/// Bytes of a batch of sealed chunks.
pub(crate) const BATCH_BYTES: usize = BATCH * SEALED_CHUNK;

/// A message that ends with a full chunk lacks the short one that ends it.
pub(crate) const NO_END: Error = Error::Truncated { what: "the last chunk" };

/// Seals slots in place, the first of which is chunk `first`.
pub(crate) fn seal_slots(key: &MessageKey, first: u64, slots: &mut [u8]) -> Result<(), Error> {
    let batches = slots.par_chunks_mut(BATCH_BYTES).enumerate();
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

/// Opens chunks in place, the first of which is number `first`. Tells for each batch how many bytes
/// of plaintext now stand at its beginning, up to the first chunk that is not authentic, and why
/// that one is not.
pub(crate) fn open_slots(
    key: &MessageKey,
    first: u64,
    sealed: &mut [u8],
) -> (Vec<usize>, Option<Error>) {
    let batches = sealed.par_chunks_mut(BATCH_BYTES).enumerate();
    let opened: Vec<(usize, Option<Error>)> = batches
        .map(|(batch, sealed)| {
            let opened = open_batch(key, first + (batch * BATCH) as u64, sealed);
            (opened.plain.len(), opened.error)
        })
        .collect();
    let mut lengths = Vec::new();
    for (length, error) in opened {
        lengths.push(length);
        if error.is_some() {
            return (lengths, error);
        }
    }
    (lengths, None)
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
