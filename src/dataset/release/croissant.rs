//! `croissant.json`: the dataset for machine-learning tools, Croissant 1.0.
//!
//! Files are listed one by one with their digests; the parts of the table are also a set of files,
//! from which the record set `runs` takes its columns. HDF5 files have no record set, since
//! Croissant cannot read inside them.

use crate::dataset::release::Column;
use crate::dataset::release::Place;
use crate::dataset::release::Release;
use crate::dataset::release::ReleaseFile;
use crate::dataset::release::percent::percent_encoded;
use serde_json::{Map, Value, json};

/// The name of the parts of the table as one set of files.
const PARTS: &str = "runs-parts";

/// The only name by which MLCommons' reader knows Parquet; IANA has registered another.
const PARQUET: &str = "application/x-parquet";

/// Where a record set's columns come from: `fileSet` or `fileObject`, and its `@id`.
type Source = (&'static str, &'static str);

/// The text of `croissant.json`.
///
/// `datePublished`, `url` and `citeAs` are left out where the release has none; the validator of
/// MLCommons then warns, and accepts.
///
/// # Reference
///
/// *Croissant Format Specification*, version 1.0, MLCommons 2024.
pub fn croissant(release: &Release) -> String {
    let mut dataset = Map::new();
    let mut put = |key: &str, value: Value| drop(dataset.insert(key.to_owned(), value));
    put("@context", context());
    put("@type", json!("sc:Dataset"));
    put("conformsTo", json!("http://mlcommons.org/croissant/1.0"));
    put("name", json!(release.name));
    put("alternateName", json!(release.title));
    put("description", json!(release.description));
    put("license", json!(release.license.url));
    put("version", json!(release.version));
    put("keywords", json!(release.keywords));
    let persons = release.creators.iter().map(|name| json!({"@type": "sc:Person", "name": name}));
    put("creator", persons.collect());
    let optional = [
        ("url", &release.url),
        ("citeAs", &release.citation),
        ("datePublished", &release.date_published),
    ];
    for (key, text) in optional {
        if let Some(text) = text {
            put(key, json!(text));
        }
    }
    put("distribution", distribution(release));
    put("recordSet", record_sets(release));
    format!("{:#}\n", Value::Object(dataset))
}

/// The context of the specification, appendix 1.
fn context() -> Value {
    let mut context = Map::new();
    let mut put = |key: &str, value: Value| drop(context.insert(key.to_owned(), value));
    put("@language", json!("en"));
    put("@vocab", json!("https://schema.org/"));
    put("conformsTo", json!("dct:conformsTo"));
    put("cr", json!("http://mlcommons.org/croissant/"));
    put("rai", json!("http://mlcommons.org/croissant/RAI/"));
    put("data", json!({"@id": "cr:data", "@type": "@json"}));
    put("dataType", json!({"@id": "cr:dataType", "@type": "@vocab"}));
    put("dct", json!("http://purl.org/dc/terms/"));
    put("examples", json!({"@id": "cr:examples", "@type": "@json"}));
    put("sc", json!("https://schema.org/"));
    for key in TERMS {
        put(key, json!(format!("cr:{key}")));
    }
    Value::Object(context)
}

/// Terms of the context that are called the same in Croissant's vocabulary.
const TERMS: [&str; 26] = [
    "citeAs",
    "column",
    "equivalentProperty",
    "extract",
    "field",
    "fileProperty",
    "fileObject",
    "fileSet",
    "format",
    "includes",
    "isLiveDataset",
    "jsonPath",
    "key",
    "md5",
    "parentField",
    "path",
    "recordSet",
    "references",
    "regex",
    "repeated",
    "replace",
    "samplingRate",
    "separator",
    "source",
    "subField",
    "transform",
];

/// Every file, and the parts of the table as a set.
fn distribution(release: &Release) -> Value {
    let set = json!({
        "@type": "cr:FileSet",
        "@id": PARTS,
        "name": PARTS,
        "description": Place::Table.description(),
        "encodingFormat": PARQUET,
        "includes": "data/*.parquet",
    });
    let files = Place::ALL.into_iter().flat_map(|place| release.files_in(place));
    files.map(file_object).chain([set]).collect()
}

