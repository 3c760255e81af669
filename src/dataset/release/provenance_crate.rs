//! `ro-crate-metadata.json`: how the dataset was made, RO-Crate 1.1 with Process Run Crate 0.5.
//!
//! One action, the sweep, whose instrument is this program, whose object is the preset and whose
//! results are the data.

use crate::dataset::release::Place;
use crate::dataset::release::Release;
use crate::dataset::release::ReleaseFile;
use crate::dataset::release::dataset_sha256;
use crate::dataset::release::percent::percent_encoded;
use serde_json::{Map, Value, json};

/// The date of a release without one.
///
/// RO-Crate 1.1 demands a date of its root, and a clock would change the bytes from one run to the
/// next. The root is then marked as a draft, and its description says what the date means.
pub const UNDATED: &str = "1970-01-01";

const PROFILE: &str = "https://w3id.org/ro/wfrun/process/0.5";
const ACTION: &str = "#sweep";
const SOFTWARE: &str = "#mfn";
const CITATION: &str = "#citation";

/// The text of `ro-crate-metadata.json`.
///
/// # Reference
///
/// *RO-Crate Metadata Specification* 1.1.3, 2023; *Process Run Crate* 0.5, 2024.
pub fn provenance_crate(release: &Release) -> String {
    let mut graph = vec![descriptor(), root(release), profile(), license(release)];
    graph.extend(creators(release));
    graph.extend(citation(release));
    graph.push(software(release));
    graph.push(action(release));
    for place in Place::ALL {
        let files = release.files_in(place);
        if let (Some(folder), false) = (place.folder(), files.is_empty()) {
            graph.push(directory(folder, place, &files));
        }
        graph.extend(files.into_iter().map(file_entity));
    }
    graph.extend(TEXTS.map(|(path, media_type, about)| {
        json!({"@id": path, "@type": "File", "name": path, "description": about,
               "encodingFormat": media_type})
    }));
    // RO-Crate 1.1 has no term for a digest; the term is that of Workflow Run RO-Crate.
    let context = json!([
        "https://w3id.org/ro/crate/1.1/context",
        {"sha256": "https://w3id.org/ro/terms/workflow-run#sha256"},
    ]);
    format!("{:#}\n", json!({"@context": context, "@graph": graph}))
}

/// The other texts, without sizes: the manifest holds the digest of this one.
const TEXTS: [(&str, &str, &str); 3] = [
    ("README.md", "text/markdown", "dataset card"),
    ("croissant.json", "application/json", "the dataset for machine-learning tools, Croissant 1.0"),
    ("manifest.json", "application/json", "every file with its size and SHA-256"),
];

fn descriptor() -> Value {
    json!({
        "@id": "ro-crate-metadata.json",
        "@type": "CreativeWork",
        "about": {"@id": "./"},
        "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
    })
}

fn root(release: &Release) -> Value {
    let mut root = Map::new();
    let mut put = |key: &str, value: Value| drop(root.insert(key.to_owned(), value));
    put("@id", json!("./"));
    put("@type", json!("Dataset"));
    put("conformsTo", reference(PROFILE));
    put("identifier", json!(format!("sha256:{}", dataset_sha256(release.data_files()))));
    put("name", json!(release.title));
    put("alternateName", json!(release.name));
    put("version", json!(release.version));
    put("license", reference(&release.license.url));
    put("keywords", one_or_many(release.keywords.iter().map(|word| json!(word))));
    if let Some(date) = &release.date_published {
        put("description", json!(release.description));
        put("datePublished", json!(date));
    } else {
        let about =
            format!("{}\n\nNot published: {UNDATED} stands for no date.", release.description);
        put("description", json!(about));
        put("datePublished", json!(UNDATED));
        put("creativeWorkStatus", json!("Draft"));
    }
    if let Some(url) = &release.url {
        put("url", json!(url));
    }
    if release.citation.is_some() {
        put("citation", reference(CITATION));
    }
    let creators = 0..release.creators.len();
    if !creators.is_empty() {
        put("author", one_or_many(creators.map(|index| reference(&creator_id(index)))));
    }
    put("hasPart", one_or_many(parts(release).iter().map(|id| reference(id))));
    put("mentions", reference(ACTION));
    Value::Object(root)
}

/// The identifiers of the folders and of the files outside them.
fn parts(release: &Release) -> Vec<String> {
    let mut parts = places(release, |_| true);
    parts.extend(TEXTS.map(|(path, ..)| path.to_owned()));
    parts
}

/// The folder of each place that has files, and the files of those without a folder.
fn places(release: &Release, wanted: fn(Place) -> bool) -> Vec<String> {
    let ids = |place: Place| {
        let files = release.files_in(place);
        match place.folder() {
            Some(folder) if !files.is_empty() => vec![folder.to_owned()],
            _ => files.iter().map(|file| percent_encoded(&file.path)).collect(),
        }
    };
    Place::ALL.into_iter().filter(|place| wanted(*place)).flat_map(ids).collect()
}

