//! `mfn encrypt verify`: signature, manifest and every file, and the name of what is wrong.

mod checks;
mod report;

use crate::cli::encrypt::Verify;
use crate::commands::encrypt::file::{self, Sealed};
use crate::commands::encrypt::folder::contents::Contents;
use crate::commands::encrypt::folder::copying::open_entry;
use crate::commands::encrypt::folder::place::header_path;
use crate::commands::encrypt::keygen::beside;
use crate::commands::encrypt::secrets;
use crate::commands::encrypt::sign::{LIST, MANIFEST, signed_file};
use crate::commands::encrypt::verify::checks::{Check, Wanted, digests, strangers};
use crate::commands::encrypt::verify::report::report;
use crate::commands::encrypt::watch::{Watch, total};
use crate::commands::failure::{Failure, code};
use crate::commands::output::Output;
use mfn::crypto::chunked;
use mfn::crypto::signature::{Signature, VerifyingKey};
use mfn::dataset::release::Manifest;
use rayon::prelude::*;
use std::path::PathBuf;

/// Verifies.
pub(crate) fn run(verify: &Verify, output: &mut Output) -> Result<(), Failure> {
    let input = verify.input.as_path();
    let mut checks = Vec::new();
    let mut comment = None;
    if let Some(key) = &verify.public_key {
        let (check, found) = signature(verify, key)?;
        checks.push(check);
        comment = found;
    }
    if input.is_dir() {
        let list = signed_file(input)?;
        if list.ends_with(LIST) {
            sealed_folder(verify, &mut checks, output)?;
        } else {
            data_set(verify, &mut checks, output)?;
        }
    } else {
        single(verify, &mut checks, output)?;
    }
    report(verify, &checks, comment.as_deref(), output)
}

/// The signature of the manifest, the list or the file; its trusted comment if it holds.
fn signature(verify: &Verify, key: &str) -> Result<(Check, Option<String>), Failure> {
    let text = match std::fs::read_to_string(key) {
        Ok(text) => text,
        // What is no file is the key itself.
        Err(_) => key.to_owned(),
    };
    let key = VerifyingKey::parse(&text);
    let key = key.map_err(|error| Failure::new(code::USAGE, error).about("--public-key"))?;
    let signed = signed_file(&verify.input)?;
    let path = verify.signature.clone().unwrap_or_else(|| beside(&signed, ".minisig"));
    let text = std::fs::read_to_string(&path);
    let check = || -> Result<String, Failure> {
        let text = text.map_err(|error| Failure::io("read", &path, error))?;
        let signature = Signature::parse(&text)?;
        key.verify(&mut file::open(&signed)?, &signature)?;
        Ok(signature.comment().to_owned())
    };
    let found = check();
    let comment = found.as_ref().ok().cloned();
    let name = signed.display().to_string();
    Ok((Check::new(name, "signature", found.map(|_| ())), comment))
}

/// The files of a data set against its manifest.
fn data_set(verify: &Verify, checks: &mut Vec<Check>, output: &Output) -> Result<(), Failure> {
    let folder = verify.input.as_path();
    let path = folder.join(MANIFEST);
    let text = std::fs::read_to_string(&path).map_err(|e| Failure::io("read", &path, e))?;
    let manifest = match Manifest::from_json(&text) {
        Ok(manifest) => manifest,
        Err(error) => {
            let failure = Failure::new(code::NO, error);
            checks.push(Check::new(MANIFEST, "manifest", Err(failure)));
            return Ok(());
        }
    };
    checks.push(Check::new(MANIFEST, "manifest", Ok(())));
    let wanted: Vec<Wanted<'_>> = manifest
        .files
        .iter()
        .map(|file| Wanted { path: &file.path, bytes: file.bytes, sha256: &file.sha256 })
        .collect();
    digests(verify, &wanted, checks, output);
    // Where it was made is in no manifest.
    let also = [MANIFEST, "manifest.json.minisig", "environment.json"];
    strangers(folder, wanted.iter().map(|file| file.path).chain(also), checks)
}

