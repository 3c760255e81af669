//! Paths that stay inside a folder.

use crate::crypto::Error;

/// Refuses a path that could lead out of a folder, or name two files on one system.
///
/// # Errors
///
/// [`Error::Malformed`] with the path.
///
/// # Examples
///
/// ```
/// use mfn::crypto::folder::check_path;
/// assert!(check_path("data/part-000000.parquet").is_ok());
/// assert!(check_path("../key").is_err());
/// ```
pub fn check_path(path: &str) -> Result<(), Error> {
    let part_is_well = |part: &str| {
        !part.is_empty()
            && part != "."
            && part != ".."
            && !part.contains(['\\', '\0', ':'])
            && !part.chars().any(char::is_control)
    };
    if path.len() <= 4096 && path.split('/').all(part_is_well) {
        Ok(())
    } else {
        let found = format!("{path:?} is no path inside a folder");
        Err(Error::Malformed { format: "list of files", found })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_out_are_refused() {
        for path in ["a", "a/b.c", "…/é", "a b", "..a", "a..", ".mfn/x"] {
            assert!(check_path(path).is_ok(), "{path}");
        }
        let out = ["", "/", "/etc/x", "a//b", "a/", "./a", "../a", "a/../../b", "..", "."];
        for path in out.into_iter().chain(["a\\b", "c:x", "a\0b", "a\nb"]) {
            assert!(check_path(path).is_err(), "{path}");
        }
        assert!(check_path(&"a".repeat(4097)).is_err());
    }
}
