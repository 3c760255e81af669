//! `mfn encrypt`: what it writes, what it opens, and what it refuses.

mod age;
mod files;
mod folders;
mod keys;
mod legacy;
mod modular;
mod refusals;
mod rows;

use crate::{Outcome, Place, read};
use std::io::Write as _;
use std::path::Path;
use std::process::Stdio;

/// Bytes of plaintext in a chunk.
const CHUNK: usize = 16 * 1024;

/// Bytes that look like nothing in particular.
fn noise(length: usize) -> Vec<u8> {
    let mut state = 7_u64;
    let mut next = || {
        state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (state >> 56) as u8
    };
    (0..length).map(|_| next()).collect()
}

/// A folder with two identities, a raw key and a passphrase.
fn place() -> Place {
    let place = Place::new();
    for name in ["me.key", "you.key"] {
        place.mfn(&["encrypt", "keygen", "--out", name]).expect(0);
    }
    place.mfn(&["encrypt", "keygen", "--kind", "raw", "--out", "raw.key"]).expect(0);
    secret(&place.path("pass"), b"correct horse\n");
    place
}

/// Writes a file that only its owner can read.
fn secret(path: &Path, bytes: &[u8]) {
    std::fs::write(path, bytes).unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).unwrap();
    }
}

/// `mfn encrypt` with these words.
fn encrypt(place: &Place, words: &str) -> Outcome {
    let all: Vec<&str> = ["encrypt"].into_iter().chain(words.split_whitespace()).collect();
    place.mfn(&all)
}

/// Exit code and standard output as bytes, with something on standard input.
fn piped(place: &Place, words: &str, input: &[u8]) -> (Option<i32>, Vec<u8>, String) {
    let all: Vec<&str> = ["encrypt"].into_iter().chain(words.split_whitespace()).collect();
    let mut command = place.command(&all);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    let writer = std::thread::spawn(move || {
        // A program that refuses its input closes it.
        let _ = stdin.write_all(&input);
    });
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    (output.status.code(), output.stdout, told)
}

/// A small data set: nested folders, an empty file, one of several chunks.
fn data_set(place: &Place, name: &str) {
    let root = place.path(name);
    std::fs::create_dir_all(root.join("data")).unwrap();
    std::fs::create_dir_all(root.join("fields/deep")).unwrap();
    std::fs::write(root.join("data/part-000000.parquet"), noise(100_000)).unwrap();
    std::fs::write(root.join("data/part-000001.parquet"), noise(CHUNK)).unwrap();
    std::fs::write(root.join("fields/deep/part-000001.u.npy"), noise(5)).unwrap();
    std::fs::write(root.join("preset.toml"), b"name = \"worms\"\n").unwrap();
    std::fs::write(root.join("empty"), b"").unwrap();
}

/// Every file below a folder with its bytes, sorted.
fn tree(root: &Path) -> Vec<(String, Vec<u8>)> {
    let (mut found, mut folders) = (Vec::new(), vec![root.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
                found.push((name, read(&path)));
            }
        }
    }
    found.sort();
    found
}
