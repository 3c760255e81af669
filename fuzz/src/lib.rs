//! The targets of `tests/crypto/fuzzing/`, for libFuzzer.

#[path = "../../tests/crypto/fuzzing/targets/mod.rs"]
pub mod targets;

use std::path::Path;

/// Puts the samples into the corpus of a target, where libFuzzer reads them when it begins.
pub fn seed(target: &str, samples: &[Vec<u8>]) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(target);
    std::fs::create_dir_all(&folder).expect("a folder for the corpus");
    for (number, sample) in samples.iter().enumerate() {
        std::fs::write(folder.join(format!("seed-{number:02}")), sample).expect("a seed");
    }
}
