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