fn file_object(file: &ReleaseFile) -> Value {
    json!({
        "@type": "cr:FileObject",
        "@id": percent_encoded(&file.path),
        "name": file.path,
        "description": file.place().description(),
        "contentUrl": percent_encoded(&file.path),
        "contentSize": format!("{} B", file.bytes),
        "encodingFormat": encoding_format(file),
        "sha256": file.sha256,
    })
}

/// The media type, with Croissant's name of Parquet.
fn encoding_format(file: &ReleaseFile) -> &'static str {
    match file.media_type() {
        ReleaseFile::IANA_PARQUET => PARQUET,
        other => other,
    }
}

fn record_sets(release: &Release) -> Value {
    let about = "One record a run that succeeded, in run order.";
    let runs = record_set("runs", about, ("fileSet", PARTS), &release.columns);
    let about = "One record a run that failed.";
    let source = ("fileObject", "failures.parquet");
    let failures = record_set("failures", about, source, &release.failure_columns);
    let with_columns = [(&release.columns, runs), (&release.failure_columns, failures)];
    with_columns
        .into_iter()
        .filter(|(columns, _)| !columns.is_empty())
        .map(|(_, set)| set)
        .collect()
}

fn record_set(name: &str, description: &str, source: Source, columns: &[Column]) -> Value {
    let mut set = Map::new();
    set.insert("@type".to_owned(), json!("cr:RecordSet"));
    set.insert("@id".to_owned(), json!(name));
    set.insert("name".to_owned(), json!(name));
    set.insert("description".to_owned(), json!(description));
    if columns.iter().any(|column| column.name == "run") {
        set.insert("key".to_owned(), json!({"@id": format!("{name}/run")}));
    }
    let fields = columns.iter().map(|column| field(name, source, column));
    set.insert("field".to_owned(), fields.collect());
    Value::Object(set)
}

fn field(set: &str, (kind, file): Source, column: &Column) -> Value {
    // A checked release has no other types.
    let data_type = column.type_names().map_or("sc:Text", |names| names.croissant);
    json!({
        "@type": "cr:Field",
        "@id": format!("{set}/{}", percent_encoded(&column.name)),
        "name": column.name,
        "description": column.sentence(),
        "dataType": data_type,
        "source": {kind: {"@id": file}, "extract": {"column": column.name}},
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::release::fixture::release;

    fn parsed(release: &Release) -> Value {
        serde_json::from_str(&croissant(release)).unwrap()
    }

    #[test]
    fn every_file_and_column_is_listed_once() {
        let (release, value) = (release(), parsed(&release()));
        let distribution = value["distribution"].as_array().unwrap();
        assert_eq!(distribution.len(), release.files.len() + 1);
        let first = &distribution[0];
        assert_eq!(first["contentUrl"], "data/part-000000.parquet");
        assert_eq!(first["contentSize"], "24 B");
        let fields = value["recordSet"][0]["field"].as_array().unwrap();
        assert_eq!(fields.len(), release.columns.len());
        assert_eq!(fields[1]["dataType"], "cr:Float64");
        assert_eq!(fields[1]["source"]["extract"]["column"], "feed");
        assert_eq!(fields[1]["description"], "what feed is (unit: 1/time)");
    }

    #[test]
    fn hdf5_is_a_file_without_records() {
        let value = parsed(&release());
        let files = value["distribution"].as_array().unwrap();
        let field = files.iter().find(|file| file["@id"] == "fields/part-000000.h5").unwrap();
        assert_eq!(field["encodingFormat"], "application/x-hdf5");
        assert!(!value["recordSet"].to_string().contains("fields/"));
    }

    #[test]
    fn hostile_names_become_valid_identifiers() {
        let mut release = release();
        "a \"b\"/c#".clone_into(&mut release.columns[2].name);
        let field = &parsed(&release)["recordSet"][0]["field"][2];
        assert_eq!(field["@id"], "runs/a%20%22b%22/c%23");
        assert_eq!(field["source"]["extract"]["column"], "a \"b\"/c#");
    }

    #[test]
    fn what_a_release_lacks_is_left_out() {
        let bare = Release { date_published: None, url: None, citation: None, ..release() };
        let value = parsed(&bare);
        for key in ["datePublished", "url", "citeAs"] {
            assert!(value.get(key).is_none(), "{key}");
        }
    }
}
