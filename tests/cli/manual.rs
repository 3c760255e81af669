//! `mfn`, `mfn completions` and `mfn man`.

use crate::Place;

#[test]
fn version_is_one_line() {
    let outcome = Place::new().mfn(&["--version"]);
    assert_eq!(outcome.expect(0).stdout, concat!("mfn ", env!("CARGO_PKG_VERSION"), "\n"));
}

#[test]
fn completions_of_five_shells_know_the_flags() {
    let place = Place::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let outcome = place.mfn(&["completions", shell]);
        for word in ["simulate", "explain", "list-presets", "time-limit"] {
            assert!(outcome.expect(0).stdout.contains(word), "{shell} completes {word}");
        }
    }
}

#[test]
fn manual_pages_are_roff_with_every_flag() {
    let place = Place::new();
    assert!(place.mfn(&["man"]).expect(0).stdout.contains(".TH mfn 1"));
    let page = place.mfn(&["man", "simulate"]);
    for word in [".TH", "\\-\\-set", "\\-\\-resume", "\\-\\-precision", "Examples"] {
        assert!(page.expect(0).stdout.contains(word), "the page has {word}");
    }
    place.mfn(&["man", "simulte"]).expect(2).says(&["no subcommand simulte", "simulate"]);
}

#[test]
fn misspelt_subcommand_is_usage() {
    Place::new().mfn(&["simulat"]).expect(2).says(&["simulate"]);
}

#[test]
fn help_has_examples_and_exit_codes() {
    let place = Place::new();
    assert!(place.mfn(&["--help"]).expect(0).stdout.contains("Exit codes"));
    let help = place.mfn(&["simulate", "--help"]);
    assert!(help.expect(0).stdout.contains("mfn simulate gray-scott-worms --out out/worms"));
}

#[test]
fn threads_of_every_verb_can_come_from_the_environment() {
    let place = Place::new();
    for words in [
        "simulate gray-scott-spots",
        "features field.npy",
        "validate",
        "federate aggregate updates.npy --rule median",
        "federate attack updates.npy --kind nan --out x.npy",
        "federate simulate patterns --out x",
        "encrypt verify sealed",
    ] {
        let mut command = place.command(&words.split(' ').collect::<Vec<_>>());
        let output = command.env("MFN_THREADS", "many").output().unwrap();
        let told = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{words}: {told}");
        assert!(told.contains("'many'") && told.contains("--threads"), "{words}: {told}");
    }
}
