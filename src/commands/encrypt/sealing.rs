//! `mfn encrypt seal`: a file, a stream, or a folder.

use crate::cli::encrypt::{Format, Seal};
use crate::commands::encrypt::secrets::about;
use crate::commands::encrypt::table::modular;
use crate::commands::encrypt::watch::{Watch, bytes_of};
use crate::commands::encrypt::{age, file, folder, print_json, refuse_flags, secrets};
use crate::commands::failure::{Failure, code};
use crate::commands::output::Output;
use mfn::crypto::chunked::{self, Salt, sealed_length};
use mfn::crypto::encoding::to_hex;
use mfn::crypto::{Header, Purpose, Recipient, SecretKey, random_bytes};
use mfn::format::AtomicFile;
use std::io::{Read, Write};
use std::path::Path;

/// Seals.
pub(crate) fn run(seal: &Seal, output: &mut Output) -> Result<(), Failure> {
    if seal.format == Format::Age {
        return age::seal(seal, output);
    }
    if seal.modular.parquet_modular {
        return modular::seal(seal, output);
    }
    if seal.input.is_dir() {
        if seal.context.is_some() {
            let message = "--context is for single files: in a folder it is the file's path";
            return Err(Failure::message(code::USAGE, message));
        }
        return folder::seal::run(seal, output);
    }
    refuse_flags(&of_folders(seal), "is for folders")?;
    one(seal, output)
}

/// Flags that only a sealed folder has.
pub(crate) fn of_folders(seal: &Seal) -> [(bool, &'static str); 3] {
    [
        (seal.hide_names, "--hide-names"),
        (seal.hide_sizes, "--hide-sizes"),
        (!seal.identity.is_empty(), "--identity"),
    ]
}

/// Seals a file or a stream.
fn one(seal: &Seal, output: &mut Output) -> Result<(), Failure> {
    let (input, out) = (seal.input.as_path(), seal.out.as_path());
    let to_stream = file::is_stream(out);
    if to_stream && seal.manner.json {
        let message = "--json and the sealed bytes would share standard output";
        return Err(Failure::message(code::USAGE, message));
    }
    if !to_stream {
        file::refuse_existing(out)?;
    }
    let (recipients, _) = secrets::recipients(seal)?;
    let key = SecretKey::random()?;
    let header = Header::new(Purpose::Message, random_bytes()?, &key, &recipients)?;
    let context = file::context(&header, seal.context.as_deref().unwrap_or_default())?;
    let is_file = !file::is_stream(input) && input.metadata().is_ok_and(|about| about.is_file());
    let watch = Watch::new(&seal.manner, is_file.then(|| bytes_of(input)), output);
    let length = if is_file && !to_stream {
        file::write_sealed(&file::open(input)?, out, &header, &key, &context, &watch)?
    } else {
        let mut reader: Box<dyn Read> = if file::is_stream(input) {
            Box::new(std::io::stdin().lock())
        } else {
            Box::new(file::open(input)?)
        };
        let mut write = |target: &mut dyn Write| -> Result<u64, Failure> {
            target.write_all(header.bytes()).map_err(|error| Failure::io("write", out, error))?;
            let salt = Salt::random()?;
            let mut reader = watch.over(&mut reader);
            let length = chunked::seal(&mut reader, target, &key, &context, salt)?;
            target.flush().map_err(|error| Failure::io("write", out, error))?;
            Ok(length)
        };
        if to_stream { write(&mut output.raw()?)? } else { into_file(out, write)? }
    };
    drop(watch);
    report(seal, &header, &recipients, length, output)
}

/// Writes a file that appears when it is whole.
pub(crate) fn into_file(
    out: &Path,
    write: impl FnOnce(&mut dyn Write) -> Result<u64, Failure>,
) -> Result<u64, Failure> {
    let mut atomic = AtomicFile::create(out)?;
    let length = write(atomic.file_mut())?;
    atomic.commit()?;
    Ok(length)
}

fn report(
    seal: &Seal,
    header: &Header,
    recipients: &[Recipient],
    length: u64,
    output: &mut Output,
) -> Result<(), Failure> {
    let sealed = header.bytes().len() as u64 + sealed_length(length);
    if seal.manner.json {
        let names: Vec<String> = recipients.iter().map(Recipient::name).collect();
        let value = serde_json::json!({
            "sealed": seal.out.display().to_string(), "id": to_hex(header.id()),
            "bytes": length, "sealed_bytes": sealed, "recipients": names,
        });
        return print_json(&value, output);
    }
    let (out, n) = (seal.out.display(), recipients.len());
    output.note(&format!("{out}: {length} bytes sealed for {n} recipients, {sealed} bytes now"));
    Ok(())
}

/// An error of the library about the input of an action.
pub(crate) fn about_input<T>(
    result: Result<T, mfn::crypto::Error>,
    input: &Path,
) -> Result<T, Failure> {
    result.map_err(about(input))
}
