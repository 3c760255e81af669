//! Arrays, pictures, folders and streams that are read, and those that are refused.

use super::*;
use crate::format::{FrameLayout, FrameWriter, write_npy, write_npy_volume};
use crate::grid::FieldView;
use image::{DynamicImage, GrayImage, ImageBuffer, ImageFormat, Luma, RgbImage};
use ndarray::{Array, Array3, Dimension, ShapeBuilder, array};
use ndarray_npy::{NpzWriter, WritableElement, WriteNpyExt};
use std::fs::File;
use tempfile::TempDir;

fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

fn open(path: &Path) -> Result<Vec<Input>, Error> {
    open_inputs(path, &InputOptions::default())
}

fn only(path: &Path) -> Input {
    let mut inputs = open(path).unwrap();
    assert_eq!(inputs.len(), 1);
    inputs.remove(0)
}

fn refused(path: &Path) -> String {
    let read = |inputs: Vec<Input>| inputs[0].frame(0);
    open(path).and_then(read).unwrap_err().to_string()
}

fn with(dataset: Option<&str>, layer: Option<usize>) -> InputOptions {
    InputOptions { dataset: dataset.map(str::to_owned), layer }
}

fn saved<A: WritableElement, D: Dimension>(folder: &TempDir, array: &Array<A, D>) -> PathBuf {
    let path = folder.path().join("a.npy");
    array.write_npy(File::create(&path).unwrap()).unwrap();
    path
}

/// Frames × rows × cols, each cell its own number.
fn history() -> Array3<f64> {
    Array3::from_shape_fn((3, 2, 4), |(t, row, col)| (100 * t + 10 * row + col) as f64)
}

fn check_history(input: &Input) {
    assert_eq!((input.n_frames(), input.is_history(), input.shape()), (3, true, (2, 4)));
    for index in [2, 0, 1, 1] {
        assert_eq!(input.frame(index).unwrap(), history().index_axis(ndarray::Axis(0), index));
    }
    let error = input.frame(3).unwrap_err().to_string();
    assert!(error.ends_with("has 3 frames: wanted 4"), "{error}");
}

#[test]
fn array_of_any_element_is_read() {
    let folder = folder();
    let check = |path: PathBuf, expected: Array2<f64>| {
        let input = only(&path);
        assert_eq!((input.n_frames(), input.is_history()), (1, false));
        assert_eq!(input.shape(), expected.dim());
        assert_eq!(input.frame(0).unwrap(), expected);
        let about = About { element: input.about().element.clone(), ..About::default() };
        assert_eq!((input.label(), input.about()), (&*path.to_string_lossy(), &about));
        assert!(input.about().element.is_some());
    };
    check(saved(&folder, &array![[1.5_f64]]), array![[1.5]]);
    check(saved(&folder, &array![[1.5_f32, -2.0]]), array![[1.5, -2.0]]);
    check(saved(&folder, &array![[true], [false], [true]]), array![[1.0], [0.0], [1.0]]);
    check(saved(&folder, &array![[-1_i8, 2]]), array![[-1.0, 2.0]]);
    check(saved(&folder, &array![[-300_i16, 2]]), array![[-300.0, 2.0]]);
    check(saved(&folder, &array![[i32::MIN]]), array![[-2147483648.0]]);
    check(saved(&folder, &array![[-5_i64]]), array![[-5.0]]);
    check(saved(&folder, &array![[255_u8]]), array![[255.0]]);
    check(saved(&folder, &array![[65535_u16]]), array![[65535.0]]);
    check(saved(&folder, &array![[u32::MAX]]), array![[4294967295.0]]);
    check(saved(&folder, &array![[9_u64]]), array![[9.0]]);
}

#[test]
fn values_that_are_not_finite_are_read() {
    let folder = folder();
    let path = saved(&folder, &array![[f64::NAN, f64::INFINITY]]);
    let frame = only(&path).frame(0).unwrap();
    assert!(frame[(0, 0)].is_nan() && frame[(0, 1)].is_infinite());
}