/// A sealed folder against its list and, with a key, its index.
fn sealed_folder(
    verify: &Verify,
    checks: &mut Vec<Check>,
    output: &mut Output,
) -> Result<(), Failure> {
    let folder = verify.input.as_path();
    let contents = match Contents::read(folder) {
        Ok(contents) => contents,
        Err(failure) => {
            checks.push(Check::new(LIST, "list", Err(failure)));
            return Ok(());
        }
    };
    checks.push(Check::new(LIST, "list", Ok(())));
    let list = &contents.list;
    for number in list.keys() {
        let header = contents.header(number).map(|_| ());
        checks.push(Check::new(format!("k{number}/header"), "header", header));
    }
    let wanted: Vec<Wanted<'_>> = list
        .files
        .iter()
        .chain([&list.index])
        .map(|file| Wanted { path: &file.path, bytes: file.bytes, sha256: &file.sha256 })
        .collect();
    digests(verify, &wanted, checks, output);
    let headers = list.keys().into_iter().map(|number| header_path(folder, number));
    let headers: Vec<PathBuf> =
        headers.filter_map(|path| Some(path.strip_prefix(folder).ok()?.to_owned())).collect();
    let headers = headers.iter().filter_map(|path| path.to_str());
    let also = [LIST, "seal.json.minisig"].into_iter().chain(headers);
    strangers(folder, wanted.iter().map(|file| file.path).chain(also), checks)?;
    let secrets = secrets::secrets(&verify.unlocking)?;
    if secrets.is_empty() {
        return Ok(());
    }
    let opened = match contents.open(&secrets, secrets::limits(&verify.unlocking)) {
        Ok(opened) => opened,
        Err(failure) => {
            checks.push(Check::new("k…/index", "index", Err(failure)));
            return Ok(());
        }
    };
    let id = &opened.list.id;
    let all = total(opened.index.files.iter().map(|entry| entry.bytes));
    let watch = Watch::new(&verify.manner, Some(all), output);
    let contents: Vec<Check> = opened
        .index
        .files
        .par_iter()
        .map(|entry| {
            let result = opened.key(entry.key).and_then(|key| {
                open_entry(folder, (id, entry), key, &mut watch.over(std::io::sink()))
            });
            Check::new(&entry.path, "content", result)
        })
        .collect();
    checks.extend(contents);
    Ok(())
}

/// A single file: sealed, with a key; any, with a signature.
fn single(verify: &Verify, checks: &mut Vec<Check>, output: &mut Output) -> Result<(), Failure> {
    let path = verify.input.as_path();
    let secrets = secrets::secrets(&verify.unlocking)?;
    if secrets.is_empty() && !checks.is_empty() {
        return Ok(());
    }
    if secrets.is_empty() {
        let message = "a single file is verified with its key, or with --public-key";
        return Err(Failure::message(code::USAGE, message));
    }
    let check = || -> Result<(), Failure> {
        let sealed = Sealed::open(path)?;
        let length = sealed.file.metadata().map_err(|e| Failure::io("read", path, e))?.len();
        let watch = Watch::new(&verify.manner, Some(length), output);
        let limits = secrets::limits(&verify.unlocking);
        let key = file::unlock(&sealed.header, path, &secrets, limits)?.key;
        let context = file::context(&sealed.header, &verify.context)?;
        let mut file = watch.over(&sealed.file);
        chunked::open(&mut file, &mut std::io::sink(), &key, &context)?;
        Ok(())
    };
    match check() {
        Err(Failure::Error { code: code::NO, error, hint }) => {
            let failure = Failure::Error { code: code::NO, error, hint };
            checks.push(Check::new(path.display().to_string(), "content", Err(failure)));
        }
        Err(failure) => return Err(failure),
        Ok(()) => checks.push(Check::new(path.display().to_string(), "content", Ok(()))),
    }
    Ok(())
}
