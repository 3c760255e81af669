//! NPZ, NumPy's archive of named arrays.
//!
//! Members are stored without compression and carry ZIP's zero date (1980-01-01), so the bytes
//! depend on the data alone. Each entry of the provenance is a zero-dimensional array of Unicode
//! text: in Python, `str(np.load("fields.npz")["mfn.preset"])` needs no pickle.

use crate::format::Error;
use crate::format::Provenance;
use crate::format::cells::{Dtype, shape_of, write_le};
use crate::format::npy::header_bytes;
use crate::format::write_atomic;
use crate::grid::FieldView;
use ndarray_npy::npy::header::{Header, Layout};
use ndarray_npy::{NpzWriter, WriteNpyError, WriteNpyExt, WriteNpzError};
use std::io::{self, BufWriter, Seek, Write};
use std::path::Path;

/// Writes named fields and their provenance as an NPZ file.
///
/// Each field becomes a member of shape (rows, cols), or (layers, rows, cols) if there are several
/// `layers`, C order. A member of 4 GiB or more is
/// refused: such fields belong into NPY or HDF5.
///
/// # Errors
///
/// [`Error::Name`] if a name is empty, repeated or holds a `/`; [`Error::Io`] if the file cannot
/// be written.
///
/// # Examples
///
/// ```
/// # let folder = tempfile::tempdir()?;
/// # let provenance = mfn::format::Provenance {
/// #     preset: String::new(), preset_sha256: String::new(), version: String::new(),
/// #     seed: String::new(), rng: String::new(), model: String::new() };
/// use mfn::grid::{FieldView, Grid, Padded};
/// let u = Padded::from_fn(Grid::new(2, 3, 1.0)?, |_, _| 0.5_f32);
/// let path = folder.path().join("fields.npz");
/// mfn::format::write_npz(&path, 1, &[("u", FieldView::from(&u))], &provenance)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn write_npz(
    path: &Path,
    layers: usize,
    fields: &[(&str, FieldView<'_>)],
    provenance: &Provenance,
) -> Result<(), Error> {
    check_names(fields)?;
    write_atomic(path, |file| {
        let mut archive = NpzWriter::new(file);
        if let Err(error) = add_members(&mut archive, layers, fields, provenance) {
            // Dropped unfinished, the archive would try again to write its end, and print that
            // it cannot; it holds no more than its list of members.
            std::mem::forget(archive);
            return Err(to_io(error));
        }
        archive.finish().map_err(to_io).map(drop)
    })
}

fn add_members<W: Write + Seek>(
    archive: &mut NpzWriter<W>,
    layers: usize,
    fields: &[(&str, FieldView<'_>)],
    provenance: &Provenance,
) -> Result<(), WriteNpzError> {
    for (name, field) in fields {
        archive.add_array(*name, &Member::Field(*field, layers))?;
    }
    for (key, text) in provenance.entries() {
        archive.add_array(key, &Member::Text(text))?;
    }
    Ok(())
}

fn check_names(fields: &[(&str, FieldView<'_>)]) -> Result<(), Error> {
    for (index, (name, _)) in fields.iter().enumerate() {
        let repeated = fields[..index].iter().any(|(other, _)| other == name);
        if name.is_empty() || name.contains(['/', '\\']) || name.starts_with("mfn.") || repeated {
            return Err(Error::Name {
                found: (*name).to_owned(),
                what: "an NPZ member",
                wanted: "a name that is used once, without slashes and not beginning with `mfn.`",
            });
        }
    }
    Ok(())
}

/// One array of the archive.
enum Member<'a> {
    /// With its layers.
    Field(FieldView<'a>, usize),
    Text(&'a str),
}

impl WriteNpyExt for Member<'_> {
    fn write_npy<W: Write>(&self, writer: W) -> Result<(), WriteNpyError> {
        let mut writer = BufWriter::new(writer);
        match self {
            Self::Field(field, layers) => {
                let shape = shape_of(*field, *layers);
                writer.write_all(&header_bytes(Dtype::of(*field), &shape)?)?;
                write_le(*field, &mut writer)?;
            }
            Self::Text(text) => write_text(text, &mut writer)?,
        }
        Ok(writer.flush()?)
    }
}

/// Writes a zero-dimensional array of NumPy's type `<Un`: n code points of UTF-32.
fn write_text(text: &str, writer: &mut dyn Write) -> Result<(), WriteNpyError> {
    // NumPy has no text of width 0; one zero code point stands for the empty string.
    let width = text.chars().count().max(1);
    let header = Header {
        type_descriptor: format!("'<U{width}'").parse().map_err(io::Error::other)?,
        layout: Layout::Standard,
        shape: Vec::new(),
    };
    writer.write_all(&header.to_bytes().map_err(io::Error::other)?)?;
    for letter in text.chars() {
        writer.write_all(&u32::from(letter).to_le_bytes())?;
    }
    if text.is_empty() {
        writer.write_all(&[0; 4])?;
    }
    Ok(())
}

/// Keeps the operating system's error where there is one, so that a full disk is still told.
fn to_io(error: WriteNpzError) -> io::Error {
    match error {
        WriteNpzError::Npy(WriteNpyError::Io(error)) => error,
        WriteNpzError::Npy(other) => io::Error::other(other),
        WriteNpzError::Zip(error) => error.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::provenance::example;
    use ndarray::{Array2, array};
    use ndarray_npy::NpzReader;
    use std::fs::File;

    #[test]
    fn members_come_back() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("fields.npz");
        let (u, v) = (array![[1.0_f64, -0.0, f64::NAN]], array![[0.5_f32], [2.0]]);
        let fields = [("u", FieldView::F64(u.view())), ("v", FieldView::F32(v.view()))];
        write_npz(&path, 1, &fields, &example()).unwrap();
        let mut archive = NpzReader::new(File::open(&path).unwrap()).unwrap();
        let read: Array2<f64> = archive.by_name("u").unwrap();
        assert_eq!(read.mapv(f64::to_bits), u.mapv(f64::to_bits));
        assert_eq!(archive.by_name::<ndarray::OwnedRepr<f32>, _>("v").unwrap(), v);
        assert_eq!(archive.len(), 8);
    }

    #[test]
    fn dates_are_zero_so_bytes_depend_on_data_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("fields.npz");
        let u = array![[1.0_f64]];
        write_npz(&path, 1, &[("u", FieldView::F64(u.view()))], &example()).unwrap();
        let bytes = std::fs::read(&path).unwrap();
        // Local header: signature, version, flags, method, then time and date (1980-01-01).
        assert_eq!(bytes[..4], *b"PK\x03\x04");
        assert_eq!(bytes[10..14], [0, 0, 0x21, 0]);
    }

    #[test]
    fn text_is_utf_32() {
        let mut bytes = Vec::new();
        write_text("aé", &mut bytes).unwrap();
        assert!(bytes.windows(5).any(|window| window == b"'<U2'"));
        assert_eq!(bytes[bytes.len() - 8..], [0x61, 0, 0, 0, 0xe9, 0, 0, 0]);
        bytes.clear();
        write_text("", &mut bytes).unwrap();
        assert!(bytes.windows(5).any(|window| window == b"'<U1'"));
    }

    #[test]
    fn bad_names_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("fields.npz");
        let u = array![[1.0_f64]];
        let field = FieldView::F64(u.view());
        let check = |fields: &[(&str, FieldView<'_>)]| {
            let error = write_npz(&path, 1, fields, &example()).unwrap_err();
            assert!(matches!(error, Error::Name { .. }), "{error}");
            assert!(!path.exists());
        };
        check(&[("", field)]);
        check(&[("a/b", field)]);
        check(&[("mfn.seed", field)]);
        check(&[("u", field), ("u", field)]);
    }
}
