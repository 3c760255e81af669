//! Sealing and opening beside the bare cipher, and beside rage where there is one.
//!
//! `cargo bench --bench crypto`; every figure is the best of repeated calls, in GB/s of plaintext.
//! `MFN_BENCH_MIB` (1024) is the size of the files, which are in `MFN_BENCH_DIR` (the system's
//! temporary folder); `RAGE` is the folder of the programs `rage` and `rage-keygen`, and `MFN` the
//! program `mfn`, both timed as whole processes on one processor (`taskset`).

#![allow(clippy::expect_used, reason = "a benchmark that cannot set itself up must stop")]
#![allow(clippy::print_stdout, reason = "a benchmark prints its figures")]

use mfn::crypto::SecretKey;
use mfn::crypto::chunked::{self, CHUNK, Salt};
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use std::fs::File;
use std::hint::black_box;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

fn setting(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// The fewest seconds that a call takes.
fn time(repeats: usize, mut call: impl FnMut()) -> f64 {
    let once = |_| {
        let start = Instant::now();
        call();
        start.elapsed().as_secs_f64()
    };
    (0..repeats).map(once).fold(f64::INFINITY, f64::min)
}

fn on_threads<T: Send>(threads: usize, work: impl FnOnce() -> T + Send) -> T {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    pool.expect("a pool of threads").install(work)
}

fn say(what: &str, bytes: u64, seconds: f64) {
    println!("{what:<56} {:>7.2} GB/s  {:>8.1} ms", bytes as f64 / seconds / 1e9, seconds * 1e3);
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

/// Bare AES-256-GCM on one buffer of 16 KiB, which stays in the cache.
fn bare(bytes: u64) -> f64 {
    let key = UnboundKey::new(&AES_256_GCM, &[1; 32]).expect("a key of 32 bytes");
    let key = LessSafeKey::new(key);
    let mut buffer = vec![7_u8; CHUNK];
    time(5, || {
        for index in 0..bytes / CHUNK as u64 {
            let mut nonce = [0; 12];
            nonce[..8].copy_from_slice(&index.to_le_bytes());
            let nonce = Nonce::assume_unique_for_key(nonce);
            let tag = key.seal_in_place_separate_tag(nonce, Aad::empty(), &mut buffer);
            let _ = black_box(tag.expect("a chunk is short enough"));
        }
    })
}

fn memory(bytes: u64, bare: f64) {
    let key = SecretKey::random().expect("random numbers");
    let sealing = |threads| {
        on_threads(threads, || {
            time(5, || {
                let salt = Salt::random().expect("random numbers");
                let mut input = Resident(bytes);
                chunked::seal(&mut input, &mut std::io::sink(), &key, b"", salt).expect("it seals");
            })
        })
    };
    let (seal, two) = (sealing(1), sealing(2));
    say("seal, resident input, output thrown away, 1 thread", bytes, seal);
    println!("{:<56} {:>7.1} %", "  of the bare cipher's rate", 100.0 * bare / seal);
    say("seal, resident input, output thrown away, 2 threads", bytes, two);
    println!("{:<56} {:>7.2}", "  two threads over one", seal / two);
    let mut sealed = Vec::new();
    let salt = Salt::random().expect("random numbers");
    // 4 MiB that stay in the cache, opened over and over.
    let part = 4 << 20;
    chunked::seal(&mut Resident(part), &mut sealed, &key, b"", salt).expect("it seals");
    let open = on_threads(1, || {
        time(5, || {
            for _ in 0..bytes / part {
                chunked::open(&mut sealed.as_slice(), &mut std::io::sink(), &key, b"")
                    .expect("it opens");
            }
        })
    });
    say("open, input in the cache, output thrown away, 1 thread", bytes, open);
    println!("{:<56} {:>7.1} %", "  of the bare cipher's rate", 100.0 * bare / open);
}

fn files(folder: &Path, bytes: u64) {
    let key = SecretKey::random().expect("random numbers");
    let (plain, sealed, opened) = (folder.join("plain"), folder.join("s"), folder.join("o"));
    let input = File::open(&plain).expect("the input");
    let mut seconds = Vec::new();
    for threads in [1, 2] {
        let mut output = File::create(&sealed).expect("a new file");
        let seal = on_threads(threads, || {
            time(3, || {
                let salt = Salt::random().expect("random numbers");
                chunked::seal_file(&input, (&mut output, 0), &key, b"", salt).expect("it seals");
            })
        });
        say(&format!("seal, file to file, {threads} threads"), bytes, seal);
        let message = File::open(&sealed).expect("the sealed file");
        let output = File::create(&opened).expect("a new file");
        let open = on_threads(threads, || {
            time(3, || {
                chunked::open_file((&message, 0), &output, &key, b"").expect("it opens");
            })
        });
        say(&format!("open, file to file, {threads} threads"), bytes, open);
        seconds.push((seal, open));
    }
    if let [one, two] = seconds.as_slice() {
        println!("two threads over one: seal {:.2}, open {:.2}", one.0 / two.0, one.1 / two.1);
    }
}

/// A whole process on one processor, from file to file; its output is taken away before each.
fn process(what: &str, bytes: u64, folder: &Path, words: &[&str]) -> f64 {
    let output =
        folder.join(words.iter().rev().find(|word| word.starts_with("out")).unwrap_or(&""));
    let seconds = (0..3).map(|_| {
        let _ = std::fs::remove_file(&output);
        let start = Instant::now();
        let status = Command::new("taskset")
            .args(["-c", "0"])
            .args(words)
            .current_dir(folder)
            .stderr(Stdio::null())
            .status();
        assert!(status.expect("taskset").success(), "{words:?}");
        start.elapsed().as_secs_f64()
    });
    let seconds = seconds.fold(f64::INFINITY, f64::min);
    say(what, bytes, seconds);
    seconds
}

fn rivals(folder: &Path, bytes: u64) -> Option<()> {
    let (rage, mfn) = (PathBuf::from(setting("RAGE")?), setting("MFN")?);
    let tool = |name: &str| rage.join(name).to_str().map(str::to_owned);
    let (rage, keygen) = (tool("rage")?, tool("rage-keygen")?);
    let run = |program: &str, words: &[&str]| {
        let output = Command::new(program).args(words).current_dir(folder).output();
        output.expect("the program runs").stdout
    };
    run(&keygen, &["-o", "rage.key"]);
    let key = std::fs::read_to_string(folder.join("rage.key")).ok()?;
    let public = key.lines().find_map(|line| line.strip_prefix("# public key: "))?;
    run(&mfn, &["encrypt", "keygen", "--out", "mfn.key"]);
    let one = ["--threads", "1"];
    let words = ["encrypt", "seal", "plain", "--to", "mfn.key.pub", "--out", "out.mfn"];
    let ours = process("mfn encrypt seal", bytes, folder, &[&[&*mfn], &words[..], &one].concat());
    let words = [&*rage, "-r", public, "-o", "out.age", "plain"];
    let theirs = process("rage, encrypting", bytes, folder, &words);
    println!("mfn over rage: {:.2}", theirs / ours);
    let words = ["encrypt", "open", "out.mfn", "-i", "mfn.key", "--out", "out.plain"];
    let ours = process("mfn encrypt open", bytes, folder, &[&[&*mfn], &words[..], &one].concat());
    let words = [&*rage, "-d", "-i", "rage.key", "-o", "out.rage", "out.age"];
    let theirs = process("rage, decrypting", bytes, folder, &words);
    println!("mfn over rage: {:.2}", theirs / ours);
    Some(())
}

fn main() {
    let mib: u64 = setting("MFN_BENCH_MIB").map_or(1024, |text| text.parse().expect("a number"));
    let bytes = mib << 20;
    let root = setting("MFN_BENCH_DIR").map_or_else(std::env::temp_dir, PathBuf::from);
    let folder = tempfile::tempdir_in(root).expect("a temporary folder");
    let bare = bare(bytes);
    say("AES-256-GCM (ring) on one buffer of 16 KiB", bytes, bare);
    memory(bytes, bare);
    let mut plain = File::create(folder.path().join("plain")).expect("a new file");
    let block: Vec<u8> =
        (0..1_u32 << 20).map(|n| (n.wrapping_mul(2654435761) >> 24) as u8).collect();
    for _ in 0..mib {
        plain.write_all(&block).expect("the disk has room");
    }
    files(folder.path(), bytes);
    if rivals(folder.path(), bytes).is_none() {
        println!("rage: not timed; set RAGE and MFN");
    }
}
