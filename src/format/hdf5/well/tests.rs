//! Files of The Well read back, and what is refused; its own loader does it in `scripts/`.

use super::*;
use crate::format::hdf5::blocks::tests::spool;
use crate::format::{Dtype, FrameLayout, InputOptions, open_inputs};
use std::path::PathBuf;
use tempfile::TempDir;

const LAYOUT: FrameLayout =
    FrameLayout { n_frames: 3, layers: 1, rows: 2, cols: 4, dtype: Dtype::F64 };

/// Tells trajectory, frame, line and column apart, and is no number of single precision.
fn value(trajectory: usize, frame: usize, line: usize, col: usize) -> f64 {
    (1000 * trajectory + 100 * frame + 10 * line + col) as f64 + 0.1
}

fn spools(folder: &TempDir, name: &str, layout: FrameLayout, n: usize) -> Vec<FrameReader> {
    let spool_one = |trajectory: usize| {
        let path = folder.path().join(format!("{name}{trajectory}.npy"));
        spool(&path, layout, |frame, line, col| value(trajectory, frame, line, col))
    };
    (0..n).map(spool_one).collect()
}

fn axis(coordinates: &[f64], boundary: Boundary) -> WellAxis<'_> {
    WellAxis { coordinates, boundary }
}

/// A file of fields, 3 frames of 2 × 4 cells.
fn plane<'a>(fields: &'a [WellField<'a>]) -> WellFile<'a> {
    WellFile {
        dataset_name: "gray_scott_reaction_diffusion",
        parameters: &[("F", 0.098), ("k", 0.057)],
        fields,
        times: &[0.0, 10.0, 20.0],
        x: axis(&[-0.75, -0.25], Boundary::Periodic),
        y: axis(&[-0.75, -0.25, 0.25, 0.75], Boundary::Periodic),
        z: None,
        attributes: &[],
    }
}

fn write_plane(folder: &TempDir, name: &str) -> PathBuf {
    let path = folder.path().join(name);
    let spooled = [LAYOUT, FrameLayout { dtype: Dtype::F32, ..LAYOUT }]
        .map(|layout| spools(folder, layout.dtype.name(), layout, 2));
    let [a, b] = spooled.each_ref().map(|spools| spools.iter().collect::<Vec<_>>());
    let fields =
        [WellField { name: "A", trajectories: &a }, WellField { name: "B", trajectories: &b }];
    write_well(&path, &plane(&fields)).unwrap();
    path
}

#[test]
fn rows_and_columns_come_back_as_they_were() {
    let folder = tempfile::tempdir().unwrap();
    let path = write_plane(&folder, "a.hdf5");
    let inputs = open_inputs(&path, &InputOptions::default()).unwrap();
    let labels = ["A[0]", "A[1]", "B[0]", "B[1]"];
    assert_eq!(inputs.len(), labels.len());
    for (place, (input, label)) in inputs.iter().zip(labels).enumerate() {
        assert!(input.label().ends_with(label), "{}", input.label());
        let about = input.about();
        assert_eq!((about.boundary, about.spacing), (Some(Boundary::Periodic), Some(0.5)));
        assert_eq!((input.shape(), about.interval), ((2, 4), Some(10.0)));
        for index in 0..3 {
            let frame = input.frame(index).unwrap();
            let expected = |(row, col)| f64::from(value(place % 2, index, row, col) as f32);
            assert_eq!(frame, ndarray::Array2::from_shape_fn((2, 4), expected), "{label}");
        }
    }
}

#[test]
fn headers_are_those_of_the_layout() {
    let folder = tempfile::tempdir().unwrap();
    let file = H5File::open(write_plane(&folder, "a.hdf5")).unwrap();
    let mut sets = file.dataset_names();
    sets.sort_unstable();
    let expected = [
        "boundary_conditions/x_periodic/mask",
        "boundary_conditions/y_periodic/mask",
        "dimensions/time",
        "dimensions/x",
        "dimensions/y",
        "scalars/F",
        "scalars/k",
        "t0_fields/A",
        "t0_fields/B",
    ];
    assert_eq!(sets, expected);
    let field = file.dataset("t0_fields/A").unwrap();
    assert_eq!(field.shape(), [2, 3, 2, 4]);
    assert_eq!(field.chunk_dims().unwrap(), [1, 3, 2, 4]);
    for group in ["t1_fields", "t2_fields"] {
        assert!(file.root_group().group(group).is_ok(), "{group}");
    }
    let mask = file.dataset("boundary_conditions/y_periodic/mask").unwrap();
    assert_eq!(mask.read_raw_bytes().unwrap(), [1, 0, 0, 1]);
}

#[test]
fn bytes_do_not_depend_on_the_clock() {
    let folder = tempfile::tempdir().unwrap();
    let first = write_plane(&folder, "first.hdf5");
    // HDF5 counts whole seconds.
    std::thread::sleep(std::time::Duration::from_millis(1100));
    let second = write_plane(&folder, "second.hdf5");
    assert_eq!(std::fs::read(first).unwrap(), std::fs::read(second).unwrap());
}

#[test]
fn volume_keeps_layers_rows_and_columns() {
    let folder = tempfile::tempdir().unwrap();
    let layout = FrameLayout { layers: 3, ..LAYOUT };
    let spooled = spools(&folder, "v", layout, 1);
    let frames: Vec<_> = spooled.iter().collect();
    let fields = [WellField { name: "v", trajectories: &frames }];
    let file = WellFile {
        x: axis(&[0.0, 1.0, 2.0], Boundary::Dirichlet),
        y: axis(&[0.0, 1.0], Boundary::Neumann),
        z: Some(axis(&[0.0, 1.0, 2.0, 3.0], Boundary::Neumann)),
        ..plane(&fields)
    };
    let path = folder.path().join("v.hdf5");
    write_well(&path, &file).unwrap();
    let read = H5File::open(&path).unwrap();
    let set = read.dataset("t0_fields/v").unwrap();
    assert_eq!(set.shape(), [1, 3, 3, 2, 4]);
    let cells = set.read_raw::<f32>().unwrap();
    let lines = (0..3).flat_map(|frame| (0..6).map(move |line| (frame, line)));
    let expected = lines.flat_map(|(frame, line)| (0..4).map(move |col| (frame, line, col)));
    let expected = expected.map(|(frame, line, col)| value(0, frame, line, col) as f32);
    assert_eq!(cells, expected.collect::<Vec<_>>());
    let conditions = read.root_group().group("boundary_conditions").unwrap();
    let mut names = conditions.group_names().unwrap();
    names.sort_unstable();
    assert_eq!(names, ["x_open", "y_wall", "z_wall"]);
    let flat = WellFile { x: axis(&[0.0; 6], Boundary::Neumann), z: None, ..file };
    let flat = WellFile { y: axis(&[0.0; 4], Boundary::Neumann), ..flat };
    let error = write_well(&path, &flat).unwrap_err().to_string();
    assert_eq!(error, "a frame has 3 layers: wanted 1");
}

#[test]
fn parts_that_do_not_fit_together_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let spooled = spools(&folder, "u", LAYOUT, 2);
    let frames: Vec<_> = spooled.iter().collect();
    let field = |name, n: usize| WellField { name, trajectories: &frames[..n] };
    let check = |file: WellFile<'_>, expected: &str| {
        let error = write_well(&folder.path().join("a.hdf5"), &file).unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    };
    let fields = [field("A", 2)];
    let file = plane(&fields);
    check(plane(&[]), "a file of The Well has no fields: wanted at least 1");
    check(plane(&[field("A", 0)]), "has no trajectories");
    check(plane(&[field("A", 2), field("B", 1)]), "field B has 1 trajectories: wanted 2");
    check(plane(&[field("A", 2), field("A", 2)]), "`A` is not a name for a field");
    check(plane(&[field("a/b", 2)]), "`a/b` is not a name for a field");
    check(WellFile { times: &[], ..file }, "has no frames");
    check(WellFile { times: &[0.0], ..file }, "axis time has 1 coordinates: wanted 3");
    let short = axis(&[0.0], Boundary::Periodic);
    check(WellFile { x: short, ..file }, "a field of 2 × 4 cells does not fit: wanted 1 × 4");
    check(WellFile { z: Some(short), ..file }, "wanted 8 × 1");
    check(WellFile { x: axis(&[], Boundary::Periodic), ..file }, "has no cells");
    check(WellFile { dataset_name: "", ..file }, "a data set of The Well");
    for name in ["grid_type", "F", "a/b", ""] {
        let parameters = [("F", 1.0), (name, 1.0)];
        check(WellFile { parameters: &parameters, ..file }, "is not a name for a parameter");
    }
    let attributes = [("k", Attribute::Flag(true))];
    check(WellFile { attributes: &attributes, ..file }, "`k` is not a name for an HDF5 attribute");
    assert!(!folder.path().join("a.hdf5").exists());
}

#[test]
fn number_beyond_single_precision_leaves_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let large = |frame, line, col| if (frame, line, col) == (2, 1, 3) { 1e39 } else { 0.0 };
    let frames = spool(&folder.path().join("u.npy"), LAYOUT, large);
    let fields = [WellField { name: "A", trajectories: &[&frames] }];
    let error = write_well(&folder.path().join("a.hdf5"), &plane(&fields)).unwrap_err();
    assert!(matches!(error, Error::NotFinite { row: 1, col: 3, .. }), "{error}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}
