//! Samples as one HDF5 file in the layout of PDEBench's two-dimensional diffusion–reaction set.
//!
//! | object | shape | holds |
//! |---|---|---|
//! | `/<sample>` | | a group a sample, named by its digits: `0000`; attribute `config` (YAML) |
//! | `/<sample>/data` | T × x × y × channels | the frames of all channels |
//! | `/<sample>/grid/x`, `y`, `t` | x, y, T | coordinates of the cell centres, times |
//!
//! Arrays keep the order they have here: x runs along the rows (down a column) and y along the
//! columns. Everything is single precision with the LZF filter, which h5py has built in; other
//! HDF5 libraries need it as a plug-in (32000). PDEBench has it alone; bytes are shuffled here
//! before it, since it packs hardly any field of single precision otherwise.
//!
//! The loader takes the branch of this layout only for a file whose name ends in `.h5`, and the
//! grid from sample `0023`: twenty-four samples from `0000` on are the least it can use.
//!
//! # Reference
//!
//! M. Takamoto et al., *PDEBench: an extensive benchmark for scientific machine learning*,
//! NeurIPS 2022, arXiv:2210.07182.

use crate::format::Error;
use crate::format::FrameReader;
use crate::format::hdf5::blocks::Blocks;
use crate::format::hdf5::part::{PartFile, write_error};
use crate::format::hdf5::{check_axis, check_frames};
use rust_hdf5::format::messages::filter::{FILTER_LZF, FLAG_OPTIONAL};
use rust_hdf5::{Filter, FilterPipeline, H5Dataset, H5File, H5Group, Hdf5Error};
use std::collections::BTreeSet;
use std::path::Path;

/// One sample: a run of its own.
#[derive(Debug, Clone, Copy)]
pub struct PdebenchSample<'a> {
    /// Name of its group: digits, all of the same number, usually the seed.
    pub key: &'a str,
    /// The run's configuration, as YAML.
    pub config_yaml: &'a str,
    /// The frames of each channel, the initial state first.
    pub channels: &'a [&'a FrameReader],
    /// Coordinate of each row.
    pub x: &'a [f64],
    /// Coordinate of each column.
    pub y: &'a [f64],
    /// Time of each frame.
    pub t: &'a [f64],
}

/// A file of PDEBench that grows sample by sample.
#[derive(Debug)]
pub struct PdebenchWriter {
    part: PartFile,
    keys: BTreeSet<String>,
    /// T, x, y and channels of the first sample: a loader stacks them.
    shape: Option<[usize; 4]>,
}

impl PdebenchWriter {
    /// Starts a file that will be called `path`; until it is finished it has another name.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] if the folder does not exist or cannot be written.
    pub fn create(path: &Path) -> Result<Self, Error> {
        let part = PartFile::create(path, H5File::options())?;
        Ok(Self { part, keys: BTreeSet::new(), shape: None })
    }

    /// Writes a sample; one chunk and one frame are in memory at a time.
    ///
    /// Frames in double precision are rounded to single.
    ///
    /// # Errors
    ///
    /// [`Error::Name`] if the key is not digits or is taken, [`Error::Missing`],
    /// [`Error::Count`], [`Error::Coordinates`] or [`Error::Shape`] if the parts do not fit
    /// together or do not have the shape of the first sample; then the file is as before.
    /// [`Error::NotFinite`] if a cell is not a finite number of single precision, [`Error::Io`]
    /// if the file cannot be written or a frame cannot be read; then it is given up.
    pub fn sample(&mut self, sample: &PdebenchSample<'_>) -> Result<(), Error> {
        self.check(sample)?;
        let path = self.part.path().to_owned();
        self.part.write(|file| write_sample(&path, file, sample))?;
        self.keys.insert(sample.key.to_owned());
        self.shape.get_or_insert(shape_of(sample));
        Ok(())
    }

    /// Brings the file to the disk and moves it to its final name.
    ///
    /// # Errors
    ///
    /// [`Error::Missing`] if there is no sample, [`Error::Io`] if the file cannot be written.
    pub fn finish(self) -> Result<(), Error> {
        if self.shape.is_none() {
            return Err(Error::Missing { owner: "a file of PDEBench", what: "samples" });
        }
        self.part.finish()
    }

