//! All tables below a folder, each into a file of the same path; other files are left out.

use crate::cli::Manner;
use crate::cli::encrypt::{Open, Seal};
use crate::commands::encrypt::file::refuse_existing;
use crate::commands::encrypt::folder::copying::digest_of;
use crate::commands::encrypt::print_json;
use crate::commands::encrypt::table::modular::file::{Plain, decrypt, source_of};
use crate::commands::encrypt::table::modular::{check_columns, keys::Keys};
use crate::commands::encrypt::watch::{Watch, bytes_of, total};
use crate::commands::failure::{Failure, code};
use crate::commands::folders::{self, files_below, is_within};
use crate::commands::output::Output;
use rayon::prelude::*;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Encrypts every Parquet file below a folder; what is encrypted already stays.
pub(super) fn seal(
    seal: &Seal,
    keys: &Arc<Keys>,
    context: &str,
    output: &mut Output,
) -> Result<(), Failure> {
    let tables = Tables::below(&seal.input, &seal.out)?;
    // All of them are looked at before one is written.
    let mut columns: Vec<String> = Vec::new();
    for path in &tables.paths {
        let table = Plain::open(&seal.input.join(path))?;
        let new = table.columns().iter().filter(|column| !columns.contains(column));
        columns.extend(new.cloned().collect::<Vec<_>>());
    }
    check_columns(keys, &columns)?;
    let work = |input: &Path, out: &Path| {
        let token = keys.token(&digest_of(input)?.sha256);
        if out.symlink_metadata().is_ok() {
            let Some(source) = source_of(out, keys, context) else {
                let message = format!("{} exists, and these keys do not open it", out.display());
                let failure = Failure::message(code::FILE, message);
                return Err(failure.with_hint("name another folder with --out"));
            };
            if source == token {
                return Ok(None);
            }
        }
        Plain::open(input)?.encrypt(out, keys, (context, token)).map(Some)
    };
    let done = tables.each(&seal.manner, output, work)?;
    report(("sealed", "encrypted"), &tables, &done, &seal.manner, output)
}

/// Decrypts every Parquet file below a folder; a file that is there already is refused.
pub(super) fn open(open: &Open, keys: &Arc<Keys>, output: &mut Output) -> Result<(), Failure> {
    if !open.selection.row_groups.is_empty() {
        let message = "row groups are opened of one file";
        return Err(Failure::message(code::USAGE, message));
    }
    let tables = Tables::below(&open.input, &open.out)?;
    for path in &tables.paths {
        refuse_existing(&open.out.join(path))?;
    }
    let work = |input: &Path, out: &Path| decrypt(input, out, keys, (&open.context, &[])).map(Some);
    let done = tables.each(&open.manner, output, work)?;
    report(("opened", "decrypted"), &tables, &done, &open.manner, output)
}

/// The Parquet files below a folder, and where they go.
struct Tables {
    input: PathBuf,
    out: PathBuf,
    paths: Vec<String>,
    n_others: usize,
}

impl Tables {
    fn below(input: &Path, out: &Path) -> Result<Self, Failure> {
        if is_within(out, input) {
            let message = "a folder is not written into itself: name another with --out";
            return Err(Failure::message(code::USAGE, message));
        }
        let all = files_below(input, "").map_err(|error| Failure::io("read", input, error))?;
        let n_all = all.len();
        let paths: Vec<String> =
            all.into_iter().filter(|path| path.ends_with(".parquet")).collect();
        if paths.is_empty() {
            let message = format!("{} holds no Parquet file", input.display());
            return Err(Failure::message(code::FILE, message));
        }
        let n_others = n_all - paths.len();
        Ok(Self { input: input.to_owned(), out: out.to_owned(), paths, n_others })
    }

    /// Works on each; its rows, or None if it stays as it is.
    fn each(
        &self,
        manner: &Manner,
        output: &Output,
        work: impl Fn(&Path, &Path) -> Result<Option<u64>, Failure> + Sync,
    ) -> Result<Vec<Option<u64>>, Failure> {
        let all = total(self.paths.iter().map(|path| bytes_of(&self.input.join(path))));
        let watch = Watch::new(manner, Some(all), output);
        let each = self.paths.par_iter().with_max_len(1).map(|path| {
            let (input, out) = (self.input.join(path), self.out.join(path));
            folders::make(out.parent().unwrap_or(&self.out))?;
            let done = work(&input, &out)?;
            watch.add(bytes_of(&input));
            Ok(done)
        });
        each.collect()
    }
}

fn report(
    (key, done): (&str, &str),
    tables: &Tables,
    rows: &[Option<u64>],
    manner: &Manner,
    output: &mut Output,
) -> Result<(), Failure> {
    let out = tables.out.display().to_string();
    let n_done = rows.iter().flatten().count();
    let n_rows: u64 = rows.iter().flatten().sum();
    let (n_kept, n_others) = (rows.len() - n_done, tables.n_others);
    if manner.json {
        let value = serde_json::json!({
            key: out, "files": rows.len(), "rows": n_rows, "files_kept": n_kept,
            "files_left_out": n_others,
        });
        return print_json(&value, output);
    }
    output.note(&format!("{out}: {n_rows} rows of {n_done} files {done}, {n_kept} were there"));
    if n_others > 0 {
        output.note(&format!("{n_others} files are no Parquet files and were left out"));
    }
    Ok(())
}
