//! Frames of a run, streamed to an NPY file of shape (frames, rows, cols) and back; those of a
//! volume have a further axis of layers.
//!
//! The file is written under the name of a part file, whose header already says the final shape,
//! and gets its own name when it is complete. One frame is in memory at a time, however many
//! there are.

use crate::format::Error;
use crate::format::atomic::sync_folder_of;
use crate::format::cells::{Dtype, FieldArray, push_row};
use crate::format::io_error;
use crate::format::npy::{NpyLayout, element_type, header_bytes, open};
use crate::grid::FieldView;
use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// The shape and the precision of a file of frames.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FrameLayout {
    /// Number of frames.
    pub n_frames: usize,
    /// Layers of a frame; 1 in a plane.
    pub layers: usize,
    /// Rows of a layer.
    pub rows: usize,
    /// Columns of a frame.
    pub cols: usize,
    /// Precision of the cells.
    pub dtype: Dtype,
}

impl FrameLayout {
    /// Bytes of one frame.
    pub fn frame_bytes(&self) -> u64 {
        (self.lines() * self.cols * self.dtype.size()) as u64
    }

    /// Rows of all layers of a frame.
    pub fn lines(&self) -> usize {
        self.layers * self.rows
    }

    fn header(&self, path: &Path) -> Result<Vec<u8>, Error> {
        let layers = (self.layers > 1).then_some(self.layers);
        let shape: Vec<usize> =
            [self.n_frames].into_iter().chain(layers).chain([self.rows, self.cols]).collect();
        header_bytes(self.dtype, &shape).map_err(io_error(path, "write"))
    }

    fn check(&self, field: FieldView<'_>) -> Result<(), Error> {
        let wanted = (self.lines(), self.cols);
        if field.shape() != wanted {
            return Err(Error::Shape { found: field.shape(), wanted });
        }
        let found = Dtype::of(field);
        if found == self.dtype {
            Ok(())
        } else {
            Err(Error::Precision { found, wanted: self.dtype })
        }
    }
}

/// A file of frames that grows.
#[derive(Debug)]
pub struct FrameWriter {
    path: PathBuf,
    file: File,
    layout: FrameLayout,
    header_bytes: u64,
    n_written: usize,
    buffer: Vec<u8>,
}

impl FrameWriter {
    /// Starts a file of frames under the name of its part file; an older one is overwritten.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] if the file cannot be written.
    pub fn create(part: &Path, layout: FrameLayout) -> Result<Self, Error> {
        let header = layout.header(part)?;
        let mut file = File::create(part).map_err(io_error(part, "create"))?;
        file.write_all(&header).map_err(io_error(part, "write"))?;
        Ok(Self::new(part, file, layout, header.len() as u64, 0))
    }

    /// Goes on with a part file that has at least `n_written` frames; what follows them is cut.
    ///
    /// # Errors
    ///
    /// [`Error::Io`]; [`Error::Malformed`] if the header is not that of `layout`;
    /// [`Error::Length`] if the file has fewer than `n_written` frames; [`Error::FrameCount`] if
    /// `n_written` is more than `layout` has.
    pub fn resume(part: &Path, layout: FrameLayout, n_written: usize) -> Result<Self, Error> {
        if n_written > layout.n_frames {
            return Err(frame_count(part, n_written, layout.n_frames));
        }
        let header = layout.header(part)?;
        let mut file =
            OpenOptions::new().read(true).write(true).open(part).map_err(io_error(part, "open"))?;
        let size = file.metadata().map_err(io_error(part, "read"))?.len();
        let wanted = header.len() as u64 + n_written as u64 * layout.frame_bytes();
        if size < wanted {
            return Err(Error::Length { path: part.to_owned(), found: size, wanted });
        }
        let mut found = vec![0; header.len()];
        file.read_exact(&mut found).map_err(io_error(part, "read"))?;
        if found != header {
            return Err(Error::Malformed {
                path: part.to_owned(),
                format: "frame",
                found: "its header is that of another run".to_owned(),
            });
        }
        file.set_len(wanted).map_err(io_error(part, "write"))?;
        Ok(Self::new(part, file, layout, header.len() as u64, n_written))
    }

    fn new(
        path: &Path,
        file: File,
        layout: FrameLayout,
        header_bytes: u64,
        n_written: usize,
    ) -> Self {
        Self { path: path.to_owned(), file, layout, header_bytes, n_written, buffer: Vec::new() }
    }

    /// Appends one frame.
    ///
    /// # Errors
    ///
    /// [`Error::Shape`] or [`Error::Precision`] if the field is not a frame of this file,
    /// [`Error::FrameCount`] if the file is complete, [`Error::Io`] if it cannot be written; then
    /// the same frame can be appended again.
    pub fn append(&mut self, field: FieldView<'_>) -> Result<(), Error> {
        self.layout.check(field)?;
        if self.n_written == self.layout.n_frames {
            return Err(frame_count(&self.path, self.n_written + 1, self.layout.n_frames));
        }
        self.buffer.clear();
        for row in 0..self.layout.lines() {
            push_row(field, row, &mut self.buffer);
        }
        // An earlier append may have stopped half-way: the place is computed, not remembered.
        let start = self.header_bytes + self.n_written as u64 * self.layout.frame_bytes();
        self.file
            .seek(SeekFrom::Start(start))
            .and_then(|_| self.file.write_all(&self.buffer))
            .map_err(io_error(&self.path, "write"))?;
        self.n_written += 1;
        Ok(())
    }

