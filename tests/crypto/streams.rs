//! The same bytes by every way: any number of threads, streams, files, random access.

use crate::noise;
use mfn::crypto::chunked::{
    CHUNK, Salt, SealedReader, open, open_file, opened_length, seal, seal_file, sealed_length,
};
use mfn::crypto::{Error, SecretKey};
use std::io::{Cursor, Read, Seek as _, SeekFrom, Write as _};
use std::sync::atomic::{AtomicU64, Ordering};

fn key() -> SecretKey {
    SecretKey::from_slice(&[5; 32], "key").unwrap()
}

fn sealed(plain: &[u8]) -> Vec<u8> {
    let mut sealed = Vec::new();
    let salt = Salt::fixed([9; 24]);
    let length = seal(&mut &*plain, &mut sealed, &key(), b"context", salt).unwrap();
    assert_eq!(length, plain.len() as u64);
    sealed
}

fn on_threads<T: Send>(threads: usize, work: impl FnOnce() -> T + Send) -> T {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(work)
}

const LENGTHS: [usize; 16] = [
    0,
    1,
    100,
    CHUNK - 1,
    CHUNK,
    CHUNK + 1,
    4 * CHUNK - 1,
    4 * CHUNK,
    4 * CHUNK + 1,
    16 * CHUNK - 1,
    16 * CHUNK,
    16 * CHUNK + 1,
    36 * CHUNK,
    36 * CHUNK + 1,
    100 * CHUNK,
    5_000_000,
];

/// A reader that gives little at a time and is interrupted.
struct Halting<'a>(&'a [u8], usize);

impl Read for Halting<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        self.1 += 1;
        if self.1.is_multiple_of(7) {
            return Err(std::io::ErrorKind::Interrupted.into());
        }
        let end = buffer.len().min(1 + self.1 % 5000);
        self.0.read(&mut buffer[..end])
    }
}

#[test]
fn bytes_do_not_depend_on_threads_or_on_how_they_are_read() {
    for length in LENGTHS {
        let plain = noise(length);
        let expected = on_threads(1, || sealed(&plain));
        assert_eq!(expected.len() as u64, sealed_length(length as u64));
        assert_eq!(opened_length(expected.len() as u64).unwrap(), length as u64);
        for threads in [2, 3, 8, 16] {
            assert!(on_threads(threads, || sealed(&plain)) == expected, "{length} on {threads}");
        }
        let mut halting = Vec::new();
        let salt = Salt::fixed([9; 24]);
        seal(&mut Halting(&plain, 0), &mut halting, &key(), b"context", salt).unwrap();
        assert!(halting == expected);
        let mut opened = Vec::new();
        open(&mut Halting(&expected, 0), &mut opened, &key(), b"context").unwrap();
        assert!(opened == plain, "{length}");
    }
}

#[test]
fn files_hold_what_streams_give() {
    for length in LENGTHS {
        let plain = noise(length);
        let expected = sealed(&plain);
        for threads in [1, 2, 5] {
            let mut input = tempfile::tempfile().unwrap();
            input.write_all(&plain).unwrap();
            let mut output = tempfile::tempfile().unwrap();
            output.write_all(b"header").unwrap();
            let salt = Salt::fixed([9; 24]);
            let counted = AtomicU64::new(0);
            let count = |bytes| {
                counted.fetch_add(bytes, Ordering::Relaxed);
            };
            let written = on_threads(threads, || {
                seal_file(&input, (&mut output, 6), &key(), b"context", salt, &count)
            });
            assert_eq!(written.unwrap(), length as u64);
            assert_eq!(counted.swap(0, Ordering::Relaxed), length as u64);
            let mut found = Vec::new();
            output.seek(SeekFrom::Start(6)).unwrap();
            output.read_to_end(&mut found).unwrap();
            assert!(found == expected, "{length} on {threads}");
            let mut again = tempfile::tempfile().unwrap();
            let read =
                on_threads(threads, || open_file((&output, 6), &again, &key(), b"context", &count));
            assert_eq!(read.unwrap(), length as u64);
            assert_eq!(counted.into_inner(), length as u64);
            let mut found = Vec::new();
            again.seek(SeekFrom::Start(0)).unwrap();
            again.read_to_end(&mut found).unwrap();
            assert!(found == plain, "{length} on {threads}");
        }
    }
}

#[test]
fn any_part_can_be_read_alone() {
    let plain = noise(3 * CHUNK + 77);
    let file = [b"header".to_vec(), sealed(&plain)].concat();
    let mut reader = SealedReader::new(Cursor::new(file), 6, &key(), b"context").unwrap();
    assert_eq!(reader.length(), plain.len() as u64);
    let edges = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK, 3 * CHUNK + 77];
    for start in edges {
        for end in edges.into_iter().filter(|end| *end >= start) {
            let mut part = vec![0; end - start];
            assert_eq!(reader.read_at(start as u64, &mut part).unwrap(), part.len());
            assert!(part == plain[start..end], "{start}..{end}");
        }
    }
    let mut beyond = [0; 10];
    assert_eq!(reader.read_at(plain.len() as u64 - 3, &mut beyond).unwrap(), 3);
    assert_eq!(reader.read_at(u64::MAX - 20, &mut beyond).unwrap(), 0);
    assert_eq!(reader.seek(SeekFrom::End(-77)).unwrap(), 3 * CHUNK as u64);
    let mut rest = Vec::new();
    reader.read_to_end(&mut rest).unwrap();
    assert_eq!(rest, plain[3 * CHUNK..]);
    assert!(reader.seek(SeekFrom::Current(-1_000_000)).is_err());
}

#[test]
fn another_key_or_context_opens_nothing() {
    let file = sealed(&noise(100));
    let other = SecretKey::from_slice(&[6; 32], "key").unwrap();
    for (key, context) in [(&other, &b"context"[..]), (&key(), b"Context"), (&key(), b"")] {
        let mut opened = Vec::new();
        let error = open(&mut &*file, &mut opened, key, context).unwrap_err();
        assert!(matches!(error, Error::Commitment) && opened.is_empty());
        let error = SealedReader::new(Cursor::new(&file), 0, key, context).unwrap_err();
        assert!(matches!(error, Error::Commitment));
    }
}
