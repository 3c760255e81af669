//! A checked preset: everything a run needs, and nothing that could still be wrong by itself.

use crate::config::Error;
use crate::config::check::{check, seed};
use crate::config::suggest::nearest;
use crate::config::tables::{Section, sections};
use crate::config::written::{Written, path};
use crate::engine::{Initial, Precision, Scheme, Setup, Spots};
use crate::features::{Connectivity, Settings};
use crate::grid::{Boundary, Grid};
use crate::model::{Kind, Model, Parameter, Value, Values, analyse};

/// A checked preset.
#[derive(Debug, Clone, PartialEq)]
pub struct Preset {
    /// Name of the run.
    pub name: String,
    /// Seed of every random stream.
    pub seed: u128,
    /// The grid.
    pub grid: Grid,
    /// The boundary of every side.
    pub boundary: Boundary,
    /// What a Dirichlet boundary holds, one value a species.
    pub rim: Vec<f64>,
    /// Kinetics and parameters.
    pub model: Model,
    /// How the fields start.
    pub initial: InitialPlan,
    /// Length of a step, in unit time.
    pub time_step: f64,
    /// Number of steps.
    pub steps: u64,
    /// A frame is saved every so many steps; 0 saves none.
    pub save_every: u64,
    /// The scheme in time.
    pub scheme: Scheme,
    /// Precision of fields and arithmetic.
    pub precision: Precision,
    /// Settings of the features; `None` if they are off.
    pub features: Option<Settings>,
    /// What is written.
    pub output: Output,
    /// Every section with every value, for the resolved text.
    pub(crate) sections: Vec<(&'static str, Values)>,
}

/// How the fields start, as far as the preset says.
#[derive(Debug, Clone, PartialEq)]
pub enum InitialPlan {
    /// Nothing more to read.
    Ready(Initial),
    /// A file is to be read first.
    File(InitialFile),
}

/// A field or picture to start from.
#[derive(Debug, Clone, PartialEq)]
pub struct InitialFile {
    /// The file, as written.
    pub path: String,
    /// Data set within an HDF5 file.
    pub dataset: Option<String>,
    /// The species that an array gives.
    pub species: String,
    /// Share of the excited state where a picture is black and where it is white.
    pub shares: (f64, f64),
    /// Luminance at which a picture is cut in two; 0 keeps the greys.
    pub threshold: f64,
    /// Expected SHA-256 of the file; empty if the preset does not say.
    pub sha256: String,
    /// Largest noise, as a share of the resting value.
    pub amplitude: f64,
}

/// What a run writes.
#[derive(Debug, Clone, PartialEq)]
pub struct Output {
    /// Names out of [`crate::config::FORMATS`].
    pub formats: Vec<String>,
    /// Names out of [`crate::config::PLOTS`].
    pub plots: Vec<String>,
    /// Name of the colour map.
    pub color_map: String,
    /// Time a frame of the animation stands, in ms.
    pub frame_delay_ms: u64,
    /// Frames of the strip.
    pub strip_frames: u64,
}

impl Output {
    /// Whether a format or plot of this name is asked for.
    pub fn wants(&self, name: &str) -> bool {
        self.formats.iter().chain(&self.plots).any(|known| known == name)
    }
}

impl Preset {
    /// Checks what was written.
    ///
    /// # Errors
    ///
    /// An [`Error`] that names the key, what was found and what is wanted.
    ///
    /// # Examples
    ///
    /// ```
    /// use mfn::config::{Preset, Written};
    /// let text = "[model]\nkind = \"gray-scott\"\nfeed = 0.03";
    /// let preset = Preset::check(&Written::from_toml(text, "example")?)?;
    /// assert_eq!(preset.model.kind().name(), "gray-scott");
    /// # Ok::<(), mfn::config::Error>(())
    /// ```
    pub fn check(written: &Written) -> Result<Self, Error> {
        let kind = model_kind(written)?;
        let tables = sections(kind, written.word("model.variant"), written.word("initial.kind"));
        refuse_unknown(written, &tables)?;
        let mut checked = Vec::with_capacity(tables.len());
        for section in &tables {
            checked.push((section.name, check_section(written, section)?));
        }
        let seed = written.get("seed").map_or(Ok(42), seed)?;
        assemble(kind, seed, checked)
    }

