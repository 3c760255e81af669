//! A sweep that is stopped at random moments ends with the bytes of one that nobody stopped.
#![allow(clippy::unwrap_used, reason = "a test that cannot set itself up must stop")]
#![allow(clippy::panic, reason = "a fault ends the test with what was found")]

use mfn::rng::Generator;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// 1200 runs of 12² cells that take well under a millisecond each, in 75 chunks with fields.
const SWEEP: &str = r#"
name = "killing"
seed = 7
[grid]
rows = 12
cols = 12
[model]
kind = "gray-scott"
[time]
step = 0.1
steps = 12
save_every = 6
[dataset]
features = "v4"
fields = ["npy"]
chunk = 16
report = "no"
[sweep]
seeds_per_point = 3
[sweep.random]
count = 400
method = "sobol"
"model.feed" = { from = 0.02, to = 0.05 }
"model.kill" = { from = 0.05, to = 0.06 }
"#;

/// Moments at which somebody interferes.
const MOMENTS: usize = 110;

/// A folder with the preset, in which the program runs.
struct Place(tempfile::TempDir);

impl Place {
    fn new() -> Self {
        let place = Self(tempfile::tempdir().unwrap());
        std::fs::write(place.0.path().join("sweep.toml"), SWEEP).unwrap();
        place
    }

    fn out(&self) -> PathBuf {
        self.0.path().join("out")
    }

    fn command(&self, program: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(program);
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("MFN_") {
                command.env_remove(name);
            }
        }
        command.args(arguments).current_dir(self.0.path());
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        command
    }

    fn mfn(&self, arguments: &[&str]) -> Command {
        let mut all = vec!["simulate", "sweep.toml", "--out", "out", "--progress", "none"];
        all.extend(arguments);
        self.command(env!("CARGO_BIN_EXE_mfn"), &all)
    }

    /// Runs it to its end; it may not panic, whatever stops it.
    fn code(&self, arguments: &[&str]) -> Option<i32> {
        let output = self.mfn(arguments).output().unwrap();
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_ne!(output.status.code(), Some(101), "{told}");
        output.status.code()
    }
}

/// Every file of a data set with its digest, but those that tell where it was made.
fn digests(folder: &Path) -> BTreeMap<PathBuf, String> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let within = path.strip_prefix(folder).unwrap().to_owned();
            if within != Path::new("environment.json") {
                let digest = Sha256::digest(std::fs::read(&path).unwrap());
                found.insert(within, format!("{digest:x?}"));
            }
        }
    }
    found
}

/// What is done to a program, or to what it wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fault {
    Kill,
    Terminate,
    /// Files above so many blocks of 512 bytes cannot be written.
    SmallFiles(i64),
    /// A finished chunk loses its end.
    Truncate,
    /// A byte of a finished chunk changes.
    Change,
    /// A finished chunk disappears.
    Remove,
}

fn fault(rng: &mut Generator) -> Fault {
    match rng.integers(0..12).unwrap() {
        0..4 => Fault::Kill,
        4..7 => Fault::Terminate,
        7..9 => Fault::SmallFiles(rng.integers(0..40).unwrap()),
        9 => Fault::Truncate,
        10 => Fault::Change,
        _ => Fault::Remove,
    }
}

/// A finished file of the table or the fields; none if there is none yet.
fn finished(out: &Path, rng: &mut Generator) -> Option<PathBuf> {
    let files = ["data", "fields"].iter().filter_map(|name| std::fs::read_dir(out.join(name)).ok());
    let paths = files.flatten().map(|entry| entry.unwrap().path());
    let is_part = |path: &PathBuf| {
        path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("part-"))
    };
    let mut paths: Vec<PathBuf> = paths.filter(is_part).collect();
    paths.sort();
    let last = paths.len().checked_sub(1)?;
    let index = rng.integers(0..=last as i64).unwrap() as usize;
    paths.get(index).cloned()
}

fn damage(path: &Path, fault: Fault, rng: &mut Generator) {
    let mut bytes = std::fs::read(path).unwrap();
    let at = rng.integers(0..bytes.len() as i64).unwrap() as usize;
    match fault {
        Fault::Truncate => bytes.truncate(at),
        Fault::Change => bytes[at] ^= 1 << rng.integers(0..8).unwrap(),
        _ => return std::fs::remove_file(path).unwrap(),
    }
    std::fs::write(path, bytes).unwrap();
}

