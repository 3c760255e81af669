//! Files that hold secrets: mode 0600, never over another file, refused if others can read them.

use crate::crypto::Error;
use crate::crypto::SecretKey;
use crate::crypto::error::io_error;
use crate::crypto::keys::Identity;
use std::fs::{File, OpenOptions};
use std::io::{Read as _, Write as _};
use std::path::Path;
use zeroize::Zeroizing;

/// A file of secrets is no longer than this: 64 KiB.
const MOST_BYTES: u64 = 1 << 16;

/// Refuses a file that its group or others have any right on.
///
/// # Errors
///
/// [`Error::Permissions`] with the mode found.
#[cfg(unix)]
pub fn check_secret_mode(file: &File) -> Result<(), Error> {
    use std::os::unix::fs::PermissionsExt as _;
    let metadata = file.metadata().map_err(io_error("read"))?;
    let mode = metadata.permissions().mode() & 0o777;
    // Pipes, as of `<(…)`, have a mode too, but nobody else can open them.
    if metadata.is_file() && mode & 0o077 != 0 { Err(Error::Permissions { mode }) } else { Ok(()) }
}

/// Refuses nothing: this system has no mode to look at.
///
/// # Errors
///
/// None.
#[cfg(not(unix))]
pub fn check_secret_mode(_file: &File) -> Result<(), Error> {
    Ok(())
}

/// Reads a small file that holds a secret.
///
/// # Errors
///
/// [`Error::Permissions`] if others can read it, [`Error::Length`] if it is longer than 64 KiB,
/// [`Error::Io`] if it cannot be read.
pub fn read_secret_file(path: &Path) -> Result<Zeroizing<Vec<u8>>, Error> {
    let file = File::open(path).map_err(io_error("open"))?;
    check_secret_mode(&file)?;
    // With room for all of it no part is left behind where the vector was before it grew.
    let mut bytes = Zeroizing::new(Vec::with_capacity(MOST_BYTES as usize + 1));
    file.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(io_error("read"))?;
    if bytes.len() as u64 > MOST_BYTES {
        let found = bytes.len() as u64;
        return Err(Error::Length { what: "file of a secret", found, wanted: "at most 65536" });
    }
    Ok(bytes)
}

/// Writes a new file with mode 0600.
///
/// # Errors
///
/// [`Error::Io`] if it exists already or cannot be written.
pub fn write_secret_file(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path).map_err(io_error("create"))?;
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(io_error("write"))
}

/// The raw key of 32 bytes in a file.
///
/// # Errors
///
/// [`Error::Length`] if there are more or fewer, and as [`read_secret_file`].
pub fn read_raw_key(path: &Path) -> Result<SecretKey, Error> {
    SecretKey::from_slice(&read_secret_file(path)?, "raw key file")
}

/// The identities in a file: a secret key a line; `#` begins a remark.
///
/// # Errors
///
/// [`Error::Malformed`] with the line's number, never its text; [`Error::Unrecognised`] if there
/// is no key, and as [`read_secret_file`].
pub fn read_identities(path: &Path) -> Result<Vec<Identity>, Error> {
    let bytes = read_secret_file(path)?;
    parse_identities(&bytes)
}

/// The identities in the bytes of a key file.
///
/// # Errors
///
/// As [`read_identities`].
pub fn parse_identities(bytes: &[u8]) -> Result<Vec<Identity>, Error> {
    let format = "key file";
    let malformed = |found: String| Error::Malformed { format, found };
    let text = std::str::from_utf8(bytes).map_err(|_| malformed("it is no text".to_owned()))?;
    let mut identities = Vec::new();
    for (number, line) in (1..).zip(text.lines().map(str::trim)) {
        if !line.is_empty() && !line.starts_with('#') {
            let identity = Identity::parse(line);
            identities
                .push(identity.map_err(|error| malformed(format!("line {number}: {error}")))?);
        }
    }
    if identities.is_empty() {
        return Err(Error::Unrecognised { wanted: format, found: "no line has a key".to_owned() });
    }
    Ok(identities)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn key_file_is_written_once_and_read_back() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        let identity = Identity::generate().unwrap();
        let text = format!("# mine\n\n{}\n", &*identity.to_text());
        write_secret_file(&path, text.as_bytes()).unwrap();
        let found = read_identities(&path).unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].public(), identity.public());
        let error = write_secret_file(&path, b"other").unwrap_err();
        assert!(matches!(error, Error::Io { action: "create", .. }));
    }

    #[cfg(unix)]
    #[test]
    fn file_that_others_can_read_is_refused() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        write_secret_file(&path, &[7; 32]).unwrap();
        let mode = std::fs::metadata(&path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600);
        for (mode, refused) in
            [(0o400, false), (0o640, true), (0o604, true), (0o610, true), (0o600, false)]
        {
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
            let read = read_raw_key(&path);
            assert_eq!(matches!(read, Err(Error::Permissions { .. })), refused, "{mode:o}");
            assert_eq!(read.is_ok(), !refused);
        }
    }

    #[test]
    fn raw_key_of_another_length_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        for length in [0, 16, 31, 33, 64, 70_000] {
            let path = folder.path().join(length.to_string());
            write_secret_file(&path, &vec![1; length]).unwrap();
            assert!(matches!(read_raw_key(&path), Err(Error::Length { .. })), "{length}");
        }
    }

    #[test]
    fn malformed_key_files_repeat_nothing_of_it() {
        for text in ["", "# only a remark\n", "hunter2\n", "mfn-x25519-secret-0123\n"] {
            let error = parse_identities(text.as_bytes()).unwrap_err().to_string();
            assert!(!error.contains("hunter2") && !error.contains("0123"), "{error}");
        }
        assert!(parse_identities(&[0xff, 0xfe]).is_err());
    }
}
