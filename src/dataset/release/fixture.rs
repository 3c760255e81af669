//! The release of a small dataset, for tests.

use crate::dataset::release::Column;
use crate::dataset::release::ColumnRole;
use crate::dataset::release::Counts;
use crate::dataset::release::License;
use crate::dataset::release::Observations;
use crate::dataset::release::Origin;
use crate::dataset::release::Release;
use crate::dataset::release::ReleaseFile;
use crate::format::sha256_hex;
use arrow_schema::DataType;

/// Six runs of Gray–Scott at three points, one of which failed.
pub(in crate::dataset::release) fn release() -> Release {
    Release {
        name: "gray-scott-sweep".to_owned(),
        title: "Gray–Scott: \"worms\" & spots".to_owned(),
        description: "Stationary patterns over feed and kill rates.".to_owned(),
        version: "1.0.0".to_owned(),
        license: License {
            id: "CC-BY-4.0".to_owned(),
            url: "https://creativecommons.org/licenses/by/4.0/".to_owned(),
        },
        creators: vec!["Ada Lovelace".to_owned()],
        url: Some("https://example.org/gray-scott".to_owned()),
        keywords: vec!["reaction-diffusion".to_owned(), "Gray–Scott".to_owned()],
        citation: Some("A. Lovelace, Gray–Scott patterns, 2026.".to_owned()),
        date_published: Some("2026-03-01".to_owned()),
        origin: origin(),
        model: "gray-scott".to_owned(),
        equations: "∂u/∂t = D_u ∇²u − u v² + F (1 − u)\n∂v/∂t = D_v ∇²v + u v² − (F + k) v"
            .to_owned(),
        counts: Counts { runs: 6, points: 3, rows: 5, failures: 1, table_bytes: 400 },
        columns: columns(),
        failure_columns: vec![
            column("run", DataType::UInt64, "", ColumnRole::Identifier),
            column("reason", DataType::Utf8, "", ColumnRole::Label),
        ],
        files: files(),
        observations: Observations {
            constant_columns: vec!["N_events".to_owned()],
            stationary_runs: Some(2),
            clamping_events: Some(0),
        },
    }
}

fn origin() -> Origin {
    Origin {
        program_version: "0.1.0".to_owned(),
        command: "mfn simulate preset.toml --out DIR".to_owned(),
        verify_command: "mfn simulate preset.toml --out DIR --verify".to_owned(),
        preset_sha256: sha256_hex(b"schema = 1\n"),
        seed: "42".to_owned(),
    }
}

fn columns() -> Vec<Column> {
    vec![
        column("run", DataType::UInt64, "", ColumnRole::Identifier),
        column("feed", DataType::Float64, "1/time", ColumnRole::Parameter),
        column("V_mean", DataType::Float64, "1", ColumnRole::Feature),
        column("N_events", DataType::UInt32, "count", ColumnRole::Counter),
        column("stationary", DataType::Boolean, "", ColumnRole::Label),
    ]
}

fn column(name: &str, data_type: DataType, unit: &str, role: ColumnRole) -> Column {
    Column {
        name: name.to_owned(),
        data_type,
        unit: unit.to_owned(),
        description: format!("what {name} is"),
        role,
    }
}

/// Each with its own path as content.
fn files() -> Vec<ReleaseFile> {
    let paths = [
        "data/part-000001.parquet",
        "data/part-000000.parquet",
        "failures.parquet",
        "fields/part-000000.h5",
        "preset.toml",
        "report/V_mean.svg",
    ];
    paths.iter().map(|path| ReleaseFile::of_bytes(path, path.as_bytes())).collect()
}
