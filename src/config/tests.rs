//! What a preset may say, and what it hears when it says something else.

use crate::config::initial::INITIAL_KINDS;
use crate::config::tables::{Choices, sections};
use crate::config::{BUILT_IN, InitialPlan, Preset, Written};
use crate::engine::Initial;
use crate::model::{Literal, Range};

fn check(text: &str) -> Result<Preset, crate::config::Error> {
    Preset::check(&Written::from_toml(text, "test")?)
}

fn refused(text: &str, words: &[&str]) {
    let message = check(text).unwrap_err().to_string();
    for word in words {
        assert!(message.contains(word), "{message:?} names {word:?}");
    }
}

#[test]
fn bad_input_is_named_with_what_was_found_and_wanted() {
    let scott = |rest: &str| format!("[model]\nkind = \"gray-scott\"\n{rest}");
    let v4 = |rest: &str| format!("[model]\nkind = \"mfn-v4\"\n{rest}");
    refused("", &["model.kind", "gray-scott"]);
    refused("[model]\nkind = \"gray-scot\"", &["gray-scot", "did you mean gray-scott?"]);
    refused("seed = [1", &["not TOML"]);
    refused(&scott("fed = 0.1"), &["unknown key model.fed", "did you mean model.feed?"]);
    refused(&scott("feed = 2.5"), &["model.feed = 2.5", "from 0 to 1", "1/time"]);
    refused(&scott("feed = nan"), &["model.feed = nan", "out of range"]);
    refused(&scott("feed = \"a\""), &["model.feed = \"a\"", "is text", "a number"]);
    refused(&scott("[grid]\nrows = 2"), &["grid.rows = 2", "from 3"]);
    refused(&scott("[grid]\nrows = 64.5"), &["grid.rows = 64.5", "whole number"]);
    refused(&scott("[time]\nstep = 1.5"), &["time.step = 1.5 is unstable", "at most 1.49"]);
    refused(&scott("[time]\nstepper = \"eulr\""), &["eulr", "did you mean euler?"]);
    refused(&scott("[time]\nprecision = \"f16\""), &["precision", "f64, f32"]);
    refused(&scott("[output]\nformats = [\"np\"]"), &["np", "did you mean np"]);
    refused(&scott("[output]\nplots = [\"gif\"]"), &["gif", "save_every", "saved frames"]);
    refused(&scott("[grid]\nboundary_values = [1.0, 0.0]"), &["dirichlet"]);
    refused(&v4("alpha = 0.25"), &["model.alpha = 0.25", "0.05 to below 0.25"]);
    refused(&v4("[grid]\nrows = 2000"), &["grid.rows = 2000", "4 to 1024"]);
    refused(&v4("[time]\nprecision = \"f32\""), &["f32", "f64"]);
    refused(&v4("variant = \"legacy\"\n[grid]\nboundary = \"neumann\""), &["periodic"]);
    refused(&v4("[features]\nconnectivity = 6"), &["connectivity = 6", "4, 8"]);
    refused(&v4("[features]\nthreshold_low_mv = -45"), &["rise"]);
    refused(&v4("[initial]\nkind = \"file\""), &["initial.path"]);
    refused("seed = -1\n[model]\nkind = \"mfn-v4\"", &["seed = -1", "2^128"]);
    refused("sed = 1\n[model]\nkind = \"mfn-v4\"", &["sed", "did you mean seed?"]);
}

#[test]
fn legacy_accepts_what_v41_never_checked() {
    let text =
        "[model]\nkind = \"mfn-v4\"\nvariant = \"legacy\"\nalpha = 0.9\n[grid]\nrows = 1\ncols = 1";
    assert!(check(text).is_ok());
}

#[test]
fn silent_preset_has_the_defaults_of_v41() {
    let preset = check("[model]\nkind = \"mfn-v4\"").unwrap();
    assert_eq!((preset.grid.rows(), preset.grid.cols(), preset.steps), (64, 64, 64));
    assert_eq!(preset.rim, [0.0; 3]);
    assert_eq!(preset.initial, InitialPlan::Ready(Initial::V4));
    assert_eq!(preset.seed, 42);
}

