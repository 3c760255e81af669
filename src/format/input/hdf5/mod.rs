//! Frames of HDF5: of a run of ours, The Well, PDEBench, or of any one data set.

mod own;
mod pdebench;
mod slab;
mod well;

use crate::format::Error;
use crate::format::hdf5::{DataSet, Store};
use crate::format::input::axes::Axes;
use crate::format::input::content::Parts;
use crate::format::input::hdf5::slab::Slab;
use crate::format::input::{About, Input, InputOptions};
use std::path::Path;
use std::sync::Arc;

pub(crate) fn open(path: &Path, options: &InputOptions) -> Result<Vec<Input>, Error> {
    let store = Arc::new(Store::open(path)?);
    let sets = store.data_sets()?;
    let inputs = if sets.iter().any(|set| set.name.starts_with("t0_fields/")) {
        well::open(&store, &sets, options)
    } else if sets.iter().any(pdebench::is_sample) {
        pdebench::open(&store, &sets, options)
    } else if store.group_text("", "mfn.model").is_some() {
        own::open(&store, &sets, options)
    } else {
        let set = choose(path, &sets, options)?;
        plain(&store, set, options.layer, About::default()).map(|input| vec![input])
    };
    store.release();
    inputs
}

/// A data set of frames, of layers, or of one plane.
fn plain(
    store: &Arc<Store>,
    set: &DataSet,
    layer: Option<usize>,
    about: About,
) -> Result<Input, Error> {
    check_numeric(store.path(), set)?;
    let axes = Axes::of(store.path(), &set.shape, layer)?;
    let mut parts = Parts::of(store.path(), label(store, &set.name), axes);
    parts.about = about;
    Ok(parts.with(Slab::of_axes(store, set, axes)))
}

fn label(store: &Store, part: &str) -> String {
    format!("{}:{part}", store.path().display())
}

/// The data set named, or the only one of planes.
fn choose<'a>(
    path: &Path,
    sets: &'a [DataSet],
    options: &InputOptions,
) -> Result<&'a DataSet, Error> {
    let names = |sets: &[&DataSet]| sets.iter().map(|set| set.name.clone()).collect::<Vec<_>>();
    if let Some(wanted) = &options.dataset {
        let named = sets.iter().find(|set| set.name == wanted.trim_start_matches('/'));
        return named.ok_or_else(|| missing(path, names(&sets.iter().collect::<Vec<_>>()), wanted));
    }
    let holds_planes =
        |set: &&DataSet| set.is_numeric && Axes::of(path, &set.shape, options.layer).is_ok();
    match *sets.iter().filter(holds_planes).collect::<Vec<_>>() {
        [only] => Ok(only),
        [] => {
            let all = names(&sets.iter().collect::<Vec<_>>());
            Err(missing(path, all, "of numbers, rows × cols or frames × rows × cols"))
        }
        ref several => Err(missing(path, names(several), "of rows × cols or frames × rows × cols")),
    }
}

fn check_numeric(path: &Path, set: &DataSet) -> Result<(), Error> {
    if set.is_numeric {
        return Ok(());
    }
    Err(Error::ElementType {
        path: path.to_owned(),
        found: format!("{} in {}", set.kind, set.name),
        wanted: "floating-point numbers or integers",
    })
}

fn missing(path: &Path, found: Vec<String>, wanted: &str) -> Error {
    Error::Dataset { path: path.to_owned(), found, wanted: wanted.to_owned() }
}

/// The distance of the points of an axis, if they are even to a part in 1000; `sets` are sorted.
fn step_of(store: &Store, sets: &[DataSet], name: &str) -> Option<f64> {
    let place = sets.binary_search_by(|set| set.name.as_str().cmp(name)).ok()?;
    let set = sets.get(place).filter(|set| set.is_numeric)?;
    let [n_points] = *set.shape else { return None };
    let points = store.read(name, &[0], &[n_points]).ok()?;
    let (first, last) = (points.first()?, points.last()?);
    let step = (last - first) / (n_points as f64 - 1.0);
    let is_even = |pair: &[f64]| (pair[1] - pair[0] - step).abs() <= 1e-3 * step.abs();
    (step > 0.0 && points.windows(2).all(is_even)).then_some(step)
}

/// The step that two axes share: cells are squares.
fn spacing_of(store: &Store, sets: &[DataSet], axes: [&str; 2]) -> Option<f64> {
    let [x, y] = axes.map(|axis| step_of(store, sets, axis));
    x.filter(|x| y.is_none_or(|y| (x - y).abs() <= 1e-3 * x))
}

#[cfg(test)]
mod tests;
