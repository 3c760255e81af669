//! `environment.json`: where and how long it was made; no other file depends on it.

use crate::commands::failure::{Failure, code};
use crate::commands::sweep::place::Place;
use mfn::dataset::Record;
use serde_json::{Value, json};

/// Its path.
pub(crate) const PATH: &str = "environment.json";

/// Every program that worked on the data set, and the seconds that each chunk's runs took.
pub(crate) fn text(place: &Place) -> Result<String, Failure> {
    let (mut sessions, mut chunks) = (Vec::new(), Vec::new());
    for record in place.records()? {
        match record {
            Record::Session { shard, environment } => {
                sessions.push(json!({"shard": shard, "environment": environment}));
            }
            Record::Chunk { chunk, version, seconds, .. } => {
                chunks.push((chunk, json!({"chunk": chunk, "version": version, "run_s": seconds})));
            }
        }
    }
    chunks.sort_by_key(|(chunk, _)| *chunk);
    let chunks: Vec<Value> = chunks.into_iter().map(|(_, value)| value).collect();
    let value = json!({"sessions": sessions, "chunks": chunks});
    let text = serde_json::to_string_pretty(&value);
    Ok(text.map_err(|error| Failure::new(code::FILE, error))? + "\n")
}
