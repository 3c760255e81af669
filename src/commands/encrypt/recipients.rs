//! `mfn encrypt recipients`: the same data key for others; the data stay as they are.

use crate::cli::Manner;
use crate::cli::encrypt::{AddRecipients, RemoveRecipients, Unlocking};
use crate::commands::encrypt::file::{self, Sealed};
use crate::commands::encrypt::folder::contents::Contents;
use crate::commands::encrypt::folder::place::{Place, header_path};
use crate::commands::encrypt::{print_json, secrets};
use crate::commands::failure::{Failure, code};
use crate::commands::output::Output;
use mfn::crypto::{Header, Recipient, Unlocked};
use mfn::format::write_atomic;
use std::io::{self, Seek as _, SeekFrom, Write as _};
use std::path::Path;

/// Adds recipients; those that are there already stay as they are.
pub(crate) fn add(add: &AddRecipients, output: &mut Output) -> Result<(), Failure> {
    let new = secrets::new_recipients(&add.new)?;
    let change = |header: &Header, unlocked: &Unlocked| {
        let keep: Vec<usize> = (0..unlocked.names.len()).collect();
        // A passphrase has no name of its own: another one may be added to one that is there.
        let is_new = |recipient: &&Recipient| {
            matches!(recipient, Recipient::Passphrase(..))
                || !unlocked.names.contains(&recipient.name())
        };
        let more: Vec<Recipient> = new.iter().filter(is_new).cloned().collect();
        Ok(header.rewrap(unlocked, &keep, &more)?)
    };
    let n = rewrap(&add.input, &add.unlocking, change)?;
    report(&add.input, n, &add.manner, output)
}

/// Removes recipients by name.
pub(crate) fn remove(remove: &RemoveRecipients, output: &mut Output) -> Result<(), Failure> {
    let names = names(&remove.names)?;
    let change = |header: &Header, unlocked: &Unlocked| {
        let keep = kept(&unlocked.names, &names)?;
        Ok(header.rewrap(unlocked, &keep, &[])?)
    };
    let n = rewrap(&remove.input, &remove.unlocking, change)?;
    output.note("they may have kept the data key: `mfn encrypt rotate` makes a new one");
    report(&remove.input, n, &remove.manner, output)
}

/// Names of recipients: as they are, or those of the public keys in a file.
pub(crate) fn names(written: &[String]) -> Result<Vec<String>, Failure> {
    let mut names = Vec::new();
    for text in written {
        if text == "passphrase" || text.starts_with("key-file-") {
            names.push(text.clone());
        } else {
            let keys = secrets::public_keys(text)?;
            names.extend(keys.iter().map(ToString::to_string));
        }
    }
    Ok(names)
}

/// Numbers of the recipients that are not among those to remove, all of which have to be there.
pub(crate) fn kept(there: &[String], removed: &[String]) -> Result<Vec<usize>, Failure> {
    if let Some(name) = removed.iter().find(|name| !there.contains(name)) {
        return Err(Failure::message(code::USAGE, format!("{name} is no recipient of it")));
    }
    let kept: Vec<usize> = there
        .iter()
        .enumerate()
        .filter(|(_, name)| !removed.contains(name))
        .map(|(index, _)| index)
        .collect();
    if kept.is_empty() {
        let message = "nobody could open it: the last recipient stays";
        return Err(Failure::message(code::USAGE, message));
    }
    Ok(kept)
}

/// Changes every header of a file or folder; returns how many recipients there are now.
fn rewrap(
    input: &Path,
    unlocking: &Unlocking,
    change: impl Fn(&Header, &Unlocked) -> Result<Header, Failure>,
) -> Result<usize, Failure> {
    let secrets = secrets::some_secrets(unlocking)?;
    let limits = secrets::limits(unlocking);
    if !input.is_dir() {
        let sealed = Sealed::open(input)?;
        let unlocked = file::unlock(&sealed.header, input, &secrets, limits)?;
        let header = change(&sealed.header, &unlocked)?;
        let mut rest = &sealed.file;
        rest.seek(SeekFrom::Start(sealed.start()))
            .map_err(|error| Failure::io("read", input, error))?;
        write_atomic(input, |file| {
            file.write_all(header.bytes())?;
            io::copy(&mut rest, file).map(|_| ())
        })?;
        return Ok(header.recipients().len());
    }
    let contents = Contents::read(input)?;
    let _place = Place::lock(input)?;
    let mut changed = Vec::new();
    // All of them before the first is written: one that does not open stops it.
    for number in contents.list.keys() {
        let (header, path) = (contents.header(number)?, header_path(input, number));
        let unlocked = file::unlock(&header, &path, &secrets, limits)?;
        changed.push((path, change(&header, &unlocked)?));
    }
    for (path, header) in &changed {
        write_atomic(path, |file| file.write_all(header.bytes()))?;
    }
    Ok(changed.last().map_or(0, |(_, header)| header.recipients().len()))
}

fn report(
    input: &Path,
    n_recipients: usize,
    manner: &Manner,
    output: &mut Output,
) -> Result<(), Failure> {
    let input = input.display().to_string();
    if manner.json {
        let value = serde_json::json!({ "sealed": input, "recipients": n_recipients });
        return print_json(&value, output);
    }
    output.note(&format!("{input} has {n_recipients} recipients now"));
    Ok(())
}
