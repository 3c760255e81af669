//! Reading and writing at a place of a file, without the position that threads would share.

use crate::crypto::Error;
use crate::crypto::chunked::suite::{SEALED_CHUNK, TAG};
use crate::crypto::error::io_error;
use std::fs::File;
#[cfg(target_os = "linux")]
use std::io::IoSliceMut;
use std::io::{self, ErrorKind};

/// Fills the text of each slot with what is in the file from byte `at` on, and leaves its tag free.
///
/// On Linux it is one call for all slots: a call costs as much as the copying of 16 KiB.
pub(crate) fn read_slots_at(file: &File, slots: &mut [u8], at: u64) -> Result<(), Error> {
    let mut texts: Vec<&mut [u8]> = slots
        .chunks_mut(SEALED_CHUNK)
        .map(|slot| {
            let end = slot.len().saturating_sub(TAG);
            slot.get_mut(..end).unwrap_or_default()
        })
        .collect();
    let mut done = read_scattered(file, &mut texts, at)?;
    let mut at = at;
    for text in texts {
        let there = text.len().min(done);
        read_at(file, text.get_mut(there..).unwrap_or_default(), at + there as u64)?;
        done -= there;
        at += text.len() as u64;
    }
    Ok(())
}

/// Reads into all buffers with one call; returns how many bytes came, which may be fewer.
#[cfg(target_os = "linux")]
fn read_scattered(file: &File, buffers: &mut [&mut [u8]], at: u64) -> Result<usize, Error> {
    let mut slices: Vec<_> = buffers.iter_mut().map(|buffer| IoSliceMut::new(buffer)).collect();
    match rustix::io::preadv(file, &mut slices, at) {
        Err(rustix::io::Errno::INTR) => Ok(0),
        read => read.map_err(|error| io_error("read")(error.into())),
    }
}

/// Elsewhere each buffer has a call of its own.
#[cfg(not(target_os = "linux"))]
fn read_scattered(_file: &File, _buffers: &mut [&mut [u8]], _at: u64) -> Result<usize, Error> {
    Ok(0)
}

/// Fills the buffer with what is in the file from byte `at` on.
pub(crate) fn read_at(file: &File, buffer: &mut [u8], at: u64) -> Result<(), Error> {
    all_of(buffer.len(), ("read", ErrorKind::UnexpectedEof), |done| {
        let rest = buffer.get_mut(done..).unwrap_or_default();
        read_some_at(file, rest, at + done as u64)
    })
}

/// Writes all of `bytes` to the file from byte `at` on.
pub(crate) fn write_at(file: &File, bytes: &[u8], at: u64) -> Result<(), Error> {
    all_of(bytes.len(), ("write", ErrorKind::WriteZero), |done| {
        let rest = bytes.get(done..).unwrap_or_default();
        write_some_at(file, rest, at + done as u64)
    })
}

/// Calls with how many bytes are done, until all are; `none` is the error of a call that does none.
fn all_of(
    length: usize,
    (what, none): (&'static str, ErrorKind),
    mut some: impl FnMut(usize) -> io::Result<usize>,
) -> Result<(), Error> {
    let mut done = 0;
    while done < length {
        match some(done) {
            Ok(0) => return Err(io_error(what)(none.into())),
            Ok(more) => done += more,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(io_error(what)(error)),
        }
    }
    Ok(())
}

#[cfg(unix)]
fn read_some_at(file: &File, buffer: &mut [u8], at: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, buffer, at)
}

#[cfg(unix)]
fn write_some_at(file: &File, bytes: &[u8], at: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::write_at(file, bytes, at)
}

#[cfg(windows)]
fn read_some_at(file: &File, buffer: &mut [u8], at: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, buffer, at)
}

#[cfg(windows)]
fn write_some_at(file: &File, bytes: &[u8], at: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_write(file, bytes, at)
}
