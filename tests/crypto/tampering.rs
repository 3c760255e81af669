//! Whoever flips, cuts, moves, repeats or appends anything is found out before a byte of it is out.

use crate::noise;
use mfn::crypto::chunked::{
    CHUNK, PREFIX, SEALED_CHUNK, Salt, SealedReader, open, open_file, seal,
};
use mfn::crypto::{Error, SecretKey};
use std::io::{Cursor, Read as _, Seek as _, SeekFrom, Write as _};

/// Two full chunks and a short one.
const LENGTH: usize = 2 * CHUNK + 100;

struct Message {
    key: SecretKey,
    plain: Vec<u8>,
    sealed: Vec<u8>,
}

fn message(length: usize, salt: u8) -> Message {
    let key = SecretKey::from_slice(&[3; 32], "key").unwrap();
    let (plain, mut sealed) = (noise(length), Vec::new());
    seal(&mut &*plain, &mut sealed, &key, b"ctx", Salt::fixed([salt; 24])).unwrap();
    Message { key, plain, sealed }
}

impl Message {
    /// Opens bytes that are not the message: it fails, and what came out are the `chunks` before.
    fn refuses(&self, changed: &[u8], chunks: usize, what: &str) {
        assert!(changed != self.sealed, "{what} changes nothing");
        let mut opened = Vec::new();
        let error = open(&mut &*changed, &mut opened, &self.key, b"ctx").unwrap_err();
        assert!(error.is_not_authentic(), "{what}: {error}");
        let expected = &self.plain[..(chunks * CHUNK).min(self.plain.len())];
        assert!(
            opened == expected,
            "{what}: {} bytes came out, not {}",
            opened.len(),
            expected.len()
        );
    }

    /// The same for a file and for random access.
    fn refuses_everywhere(&self, changed: &[u8], chunks: usize, what: &str) {
        self.refuses(changed, chunks, what);
        let mut input = tempfile::tempfile().unwrap();
        input.write_all(changed).unwrap();
        let mut output = tempfile::tempfile().unwrap();
        let error = open_file((&input, 0), &output, &self.key, b"ctx", &|_| ()).unwrap_err();
        assert!(error.is_not_authentic(), "{what}: {error}");
        let mut written = Vec::new();
        output.seek(SeekFrom::Start(0)).unwrap();
        output.read_to_end(&mut written).unwrap();
        // A hole of zeros may stand where a chunk was refused, and true chunks after it.
        for (index, chunk) in written.chunks(CHUNK).enumerate() {
            let expected = self.plain.chunks(CHUNK).nth(index).unwrap_or_default();
            let is_hole = chunk.iter().all(|byte| *byte == 0);
            assert!(is_hole || chunk == expected, "{what}: chunk {index}");
        }
        if let Ok(mut reader) = SealedReader::new(Cursor::new(changed), 0, &self.key, b"ctx") {
            let mut all = Vec::new();
            let error = reader.read_to_end(&mut all);
            let fails = error.is_err() || all != self.plain;
            assert!(fails && self.plain.starts_with(&all), "{what}");
        }
    }
}

fn on_one_thread(work: impl FnOnce() + Send) {
    rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap().install(work);
}

/// Buffers of streams take turns: the chunks here are the first and last of a turn on some number
/// of threads, and some within.
#[test]
fn damage_in_any_turn_lets_the_chunks_before_out_and_no_more() {
    let message = message(100 * CHUNK + 5, 8);
    for threads in [1, 2, 5] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            for chunk in [0, 3, 4, 11, 12, 35, 36, 70, 83, 84, 99, 100] {
                let start = PREFIX + chunk * SEALED_CHUNK;
                let mut changed = message.sealed.clone();
                changed[start + 3] ^= 1;
                message.refuses(&changed, chunk, &format!("chunk {chunk}, {threads} threads"));
                let cut = format!("cut before chunk {chunk}, {threads} threads");
                message.refuses(&message.sealed[..start], chunk, &cut);
                let mut short = message.sealed.clone();
                short.drain(start..start + SEALED_CHUNK.min(short.len() - start));
                message.refuses(&short, chunk, &format!("without chunk {chunk}"));
            }
        });
    }
}