#[test]
fn byte_order_and_fortran_order_do_not_matter() {
    let folder = folder();
    let path = saved(&folder, &array![[1.0_f64, 2.0], [3.0, 4.0], [5.0, 6.0]]);
    let mut bytes = std::fs::read(&path).unwrap();
    let start = bytes.len() - 48;
    bytes[start..].chunks_exact_mut(8).for_each(<[u8]>::reverse);
    let place = bytes.windows(3).position(|three| three == b"<f8").unwrap();
    bytes[place] = b'>';
    std::fs::write(&path, bytes).unwrap();
    let expected = array![[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]];
    assert_eq!(only(&path).frame(0).unwrap(), expected);

    let mut fortran = Array2::<i16>::zeros((3, 2).f());
    fortran.assign(&array![[1, 2], [3, 4], [5, 6]]);
    assert_eq!(only(&saved(&folder, &fortran)).frame(0).unwrap(), expected);
    let mut fortran = Array3::<f64>::zeros((3, 2, 4).f());
    fortran.assign(&history());
    check_history(&only(&saved(&folder, &fortran)));
}

#[test]
fn history_and_layers_of_volumes_are_read_frame_by_frame() {
    let folder = folder();
    check_history(&only(&saved(&folder, &history())));
    check_history(&only(&saved(&folder, &history().mapv(|cell| cell as i32))));

    let path = saved(&folder, &history());
    let inputs = open_inputs(&path, &with(None, Some(2))).unwrap();
    assert_eq!((inputs[0].n_frames(), inputs[0].is_history()), (1, false));
    assert_eq!(inputs[0].frame(0).unwrap().first(), Some(&200.0));
    let error = open_inputs(&path, &with(None, Some(3))).unwrap_err();
    assert!(error.to_string().ends_with("has no layer 3: wanted one of 0 to 2"), "{error}");

    let frames = history().into_shape_with_order((3, 2, 2, 2)).unwrap();
    let path = saved(&folder, &frames);
    assert!(refused(&path).contains("the layer to take"));
    let inputs = open_inputs(&path, &with(None, Some(1))).unwrap();
    assert_eq!((inputs[0].n_frames(), inputs[0].shape()), (3, (2, 2)));
    assert_eq!(inputs[0].frame(2).unwrap(), array![[210.0, 211.0], [212.0, 213.0]]);
}

#[test]
fn array_that_holds_no_plane_is_refused() {
    let folder = folder();
    let check = |path: PathBuf, expected: &str| {
        let error = refused(&path);
        assert!(error.contains(expected) && error.contains("a.npy"), "{error}");
    };
    check(saved(&folder, &array![1.0, 2.0]), "shape [2]: wanted rows × cols or frames");
    check(saved(&folder, &ndarray::arr0(1.0)), "shape []: wanted rows × cols or frames");
    check(saved(&folder, &Array2::<f64>::zeros((0, 3))), "wanted at least one cell on each axis");
    let path = saved(&folder, &history());
    let bytes = std::fs::read(&path).unwrap();
    for wrong in [&bytes[..bytes.len() - 1], &bytes[..40], &[bytes.as_slice(), b"x"].concat()] {
        std::fs::write(&path, wrong).unwrap();
        check(path.clone(), "its header wants");
    }

    for (other, expected) in [("<c16", "<c16"), ("<U2", "<U2"), ("|O8", "|O8")] {
        let descr = format!("{{'descr': '{other}', 'fortran_order': False, 'shape': (1, 1), }}\n");
        let mut file = b"\x93NUMPY\x01\x00".to_vec();
        file.extend((descr.len() as u16).to_le_bytes());
        file.extend(descr.as_bytes());
        file.extend([0; 16]);
        std::fs::write(&path, file).unwrap();
        check(path.clone(), expected);
    }
}

