//! `mfn encrypt keygen`: secrets into files of mode 0600, what is public beside them.

use crate::cli::encrypt::{KeyKind, Keygen};
use crate::commands::encrypt::secrets::about;
use crate::commands::encrypt::{age, file, print_json};
use crate::commands::failure::Failure;
use crate::commands::output::Output;
use mfn::crypto::SecretKey;
use mfn::crypto::keys::{Identity, write_secret_file};
use mfn::crypto::signature::SigningKey;
use mfn::format::write_atomic;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// Makes a key.
pub(crate) fn run(keygen: &Keygen, output: &mut Output) -> Result<(), Failure> {
    output.set_quiet(keygen.quiet);
    let out = keygen.out.as_path();
    let public_path = beside(out, ".pub");
    file::refuse_existing(out)?;
    let (kind, public) = match keygen.kind {
        KeyKind::X25519 => {
            file::refuse_existing(&public_path)?;
            let identity = Identity::generate()?;
            let public = identity.public().to_string();
            let secret = identity.to_text();
            let text = Zeroizing::new(format!(
                "# mfn encrypt: whoever has this file opens what is sealed for its public key\n\
                 # public key: {public}\n{}\n",
                &*secret
            ));
            write_secret_file(out, text.as_bytes()).map_err(about(out))?;
            write_atomic(&public_path, |file| writeln!(file, "{public}"))?;
            ("x25519", Some(public))
        }
        KeyKind::Sign => {
            file::refuse_existing(&public_path)?;
            let key = SigningKey::generate()?;
            write_secret_file(out, key.to_text().as_bytes()).map_err(about(out))?;
            let public = key.verifying_key();
            write_atomic(&public_path, |file| file.write_all(public.to_text().as_bytes()))?;
            ("sign", Some(public.to_string()))
        }
        KeyKind::Age => ("age", Some(age::keygen(keygen)?)),
        KeyKind::Raw => {
            write_secret_file(out, SecretKey::random()?.expose()).map_err(about(out))?;
            ("raw", None)
        }
    };
    output.note(&format!("{}: keep it secret, and keep a copy", out.display()));
    if keygen.json {
        let value = serde_json::json!({
            "kind": kind, "secret_file": out.display().to_string(), "public_key": public,
            "public_file": public.as_ref().map(|_| public_path.display().to_string()),
        });
        return print_json(&value, output);
    }
    public.map_or(Ok(()), |public| output.data(&format!("{public}\n")))
}

/// The path with more after its name.
pub(crate) fn beside(path: &Path, more: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(more);
    name.into()
}
