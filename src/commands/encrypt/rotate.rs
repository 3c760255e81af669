//! `mfn encrypt rotate`: everything sealed again under a new data key.

use crate::cli::encrypt::Rotate;
use crate::commands::encrypt::file::{self, Sealed};
use crate::commands::encrypt::folder::contents::{Contents, Opened};
use crate::commands::encrypt::folder::copying::seal_into;
use crate::commands::encrypt::folder::finish::{clear, publish};
use crate::commands::encrypt::folder::place::Place;
use crate::commands::encrypt::folder::seal::way;
use crate::commands::encrypt::folder::session::Session;
use crate::commands::encrypt::print_json;
use crate::commands::encrypt::recipients::{kept, names};
use crate::commands::encrypt::secrets::{self, about, recipient_of};
use crate::commands::encrypt::sign::LIST;
use crate::commands::encrypt::watch::{Watch, total};
use crate::commands::failure::{Failure, code};
use crate::commands::output::Output;
use mfn::crypto::chunked::{self, Salt, SealedReader, sealed_length};
use mfn::crypto::folder::{IndexEntry, SealedFile, file_context};
use mfn::crypto::keys::PublicKey;
use mfn::crypto::{Cost, Header, Purpose, Recipient, Secret, SecretKey};
use mfn::format::AtomicFile;
use rayon::prelude::*;
use std::io::Write as _;
use std::path::Path;

/// Rotates.
pub(crate) fn run(rotate: &Rotate, output: &mut Output) -> Result<(), Failure> {
    let secrets = secrets::some_secrets(&rotate.unlocking)?;
    let n_files = if rotate.input.is_dir() {
        folder(rotate, &secrets, output)?
    } else {
        single(rotate, &secrets, output)?;
        1
    };
    let input = rotate.input.display().to_string();
    if rotate.manner.json {
        let value = serde_json::json!({ "sealed": input, "files": n_files });
        return print_json(&value, output);
    }
    output.note(&format!("{input}: {n_files} files sealed again under a new data key"));
    Ok(())
}

/// A file that is sealed alone.
fn single(rotate: &Rotate, secrets: &[Secret], output: &Output) -> Result<(), Failure> {
    let path = rotate.input.as_path();
    let sealed = Sealed::open(path)?;
    let limits = secrets::limits(&rotate.unlocking);
    let unlocked = file::unlock(&sealed.header, path, secrets, limits)?;
    let recipients = recipients(&unlocked.names, rotate, secrets)?;
    let key = SecretKey::random()?;
    let header = Header::new(Purpose::Message, *sealed.header.id(), &key, &recipients)?;
    let reader = sealed.reader(&unlocked.key, &rotate.context).map_err(|f| f.about("it"))?;
    let watch = Watch::new(&rotate.manner, Some(reader.length()), output);
    let mut reader = watch.over(reader);
    let context = file::context(&header, &rotate.context)?;
    let mut atomic = AtomicFile::create(path)?;
    let target = atomic.file_mut();
    target.write_all(header.bytes()).map_err(|error| Failure::io("write", path, error))?;
    let resealed = chunked::seal(&mut reader, target, &key, &context, Salt::random()?);
    resealed.map_err(as_authenticity).map_err(|failure| failure.about("it"))?;
    atomic.commit()?;
    Ok(())
}

/// A chunk that was refused while it was read to be sealed again comes as a failure to read.
fn as_authenticity(error: mfn::crypto::Error) -> Failure {
    if let mfn::crypto::Error::Io { source, .. } = &error
        && source.get_ref().is_some_and(|inner| {
            inner
                .downcast_ref::<mfn::crypto::Error>()
                .is_some_and(mfn::crypto::Error::is_not_authentic)
        })
    {
        return Failure::message(code::NO, source);
    }
    error.into()
}