#[test]
fn every_flipped_byte_of_three_chunks_is_found() {
    let message = message(LENGTH, 1);
    on_one_thread(|| {
        for at in 0..message.sealed.len() {
            let mut changed = message.sealed.clone();
            changed[at] ^= 1 << (at % 8);
            let chunks = at.saturating_sub(PREFIX) / SEALED_CHUNK;
            message.refuses(&changed, chunks, &format!("byte {at}"));
        }
    });
}

#[test]
fn every_cut_of_three_chunks_is_found() {
    let message = message(LENGTH, 1);
    on_one_thread(|| {
        for length in 0..message.sealed.len() {
            let chunks = length.saturating_sub(PREFIX) / SEALED_CHUNK;
            message.refuses(&message.sealed[..length], chunks, &format!("cut at {length}"));
        }
    });
}

#[test]
fn every_byte_around_a_boundary_is_guarded_by_every_way() {
    for length in [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, LENGTH, 3 * CHUNK] {
        let message = message(length, 1);
        let end = message.sealed.len();
        let boundaries = (0..=length / CHUNK).map(|k| PREFIX + k * SEALED_CHUNK);
        for boundary in boundaries.chain([0, 24, end]) {
            for at in boundary.saturating_sub(2)..(boundary + 2).min(end) {
                let chunks = at.saturating_sub(PREFIX) / SEALED_CHUNK;
                let what = format!("{length} bytes, at {at}");
                for bit in 0..8 {
                    let mut changed = message.sealed.clone();
                    changed[at] ^= 1 << bit;
                    message.refuses_everywhere(&changed, chunks, &what);
                }
                message.refuses_everywhere(&message.sealed[..at], chunks, &what);
                let (head, tail) = message.sealed.split_at(at);
                // A byte more, a byte less.
                message.refuses_everywhere(&[head, &[0], tail].concat(), chunks, &what);
                message.refuses_everywhere(&[head, &tail[1..]].concat(), chunks, &what);
            }
        }
    }
}

#[test]
fn chunks_in_another_order_repeated_missing_or_foreign_are_found() {
    let (message, other) = (message(LENGTH, 1), message(LENGTH, 2));
    let (prefix, body) = message.sealed.split_at(PREFIX);
    let chunks: Vec<&[u8]> = body.chunks(SEALED_CHUNK).collect();
    let foreign: Vec<&[u8]> = other.sealed[PREFIX..].chunks(SEALED_CHUNK).collect();
    let all: Vec<&[u8]> = chunks.iter().chain(&foreign).copied().collect();
    let n = all.len();
    // Every sequence of up to four of the six chunks but the true one.
    let mut n_sequences = 0;
    for length in 0..=4_u32 {
        for number in 0..n.pow(length) {
            let sequence: Vec<usize> = (0..length).map(|place| number / n.pow(place) % n).collect();
            if sequence == [0, 1, 2] {
                continue;
            }
            let parts: Vec<&[u8]> = sequence.iter().map(|index| all[*index]).collect();
            let changed = [prefix, &parts.concat()].concat();
            // The short chunk only ends a message; as a true beginning counts 0, 1.
            let right = sequence.iter().zip(0..2).take_while(|(found, wanted)| **found == *wanted);
            message.refuses_everywhere(&changed, right.count(), &format!("{sequence:?}"));
            n_sequences += 1;
        }
    }
    assert_eq!(n_sequences, 1 + 6 + 36 + 216 + 1296 - 1);
    // The beginning of another message.
    let error = open(
        &mut &*[&other.sealed[..PREFIX], body].concat(),
        &mut Vec::new(),
        &message.key,
        b"ctx",
    );
    assert!(matches!(error, Err(Error::Chunk { index: 0 })));
}

#[test]
fn whatever_follows_the_end_is_found() {
    for length in [0, 100, CHUNK, LENGTH] {
        let message = message(length, 1);
        for more in [1, 15, 16, 17, 72, SEALED_CHUNK - 1, SEALED_CHUNK, 3 * SEALED_CHUNK] {
            let changed = [message.sealed.clone(), noise(more)].concat();
            message.refuses_everywhere(&changed, length / CHUNK, &format!("{length} and {more}"));
            let twice = [message.sealed.clone(), message.sealed.clone()].concat();
            message.refuses_everywhere(&twice, length / CHUNK, "twice");
        }
    }
}
