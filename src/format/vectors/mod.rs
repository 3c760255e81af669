//! Many long vectors in files, read piece by piece: NPY, NPZ, safetensors, Parquet.
//!
//! One file holds all vectors; several files hold one each. A vector is read where it lies; what
//! cannot be read by position (compressed members, Parquet) is first unpacked into a temporary file
//! without a name, so memory stays small whatever the size.

mod element;
mod npy;
mod npz;
mod parquet;
mod safetensors;
mod spool;
mod write;

pub(crate) use crate::format::vectors::element::Element;
pub(crate) use crate::format::vectors::spool::Spool;
pub use crate::format::vectors::write::{
    TensorShape, write_npy_matrix, write_npy_vector, write_safetensors,
};

use crate::format::Error;
use crate::format::input::describe;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A run of elements in a file.
#[derive(Debug, Clone)]
pub(crate) struct Segment {
    pub(crate) path: PathBuf,
    pub(crate) file: Arc<File>,
    /// Where its first element is, in bytes.
    pub(crate) offset: u64,
    pub(crate) length: usize,
    pub(crate) element: Element,
}

/// A named array of a file.
#[derive(Debug, Clone)]
pub(crate) struct Tensor {
    pub(crate) name: String,
    pub(crate) shape: Vec<usize>,
    pub(crate) segment: Segment,
}

/// What a file holds.
#[derive(Debug, Default)]
pub(crate) struct Content {
    pub(crate) tensors: Vec<Tensor>,
    /// The vectors' weights, where a table has a column `examples`.
    pub(crate) examples: Option<Vec<f64>>,
}

/// One vector: its arrays one after the other.
#[derive(Debug, Clone)]
pub struct Vector {
    /// Its name, where the file gives one; the file's name where each file is a vector.
    pub name: Option<String>,
    /// Its elements.
    pub length: usize,
    /// Names and shapes of its arrays, in their order.
    pub tensors: Vec<TensorShape>,
    /// What is wrong with it: then it has no elements.
    pub flaw: Option<String>,
    segments: Vec<Segment>,
}

/// Vectors in one or several files.
#[derive(Debug)]
pub struct Vectors {
    /// The vectors, in the order of the file or of the files.
    pub vectors: Vec<Vector>,
    /// Their weights, where a table has a column `examples`.
    pub examples: Option<Vec<f64>>,
}

impl Vectors {
    /// Opens one file that holds all vectors, or several that hold one each.
    ///
    /// One file: an NPY array of shape (n, …) holds n vectors; NPZ and safetensors a vector a
    /// member, or n if there is one member of shape (n, …); Parquet a vector a row (columns
    /// `client`, `update`, `examples`) or a vector a column of numbers. Several files: each is one
    /// vector, its arrays one after the other in the order of their names; a file that cannot be
    /// read is a vector with a flaw, so that one bad client does not stop the others.
    ///
    /// `scratch` is the folder for temporary files.
    ///
    /// # Errors
    ///
    /// Those of the format, if the only file cannot be read; [`Error::Io`] if a temporary file
    /// cannot be written.
    ///
    /// # Examples
    ///
    /// ```
    /// # let folder = tempfile::tempdir()?;
    /// use mfn::format::{Vectors, write_npy_vector};
    ///
    /// let path = folder.path().join("client.npy");
    /// write_npy_vector(&path, &[1.0, 2.0, 3.0], false)?;
    /// let vectors = Vectors::open(&[path], folder.path())?;
    /// let mut values = [0.0; 2];
    /// vectors.vectors[0].read(1, &mut values)?;
    /// assert_eq!(values, [2.0, 3.0]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn open(paths: &[PathBuf], scratch: &Path) -> Result<Self, Error> {
        if let [only] = paths {
            let content = content(only, scratch)?;
            return Ok(Self { vectors: of_one_file(content.tensors), examples: content.examples });
        }
        let vectors = paths.iter().map(|path| match content(path, scratch) {
            Ok(content) => joined(path, content.tensors),
            Err(error) => Vector::flawed(path, &error),
        });
        Ok(Self { vectors: vectors.collect(), examples: None })
    }
}

impl Vector {
    fn of(name: Option<String>, tensors: Vec<Tensor>) -> Self {
        let length = tensors.iter().map(|tensor| tensor.segment.length).sum();
        let shapes = tensors.iter().map(|one| (one.name.clone(), one.shape.clone())).collect();
        let segments = tensors.into_iter().map(|tensor| tensor.segment).collect();
        Self { name, length, tensors: shapes, flaw: None, segments }
    }

