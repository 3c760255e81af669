//! `mfn encrypt open`: all of a sealed file or folder, or a part.

use crate::cli::encrypt::{Format, Open, V4Kdf};
use crate::commands::encrypt::file::{self, Sealed};
use crate::commands::encrypt::sealing::{about_input, into_file};
use crate::commands::encrypt::secrets::about;
use crate::commands::encrypt::table::{modular, rows};
use crate::commands::encrypt::watch::Watch;
use crate::commands::encrypt::{age, folder, print_json, refuse_flags, secrets};
use crate::commands::failure::{Failure, code};
use crate::commands::output::Output;
use mfn::crypto::chunked::{self, SealedReader, open_file, opened_length};
use mfn::crypto::encoding::from_hex;
use mfn::crypto::keys::read_secret_file;
use mfn::crypto::{Error, Header, LegacyKdf, Purpose, open_legacy};
use mfn::format::AtomicFile;
use std::fs::File;
use std::io::{Read as _, Write};
use std::path::Path;

/// Opens.
pub(crate) fn run(open: &Open, output: &mut Output) -> Result<(), Failure> {
    let to_stream = file::is_stream(&open.out);
    if to_stream && open.manner.json {
        let message = "--json and the opened bytes would share standard output";
        return Err(Failure::message(code::USAGE, message));
    }
    if open.format == Format::Age {
        return age::open(open, output);
    }
    if open.modular.parquet_modular {
        return modular::open(open, output);
    }
    if open.input.is_dir() && !open.v4.asked {
        return folder::open::run(open, output);
    }
    if !open.selection.file.is_empty() || !open.selection.shard.is_empty() {
        return Err(Failure::message(code::USAGE, "--file and --shard are for sealed folders"));
    }
    if !to_stream {
        file::refuse_existing(&open.out)?;
    }
    let length = if open.v4.asked {
        legacy(open, output)?
    } else if file::is_stream(&open.input) {
        stream(open, output)?
    } else {
        one(open, output)?
    };
    report(open, (length, unit(open)), output)
}

/// Flags that ask for a part.
pub(crate) fn of_parts(open: &Open) -> [(bool, &'static str); 4] {
    let selection = &open.selection;
    [
        (!selection.file.is_empty(), "--file"),
        (!selection.shard.is_empty(), "--shard"),
        (selection.range.is_some(), "--range"),
        (!selection.row_groups.is_empty(), "--row-groups"),
    ]
}

/// What is counted of what was asked for.
pub(crate) fn unit(open: &Open) -> &'static str {
    if open.selection.row_groups.is_empty() { "bytes" } else { "rows" }
}

/// Opens a sealed file.
fn one(open: &Open, output: &mut Output) -> Result<u64, Failure> {
    let sealed = Sealed::open(&open.input)?;
    let secrets = secrets::some_secrets(&open.unlocking)?;
    let limits = secrets::limits(&open.unlocking);
    let key = file::unlock(&sealed.header, &open.input, &secrets, limits)?.key;
    let context = file::context(&sealed.header, &open.context)?;
    if open.selection.range.is_some() || !open.selection.row_groups.is_empty() {
        let reader = sealed.reader(&key, &open.context)?;
        return part(reader, open, output);
    }
    let about = sealed.file.metadata().map_err(|error| Failure::io("read", &open.input, error))?;
    let all = opened_length(about.len().saturating_sub(sealed.start())).ok();
    let watch = Watch::new(&open.manner, all, output);
    if file::is_stream(&open.out) {
        let mut raw = output.raw()?;
        let mut target = watch.over(&mut raw);
        let length = chunked::open(&mut &sealed.file, &mut target, &key, &context);
        let flushed = raw.flush();
        let length = about_input(length, &open.input)?;
        flushed.map_err(|error| Failure::io("write", &open.out, error))?;
        return Ok(length);
    }
    let mut atomic = AtomicFile::create(&open.out)?;
    let from = (&sealed.file, sealed.start());
    let add = |bytes| watch.add(bytes);
    let length = open_file(from, atomic.file_mut(), &key, &context, &add);
    let length = about_input(length, &open.input)?;
    atomic.commit()?;
    Ok(length)
}

/// Opens standard input; no part of it can be asked for.
fn stream(open: &Open, output: &mut Output) -> Result<u64, Failure> {
    if open.selection.range.is_some() || !open.selection.row_groups.is_empty() {
        return Err(Failure::message(code::USAGE, "a part can be opened of a file only"));
    }
    let mut input = std::io::stdin().lock();
    let header = about_input(Header::read(&mut input), &open.input)?;
    if header.purpose() != Purpose::Message {
        let message = "standard input is the header of a sealed folder";
        return Err(Failure::message(code::FILE, message));
    }
    let secrets = secrets::some_secrets(&open.unlocking)?;
    let limits = secrets::limits(&open.unlocking);
    let key = file::unlock(&header, &open.input, &secrets, limits)?.key;
    let context = file::context(&header, &open.context)?;
    let watch = Watch::new(&open.manner, None, output);
    let mut write = |target: &mut dyn Write| {
        let length = chunked::open(&mut input, &mut watch.over(&mut *target), &key, &context);
        let flushed = target.flush();
        let length = about_input(length, &open.input)?;
        flushed.map_err(|error| Failure::io("write", &open.out, error))?;
        Ok(length)
    };
    if file::is_stream(&open.out) { write(&mut output.raw()?) } else { into_file(&open.out, write) }
}

