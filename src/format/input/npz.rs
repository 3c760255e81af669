//! Members of an NPZ archive.

use crate::format::Error;
use crate::format::input::array::{ArrayFrames, Whole, plane};
use crate::format::input::cells::Cells;
use crate::format::input::content::{Parts, single};
use crate::format::input::{Frames, Input, InputOptions};
use crate::format::io_error;
use crate::format::npy::{MAX_START, NpyLayout, layout_of};
use ndarray::Array2;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};
use zip::result::ZipError;
use zip::{CompressionMethod, ZipArchive};

type Archive = ZipArchive<BufReader<File>>;

/// An array in the archive.
struct Member {
    index: usize,
    name: String,
    layout: Result<NpyLayout, Error>,
    /// Where the member's bytes are in the file, if they are stored as they are.
    stored_at: Option<u64>,
}

/// A member that is read from its start: compressed, or a single field, whose checksum is held.
#[derive(Debug)]
struct MemberFrames {
    path: PathBuf,
    index: usize,
    data_start: u64,
    cells: Cells,
    whole: Whole,
}

/// Opens the member named, or the only one that holds planes, or `field`.
pub(crate) fn open(path: &Path, options: &InputOptions) -> Result<Vec<Input>, Error> {
    let mut archive = open_archive(path)?;
    let mut members = Vec::new();
    for index in 0..archive.len() {
        members.push(member(path, &mut archive, index)?);
    }
    let member = choose(path, members, options)?;
    let layout = member.layout?;
    let cells = Cells::of(path, &layout, options.layer)?;
    let mut parts = Parts::of(path, format!("{}:{}", path.display(), member.name), cells.axes);
    parts.about.element = Some(cells.element_name());
    let (path, whole) = (path.to_owned(), Whole::default());
    Ok(match member.stored_at {
        Some(start) if parts.is_history => {
            let data_start = start + layout.data_start;
            single(parts, ArrayFrames { path, data_start, cells, whole })
        }
        _ => {
            let (index, data_start) = (member.index, layout.data_start);
            single(parts, MemberFrames { path, index, data_start, cells, whole })
        }
    })
}

fn choose(path: &Path, members: Vec<Member>, options: &InputOptions) -> Result<Member, Error> {
    let names: Vec<String> = members.iter().map(|member| member.name.clone()).collect();
    let missing = |wanted: &str, found: Vec<String>| Error::Dataset {
        path: path.to_owned(),
        found,
        wanted: wanted.to_owned(),
    };
    if let Some(wanted) = &options.dataset {
        let named = members.into_iter().find(|member| member.name == *wanted);
        return named.ok_or_else(|| missing(wanted, names));
    }
    let mut planes: Vec<Member> =
        members.into_iter().filter(|member| holds_planes(path, member, options)).collect();
    let own = planes.iter().position(|member| member.name == "field");
    match (own, planes.pop()) {
        (_, Some(only)) if planes.is_empty() => Ok(only),
        (Some(own), Some(last)) => {
            planes.push(last);
            Ok(planes.swap_remove(own))
        }
        (_, last) => {
            planes.extend(last);
            let found = planes.into_iter().map(|member| member.name).collect::<Vec<_>>();
            let found = if found.is_empty() { names } else { found };
            Err(missing("of numbers, rows × cols or frames × rows × cols", found))
        }
    }
}

fn holds_planes(path: &Path, member: &Member, options: &InputOptions) -> bool {
    let layout = member.layout.as_ref().ok();
    layout.is_some_and(|layout| Cells::of(path, layout, options.layer).is_ok())
}

fn open_archive(path: &Path) -> Result<Archive, Error> {
    let file = File::open(path).map_err(io_error(path, "open"))?;
    ZipArchive::new(BufReader::new(file)).map_err(|error| decode_error(path, error))
}

fn member(path: &Path, archive: &mut Archive, index: usize) -> Result<Member, Error> {
    let file = archive.by_index(index).map_err(|error| decode_error(path, error))?;
    let name = file.name().strip_suffix(".npy").unwrap_or(file.name()).to_owned();
    let is_stored = file.compression() == CompressionMethod::Stored;
    let stored_at = is_stored.then_some(file.data_start());
    let (size, mut start) = (file.size(), Vec::new());
    let read = file.take(MAX_START).read_to_end(&mut start);
    read.map_err(|error| decode_error(path, ZipError::Io(error)))?;
    let layout = layout_of(path, &start, size);
    Ok(Member { index, name, layout, stored_at })
}

impl MemberFrames {
    fn read_bytes(&self) -> Result<Vec<u8>, Error> {
        let mut archive = open_archive(&self.path)?;
        let mut file =
            archive.by_index(self.index).map_err(|error| decode_error(&self.path, error))?;
        let mut bytes = Vec::new();
        // To its end, where the checksum is compared.
        let read = file.read_to_end(&mut bytes);
        read.map_err(|error| decode_error(&self.path, ZipError::Io(error)))?;
        let wanted = self.data_start as usize + self.cells.n_bytes();
        if bytes.len() != wanted {
            let (found, wanted) = (bytes.len() as u64, wanted as u64);
            return Err(Error::Length { path: self.path.clone(), found, wanted });
        }
        Ok(bytes.split_off(self.data_start as usize))
    }
}

impl Frames for MemberFrames {
    fn read(&self, index: usize) -> Result<Array2<f64>, Error> {
        let cells = self.whole.pick(&self.cells, index, || self.read_bytes())?;
        plane(&self.path, self.cells.axes, cells)
    }
}

fn decode_error(path: &Path, error: ZipError) -> Error {
    match error {
        ZipError::Io(source) if source.raw_os_error().is_some() => io_error(path, "read")(source),
        other => {
            Error::Malformed { path: path.to_owned(), format: "NPZ", found: other.to_string() }
        }
    }
}
