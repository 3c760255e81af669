//! `--format age`: files that age and rage read and write, where the program was built for it.

#[cfg(feature = "age")]
pub(crate) use with::{keygen, open, seal};
#[cfg(not(feature = "age"))]
pub(crate) use without::{keygen, open, seal};

#[cfg(not(feature = "age"))]
mod without {
    use crate::cli::encrypt::{Keygen, Open, Seal};
    use crate::commands::failure::{Failure, code};
    use crate::commands::output::Output;

    fn absent() -> Failure {
        let failure = Failure::message(code::USAGE, "this program was built without age's format");
        failure.with_hint("build it with `cargo build --release --features age`")
    }

    pub(crate) fn seal(_seal: &Seal, _output: &mut Output) -> Result<(), Failure> {
        Err(absent())
    }

    pub(crate) fn open(_open: &Open, _output: &mut Output) -> Result<(), Failure> {
        Err(absent())
    }

    pub(crate) fn keygen(_keygen: &Keygen) -> Result<String, Failure> {
        Err(absent())
    }
}

#[cfg(feature = "age")]
mod with {
    use crate::cli::encrypt::{Keygen, Open, Seal};
    use crate::commands::encrypt::opening;
    use crate::commands::encrypt::opening::of_parts;
    use crate::commands::encrypt::print_json;
    use crate::commands::encrypt::refuse_flags;
    use crate::commands::encrypt::sealing::{into_file, of_folders};
    use crate::commands::encrypt::secrets::{self, about};
    use crate::commands::encrypt::{file, keygen::beside};
    use crate::commands::failure::{Failure, code};
    use crate::commands::output::Output;
    use mfn::crypto::keys::{read_secret_file, write_secret_file};
    use mfn::crypto::{AgeSecrets, generate_age_key, open_age, seal_age};
    use mfn::format::write_atomic;
    use std::io::{Read, Write};
    use std::path::Path;
    use zeroize::Zeroizing;

    /// Why a flag is refused.
    const NOTHING: &str = "means nothing for age's format";

    /// Seals a file or a stream for age's public keys, or a passphrase alone.
    pub(crate) fn seal(seal: &Seal, output: &mut Output) -> Result<(), Failure> {
        check(&seal.input, &seal.out, seal.manner.json)?;
        if !seal.key_file.is_empty() || seal.context.is_some() {
            let message = "age's format has neither raw keys nor a context";
            return Err(Failure::message(code::USAGE, message));
        }
        refuse_flags(&of_folders(seal), NOTHING)?;
        refuse_flags(&[(seal.modular.parquet_modular, "--parquet-modular")], NOTHING)?;
        let words = secrets::passphrase(&seal.passphrase, true)?;
        let mut to = Vec::new();
        for written in &seal.to {
            to.extend(public_keys(written)?);
        }
        if to.is_empty() && words.is_none() {
            return Err(Failure::message(code::USAGE, "nobody could open it: give --to age1…"));
        }
        let mut input = reader(&seal.input)?;
        let write = |target: &mut dyn Write| {
            let length = seal_age(&mut input, target, &to, words.as_ref());
            length.map_err(|error| match error {
                error @ mfn::crypto::Error::Malformed { .. } => Failure::new(code::USAGE, error),
                error => about(&seal.out)(error),
            })
        };
        let length = written(&seal.out, output, write)?;
        let out = seal.out.display().to_string();
        if seal.manner.json {
            let value = serde_json::json!({ "sealed": out, "format": "age", "bytes": length });
            return print_json(&value, output);
        }
        output.note(&format!("{out}: {length} bytes sealed, in age's format"));
        Ok(())
    }

    /// Opens a file or a stream of age.
    pub(crate) fn open(open: &Open, output: &mut Output) -> Result<(), Failure> {
        check(&open.input, &open.out, open.manner.json)?;
        refuse_flags(&of_parts(open), NOTHING)?;
        let others = [
            (!open.unlocking.key_file.is_empty(), "--key-file"),
            (!open.context.is_empty(), "--context"),
            (open.v4.asked, "--v4"),
            (open.modular.parquet_modular, "--parquet-modular"),
        ];
        refuse_flags(&others, NOTHING)?;
        let files: Result<Vec<Zeroizing<Vec<u8>>>, Failure> = open
            .unlocking
            .identity
            .iter()
            .map(|path| read_secret_file(path).map_err(about(path)))
            .collect();
        let words = secrets::passphrase(&open.unlocking.passphrase, false)?;
        let secrets = AgeSecrets::parse(&files?, words.as_ref())?;
        if secrets.is_empty() {
            let failure = Failure::message(code::USAGE, "nothing to open it with");
            return Err(failure.with_hint("give --identity or a passphrase"));
        }
        let mut input = reader(&open.input)?;
        let write = |target: &mut dyn Write| {
            open_age(&mut input, target, &secrets).map_err(about(&open.input))
        };
        let length = written(&open.out, output, write)?;
        opening::report(open, (length, "bytes"), output)
    }

    /// Makes a key pair of age; returns the public key.
    pub(crate) fn keygen(keygen: &Keygen) -> Result<String, Failure> {
        let public_path = beside(&keygen.out, ".pub");
        file::refuse_existing(&public_path)?;
        let (secret, public) = generate_age_key();
        let text = Zeroizing::new(format!("# public key: {public}\n{}\n", &*secret));
        write_secret_file(&keygen.out, text.as_bytes()).map_err(about(&keygen.out))?;
        write_atomic(&public_path, |file| writeln!(file, "{public}"))?;
        Ok(public)
    }

    fn check(input: &Path, out: &Path, json: bool) -> Result<(), Failure> {
        if input.is_dir() {
            return Err(Failure::message(code::USAGE, "age's format is for single files"));
        }
        if !file::is_stream(out) {
            return file::refuse_existing(out);
        }
        if json {
            let message = "--json and the bytes would share standard output";
            return Err(Failure::message(code::USAGE, message));
        }
        Ok(())
    }

    fn reader(input: &Path) -> Result<Box<dyn Read>, Failure> {
        Ok(if file::is_stream(input) {
            Box::new(std::io::stdin().lock())
        } else {
            Box::new(file::open(input)?)
        })
    }

    fn written(
        out: &Path,
        output: &mut Output,
        write: impl FnOnce(&mut dyn Write) -> Result<u64, Failure>,
    ) -> Result<u64, Failure> {
        if file::is_stream(out) { write(&mut output.raw()?) } else { into_file(out, write) }
    }

    /// A public key of age, or those in a file.
    fn public_keys(written: &str) -> Result<Vec<String>, Failure> {
        if written.starts_with("age1") {
            return Ok(vec![written.to_owned()]);
        }
        let path = Path::new(written);
        let text = std::fs::read_to_string(path).map_err(|e| Failure::io("read", path, e))?;
        let lines = text.lines().map(str::trim);
        let lines = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
        Ok(lines.map(str::to_owned).collect())
    }
}
