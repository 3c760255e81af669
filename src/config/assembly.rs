//! The sections put together: each against its table, then what concerns more than one value.

use crate::config::Error;
use crate::config::check::check;
use crate::config::initial::{initial, middle};
use crate::config::output::{Observe, Output};
use crate::config::plan::POINT_KINDS;
use crate::config::preset::Preset;
use crate::config::suggest::nearest;
use crate::config::tables::Section;
use crate::config::written::{Written, path};
use crate::engine::{Precision, Scheme, largest_step};
use crate::features::{Connectivity, Settings};
use crate::grid::{Boundary, Grid, Stencil};
use crate::model::{Kind, Model, Value, Values};

/// The model that `model.kind` names.
pub(crate) fn model_kind(written: &Written) -> Result<Kind, Error> {
    let lattices = Kind::ALL.map(Kind::name);
    let names: Vec<&str> = lattices.into_iter().chain(POINT_KINDS).collect();
    let wanted = || format!("one of {}", names.join(", "));
    let Some(raw) = written.get("model.kind") else {
        return Err(Error::Missing { key: "model.kind".to_owned(), wanted: wanted() });
    };
    let text = raw.as_str().map_or_else(|| raw.to_string(), ToOwned::to_owned);
    Kind::from_name(&text).ok_or_else(|| Error::UnknownWord {
        key: "model.kind".to_owned(),
        nearest: nearest(&text, names.iter().copied()).map(ToOwned::to_owned),
        found: text,
        wanted: wanted(),
    })
}

/// Refuses a key that none of the tables has.
pub(crate) fn refuse_unknown(written: &Written, tables: &[Section]) -> Result<(), Error> {
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

/// The values of a section: defaults, and over them what was written.
pub(crate) fn check_section(written: &Written, section: &Section) -> Result<Values, Error> {
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

/// The values of the section of that name.
pub(crate) fn section<'a>(
    sections: &'a [(&'static str, Values)],
    name: &str,
) -> Option<&'a Values> {
    sections.iter().find(|(known, _)| *known == name).map(|(_, values)| values)
}

/// Puts the checked sections together and checks what concerns more than one value.
pub(crate) fn assemble(
    kind: Kind,
    seed: u128,
    mut sections: Vec<(&'static str, Values)>,
) -> Result<Preset, Error> {
    let empty = Values::defaults(&[]);
    let of = |name| section(&sections, name).unwrap_or(&empty).clone();
    let (top, time) = (of(""), of("time"));
    let model = kind.build(&of("model"));
    model.check()?;
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
        initial: initial(&of_section(&sections, "initial"), (grid, boundary), &model)?,
        name,
        seed,
        grid,
        boundary,
        rim,
        time_step: time.number("step"),
        steps: time.count("steps"),
        save_every: time.count("save_every"),
        scheme: Scheme::from_name(time.word("stepper")).unwrap_or_default(),
        tolerance: optional(&time, "tolerance"),
        noise: optional(&time, "noise"),
        stencil: stencil(&of_section(&sections, "grid"), grid),
        precision: if single { Precision::F32 } else { Precision::F64 },
        features,
        layer: layer(&sections, grid)?,
        observe: Observe::from_values(&of_section(&sections, "observe")),
        output: Output::from_values(&of_section(&sections, "output")),
        model,
        sections,
    };
    check_scheme(&preset)?;
    if let Model::Mycelium(model) = &preset.model {
        let (cells, spacing) = (grid.n_cells() as f64, grid.spacing());
        let shortest = grid.shape().into_iter().min().unwrap_or_default() as f64;
        let size = cells * grid.cell_size();
        model.fits((shortest * spacing, size), cells, preset.time_step)?;
    }
    check_stability(&preset)?;
    check_frames(&preset)?;
    check_observed(&preset)?;
    Ok(preset)
}

