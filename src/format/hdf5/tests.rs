//! What a run's HDF5 file holds, read back by the same crate; h5py does it in `scripts/`.

use super::*;
use crate::format::provenance::example;
use crate::format::{FrameLayout, FrameWriter, read_hdf5_field};
use ndarray::Array2;
use std::path::PathBuf;
use tempfile::TempDir;

fn field(rows: usize, cols: usize, shift: f64) -> Array2<f64> {
    Array2::from_shape_fn((rows, cols), |(row, col)| shift + (row * cols + col) as f64 / 7.0)
}

fn frames(folder: &TempDir, rows: usize, cols: usize) -> FrameReader {
    let layout = FrameLayout { n_frames: 2, layers: 1, rows, cols, dtype: Dtype::F64 };
    let mut writer = FrameWriter::create(&folder.path().join("u.part"), layout).unwrap();
    for index in 0..2 {
        writer.append(FieldView::F64(field(rows, cols, f64::from(index)).view())).unwrap();
    }
    writer.finish(&folder.path().join("u.npy")).unwrap();
    FrameReader::open(&folder.path().join("u.npy")).unwrap()
}

fn write(folder: &TempDir, name: &str, rows: usize, cols: usize) -> Result<PathBuf, Error> {
    let path = folder.path().join(name);
    let last = field(rows, cols, 1.0);
    let frames = frames(folder, rows, cols);
    let axis = |length: usize| (0..length).map(|index| index as f64).collect::<Vec<_>>();
    let run = Hdf5Run {
        species: &[Hdf5Species {
            name: "u",
            unit: "1",
            description: "substrate",
            last: FieldView::F64(last.view()),
            frames: Some(&frames),
        }],
        times: &[0.0, 1.0],
        time_unit: "s",
        x: &axis(cols),
        z: &[],
        y: &axis(rows),
        length_unit: "m",
        grid: Grid::new(rows, cols, 0.5).unwrap(),
        boundary: Boundary::Neumann,
        attributes: &[
            ("note", Attribute::Text("é".to_owned())),
            ("feed", Attribute::Float(0.055)),
            ("steps", Attribute::Integer(-3)),
            ("stable", Attribute::Flag(true)),
        ],
        provenance: &example(),
    };
    write_hdf5(&path, &run).map(|()| path)
}

#[test]
fn fields_and_attributes_come_back() {
    let folder = tempfile::tempdir().unwrap();
    let path = write(&folder, "run.h5", 3, 5).unwrap();
    for (name, expected) in [("/last/u", 1.0), ("fields/u", 1.0)] {
        let read = read_hdf5_field(&path, Some(name), 2).unwrap();
        assert_eq!(read, (field(3, 5, expected), 1), "{name}");
    }
    let file = H5File::open(&path).unwrap();
    for (key, text) in example().entries() {
        assert_eq!(file.attr_string(key).unwrap(), text);
    }
    assert_eq!(file.attr_string("boundary").unwrap(), "neumann");
    let unit = file.dataset("last/u").unwrap().attr("unit").unwrap();
    assert_eq!(unit.read_string().unwrap(), "1");
}

#[test]
fn several_chunks_a_frame_come_back() {
    // 300 rows of 500 f64 cells are 1.2 MB: one full chunk and one that reaches beyond.
    let folder = tempfile::tempdir().unwrap();
    let path = write(&folder, "run.h5", 300, 500).unwrap();
    assert_eq!(read_hdf5_field(&path, Some("last/u"), 2).unwrap().0, field(300, 500, 1.0));
    assert_eq!(read_hdf5_field(&path, Some("fields/u"), 2).unwrap().0, field(300, 500, 1.0));
}

#[test]
fn bytes_do_not_depend_on_the_clock() {
    let folder = tempfile::tempdir().unwrap();
    let first = write(&folder, "first.h5", 4, 4).unwrap();
    // HDF5 counts whole seconds.
    std::thread::sleep(std::time::Duration::from_millis(1100));
    let second = write(&folder, "second.h5", 4, 4).unwrap();
    assert_eq!(std::fs::read(first).unwrap(), std::fs::read(second).unwrap());
}

#[test]
fn run_that_does_not_fit_together_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let last = field(2, 2, 0.0);
    let check = |name: &str, attribute: &str, rows: usize, x: &[f64]| {
        let run = Hdf5Run {
            species: &[Hdf5Species {
                name,
                unit: "1",
                description: "",
                last: FieldView::F64(last.view()),
                frames: None,
            }],
            times: &[],
            time_unit: "s",
            x,
            z: &[],
            y: &vec![0.0; rows],
            length_unit: "m",
            grid: Grid::new(rows, 2, 1.0).unwrap(),
            boundary: Boundary::Periodic,
            attributes: &[(attribute, Attribute::Float(1.0))],
            provenance: &example(),
        };
        write_hdf5(&folder.path().join("run.h5"), &run)
    };
    assert!(matches!(check("a/b", "k", 2, &[0.0, 1.0]), Err(Error::Name { .. })));
    for taken in ["", "rows", "mfn.seed"] {
        assert!(matches!(check("u", taken, 2, &[0.0, 1.0]), Err(Error::Name { .. })), "{taken}");
    }
    assert!(matches!(check("u", "k", 3, &[0.0, 1.0]), Err(Error::Shape { .. })));
    assert!(matches!(check("u", "k", 2, &[0.0]), Err(Error::Coordinates { axis: "x", .. })));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    check("u", "k", 2, &[0.0, 1.0]).unwrap();
}
