//! Anyone's HDF5 file, of whose data sets parts are read; threads may share it.

use crate::format::Error;
use crate::format::hdf5::read::{MAX_COMPRESSION, SMALL_BYTES, decode_error, malformed, numbers};
use crate::format::io_error;
use rust_hdf5::{DatatypeMessage, H5Dataset, H5File};
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// A file that is opened when it is read.
pub(crate) struct Store {
    path: PathBuf,
    size: u64,
    // `None` before the first use and after `release`: thousands of files may wait.
    file: Mutex<Option<H5File>>,
}

/// A data set as its header describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DataSet {
    /// Its path, without the first slash.
    pub(crate) name: String,
    /// Length of each axis.
    pub(crate) shape: Vec<usize>,
    /// Cells of a chunk along each axis, if it is cut into chunks.
    pub(crate) chunk: Option<Vec<usize>>,
    /// Its type, as the format writes it.
    pub(crate) kind: String,
    /// True if its elements are integers or floating-point numbers.
    pub(crate) is_numeric: bool,
}

impl Store {
    pub(crate) fn open(path: &Path) -> Result<Self, Error> {
        let size = std::fs::metadata(path).map_err(io_error(path, "open"))?.len();
        let store = Self { path: path.to_owned(), size, file: Mutex::new(None) };
        store.with(|_| Ok(()))?;
        Ok(store)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Closes the file until it is read again.
    pub(crate) fn release(&self) {
        *self.file.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// All data sets, sorted by name.
    pub(crate) fn data_sets(&self) -> Result<Vec<DataSet>, Error> {
        self.with(|file| {
            let mut names = file.dataset_names();
            names.sort_unstable();
            let describe = |name: String| Some(describe(&file.dataset(&name).ok()?, name));
            Ok(names.into_iter().filter_map(describe).collect())
        })
    }

    /// The names of the groups in a group, sorted; none if there is no such group.
    pub(crate) fn groups_in(&self, group: &str) -> Vec<String> {
        self.with(|file| Ok(file.root_group().group(group).and_then(|group| group.group_names())))
            .ok()
            .and_then(Result::ok)
            .unwrap_or_default()
    }

    /// A text attribute of a group, `""` being the root.
    pub(crate) fn group_text(&self, group: &str, name: &str) -> Option<String> {
        self.with(|file| {
            Ok(match group {
                "" => file.attr_string(name),
                _ => file.root_group().group(group).and_then(|group| group.attr_string(name)),
            })
        })
        .ok()?
        .ok()
    }

    /// A text attribute of a data set.
    pub(crate) fn text(&self, set: &str, name: &str) -> Option<String> {
        self.with(|file| Ok(file.dataset(set).and_then(|set| set.attr(name)?.read_string())))
            .ok()?
            .ok()
    }

    /// A Boolean attribute of a data set.
    pub(crate) fn flag(&self, set: &str, name: &str) -> Option<bool> {
        let bytes =
            self.with(|file| Ok(file.dataset(set).and_then(|set| set.attr(name)?.read_raw())));
        bytes.ok()?.ok().map(|bytes| bytes.iter().any(|byte| *byte != 0))
    }

    /// A part of a numeric data set, C order, as f64; integers beyond 2⁵³ are rounded.
    pub(crate) fn read(
        &self,
        name: &str,
        starts: &[usize],
        counts: &[usize],
    ) -> Result<Vec<f64>, Error> {
        let n_bytes = counts.iter().try_fold(8_u64, |bytes, axis| bytes.checked_mul(*axis as u64));
        let most = SMALL_BYTES.max(self.size.saturating_mul(2 * MAX_COMPRESSION));
        if n_bytes.is_none_or(|bytes| bytes > most) {
            let found = format!("{counts:?} cells of {name} in {} bytes", self.size);
            return Err(malformed(&self.path, found));
        }
        self.with(|file| {
            let decode = |error| decode_error(&self.path, &error);
            let set = file.dataset(name).map_err(decode)?;
            numbers(&set, starts, counts).map_err(decode)
        })
    }

    /// The crate that reads is young: a damaged file must be an error whatever happens inside it.
    fn with<T>(&self, work: impl FnOnce(&H5File) -> Result<T, Error>) -> Result<T, Error> {
        let mut opened = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let attempt = catch_unwind(AssertUnwindSafe(|| match &mut *opened {
            Some(file) => work(file),
            slot @ None => work(slot.insert(open_file(&self.path)?)),
        }));
        attempt
            .unwrap_or_else(|_| Err(malformed(&self.path, "its structure leads astray".to_owned())))
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Store").field("path", &self.path).finish_non_exhaustive()
    }
}

fn open_file(path: &Path) -> Result<H5File, Error> {
    let options = H5File::options().best_effort_locking();
    options.open(path).map_err(|error| decode_error(path, &error))
}

fn describe(set: &H5Dataset, name: String) -> DataSet {
    let kind = set.datatype();
    let is_numeric = matches!(
        kind,
        Ok(DatatypeMessage::FixedPoint { .. } | DatatypeMessage::FloatingPoint { .. })
    );
    DataSet {
        name,
        shape: set.shape(),
        chunk: set.chunk_dims(),
        kind: kind.map_or_else(|error| error.to_string(), |kind| kind.to_string()),
        is_numeric,
    }
}
