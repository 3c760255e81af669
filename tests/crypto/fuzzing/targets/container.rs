//! Messages: what comes out is the beginning of what was sealed, by every way to open one.

use super::documented::message;
use super::{Choices, key, noise, sample, way};
use mfn::crypto::chunked::{
    CHUNK, PREFIX, SEALED_CHUNK, SealedReader, open, open_file, opened_length, sealed_length,
};
use std::fs::File;
use std::io::{Cursor, Read as _, Seek as _, SeekFrom, Write as _};
use std::sync::LazyLock;

/// Lengths around that of a chunk, of three chunks, and of one more than is taken at once.
const LENGTHS: [usize; 5] = [0, 100, CHUNK, 40_000, AT_ONCE * CHUNK + 5];

/// Chunks that a thread takes at once.
const AT_ONCE: usize = 16;

struct Message {
    plain: Vec<u8>,
    sealed: Vec<u8>,
}

/// Under one key each has a salt of its own, and a content.
static MESSAGES: LazyLock<Vec<Message>> = LazyLock::new(|| {
    let of = |(salt, length)| {
        let plain: Vec<u8> = noise(length).iter().map(|byte| byte ^ salt).collect();
        let sealed = message(&plain, &key(5), b"", salt);
        Message { plain, sealed }
    };
    (1..).zip(LENGTHS).map(of).collect()
});

/// Messages as they are; sequences of chunks; positions to read at.
pub fn samples() -> Vec<Vec<u8>> {
    let mut samples: Vec<Vec<u8>> =
        MESSAGES[..4].iter().map(|message| sample(0, &message.sealed)).collect();
    let position = |op: u8, at: i64, length: u8| [&[op], &at.to_le_bytes()[..], &[length]].concat();
    let positions = [position(0, 16_383, 2), position(1, -5, 9), position(2, 4, 0)].concat();
    let all: Vec<u8> = (0..=AT_ONCE as u8).collect();
    samples.extend([
        sample(1, &[0, 0, 1, 2]),
        sample(1, &[0, 0, 1, 1, 2]),
        sample(1, &[0, 3, 4, 5]),
        sample(1, &[0, 0, 1, 2, CHANGE, 9, 9, 1]),
        // In the salt, and in the commitment.
        sample(1, &[0, 0, 1, 2, CHANGE, 0, 3, 1]),
        sample(1, &[0, 0, 1, 2, CHANGE, 0, 30, 1]),
        sample(1, &[0, 0, 1, 2, CUT, 3, 0]),
        // Eight bytes of the last chunk are left: not even a tag.
        sample(1, &[0, 0, 1, 2, CUT, 0x48, 0x1c]),
        sample(1, &[&[1], &all[..]].concat()),
        sample(1, &[&[1], &all[..], &all[..3]].concat()),
        sample(1, &[&[1], &all[..], &[CHANGE, 0x40, 0, 1]].concat()),
        sample(2, &[&[0][..], &positions].concat()),
        sample(2, &[&[2][..], &positions, &position(3, 20_000, 0), &positions].concat()),
    ]);
    samples
}

/// Opens whatever it is given.
pub fn answers(input: &[u8]) {
    let (way, rest) = way(input, 3);
    match way {
        0 => opened(rest),
        1 => opened(&chunks(&mut Choices(rest))),
        _ => read_anywhere(&mut Choices(rest)),
    }
}

/// The message that it begins as, and its chunks up to the first that is another's.
fn true_beginning(sealed: &[u8]) -> (&'static [u8], usize) {
    let begins = |message: &&Message| sealed.starts_with(&message.sealed[..PREFIX]);
    let Some(message) = MESSAGES.iter().find(begins) else { return (&[], 0) };
    let chunks = |bytes| <[u8]>::chunks(bytes, SEALED_CHUNK);
    let pairs = chunks(&sealed[PREFIX..]).zip(chunks(&message.sealed[PREFIX..]));
    let n_true = pairs.take_while(|(found, wanted)| found == wanted).count();
    (&message.plain, n_true)
}

/// Every way to open it gives its true beginning, and calls it whole for a true message alone.
fn opened(sealed: &[u8]) {
    let is_true = MESSAGES.iter().any(|message| message.sealed == sealed);
    let (truth, n_true) = true_beginning(sealed);
    let expected = &truth[..truth.len().min(n_true * CHUNK)];
    let mut plain = Vec::new();
    let result = open(&mut &*sealed, &mut plain, &key(5), b"");
    assert_eq!(result.is_ok(), is_true, "a message that nobody sealed was opened");
    assert!(plain == expected, "{} bytes came out, not {}", plain.len(), expected.len());
    if let Err(error) = &result {
        assert!(error.is_not_authentic(), "{error}");
    }
    if let Ok(length) = opened_length(sealed.len() as u64) {
        assert_eq!(sealed_length(length), sealed.len() as u64);
    }
    let (written, from_file) = opened_from_file(sealed);
    assert_eq!(from_file, is_true, "a file is not opened as a stream is");
    assert!(written.starts_with(&expected[..expected.len().min(AT_ONCE * CHUNK)]));
    // Threads do not wait for each other: behind a wrong chunk there may be true ones, and holes.
    assert!(written.len() <= truth.len());
    for (found, wanted) in written.chunks(CHUNK).zip(truth.chunks(CHUNK)).skip(n_true) {
        assert!(found == wanted || found.iter().all(|byte| *byte == 0), "behind a wrong chunk");
    }
    if let Ok(mut reader) = SealedReader::new(Cursor::new(sealed), 0, &key(5), b"") {
        let mut all = Vec::new();
        assert_eq!(reader.read_to_end(&mut all).is_ok(), is_true);
        assert!(expected.starts_with(&all), "random access gives something else");
    } else {
        assert!(!is_true);
    }
}