/// Lets one program work on a shard and does something to it; false if it ended by itself before.
fn interfere(place: &Place, fault: Fault, rng: &mut Generator) -> bool {
    let count = rng.integers(1..=5).unwrap();
    let index = rng.integers(0..count).unwrap();
    let shard = format!("{index}/{count}");
    let arguments = ["--shard", shard.as_str(), "--threads", "2"];
    let wait = Duration::from_micros(rng.integers(1_000..60_000).unwrap() as u64);
    match fault {
        Fault::Kill | Fault::Terminate => {
            let mut child = place.mfn(&arguments).spawn().unwrap();
            let start = Instant::now();
            while start.elapsed() < wait {
                std::thread::sleep(Duration::from_micros(200));
            }
            let was_working = child.try_wait().unwrap().is_none();
            if fault == Fault::Kill {
                child.kill().unwrap();
            } else {
                let id = child.id().to_string();
                place.command("kill", &["-TERM", &id]).output().unwrap();
            }
            let code = child.wait().unwrap().code();
            // A second way to end would be a fault; 0 is a program that was done.
            assert!(matches!(code, None | Some(0 | 75)), "{fault:?}: {code:?}");
            was_working
        }
        Fault::SmallFiles(blocks) => {
            let program = env!("CARGO_BIN_EXE_mfn");
            let line = format!(
                "trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" simulate sweep.toml --out out \
                 --progress none --shard {shard}"
            );
            let output = place.command("sh", &["-c", &line, program]).output().unwrap();
            let code = output.status.code();
            let told = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(matches!(code, Some(0 | 4)), "{code:?}: {told}");
            code == Some(4)
        }
        Fault::Truncate | Fault::Change | Fault::Remove => {
            let Some(path) = finished(&place.out(), rng) else { return false };
            damage(&path, fault, rng);
            true
        }
    }
}

/// Makes what is missing with three programs at once, and the release.
fn finish(place: &Place) {
    let shards = ["0/3", "1/3", "2/3"];
    let children: Vec<_> =
        shards.iter().map(|shard| place.mfn(&["--shard", shard]).spawn().unwrap()).collect();
    for child in children {
        let output = child.wait_with_output().unwrap();
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(0), "{told}");
    }
    assert_eq!(place.code(&["--finalize"]), Some(0));
    assert_eq!(place.code(&["--verify"]), Some(0));
}

#[test]
fn interrupted_sweep_ends_with_the_bytes_of_an_uninterrupted_one() {
    let (calm, stormy) = (Place::new(), Place::new());
    assert_eq!(calm.code(&[]), Some(0));
    let expected = digests(&calm.out());
    assert_eq!(expected.keys().filter(|path| path.starts_with("data")).count(), 75);

    let mut rng = Generator::from_seed(2026);
    let (mut moments, mut kinds) = (0, BTreeMap::new());
    let mut rounds = 0;
    // On a busy machine a kind may be late: no chunk is finished that could be damaged.
    while moments < MOMENTS || kinds.len() < 6 {
        rounds += 1;
        assert!(rounds < 20 * MOMENTS, "{moments} moments in {rounds} rounds: {kinds:?}");
        let fault = fault(&mut rng);
        if interfere(&stormy, fault, &mut rng) {
            moments += 1;
            let kind = format!("{fault:?}").split('(').next().unwrap().to_owned();
            *kinds.entry(kind).or_insert(0) += 1;
        }
        // All shards done, there is nothing left to interrupt: a chunk is taken away again.
        if let Some(path) = finished(&stormy.out(), &mut rng) {
            damage(&path, Fault::Remove, &mut rng);
        }
    }
    assert_eq!(kinds.values().sum::<usize>(), moments);
    finish(&stormy);
    let found = digests(&stormy.out());
    let names = |digests: &BTreeMap<PathBuf, String>| digests.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&found), names(&expected), "no file lost, none left over");
    for (path, digest) in &expected {
        assert_eq!(found.get(path), Some(digest), "{}", path.display());
    }
}

/// The control: the comparison sees a row that is lost, doubled or changed, and a file left over.
#[test]
fn comparison_sees_every_fault() {
    let place = Place::new();
    assert_eq!(place.code(&[]), Some(0));
    let expected = digests(&place.out());
    let path = place.out().join("data/part-000007.parquet");
    let whole = std::fs::read(&path).unwrap();
    let other = std::fs::read(place.out().join("data/part-000008.parquet")).unwrap();
    let mut changed = whole.clone();
    changed[whole.len() / 2] ^= 1;
    for bytes in [other, whole[..whole.len() - 1].to_vec(), changed] {
        std::fs::write(&path, bytes).unwrap();
        assert_ne!(digests(&place.out()), expected);
        assert_eq!(place.code(&["--verify"]), Some(1), "and so does --verify");
    }
    std::fs::write(&path, whole).unwrap();
    assert_eq!(digests(&place.out()), expected);
    std::fs::write(place.out().join("data/part-000075.parquet"), b"").unwrap();
    assert_ne!(digests(&place.out()), expected);
}
