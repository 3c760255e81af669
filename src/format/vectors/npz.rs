//! An NPZ archive of vectors, a member each.

use crate::format::Error;
use crate::format::io_error;
use crate::format::npy::{MAX_START, layout_of};
use crate::format::vectors::npy::element;
use crate::format::vectors::{Content, Segment, Spool, Tensor};
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;
use std::sync::Arc;
use zip::{CompressionMethod, ZipArchive};

/// The arrays of the archive, in its order. Compressed ones are unpacked.
pub(crate) fn content(path: &Path, scratch: &Path) -> Result<Content, Error> {
    let malformed =
        |found: String| Error::Malformed { path: path.to_owned(), format: "NPZ", found };
    let file = File::open(path).map_err(io_error(path, "open"))?;
    let stored = Arc::new(file.try_clone().map_err(io_error(path, "open"))?);
    let mut archive =
        ZipArchive::new(BufReader::new(file)).map_err(|error| malformed(error.to_string()))?;
    let mut spool = Spool::new(scratch)?;
    // Per array: its tensor, and whether it lies in the temporary file.
    let mut found = Vec::new();
    for index in 0..archive.len() {
        let mut member = archive.by_index(index).map_err(|error| malformed(error.to_string()))?;
        let name = member.name().strip_suffix(".npy").unwrap_or(member.name()).to_owned();
        let (size, is_stored) = (member.size(), member.compression() == CompressionMethod::Stored);
        let at = if is_stored { member.data_start() } else { spool.length() };
        let mut start = Vec::new();
        let read = member.by_ref().take(MAX_START).read_to_end(&mut start);
        read.map_err(io_error(path, "read"))?;
        let layout = layout_of(path, &start, size)?;
        if !is_stored {
            spool.write(&start)?;
            unpack(path, &mut member, &mut spool)?;
        }
        let segment = Segment {
            path: path.to_owned(),
            file: Arc::clone(&stored),
            offset: at + layout.data_start,
            length: layout.shape.iter().product(),
            element: element(path, &layout)?,
        };
        found.push((Tensor { name, shape: layout.shape, segment }, is_stored));
    }
    let unpacked = spool.finish()?;
    let placed = |(mut tensor, is_stored): (Tensor, bool)| {
        if !is_stored {
            tensor.segment.file = Arc::clone(&unpacked);
        }
        tensor
    };
    Ok(Content { tensors: found.into_iter().map(placed).collect(), examples: None })
}

fn unpack(path: &Path, member: &mut impl Read, spool: &mut Spool) -> Result<(), Error> {
    let mut bytes = vec![0; 1 << 16];
    loop {
        match member.read(&mut bytes).map_err(io_error(path, "read"))? {
            0 => return Ok(()),
            count => spool.write(bytes.get(..count).unwrap_or_default())?,
        }
    }
}
