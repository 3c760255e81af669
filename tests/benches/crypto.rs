//! Sealing and opening beside the bare cipher, and beside rage where there is one.
//!
//! `cargo bench --bench crypto`. What is compared takes turns, and each has the best of its turns;
//! figures are GB/s of plaintext. Beside what two threads gain stands what they gain on the bare
//! cipher, which is all that the machine has to give at that moment.
//!
//! `MFN_BENCH_MIB` (1024) is the size of the files, which are in `MFN_BENCH_DIR` (the system's
//! temporary folder; a RAM disk measures the programs and not the disk); `RAGE` is the folder of
//! the programs `rage` and `rage-keygen`, and `MFN` the program `mfn`: both are timed as whole
//! processes, from file to new file, on one processor (`taskset`).

#![allow(clippy::expect_used, reason = "a benchmark that cannot set itself up must stop")]
#![allow(clippy::print_stdout, reason = "a benchmark prints its figures")]

use mfn::crypto::SecretKey;
use mfn::crypto::chunked::{self, CHUNK, SEALED_CHUNK, Salt};
use rayon::prelude::*;
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use std::fs::File;
use std::hint::black_box;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

/// Each call has so many turns.
const TURNS: usize = 7;

/// Bytes of what is opened over and over.
const PART: u64 = 16 << 20;

fn setting(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// The fewest seconds that each of the calls takes, which take turns.
fn turns<const N: usize>(mut calls: [&mut dyn FnMut(); N]) -> [f64; N] {
    let mut fewest = [f64::INFINITY; N];
    for _ in 0..TURNS {
        for (call, fewest) in calls.iter_mut().zip(&mut fewest) {
            let start = Instant::now();
            call();
            *fewest = fewest.min(start.elapsed().as_secs_f64());
        }
    }
    fewest
}

fn pool(threads: usize) -> rayon::ThreadPool {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool of threads")
}

fn say(what: &str, bytes: u64, seconds: f64) {
    println!("{what:<60} {:>7.2} GB/s  {:>8.1} ms", bytes as f64 / seconds / 1e9, seconds * 1e3);
}

fn ratio(what: &str, value: f64) {
    println!("  {what:<58} {value:>7.2}");
}

/// A source of so many bytes that leaves the buffer as it is: reading costs nothing.
struct Resident(u64);

impl Read for Resident {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let length = self.0.min(buffer.len() as u64);
        self.0 -= length;
        Ok(length as usize)
    }
}

/// The cipher, and the nonce of a chunk.
fn cipher() -> LessSafeKey {
    LessSafeKey::new(UnboundKey::new(&AES_256_GCM, &[1; 32]).expect("a key of 32 bytes"))
}

fn nonce(part: u64, index: usize) -> Nonce {
    let mut nonce = [part as u8; 12];
    nonce[..8].copy_from_slice(&index.to_le_bytes());
    Nonce::assume_unique_for_key(nonce)
}

/// Bare AES-256-GCM on buffers of 16 KiB that stay in the cache, one a part.
fn bare(bytes: u64, parts: u64) {
    (0..parts).into_par_iter().for_each(|part| {
        let (key, mut buffer) = (cipher(), vec![7_u8; CHUNK]);
        for index in 0..bytes as usize / CHUNK / parts as usize {
            let nonce = nonce(part, index);
            let tag = key.seal_in_place_separate_tag(nonce, Aad::empty(), &mut buffer);
            let _ = black_box(tag.expect("a chunk is short enough"));
        }
    });
}

/// Bare opening of such buffers; each is copied from where [`open_resident`] reads, since it is
/// opened in place.
fn bare_open(bytes: u64, sealed: &[u8]) {
    let (key, mut buffer) = (cipher(), vec![0_u8; SEALED_CHUNK]);
    for _ in 0..bytes / PART {
        for (index, chunk) in sealed.chunks_exact(SEALED_CHUNK).enumerate() {
            buffer.copy_from_slice(chunk);
            let opened = key.open_in_place(nonce(0, index), Aad::empty(), &mut buffer);
            let _ = black_box(opened.expect("it is authentic"));
        }
    }
}

