//! PDEBench in two dimensions: a group a sample, with `data` of frames × x × y × channels.

use crate::format::Error;
use crate::format::hdf5::{DataSet, Store};
use crate::format::input::axes::check_index;
use crate::format::input::content::Parts;
use crate::format::input::hdf5::slab::{Axis, Slab};
use crate::format::input::hdf5::{label, missing, spacing_of, step_of};
use crate::format::input::{About, Input, InputOptions};
use crate::grid::Boundary;
use std::sync::Arc;

/// True for `0003/data` of four axes.
pub(crate) fn is_sample(set: &DataSet) -> bool {
    set.is_numeric && sample_of(set).is_some() && set.shape.len() == 4 && !set.shape.contains(&0)
}

fn sample_of(set: &DataSet) -> Option<&str> {
    let sample = set.name.strip_suffix("/data")?;
    let is_number = !sample.is_empty() && sample.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then_some(sample)
}

pub(crate) fn open(
    store: &Arc<Store>,
    sets: &[DataSet],
    options: &InputOptions,
) -> Result<Vec<Input>, Error> {
    let samples = || sets.iter().filter(|set| is_sample(set));
    let wanted = options.dataset.as_deref();
    let names = || samples().map(|set| set.name.clone()).collect();
    let none = || missing(store.path(), names(), wanted.unwrap_or_default());
    let (sample, channel) = wanted.map_or(Some((None, None)), split).ok_or_else(none)?;
    let mut inputs = Vec::new();
    for set in samples().filter(|set| sample.is_none_or(|name| sample_of(set) == Some(name))) {
        let n_channels = set.shape[3];
        if let Some(index) = channel {
            check_index(store.path(), "channel", index, n_channels)?;
        }
        let about = about(store, sets, sample_of(set).unwrap_or_default());
        for index in channel.map_or(0..n_channels, |index| index..index + 1) {
            inputs.push(input(store, set, index, &about));
        }
    }
    if inputs.is_empty() { Err(none()) } else { Ok(inputs) }
}

/// `0003/data:1` as sample and channel; either may be missing.
fn split(wanted: &str) -> Option<(Option<&str>, Option<usize>)> {
    let (name, channel) = match wanted.rsplit_once(':') {
        Some((name, channel)) => (name, Some(channel.parse().ok()?)),
        None => (wanted, None),
    };
    let name = name.trim_start_matches('/');
    let sample = name.strip_suffix("data").unwrap_or(name).trim_end_matches('/');
    Some(((!sample.is_empty()).then_some(sample), channel))
}

/// No flux through the rim, as PDEBench's solver has it.
fn about(store: &Store, sets: &[DataSet], sample: &str) -> About {
    let axis = |name: &str| format!("{sample}/grid/{name}");
    About {
        boundary: Some(Boundary::Neumann),
        spacing: spacing_of(store, sets, [&axis("x"), &axis("y")]),
        interval: step_of(store, sets, &axis("t")),
        ..About::default()
    }
}

fn input(store: &Arc<Store>, set: &DataSet, channel: usize, about: &About) -> Input {
    let axes = vec![Axis::Frames, Axis::Whole, Axis::Whole, Axis::At(channel)];
    let slab = Slab::new(store, set, axes);
    let parts = Parts {
        path: store.path().to_owned(),
        label: label(store, &format!("{}:{channel}", set.name)),
        n_frames: slab.n_frames().unwrap_or(1),
        is_history: true,
        shape: slab.plane(),
        about: about.clone(),
    };
    parts.with(slab)
}