#[test]
fn other_content_is_named() {
    let folder = folder();
    let path = folder.path().join("field.npy");
    let check = |bytes: &[u8], expected: &str| {
        std::fs::write(&path, bytes).unwrap();
        let error = refused(&path);
        assert!(error.contains(expected), "{error}");
    };
    check(b"", "begins with nothing: wanted NPY, NPZ, HDF5, PNG, JPEG or TIFF");
    check(b"step,time\n0,0\n", "begins with the text \"step,time\\n0,0\\n\"");
    check(&[0, 1, 2, 3, 4, 5, 6, 7, 8, 9], "begins with 0001020304050607: wanted");
    check(b"\x89PNG\r\n\x1a\n", "is not a readable PNG file");
    check(b"\xff\xd8\xff", "is not a readable JPEG file");
    check(b"\x89HDF\r\n\x1a\n", "is not a readable HDF5 file");
    check(b"PK\x03\x04", "is not a readable NPZ file");
    check(b"II\x2a\x00", "is not a readable TIFF file");
    let missing = refused(&folder.path().join("none"));
    assert!(missing.ends_with("none: no such file or folder"), "{missing}");
}

fn archive(folder: &TempDir, is_compressed: bool, fill: impl Fn(&mut NpzWriter<File>)) -> PathBuf {
    let path = folder.path().join("u.npz");
    let file = File::create(&path).unwrap();
    let mut npz =
        if is_compressed { NpzWriter::new_compressed(file) } else { NpzWriter::new(file) };
    fill(&mut npz);
    npz.finish().unwrap();
    path
}

#[test]
fn member_of_an_archive_is_chosen() {
    let folder = folder();
    for is_compressed in [false, true] {
        let path = archive(&folder, is_compressed, |npz| {
            npz.add_array("time", &array![1.0, 2.0]).unwrap();
            npz.add_array("u", &history()).unwrap();
        });
        let input = only(&path);
        assert!(input.label().ends_with("u.npz:u"), "{}", input.label());
        check_history(&input);
        let path = archive(&folder, is_compressed, |npz| {
            npz.add_array("u", &array![[1_u8]]).unwrap();
            npz.add_array("field", &array![[2_i64, 3]]).unwrap();
            npz.add_array("v", &array![[true]]).unwrap();
        });
        assert_eq!(only(&path).frame(0).unwrap(), array![[2.0, 3.0]]);
        let named = open_inputs(&path, &with(Some("v"), None)).unwrap();
        assert_eq!(named[0].frame(0).unwrap(), array![[1.0]]);
        let error = open_inputs(&path, &with(Some("w"), None)).unwrap_err().to_string();
        assert!(error.ends_with("has no single data set w: it holds u, field, v"), "{error}");
        let bytes = std::fs::read(&path).unwrap();
        std::fs::write(&path, &bytes[..bytes.len() - 30]).unwrap();
        assert!(refused(&path).contains("is not a readable NPZ file"));
    }
    let path = archive(&folder, false, |npz| {
        npz.add_array("u", &array![[1.0]]).unwrap();
        npz.add_array("v", &array![[2.0]]).unwrap();
    });
    assert!(refused(&path).ends_with("it holds u, v"));
    let path = archive(&folder, false, |npz| npz.add_array("u", &array![[77.5]]).unwrap());
    let mut bytes = std::fs::read(&path).unwrap();
    let place = bytes.windows(8).position(|eight| eight == 77.5_f64.to_le_bytes()).unwrap();
    bytes[place] ^= 1;
    std::fs::write(&path, bytes).unwrap();
    assert!(refused(&path).contains("u.npz is not a readable NPZ file"));
}