/// Opens a range of bytes, or row groups.
pub(crate) fn part(
    mut reader: SealedReader<File>,
    open: &Open,
    output: &mut Output,
) -> Result<u64, Failure> {
    let groups = &open.selection.row_groups;
    if groups.is_empty() {
        let text = open.selection.range.as_deref().unwrap_or(":");
        let range = range(text, reader.length())?;
        let watch = Watch::new(&open.manner, Some(range.1 - range.0), output);
        let mut write = |target: &mut dyn Write| {
            copy_range(&mut reader, range, open, &mut watch.over(&mut *target))
        };
        return if file::is_stream(&open.out) {
            write(&mut output.raw()?)
        } else {
            into_file(&open.out, write)
        };
    }
    if file::is_stream(&open.out) {
        let mut table = Vec::new();
        let n_rows = rows::copy(reader, groups, &mut table)?;
        output.raw()?.write_all(&table).map_err(|error| written(&open.out, error))?;
        return Ok(n_rows);
    }
    let mut atomic = AtomicFile::create(&open.out)?;
    let n_rows = rows::copy(reader, groups, atomic.file_mut())?;
    atomic.commit()?;
    Ok(n_rows)
}

/// Copies the bytes of `--range`, chunk by chunk as they are authenticated.
fn copy_range(
    reader: &mut SealedReader<File>,
    (start, end): (u64, u64),
    open: &Open,
    target: &mut dyn Write,
) -> Result<u64, Failure> {
    let mut buffer = vec![0; 1 << 18];
    let mut at = start;
    while at < end {
        let wanted = (end - at).min(buffer.len() as u64) as usize;
        let part = buffer.get_mut(..wanted).unwrap_or_default();
        let read = about_input(reader.read_at(at, part), &open.input)?;
        let part = buffer.get(..read).unwrap_or_default();
        target.write_all(part).map_err(|error| written(&open.out, error))?;
        at += read as u64;
    }
    target.flush().map_err(|error| written(&open.out, error))?;
    Ok(end - start)
}

fn written(out: &Path, error: std::io::Error) -> Failure {
    if error.kind() == std::io::ErrorKind::BrokenPipe {
        return Failure::ClosedPipe;
    }
    Failure::io("write", out, error)
}

/// `START:END`, either of which may be left out.
fn range(text: &str, length: u64) -> Result<(u64, u64), Failure> {
    let usage = || {
        let message = format!("--range {text} is none: wanted START:END, such as 0:4096 or 100:");
        Failure::message(code::USAGE, message)
    };
    let (start, end) = text.split_once(':').ok_or_else(usage)?;
    let number = |text: &str, otherwise: u64| match text {
        "" => Ok(otherwise),
        text => text.parse().map_err(|_| usage()),
    };
    let (start, end) = (number(start, 0)?, number(end, length)?);
    if start > end || end > length {
        return Err(Failure::new(code::USAGE, Error::Range { start, end, length }));
    }
    Ok((start, end))
}

/// Opens a ciphertext of MFN v4.1.
fn legacy(open: &Open, output: &mut Output) -> Result<u64, Failure> {
    refuse_flags(&of_parts(open), "means nothing for --v4: all of it is opened")?;
    let mut sealed = Vec::new();
    let read = if file::is_stream(&open.input) {
        std::io::stdin().lock().read_to_end(&mut sealed)
    } else {
        file::open(&open.input)?.read_to_end(&mut sealed)
    };
    read.map_err(|error| Failure::io("read", &open.input, error))?;
    let passphrase = secrets::passphrase(&open.unlocking.passphrase, false)?;
    let aad = open.context.as_bytes();
    let plain = match (&open.unlocking.key_file.as_slice(), passphrase) {
        ([path], None) => {
            let key = read_secret_file(path).map_err(about(path))?;
            about_input(open_legacy(&sealed, &key, aad), &open.input)?
        }
        ([], Some(passphrase)) => {
            let salt = open.v4.salt.as_deref().and_then(from_hex).ok_or_else(|| {
                Failure::message(code::USAGE, "--v4-salt is missing, or not in hexadecimal")
            })?;
            let kdf = match open.v4.kdf {
                V4Kdf::Pbkdf2 => LegacyKdf::Pbkdf2,
                V4Kdf::Scrypt => LegacyKdf::Scrypt,
            };
            let key = kdf.derive(&passphrase, &salt)?;
            about_input(open_legacy(&sealed, key.expose(), aad), &open.input)?
        }
        _ => {
            let message = "a ciphertext of MFN v4.1 has one key: one --key-file, or a passphrase";
            return Err(Failure::message(code::USAGE, message));
        }
    };
    if file::is_stream(&open.out) {
        output.raw()?.write_all(&plain).map_err(|error| written(&open.out, error))?;
    } else {
        mfn::format::write_atomic(&open.out, |target| target.write_all(&plain))?;
    }
    Ok(plain.len() as u64)
}

pub(crate) fn report(
    open: &Open,
    (length, unit): (u64, &str),
    output: &mut Output,
) -> Result<(), Failure> {
    let out = open.out.display().to_string();
    if open.manner.json {
        return print_json(&serde_json::json!({ "opened": out, unit: length }), output);
    }
    if !file::is_stream(&open.out) {
        output.note(&format!("{out}: {length} {unit} opened"));
    }
    Ok(())
}
