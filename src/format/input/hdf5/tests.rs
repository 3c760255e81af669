//! Files in the layouts of The Well, PDEBench and ours, small, and files of anyone's.

use super::*;
use crate::grid::Boundary;
use ndarray::{Array2, array};
use rust_hdf5::{H5Dataset, H5File, H5Group, H5Type, HBool};
use std::path::PathBuf;
use tempfile::TempDir;

fn file(fill: impl FnOnce(&H5File)) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.h5");
    let file = H5File::create(&path).unwrap();
    fill(&file);
    file.close().unwrap();
    (folder, path)
}

fn add<T: H5Type>(group: &H5Group, name: &str, shape: &[usize], cells: &[T]) -> H5Dataset {
    let set = group.new_dataset::<T>().shape(shape).create(name).unwrap();
    set.write_raw(cells).unwrap();
    set
}

/// The numbers from 0 on: a cell's value is its place.
fn places(shape: &[usize]) -> Vec<f32> {
    (0..shape.iter().product::<usize>()).map(|place| place as f32).collect()
}

fn flags(set: &H5Dataset, by_sample: bool, by_time: bool) {
    for (name, value) in [("sample_varying", by_sample), ("time_varying", by_time)] {
        let attribute = set.new_attr::<HBool>().shape(()).create(name).unwrap();
        attribute.write_numeric(&HBool::from(value)).unwrap();
    }
}

/// Two trajectories of three frames of 2 × 4 cells, as FIELD.md §1.3 has it.
fn well(bc_types: [&'static str; 2]) -> (TempDir, PathBuf) {
    file(|file| {
        file.set_attr_string("dataset_name", "gray_scott_reaction_diffusion").unwrap();
        file.set_attr_string("grid_type", "cartesian").unwrap();
        file.set_attr_numeric("n_trajectories", &2_i64).unwrap();
        let dimensions = file.create_group("dimensions").unwrap();
        flags(&add(&dimensions, "time", &[3], &[0.0_f32, 10.0, 20.0]), false, true);
        flags(&add(&dimensions, "x", &[2], &[-1.0_f32, -0.5]), false, false);
        flags(&add(&dimensions, "y", &[4], &[-1.0_f32, -0.5, 0.0, 0.5]), false, false);
        let conditions = file.create_group("boundary_conditions").unwrap();
        for (name, kind) in ["x_side", "y_side"].into_iter().zip(bc_types) {
            conditions.create_group(name).unwrap().set_attr_string("bc_type", kind).unwrap();
        }
        let fields = file.create_group("t0_fields").unwrap();
        let shape = [2, 3, 2, 4];
        flags(&add(&fields, "A", &shape, &places(&shape)), true, true);
        let chunked = fields.new_dataset::<f32>().shape(shape).chunk(&[1, 2, 2, 4]).deflate(4);
        let chunked = chunked.create("B").unwrap();
        for (sample, chunk) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
            let start = sample * 24 + chunk * 16;
            let cells = (start..start + 16).map(|place| -(place as f32));
            let bytes: Vec<u8> = cells.flat_map(f32::to_le_bytes).collect();
            chunked.write_chunk_at(&[sample, chunk, 0, 0], &bytes).unwrap();
        }
        flags(&chunked, true, true);
        flags(&add(&fields, "mask", &[2, 4], &places(&[2, 4])), false, false);
        file.create_group("t1_fields").unwrap();
    })
}

fn with(dataset: &str) -> InputOptions {
    InputOptions { dataset: Some(dataset.to_owned()), layer: None }
}

fn labels(path: &Path, options: &InputOptions) -> Vec<String> {
    let inputs = open(path, options).unwrap();
    let start = path.display().to_string().len() + 1;
    inputs.iter().map(|input| input.label()[start..].to_owned()).collect()
}

fn refused(path: &Path, options: &InputOptions) -> String {
    open(path, options).unwrap_err().to_string()
}

/// 2 × 4 cells that are their own places from `start` on.
fn frame(start: usize) -> Array2<f64> {
    Array2::from_shape_fn((2, 4), |(row, col)| (start + 4 * row + col) as f64)
}