/// The recipients of the new key: those of the old one, but those that are dropped.
fn recipients(
    there: &[String],
    rotate: &Rotate,
    secrets: &[Secret],
) -> Result<Vec<Recipient>, Failure> {
    let keep = kept(there, &names(&rotate.drop)?)?;
    let mut recipients = Vec::new();
    for name in keep.into_iter().filter_map(|index| there.get(index)) {
        if let Ok(key) = PublicKey::parse(name) {
            recipients.push(Recipient::X25519(key));
            continue;
        }
        let secret = secrets.iter().find(|secret| secret.name() == *name);
        let secret = secret.ok_or_else(|| {
            let message = format!("the recipient {name} cannot be kept: its secret is not given");
            let failure = Failure::message(code::USAGE, message);
            failure.with_hint(format!("give it too, or leave it out: --drop {name}"))
        })?;
        recipients.push(recipient_of(secret, Cost::default()));
    }
    Ok(recipients)
}

/// A sealed folder: the new state beside the old one, then the list, then the old one goes.
fn folder(rotate: &Rotate, secrets: &[Secret], output: &mut Output) -> Result<usize, Failure> {
    let folder = rotate.input.as_path();
    let contents = Contents::read(folder)?;
    let _place = Place::lock(folder)?;
    let opened = contents.open(secrets, secrets::limits(&rotate.unlocking))?;
    let there = opened.keys.values().next_back().map(|(_, unlocked)| unlocked.names.clone());
    let recipients = recipients(&there.unwrap_or_default(), rotate, secrets)?;
    // What an interrupted rotation left is in nobody's way.
    clear(folder, &opened.list)?;
    let session = Session::begin(folder, opened.list.id, &recipients)?;
    let all = total(opened.index.files.iter().map(|entry| entry.bytes));
    let watch = Watch::new(&rotate.manner, Some(all), output);
    let each = opened.index.files.par_iter().with_max_len(1);
    let parts: Result<Vec<_>, Failure> =
        each.map(|entry| reseal(folder, &opened, &session, entry, &watch)).collect();
    drop(watch);
    let list = publish(folder, opened.list.id, &session, parts?)?;
    clear(folder, &list)?;
    if folder.join(format!("{LIST}.minisig")).exists() {
        output.warn("the signature is of the list before: sign it again");
    }
    Ok(list.files.len())
}

/// Seals a file of a folder again, with its padding if it has any.
fn reseal(
    folder: &Path,
    opened: &Opened,
    session: &Session,
    entry: &IndexEntry,
    watch: &Watch,
) -> Result<(SealedFile, IndexEntry), Failure> {
    let source = folder.join(&entry.sealed);
    let context = file_context(&opened.list.id, &entry.path);
    let reader = SealedReader::new(file::open(&source)?, 0, opened.key(entry.key)?, &context);
    let reader = reader.map_err(about(&source))?;
    let hides_size = reader.length() != entry.bytes;
    let (_, within) = entry.sealed.split_once('/').unwrap_or_default();
    let path = format!("k{}/{within}", session.number);
    let target = folder.join(&path);
    let sealed = seal_into(watch.over(reader), &target, session.key()?, &context);
    let (plain, sealed) = sealed.map_err(|failure| failure.about(&entry.path))?;
    let is_whole = hides_size || plain.sha256 == entry.sha256;
    if !is_whole || sealed.bytes != sealed_length(plain.bytes) {
        let path = entry.path.clone();
        let found = "has another SHA-256 than the index says".to_owned();
        return Err(Failure::from(mfn::crypto::Error::Content { path, found }));
    }
    let hides_name = !path.ends_with(".sealed");
    let way = way(hides_name, hides_size);
    let token = Some(session.tokens.token(&entry.path, &entry.sha256, way)?);
    let (bytes, sha256) = (sealed.bytes, sealed.sha256);
    let sealed = SealedFile { path, key: session.number, bytes, sha256, token };
    let entry = IndexEntry { sealed: sealed.path.clone(), key: session.number, ..entry.clone() };
    Ok((sealed, entry))
}