    /// Frames written so far.
    pub fn n_written(&self) -> usize {
        self.n_written
    }

    /// The shape and precision of the file.
    pub fn layout(&self) -> FrameLayout {
        self.layout
    }

    /// Brings the frames written so far to the disk: before a checkpoint that counts on them.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] if the disk refuses.
    pub fn sync(&self) -> Result<(), Error> {
        self.file.sync_data().map_err(io_error(&self.path, "write"))
    }

    /// Moves the complete file to its final name, in the same file system.
    ///
    /// # Errors
    ///
    /// [`Error::FrameCount`] if frames are missing, [`Error::Io`] if the file cannot be synced
    /// or moved. The part file stays, to be resumed.
    pub fn finish(self, path: &Path) -> Result<(), Error> {
        if self.n_written != self.layout.n_frames {
            return Err(frame_count(&self.path, self.n_written, self.layout.n_frames));
        }
        self.file.sync_all().map_err(io_error(&self.path, "write"))?;
        std::fs::rename(&self.path, path).map_err(io_error(path, "rename"))?;
        sync_folder_of(path)
    }

    /// Lowers the number of frames to those written: for a run that reached its end early.
    ///
    /// # Errors
    ///
    /// [`Error::FrameCount`] if there is no frame, [`Error::Io`] if the header cannot be written.
    pub fn close_early(&mut self) -> Result<(), Error> {
        if self.n_written == 0 {
            return Err(frame_count(&self.path, 0, self.layout.n_frames));
        }
        let layout = FrameLayout { n_frames: self.n_written, ..self.layout };
        let header = layout.header(&self.path)?;
        // The header is padded to 128 bytes and its numbers only get shorter.
        debug_assert_eq!(header.len() as u64, self.header_bytes);
        let size = self.header_bytes + self.n_written as u64 * layout.frame_bytes();
        self.file
            .set_len(size)
            .and_then(|()| self.file.seek(SeekFrom::Start(0)))
            .and_then(|_| self.file.write_all(&header))
            .map_err(io_error(&self.path, "write"))?;
        self.layout = layout;
        Ok(())
    }
}

/// A complete file of frames, read one by one; threads may share it.
#[derive(Debug)]
pub struct FrameReader {
    path: PathBuf,
    // Seeking and reading are two steps that must not mix with another thread's.
    file: Mutex<File>,
    layout: FrameLayout,
    data_start: u64,
}

impl FrameReader {
    /// Opens an NPY file of shape (frames, rows, cols) or (frames, layers, rows, cols), `<f4` or
    /// `<f8`, C order.
    ///
    /// # Errors
    ///
    /// [`Error::Io`], [`Error::Malformed`], [`Error::Length`] if the file is cut,
    /// [`Error::ElementType`] and [`Error::Rank`] if it is not a file of frames.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let (file, npy) = open(path)?;
        let layout = frame_layout(path, &npy)?;
        let (path, file) = (path.to_owned(), Mutex::new(file));
        Ok(Self { path, file, layout, data_start: npy.data_start })
    }

    /// Frames of that layout within a file, from a byte on; the caller knows that they are there.
    pub(crate) fn at(path: &Path, layout: FrameLayout, data_start: u64) -> Result<Self, Error> {
        let file = File::open(path).map_err(io_error(path, "open"))?;
        Ok(Self { path: path.to_owned(), file: Mutex::new(file), layout, data_start })
    }

    /// The shape and precision of the file.
    pub fn layout(&self) -> FrameLayout {
        self.layout
    }

    /// Frame `index`, counted from 0.
    ///
    /// # Errors
    ///
    /// [`Error::FrameCount`] if there is no such frame, [`Error::Io`] if it cannot be read.
    pub fn read_frame(&self, index: usize) -> Result<FieldArray, Error> {
        if index >= self.layout.n_frames {
            return Err(frame_count(&self.path, self.layout.n_frames, index + 1));
        }
        let mut bytes = vec![0; self.layout.frame_bytes() as usize];
        let start = self.data_start + index as u64 * self.layout.frame_bytes();
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(start))
            .and_then(|_| file.read_exact(&mut bytes))
            .map_err(io_error(&self.path, "read"))?;
        drop(file);
        let shape = (self.layout.lines(), self.layout.cols);
        FieldArray::from_le_bytes(self.layout.dtype, shape, &bytes).ok_or_else(|| Error::Length {
            path: self.path.clone(),
            found: bytes.len() as u64,
            wanted: self.layout.frame_bytes(),
        })
    }
}