    fn check(&self, sample: &PdebenchSample<'_>) -> Result<(), Error> {
        let key = sample.key;
        let is_number = !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_digit());
        if !is_number || self.keys.contains(key) {
            return Err(Error::Name {
                found: key.to_owned(),
                what: "a sample of PDEBench",
                wanted: "digits that are used once",
            });
        }
        let found = shape_of(sample);
        for (what, side) in ["frames", "rows", "columns", "channels"].into_iter().zip(found) {
            if side == 0 {
                return Err(Error::Missing { owner: "a sample of PDEBench", what });
            }
        }
        for frames in sample.channels {
            check_frames(frames.layout(), &[sample.x.len(), sample.y.len()])?;
            check_axis("time", sample.t.len(), frames.layout().n_frames)?;
        }
        self.check_shape(key, found)
    }

    /// Holds a sample to the shape of the first one.
    fn check_shape(&self, key: &str, found: [usize; 4]) -> Result<(), Error> {
        let sides = ["frames", "rows", "columns", "channels"].into_iter();
        for ((what, found), wanted) in sides.zip(found).zip(self.shape.unwrap_or(found)) {
            if found != wanted {
                let owner = format!("sample {key}");
                return Err(Error::Count { owner, what, found, wanted });
            }
        }
        Ok(())
    }
}

fn shape_of(sample: &PdebenchSample<'_>) -> [usize; 4] {
    [sample.t.len(), sample.x.len(), sample.y.len(), sample.channels.len()]
}

fn write_sample(path: &Path, file: &H5File, sample: &PdebenchSample<'_>) -> Result<(), Error> {
    let blocks =
        Blocks::of(sample.t.len(), &[sample.x.len(), sample.y.len(), sample.channels.len()]);
    let data = create_sample(file, sample, &blocks).map_err(write_error(path))?;
    blocks.write(path, &data, &[], sample.channels)
}

/// The group of a sample with all but the frames.
fn create_sample(
    file: &H5File,
    sample: &PdebenchSample<'_>,
    blocks: &Blocks,
) -> Result<H5Dataset, Hdf5Error> {
    let group = file.create_group(sample.key)?;
    group.set_attr_string("config", sample.config_yaml)?;
    let grid = group.create_group("grid")?;
    for (name, values) in [("x", sample.x), ("y", sample.y), ("t", sample.t)] {
        let axis = create(&grid, name, &[values.len()], &[values.len()])?;
        let bytes = values.iter().flat_map(|value| (*value as f32).to_le_bytes());
        axis.write_chunk_at(&[0], &bytes.collect::<Vec<_>>())?;
    }
    create(&group, "data", &blocks.shape(), &blocks.chunk())
}

fn create(
    group: &H5Group,
    name: &str,
    shape: &[usize],
    chunk: &[usize],
) -> Result<H5Dataset, Hdf5Error> {
    let set = group.new_dataset::<f32>().shape(shape).chunk(chunk);
    set.filter_pipeline(shuffled_lzf(4 * chunk.iter().product::<usize>())).create(name)
}

