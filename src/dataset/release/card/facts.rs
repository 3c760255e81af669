//! The sections of the card that say what the dataset is and is not.

use crate::dataset::release::Column;
use crate::dataset::release::Place;
use crate::dataset::release::Release;
use crate::dataset::release::ReleaseFile;
use crate::dataset::release::card::markdown::{cell, code, fence, one_line, size, table};
use crate::dataset::release::dataset_sha256;
use std::fmt::Write as _;

/// Title, description and equations.
pub(in crate::dataset::release) fn about(release: &Release) -> String {
    let counts = release.counts;
    let state = match &release.date_published {
        Some(date) => format!("version {}, published {date}", release.version),
        None => format!("version {}, undated", release.version),
    };
    format!(
        "# {}\n\n{}\n\n{} runs of `{}` at {} points of its parameter space; {} rows, {} failures; \
         {state}.\n\n## Equations\n\n{}",
        one_line(&release.title),
        release.description.trim(),
        counts.runs,
        release.model,
        counts.points,
        counts.rows,
        counts.failures,
        fence("text", &release.equations),
    )
}

/// The command, and what determines the bytes.
pub(in crate::dataset::release) fn making(release: &Release) -> String {
    let origin = &release.origin;
    format!(
        "## How it was made\n\n{}\nmfn {}, seed {}, resolved preset in `preset.toml` (SHA-256 \
         `{}`). The same preset and version give the same bytes, on any number of threads and \
         tasks. Where and when it ran is in `environment.json`, which is no part of the data.\n",
        fence("sh", &origin.command),
        origin.program_version,
        origin.seed,
        origin.preset_sha256,
    )
}

/// The table of columns.
pub(in crate::dataset::release) fn columns(release: &Release) -> String {
    let row = |column: &Column| {
        [
            code(&column.name),
            column.data_type.to_string(),
            cell(&column.unit),
            column.role.text().to_owned(),
            cell(&column.description),
        ]
    };
    let heading = ["column", "type", "unit", "role", "description"];
    let table = table(heading, release.columns.iter().map(row));
    let about = "One row a run, in run order. Unit `1` is a pure number; no unit means that the \
                 column is no quantity. Parquet keeps `unit` and `description` in the metadata of \
                 each field.";
    format!("## Columns\n\n{about}\n\n{table}\nThe rows are not divided into splits.\n")
}

/// The places of the layout with what is in each.
pub(in crate::dataset::release) fn files(release: &Release) -> String {
    let present = Place::ALL.into_iter().map(|place| (place, release.files_in(place)));
    let row = |(place, files): (Place, Vec<&ReleaseFile>)| {
        let bytes = files.iter().map(|file| file.bytes).sum();
        let names: Vec<String> = match place.folder() {
            Some(folder) => vec![code(folder)],
            None => files.iter().map(|file| code(&file.path)).collect(),
        };
        [names.join(", "), files.len().to_string(), size(bytes), place.description().to_owned()]
    };
    let rows = present.filter(|(_, files)| !files.is_empty()).map(row);
    let texts = "`manifest.json` lists every file with its size and SHA-256; `croissant.json` \
                 (Croissant 1.0) and `ro-crate-metadata.json` (RO-Crate 1.1, Process Run Crate \
                 0.5) say the same to machines.";
    format!("## Files\n\n{}\n{texts}\n", table(["path", "files", "size", "what"], rows))
}

/// How to see whether a copy is whole.
pub(in crate::dataset::release) fn integrity(release: &Release) -> String {
    let by_hand = "jq -r '.files[] | \"\\(.sha256)  \\(.path)\"' manifest.json | sha256sum --check";
    format!(
        "## Integrity\n\n{}\nor, without mfn,\n\n{}\nSHA-256 of the data, over the sorted lines \
         `sha256  path` of their files: `{}`.\n",
        fence("sh", &release.origin.verify_command),
        fence("sh", by_hand),
        dataset_sha256(release.data_files()),
    )
}

/// What the data do not show.
pub(in crate::dataset::release) fn limits(release: &Release) -> String {
    let found = &release.observations;
    let mut lines = vec![match found.constant_columns.as_slice() {
        [] => "Constant columns: none.".to_owned(),
        names => {
            let names: Vec<String> = names.iter().map(|name| code(name)).collect();
            format!("Constant columns, from which nothing can be learned: {}.", names.join(", "))
        }
    }];
    let of_runs = format!("of {} runs", release.counts.runs);
    lines.push(match found.stationary_runs {
        Some(runs) => format!("Stationary before their end: {runs} {of_runs}."),
        None => "Stationary runs: not looked for.".to_owned(),
    });
    lines.push(format!(
        "Failed: {} {of_runs}; each is a row of `failures.parquet` with its reason.",
        release.counts.failures
    ));
    lines.push(match found.clamping_events {
        Some(0) => "Clamped values: none.".to_owned(),
        Some(events) => format!("Clamped values: {events}, over all cells, steps and runs."),
        None => "Clamped values: not counted.".to_owned(),
    });
    lines.push("The data are simulated: they show the equations above, not an experiment.".into());
    format!("## Known limits\n\n- {}\n", lines.join("\n- "))
}

/// Licence, makers, and how to cite.
pub(in crate::dataset::release) fn license(release: &Release) -> String {
    let license = &release.license;
    let mut text = format!("## Licence and citation\n\n[{}]({}).", license.id, license.url);
    if !release.creators.is_empty() {
        // Writing to a string cannot fail.
        let _ = write!(text, " Made by {}.", one_line(&release.creators.join(", ")));
    }
    if let Some(url) = &release.url {
        let _ = write!(text, " Published at <{url}>.");
    }
    text.push('\n');
    if let Some(citation) = &release.citation {
        let _ = write!(text, "\n{}", fence("text", citation));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::release::fixture::release;

    #[test]
    fn limits_are_counted_or_said_not_to_be() {
        let text = limits(&release());
        assert!(text.contains("nothing can be learned: `N_events`."));
        assert!(text.contains("2 of 6 runs") && text.contains("Failed: 1 of 6 runs"));
        assert!(text.contains("- Clamped values: none.\n"));
        let unseen =
            Release { observations: crate::dataset::release::Observations::default(), ..release() };
        let text = limits(&unseen);
        assert!(text.contains("not looked for") && text.contains("not counted"));
        assert!(text.contains("Constant columns: none."));
    }

    #[test]
    fn files_are_summed_by_place() {
        let text = files(&release());
        assert!(text.contains("| `data/` | 2 | 48 B | primary table"));
        assert!(text.contains("| `failures.parquet` | 1 | 16 B |"));
        assert!(!text.contains("the-well"));
    }

    #[test]
    fn undated_release_says_so() {
        let undated = Release { date_published: None, ..release() };
        assert!(about(&undated).contains("version 1.0.0, undated."));
        assert!(about(&release()).contains("version 1.0.0, published 2026-03-01."));
    }
}
