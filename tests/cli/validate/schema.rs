//! `docs/schemas/validate.json` against real outputs, and against broken ones.

use crate::Place;
use jsonschema::Validator;
use serde_json::{Value, json};

const ONE: &str = "verification/order-in-time-euler-five-point-periodic";

/// Breaks a document.
type Break = fn(&mut Value);

fn schema() -> Validator {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/schemas/validate.json");
    let schema: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    assert!(jsonschema::meta::is_valid(&schema), "the schema is one");
    jsonschema::draft202012::new(&schema).unwrap()
}

fn output(arguments: &[&str]) -> Value {
    let place = Place::new();
    std::fs::write(place.path("bad.toml"), "[model]\nkind = \"gray-scot\"\n").unwrap();
    std::fs::write(place.path("empty.npy"), "").unwrap();
    place.mfn(arguments).json()
}

#[test]
fn outputs_follow_the_schema() {
    let schema = schema();
    for arguments in [
        &["validate", "--list", "--full", "--json"][..],
        &["validate", ONE, "--json"],
        &["validate", ONE, "--prove", "--json"],
        &["validate", "preset", "--list", "--json"],
        &["validate", "dataset", "--list", "--json"],
        &["validate", "fields", "--list", "--json"],
        &["validate", "preset", "gray-scott-worms", "v4-sweep-minimal", "bad.toml", "--json"],
        &["validate", "fields", "empty.npy", "--json"],
    ] {
        let found = output(arguments);
        let errors: Vec<String> = schema.iter_errors(&found).map(|e| e.to_string()).collect();
        assert!(errors.is_empty(), "{arguments:?}: {errors:?}: {found:#}");
    }
}

#[test]
fn broken_documents_are_refused() {
    let schema = schema();
    let suites = output(&["validate", ONE, "--prove", "--json"]);
    let data = output(&["validate", "preset", "gray-scott-worms", "--json"]);
    let breaks: [(&str, Break); 12] = [
        ("no checks", |d| d["checks"] = json!([])),
        ("another version", |d| d["schema"] = json!(2)),
        ("no verdict of a check", |d| drop(d["checks"][0].as_object_mut().unwrap().remove("pass"))),
        ("an unknown key", |d| d["checks"][0]["colour"] = json!("red")),
        ("an unknown suite", |d| d["checks"][0]["suite"] = json!("astrology")),
        ("an unknown status", |d| d["checks"][0]["status"] = json!("maybe")),
        ("a number as text", |d| d["checks"][0]["found"] = json!("1")),
        ("a pass without a number", |d| d["checks"][0]["found"] = Value::Null),
        ("a pass with a reason", |d| d["checks"][0]["reason"] = json!("why")),
        ("a failed check in a pass", |d| d["checks"][0]["pass"] = json!(false)),
        ("a failure that passes", |d| d["checks"][0]["status"] = json!("fail")),
        ("a verdict without a failure", |d| d["pass"] = json!(false)),
    ];
    for document in [&suites, &data] {
        assert!(schema.is_valid(document));
        for (what, break_it) in breaks {
            let mut broken = document.clone();
            break_it(&mut broken);
            assert!(!schema.is_valid(&broken), "{what}");
        }
    }
    let mut uncaught = suites;
    uncaught["checks"][0]["twin"]["caught"] = json!(false);
    assert!(!schema.is_valid(&uncaught), "a twin that was not caught in a check that passes");
}
