//! An NPY array of vectors.

use crate::format::Error;
use crate::format::npy::{NpyLayout, open};
use crate::format::vectors::{Content, Element, Segment, Tensor};
use std::path::Path;
use std::sync::Arc;

/// The array of the file.
pub(crate) fn content(path: &Path) -> Result<Content, Error> {
    let (file, layout) = open(path)?;
    let element = element(path, &layout)?;
    let segment = Segment {
        path: path.to_owned(),
        file: Arc::new(file),
        offset: layout.data_start,
        length: layout.shape.iter().product(),
        element,
    };
    let tensors = vec![Tensor { name: "update".to_owned(), shape: layout.shape, segment }];
    Ok(Content { tensors, examples: None })
}

/// The elements of an array in C order.
pub(crate) fn element(path: &Path, layout: &NpyLayout) -> Result<Element, Error> {
    if layout.fortran_order && layout.shape.len() > 1 {
        return Err(Error::Malformed {
            path: path.to_owned(),
            format: "NPY",
            found: "an array in Fortran order, wanted C order (np.ascontiguousarray)".to_owned(),
        });
    }
    Ok(match layout.descr.as_str() {
        "<f2" => Element::F16,
        "<f4" => Element::F32,
        "<f8" => Element::F64,
        ">f4" => Element::F32Big,
        ">f8" => Element::F64Big,
        _ => {
            return Err(Error::ElementType {
                path: path.to_owned(),
                found: layout.descr.clone(),
                wanted: "f2, f4 or f8",
            });
        }
    })
}