#[test]
fn layers_override_in_order() {
    let text = "[model]\nkind = \"gray-scott\"\nfeed = 0.01\n[grid]\nrows = 10\ncols = 10";
    let mut written = Written::from_toml(text, "test").unwrap();
    let variables = [("MFN_GRID_ROWS", "20"), ("MFN_MODEL_FEED", "0.02"), ("MFN_GRID_ROW", "1")];
    let unknown = written
        .apply_environment(variables.map(|(name, value)| (name.to_owned(), value.to_owned())));
    assert_eq!(unknown, ["MFN_GRID_ROW"]);
    written.apply_assignment("model.feed=0.03").unwrap();
    written.apply_assignment("grid.boundary=neumann").unwrap();
    written.apply_assignment("seed=340282366920938463463374607431768211455").unwrap();
    let preset = Preset::check(&written).unwrap();
    assert_eq!(preset.grid.rows(), 20);
    assert_eq!(preset.grid.cols(), 10);
    assert_eq!(preset.boundary.name(), "neumann");
    assert_eq!(preset.seed, u128::MAX);
    assert!(preset.text().contains("feed = 0.03\n"), "{}", preset.text());
    assert!(written.apply_assignment("no-equals-sign").is_err());
}

#[test]
fn another_kind_leaves_the_keys_of_the_old_one_behind() {
    let text =
        "[model]\nkind = \"gray-scott\"\nfeed = 0.05\n[initial]\nkind = \"spots\"\ncount = 3";
    let mut written = Written::from_toml(text, "test").unwrap();
    for assignment in ["initial.path=a.npy", "initial.kind=file", "initial.low=0.2"] {
        written.apply_assignment(assignment).unwrap();
    }
    let preset = Preset::check(&written).unwrap();
    assert!(matches!(preset.initial, InitialPlan::File(file) if file.path == "a.npy"));
    // The same kind again keeps what belongs to it.
    let mut written = Written::from_toml(text, "test").unwrap();
    written.apply_assignment("initial.kind=spots").unwrap();
    assert!(Preset::check(&written).unwrap().text().contains("count = 3"));
}

#[test]
fn resolved_text_gives_the_same_preset_again() {
    for built_in in BUILT_IN {
        let preset = check(built_in.text).unwrap();
        let again = check(&preset.text()).unwrap();
        assert_eq!(preset, again, "{}", built_in.name);
        assert!(!built_in.summary().is_empty(), "{} says what it shows", built_in.name);
    }
}

#[test]
fn what_is_written_does_not_change_the_determining_text() {
    let text = |rest: &str| format!("[model]\nkind = \"gray-scott\"\n{rest}");
    let plain = check(&text("")).unwrap();
    let other = check(&text("[time]\nsave_every = 5\n[output]\nplots = [\"gif\"]")).unwrap();
    assert_eq!(plain.determining_text(), other.determining_text());
    assert_ne!(plain.text(), other.text());
}

#[test]
fn defaults_of_every_section_lie_in_their_ranges() {
    for kind in crate::model::Kind::ALL {
        for initial in INITIAL_KINDS {
            for section in sections(kind, Choices { initial: Some(initial), ..Choices::default() })
            {
                for row in section.table {
                    let known =
                        |word| matches!(row.range, Range::OneOf(words) if words.contains(&word));
                    let ok = match row.default {
                        Literal::Number(number) => row.range.holds(number),
                        Literal::Whole(whole) => row.range.holds(whole as f64),
                        Literal::Word(word) => row.range == Range::Text || known(word),
                        Literal::Flag(_) | Literal::Words(_) | Literal::Auto => true,
                    };
                    assert!(ok, "{}.{}", section.name, row.key);
                }
            }
        }
    }
}

#[test]
fn every_model_takes_every_kind_of_start() {
    for kind in crate::model::Kind::ALL {
        for initial in INITIAL_KINDS {
            assert!(kind.start().initial.contains(&initial), "{}: {initial}", kind.name());
        }
    }
}
