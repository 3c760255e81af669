//! The program from outside: exit code, standard output, standard error, files.
#![allow(clippy::unwrap_used, reason = "a test that cannot set itself up must stop")]
#![allow(clippy::panic, reason = "idem")]

mod certify;
mod datasets;
mod encrypt;
mod features;
mod federate;
mod gallery;
mod lyapunov;
mod manual;
mod observing;
mod points;
mod simulate;
mod stopping;
mod validate;
mod volumes;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What a run of the program gave.
struct Outcome {
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

impl Outcome {
    /// The exit code, with what was said if it is another.
    fn expect(&self, code: i32) -> &Self {
        assert_eq!(self.code, Some(code), "stdout: {}\nstderr: {}", self.stdout, self.stderr);
        self
    }

    /// Standard error has every one of these texts.
    fn says(&self, texts: &[&str]) -> &Self {
        for text in texts {
            assert!(self.stderr.contains(text), "{text:?} is in {:?}", self.stderr);
        }
        self
    }

    fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout).unwrap()
    }
}

/// A folder of its own for each test, in which the program runs.
struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The program, without the user's MFN_* variables.
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_mfn"));
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("MFN_") {
                command.env_remove(name);
            }
        }
        command.args(arguments).current_dir(self.folder.path()).stdin(Stdio::null());
        command
    }

    fn mfn(&self, arguments: &[&str]) -> Outcome {
        let output = self.command(arguments).output().unwrap();
        Outcome {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Names in a folder, sorted.
    fn names(&self, folder: &str) -> Vec<String> {
        let entries = std::fs::read_dir(self.path(folder)).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    /// Name and bytes of every data file: all but `run.json`, which carries timings.
    fn data(&self, folder: &str) -> Vec<(String, Vec<u8>)> {
        let names = self.names(folder).into_iter().filter(|name| name != "run.json");
        names.map(|name| (name.clone(), read(&self.path(folder).join(name)))).collect()
    }
}

fn read(path: &Path) -> Vec<u8> {
    std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