#[test]
fn well_gives_an_input_a_trajectory() {
    let (_folder, path) = well(["PERIODIC", "PERIODIC"]);
    let all = ["A[0]", "A[1]", "B[0]", "B[1]", "mask"];
    assert_eq!(labels(&path, &InputOptions::default()), all);
    assert_eq!(labels(&path, &with("t0_fields/A")), ["A[0]", "A[1]"]);
    assert_eq!(labels(&path, &with("B[1]")), ["B[1]"]);
    for input in open(&path, &InputOptions::default()).unwrap() {
        let about = input.about();
        assert_eq!((about.boundary, about.spacing), (Some(Boundary::Periodic), Some(0.5)));
        assert_eq!((input.shape(), about.interval), ((2, 4), Some(10.0)));
        if input.label().ends_with("mask") {
            assert_eq!((input.n_frames(), input.is_history()), (1, false));
            assert_eq!(input.frame(0).unwrap(), frame(0));
            continue;
        }
        assert_eq!((input.n_frames(), input.is_history()), (3, true));
        let start = if input.label().ends_with("[1]") { 24 } else { 0 };
        let sign = if input.label().contains(":B[") { -1.0 } else { 1.0 };
        for index in [0, 1, 2, 2, 0, 1] {
            assert_eq!(input.frame(index).unwrap(), sign * frame(start + 8 * index), "{index}");
        }
    }
    assert!(refused(&path, &with("C")).ends_with("no single data set C: it holds A, B, mask"));
    assert!(refused(&path, &with("A[2]")).ends_with("has no trajectory 2: wanted one of 0 to 1"));
}

#[test]
fn well_boundary_is_that_of_all_sides() {
    let check = |kinds, expected| {
        let (_folder, path) = well(kinds);
        let inputs = open(&path, &InputOptions::default()).unwrap();
        assert_eq!(inputs[0].about().boundary, expected, "{kinds:?}");
    };
    check(["WALL", "WALL"], Some(Boundary::Neumann));
    check(["WALL", "PERIODIC"], None);
    check(["OPEN", "OPEN"], None);
}

/// Two samples of three frames of 2 × 4 cells of two channels, as FIELD.md §1.4 has it.
fn pdebench() -> (TempDir, PathBuf) {
    file(|file| {
        for (sample, sign) in [("0000", 1.0), ("0001", -1.0)] {
            let group = file.create_group(sample).unwrap();
            let cells: Vec<f32> = places(&[3, 2, 4, 2]).iter().map(|cell| sign * cell).collect();
            add(&group, "data", &[3, 2, 4, 2], &cells);
            let grid = group.create_group("grid").unwrap();
            add(&grid, "x", &[2], &[-0.75_f32, -0.25]);
            add(&grid, "y", &[4], &[-0.75_f32, -0.25, 0.25, 0.75]);
            add(&grid, "t", &[3], &[0.0_f32, 0.05, 0.1]);
        }
    })
}

#[test]
fn pdebench_gives_an_input_a_channel() {
    let (_folder, path) = pdebench();
    let all = ["0000/data:0", "0000/data:1", "0001/data:0", "0001/data:1"];
    assert_eq!(labels(&path, &InputOptions::default()), all);
    for named in ["0001/data:1", "0001:1", "/0001/data:1"] {
        assert_eq!(labels(&path, &with(named)), ["0001/data:1"], "{named}");
    }
    assert_eq!(labels(&path, &with(":1")), ["0000/data:1", "0001/data:1"]);
    assert_eq!(labels(&path, &with("0001")), ["0001/data:0", "0001/data:1"]);
    let inputs = open(&path, &with("0001/data:1")).unwrap();
    let about = inputs[0].about();
    assert_eq!((about.boundary, about.spacing), (Some(Boundary::Neumann), Some(0.5)));
    assert!((about.interval.unwrap() - 0.05).abs() < 1e-6);
    assert_eq!((inputs[0].n_frames(), inputs[0].shape()), (3, (2, 4)));
    assert_eq!(inputs[0].frame(2).unwrap(), -(2.0 * frame(16) + 1.0));
    let error = refused(&path, &with("0001/data:2"));
    assert!(error.ends_with("has no channel 2: wanted one of 0 to 1"), "{error}");
    assert!(refused(&path, &with("u")).ends_with("u: it holds 0000/data, 0001/data"));
}