thread_local! {
    /// Where a message is read from and written to.
    static FILES: [File; 2] = [tempfile::tempfile().unwrap(), tempfile::tempfile().unwrap()];
}

/// What is written of a message that follows six other bytes, and whether all of it is.
fn opened_from_file(sealed: &[u8]) -> (Vec<u8>, bool) {
    FILES.with(|[input, output]| {
        let mut input = input;
        let mut output = output;
        for file in [input, output] {
            file.set_len(0).unwrap();
        }
        input.seek(SeekFrom::Start(0)).unwrap();
        input.write_all(b"header").unwrap();
        input.write_all(sealed).unwrap();
        let is_whole = open_file((input, 6), output, &key(5), b"", &|_| ()).is_ok();
        let mut written = Vec::new();
        output.seek(SeekFrom::Start(0)).unwrap();
        output.read_to_end(&mut written).unwrap();
        (written, is_whole)
    })
}

/// Chunks of two messages, in an order that the input gives, cut and changed as it says.
fn chunks(choices: &mut Choices<'_>) -> Vec<u8> {
    let first = 3 + usize::from(choices.byte() % 2);
    let messages = [&MESSAGES[first], &MESSAGES[first - 1]];
    let parts = messages.iter().flat_map(|message| message.sealed[PREFIX..].chunks(SEALED_CHUNK));
    let parts: Vec<&[u8]> = parts.collect();
    let mut sealed = messages[0].sealed[..PREFIX].to_vec();
    while !choices.is_over() && sealed.len() < 2 * AT_ONCE * SEALED_CHUNK {
        match choices.byte() {
            CUT => sealed.truncate(sealed.len().saturating_sub(choices.below(SEALED_CHUNK + 2))),
            CHANGE => {
                let [high, low, by] = choices.array();
                let at = (usize::from(high) << 12 | usize::from(low)) % sealed.len().max(1);
                sealed.get_mut(at).into_iter().for_each(|byte| *byte ^= by);
            }
            part => sealed.extend(parts[usize::from(part) % parts.len()]),
        }
    }
    sealed
}

/// The choices that are no number of a chunk.
const CUT: u8 = 0xfe;
const CHANGE: u8 = 0xff;

/// Reads and seeks in a message that may have a damaged chunk, beside the plaintext itself.
fn read_anywhere(choices: &mut Choices<'_>) {
    let message = &MESSAGES[3];
    let mut sealed = message.sealed.clone();
    let damaged = usize::from(choices.byte() % 3).checked_sub(1);
    if let Some(index) = damaged {
        sealed[PREFIX + index * SEALED_CHUNK + 7] ^= 1;
    }
    let mut reader = SealedReader::new(Cursor::new(sealed), 0, &key(5), b"").unwrap();
    let mut truth = Cursor::new(message.plain.as_slice());
    while !choices.is_over() {
        let (op, at) = (choices.byte() % 4, i64::from_le_bytes(choices.array()));
        let to = match op {
            0 => SeekFrom::Start(at.cast_unsigned()),
            1 => SeekFrom::End(at),
            2 => SeekFrom::Current(at),
            _ => {
                let length = at.cast_unsigned().min(reader.length());
                reader.clip(length);
                let position = truth.position();
                truth = Cursor::new(&message.plain[..length as usize]);
                truth.set_position(position);
                SeekFrom::Current(0)
            }
        };
        assert_eq!(reader.seek(to).ok(), truth.seek(to).ok(), "{to:?}");
        let mut found = vec![0; usize::from(choices.byte()) * 129];
        let mut wanted = found.clone();
        let position = truth.position();
        let length = truth.read(&mut wanted).unwrap();
        let touched = position as usize / CHUNK..(position as usize + length).div_ceil(CHUNK);
        let touches_damage = damaged.is_some_and(|index| length > 0 && touched.contains(&index));
        if let Ok(read) = reader.read(&mut found) {
            assert!(!touches_damage && read == length && found == wanted);
        } else {
            assert!(touches_damage);
            truth.set_position(position);
        }
    }
}