fn of_section(sections: &[(&'static str, Values)], name: &str) -> Values {
    section(sections, name).cloned().unwrap_or_else(|| Values::defaults(&[]))
}

fn place(values: &Values, model: &Model) -> Result<(Grid, Boundary, Vec<f64>), Error> {
    let grid = sides(values)?;
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

/// Cells that a 32-bit number can tell apart, as the random streams do.
const MOST_CELLS: u128 = 1 << 32;

fn sides(values: &Values) -> Result<Grid, Error> {
    let count = |key| if values.get(key).is_some() { values.count(key) as usize } else { 1 };
    let (layers, rows, cols) = (count("layers"), count("rows"), count("cols"));
    let conflict = |second: String, reason| Error::Conflict {
        first: format!("grid.layers = {layers}"),
        second,
        reason,
    };
    let plane = format!("grid.rows = {rows} and grid.cols = {cols}");
    if layers as u128 * rows as u128 * cols as u128 > MOST_CELLS {
        return Err(conflict(plane, "cells are numbered with 32 bits: at most 4294967296 of them"));
    }
    if layers == 2 {
        return Err(conflict(plane, "a volume has at least 3 layers, and a plane has 1"));
    }
    // The table's bounds leave nothing that a grid would refuse.
    Grid::volume(layers, rows, cols, values.number("spacing"))
        .map_err(|_| conflict(plane, "a grid needs cells"))
}

/// The plain stencil of a kind that does not ask.
fn stencil(values: &Values, grid: Grid) -> Stencil {
    let [plain, _] = Stencil::of(grid.dimensions());
    values.get("stencil").and_then(|_| Stencil::from_name(values.word("stencil"))).unwrap_or(plain)
}

/// The layer that features describe.
fn layer(sections: &[(&'static str, Values)], grid: Grid) -> Result<usize, Error> {
    if !grid.is_volume() {
        return Ok(0);
    }
    let layer = middle(&of_section(sections, "features"), "layer", grid.layers());
    if layer < grid.layers() {
        return Ok(layer);
    }
    Err(Error::Conflict {
        first: format!("features.layer = {layer}"),
        second: format!("grid.layers = {}", grid.layers()),
        reason: "layers count from 0",
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

/// A number that only some steppers have; 0 for the others.
fn optional(values: &Values, key: &str) -> f64 {
    values.get(key).map_or(0.0, |_| values.number(key))
}

/// Schemes that solve every equation with every boundary and stencil.
const ANY_WHERE: &str = "euler, heun, rk4, adaptive and euler-maruyama do";

/// What a scheme cannot do.
fn check_scheme(preset: &Preset) -> Result<(), Error> {
    let Preset { scheme, boundary, stencil, .. } = *preset;
    let fourth_order = preset.model.hyperdiffusivities().iter().any(|k| *k != 0.0);
    let spectral = scheme.diffuses_exactly();
    let (second, reason) = if scheme == Scheme::Etdrk4 && boundary != Boundary::Periodic {
        let boundary = format!("grid.boundary = \"{}\"", boundary.name());
        (
            boundary,
            "it steps in Fourier space; strang, euler, heun, rk4 and adaptive take any boundary",
        )
    } else if spectral && stencil.is_isotropic() {
        (format!("grid.stencil = \"{}\"", stencil.name()), ANY_WHERE)
    } else if scheme == Scheme::Strang && fourth_order {
        let model = format!("model.kind = \"{}\"", preset.model.kind().name());
        (model, "its diffusion step is of second order in space; take etdrk4 on a torus, or euler")
    } else if preset.precision == Precision::F32
        && scheme == Scheme::Adaptive
        && preset.tolerance < 1e-5
    {
        let tolerance = format!("time.tolerance = {:e} in f32", preset.tolerance);
        (
            tolerance,
            "single precision rounds to 6e-8: take 1e-5 or more, or time.precision = \"f64\"",
        )
    } else {
        return Ok(());
    };
    Err(Error::Conflict { first: format!("time.stepper = \"{}\"", scheme.name()), second, reason })
}

/// v4.1's step is fixed, and its table holds v4.1's own limits.
fn check_stability(preset: &Preset) -> Result<(), Error> {
    if preset.model.kind() == Kind::MfnV4 {
        return Ok(());
    }
    let spacing = preset.grid.spacing();
    let limit = largest_step(&preset.model, preset.scheme, spacing, preset.stencil);
    let Some(limit) = limit.filter(|limit| preset.time_step > *limit) else { return Ok(()) };
    Err(Error::Unstable {
        step: preset.time_step,
        limit,
        scheme: preset.scheme.name(),
        diffusivity: preset.model.diffusivities().into_iter().fold(0.0, f64::max),
        hyperdiffusivity: preset.model.hyperdiffusivities().into_iter().fold(0.0, f64::max),
        spacing,
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

/// What is observed must come to pass.
fn check_observed(preset: &Preset) -> Result<(), Error> {
    match preset.observe {
        Some(observe) if observe.every > preset.steps => Err(Error::Conflict {
            first: format!("observe.every = {}", observe.every),
            second: format!("time.steps = {}", preset.steps),
            reason: "no frame would be observed; 0 observes none",
        }),
        Some(observe) if observe.quantities.energy => check_energy(preset),
        _ => Ok(()),
    }
}

/// An energy is asked for of a model that has one, and of fields that exchange none with a rim.
fn check_energy(preset: &Preset) -> Result<(), Error> {
    let Preset { model, boundary, rim, .. } = preset;
    let rest = model.resting_state();
    let held = *boundary == Boundary::Dirichlet && rim.iter().any(|value| *value != 0.0);
    let (second, reason) = if model.energy_density(&rest, &vec![0.0; rest.len()]).is_none() {
        let kind = format!("model.kind = \"{}\"", model.kind().name());
        (kind, "it has no free energy; leave \"energy\" out")
    } else if held {
        let rim = format!("grid.boundary = \"dirichlet\" with grid.boundary_values = {rim:?}");
        (rim, "such a rim feeds energy in; take a rim of 0, or periodic or neumann")
    } else {
        return Ok(());
    };
    let first = "observe.quantities with \"energy\"".to_owned();
    Err(Error::Conflict { first, second, reason })
}
