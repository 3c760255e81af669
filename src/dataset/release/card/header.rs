//! The YAML header of the card, which the Hugging Face Hub and `datasets` read.

use crate::dataset::release::ColumnRole;
use crate::dataset::release::Place;
use crate::dataset::release::Release;
use crate::dataset::release::card::yaml::scalar;
use arrow_schema::DataType;

/// The header between its two lines of dashes.
///
/// The features are written out, so that every reader agrees on the types; all rows are the split
/// `train`, since a reader takes splits from files and the parts are in run order.
pub(in crate::dataset::release) fn header(release: &Release) -> String {
    let mut lines = vec!["---".to_owned()];
    lines.extend(license(release));
    lines.push(format!("pretty_name: {}", scalar(&release.title)));
    lines.extend(list("tags", tags(release).iter().map(|tag| scalar(tag))));
    lines.extend(list("task_categories", task_categories(release)));
    lines.extend(list("size_categories", [size_category(release.counts.rows).to_owned()]));
    lines.extend(configs());
    lines.extend(dataset_info(release));
    lines.push("---\n".to_owned());
    lines.join("\n")
}

/// SPDX identifiers whose names on the Hub are not just their lower case.
const RENAMED: [(&str, &str); 3] =
    [("odbl-1.0", "odbl"), ("odc-by-1.0", "odc-by"), ("pddl-1.0", "pddl")];

/// Licences for data that the Hub knows.
const KNOWN: [&str; 17] = [
    "apache-2.0",
    "bsd-2-clause",
    "bsd-3-clause",
    "cc0-1.0",
    "cc-by-2.0",
    "cc-by-3.0",
    "cc-by-4.0",
    "cc-by-nc-4.0",
    "cc-by-nc-nd-4.0",
    "cc-by-nc-sa-4.0",
    "cc-by-nd-4.0",
    "cc-by-sa-3.0",
    "cc-by-sa-4.0",
    "etalab-2.0",
    "gpl-3.0",
    "mit",
    "unlicense",
];

/// The Hub's name of the licence, or `other` with name and link.
fn license(release: &Release) -> Vec<String> {
    let id = release.license.id.to_lowercase();
    let renamed = RENAMED.iter().find(|(spdx, _)| *spdx == id).map(|(_, name)| *name);
    match renamed.or_else(|| KNOWN.into_iter().find(|known| *known == id)) {
        Some(name) => vec![format!("license: {name}")],
        None => vec![
            "license: other".to_owned(),
            format!("license_name: {}", scalar(&id)),
            format!("license_link: {}", scalar(&release.license.url)),
        ],
    }
}

/// Fixed words, the model, then the user's keywords, each once.
fn tags(release: &Release) -> Vec<String> {
    let fixed = ["reaction-diffusion", "simulation", "physics", &release.model];
    let words = fixed.into_iter().chain(release.keywords.iter().map(String::as_str));
    words.fold(Vec::new(), |mut tags: Vec<String>, word| {
        if !tags.iter().any(|tag| tag == word) {
            tags.push(word.to_owned());
        }
        tags
    })
}

/// Regression, and classification where a label is no measure.
fn task_categories(release: &Release) -> Vec<String> {
    let is_class = |data_type: &DataType| {
        matches!(data_type, DataType::Boolean | DataType::Utf8 | DataType::LargeUtf8)
    };
    let mut labels = release.columns.iter().filter(|column| column.role == ColumnRole::Label);
    let mut tasks = vec!["tabular-regression".to_owned()];
    if labels.any(|column| is_class(&column.data_type)) {
        tasks.push("tabular-classification".to_owned());
    }
    tasks
}