/// What [`bare_open`] opens.
fn bare_sealed() -> Vec<u8> {
    let (key, mut sealed) = (cipher(), vec![7_u8; PART as usize / CHUNK * SEALED_CHUNK]);
    for (index, chunk) in sealed.chunks_exact_mut(SEALED_CHUNK).enumerate() {
        let (text, tag) = chunk.split_at_mut(CHUNK);
        let found = key.seal_in_place_separate_tag(nonce(0, index), Aad::empty(), text);
        tag.copy_from_slice(found.expect("a chunk is short enough").as_ref());
    }
    sealed
}

fn seal_resident(bytes: u64, key: &SecretKey) {
    let salt = Salt::random().expect("random numbers");
    chunked::seal(&mut Resident(bytes), &mut std::io::sink(), key, b"", salt).expect("it seals");
}

/// Opens a message that stays in the cache, over and over.
fn open_resident(bytes: u64, key: &SecretKey, sealed: &[u8]) {
    for _ in 0..bytes / PART {
        chunked::open(&mut &*sealed, &mut std::io::sink(), key, b"").expect("it opens");
    }
}

fn memory(bytes: u64) {
    let key = SecretKey::random().expect("random numbers");
    let (one, two) = (pool(1), pool(2));
    let (mut sealed, bare_sealed) = (Vec::new(), bare_sealed());
    let salt = Salt::random().expect("random numbers");
    chunked::seal(&mut Resident(PART), &mut sealed, &key, b"", salt).expect("it seals");
    let [bare_1, bare_2, bare_open, seal_1, seal_2, open_1, open_2] = turns([
        &mut || one.install(|| bare(bytes, 1)),
        &mut || two.install(|| bare(bytes, 2)),
        &mut || bare_open(bytes, &bare_sealed),
        &mut || one.install(|| seal_resident(bytes, &key)),
        &mut || two.install(|| seal_resident(bytes, &key)),
        &mut || one.install(|| open_resident(bytes, &key, &sealed)),
        &mut || two.install(|| open_resident(bytes, &key, &sealed)),
    ]);
    say("AES-256-GCM (ring) on one buffer of 16 KiB", bytes, bare_1);
    say("the same on two threads, a buffer each", bytes, bare_2);
    ratio("two threads over one", bare_1 / bare_2);
    say("seal, resident input, output thrown away, 1 thread", bytes, seal_1);
    ratio("of the bare cipher's rate", bare_1 / seal_1);
    say("seal, resident input, output thrown away, 2 threads", bytes, seal_2);
    ratio("two threads over one", seal_1 / seal_2);
    say("bare opening of such buffers, copied from 16 MiB", bytes, bare_open);
    say("open, input of 16 MiB, output thrown away, 1 thread", bytes, open_1);
    ratio("of the bare opening's rate", bare_open / open_1);
    ratio("of the bare cipher's rate", bare_1 / open_1);
    say("open, input of 16 MiB, output thrown away, 2 threads", bytes, open_2);
    ratio("two threads over one", open_1 / open_2);
}

/// From file to new file: memory for its pages has to be found, as for every program.
fn files(folder: &Path, bytes: u64) {
    let key = SecretKey::random().expect("random numbers");
    let input = File::open(folder.join("plain")).expect("the input");
    let (sealed, opened) = (folder.join("sealed"), folder.join("opened"));
    let (one, two) = (pool(1), pool(2));
    let create = |path: &Path| {
        let _ = std::fs::remove_file(path);
        File::options().read(true).write(true).create_new(true).open(path).expect("a new file")
    };
    let seal = || {
        let salt = Salt::random().expect("random numbers");
        let mut output = create(&sealed);
        chunked::seal_file(&input, (&mut output, 0), &key, b"", salt, &|_| ()).expect("it seals");
    };
    let open = || {
        let message = File::open(&sealed).expect("the sealed file");
        chunked::open_file((&message, 0), &create(&opened), &key, b"", &|_| ()).expect("it opens");
    };
    let [seal_1, seal_2, open_1, open_2] = turns([
        &mut || one.install(seal),
        &mut || two.install(seal),
        &mut || one.install(open),
        &mut || two.install(open),
    ]);
    say("seal, file to new file, 1 thread", bytes, seal_1);
    say("seal, file to new file, 2 threads", bytes, seal_2);
    ratio("two threads over one", seal_1 / seal_2);
    say("open, file to new file, 1 thread", bytes, open_1);
    say("open, file to new file, 2 threads", bytes, open_2);
    ratio("two threads over one", open_1 / open_2);
    let _ = (std::fs::remove_file(&sealed), std::fs::remove_file(&opened));
}

