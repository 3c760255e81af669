//! Files that appear under their final name only when they are whole.

use crate::format::Error;
use crate::format::io_error;
use std::fs::{File, Permissions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// A file that is being written beside its final place.
///
/// The bytes go into a hidden `.part` file in the same folder; [`AtomicFile::commit`] moves it to
/// the final name. Dropping it without a commit removes the `.part` file and leaves whatever
/// stood under the final name untouched.
#[derive(Debug)]
pub struct AtomicFile {
    part: NamedTempFile,
    path: PathBuf,
}

impl AtomicFile {
    /// Starts a file that will be called `path`.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] if the folder does not exist or cannot be written.
    pub fn create(path: &Path) -> Result<Self, Error> {
        let mut name = std::ffi::OsString::from(".");
        name.push(path.file_name().unwrap_or_default());
        name.push(".");
        let part = ordinary_mode(tempfile::Builder::new().prefix(&name).suffix(".part"))
            .tempfile_in(folder_of(path))
            .map_err(io_error(path, "create"))?;
        Ok(Self { part, path: path.to_owned() })
    }

    /// Where the bytes are for now: for writers that want a path.
    pub fn part_path(&self) -> &Path {
        self.part.path()
    }

    /// The file to write to.
    pub fn file_mut(&mut self) -> &mut File {
        self.part.as_file_mut()
    }

    /// Brings the bytes to the disk, moves the file to its final name and syncs the folder.
    ///
    /// # Errors
    ///
    /// [`Error::Io`]; then nothing new stands under the final name, unless only the last step,
    /// the sync of the folder, failed.
    pub fn commit(self) -> Result<(), Error> {
        self.part.as_file().sync_all().map_err(io_error(&self.path, "write"))?;
        self.part
            .persist(&self.path)
            .map_err(|failure| io_error(&self.path, "write")(failure.error))?;
        sync_folder_of(&self.path)
    }
}

/// Writes a file so that it appears under its final name only when it is whole.
///
/// `write` gets a buffered writer that can seek. The data are flushed and synced before the
/// rename, and the folder is synced after it, so a crash leaves either the old file or the new
/// one. The mode is the ordinary one, 0666 without the umask.
///
/// # Errors
///
/// [`Error::Io`] with `path`, whatever failed; a full disk is told by [`Error::is_disk_full`].
///
/// # Examples
///
/// ```
/// # let folder = tempfile::tempdir()?;
/// use std::io::Write;
/// let path = folder.path().join("note.txt");
/// mfn::format::write_atomic(&path, |file| file.write_all(b"whole"))?;
/// assert_eq!(std::fs::read(&path)?, b"whole");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn write_atomic(
    path: &Path,
    write: impl FnOnce(&mut BufWriter<&mut File>) -> io::Result<()>,
) -> Result<(), Error> {
    let mut file = AtomicFile::create(path)?;
    let mut writer = BufWriter::with_capacity(1 << 16, file.file_mut());
    let written = write(&mut writer).and_then(|()| writer.flush());
    // What is still buffered after a failure must not be written when the buffer is dropped.
    drop(writer.into_parts());
    written.map_err(io_error(path, "write"))?;
    file.commit()
}

/// Syncs the folder that holds `path`, so that a rename in it survives a crash.
pub(crate) fn sync_folder_of(path: &Path) -> Result<(), Error> {
    // Other systems cannot open a folder as a file, and need not.
    if cfg!(unix) {
        let folder = folder_of(path);
        File::open(folder)
            .and_then(|folder| folder.sync_all())
            .map_err(io_error(folder, "sync folder"))?;
    }
    Ok(())
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Asks for mode 0666, from which the system takes the umask; tempfile's own choice is 0600.
#[cfg(unix)]
fn ordinary_mode<'a, 'b, 'c>(
    builder: &'c mut tempfile::Builder<'a, 'b>,
) -> &'c mut tempfile::Builder<'a, 'b> {
    use std::os::unix::fs::PermissionsExt;
    builder.permissions(Permissions::from_mode(0o666))
}

#[cfg(not(unix))]
fn ordinary_mode<'a, 'b, 'c>(
    builder: &'c mut tempfile::Builder<'a, 'b>,
) -> &'c mut tempfile::Builder<'a, 'b> {
    builder
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect()
    }

    #[test]
    fn failed_write_leaves_the_old_file_and_no_part() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("data.bin");
        write_atomic(&path, |file| file.write_all(b"old")).unwrap();
        let error = write_atomic(&path, |file| {
            file.write_all(b"new, but only half")?;
            Err(io::ErrorKind::StorageFull.into())
        })
        .unwrap_err();
        assert!(error.is_disk_full());
        assert_eq!(std::fs::read(&path).unwrap(), b"old");
        assert_eq!(names(folder.path()), ["data.bin"]);
    }

    #[test]
    fn nothing_stands_under_the_final_name_while_writing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("data.bin");
        write_atomic(&path, |file| {
            file.write_all(b"x")?;
            assert!(!path.exists());
            assert_eq!(names(folder.path()).len(), 1);
            Ok(())
        })
        .unwrap();
        assert_eq!(names(folder.path()), ["data.bin"]);
    }

    #[test]
    fn missing_folder_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("no/data.bin");
        let error = write_atomic(&path, |_| Ok(())).unwrap_err().to_string();
        assert_eq!(error, format!("cannot create {}: no such file or folder", path.display()));
    }

    #[test]
    fn folder_in_the_way_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("taken");
        std::fs::create_dir(&path).unwrap();
        assert!(matches!(write_atomic(&path, |_| Ok(())), Err(Error::Io { .. })));
        assert_eq!(names(folder.path()), ["taken"]);
    }

    #[cfg(unix)]
    #[test]
    fn mode_is_that_of_an_ordinary_file() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let (ours, ordinary) = (folder.path().join("ours"), folder.path().join("ordinary"));
        write_atomic(&ours, |file| file.write_all(b"x")).unwrap();
        std::fs::write(&ordinary, b"x").unwrap();
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode();
        assert_eq!(mode(&ours), mode(&ordinary));
    }
}