fn shuffled_lzf(chunk_bytes: usize) -> FilterPipeline {
    let mut pipeline = FilterPipeline::shuffle(4);
    // As h5py stores it: the filter's revision, that of LZF, and the bytes of a chunk.
    let cd_values = vec![4, 0x0105, chunk_bytes as u32];
    pipeline.filters.push(Filter { id: FILTER_LZF, flags: FLAG_OPTIONAL, cd_values });
    pipeline
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::hdf5::blocks::tests::spool;
    use crate::format::{Dtype, FrameLayout, InputOptions, open_inputs};
    use crate::grid::Boundary;
    use tempfile::TempDir;

    const LAYOUT: FrameLayout =
        FrameLayout { n_frames: 3, layers: 1, rows: 2, cols: 4, dtype: Dtype::F64 };

    fn frames(folder: &TempDir, name: &str, layout: FrameLayout, shift: f64) -> FrameReader {
        let path = folder.path().join(name);
        let value = |frame, line, col| (100 * frame + 10 * line + col) as f64 + shift;
        spool(&path, layout, value)
    }

    fn sample<'a>(key: &'a str, channels: &'a [&'a FrameReader]) -> PdebenchSample<'a> {
        PdebenchSample {
            key,
            config_yaml: "sim:\n  seed: 7\n",
            channels,
            x: &[-0.75, -0.25],
            y: &[-0.75, -0.25, 0.25, 0.75],
            t: &[0.0, 0.05, 0.1],
        }
    }

    #[test]
    fn samples_and_channels_come_back() {
        let folder = tempfile::tempdir().unwrap();
        let u = frames(&folder, "u.npy", FrameLayout { dtype: Dtype::F32, ..LAYOUT }, 0.0);
        let v = frames(&folder, "v.npy", LAYOUT, 0.5);
        let path = folder.path().join("a.h5");
        let mut writer = PdebenchWriter::create(&path).unwrap();
        writer.sample(&sample("0001", &[&v, &u])).unwrap();
        writer.sample(&sample("0000", &[&u, &v])).unwrap();
        writer.finish().unwrap();
        let inputs = open_inputs(&path, &InputOptions::default()).unwrap();
        let labels = ["0000/data:0", "0000/data:1", "0001/data:0", "0001/data:1"];
        let shifts = [0.0, 0.5, 0.5, 0.0];
        assert_eq!(inputs.len(), labels.len());
        for ((input, label), shift) in inputs.iter().zip(labels).zip(shifts) {
            assert!(input.label().ends_with(label), "{}", input.label());
            assert_eq!(input.about().boundary, Some(Boundary::Neumann));
            assert_eq!(input.about().spacing, Some(0.5));
            assert_eq!((input.n_frames(), input.shape()), (3, (2, 4)));
            let frame = input.frame(2).unwrap();
            let expected = |(row, col)| (200 + 10 * row + col) as f64 + shift;
            assert_eq!(frame, ndarray::Array2::from_shape_fn((2, 4), expected), "{label}");
        }
        let file = H5File::open(&path).unwrap();
        let group = file.root_group().group("0001").unwrap();
        assert_eq!(group.attr_string("config").unwrap(), "sim:\n  seed: 7\n");
        for set in ["data", "grid/x", "grid/y", "grid/t"] {
            let filters = file.dataset(&format!("0001/{set}")).unwrap().filters().unwrap();
            assert_eq!(filters.iter().map(|filter| filter.id).collect::<Vec<_>>(), [2, 32000]);
        }
    }

    #[test]
    fn sample_that_does_not_fit_is_refused_and_the_next_is_taken() {
        let folder = tempfile::tempdir().unwrap();
        let u = frames(&folder, "u.npy", LAYOUT, 0.0);
        let mut writer = PdebenchWriter::create(&folder.path().join("a.h5")).unwrap();
        let mut check = |sample: PdebenchSample<'_>, expected: &str| {
            let error = writer.sample(&sample).unwrap_err().to_string();
            assert!(error.contains(expected), "{error}");
        };
        let channels = [&u];
        let good = sample("0000", &channels);
        for key in ["", "a", "00/1"] {
            check(PdebenchSample { key, ..good }, "wanted digits that are used once");
        }
        check(sample("0000", &[]), "a sample of PDEBench has no channels");
        check(PdebenchSample { x: &[0.0], ..good }, "2 × 4 cells does not fit: wanted 1 × 4");
        check(PdebenchSample { t: &[0.0], ..good }, "axis time has 1 coordinates: wanted 3");
        let volume = frames(&folder, "w.npy", FrameLayout { layers: 2, rows: 1, ..LAYOUT }, 0.0);
        check(sample("0000", &[&volume]), "a frame has 2 layers: wanted 1");
        writer.sample(&good).unwrap();
        let mut check = |sample: PdebenchSample<'_>, expected: &str| {
            let error = writer.sample(&sample).unwrap_err().to_string();
            assert!(error.contains(expected), "{error}");
        };
        check(good, "`0000` is not a name for a sample of PDEBench");
        check(sample("0001", &[&u, &u]), "sample 0001 has 2 channels: wanted 1");
        writer.finish().unwrap();
    }

    #[test]
    fn failed_or_empty_file_is_not_published() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.h5");
        let writer = PdebenchWriter::create(&path).unwrap();
        assert!(matches!(writer.finish(), Err(Error::Missing { what: "samples", .. })));
        let good = frames(&folder, "u.npy", LAYOUT, 0.0);
        let bad = frames(&folder, "v.npy", LAYOUT, f64::NAN);
        let mut writer = PdebenchWriter::create(&path).unwrap();
        writer.sample(&sample("0000", &[&good])).unwrap();
        let error = writer.sample(&sample("0001", &[&bad])).unwrap_err();
        assert!(matches!(error, Error::NotFinite { .. }), "{error}");
        let error = writer.finish().unwrap_err().to_string();
        assert!(error.ends_with("an earlier write to it failed"), "{error}");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2);
    }
}
