//! Lists, indices and manifests: no path leads out, each is there once, and what is read is
//! printed and read again.

use super::{key, sample, way};
use mfn::crypto::folder::{Index, IndexEntry, SealedFile, SealedList, TokenKey};
use mfn::dataset::Record;
use mfn::dataset::release::{Manifest, ReleaseFile, dataset_sha256};
use serde_json::Value;
use std::path::{Component, Path};

const ID: [u8; 16] = [1; 16];

fn sealed_file(path: &str, number: u32) -> SealedFile {
    let token = TokenKey::from_key(key(7)).token(path, "00", "plain").ok();
    let sha256 = "ab".repeat(32);
    SealedFile { path: path.into(), key: number, bytes: 72, sha256, token }
}

fn entry(path: &str, sealed: &str) -> IndexEntry {
    let (path, sealed) = (path.to_owned(), sealed.to_owned());
    IndexEntry { path, bytes: 5, sha256: "cd".repeat(32), sealed, key: 0 }
}

fn manifest(paths: &[&str]) -> Manifest {
    let text = |text: &str| text.to_owned();
    Manifest {
        name: text("sweep"),
        version: text("1.0.0"),
        program_version: text("0.1.0"),
        preset_sha256: "ef".repeat(32),
        rows: 5,
        failures: 1,
        files: paths.iter().map(|path| ReleaseFile::of_bytes(path, path.as_bytes())).collect(),
    }
}

/// Texts as they are; paths to be listed; manifests to be given the right digest.
pub fn samples() -> Vec<Vec<u8>> {
    let files = ["k0/files/a.sealed", "k1/files/b.sealed"];
    let files: Vec<SealedFile> = (0..).zip(files).map(|(n, path)| sealed_file(path, n)).collect();
    let list = SealedList { id: ID, index: sealed_file("k0/index", 0), files };
    let entries = vec![entry("data/part.parquet", "k0/x"), entry("preset.toml", "k0/y")];
    let index = Index { id: ID, files: entries };
    let manifest = manifest(&["README.md", "data/part-000000.parquet", "failures.parquet"]);
    let chunk = Record::Chunk {
        chunk: 3,
        version: "0.1.0".to_owned(),
        files: manifest.files.clone(),
        seconds: 0.5,
    };
    let environment = serde_json::json!({"host": {"cores": 2, "name": "a"}});
    let session = Record::Session { shard: "0/2".to_owned(), environment };
    let texts = [
        list.to_json().unwrap().into_bytes(),
        index.to_padded_json().unwrap(),
        manifest.to_json().into_bytes(),
        serde_json::to_vec(&list.files[0]).unwrap(),
        serde_json::to_vec(&chunk).unwrap(),
        serde_json::to_vec(&session).unwrap(),
    ];
    let mut samples: Vec<Vec<u8>> = texts.iter().map(|text| sample(0, text)).collect();
    samples.push(sample(2, &texts[2]));
    // What a list or a manifest can have that is not as it ought to be.
    let odd = [
        (0, "mfn-sealed-folder", "tar"),
        (0, "\"version\": 1", "\"version\": 2"),
        (0, "abab", "ABAB"),
        (0, "0101", "01"),
        (2, "\"schema\": 1", "\"schema\": 2"),
        (2, "efef", "EFEF"),
        (2, "\"sha256\": \"", "\"sha256\": \"0"),
        (2, "\"dataset_sha256\": \"", "\"dataset_sha256\": \"0"),
    ];
    samples.extend(odd.map(|(index, from, to)| {
        let text = std::str::from_utf8(&texts[index]).unwrap();
        assert!(text.contains(from), "{from}");
        sample(0, text.replacen(from, to, 1).as_bytes())
    }));
    let paths = [
        "a\ndata/part-000000.parquet\nfailures.parquet",
        "a/../b",
        "/etc/passwd",
        "..",
        "c:\\x\n./a\na//b\n",
        "…/é\na b\n..a",
    ];
    samples.extend(paths.iter().map(|paths| sample(1, paths.as_bytes())));
    samples
}

/// Reads whatever it is given.
pub fn answers(input: &[u8]) {
    let (way, rest) = way(input, 3);
    match way {
        0 => as_it_is(rest),
        1 => paths(rest),
        _ => with_a_right_digest(rest),
    }
}

/// Whether a path stays in a folder, by the eyes of the standard library and of Windows.
fn stays_inside(path: &str) -> bool {
    let parts = Path::new(path).components();
    let is_name = |part: Component<'_>| matches!(part, Component::Normal(_));
    !path.is_empty() && parts.into_iter().all(is_name) && !path.contains(['\\', ':', '\0'])
}

fn is_digest(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|letter| matches!(letter, b'0'..=b'9' | b'a'..=b'f'))
}

