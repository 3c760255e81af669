//! The frames of several runs in one NPY file of shape (runs, frames, rows, cols); in a volume
//! there is an axis of layers before the rows.

use crate::format::Error;
use crate::format::cells::push_row;
use crate::format::frames::{FrameLayout, FrameReader};
use crate::format::io_error;
use crate::format::npy::header_bytes;
use crate::format::write_atomic;
use std::io::{self, Write as _};
use std::path::Path;

/// Writes the frames of runs of one layout one after the other; one frame is in memory at a time.
///
/// # Errors
///
/// [`Error::Missing`] without a run, [`Error::Count`] if a run has other frames than the first,
/// [`Error::Io`] if the file cannot be written or a frame cannot be read.
pub fn write_npy_runs(path: &Path, runs: &[&FrameReader]) -> Result<(), Error> {
    let layout = layout(runs)?;
    write_atomic(path, |file| {
        file.write_all(&header_bytes(layout.dtype, &shape(runs.len(), layout))?)?;
        let mut bytes = Vec::new();
        for run in runs {
            for index in 0..layout.n_frames {
                // The caller's file is named by the error that is made of this one.
                let frame = run.read_frame(index).map_err(io::Error::other)?;
                bytes.clear();
                for row in 0..layout.lines() {
                    push_row(frame.view(), row, &mut bytes);
                }
                file.write_all(&bytes)?;
            }
        }
        Ok(())
    })
}

/// The layout that all runs share.
pub(crate) fn layout(runs: &[&FrameReader]) -> Result<FrameLayout, Error> {
    let first = runs.first().ok_or(Error::Missing { owner: "a file of runs", what: "runs" })?;
    let layout = first.layout();
    match runs.iter().find(|run| run.layout() != layout) {
        None => Ok(layout),
        Some(other) => Err(Error::Count {
            owner: "a run".to_owned(),
            what: "frames of the first run's shape",
            found: other.layout().n_frames,
            wanted: layout.n_frames,
        }),
    }
}

/// Length of each axis of the frames of all runs.
pub(crate) fn shape(n_runs: usize, layout: FrameLayout) -> Vec<usize> {
    let layers = (layout.layers > 1).then_some(layout.layers);
    let outer = [n_runs, layout.n_frames];
    outer.into_iter().chain(layers).chain([layout.rows, layout.cols]).collect()
}

impl FrameReader {
    /// The frames of run `index` of a file that [`write_npy_runs`] wrote, of that layout.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] if it cannot be opened, [`Error::Length`] if it ends before the run does.
    pub fn of_run(
        path: &Path,
        layout: FrameLayout,
        n_runs: usize,
        index: usize,
    ) -> Result<Self, Error> {
        let header = header_bytes(layout.dtype, &shape(n_runs, layout));
        let header = header.map_err(io_error(path, "read"))?;
        let run_bytes = layout.frame_bytes() * layout.n_frames as u64;
        let data_start = header.len() as u64 + run_bytes * index as u64;
        let found = std::fs::metadata(path).map_err(io_error(path, "open"))?.len();
        let wanted = header.len() as u64 + run_bytes * n_runs as u64;
        if found != wanted || index >= n_runs {
            return Err(Error::Length { path: path.to_owned(), found, wanted });
        }
        Self::at(path, layout, data_start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::{Dtype, FrameWriter, read_npy};
    use crate::grid::FieldView;
    use ndarray::Array2;

    #[test]
    fn runs_are_stacked_and_read_back_one_by_one() {
        let folder = tempfile::tempdir().unwrap();
        for layers in [1, 2] {
            let layout = FrameLayout { n_frames: 2, layers, rows: 3, cols: 4, dtype: Dtype::F64 };
            let cell = |run: usize, frame: usize| (10 * run + frame) as f64;
            let field = |run, frame| Array2::from_elem((3 * layers, 4), cell(run, frame));
            let readers: Vec<FrameReader> = (0..3)
                .map(|run| {
                    let path = folder.path().join(format!("{layers}-{run}.npy"));
                    let mut writer = FrameWriter::create(&path, layout).unwrap();
                    for frame in 0..2 {
                        writer.append(FieldView::F64(field(run, frame).view())).unwrap();
                    }
                    drop(writer);
                    FrameReader::open(&path).unwrap()
                })
                .collect();
            let path = folder.path().join("runs.npy");
            write_npy_runs(&path, &readers.iter().collect::<Vec<_>>()).unwrap();
            let expected: &[usize] = if layers == 1 { &[3, 2, 3, 4] } else { &[3, 2, 2, 3, 4] };
            assert_eq!(read_npy(&path).unwrap().shape(), expected);
            for run in 0..3 {
                let reader = FrameReader::of_run(&path, layout, 3, run).unwrap();
                let found = reader.read_frame(1).unwrap();
                assert_eq!(found, crate::format::FieldArray::F64(field(run, 1)));
            }
            assert!(FrameReader::of_run(&path, layout, 3, 3).is_err());
            assert!(FrameReader::of_run(&path, layout, 2, 0).is_err());
        }
        assert!(write_npy_runs(&folder.path().join("none.npy"), &[]).is_err());
    }
}
