//! Planes of a data set, read in blocks of as many frames as its chunks hold.

use crate::format::Error;
use crate::format::hdf5::{DataSet, Store};
use crate::format::input::Frames;
use crate::format::input::axes::Axes;
use ndarray::Array2;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

/// Bytes of a block: what one input may keep. A longer chunk is unpacked several times.
const MAX_BLOCK_BYTES: usize = 1 << 25;

/// What an axis of the data set is; rows come before columns, and frames before both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Axis {
    /// One index of it is taken.
    At(usize),
    Frames,
    /// Rows or columns.
    Whole,
}

#[derive(Debug)]
pub(crate) struct Slab {
    store: Arc<Store>,
    name: String,
    axes: Vec<Axis>,
    /// Length of each axis.
    lengths: Vec<usize>,
    /// Frames that are read together.
    block_frames: usize,
    /// The block being read, until its last frame: a chunk of many frames is not unpacked for
    /// each of them.
    block: Mutex<Option<Block>>,
}

#[derive(Debug)]
struct Block {
    frames: Range<usize>,
    cells: Vec<f64>,
}

impl Slab {
    /// The planes of a data set, `axes` being as many as it has.
    pub(crate) fn new(store: &Arc<Store>, set: &DataSet, axes: Vec<Axis>) -> Self {
        let frame_axis = axes.iter().position(|axis| *axis == Axis::Frames);
        let chunk = frame_axis.and_then(|axis| set.chunk.as_ref()?.get(axis).copied());
        let mut slab = Self {
            store: Arc::clone(store),
            name: set.name.clone(),
            axes,
            lengths: set.shape.clone(),
            block_frames: 1,
            block: Mutex::new(None),
        };
        let frame_bytes = 8 * slab.plane().0 * slab.plane().1;
        slab.block_frames = chunk.unwrap_or(1).min(MAX_BLOCK_BYTES / frame_bytes.max(1)).max(1);
        slab
    }

    pub(crate) fn of_axes(store: &Arc<Store>, set: &DataSet, axes: Axes) -> Self {
        let frames = axes.frames.map(|_| Axis::Frames);
        let layer = axes.layers.map(|_| Axis::At(axes.layer));
        let whole = [Axis::Whole, Axis::Whole];
        Self::new(store, set, frames.into_iter().chain(layer).chain(whole).collect())
    }

    /// Rows and columns.
    pub(crate) fn plane(&self) -> (usize, usize) {
        let mut whole = self.lengths_of(Axis::Whole);
        (whole.next().unwrap_or(1), whole.next().unwrap_or(1))
    }

    /// Length of the axis of frames, if there is one.
    pub(crate) fn n_frames(&self) -> Option<usize> {
        self.lengths_of(Axis::Frames).next()
    }

    fn lengths_of(&self, wanted: Axis) -> impl Iterator<Item = usize> {
        let axes = self.axes.iter().zip(&self.lengths);
        axes.filter(move |(axis, _)| **axis == wanted).map(|(_, length)| *length)
    }

    /// The block that a frame is in.
    fn read_block(&self, index: usize) -> Result<Block, Error> {
        let start = index - index % self.block_frames;
        let end = (start + self.block_frames).min(self.n_frames().unwrap_or(1));
        Ok(Block { cells: self.read_frames(&(start..end))?, frames: start..end })
    }

    fn read_frames(&self, frames: &Range<usize>) -> Result<Vec<f64>, Error> {
        let axes = self.axes.iter().zip(&self.lengths);
        let (starts, counts): (Vec<usize>, Vec<usize>) = axes
            .map(|(axis, length)| match axis {
                Axis::At(index) => (*index, 1),
                Axis::Frames => (frames.start, frames.len()),
                Axis::Whole => (0, *length),
            })
            .unzip();
        self.store.read(&self.name, &starts, &counts)
    }
}

impl Frames for Slab {
    fn read(&self, index: usize) -> Result<Array2<f64>, Error> {
        let (rows, cols) = self.plane();
        let mut kept = self.block.lock().unwrap_or_else(PoisonError::into_inner);
        let block = kept.take().filter(|block| block.frames.contains(&index));
        let block = block.map_or_else(|| self.read_block(index), Ok)?;
        let place = (index - block.frames.start) * rows * cols;
        let found = block.cells.get(place..place + rows * cols).map(<[f64]>::to_vec);
        let n_cells = block.cells.len();
        *kept = (index + 1 < block.frames.end).then_some(block);
        drop(kept);
        let frame = found.and_then(|cells| Array2::from_shape_vec((rows, cols), cells).ok());
        frame.ok_or_else(|| Error::Length {
            path: self.store.path().to_owned(),
            found: 8 * n_cells as u64,
            wanted: 8 * (place + rows * cols) as u64,
        })
    }
}