fn profile() -> Value {
    json!({"@id": PROFILE, "@type": "CreativeWork", "name": "Process Run Crate", "version": "0.5"})
}

fn license(release: &Release) -> Value {
    json!({
        "@id": release.license.url,
        "@type": "CreativeWork",
        "name": release.license.id,
        "identifier": release.license.id,
    })
}

fn creators(release: &Release) -> impl Iterator<Item = Value> {
    let person = |(index, name)| json!({"@id": creator_id(index), "@type": "Person", "name": name});
    release.creators.iter().enumerate().map(person)
}

fn citation(release: &Release) -> Option<Value> {
    let text = release.citation.as_ref()?;
    Some(json!({"@id": CITATION, "@type": "CreativeWork", "name": text}))
}

fn software(release: &Release) -> Value {
    json!({
        "@id": SOFTWARE,
        "@type": "SoftwareApplication",
        "name": "mfn",
        "softwareVersion": release.origin.program_version,
    })
}

fn action(release: &Release) -> Value {
    let origin = &release.origin;
    let results = places(release, Place::is_data);
    let mut action = json!({
        "@id": ACTION,
        "@type": "CreateAction",
        "name": format!("Sweep of {} runs of {}", release.counts.runs, release.model),
        "description": format!(
            "{} (seed {}, SHA-256 of the preset {})",
            origin.command, origin.seed, origin.preset_sha256
        ),
        "instrument": reference(SOFTWARE),
        "object": reference("preset.toml"),
        "result": one_or_many(results.iter().map(|id| reference(id))),
        "actionStatus": "http://schema.org/CompletedActionStatus",
    });
    if !release.creators.is_empty() {
        action["agent"] = reference(&creator_id(0));
    }
    action
}

fn directory(folder: &str, place: Place, files: &[&ReleaseFile]) -> Value {
    let parts = one_or_many(files.iter().map(|file| reference(&percent_encoded(&file.path))));
    json!({
        "@id": folder,
        "@type": "Dataset",
        "name": folder,
        "description": place.description(),
        "hasPart": parts,
    })
}

fn file_entity(file: &ReleaseFile) -> Value {
    json!({
        "@id": percent_encoded(&file.path),
        "@type": "File",
        "name": file.path,
        "description": file.place().description(),
        "encodingFormat": file.media_type(),
        "contentSize": file.bytes.to_string(),
        "sha256": file.sha256,
    })
}

fn reference(id: &str) -> Value {
    json!({"@id": id})
}

/// A list; what would be alone in it stands without brackets, as RO-Crate 1.1 recommends.
fn one_or_many(values: impl Iterator<Item = Value>) -> Value {
    let mut values: Vec<Value> = values.collect();
    if values.len() == 1 { values.remove(0) } else { Value::Array(values) }
}

fn creator_id(index: usize) -> String {
    format!("#creator-{}", index + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::release::fixture::release;
    use std::collections::BTreeSet;

    fn graph(release: &Release) -> Vec<Value> {
        let value: Value = serde_json::from_str(&provenance_crate(release)).unwrap();
        value["@graph"].as_array().unwrap().clone()
    }

    fn entity(graph: &[Value], id: &str) -> Value {
        graph.iter().find(|entity| entity["@id"] == id).unwrap().clone()
    }

    /// Every `@id` below a value, with those of the entities themselves.
    fn references(value: &Value, found: &mut BTreeSet<String>) {
        match value {
            Value::Object(map) => {
                found.extend(map.get("@id").and_then(Value::as_str).map(str::to_owned));
                map.values().for_each(|value| references(value, found));
            }
            Value::Array(values) => values.iter().for_each(|value| references(value, found)),
            _ => {}
        }
    }

    #[test]
    fn every_reference_has_its_entity_once() {
        let graph = graph(&release());
        let ids: Vec<&str> = graph.iter().filter_map(|entity| entity["@id"].as_str()).collect();
        let mut found = BTreeSet::new();
        references(&Value::Array(graph.clone()), &mut found);
        found.remove("https://w3id.org/ro/crate/1.1");
        assert_eq!(found, ids.iter().map(|id| (*id).to_owned()).collect());
        assert_eq!(ids.len(), found.len());
    }

    #[test]
    fn action_leads_from_the_preset_to_the_data() {
        let action = entity(&graph(&release()), ACTION);
        assert_eq!(action["object"]["@id"], "preset.toml");
        assert_eq!(action["instrument"]["@id"], "#mfn");
        let ids: Vec<_> = action["result"].as_array().unwrap().iter().map(|r| &r["@id"]).collect();
        assert_eq!(ids, ["data/", "failures.parquet", "fields/"]);
        assert!(action.get("endTime").is_none());
    }

    #[test]
    fn release_without_a_date_is_a_draft() {
        let undated = Release { date_published: None, ..release() };
        let root = entity(&graph(&undated), "./");
        assert_eq!(root["datePublished"], UNDATED);
        assert_eq!(root["creativeWorkStatus"], "Draft");
        assert!(entity(&graph(&release()), "./").get("creativeWorkStatus").is_none());
    }
}
