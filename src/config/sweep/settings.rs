//! The section `[dataset]`: what a sweep keeps of its runs, and what the release says of itself.

use crate::config::Error;
use crate::config::assembly::{check_section, refuse_unknown};
use crate::config::tables::{Section, row};
use crate::config::written::Written;
use crate::dataset::release::{is_day, is_version};
use crate::model::{Literal, Parameter, Range, Values};

/// Names accepted in `dataset.schema`.
pub const SCHEMAS: [&str; 4] = ["mfn", "v4-sweep", "v4-scenario", "v4-sampler"];
/// Names accepted in `dataset.features`.
const FEATURE_SETS: [&str; 3] = ["v4", "extended", "all"];
/// Names accepted in `dataset.fields`.
pub const FIELD_FORMATS: [&str; 4] = ["npy", "h5", "the-well", "pdebench"];

#[rustfmt::skip]
const DATASET: [Parameter; 15] = [
    row("schema", "columns of the table: mfn's, or those of a producer of v4.1", "", Literal::Word("mfn"), Range::OneOf(&SCHEMAS)),
    row("features", "features of each run: the 18 of v4.1, the extended set, or both", "", Literal::Word("all"), Range::OneOf(&FEATURE_SETS)),
    row("observe_every", "steps between the frames that the dynamic features and the label `stationary` see; \"auto\" is time.save_every, or a hundredth of the run", "steps", Literal::Auto, Range::OptionalWhole(1, 1_000_000_000_000)),
    row("fields", "layouts in which fields are kept beside the table", "", Literal::Words(&[]), Range::SomeOf(&FIELD_FORMATS)),
    row("chunk", "runs of a file; \"auto\" is 64, fewer if they are long or large", "runs", Literal::Auto, Range::OptionalWhole(1, 1_000_000)),
    row("splits", "shares of the trajectories that train, validate and test; \"auto\" is [0.8, 0.1, 0.1]", "1", Literal::Auto, Range::OptionalNumbers),
    row("report", "whether the release has distributions, correlations and a gallery of fields; \"auto\" is yes for mfn's own schema", "", Literal::Word("auto"), Range::OneOf(&["auto", "yes", "no"])),
    row("title", "title of the release; the preset's name if empty", "", Literal::Word(""), Range::Text),
    row("description", "what the data are, for the card; made from the model if empty", "", Literal::Word(""), Range::Text),
    row("license", "SPDX identifier of the licence", "", Literal::Word("CC-BY-4.0"), Range::Text),
    row("creator", "who made the data; several are parted by semicolons", "", Literal::Word(""), Range::Text),
    row("url", "where the release is published", "", Literal::Word(""), Range::Text),
    row("citation", "how to cite it, BibTeX or text", "", Literal::Word(""), Range::Text),
    row("version", "version of the release", "", Literal::Word("1.0.0"), Range::Text),
    row("date", "date of publication, YYYY-MM-DD; no clock is read", "", Literal::Word(""), Range::Text),
];

/// What is kept of the runs of a sweep.
#[derive(Debug, Clone, PartialEq)]
pub struct DatasetSettings {
    /// Name out of [`SCHEMAS`].
    pub schema: String,
    /// Whether the table has the 18 features.
    pub has_v4: bool,
    /// Whether the table has the extended features.
    pub has_extended: bool,
    /// Steps between observed frames; `None` follows the run.
    pub observe_every: Option<u64>,
    /// Names out of [`FIELD_FORMATS`].
    pub fields: Vec<String>,
    /// Runs of a chunk; `None` follows the runs.
    pub chunk: Option<u64>,
    /// Shares that train, validate and test; their sum is 1.
    pub splits: [f64; 3],
    /// Whether the release has a report.
    pub has_report: bool,
    /// Title of the release.
    pub title: String,
    /// What the data are.
    pub description: String,
    /// SPDX identifier.
    pub license: String,
    /// Who made the data.
    pub creators: Vec<String>,
    /// Where it is published; empty if nowhere.
    pub url: String,
    /// How to cite it; empty if the preset does not say.
    pub citation: String,
    /// Version of the release.
    pub version: String,
    /// Date of publication; empty if the preset does not say.
    pub date: String,
    /// The section whole.
    pub(crate) values: Values,
}

/// The table of the section.
pub fn dataset_section() -> Section {
    Section { name: "dataset", table: DATASET.to_vec() }
}

impl DatasetSettings {
    /// Checks the section.
    pub(crate) fn check(written: &Written) -> Result<Self, Error> {
        let section = dataset_section();
        refuse_unknown(&written.section_alone("dataset."), std::slice::from_ref(&section))?;
        let values = check_section(written, &section)?;
        let schema = values.word("schema").to_owned();
        let set = values.word("features");
        let is_v4 = schema != SCHEMAS[0];
        Ok(Self {
            has_v4: is_v4 || set != "extended",
            has_extended: !is_v4 && set != "v4",
            schema,
            observe_every: values.optional_count("observe_every"),
            fields: values.words("fields").to_vec(),
            chunk: values.optional_count("chunk"),
            splits: splits(values.optional_numbers("splits"))?,
            has_report: match values.word("report") {
                "auto" => !is_v4,
                word => word == "yes",
            },
            title: values.word("title").to_owned(),
            description: values.word("description").to_owned(),
            license: accepted(
                &values,
                "license",
                |text| !text.trim().is_empty(),
                "an SPDX identifier, such as CC-BY-4.0",
            )?,
            creators: names(values.word("creator")),
            url: values.word("url").to_owned(),
            citation: values.word("citation").to_owned(),
            version: accepted(&values, "version", is_version, "MAJOR.MINOR.PATCH, such as 1.0.0")?,
            date: accepted(
                &values,
                "date",
                |text| text.is_empty() || is_day(text),
                "a day of the calendar as YYYY-MM-DD",
            )?,
            values,
        })
    }

    /// Whether fields are kept in a layout of this name.
    pub fn keeps(&self, layout: &str) -> bool {
        self.fields.iter().any(|known| known == layout)
    }
}

fn names(text: &str) -> Vec<String> {
    let names = text.split(';').map(str::trim).filter(|name| !name.is_empty());
    names.map(ToOwned::to_owned).collect()
}

fn splits(shares: Option<&[f64]>) -> Result<[f64; 3], Error> {
    let Some(shares) = shares else { return Ok([0.8, 0.1, 0.1]) };
    let wrong = || Error::OutOfRange {
        key: "dataset.splits".to_owned(),
        found: format!("{shares:?}"),
        wanted: "three shares from 0 to 1 whose sum is 1".to_owned(),
        unit: "",
    };
    let &[train, valid, test] = shares else { return Err(wrong()) };
    let are_shares = [train, valid, test].iter().all(|share| (0.0..=1.0).contains(share));
    let sums = (train + valid + test - 1.0).abs() < 1e-9;
    if are_shares && sums { Ok([train, valid, test]) } else { Err(wrong()) }
}

/// A text that the release would refuse when all runs are made is refused before the first.
fn accepted(
    values: &Values,
    key: &'static str,
    holds: impl Fn(&str) -> bool,
    wanted: &str,
) -> Result<String, Error> {
    let text = values.word(key);
    if holds(text) {
        return Ok(text.to_owned());
    }
    Err(Error::OutOfRange {
        key: format!("dataset.{key}"),
        found: format!("\"{text}\""),
        wanted: wanted.to_owned(),
        unit: "",
    })
}
