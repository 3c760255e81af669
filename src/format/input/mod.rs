//! Everything that features can be measured on, as frames that are read one at a time.
//!
//! Files are told apart by content, never by name. Opening reads headers alone; a frame is read
//! when it is asked for, and no file stays open for it, so thousands of inputs may wait.

mod array;
mod axes;
mod cells;
mod content;
pub(crate) use crate::format::input::content::describe;
mod expand;
mod hdf5;
mod npz;
mod picture;
mod run;
mod stream;
mod tiff;

pub use crate::format::input::expand::expand;

use crate::format::Error;
use crate::grid::Boundary;
use ndarray::Array2;
use std::fmt::Debug;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tempfile::TempPath;

/// What to take of a file that holds several things.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InputOptions {
    /// Name of the data set of HDF5, the member of NPZ or the species of a run folder; for The
    /// Well `A` or `A[3]` (trajectory 3), for PDEBench `0003/data`, `0003/data:1` or `:1`
    /// (channel 1). Files that hold one thing do not look at it.
    pub dataset: Option<String>,
    /// The layer of a volume, counted from 0. With it, arrays of three axes are layers × rows ×
    /// cols and those of four are frames of them; without, three axes are frames × rows × cols.
    pub layer: Option<usize>,
}

/// What is known of an input besides its values.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct About {
    /// True for a picture. Its values are luminances in \[0, 1\], unless a TIFF holds
    /// floating-point numbers or signed integers, which are taken as they are.
    pub is_image: bool,
    /// What a cell at the rim sees outside.
    pub boundary: Option<Boundary>,
    /// Distance of neighbouring cells, in the file's unit of length.
    pub spacing: Option<f64>,
    /// Time between frames, in the file's unit of time.
    pub interval: Option<f64>,
    /// Unit of the values.
    pub unit: Option<String>,
    /// How an element is stored, as NumPy writes it without the byte order: `f4`, `f8`, `u1`; of
    /// NPY and NPZ.
    pub element: Option<String>,
    /// The run that it belongs to, if it was a run folder.
    pub run: Option<RunFolder>,
}

/// What a run folder says of its run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunFolder {
    /// Name of the run.
    pub name: String,
    /// Kind of the model.
    pub model: String,
    /// Name of the observable.
    pub observable: Option<String>,
    /// The resolved preset.
    pub preset: PathBuf,
}

/// Frames of one size, read one by one from wherever they are.
pub(crate) trait Frames: Debug + Send + Sync {
    /// Frame `index`, which exists.
    fn read(&self, index: usize) -> Result<Array2<f64>, Error>;
}

/// One run of frames, or a single field.
#[derive(Debug)]
pub struct Input {
    label: String,
    path: PathBuf,
    n_frames: usize,
    is_history: bool,
    shape: (usize, usize),
    about: About,
    frames: Box<dyn Frames>,
    // Standard input, kept until the last of its inputs is gone.
    spooled: Option<Arc<TempPath>>,
}

impl Input {
    /// File and part: `run/field.npy`, `u.npz:u`, `gs.hdf5:A[3]` (trajectory 3 of field A).
    pub fn label(&self) -> &str {
        &self.label
    }

    /// Number of frames; 1 for a single field.
    pub fn n_frames(&self) -> usize {
        self.n_frames
    }

    /// True if there is an axis of time, even of one frame.
    pub fn is_history(&self) -> bool {
        self.is_history
    }

    /// Rows and columns.
    pub fn shape(&self) -> (usize, usize) {
        self.shape
    }

    /// What is known besides the values.
    pub fn about(&self) -> &About {
        &self.about
    }

    /// Frame `index`, counted from 0, rows × cols. Cells may be NaN or infinite.
    ///
    /// # Errors
    ///
    /// [`Error::FrameCount`] if there is no such frame; [`Error::Io`], [`Error::Length`] or
    /// [`Error::Malformed`] if it cannot be read.
    pub fn frame(&self, index: usize) -> Result<Array2<f64>, Error> {
        if index >= self.n_frames {
            let (path, found) = (self.path.clone(), self.n_frames);
            return Err(Error::FrameCount { path, found, wanted: index + 1 });
        }
        let read = self.frames.read(index);
        if self.spooled.is_some() { read.map_err(stream::shown) } else { read }
    }
}

/// Opens what is under `path`: a file, a run folder, a folder of those, or `-` for the bytes of
/// one file on standard input. A file may hold several inputs.
///
/// Cost: the headers; of HDF5 its tree.
///
/// # Errors
///
/// [`Error::Io`]; [`Error::Unrecognised`] for other content; [`Error::Malformed`] and
/// [`Error::Length`] for damaged files; [`Error::ElementType`] for text, complex numbers and
/// records; [`Error::Rank`] for arrays that hold no planes; [`Error::Dataset`] listing what there
/// is, [`Error::Index`] telling how many; [`Error::Folder`].
///
/// # Examples
///
/// ```
/// # let folder = tempfile::tempdir()?;
/// use mfn::format::{InputOptions, open_inputs, write_npy};
/// use mfn::grid::FieldView;
/// let path = folder.path().join("field.npy");
/// write_npy(&path, FieldView::F64(ndarray::array![[1.0, f64::NAN]].view()))?;
/// let inputs = open_inputs(&path, &InputOptions::default())?;
/// assert_eq!((inputs[0].n_frames(), inputs[0].shape()), (1, (1, 2)));
/// assert!(inputs[0].frame(0)?[(0, 1)].is_nan());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn open_inputs(path: &Path, options: &InputOptions) -> Result<Vec<Input>, Error> {
    if path == Path::new("-") {
        return stream::open(&mut std::io::stdin().lock(), options);
    }
    if !path.is_dir() {
        return content::open(path, options);
    }
    if run::is_run(path) {
        return run::open(path, options);
    }
    let mut inputs = Vec::new();
    for child in run::children(path)? {
        inputs.extend(if child.is_dir() {
            run::open(&child, options)?
        } else {
            content::open(&child, options)?
        });
    }
    Ok(inputs)
}

#[cfg(test)]
mod tests;