    fn flawed(path: &Path, error: &Error) -> Self {
        let name = Some(file_name(path));
        let flaw = Some(error.to_string());
        Self { name, length: 0, tensors: Vec::new(), flaw, segments: Vec::new() }
    }

    /// Whether every element has at most the 32 bits of single precision.
    pub fn is_single(&self) -> bool {
        self.segments.iter().all(|segment| segment.element.is_single())
    }

    /// Reads the elements from `start` on, as many as `out` holds.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] if the file cannot be read.
    pub fn read(&self, start: usize, out: &mut [f64]) -> Result<(), Error> {
        self.read_as(start, out, Element::decode)
    }

    /// The same in single precision, rounded where the file has more.
    ///
    /// # Errors
    ///
    /// As [`read`](Self::read).
    pub fn read_single(&self, start: usize, out: &mut [f32]) -> Result<(), Error> {
        self.read_as(start, out, Element::decode_single)
    }

    fn read_as<T>(
        &self,
        mut start: usize,
        mut out: &mut [T],
        decode: impl Fn(Element, &[u8], &mut [T]),
    ) -> Result<(), Error> {
        for segment in &self.segments {
            if start >= segment.length {
                start -= segment.length;
                continue;
            }
            let count = out.len().min(segment.length - start);
            let (piece, rest) = out.split_at_mut(count);
            segment.read(start, piece, &decode)?;
            (out, start) = (rest, 0);
        }
        Ok(())
    }
}

impl Segment {
    /// Reads some elements: the bytes pass through a buffer of 64 KiB.
    fn read<T>(
        &self,
        start: usize,
        out: &mut [T],
        decode: &impl Fn(Element, &[u8], &mut [T]),
    ) -> Result<(), Error> {
        let size = self.element.size();
        let mut bytes = vec![0; (1 << 16).min(out.len() * size)];
        let mut at = self.offset + (start * size) as u64;
        for piece in out.chunks_mut((1 << 16) / size) {
            let bytes = bytes.get_mut(..piece.len() * size).unwrap_or_default();
            spool::read_at(&self.file, at, bytes)
                .map_err(crate::format::io_error(&self.path, "read"))?;
            decode(self.element, bytes, piece);
            at += bytes.len() as u64;
        }
        Ok(())
    }
}

/// What a file holds, by its first bytes or, for safetensors, which have none, by its name.
fn content(path: &Path, scratch: &Path) -> Result<Content, Error> {
    let start = spool::first_bytes(path)?;
    if start.starts_with(b"\x93NUMPY") {
        npy::content(path)
    } else if start.starts_with(b"PK") {
        npz::content(path, scratch)
    } else if start.starts_with(b"PAR1") {
        parquet::content(path, scratch)
    } else if path.extension().is_some_and(|extension| extension == "safetensors") {
        safetensors::content(path)
    } else {
        Err(Error::Unrecognised {
            path: path.to_owned(),
            found: describe(&start),
            wanted: "NPY, NPZ, Parquet or a file named *.safetensors",
        })
    }
}

/// The vectors of a file that holds all.
fn of_one_file(tensors: Vec<Tensor>) -> Vec<Vector> {
    match <[Tensor; 1]>::try_from(tensors) {
        Ok([only]) => rows(&only),
        Err(tensors) => tensors
            .into_iter()
            .map(|tensor| Vector::of(Some(tensor.name.clone()), vec![tensor]))
            .collect(),
    }
}

/// The rows of an array of shape (n, …); one row if it has one axis.
fn rows(tensor: &Tensor) -> Vec<Vector> {
    let (count, shape) = match tensor.shape.as_slice() {
        [count, rest @ ..] if !rest.is_empty() => (*count, rest.to_vec()),
        _ => (1, tensor.shape.clone()),
    };
    let length = tensor.segment.length / count.max(1);
    let row = |index: usize| {
        let offset =
            tensor.segment.offset + (index * length * tensor.segment.element.size()) as u64;
        let segment = Segment { offset, length, ..tensor.segment.clone() };
        let (name, shape) = (tensor.name.clone(), shape.clone());
        Vector::of(None, vec![Tensor { name, shape, segment }])
    };
    (0..count).map(row).collect()
}

/// The vector of a file that holds one.
fn joined(path: &Path, mut tensors: Vec<Tensor>) -> Vector {
    tensors.sort_by(|a, b| a.name.cmp(&b.name));
    Vector::of(Some(file_name(path)), tensors)
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests;
