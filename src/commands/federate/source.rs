//! Updates in files as the rules read them.

use crate::commands::failure::{Failure, code};
use mfn::federate::{Error, Precision, Updates};
use mfn::format::{TensorShape, Vector, Vectors};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Updates of at most so many bytes are read once and kept, not once a pass.
const KEPT: usize = 256 << 20;

/// The updates of some files.
pub(crate) struct Source {
    vectors: Vectors,
    kept: Kept,
    /// The length that most updates have.
    coordinates: usize,
    precision: Precision,
}

impl Source {
    /// Opens the files; temporary ones go beside `out`, or to the system's folder.
    pub(crate) fn open(paths: &[PathBuf], out: Option<&Path>) -> Result<Self, Failure> {
        let system = std::env::temp_dir();
        let beside = out.map(|path| match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
            _ => PathBuf::from("."),
        });
        let scratch = beside.filter(|folder| folder.is_dir()).unwrap_or(system);
        let vectors = Vectors::open(paths, &scratch)?;
        let coordinates = common_length(&vectors)?;
        let single = vectors.vectors.iter().all(Vector::is_single);
        let precision = if single { Precision::Single } else { Precision::Double };
        let kept = Kept::of(&vectors.vectors, coordinates, precision)?;
        Ok(Self { vectors, kept, coordinates, precision })
    }

    /// The name of a client, where the files give one.
    pub(crate) fn name(&self, client: usize) -> Option<&str> {
        self.vectors.vectors.get(client)?.name.as_deref()
    }

    /// The clients' numbers of examples.
    pub(crate) fn examples(&self) -> Option<&[f64]> {
        self.vectors.examples.as_deref()
    }

    /// The tensors of a client.
    pub(crate) fn tensors(&self, client: usize) -> &[TensorShape] {
        self.vectors.vectors.get(client).map_or(&[], |vector| &vector.tensors)
    }

    /// What is wrong with a client's name or tensors, seen beside the others'.
    fn misfit(&self, client: usize) -> Option<String> {
        let vectors = &self.vectors.vectors;
        let own = vectors.get(client)?;
        let name = own.name.as_ref()?;
        let earlier = vectors.iter().take(client);
        let namesake = |other: &Vector| other.name.as_ref() == Some(name);
        earlier.into_iter().any(namesake).then(|| format!("{name} has sent an update already"))
    }
}

/// Copies from a row in memory; false if there is none.
fn copy_piece<T: Copy>(row: Option<&[T]>, start: usize, out: &mut [T]) -> bool {
    let piece = row.and_then(|row| row.get(start..start + out.len()));
    if let Some(piece) = piece {
        out.copy_from_slice(piece);
    }
    piece.is_some()
}

/// Updates in memory, a row of d numbers a client, in the precision of the files; a row that will
/// be rejected is zero.
enum Kept {
    Nothing,
    Single(Vec<f32>),
    Double(Vec<f64>),
}

impl Kept {
    /// Reads the updates, if they are few.
    fn of(vectors: &[Vector], coordinates: usize, precision: Precision) -> Result<Self, Failure> {
        let numbers = vectors.len().saturating_mul(coordinates);
        let fits = |size: usize| numbers.saturating_mul(size) <= KEPT;
        Ok(match precision {
            Precision::Single if fits(4) => {
                Self::Single(rows(vectors, coordinates, Vector::read_single)?)
            }
            Precision::Double if fits(8) => Self::Double(rows(vectors, coordinates, Vector::read)?),
            _ => Self::Nothing,
        })
    }
}

/// One allocation for all rows: the system gives it in large pages.
fn rows<T: Copy + Default + Send>(
    vectors: &[Vector],
    coordinates: usize,
    read: impl Fn(&Vector, usize, &mut [T]) -> Result<(), mfn::format::Error> + Sync,
) -> Result<Vec<T>, Failure> {
    let mut values = vec![T::default(); vectors.len() * coordinates];
    let rows = values.par_chunks_mut(coordinates.max(1)).zip(vectors);
    let sound = |vector: &Vector| vector.length == coordinates && vector.flaw.is_none();
    rows.filter(|(_, vector)| sound(vector)).try_for_each(|(row, vector)| read(vector, 0, row))?;
    Ok(values)
}

/// The length that more than half of the updates have.
fn common_length(vectors: &Vectors) -> Result<usize, Failure> {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for vector in vectors.vectors.iter().filter(|vector| vector.flaw.is_none()) {
        *counts.entry(vector.length).or_default() += 1;
    }
    let clients = vectors.vectors.len();
    let best = counts.into_iter().max_by_key(|(_, count)| *count);
    match best {
        Some((coordinates, agreeing)) if 2 * agreeing > clients => Ok(coordinates),
        Some((coordinates, agreeing)) => {
            Err(Error::NoCommonLength { agreeing, clients, coordinates }.into())
        }
        None => {
            let flaw = vectors.vectors.iter().find_map(|vector| vector.flaw.clone());
            let flaw = flaw.unwrap_or_else(|| "there are no updates".to_owned());
            Err(Failure::message(code::FILE, format!("no update can be read: {flaw}")))
        }
    }
}

impl Updates for Source {
    fn clients(&self) -> usize {
        self.vectors.vectors.len()
    }

    fn coordinates(&self) -> usize {
        self.coordinates
    }

    fn precision(&self) -> Precision {
        self.precision
    }

    fn length(&self, client: usize) -> usize {
        self.vectors.vectors.get(client).map_or(0, |vector| vector.length)
    }

    fn flaw(&self, client: usize) -> Option<String> {
        let flaw = self.vectors.vectors.get(client).and_then(|vector| vector.flaw.clone());
        flaw.or_else(|| self.misfit(client))
    }

    fn read(&self, client: usize, start: usize, out: &mut [f64]) -> Result<(), Error> {
        match self.vectors.vectors.get(client) {
            Some(vector) => vector.read(start, out).map_err(|error| Error::Read(Box::new(error))),
            None => Ok(()),
        }
    }

    fn read_single(&self, client: usize, start: usize, out: &mut [f32]) -> Result<(), Error> {
        if copy_piece(self.lend_single(client), start, out) {
            return Ok(());
        }
        match self.vectors.vectors.get(client) {
            Some(vector) => {
                vector.read_single(start, out).map_err(|error| Error::Read(Box::new(error)))
            }
            None => Ok(()),
        }
    }

    fn lend(&self, client: usize) -> Option<&[f64]> {
        match &self.kept {
            Kept::Double(values) => values.chunks(self.coordinates).nth(client),
            Kept::Nothing | Kept::Single(_) => None,
        }
    }

    fn lend_single(&self, client: usize) -> Option<&[f32]> {
        match &self.kept {
            Kept::Single(values) => values.chunks(self.coordinates).nth(client),
            Kept::Nothing | Kept::Double(_) => None,
        }
    }
}
