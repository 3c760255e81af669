//! The section of the card that shows how to load the data, reader by reader.

use crate::dataset::release::Place;
use crate::dataset::release::Release;
use crate::dataset::release::card::markdown::fence;
use serde_json::json;

/// Each reader that fits the files that are there.
pub(in crate::dataset::release) fn loading(release: &Release) -> String {
    let mut readers: Vec<(&str, String)> = TABLE.map(|(name, code)| (name, code.to_owned())).into();
    readers.extend(hdf5(release).map(|code| ("h5py", code)));
    readers.extend(npy(release).map(|code| ("NumPy", code)));
    readers.extend(the_well(release).map(|code| ("The Well", code)));
    readers.extend(pdebench(release).map(|code| ("PDEBench, as its loader reads", code)));
    let blocks: Vec<String> = readers
        .into_iter()
        .map(|(name, code)| format!("{name}:\n\n{}", fence("python", &code)))
        .collect();
    format!("## How to load it\n\n`DIR` is this folder.\n\n{}", blocks.join("\n"))
}

/// Readers of the primary table.
const TABLE: [(&str, &str); 5] = [
    ("pandas", "import pandas as pd\n\ntable = pd.read_parquet(\"DIR/data\")"),
    (
        "PyArrow, with units",
        "import pyarrow.dataset as ds\n\n\
         dataset = ds.dataset(\"DIR/data\", format=\"parquet\")\n\
         units = {f.name: f.metadata[b\"unit\"].decode() for f in dataset.schema}",
    ),
    ("DuckDB", "import duckdb\n\ntable = duckdb.sql(\"SELECT * FROM 'DIR/data/*.parquet'\")"),
    ("Polars", "import polars as pl\n\ntable = pl.scan_parquet(\"DIR/data/*.parquet\").collect()"),
    (
        "Hugging Face",
        "from datasets import load_dataset\n\ntable = load_dataset(\"DIR\", split=\"train\")",
    ),
];

fn first(release: &Release, place: Place, endings: [&str; 2]) -> Option<String> {
    let files = release.files_in(place);
    let mut paths = files.iter().map(|file| &file.path);
    paths.find(|path| endings.iter().any(|ending| path.ends_with(ending))).cloned()
}

/// A text as a literal of Python.
fn literal(text: &str) -> String {
    json!(text).to_string()
}

fn hdf5(release: &Release) -> Option<String> {
    let places = [Place::Fields, Place::TheWell];
    let path = places.iter().find_map(|place| first(release, *place, [".h5", ".hdf5"]))?;
    let path = literal(&format!("DIR/{path}"));
    Some(format!("import h5py\n\nwith h5py.File({path}) as file:\n    file.visititems(print)"))
}

fn npy(release: &Release) -> Option<String> {
    let path = literal(&format!("DIR/{}", first(release, Place::Fields, [".npy", ".npz"])?));
    Some(format!("import numpy as np\n\nfields = np.load({path}, mmap_mode=\"r\")"))
}

/// The split `train` where there is one.
fn the_well(release: &Release) -> Option<String> {
    let files = release.files_in(Place::TheWell);
    let mut splits = files.iter().filter_map(|file| {
        let (folder, rest) = file.path.split_once("/data/")?;
        rest.split_once('/').map(|(split, _)| (folder, split))
    });
    let (folder, split) = splits.clone().find(|(_, split)| *split == "train").or(splits.next())?;
    let (folder, split) = (literal(&format!("DIR/{folder}")), literal(split));
    Some(format!(
        "from the_well.data import WellDataset\n\n\
         dataset = WellDataset(path={folder}, well_split_name={split})"
    ))
}

fn pdebench(release: &Release) -> Option<String> {
    let path = literal(&format!("DIR/{}", first(release, Place::PdeBench, [".h5", ".hdf5"])?));
    Some(format!(
        "import h5py\n\n\
         with h5py.File({path}) as file:\n    \
         data = [file[key][\"data\"][...] for key in sorted(file)]"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::release::ReleaseFile;
    use crate::dataset::release::fixture::release;

    #[test]
    fn readers_follow_the_files() {
        let check = |path: &str, expected: &str| {
            let mut with = release();
            assert!(!loading(&with).contains(expected), "{expected}");
            with.files.push(ReleaseFile::of_bytes(path, b""));
            assert!(loading(&with).contains(expected), "{}", loading(&with));
        };
        check("fields/part-000000.npy", "np.load(\"DIR/fields/part-000000.npy\"");
        let well = "WellDataset(path=\"DIR/the-well/worms\", well_split_name=\"train\")";
        check("the-well/worms/data/train/a.hdf5", well);
        check("the-well/worms/data/valid/a.hdf5", "well_split_name=\"valid\"");
        check("pdebench/2D_diff-react_NA_NA.h5", "file[key][\"data\"][...] for key in sorted");
        assert!(loading(&release()).contains("h5py.File(\"DIR/fields/part-000000.h5\")"));
    }

    #[test]
    fn literals_hold_hostile_names() {
        assert_eq!(literal("a\"b\\c"), "\"a\\\"b\\\\c\"");
    }
}
