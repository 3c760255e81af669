//! The Well: scalar fields in `t0_fields`, each of trajectories × frames × x × y.

use crate::format::Error;
use crate::format::hdf5::{DataSet, Store};
use crate::format::input::axes::check_index;
use crate::format::input::content::Parts;
use crate::format::input::hdf5::slab::{Axis, Slab};
use crate::format::input::hdf5::{check_numeric, label, missing, spacing_of, step_of};
use crate::format::input::{About, Input, InputOptions};
use crate::grid::Boundary;
use std::sync::Arc;

const GROUP: &str = "t0_fields/";

pub(crate) fn open(
    store: &Arc<Store>,
    sets: &[DataSet],
    options: &InputOptions,
) -> Result<Vec<Input>, Error> {
    let wanted = options.dataset.as_deref().map(split).unwrap_or_default();
    let fields: Vec<&DataSet> = sets.iter().filter(|set| set.name.starts_with(GROUP)).collect();
    let chosen: Vec<&DataSet> = fields
        .iter()
        .copied()
        .filter(|set| wanted.0.is_none_or(|name| set.name[GROUP.len()..] == *name))
        .collect();
    if chosen.is_empty() {
        let names = fields.iter().map(|set| set.name[GROUP.len()..].to_owned()).collect();
        return Err(missing(store.path(), names, options.dataset.as_deref().unwrap_or_default()));
    }
    let about = About {
        boundary: boundary(store),
        spacing: spacing_of(store, sets, ["dimensions/x", "dimensions/y"]),
        interval: step_of(store, sets, "dimensions/time"),
        ..About::default()
    };
    let mut inputs = Vec::new();
    for set in chosen {
        check_numeric(store.path(), set)?;
        let n_there = trajectories(store, set)?;
        if let Some(index) = wanted.1 {
            check_index(store.path(), "trajectory", index, n_there.unwrap_or(1))?;
        }
        let one = wanted.1.map(|index| index..index + 1);
        for index in one.unwrap_or(0..n_there.unwrap_or(1)) {
            inputs.push(trajectory(store, set, n_there.map(|_| index), &about));
        }
    }
    Ok(inputs)
}

/// `t0_fields/A[3]` as the name and the trajectory.
fn split(wanted: &str) -> (Option<&str>, Option<usize>) {
    let whole = wanted.trim_start_matches('/');
    let name = whole.strip_prefix(GROUP).unwrap_or(whole);
    let indexed = name.strip_suffix(']').and_then(|rest| rest.rsplit_once('['));
    match indexed.and_then(|(name, index)| Some((name, index.parse().ok()?))) {
        Some((name, index)) => (Some(name), Some(index)),
        None => (Some(name), None),
    }
}

/// How many trajectories a field has; `None` if it is the same in all of them.
fn trajectories(store: &Store, set: &DataSet) -> Result<Option<usize>, Error> {
    let (by_sample, by_time) = varies(store, set);
    let n_axes = 2 + usize::from(by_sample) + usize::from(by_time);
    if set.shape.len() != n_axes || set.shape.contains(&0) {
        return Err(Error::Rank {
            path: store.path().to_owned(),
            found: set.shape.clone(),
            wanted: "trajectories × frames × x × y in t0_fields",
        });
    }
    Ok(by_sample.then(|| set.shape[0]))
}

/// Whether a field varies with the trajectory and with time.
fn varies(store: &Store, set: &DataSet) -> (bool, bool) {
    let flag = |name: &str| store.flag(&set.name, name);
    let n_axes = set.shape.len();
    let by_sample = flag("sample_varying").unwrap_or(n_axes > 3);
    (by_sample, flag("time_varying").unwrap_or(n_axes > 2))
}

fn trajectory(store: &Arc<Store>, set: &DataSet, index: Option<usize>, about: &About) -> Input {
    let sample = index.map(Axis::At);
    let frames = varies(store, set).1.then_some(Axis::Frames);
    let axes = sample.into_iter().chain(frames).chain([Axis::Whole, Axis::Whole]).collect();
    let slab = Slab::new(store, set, axes);
    let name = &set.name[GROUP.len()..];
    let name = index.map_or_else(|| name.to_owned(), |index| format!("{name}[{index}]"));
    let parts = Parts {
        path: store.path().to_owned(),
        label: label(store, &name),
        n_frames: slab.n_frames().unwrap_or(1),
        is_history: frames.is_some(),
        shape: slab.plane(),
        about: about.clone(),
    };
    parts.with(slab)
}

/// The boundary, if it is the same on every side: a wall lets nothing through.
fn boundary(store: &Store) -> Option<Boundary> {
    let group = "boundary_conditions";
    let kinds: Option<Vec<String>> = store
        .groups_in(group)
        .iter()
        .map(|name| store.group_text(&format!("{group}/{name}"), "bc_type"))
        .collect();
    let kinds = kinds?;
    let first = kinds.first()?;
    match first.to_ascii_uppercase().as_str() {
        _ if kinds.iter().any(|kind| kind != first) => None,
        "PERIODIC" => Some(Boundary::Periodic),
        "WALL" => Some(Boundary::Neumann),
        _ => None,
    }
}