/// Names of files are fit to be used: each inside, once and in order, with a digest.
fn names_are_fit<'a>(names: impl Iterator<Item = (&'a str, &'a str)>) {
    let names: Vec<_> = names.collect();
    for (path, sha256) in &names {
        assert!(stays_inside(path), "{path:?} leads out");
        assert!(is_digest(sha256), "{sha256:?} is no digest");
    }
    assert!(names.windows(2).all(|pair| pair[0].0 < pair[1].0), "not each once, sorted");
}

fn list_holds(list: &SealedList) {
    names_are_fit(list.files.iter().map(|file| (&*file.path, &*file.sha256)));
    names_are_fit([(&*list.index.path, &*list.index.sha256)].into_iter());
    assert_eq!(SealedList::parse(list.to_json().unwrap().as_bytes()).unwrap(), *list);
    let keys = list.keys();
    assert!(keys.contains(&list.index.key) && keys.is_sorted());
}

fn index_holds(index: &Index) {
    names_are_fit(index.files.iter().map(|entry| (&*entry.path, &*entry.sha256)));
    assert!(index.files.iter().all(|entry| stays_inside(&entry.sealed)));
    assert_eq!(Index::parse(&index.to_padded_json().unwrap()).unwrap(), *index);
}

fn manifest_holds(manifest: &Manifest) {
    names_are_fit(manifest.files.iter().map(|file| (&*file.path, &*file.sha256)));
    assert!(is_digest(&manifest.preset_sha256));
    assert_eq!(Manifest::from_json(&manifest.to_json()).as_ref(), Ok(manifest));
}

fn as_it_is(bytes: &[u8]) {
    if let Ok(list) = SealedList::parse(bytes) {
        list_holds(&list);
    }
    if let Ok(index) = Index::parse(bytes) {
        index_holds(&index);
    }
    if let Ok(Ok(manifest)) = std::str::from_utf8(bytes).map(Manifest::from_json) {
        manifest_holds(&manifest);
    }
    // Lines of the two ledgers.
    if let Ok(file) = serde_json::from_slice::<SealedFile>(bytes) {
        let line = serde_json::to_vec(&file).unwrap();
        assert_eq!(serde_json::from_slice::<SealedFile>(&line).unwrap(), file);
    }
    if let Ok(record) = serde_json::from_slice::<Record>(bytes) {
        let line = serde_json::to_vec(&record).unwrap();
        assert_eq!(serde_json::from_slice::<Record>(&line).unwrap(), record);
    }
}

/// Lists of any names: whoever can seal can write them, and then they are authentic.
fn paths(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let names: Vec<&str> = text.split('\n').collect();
    let each_once = names.windows(2).all(|pair| pair[0] < pair[1]);
    let each_inside = names.iter().all(|name| stays_inside(name));
    let fit = each_once && each_inside;
    let files = names.iter().map(|name| sealed_file(name, 0)).collect();
    let list = SealedList { id: ID, index: sealed_file("k0/index", 0), files };
    let found = SealedList::parse(list.to_json().unwrap().as_bytes());
    found.iter().for_each(list_holds);
    assert!(fit || found.is_err());
    let files = names.iter().map(|name| entry(name, "k0/x")).collect();
    let index = Index { id: ID, files };
    let found = Index::parse(&index.to_padded_json().unwrap());
    found.iter().for_each(index_holds);
    assert!(fit || found.is_err());
    let manifest = manifest(&names);
    let found = Manifest::from_json(&manifest.to_json());
    found.iter().for_each(manifest_holds);
    assert!(fit || found.is_err());
    let plain = |name: &&str| {
        let part = |part: &str| !matches!(part, "" | "." | "..");
        name.chars().all(|letter| letter.is_alphanumeric() || letter == '/')
            && name.split('/').all(part)
            && name.len() < 4096
    };
    // Nor is a name refused that is nothing but letters and digits.
    assert!(found.is_ok() || !each_once || !names.iter().all(plain));
}

/// A manifest whose own digest is that of its files, whatever else was changed.
fn with_a_right_digest(bytes: &[u8]) {
    let Ok(mut value) = serde_json::from_slice::<Value>(bytes) else { return };
    let files = value.get("files").cloned().unwrap_or_default();
    let files: Vec<ReleaseFile> = serde_json::from_value(files).unwrap_or_default();
    let data = files.iter().filter(|file| file.place().is_data());
    if let Some(entry) = value.get_mut("dataset_sha256") {
        *entry = dataset_sha256(data).into();
    }
    if let Ok(manifest) = Manifest::from_json(&value.to_string()) {
        assert_eq!(manifest.files, files);
        manifest_holds(&manifest);
    }
}
