//! Frames of an NPY array: of a file, or of a part of one.

use crate::format::Error;
use crate::format::input::axes::Axes;
use crate::format::input::cells::Cells;
use crate::format::input::content::{Parts, single};
use crate::format::input::{Frames, Input, InputOptions};
use crate::format::io_error;
use crate::format::npy;
use ndarray::Array2;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// An array in a file, from `data_start` on.
#[derive(Debug)]
pub(crate) struct ArrayFrames {
    pub(crate) path: PathBuf,
    pub(crate) data_start: u64,
    pub(crate) cells: Cells,
    pub(crate) whole: Whole,
}

/// The bytes of an array that cannot be read frame by frame, kept until its last frame is read.
#[derive(Debug, Default)]
pub(crate) struct Whole(Mutex<Option<Arc<Vec<u8>>>>);

pub(crate) fn open(path: &Path, options: &InputOptions) -> Result<Vec<Input>, Error> {
    let (_, layout) = npy::open(path)?;
    let cells = Cells::of(path, &layout, options.layer)?;
    let mut parts = Parts::of(path, path.display().to_string(), cells.axes);
    parts.about.element = Some(cells.element_name());
    let (path, data_start) = (path.to_owned(), layout.data_start);
    Ok(single(parts, ArrayFrames { path, data_start, cells, whole: Whole::default() }))
}

impl ArrayFrames {
    fn read_bytes(&self, start: usize, n_bytes: usize) -> Result<Vec<u8>, Error> {
        let mut file = File::open(&self.path).map_err(io_error(&self.path, "open"))?;
        let mut bytes = vec![0; n_bytes];
        file.seek(SeekFrom::Start(self.data_start + start as u64))
            .and_then(|_| file.read_exact(&mut bytes))
            .map_err(io_error(&self.path, "read"))?;
        Ok(bytes)
    }
}

impl Frames for ArrayFrames {
    fn read(&self, index: usize) -> Result<Array2<f64>, Error> {
        let cells = if self.cells.is_c_order {
            let range = self.cells.range(index);
            self.cells.decode(&self.read_bytes(range.start, range.len())?)
        } else {
            let read = || self.read_bytes(0, self.cells.n_bytes());
            self.whole.pick(&self.cells, index, read)?
        };
        plane(&self.path, self.cells.axes, cells)
    }
}

impl Whole {
    /// The cells of a frame; `read` gives the bytes of all.
    pub(crate) fn pick(
        &self,
        cells: &Cells,
        index: usize,
        read: impl FnOnce() -> Result<Vec<u8>, Error>,
    ) -> Result<Vec<f64>, Error> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let bytes = match &*kept {
            Some(bytes) => Arc::clone(bytes),
            None => Arc::clone(kept.insert(Arc::new(read()?))),
        };
        if index + 1 == cells.axes.n_frames() {
            *kept = None;
        }
        drop(kept);
        Ok(cells.pick(&bytes, index))
    }
}

/// The cells as rows × cols.
pub(crate) fn plane(path: &Path, axes: Axes, cells: Vec<f64>) -> Result<Array2<f64>, Error> {
    let found = cells.len() as u64;
    Array2::from_shape_vec((axes.rows, axes.cols), cells).map_err(|_| Error::Length {
        path: path.to_owned(),
        found,
        wanted: (axes.rows * axes.cols) as u64,
    })
}
