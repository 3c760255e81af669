//! The file `<dataset>.yaml` that describes a data set of The Well.

use crate::format::hdf5::well::{kind_of, yaml};
use crate::grid::Boundary;
use std::collections::BTreeSet;

/// What `<dataset>.yaml` says of all files of a data set.
///
/// Fields are scalar fields that vary with time, and parameters do not vary within a file: other
/// kinds are not written here.
#[derive(Debug, Clone, Copy)]
pub struct WellSidecar<'a> {
    /// Name of the data set.
    pub dataset_name: &'a str,
    /// Cells along each axis, 2 or 3 of them.
    pub spatial_resolution: &'a [usize],
    /// Names of the parameters.
    pub parameters: &'a [&'a str],
    /// Names of the fields.
    pub fields: &'a [&'a str],
    /// Boundary conditions of the axes; each kind is listed once.
    pub boundaries: &'a [Boundary],
    /// Trajectories of each file, in the order of the files' names.
    pub n_trajectories_per_file: &'a [usize],
    /// Frames of each trajectory of a file, in the same order.
    pub n_steps_per_trajectory: &'a [usize],
}

impl WellSidecar<'_> {
    /// The text of the file.
    ///
    /// # Examples
    ///
    /// ```
    /// use mfn::format::WellSidecar;
    /// use mfn::grid::Boundary;
    /// let sidecar = WellSidecar {
    ///     dataset_name: "gray_scott_reaction_diffusion",
    ///     spatial_resolution: &[128, 128],
    ///     parameters: &["F", "k"],
    ///     fields: &["A", "B"],
    ///     boundaries: &[Boundary::Periodic; 2],
    ///     n_trajectories_per_file: &[160],
    ///     n_steps_per_trajectory: &[1001],
    /// };
    /// assert!(sidecar.to_yaml().contains("n_trajectories_per_file:\n- 160\n"));
    /// ```
    pub fn to_yaml(&self) -> String {
        let texts = |texts: &[&str]| texts.iter().map(|text| yaml::text(text)).collect::<Vec<_>>();
        let numbers = |numbers: &[usize]| numbers.iter().map(usize::to_string).collect::<Vec<_>>();
        let kinds: BTreeSet<&str> = self.boundaries.iter().copied().map(kind_of).collect();
        [
            format!("dataset_name: {}\n", yaml::text(self.dataset_name)),
            format!("n_spatial_dims: {}\n", self.spatial_resolution.len()),
            yaml::list("spatial_resolution", numbers(self.spatial_resolution)),
            "scalar_names: []\n".to_owned(),
            yaml::list("constant_scalar_names", texts(self.parameters)),
            by_tensor_order("field_names", texts(self.fields)),
            by_tensor_order("constant_field_names", Vec::new()),
            yaml::list("boundary_condition_types", kinds.into_iter().map(str::to_owned)),
            format!("n_files: {}\n", self.n_trajectories_per_file.len()),
            yaml::list("n_trajectories_per_file", numbers(self.n_trajectories_per_file)),
            yaml::list("n_steps_per_trajectory", numbers(self.n_steps_per_trajectory)),
            "grid_type: cartesian\n".to_owned(),
        ]
        .concat()
    }
}

/// Names of scalar fields, and that there are no vectors and tensors.
fn by_tensor_order(key: &str, scalars: Vec<String>) -> String {
    let scalars = yaml::list("0", scalars).replace("\n-", "\n  -");
    format!("{key}:\n  {scalars}  1: []\n  2: []\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_has_the_keys_of_the_published_files() {
        let sidecar = WellSidecar {
            dataset_name: "gray_scott_reaction_diffusion",
            spatial_resolution: &[64, 32],
            parameters: &["F", "k"],
            fields: &["A", "n"],
            boundaries: &[Boundary::Periodic, Boundary::Neumann, Boundary::Periodic],
            n_trajectories_per_file: &[3, 4],
            n_steps_per_trajectory: &[11, 11],
        };
        let expected = "\
dataset_name: gray_scott_reaction_diffusion
n_spatial_dims: 2
spatial_resolution:
- 64
- 32
scalar_names: []
constant_scalar_names:
- F
- k
field_names:
  0:
  - A
  - \"n\"
  1: []
  2: []
constant_field_names:
  0: []
  1: []
  2: []
boundary_condition_types:
- PERIODIC
- WALL
n_files: 2
n_trajectories_per_file:
- 3
- 4
n_steps_per_trajectory:
- 11
- 11
grid_type: cartesian
";
        assert_eq!(sidecar.to_yaml(), expected);
    }
}
