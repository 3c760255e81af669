//! `mfn encrypt seal FOLDER`: every file, in parallel; what is sealed already stays.

use crate::cli::encrypt::Seal;
use crate::commands::encrypt::folder::contents::Contents;
use crate::commands::encrypt::folder::copying::{digest_of, digest_read, seal_file};
use crate::commands::encrypt::folder::finish::{clear, publish};
use crate::commands::encrypt::folder::memory::Memory;
use crate::commands::encrypt::folder::place::{Place, header_path, session_numbers};
use crate::commands::encrypt::folder::session::{Session, Wanted, ledger, ledger_path, note};
use crate::commands::encrypt::sign::LIST;
use crate::commands::encrypt::watch::{Watch, bytes_of, total};
use crate::commands::encrypt::{file, print_json, secrets};
use crate::commands::failure::{Failure, code};
use crate::commands::folders::{files_below, is_within};
use crate::commands::output::Output;
use mfn::crypto::encoding::to_hex;
use mfn::crypto::folder::{IndexEntry, SealedFile, SealedList, Token, check_path, file_context};
use mfn::crypto::{Header, random_bytes};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// A file that is sealed, as the list and the index tell of it.
type Part = (SealedFile, IndexEntry);

/// What a folder is sealed from, and how.
struct Work<'a> {
    source: &'a Path,
    folder: &'a Path,
    id: [u8; 16],
    hide_names: bool,
    hide_sizes: bool,
}

/// Seals a folder, or goes on with it.
pub(crate) fn run(seal: &Seal, output: &mut Output) -> Result<(), Failure> {
    let (source, folder) = (seal.input.as_path(), seal.out.as_path());
    if file::is_stream(folder) {
        return Err(Failure::message(code::USAGE, "a folder is sealed into a folder: name one"));
    }
    let (recipients, symmetric) = secrets::recipients(seal)?;
    let identities = secrets::identities(&seal.identity)?;
    let wanted = Wanted { recipients, symmetric, identities };
    let _place = Place::to_seal_into(folder)?;
    let paths = source_files(source, folder)?;
    let before = folder.join(LIST).is_file().then(|| Contents::read(folder)).transpose()?;
    let before = before.map(|contents| contents.list);
    let id = id_of(folder, before.as_ref())?;
    let mut memory = Memory::of(source, &id)?;
    let earlier = Session::earlier(folder, &id, &wanted, &memory)?;
    let (hide_names, hide_sizes) = (seal.hide_names, seal.hide_sizes);
    let work = Work { source, folder, id, hide_names, hide_sizes };
    if earlier.is_empty() && before.is_some() {
        let message = format!("{} is sealed already, and cannot be compared", folder.display());
        let failure = Failure::message(code::FILE, message);
        return Err(failure.with_hint("give an --identity among its recipients, or another --out"));
    }
    let known = work.known(before.as_ref(), &earlier);
    let found = if known.is_empty() {
        vec![None; paths.len()]
    } else {
        let all = total(paths.iter().map(|path| bytes_of(&source.join(path))));
        let watch = Watch::new(&seal.manner, Some(all), output);
        work.recognise(&paths, &earlier, &known, &watch)?
    };
    let kept = found.iter().flatten().count();
    if let Some(list) = before.as_ref().filter(|list| is_complete(folder, list, &found)) {
        clear(folder, list)?;
        return report(seal, list, (0, kept), output);
    }
    let in_use = before.as_ref().map(SealedList::keys).unwrap_or_default();
    let usable = |session: &Session| session.key.is_some() && !in_use.contains(&session.number);
    let session = if let Some(session) = earlier.into_iter().rfind(usable) {
        session
    } else {
        let session = Session::begin(folder, id, &wanted.recipients)?;
        if wanted.symmetric.is_empty() {
            memory.keep(session.number, &session.tokens, wanted.names(), output);
        }
        session
    };
    let missing = paths.iter().zip(&found).filter(|(_, found)| found.is_none());
    let all = total(missing.map(|(path, _)| bytes_of(&source.join(path))));
    let watch = Watch::new(&seal.manner, Some(all), output);
    let parts = work.seal_rest(&paths, found, &session, &watch)?;
    drop(watch);
    let n_sealed = parts.len() - kept;
    let list = publish(folder, id, &session, parts)?;
    clear(folder, &list)?;
    report(seal, &list, (n_sealed, kept), output)
}

