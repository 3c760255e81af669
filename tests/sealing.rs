//! A sealing that is killed at random moments loses nothing, and ends as one that nobody killed.
#![allow(clippy::unwrap_used, reason = "a test that cannot set itself up must stop")]
#![allow(clippy::panic, reason = "a fault ends the test with what was found")]
#![cfg(unix)]

use mfn::rng::Generator;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;

/// Kills that have to hit a program at work.
const KILLS: usize = 50;

/// A folder with keys and a data set, in which the program runs.
struct Place(tempfile::TempDir);

impl Place {
    fn new(rng: &mut Generator) -> Self {
        let place = Self(tempfile::tempdir().unwrap());
        place.run(&["keygen", "--out", "me.key"]);
        place.run(&["keygen", "--kind", "raw", "--out", "raw.key"]);
        for number in 0..60 {
            let folder = place.path(&format!("set/part-{}", number % 5));
            std::fs::create_dir_all(&folder).unwrap();
            let length = rng.integers(0..400_000).unwrap() as usize;
            let bytes: Vec<u8> = (0..length).map(|at| (at * (number + 3) % 251) as u8).collect();
            std::fs::write(folder.join(format!("{number}.bin")), bytes).unwrap();
        }
        place
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_mfn"));
        command.arg("encrypt").args(arguments).current_dir(self.0.path());
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Runs it to its end, which is a good one.
    fn run(&self, arguments: &[&str]) -> Output {
        let output = self.command(arguments).output().unwrap();
        let told = [output.stdout.as_slice(), &output.stderr].concat();
        let told = String::from_utf8_lossy(&told).into_owned();
        assert!(output.status.success(), "{arguments:?}: {told}");
        output
    }
}

/// Every file below a folder with its bytes.
fn tree(root: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let (mut found, mut folders) = (BTreeMap::new(), vec![root.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let within = path.strip_prefix(root).unwrap().to_owned();
                found.insert(within, std::fs::read(path).unwrap());
            }
        }
    }
    found
}

/// No file stands under its final name before it is whole: a message has a length of one.
fn no_file_is_torn(sealed: &Path) {
    for (path, bytes) in tree(sealed) {
        if path.extension().is_some_and(|end| end == "sealed") {
            let length = mfn::crypto::chunked::opened_length(bytes.len() as u64);
            assert!(length.is_ok(), "{}", path.display());
        }
    }
}

/// Kills sealing over and over; returns how many kills it took, all but the last at work.
fn kill_until_done(place: &Place, to: &[&str], out: &str, rng: &mut Generator) -> usize {
    let seal = [&["seal", "set", "--out", out, "--progress", "none"], to].concat();
    let mut kills = 0;
    loop {
        let mut child = place.command(&seal).spawn().unwrap();
        let wait = rng.integers(500..60_000).unwrap() as u64;
        std::thread::sleep(Duration::from_micros(wait));
        let ended = child.try_wait().unwrap();
        child.kill().unwrap();
        let code = child.wait().unwrap().code();
        if ended.is_some() {
            assert_eq!(code, Some(0));
            return kills;
        }
        kills += 1;
        if place.path(out).exists() {
            no_file_is_torn(&place.path(out));
        }
        // Whatever a slow machine does, it ends.
        if kills.is_multiple_of(40) {
            place.run(&seal);
        }
    }
}

#[test]
fn killed_sealing_loses_nothing() {
    let seed = std::env::var("MFN_KILLING_SEED").map_or(8, |text| text.parse().unwrap());
    let mut rng = Generator::from_seed(seed);
    let place = Place::new(&mut rng);
    let expected = tree(&place.path("set"));
    let ways: [(&[&str], &[&str]); 2] = [
        (&["--to", "me.key.pub"], &["--identity", "me.key"]),
        (&["--key-file", "raw.key", "--hide-names", "--hide-sizes"], &["--key-file", "raw.key"]),
    ];
    let (mut kills, mut round) = (0, 0);
    while kills < KILLS {
        let (to, with) = ways[round % 2];
        let out = format!("sealed{round}");
        kills += kill_until_done(&place, to, &out, &mut rng);
        // Once more is nothing to do, and what is there is whole.
        let again = place.run(&[&["seal", "set", "--out", &out], to].concat());
        assert!(String::from_utf8_lossy(&again.stderr).contains("nothing to do for 60 files"));
        place.run(&[&["verify", &out], with].concat());
        let opened = format!("opened{round}");
        place.run(&[&["open", &out, "--out", &opened], with].concat());
        assert!(tree(&place.path(&opened)) == expected, "{out}");
        round += 1;
        assert!(round < 200, "{kills} kills in {round} rounds");
    }
}
