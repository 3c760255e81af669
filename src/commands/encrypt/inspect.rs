//! `mfn encrypt inspect`: what can be known of a sealed file or folder, without a key or with one.

use crate::cli::encrypt::Inspect;
use crate::commands::encrypt::file::{self, Sealed};
use crate::commands::encrypt::folder::contents::Contents;
use crate::commands::encrypt::{print_json, secrets};
use crate::commands::failure::Failure;
use crate::commands::output::Output;
use mfn::crypto::Header;
use mfn::crypto::chunked::opened_length;
use mfn::crypto::encoding::to_hex;
use serde_json::{Map, Value, json};
use std::fmt::Write as _;

/// Inspects.
pub(crate) fn run(inspect: &Inspect, output: &mut Output) -> Result<(), Failure> {
    let found = if inspect.input.is_dir() { folder(inspect)? } else { single(inspect)? };
    if inspect.manner.json {
        return print_json(&found, output);
    }
    output.data(&text(&found))
}

/// A file that is sealed alone.
fn single(inspect: &Inspect) -> Result<Value, Failure> {
    let path = inspect.input.as_path();
    let sealed = Sealed::open(path)?;
    let about = sealed.file.metadata().map_err(|error| Failure::io("read", path, error))?;
    let length = opened_length(about.len().saturating_sub(sealed.start()));
    let mut found = Map::new();
    found.insert("kind".into(), "sealed file".into());
    found.insert("format_version".into(), 1.into());
    found.insert("cipher".into(), "C2SP chunked encryption, AES-256-GCM".into());
    found.insert("id".into(), to_hex(sealed.header.id()).into());
    found.insert("sealed_bytes".into(), about.len().into());
    // Of a file that was cut short there is no length to tell.
    found.insert("bytes".into(), length.ok().into());
    found.insert("recipients".into(), recipients(&sealed.header));
    let secrets = secrets::secrets(&inspect.unlocking)?;
    if !secrets.is_empty() {
        let limits = secrets::limits(&inspect.unlocking);
        let unlocked = file::unlock(&sealed.header, path, &secrets, limits)?;
        found.insert("recipient_names".into(), unlocked.names.into());
    }
    Ok(found.into())
}

/// A sealed folder.
fn folder(inspect: &Inspect) -> Result<Value, Failure> {
    let contents = Contents::read(&inspect.input)?;
    let list = &contents.list;
    let mut keys = Vec::new();
    for number in list.keys() {
        let header = contents.header(number)?;
        keys.push(json!({ "key": number, "recipients": recipients(&header) }));
    }
    let mut found = Map::new();
    found.insert("kind".into(), "sealed folder".into());
    found.insert("format_version".into(), 1.into());
    found.insert("cipher".into(), "C2SP chunked encryption, AES-256-GCM".into());
    found.insert("id".into(), to_hex(&list.id).into());
    found.insert("files".into(), list.files.len().into());
    let bytes: u64 = list.files.iter().map(|file| file.bytes).sum();
    found.insert("sealed_bytes".into(), bytes.into());
    found.insert("keys".into(), keys.into());
    let secrets = secrets::secrets(&inspect.unlocking)?;
    if !secrets.is_empty() {
        let opened = contents.open(&secrets, secrets::limits(&inspect.unlocking))?;
        let last = opened.keys.values().next_back();
        let names = last.map(|(_, unlocked)| unlocked.names.clone());
        found.insert("recipient_names".into(), names.unwrap_or_default().into());
        let bytes: u64 = opened.index.files.iter().map(|entry| entry.bytes).sum();
        found.insert("bytes".into(), bytes.into());
        let files = opened.index.files.iter().map(
            |entry| json!({ "path": entry.path, "bytes": entry.bytes, "sha256": entry.sha256 }),
        );
        found.insert("contents".into(), files.collect());
    }
    Ok(found.into())
}

fn recipients(header: &Header) -> Value {
    header.recipients().into()
}

/// The same for people: a line for each thing, a line for each member of a list.
fn text(found: &Value) -> String {
    let mut text = String::new();
    for (name, value) in found.as_object().into_iter().flatten() {
        let name = name.replace('_', " ");
        match value {
            Value::Array(members) => {
                // Writing to a string cannot fail.
                let _ = writeln!(text, "{name}:");
                for member in members {
                    let _ = writeln!(text, "  {}", plain(member));
                }
            }
            value => {
                let _ = writeln!(text, "{name}: {}", plain(value));
            }
        }
    }
    text
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Object(members) => {
            let parts: Vec<String> =
                members.iter().map(|(name, value)| format!("{name} {}", plain(value))).collect();
            parts.join(", ")
        }
        Value::Array(members) => members.iter().map(plain).collect::<Vec<_>>().join(", "),
        Value::Null => "unknown: it is cut short".to_owned(),
        value => value.to_string(),
    }
}
