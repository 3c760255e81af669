//! A safetensors file of vectors, a tensor each.

use crate::format::Error;
use crate::format::io_error;
use crate::format::vectors::{Content, Element, Segment, Tensor, spool};
use safetensors::Dtype;
use safetensors::tensor::Metadata;
use std::fs::File;
use std::path::Path;
use std::sync::Arc;

/// A longer header is none: the library's own limit.
const MAX_HEADER: u64 = 100_000_000;

/// The tensors of the file, in the order of their names.
pub(crate) fn content(path: &Path) -> Result<Content, Error> {
    let malformed =
        |found: String| Error::Malformed { path: path.to_owned(), format: "safetensors", found };
    let file = File::open(path).map_err(io_error(path, "open"))?;
    let size = file.metadata().map_err(io_error(path, "read"))?.len();
    let mut length = [0; 8];
    spool::read_at(&file, 0, &mut length)
        .map_err(|_| malformed(format!("{size} bytes, too few for a header")))?;
    let length = u64::from_le_bytes(length);
    if length > MAX_HEADER.min(size.saturating_sub(8)) {
        return Err(malformed(format!("a header of {length} bytes in a file of {size}")));
    }
    let mut header = vec![0; length as usize];
    spool::read_at(&file, 8, &mut header).map_err(io_error(path, "read"))?;
    // The library's own reader wants the whole file in memory; its header checks itself.
    let metadata: Metadata =
        serde_json::from_slice(&header).map_err(|error| malformed(error.to_string()))?;
    let data_start = 8 + length;
    let wanted = data_start + metadata.data_len() as u64;
    if wanted != size {
        return Err(Error::Length { path: path.to_owned(), found: size, wanted });
    }
    let file = Arc::new(file);
    let mut tensors = Vec::new();
    for (name, info) in metadata.tensors() {
        let element = element(path, info.dtype)?;
        let segment = Segment {
            path: path.to_owned(),
            file: Arc::clone(&file),
            offset: data_start + info.data_offsets.0 as u64,
            length: info.shape.iter().product(),
            element,
        };
        tensors.push(Tensor { name, shape: info.shape.clone(), segment });
    }
    tensors.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(Content { tensors, examples: None })
}

fn element(path: &Path, dtype: Dtype) -> Result<Element, Error> {
    Ok(match dtype {
        Dtype::F16 => Element::F16,
        Dtype::BF16 => Element::Bf16,
        Dtype::F32 => Element::F32,
        Dtype::F64 => Element::F64,
        _ => {
            return Err(Error::ElementType {
                path: path.to_owned(),
                found: format!("{dtype:?}"),
                wanted: "F16, BF16, F32 or F64",
            });
        }
    })
}
