//! `mfn encrypt sign`: a signature beside what it is of, as minisign writes it.

use crate::cli::encrypt::Sign;
use crate::commands::encrypt::keygen::beside;
use crate::commands::encrypt::secrets::about;
use crate::commands::encrypt::{file, print_json};
use crate::commands::failure::{Failure, code};
use crate::commands::output::Output;
use mfn::crypto::keys::read_secret_file;
use mfn::crypto::signature::SigningKey;
use mfn::format::write_atomic;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// The public list of a sealed folder.
pub(crate) const LIST: &str = "seal.json";
/// The manifest of a data set.
pub(crate) const MANIFEST: &str = "manifest.json";

/// Signs.
pub(crate) fn run(sign: &Sign, output: &mut Output) -> Result<(), Failure> {
    output.set_quiet(sign.quiet);
    let signed = signed_file(&sign.input)?;
    let out = sign.out.clone().unwrap_or_else(|| beside(&signed, ".minisig"));
    if !sign.force {
        file::refuse_existing(&out).map_err(|failure| failure.with_hint("--force replaces it"))?;
    }
    let secret = read_secret_file(&sign.key).map_err(about(&sign.key))?;
    let key = SigningKey::parse(&secret).map_err(about(&sign.key))?;
    let name = signed.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let comment = sign.comment.clone().unwrap_or_else(|| format!("file:{name}"));
    let mut content = file::open(&signed)?;
    let signature = key.sign(&mut content, &comment).map_err(about(&signed))?;
    write_atomic(&out, |file| file.write_all(signature.to_text().as_bytes()))?;
    if sign.json {
        let value = serde_json::json!({
            "signed": signed.display().to_string(), "signature": out.display().to_string(),
            "key_id": signature.key_id(), "trusted_comment": comment,
        });
        return print_json(&value, output);
    }
    output.note(&format!("{}: signed with key {}", out.display(), signature.key_id()));
    Ok(())
}

/// What of an input is signed: the list or the manifest of a folder, or the file itself.
pub(crate) fn signed_file(input: &Path) -> Result<PathBuf, Failure> {
    if !input.is_dir() {
        return Ok(input.to_owned());
    }
    for name in [LIST, MANIFEST] {
        let path = input.join(name);
        if path.is_file() {
            return Ok(path);
        }
    }
    let message = format!("{} has neither {LIST} nor {MANIFEST}", input.display());
    let failure = Failure::message(code::FILE, message);
    Err(failure.with_hint("a data set has a manifest when it is finalized"))
}