fn pictures() -> [(DynamicImage, Array2<f64>); 4] {
    let grey = GrayImage::from_raw(3, 1, vec![0, 51, 255]).unwrap();
    let deep: ImageBuffer<Luma<u16>, _> = ImageBuffer::from_raw(1, 2, vec![1_u16, 65535]).unwrap();
    let colours = RgbImage::from_raw(3, 1, vec![255, 0, 0, 0, 255, 0, 0, 0, 255]).unwrap();
    let deep_colours: ImageBuffer<image::Rgb<u16>, _> =
        ImageBuffer::from_raw(1, 1, vec![0_u16, 0, 65535]).unwrap();
    [
        (grey.into(), array![[0.0, 0.2, 1.0]]),
        (deep.into(), array![[1.0 / 65535.0], [1.0]]),
        (colours.into(), array![[0.2126, 0.7152, 0.0722]]),
        (deep_colours.into(), array![[0.0722]]),
    ]
}

#[test]
fn picture_is_luminance_and_a_cut_one_is_refused() {
    let folder = folder();
    let path = folder.path().join("picture");
    for (picture, expected) in pictures() {
        picture.save_with_format(&path, ImageFormat::Png).unwrap();
        let input = only(&path);
        assert!(input.about().is_image && input.shape() == expected.dim());
        assert_eq!(input.frame(0).unwrap(), expected);
        let bytes = std::fs::read(&path).unwrap();
        for kept in [bytes.len() / 2, 30, 9] {
            std::fs::write(&path, &bytes[..kept]).unwrap();
            assert!(refused(&path).contains("is not a readable PNG file"));
        }
    }
    let picture = GrayImage::from_fn(40, 30, |x, y| Luma([(x * 3 + y) as u8]));
    picture.save_with_format(&path, ImageFormat::Jpeg).unwrap();
    assert_eq!(only(&path).frame(0).unwrap().dim(), (30, 40));
    let bytes = std::fs::read(&path).unwrap();
    std::fs::write(&path, &bytes[..bytes.len() - 1]).unwrap();
    assert!(refused(&path).contains("is not a readable JPEG file"));
}

fn write_run(folder: &Path, layers: usize, frames: bool) {
    std::fs::create_dir_all(folder).unwrap();
    let report = format!(
        r#"{{"name": "n", "model": "gray-scott", "observable": "v",
        "species": [{{"name": "u", "unit": "M"}}, {{"name": "v", "unit": "1"}}],
        "preset": {{"grid": {{"layers": {layers}, "spacing": 0.5, "boundary": "neumann"}},
        "time": {{"step": 0.25, "save_every": 4}}, "features": {{"layer": "auto"}}}}}}"#
    );
    std::fs::write(folder.join("run.json"), report).unwrap();
    std::fs::write(folder.join("preset.toml"), "schema = 1\n").unwrap();
    let field = Array2::from_shape_fn((3 * layers, 2), |(line, _)| line as f64);
    let view = FieldView::F64(field.view());
    write_npy_volume(&folder.join("field.npy"), view, layers).unwrap();
    write_npy(&folder.join("u.npy"), FieldView::F64(array![[7.0]].view())).unwrap();
    if frames {
        let dtype = crate::format::Dtype::F64;
        let layout = FrameLayout { n_frames: 1, layers, rows: 3, cols: 2, dtype };
        let mut writer = FrameWriter::create(&folder.join("part"), layout).unwrap();
        writer.append(view).unwrap();
        writer.finish(&folder.join("history.npy")).unwrap();
    }
}