    /// The engine's set-up; `initial` is read by the caller where the plan is a file.
    pub fn setup(&self, initial: Initial, parallel: bool) -> Setup {
        Setup {
            model: self.model.clone(),
            grid: self.grid,
            boundary: self.boundary,
            rim: self.rim.clone(),
            time_step: self.time_step,
            scheme: self.scheme,
            precision: self.precision,
            initial,
            seed: self.seed,
            parallel,
        }
    }

    /// Number of frames that the run saves.
    pub fn n_frames(&self) -> u64 {
        self.steps.checked_div(self.save_every).unwrap_or_default()
    }

    /// Records the SHA-256 of the initial file, so that it is part of what determines the run.
    pub fn record_initial_file(&mut self, sha256: &str) {
        for (name, values) in &mut self.sections {
            if *name == "initial" {
                values.set("sha256", Value::Word(sha256.to_owned()));
            }
        }
    }
}

fn model_kind(written: &Written) -> Result<Kind, Error> {
    let names = Kind::ALL.map(Kind::name);
    let wanted = || format!("one of {}", names.join(", "));
    let Some(raw) = written.get("model.kind") else {
        return Err(Error::Missing { key: "model.kind".to_owned(), wanted: wanted() });
    };
    let text = raw.as_str().map_or_else(|| raw.to_string(), ToOwned::to_owned);
    Kind::from_name(&text).ok_or_else(|| Error::UnknownWord {
        key: "model.kind".to_owned(),
        nearest: nearest(&text, names).map(ToOwned::to_owned),
        found: text,
        wanted: wanted(),
    })
}

fn refuse_unknown(written: &Written, tables: &[Section]) -> Result<(), Error> {
    let keys = |section: &Section| -> Vec<String> {
        section.table.iter().map(|row| path(section.name, row.key)).collect()
    };
    let known: Vec<String> = tables.iter().flat_map(keys).collect();
    match written.keys().find(|&key| !known.iter().any(|known| known == key)) {
        None => Ok(()),
        Some(key) => Err(Error::UnknownKey {
            key: key.to_owned(),
            nearest: nearest(key, known.iter().map(String::as_str)).map(ToOwned::to_owned),
        }),
    }
}

fn check_section(written: &Written, section: &Section) -> Result<Values, Error> {
    let mut values = Values::defaults(&section.table);
    for parameter in &section.table {
        let key = path(section.name, parameter.key);
        match written.get(&key) {
            // Checked apart, because it may exceed 64 bits.
            Some(_) if key == "seed" => {}
            Some(raw) => values.set(parameter.key, check(&key, raw, parameter)?),
            None => {}
        }
    }
    Ok(values)
}

fn section<'a>(sections: &'a [(&'static str, Values)], name: &str) -> Option<&'a Values> {
    sections.iter().find(|(known, _)| *known == name).map(|(_, values)| values)
}

/// Puts the checked sections together and checks what concerns more than one value.
fn assemble(
    kind: Kind,
    seed: u128,
    mut sections: Vec<(&'static str, Values)>,
) -> Result<Preset, Error> {
    let empty = Values::defaults(&[]);
    let of = |name| section(&sections, name).unwrap_or(&empty).clone();
    let (top, time) = (of(""), of("time"));
    let model = kind.build(&of("model"));
    let (grid, boundary, rim) = place(&of("grid"), &model)?;
    let name = match top.word("name") {
        "" => kind.name().to_owned(),
        name => name.to_owned(),
    };
    let features = features(&mut sections, &model)?;
    for (section, values) in &mut sections {
        if section.is_empty() {
            values.set("name", Value::Word(name.clone()));
        }
    }
    let single = time.word("precision") == "f32";
    let preset = Preset {
        initial: initial(&of_section(&sections, "initial"), grid, &model)?,
        name,
        seed,
        grid,
        boundary,
        rim,
        time_step: time.number("step"),
        steps: time.count("steps"),
        save_every: time.count("save_every"),
        scheme: Scheme::Euler,
        precision: if single { Precision::F32 } else { Precision::F64 },
        features,
        output: output(&of_section(&sections, "output")),
        model,
        sections,
    };
    check_stability(&preset)?;
    check_frames(&preset)?;
    Ok(preset)
}

fn of_section(sections: &[(&'static str, Values)], name: &str) -> Values {
    section(sections, name).cloned().unwrap_or_else(|| Values::defaults(&[]))
}

fn place(values: &Values, model: &Model) -> Result<(Grid, Boundary, Vec<f64>), Error> {
    let (rows, cols) = (values.count("rows") as usize, values.count("cols") as usize);
    // The table's bounds leave nothing that a grid would refuse.
    let grid =
        Grid::new(rows, cols, values.number("spacing")).map_err(|error| Error::Conflict {
            first: format!("grid.rows = {rows}"),
            second: format!("grid.cols = {cols}: {error}"),
            reason: "a grid needs cells",
        })?;
    let boundary = Boundary::from_name(values.word("boundary")).unwrap_or_default();
    let n_species = model.species().len();
    let rim = match values.optional_numbers("boundary_values") {
        Some(numbers) if boundary != Boundary::Dirichlet => {
            return Err(Error::Conflict {
                first: format!("grid.boundary_values = {numbers:?}"),
                second: format!("grid.boundary = \"{}\"", boundary.name()),
                reason: "only a dirichlet rim holds values",
            });
        }
        Some(numbers) if numbers.len() != n_species => {
            let names: Vec<&str> = model.species().iter().map(|species| species.name).collect();
            return Err(Error::Conflict {
                first: format!("grid.boundary_values = {numbers:?}"),
                second: format!("the species {}", names.join(", ")),
                reason: "one value a species is wanted",
            });
        }
        Some(numbers) => numbers.to_vec(),
        // v4.1's rim is at 0, not at rest.
        None if model.kind() == Kind::MfnV4 => vec![0.0; n_species],
        None => model.resting_state(),
    };
    Ok((grid, boundary, rim))
}

/// One spot for every 32 × 32 cells.
const CELLS_PER_SPOT: u64 = 1024;

fn initial(values: &Values, grid: Grid, model: &Model) -> Result<InitialPlan, Error> {
    let ready = |initial| Ok(InitialPlan::Ready(initial));
    match values.word("kind") {
        "noise" => ready(Initial::Noise { amplitude: values.number("amplitude") }),
        "spots" => {
            let auto = (grid.n_cells() as u64 / CELLS_PER_SPOT).max(1);
            ready(Initial::Spots(Spots {
                count: values.optional_count("count").unwrap_or(auto),
                radius: values.number("radius"),
                amplitude: values.number("amplitude"),
            }))
        }
        "file" => initial_file(values, model).map(InitialPlan::File),
        _ => ready(Initial::V4),
    }
}

fn initial_file(values: &Values, model: &Model) -> Result<InitialFile, Error> {
    let text = |key| values.word(key).to_owned();
    if text("path").is_empty() {
        return Err(Error::Conflict {
            first: "initial.kind = \"file\"".to_owned(),
            second: "initial.path = \"\"".to_owned(),
            reason: "a file is wanted: NPY, HDF5, PNG or JPEG",
        });
    }
    let species = match values.word("species") {
        "" => model.species()[model.observable().species].name,
        species => species,
    };
    if !model.species().iter().any(|known| known.name == species) {
        let names: Vec<&str> = model.species().iter().map(|known| known.name).collect();
        return Err(Error::UnknownWord {
            key: "initial.species".to_owned(),
            found: species.to_owned(),
            wanted: format!("one of {}", names.join(", ")),
            nearest: nearest(species, names).map(ToOwned::to_owned),
        });
    }
    let dataset = Some(text("dataset")).filter(|name| !name.is_empty());
    Ok(InitialFile {
        path: text("path"),
        dataset,
        species: species.to_owned(),
        shares: (values.number("low"), values.number("high")),
        threshold: values.number("threshold"),
        sha256: text("sha256"),
        amplitude: values.number("amplitude"),
    })
}

const THRESHOLDS: [&str; 3] = ["threshold_low_mv", "threshold_med_mv", "threshold_high_mv"];

/// Fills in thresholds that follow the observable, then checks what belongs together.
fn features(
    sections: &mut [(&'static str, Values)],
    model: &Model,
) -> Result<Option<Settings>, Error> {
    let Some((_, values)) = sections.iter_mut().find(|(name, _)| *name == "features") else {
        return Ok(None);
    };
    let observable = model.observable();
    for (key, threshold) in THRESHOLDS.into_iter().zip(observable.thresholds) {
        if values.get(key) == Some(&Value::Auto) {
            values.set(key, Value::Number(threshold));
        }
    }
    let [low, med, high] = THRESHOLDS.map(|key| values.number(key));
    if !(low < med && med < high) {
        return Err(Error::Conflict {
            first: format!("features.threshold_low_mv = {low}"),
            second: format!("threshold_med_mv = {med}, threshold_high_mv = {high}"),
            reason: "thresholds rise from low to high",
        });
    }
    let (min, max) = (values.count("min_box_size"), values.optional_count("max_box_size"));
    if let Some(max) = max.filter(|&max| max < min) {
        return Err(Error::Conflict {
            first: format!("features.min_box_size = {min}"),
            second: format!("features.max_box_size = {max}"),
            reason: "the largest box is at least as large as the smallest",
        });
    }
    let connectivity = Connectivity::from_neighbours(values.count("connectivity") as u8);
    let settings = Settings {
        min_box_size: min as usize,
        max_box_size: max.map(|max| max as usize),
        num_scales: values.count("num_scales") as usize,
        threshold_low: low,
        threshold_med: med,
        threshold_high: high,
        stability_threshold: values.number("stability_threshold_mv"),
        stability_window: values.count("stability_window") as usize,
        connectivity: connectivity.unwrap_or(Connectivity::Four),
        scale: observable.scale,
    };
    Ok(values.flag("enabled").then_some(settings))
}

fn output(values: &Values) -> Output {
    Output {
        formats: values.words("formats").to_vec(),
        plots: values.words("plots").to_vec(),
        color_map: values.word("color_map").to_owned(),
        frame_delay_ms: values.count("frame_delay"),
        strip_frames: values.count("strip_frames"),
    }
}

/// v4.1's step is fixed, and its table holds v4.1's own limits.
fn check_stability(preset: &Preset) -> Result<(), Error> {
    if preset.model.kind() == Kind::MfnV4 {
        return Ok(());
    }
    let limit = analyse(&preset.model, preset.grid.spacing()).largest_step;
    if preset.time_step <= limit {
        return Ok(());
    }
    Err(Error::Unstable {
        step: preset.time_step,
        limit,
        diffusivity: preset.model.diffusivities().into_iter().fold(0.0, f64::max),
        spacing: preset.grid.spacing(),
    })
}

/// An animation and a strip are made of saved frames.
fn check_frames(preset: &Preset) -> Result<(), Error> {
    for plot in ["gif", "strip"] {
        if preset.output.wants(plot) && preset.n_frames() == 0 {
            return Err(Error::Conflict {
                first: format!("output.plots with \"{plot}\""),
                second: format!(
                    "time.save_every = {} of {} steps",
                    preset.save_every, preset.steps
                ),
                reason: "it is made of saved frames, and none would be saved",
            });
        }
    }
    Ok(())
}

/// The row of a key, for `--explain` and documentation.
impl Preset {
    /// Every value of a section with its row of the table.
    pub fn section(&self, name: &str) -> impl Iterator<Item = (&Parameter, &Value)> {
        section(&self.sections, name).into_iter().flat_map(Values::iter)
    }
}
