//! What is written for a federated training, and what is refused.

use crate::config::{BUILT_IN_FEDERATE, Error, FederatePlan, Written};

fn check(text: &str) -> Result<FederatePlan, Error> {
    FederatePlan::check(&Written::from_toml(text, "test")?)
}

#[test]
fn built_in_presets_are_sound_and_their_resolved_text_gives_them_again() {
    for built_in in BUILT_IN_FEDERATE {
        let plan = check(built_in.text).unwrap();
        assert_eq!(plan.resolved.name(), built_in.name);
        assert_eq!(check(&plan.resolved.text()).unwrap(), plan, "{}", built_in.name);
        assert!(!built_in.summary().is_empty());
    }
}

#[test]
fn what_is_wrong_is_named() {
    for (text, expected) in [
        ("[client]\ncount = 3", "unknown key client.count; did you mean clients.count?"),
        ("[sweep]\nseeds = \"shared\"", "unknown key sweep"),
        ("[clients]\ncount = 8\nbyzantine = 4", "must be less than half"),
        ("[clients]\npartition = \"dirichlt\"", "did you mean dirichlet?"),
        ("[training]\nmomentum = 1.0", "from 0 to below 1"),
        ("[training]\nrounds = 0", "training.rounds = 0 is out of range"),
        ("[data]\nlabel = \" , \"", "data.label is missing"),
        ("[data]\nfeatures = \"\"", "data.features is missing"),
        ("[privacy]\nnoise = nan", "privacy.noise = nan is out of range"),
        ("[grid]\nrules = []", "wanted at least one text"),
        ("[grid]\nrules = [3]", "wanted a list of texts"),
        ("[grid]\nrules = [\"mean\", \"mean\"]", "it is there twice"),
        ("[grid]\nrules = [\"nnm + \"]", "a name is missing"),
        ("[grid]\nrules = [\"medain\"]", "did you mean median?"),
        ("[grid]\nrules = [\"nmn + krum\"]", "did you mean nnm?"),
        ("[grid]\nrules = [\"median(3)\"]", "median takes nothing in brackets"),
        ("[grid]\nrules = [\"bulyan\"]\n[clients]\ncount = 14", "n = 14, f = 3"),
        ("[grid]\nrules = [\"krum(flower)\"]", "no variant of krum flower"),
        ("[grid]\nrules = [\"bucketing(0) + median\"]", "0 is no whole number above 0"),
        ("[grid]\nrules = [\"bucketing(5) + krum\"]", "n = 3, f = 3"),
        ("[grid]\nattacks = [\"ipm(2\"]", "a bracket is open"),
        ("[grid]\nattacks = [\"ipm(two)\"]", "two is no finite number"),
        ("[grid]\nattacks = [\"ipm(inf)\"]", "inf is no finite number"),
        ("[grid]\nattacks = [\"sign-flop\"]", "did you mean sign-flip?"),
        ("[grid]\nattacks = [\"none(1)\"]", "none takes nothing in brackets"),
        ("[grid]\nattacks = [\"ipm + alie\"]", "one attack at a time"),
    ] {
        let error = check(text).unwrap_err().to_string();
        assert!(error.contains(expected), "{text}: {error}");
    }
}

#[test]
fn a_text_alone_is_a_list_of_one() {
    let plan = check("[grid]\nrules = \"median\"\nattacks = \"none\"").unwrap();
    assert_eq!((plan.rules.len(), plan.attacks.len()), (1, 1));
}

#[test]
fn columns_are_parted_by_commas() {
    let plan = check("[data]\nlabel = \"feed, kill\"\nexclude = \"x\"\npath = \"a.csv\"").unwrap();
    assert_eq!(plan.data.label, ["feed", "kill"]);
    assert_eq!((plan.data.exclude.len(), plan.data.features.clone()), (1, None));
    assert_eq!(plan.data.path.as_deref(), Some("a.csv"));
}

#[test]
fn the_table_is_part_of_what_determines_the_run() {
    let mut plan = check("[data]\npath = \"a.csv\"").unwrap();
    let before = plan.resolved.determining_text();
    plan.record_data("ab12").unwrap();
    assert_ne!(plan.resolved.determining_text(), before);
    let mut again = check(&plan.resolved.text()).unwrap();
    assert!(again.record_data("ab12").is_ok());
    let error = again.record_data("ffff").unwrap_err().to_string();
    assert!(error.starts_with("data.sha256 = ab12 is out of range: wanted ffff"), "{error}");
}
