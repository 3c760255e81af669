//! How many bytes are done, told by any thread and shown on standard error.

use crate::cli::Manner;
use crate::commands::counted::Progress;
use crate::commands::output::Output;
use std::io::{self, IoSliceMut, Read, Write};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// Counts bytes, and shows how far the work has come until it is dropped.
pub(crate) struct Watch(Mutex<Progress>);

impl Watch {
    /// Watches over so many bytes, if it is known how many they are.
    pub(crate) fn new(manner: &Manner, all: Option<u64>, output: &Output) -> Self {
        Self(Mutex::new(Progress::of_bytes(manner.progress, all, output)))
    }

    /// So many more are done.
    pub(crate) fn add(&self, bytes: u64) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).advance(bytes);
    }

    /// A reader or writer whose bytes count when they pass.
    pub(crate) fn over<T>(&self, inner: T) -> Watched<'_, T> {
        Watched { inner, watch: self }
    }
}

/// All of them together; what a list says that others wrote may be any number.
pub(crate) fn total(bytes: impl Iterator<Item = u64>) -> u64 {
    bytes.fold(0, u64::saturating_add)
}

/// How long a file is; whether it can be read is found out when it is.
pub(crate) fn bytes_of(path: &Path) -> u64 {
    path.metadata().map_or(0, |about| about.len())
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).finish();
    }
}

/// A reader or writer that is watched.
pub(crate) struct Watched<'a, T> {
    inner: T,
    watch: &'a Watch,
}

impl<R: Read> Read for Watched<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.inner.read(buffer)?;
        self.watch.add(length as u64);
        Ok(length)
    }

    fn read_vectored(&mut self, buffers: &mut [IoSliceMut<'_>]) -> io::Result<usize> {
        let length = self.inner.read_vectored(buffers)?;
        self.watch.add(length as u64);
        Ok(length)
    }
}

impl<W: Write> Write for Watched<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let length = self.inner.write(bytes)?;
        self.watch.add(length as u64);
        Ok(length)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}