fn frame_layout(path: &Path, npy: &NpyLayout) -> Result<FrameLayout, Error> {
    let dtype = match npy.descr.as_str() {
        "<f4" => Dtype::F32,
        "<f8" => Dtype::F64,
        other => return Err(element_type(path, other)),
    };
    match *npy.shape {
        [n_frames, rows, cols] if !npy.fortran_order => {
            Ok(FrameLayout { n_frames, layers: 1, rows, cols, dtype })
        }
        [n_frames, layers, rows, cols] if !npy.fortran_order => {
            Ok(FrameLayout { n_frames, layers, rows, cols, dtype })
        }
        _ => Err(Error::Rank {
            path: path.to_owned(),
            found: npy.shape.clone(),
            wanted: "frames × rows × cols (or frames × layers × rows × cols) in C order",
        }),
    }
}

fn frame_count(path: &Path, found: usize, wanted: usize) -> Error {
    Error::FrameCount { path: path.to_owned(), found, wanted }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::read_npy;
    use ndarray::{Array2, arr2};

    const LAYOUT: FrameLayout =
        FrameLayout { n_frames: 3, layers: 1, rows: 2, cols: 2, dtype: Dtype::F64 };

    fn frame(index: usize) -> Array2<f64> {
        arr2(&[[index as f64, -0.0], [f64::MIN_POSITIVE / 4.0, 1.0]])
    }

    fn append(writer: &mut FrameWriter, index: usize) {
        writer.append(FieldView::F64(frame(index).view())).unwrap();
    }

    #[test]
    fn resumed_file_equals_an_uninterrupted_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        let mut whole = FrameWriter::create(&path("whole.part"), LAYOUT).unwrap();
        (0..3).for_each(|index| append(&mut whole, index));
        whole.finish(&path("whole.npy")).unwrap();

        let mut first = FrameWriter::create(&path("cut.part"), LAYOUT).unwrap();
        (0..2).for_each(|index| append(&mut first, index));
        first.file.write_all(b"half a frame").unwrap();
        drop(first);
        let mut second = FrameWriter::resume(&path("cut.part"), LAYOUT, 1).unwrap();
        assert_eq!(second.n_written(), 1);
        (1..3).for_each(|index| append(&mut second, index));
        second.finish(&path("cut.npy")).unwrap();

        let bytes = |name: &str| std::fs::read(path(name)).unwrap();
        assert_eq!(bytes("cut.npy"), bytes("whole.npy"));
        assert!(!path("cut.part").exists());
        assert_eq!(read_npy(&path("whole.npy")).unwrap().shape(), [3, 2, 2]);
        let reader = FrameReader::open(&path("whole.npy")).unwrap();
        assert_eq!(reader.layout(), LAYOUT);
        for index in [2, 0, 1] {
            assert_eq!(reader.read_frame(index).unwrap(), FieldArray::F64(frame(index)));
        }
        assert!(matches!(reader.read_frame(3), Err(Error::FrameCount { .. })));
    }

    #[test]
    fn incomplete_file_cannot_be_finished_but_closed_early() {
        let folder = tempfile::tempdir().unwrap();
        let (part, path) = (folder.path().join("h.part"), folder.path().join("h.npy"));
        let mut writer = FrameWriter::create(&part, LAYOUT).unwrap();
        append(&mut writer, 0);
        assert!(matches!(writer.finish(&path), Err(Error::FrameCount { found: 1, wanted: 3, .. })));
        assert!(part.exists() && !path.exists());
        let mut writer = FrameWriter::resume(&part, LAYOUT, 1).unwrap();
        writer.close_early().unwrap();
        writer.finish(&path).unwrap();
        assert_eq!(read_npy(&path).unwrap().shape(), [1, 2, 2]);
    }

    #[test]
    fn wrong_frames_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let mut writer = FrameWriter::create(&folder.path().join("h.part"), LAYOUT).unwrap();
        let wide = Array2::<f64>::zeros((2, 3));
        let single = Array2::<f32>::zeros((2, 2));
        assert!(matches!(writer.append(FieldView::F64(wide.view())), Err(Error::Shape { .. })));
        assert!(matches!(
            writer.append(FieldView::F32(single.view())),
            Err(Error::Precision { .. })
        ));
        (0..3).for_each(|index| append(&mut writer, index));
        let error = writer.append(FieldView::F64(frame(3).view())).unwrap_err();
        assert!(matches!(error, Error::FrameCount { found: 4, wanted: 3, .. }));
    }

    #[test]
    fn part_file_of_another_run_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let part = folder.path().join("h.part");
        append(&mut FrameWriter::create(&part, LAYOUT).unwrap(), 0);
        let other = FrameLayout { n_frames: 4, ..LAYOUT };
        assert!(matches!(FrameWriter::resume(&part, other, 1), Err(Error::Malformed { .. })));
        assert!(matches!(FrameWriter::resume(&part, LAYOUT, 2), Err(Error::Length { .. })));
        assert!(matches!(FrameWriter::resume(&part, LAYOUT, 4), Err(Error::FrameCount { .. })));
    }
}