#[test]
fn run_folder_tells_of_its_run() {
    let root = folder();
    let run = root.path().join("run");
    write_run(&run, 1, false);
    let input = only(&run);
    assert!(input.label().ends_with("run/field.npy") && !input.is_history());
    let about = input.about();
    assert_eq!(about.boundary, Some(Boundary::Neumann));
    assert_eq!((about.spacing, about.interval), (Some(0.5), None));
    assert_eq!(about.unit.as_deref(), Some("1"));
    let facts = about.run.as_ref().unwrap();
    assert_eq!((&*facts.model, facts.observable.as_deref()), ("gray-scott", Some("v")));
    assert_eq!(facts.preset, run.join("preset.toml"));
    let species = open_inputs(&run, &with(Some("u"), None)).unwrap();
    assert_eq!(species[0].about().unit.as_deref(), Some("M"));
    let error = open_inputs(&run, &with(Some("w"), None)).unwrap_err().to_string();
    assert!(error.ends_with("it holds field, u"), "{error}");

    write_run(&run, 4, true);
    let input = only(&run);
    assert_eq!((input.n_frames(), input.is_history(), input.shape()), (1, true, (3, 2)));
    // The middle one of four layers of three rows.
    assert_eq!(input.frame(0).unwrap().first(), Some(&6.0));
    assert_eq!(input.about().interval, Some(1.0));
    std::fs::remove_file(run.join("history.npy")).unwrap();
    assert_eq!(only(&run).frame(0).unwrap().first(), Some(&6.0));
    std::fs::write(run.join("run.json"), "{").unwrap();
    assert!(refused(&run).contains("run.json is not a readable run.json file"));
    std::fs::remove_file(run.join("run.json")).unwrap();
    std::fs::create_dir(run.join(".mfn")).unwrap();
    assert!(refused(&run).contains("is a folder of a run that is not complete: wanted"));
}

#[test]
fn folder_becomes_what_is_in_it() {
    let root = folder();
    assert!(refused(root.path()).contains("is a folder of none of these: wanted a run's folder"));
    write_run(&root.path().join("b"), 1, false);
    write_run(&root.path().join("a"), 1, false);
    std::fs::write(root.path().join("notes.txt"), "").unwrap();
    write_npy(&root.path().join("c.npy"), FieldView::F64(array![[1.0]].view())).unwrap();
    let labels: Vec<String> = open(root.path())
        .unwrap()
        .iter()
        .map(|input| input.label()[root.path().to_string_lossy().len() + 1..].to_owned())
        .collect();
    assert_eq!(labels, ["a/field.npy", "b/field.npy", "c.npy"]);
    let paths = expand(&[root.path().display().to_string()]).unwrap();
    assert_eq!(paths, ["a", "b", "c.npy"].map(|name| root.path().join(name)));
}

#[test]
fn patterns_are_expanded_in_order() {
    let root = folder();
    for name in ["b.npy", "a.npy", "[x].npy"] {
        std::fs::write(root.path().join(name), "").unwrap();
    }
    let of = |pattern: &str| expand(&[root.path().join(pattern).display().to_string()]);
    assert_eq!(of("?.npy").unwrap(), ["a.npy", "b.npy"].map(|name| root.path().join(name)));
    assert_eq!(of("[x].npy").unwrap(), [root.path().join("[x].npy")]);
    assert_eq!(expand(&["-".to_owned()]).unwrap(), [PathBuf::from("-")]);
    let check = |pattern: &str, expected: &str| {
        let error = of(pattern).unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    };
    check("*.h5", "*.h5` matches nothing: wanted a file, a folder or a pattern");
    check("c.npy", "c.npy` does not exist");
    check("***", "is no pattern (");
}

#[test]
fn stream_is_one_file() {
    let folder = folder();
    let bytes = std::fs::read(saved(&folder, &history())).unwrap();
    let options = InputOptions::default();
    let inputs = stream::open(&mut bytes.as_slice(), &options).unwrap();
    assert_eq!(inputs[0].label(), "-");
    check_history(&inputs[0]);
    let path = archive(&folder, true, |npz| npz.add_array("u", &history()).unwrap());
    let bytes = std::fs::read(path).unwrap();
    let inputs = stream::open(&mut bytes.as_slice(), &options).unwrap();
    assert_eq!(inputs[0].label(), "-:u");
    check_history(&inputs[0]);
    let error = stream::open(&mut &b""[..], &options).unwrap_err().to_string();
    assert!(error.starts_with("standard input begins with nothing"), "{error}");
}

#[test]
fn inputs_may_go_to_other_threads() {
    fn check<T: Send + Sync>() {}
    check::<Input>();
}
