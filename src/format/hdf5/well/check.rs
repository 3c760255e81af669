//! Whether the parts of a file of The Well fit together.

use crate::format::Error;
use crate::format::hdf5::well::{WellField, WellFile};
use crate::format::hdf5::{check_axis, check_frames};
use std::collections::BTreeSet;

/// Attributes of `/` that the layout itself has.
const RESERVED: [&str; 5] =
    ["dataset_name", "grid_type", "n_spatial_dims", "n_trajectories", "simulation_parameters"];

pub(crate) fn check(file: &WellFile<'_>) -> Result<(), Error> {
    check_names(file)?;
    let amounts = [
        ("fields", file.fields.len()),
        ("trajectories", file.n_trajectories()),
        ("frames", file.times.len()),
        ("cells", file.sides().into_iter().product()),
    ];
    for (what, amount) in amounts {
        if amount == 0 {
            return Err(Error::Missing { owner: "a file of The Well", what });
        }
    }
    file.fields.iter().try_for_each(|field| check_field(file, field))
}

fn check_field(file: &WellFile<'_>, field: &WellField<'_>) -> Result<(), Error> {
    let (found, wanted) = (field.trajectories.len(), file.n_trajectories());
    if found != wanted {
        let owner = format!("field {}", field.name);
        return Err(Error::Count { owner, what: "trajectories", found, wanted });
    }
    for frames in field.trajectories {
        check_frames(frames.layout(), &file.sides())?;
        check_axis("time", file.times.len(), frames.layout().n_frames)?;
    }
    Ok(())
}

fn check_names(file: &WellFile<'_>) -> Result<(), Error> {
    let is_plain = |name: &str| !name.is_empty() && name != "." && !name.contains(['/', '\0']);
    let refuse = |name: &str, what: &'static str, wanted: &'static str| {
        Err(Error::Name { found: name.to_owned(), what, wanted })
    };
    if file.dataset_name.is_empty() {
        return refuse("", "a data set of The Well", "at least one letter");
    }
    let mut fields = BTreeSet::new();
    for name in file.fields.iter().map(|field| field.name) {
        if !is_plain(name) || !fields.insert(name) {
            return refuse(name, "a field", "a name that is used once, without slashes");
        }
    }
    let mut attributes = BTreeSet::from(RESERVED);
    for (name, _) in file.parameters {
        if !is_plain(name) || !attributes.insert(name) {
            return refuse(name, "a parameter", "a name that is not taken, without slashes");
        }
    }
    for (name, _) in file.attributes {
        if name.is_empty() || name.contains('\0') || !attributes.insert(name) {
            return refuse(name, "an HDF5 attribute", "a name that is not taken");
        }
    }
    Ok(())
}
