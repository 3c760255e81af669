//! Frames of a spool cut into chunks of single precision, for the layouts of other projects.

use crate::format::Error;
use crate::format::FrameReader;
use crate::format::hdf5::CHUNK_BYTES;
use crate::format::hdf5::part::write_error;
use crate::grid::FieldView;
use rust_hdf5::H5Dataset;
use std::path::Path;

/// Most bytes of a chunk: The Well's loader caches 8 MiB.
const MAX_CHUNK_BYTES: usize = 1 << 23;

/// How frames are cut: several whole frames a chunk, or part of one along its first axis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Blocks {
    n_frames: usize,
    /// Length of each axis of a frame, the channels' last if there is such an axis.
    sides: Vec<usize>,
    chunk_frames: usize,
    /// Length of a chunk along the first axis of a frame.
    chunk_side: usize,
}

impl Blocks {
    /// As many frames as fit into 1 MiB; a longer frame makes a chunk of its own, and is cut if
    /// it exceeds 8 MiB. No side may be 0.
    pub(crate) fn of(n_frames: usize, sides: &[usize]) -> Self {
        let frame_bytes = bytes_of(sides);
        let slice_bytes = bytes_of(sides.get(1..).unwrap_or_default());
        let first = sides.first().copied().unwrap_or(1);
        Self {
            n_frames,
            sides: sides.to_vec(),
            chunk_frames: even_part(n_frames, CHUNK_BYTES / frame_bytes),
            chunk_side: even_part(first, MAX_CHUNK_BYTES / slice_bytes),
        }
    }

    /// Length of each axis of all frames.
    pub(crate) fn shape(&self) -> Vec<usize> {
        [self.n_frames].iter().chain(&self.sides).copied().collect()
    }

    /// Length of a chunk along each of these axes.
    pub(crate) fn chunk(&self) -> Vec<usize> {
        let whole = self.sides.iter().skip(1).copied();
        [self.chunk_frames, self.chunk_side].into_iter().chain(whole).collect()
    }

    /// Writes all frames, `outer` being the place along the axes before that of the frames; the
    /// cells of several channels alternate.
    ///
    /// One chunk and one frame of a channel are in memory at a time.
    pub(crate) fn write(
        &self,
        path: &Path,
        set: &H5Dataset,
        outer: &[usize],
        channels: &[&FrameReader],
    ) -> Result<(), Error> {
        let chunk_bytes = bytes_of(&self.chunk());
        let inner = self.sides.len().saturating_sub(1);
        let mut bytes = Vec::new();
        for (block, start) in (0..self.n_frames).step_by(self.chunk_frames).enumerate() {
            bytes.clear();
            for index in start..self.n_frames.min(start + self.chunk_frames) {
                self.push_frame(path, channels, index, &mut bytes)?;
            }
            // The last chunk may reach beyond the frames or the frame; HDF5 stores it whole.
            bytes.resize(bytes.len().next_multiple_of(chunk_bytes), 0);
            for (side, chunk) in bytes.chunks_exact(chunk_bytes).enumerate() {
                let place = outer.iter().copied().chain([block, side]);
                let place: Vec<usize> = place.chain((0..inner).map(|_| 0)).collect();
                set.write_chunk_at(&place, chunk).map_err(write_error(path))?;
            }
        }
        Ok(())
    }

    fn push_frame(
        &self,
        path: &Path,
        channels: &[&FrameReader],
        index: usize,
        bytes: &mut Vec<u8>,
    ) -> Result<(), Error> {
        let start = bytes.len();
        bytes.resize(start + bytes_of(&self.sides), 0);
        let (cells, _) = bytes.get_mut(start..).unwrap_or_default().as_chunks_mut();
        for (channel, frames) in channels.iter().enumerate() {
            let frame = frames.read_frame(index)?;
            let own = cells.iter_mut().skip(channel).step_by(channels.len());
            fill(path, frame.view(), own)?;
        }
        Ok(())
    }
}

/// Stores the cells of a frame in single precision, rows one after the other.
fn fill<'a>(
    path: &Path,
    frame: FieldView<'_>,
    places: impl Iterator<Item = &'a mut [u8; 4]>,
) -> Result<(), Error> {
    let n_cols = frame.shape().1;
    let not_finite = |index: usize, found: f64| Error::NotFinite {
        path: path.to_owned(),
        row: index / n_cols,
        col: index % n_cols,
        found,
    };
    let store = |(index, (cell, place)): (usize, (f64, &mut [u8; 4]))| {
        // A number beyond the range of f32 becomes infinite.
        let narrow = cell as f32;
        *place = narrow.to_le_bytes();
        if narrow.is_finite() { Ok(()) } else { Err(not_finite(index, cell)) }
    };
    match frame {
        FieldView::F32(cells) => {
            cells.iter().map(|cell| f64::from(*cell)).zip(places).enumerate().try_for_each(store)
        }
        FieldView::F64(cells) => cells.iter().copied().zip(places).enumerate().try_for_each(store),
    }
}

/// The longest of the fewest equal parts that are at most `most` long: little is left over.
fn even_part(length: usize, most: usize) -> usize {
    length.div_ceil(length.div_ceil(most.max(1)))
}

/// Bytes of an array of f32.
fn bytes_of(sides: &[usize]) -> usize {
    4 * sides.iter().product::<usize>()
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::format::{Dtype, FrameLayout, FrameWriter};
    use ndarray::Array2;

    /// A spool of frames whose cells are `value(frame, line, column)`.
    pub(crate) fn spool(
        path: &Path,
        layout: FrameLayout,
        value: impl Fn(usize, usize, usize) -> f64,
    ) -> FrameReader {
        let part = path.with_extension("part");
        let mut writer = FrameWriter::create(&part, layout).unwrap();
        for index in 0..layout.n_frames {
            let cell = |(line, col)| value(index, line, col);
            let frame = Array2::from_shape_fn((layout.lines(), layout.cols), cell);
            match layout.dtype {
                Dtype::F64 => writer.append(FieldView::F64(frame.view())).unwrap(),
                Dtype::F32 => {
                    let frame = frame.mapv(|cell| cell as f32);
                    writer.append(FieldView::F32(frame.view())).unwrap();
                }
            }
        }
        writer.finish(path).unwrap();
        FrameReader::open(path).unwrap()
    }

    #[test]
    fn chunks_hold_whole_frames_up_to_1_mib_and_never_more_than_8() {
        let check = |n_frames: usize, sides: &[usize], expected: &[usize]| {
            let blocks = Blocks::of(n_frames, sides);
            assert_eq!(blocks.chunk(), expected, "{sides:?}");
            assert!(bytes_of(&blocks.chunk()) <= MAX_CHUNK_BYTES, "{sides:?}");
            let shape = [&[n_frames], sides].concat();
            assert_eq!(blocks.shape(), shape);
        };
        check(1001, &[128, 128], &[16, 128, 128]);
        check(5, &[128, 128], &[5, 128, 128]);
        check(101, &[128, 128, 2], &[8, 128, 128, 2]);
        check(3, &[1024, 1024], &[1, 1024, 1024]);
        check(20, &[128, 128], &[10, 128, 128]);
        check(3, &[2048, 4096], &[1, 512, 4096]);
        check(3, &[1300, 2048], &[1, 650, 2048]);
        check(3, &[256, 256, 256], &[1, 32, 256, 256]);
    }
}
