//! The end of sealing a folder: index, list, and what is no longer needed.

use crate::commands::encrypt::folder::copying::seal_into;
use crate::commands::encrypt::folder::place::{header_path, session_folder, session_numbers};
use crate::commands::encrypt::folder::session::Session;
use crate::commands::encrypt::sign::LIST;
use crate::commands::failure::Failure;
use crate::commands::folders::files_below;
use mfn::crypto::folder::{Index, IndexEntry, SealedFile, SealedList, index_context};
use mfn::format::write_atomic;
use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::Path;

/// Writes the index and then the list, which replaces the folder's state at once.
pub(crate) fn publish(
    folder: &Path,
    id: [u8; 16],
    session: &Session,
    parts: Vec<(SealedFile, IndexEntry)>,
) -> Result<SealedList, Failure> {
    let (mut files, mut entries): (Vec<SealedFile>, Vec<IndexEntry>) = parts.into_iter().unzip();
    files.sort_by(|left, right| left.path.cmp(&right.path));
    entries.sort_by(|left, right| left.path.cmp(&right.path));
    let text = Index { id, files: entries }.to_padded_json()?;
    let path = format!("k{}/index", session.number);
    let context = index_context(&id);
    let (_, sealed) = seal_into(&*text, &folder.join(&path), session.key()?, &context)?;
    let index = SealedFile {
        path,
        key: session.number,
        bytes: sealed.bytes,
        sha256: sealed.sha256,
        token: None,
    };
    let list = SealedList { id, index, files };
    let text = list.to_json()?;
    write_atomic(&folder.join(LIST), |file| file.write_all(text.as_bytes()))?;
    Ok(list)
}

/// Takes away what the list does not name: earlier states, ledgers, parts of files.
pub(crate) fn clear(folder: &Path, list: &SealedList) -> Result<(), Failure> {
    let keys = list.keys();
    clear_lists(folder)?;
    for number in session_numbers(folder)? {
        let within = session_folder(folder, number);
        if !keys.contains(&number) {
            let removed = std::fs::remove_dir_all(&within);
            removed.map_err(|error| Failure::io("remove", &within, error))?;
            continue;
        }
        let mut named: BTreeSet<_> =
            list.files.iter().map(|file| folder.join(&file.path)).collect();
        named.insert(folder.join(&list.index.path));
        named.insert(header_path(folder, number));
        let found =
            files_below(&within, "").map_err(|error| Failure::io("read", &within, error))?;
        for path in found.iter().map(|path| within.join(path)) {
            if !named.contains(&path) {
                let removed = std::fs::remove_file(&path);
                removed.map_err(|error| Failure::io("remove", &path, error))?;
            }
        }
    }
    Ok(())
}

/// Takes away lists that a kill kept from their final name.
fn clear_lists(folder: &Path) -> Result<(), Failure> {
    let entries = std::fs::read_dir(folder).map_err(|error| Failure::io("read", folder, error))?;
    for entry in entries {
        let entry = entry.map_err(|error| Failure::io("read", folder, error))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let is_part = name.strip_prefix(&format!(".{LIST}."));
        if is_part.and_then(|rest| rest.strip_suffix(".part")).is_some() {
            let removed = std::fs::remove_file(entry.path());
            removed.map_err(|error| Failure::io("remove", &entry.path(), error))?;
        }
    }
    Ok(())
}