impl Work<'_> {
    /// What was sealed before, by its token.
    fn known(
        &self,
        before: Option<&SealedList>,
        earlier: &[Session],
    ) -> BTreeMap<Token, SealedFile> {
        let ledgers = earlier.iter().flat_map(|session| ledger(self.folder, session.number));
        let listed = before.iter().flat_map(|list| list.files.iter().cloned());
        let tokens = ledgers.chain(listed).filter_map(|file| Some((file.token.clone()?, file)));
        tokens.filter(|(_, file)| check_path(&file.path).is_ok()).collect()
    }

    /// For each file the part that is sealed of it already, if it is whole.
    fn recognise(
        &self,
        paths: &[String],
        earlier: &[Session],
        known: &BTreeMap<Token, SealedFile>,
        watch: &Watch,
    ) -> Result<Vec<Option<Part>>, Failure> {
        let each = paths.par_iter().map(|path| {
            let source = self.source.join(path);
            let plain = digest_read(watch.over(file::open(&source)?), &source)?;
            for session in earlier {
                let token = session.tokens.token(path, &plain.sha256, self.way())?;
                let Some(sealed) = known.get(&token) else { continue };
                let there = digest_of(&self.folder.join(&sealed.path)).ok();
                let is_whole = |there: crate::commands::encrypt::folder::copying::Passed| {
                    there.bytes == sealed.bytes && there.sha256 == sealed.sha256
                };
                if sealed.key == session.number && there.is_some_and(is_whole) {
                    let (bytes, sha256) = (plain.bytes, plain.sha256);
                    return Ok(Some((sealed.clone(), entry(path, bytes, sha256, sealed))));
                }
            }
            Ok(None)
        });
        each.collect()
    }

    /// Seals what is not sealed yet.
    fn seal_rest(
        &self,
        paths: &[String],
        found: Vec<Option<Part>>,
        session: &Session,
        watch: &Watch,
    ) -> Result<Vec<Part>, Failure> {
        let path = ledger_path(self.folder, session.number);
        let ledger = File::options().create(true).append(true).open(&path);
        let ledger = ledger.map_err(|error| Failure::io("create", &path, error))?;
        let ledger = Mutex::new(ledger);
        let each = paths.par_iter().zip(found).with_max_len(1).map(|(name, found)| {
            if let Some(part) = found {
                return Ok(part);
            }
            let part = self.seal_one(name, session, watch)?;
            let mut ledger = ledger.lock().unwrap_or_else(PoisonError::into_inner);
            note(&mut ledger, &part.0).map_err(|error| Failure::io("write", &path, error))?;
            Ok(part)
        });
        each.collect()
    }

    fn seal_one(&self, name: &str, session: &Session, watch: &Watch) -> Result<Part, Failure> {
        let source = self.source.join(name);
        let number = session.number;
        let path = if self.hide_names {
            format!("k{number}/files/{}", to_hex(&random_bytes::<16>()?))
        } else {
            format!("k{number}/files/{name}.sealed")
        };
        let context = file_context(&self.id, name);
        let target = self.folder.join(&path);
        let (plain, sealed) =
            seal_file(&source, &target, session.key()?, &context, self.hide_sizes, watch)?;
        let token = Some(session.tokens.token(name, &plain.sha256, self.way())?);
        let (bytes, sha256) = (sealed.bytes, sealed.sha256);
        let sealed = SealedFile { path, key: number, bytes, sha256, token };
        let entry = entry(name, plain.bytes, plain.sha256, &sealed);
        Ok((sealed, entry))
    }

    fn way(&self) -> &'static str {
        way(self.hide_names, self.hide_sizes)
    }
}

/// The way in which a file is sealed, as a token has it.
pub(crate) fn way(hide_names: bool, hide_sizes: bool) -> &'static str {
    match (hide_names, hide_sizes) {
        (false, false) => "plain",
        (true, false) => "names",
        (false, true) => "sizes",
        (true, true) => "names and sizes",
    }
}

fn entry(path: &str, bytes: u64, sha256: String, sealed: &SealedFile) -> IndexEntry {
    IndexEntry {
        path: path.to_owned(),
        bytes,
        sha256,
        sealed: sealed.path.clone(),
        key: sealed.key,
    }
}

/// The files to seal, sorted; links and devices are refused, not followed.
fn source_files(source: &Path, folder: &Path) -> Result<Vec<String>, Failure> {
    if is_within(folder, source) {
        let message = "a folder cannot be sealed into itself";
        return Err(Failure::message(code::USAGE, message));
    }
    let paths = files_below(source, "").map_err(|error| Failure::io("read", source, error))?;
    for path in &paths {
        check_path(path).map_err(Failure::from)?;
        let full = source.join(path);
        let about = full.symlink_metadata().map_err(|error| Failure::io("read", &full, error))?;
        if !about.is_file() {
            let message = format!("{} is a link or a device, and no file", full.display());
            return Err(Failure::message(code::FILE, message));
        }
    }
    if paths.is_empty() {
        let message = format!("{} holds no file", source.display());
        return Err(Failure::message(code::FILE, message));
    }
    Ok(paths)
}

/// The id of the folder: that of its list, or of a session, or a new one.
fn id_of(folder: &Path, before: Option<&SealedList>) -> Result<[u8; 16], Failure> {
    if let Some(list) = before {
        return Ok(list.id);
    }
    for number in session_numbers(folder)? {
        let header = File::open(header_path(folder, number)).ok();
        if let Some(header) = header.and_then(|mut file| Header::read(&mut file).ok()) {
            return Ok(*header.id());
        }
    }
    Ok(random_bytes()?)
}

/// Whether the list tells of just these parts, and its index is as it says.
fn is_complete(folder: &Path, list: &SealedList, found: &[Option<Part>]) -> bool {
    let mut parts: Vec<&SealedFile> = found.iter().flatten().map(|(sealed, _)| sealed).collect();
    parts.sort_by(|left, right| left.path.cmp(&right.path));
    let index = digest_of(&folder.join(&list.index.path)).ok();
    found.iter().all(Option::is_some)
        && parts.into_iter().eq(&list.files)
        && index.is_some_and(|index| index.sha256 == list.index.sha256)
}

fn report(
    seal: &Seal,
    list: &SealedList,
    (sealed, kept): (usize, usize),
    output: &mut Output,
) -> Result<(), Failure> {
    let (folder, bytes) = (&seal.out, list.files.iter().map(|file| file.bytes).sum::<u64>());
    if seal.manner.json {
        let value = serde_json::json!({
            "sealed": folder.display().to_string(), "id": to_hex(&list.id),
            "files": list.files.len(), "files_sealed": sealed, "files_kept": kept,
            "sealed_bytes": bytes,
        });
        return print_json(&value, output);
    }
    let folder = folder.display();
    if sealed == 0 {
        output.note(&format!("{folder} is complete: nothing to do for {kept} files"));
    } else {
        output.note(&format!(
            "{folder}: {sealed} files sealed, {kept} were sealed already, {bytes} bytes in all"
        ));
    }
    Ok(())
}