/// A whole process; its output is taken away before.
fn process(folder: &Path, output: &str, words: &[&str]) {
    let _ = std::fs::remove_file(folder.join(output));
    let mut command = Command::new(words[0]);
    let status = command.args(&words[1..]).current_dir(folder).stderr(Stdio::null()).status();
    assert!(status.expect("the program runs").success(), "{words:?}");
}

/// `mfn` on one and two threads beside rage, which has one.
fn rivals(folder: &Path, bytes: u64) -> Option<()> {
    let (rage, mfn) = (PathBuf::from(setting("RAGE")?), setting("MFN")?);
    let tool = |name: &str| rage.join(name).to_str().map(str::to_owned);
    let (rage, keygen) = (tool("rage")?, tool("rage-keygen")?);
    process(folder, "rage.key", &[&keygen, "-o", "rage.key"]);
    process(folder, "mfn.key", &[&mfn, "encrypt", "keygen", "--quiet", "--out", "mfn.key"]);
    let key = std::fs::read_to_string(folder.join("rage.key")).ok()?;
    let public = key.lines().find_map(|line| line.strip_prefix("# public key: "))?;
    let pinned = ["taskset", "-c", "0"];
    let seal = [&*mfn, "encrypt", "seal", "plain", "--to", "mfn.key.pub", "--out", "1.mfn"];
    let open = [&*mfn, "encrypt", "open", "1.mfn", "-i", "mfn.key", "--out", "1.plain"];
    let encrypt = [&*rage, "-r", public, "-o", "1.age", "plain"];
    let decrypt = [&*rage, "-d", "-i", "rage.key", "-o", "2.plain", "1.age"];
    let (one, two) = (["--threads", "1"], ["--threads", "2"]);
    let run = |output: &str, parts: &[&[&str]]| process(folder, output, &parts.concat());
    for (what, ours, theirs, out) in [
        ("encrypt", seal.as_slice(), encrypt.as_slice(), ["1.mfn", "1.age"]),
        ("decrypt", open.as_slice(), decrypt.as_slice(), ["1.plain", "2.plain"]),
    ] {
        let [mfn_1, mfn_2, rage] = turns([
            &mut || run(out[0], &[&pinned, ours, &one]),
            &mut || run(out[0], &[ours, &two]),
            &mut || run(out[1], &[&pinned, theirs]),
        ]);
        say(&format!("mfn, a process, {what}, 1 thread"), bytes, mfn_1);
        say(&format!("rage, a process, {what}"), bytes, rage);
        ratio("mfn's rate over rage's", rage / mfn_1);
        say(&format!("mfn, a process, {what}, 2 threads"), bytes, mfn_2);
        ratio("two threads over one", mfn_1 / mfn_2);
        ratio("mfn's rate over rage's", rage / mfn_2);
    }
    Some(())
}

fn main() {
    let mib: u64 = setting("MFN_BENCH_MIB").map_or(1024, |text| text.parse().expect("a number"));
    let bytes = mib << 20;
    let root = setting("MFN_BENCH_DIR").map_or_else(std::env::temp_dir, PathBuf::from);
    let folder = tempfile::tempdir_in(root).expect("a temporary folder");
    memory(bytes);
    let mut plain = File::create(folder.path().join("plain")).expect("a new file");
    let block: Vec<u8> =
        (0..1_u32 << 20).map(|n| (n.wrapping_mul(2654435761) >> 24) as u8).collect();
    for _ in 0..mib {
        plain.write_all(&block).expect("the disk has room");
    }
    if setting("MFN_FILES").is_none() {
        files(folder.path(), bytes);
    }
    if rivals(folder.path(), bytes).is_none() {
        println!("rage: not timed; set RAGE and MFN");
    }
}