/// The Hub's name for a number of rows.
fn size_category(rows: u64) -> &'static str {
    const LIMITS: [(u64, &str); 10] = [
        (1_000, "n<1K"),
        (10_000, "1K<n<10K"),
        (100_000, "10K<n<100K"),
        (1_000_000, "100K<n<1M"),
        (10_000_000, "1M<n<10M"),
        (100_000_000, "10M<n<100M"),
        (1_000_000_000, "100M<n<1B"),
        (10_000_000_000, "1B<n<10B"),
        (100_000_000_000, "10B<n<100B"),
        (1_000_000_000_000, "100B<n<1T"),
    ];
    LIMITS.iter().find(|(limit, _)| rows < *limit).map_or("n>1T", |(_, name)| name)
}

fn configs() -> Vec<String> {
    let lines = [
        "configs:",
        "- config_name: default",
        "  data_files:",
        "  - split: train",
        "    path: data/*.parquet",
    ];
    lines.map(str::to_owned).to_vec()
}

fn dataset_info(release: &Release) -> Vec<String> {
    let mut lines = vec!["dataset_info:".to_owned(), "  features:".to_owned()];
    for column in &release.columns {
        // A checked release has no other types.
        let data_type = column.type_names().map_or("string", |names| names.hugging_face);
        lines.push(format!("  - name: {}", scalar(&column.name)));
        lines.push(format!("    dtype: {data_type}"));
    }
    let counts = release.counts;
    let download: u64 = release.files_in(Place::Table).iter().map(|file| file.bytes).sum();
    lines.extend([
        "  splits:".to_owned(),
        "  - name: train".to_owned(),
        format!("    num_bytes: {}", counts.table_bytes),
        format!("    num_examples: {}", counts.rows),
        format!("  download_size: {download}"),
        format!("  dataset_size: {}", counts.table_bytes),
    ]);
    lines
}

fn list(key: &str, items: impl IntoIterator<Item = String>) -> Vec<String> {
    let items = items.into_iter().map(|item| format!("- {item}"));
    std::iter::once(format!("{key}:")).chain(items).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::release::fixture::release;

    #[test]
    fn header_of_a_small_dataset() {
        let expected = "---\nlicense: cc-by-4.0\n\
            pretty_name: \"Gray–Scott: \\\"worms\\\" & spots\"\n\
            tags:\n- reaction-diffusion\n- simulation\n- physics\n- gray-scott\n- \"Gray–Scott\"\n\
            task_categories:\n- tabular-regression\n- tabular-classification\n\
            size_categories:\n- n<1K\nconfigs:\n- config_name: default\n  data_files:\n  \
            - split: train\n    path: data/*.parquet\ndataset_info:\n  features:\n  \
            - name: run\n    dtype: uint64\n  - name: feed\n    dtype: float64\n  \
            - name: V_mean\n    dtype: float64\n  - name: N_events\n    dtype: uint32\n  \
            - name: stationary\n    dtype: bool\n  splits:\n  - name: train\n    \
            num_bytes: 400\n    num_examples: 5\n  download_size: 48\n  dataset_size: 400\n---\n";
        assert_eq!(header(&release()), expected);
    }

    #[test]
    fn size_categories_have_the_hubs_borders() {
        let check = |rows: u64, expected: &str| assert_eq!(size_category(rows), expected);
        check(0, "n<1K");
        check(999, "n<1K");
        check(1_000, "1K<n<10K");
        check(999_999, "100K<n<1M");
        check(u64::MAX, "n>1T");
    }

    #[test]
    fn licence_that_the_hub_lacks_is_named_and_linked() {
        let check = |id: &str, expected: &[&str]| {
            let mut other = release();
            id.clone_into(&mut other.license.id);
            "https://example.org/l".clone_into(&mut other.license.url);
            assert_eq!(license(&other), expected);
        };
        check("MIT", &["license: mit"]);
        check("ODbL-1.0", &["license: odbl"]);
        let link = "license_link: \"https://example.org/l\"";
        check("CERN-OHL-P-2.0", &["license: other", "license_name: cern-ohl-p-2.0", link]);
    }
}