fn own(observable: Option<&str>, frames: bool, layers: usize) -> (TempDir, PathBuf) {
    file(|file| {
        file.set_attr_string("mfn.model", "gray-scott").unwrap();
        let preset = format!("[grid]\nlayers = {layers}\n[features]\nlayer = 1\n");
        file.set_attr_string("mfn.preset", &preset).unwrap();
        file.set_attr_string("boundary", "dirichlet").unwrap();
        if let Some(name) = observable {
            file.set_attr_string("observable", name).unwrap();
        }
        let root = file.root_group();
        add(&root, "x", &[4], &[0.25, 0.75, 1.25, 1.75]);
        add(&root, "y", &[2], &[0.25, 0.75]);
        add(&root, "time", &[2], &[2.0, 4.0]);
        let volume: Vec<usize> = (layers > 1).then_some(layers).into_iter().chain([2, 4]).collect();
        for (group, is_wanted) in [("last", true), ("fields", frames)] {
            let Some(group) = is_wanted.then(|| file.create_group(group).unwrap()) else {
                continue;
            };
            let mut shape = volume.clone();
            if group.name() == "/fields" {
                shape.insert(0, 2);
            }
            for name in ["u", "v"] {
                let set = add(&group, name, &shape, &places(&shape));
                let unit = set.new_attr::<rust_hdf5::VarLenUnicode>().shape(()).create("unit");
                unit.unwrap().write_string("mM").unwrap();
            }
        }
    })
}

#[test]
fn own_file_gives_its_observable() {
    let (_folder, path) = own(Some("v"), true, 1);
    assert_eq!(labels(&path, &InputOptions::default()), ["fields/v"]);
    assert_eq!(labels(&path, &with("u")), ["fields/u"]);
    assert_eq!(labels(&path, &with("last/u")), ["last/u"]);
    let input = open(&path, &InputOptions::default()).unwrap().remove(0);
    let about = input.about();
    assert_eq!((about.boundary, about.spacing), (Some(Boundary::Dirichlet), Some(0.5)));
    assert_eq!((about.unit.as_deref(), about.interval), (Some("mM"), Some(2.0)));
    assert_eq!((input.n_frames(), input.is_history()), (2, true));
    assert_eq!(input.frame(1).unwrap(), frame(8));
    let (_folder, path) = own(None, false, 1);
    assert_eq!(labels(&path, &InputOptions::default()), ["last/u", "last/v"]);
    assert!(refused(&path, &with("w")).ends_with("it holds last/u, last/v, time, x, y"));
    let (_folder, path) = own(Some("u"), true, 3);
    let input = open(&path, &InputOptions::default()).unwrap().remove(0);
    assert_eq!((input.n_frames(), input.shape()), (2, (2, 4)));
    assert_eq!(input.frame(1).unwrap(), frame(32));
}

#[test]
fn any_file_gives_its_only_planes() {
    let (_folder, path) = file(|file| {
        let root = file.root_group();
        add(&root, "time", &[2], &[0.0, 1.0]);
        add(&root, "counts", &[2, 1, 2], &[1_i32, -2, 3, 4]);
        file.write_vlen_strings("names", &["a", "b"]).unwrap();
    });
    let input = open(&path, &InputOptions::default()).unwrap().remove(0);
    assert_eq!((input.n_frames(), input.is_history()), (2, true));
    assert_eq!(input.frame(0).unwrap(), array![[1.0, -2.0]]);
    assert!(refused(&path, &with("time")).contains("array of shape [2]: wanted rows × cols"));
    assert!(refused(&path, &with("names")).contains("wanted floating-point numbers or integers"));
    assert!(refused(&path, &with("u")).ends_with("data set u: it holds counts, names, time"));
    let layer = InputOptions { dataset: None, layer: Some(1) };
    let input = open(&path, &layer).unwrap().remove(0);
    assert_eq!(input.frame(0).unwrap(), array![[3.0, 4.0]]);
    let (_folder, path) = file(|file| {
        add(&file.root_group(), "x", &[1], &[0.0]);
    });
    assert!(refused(&path, &InputOptions::default()).ends_with("it holds x"));
}

#[test]
fn cut_file_is_refused() {
    for (_folder, path) in [well(["WALL", "WALL"]), pdebench(), own(None, true, 1)] {
        let bytes = std::fs::read(&path).unwrap();
        for part in [16, 4, 2] {
            std::fs::write(&path, &bytes[..bytes.len() / part]).unwrap();
            let read = open(&path, &InputOptions::default());
            let read = read
                .and_then(|inputs| inputs.iter().try_for_each(|input| input.frame(0).map(drop)));
            assert!(read.is_err(), "{part}");
        }
    }
}
