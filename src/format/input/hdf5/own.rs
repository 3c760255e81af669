//! A run of ours: `fields/<species>` if frames were saved, else `last/<species>`.

use crate::format::Error;
use crate::format::hdf5::{DataSet, Store};
use crate::format::input::hdf5::{choose, missing, plain, spacing_of, step_of};
use crate::format::input::{About, Input, InputOptions, run};
use crate::grid::Boundary;
use serde_json::Value;
use std::sync::Arc;

pub(crate) fn open(
    store: &Arc<Store>,
    sets: &[DataSet],
    options: &InputOptions,
) -> Result<Vec<Input>, Error> {
    let layer = options.layer.or_else(|| layer(store));
    let boundary = store.group_text("", "boundary").and_then(|name| Boundary::from_name(&name));
    let spacing = spacing_of(store, sets, ["x", "y"]);
    let chosen = species(store, sets, options)?;
    let open_one = |set: &DataSet| {
        let interval = set.name.starts_with("fields/").then(|| step_of(store, sets, "time"));
        let about = About {
            boundary,
            spacing,
            interval: interval.flatten(),
            unit: store.text(&set.name, "unit"),
            ..About::default()
        };
        plain(store, set, layer, about)
    };
    chosen.into_iter().map(open_one).collect()
}

/// The observable, if the file tells it, or else every species; or the one named.
fn species<'a>(
    store: &Store,
    sets: &'a [DataSet],
    options: &InputOptions,
) -> Result<Vec<&'a DataSet>, Error> {
    let in_group = |group: &str, name: Option<&str>| -> Vec<&'a DataSet> {
        let own = |set: &&DataSet| {
            let species = set.name.strip_prefix(group).and_then(|rest| rest.strip_prefix('/'));
            species.is_some_and(|species| name.is_none_or(|name| name == species))
        };
        sets.iter().filter(own).collect()
    };
    let observable = store.group_text("", "observable");
    let name = options.dataset.as_deref().or(observable.as_deref());
    for group in ["fields", "last"] {
        let found = in_group(group, name);
        if !found.is_empty() {
            return Ok(found);
        }
    }
    if name.is_some() {
        // By its whole name: `last/v` where there are frames too.
        return choose(store.path(), sets, options).map(|set| vec![set]);
    }
    let names = sets.iter().map(|set| set.name.clone()).collect();
    Err(missing(store.path(), names, "in fields or last"))
}

/// The layer that the run's features describe, in a volume.
fn layer(store: &Store) -> Option<usize> {
    let preset = store.group_text("", "mfn.preset")?;
    let preset: Value = toml::from_str(&preset).ok()?;
    run::layer(&preset)
}
