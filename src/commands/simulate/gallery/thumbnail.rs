//! One picture of the gallery: which part of a preset is run, and its last frame.

use crate::commands::failure::{Failure, code};
use crate::commands::simulate::stop::Stop;
use crate::commands::simulate::{failed, initial, memory, points};
use mfn::config::{IfsPlan, InitialPlan, MembranePlan, Plan, Preset, Written};
use mfn::engine::{Initial, Simulation, Termination};
use mfn::grid::{FieldView, Grid};
use mfn::plot::{ColorMap, Thumbnail, Tile, Volume};
use ndarray::Array2;

/// Longest side of a run whose pattern fills the plane, in cells.
const SIDE: usize = 128;
/// Discs or clusters that are no longer single things.
const MANY: u64 = 8;
/// Side of the raster of a fractal, in cells: the pixels of a tile.
const RASTER: usize = 256;

/// A checked preset, reduced as far as its picture allows.
pub(crate) struct Shown {
    name: String,
    plan: Plan,
}

/// A finished picture.
pub(crate) struct Thumb {
    pub(crate) name: String,
    /// What was run, in words.
    pub(crate) size: String,
    picture: Picture,
}

enum Picture {
    Field(Array2<f64>, ColorMap),
    /// The lines of so many layers.
    Volume(Array2<f64>, usize, ColorMap),
    Curve(Vec<(f64, f64)>),
}

impl Thumb {
    pub(crate) fn tile(&self) -> Tile<'_> {
        let picture = match &self.picture {
            Picture::Field(values, map) => Thumbnail::Field(FieldView::F64(values.view()), *map),
            Picture::Volume(values, layers, map) => {
                let volume = Volume { field: FieldView::F64(values.view()), layers: *layers };
                Thumbnail::Volume(volume, *map)
            }
            Picture::Curve(points) => Thumbnail::Curve(points),
        };
        Tile { name: &self.name, picture }
    }
}

impl Shown {
    /// Checks a preset and cuts its grid to 128 cells a side where the plane looks alike
    /// everywhere. A preset that shows one thing in its place, as a seed, a text, a picture or a
    /// few discs, is left whole. Spacing, step and number of steps stay, so that wavelengths do.
    pub(crate) fn check(name: &str, mut written: Written) -> Result<Self, Failure> {
        let mut plan = Plan::check(&written).map_err(|error| of(name, error.into()))?;
        if let Plan::Lattice(preset) = &plan
            && let Some(grid) = cut(preset)?
        {
            for (key, value) in cut_values(preset, grid, &written) {
                written.set(key, toml::Value::Integer(value));
            }
            plan = Plan::check(&written).map_err(|error| of(name, error.into()))?;
        }
        Ok(Self { name: name.to_owned(), plan })
    }

    /// The initial file, if it is not there.
    pub(crate) fn missing_file(&self) -> Option<&str> {
        let Plan::Lattice(preset) = &self.plan else { return None };
        let InitialPlan::File(file) = &preset.initial else { return None };
        (!initial::find(&file.path, Some(&self.name)).exists()).then_some(&file.path)
    }

    /// Runs it to its end.
    pub(crate) fn run(&self, stop: &Stop) -> Result<Thumb, Failure> {
        let done = match &self.plan {
            Plan::Lattice(preset) => lattice(preset, &self.name, stop),
            Plan::Membrane(plan) => membrane(plan),
            Plan::Ifs(plan) => ifs(plan),
        };
        let (size, picture) = done.map_err(|failure| of(&self.name, failure))?;
        Ok(Thumb { name: self.plan.name().to_owned(), size, picture })
    }
}

/// The failure of one preset among many; a stop is nobody's fault.
fn of(name: &str, failure: Failure) -> Failure {
    match failure {
        Failure::Error { code, error, hint } if code != code::STOPPED => {
            Failure::Error { code, error: error.context(format!("preset {name}")), hint }
        }
        other => other,
    }
}

/// The smaller grid, where there is one that shows as much.
fn cut(preset: &Preset) -> Result<Option<Grid>, Failure> {
    let InitialPlan::Ready(start) = &preset.initial else { return Ok(None) };
    let alike = match start {
        Initial::V4 | Initial::Noise { .. } | Initial::Fourier(_) => true,
        Initial::Spots(spots) => spots.count >= MANY,
        Initial::Clusters(clusters) => clusters.count >= MANY,
        _ => false,
    };
    let (rows, cols) = (preset.grid.rows(), preset.grid.cols());
    if !alike || preset.grid.is_volume() || rows.max(cols) <= SIDE {
        return Ok(None);
    }
    let grid = Grid::new(rows.min(SIDE), cols.min(SIDE), preset.grid.spacing());
    Ok(Some(grid.map_err(|error| Failure::new(code::USAGE, error))?))
}

/// The grid's sides, and what is counted on the whole of it in proportion.
fn cut_values(preset: &Preset, grid: Grid, written: &Written) -> Vec<(&'static str, i64)> {
    let mut values = vec![("grid.rows", grid.rows() as i64), ("grid.cols", grid.cols() as i64)];
    let written = |key| written.get(key).and_then(toml::Value::as_integer);
    let share = |whole: i64, part: usize, of: usize| (whole * part as i64 / of as i64).max(1);
    if let Some(count) = written("initial.count") {
        let count = share(count, grid.n_cells(), preset.grid.n_cells());
        values.push(("initial.count", count));
    }
    if let Some(waves) = written("initial.waves") {
        let longer = |grid: Grid| grid.rows().max(grid.cols());
        values.push(("initial.waves", share(waves, longer(grid), longer(preset.grid))));
    }
    values
}

type Done = Result<(String, Picture), Failure>;

fn lattice(preset: &Preset, source: &str, stop: &Stop) -> Done {
    let mut preset = preset.clone();
    let initial = initial::read(&mut preset, Some(source))?;
    memory::check(&preset)?;
    let mut simulation = Simulation::new(&preset.setup(initial, false))?;
    let pause = || stop.reason().is_some();
    match mfn::engine::run(&mut simulation, preset.steps, &mut [], &pause)? {
        Termination::Completed => {}
        Termination::Stopped => return Err(stopped(stop)),
        Termination::Failed(flaw) => return Err(failed(&flaw, &preset)),
    }
    let field = simulation.system().field(preset.model.observable().species);
    let (rows, cols) = field.shape();
    let values = Array2::from_shape_fn((rows, cols), |(row, col)| field.get(row, col));
    let size = format!("{} cells, {} steps", preset.grid, preset.steps);
    let map = color_map(&preset.output.color_map);
    let picture = match preset.grid.layers() {
        1 => Picture::Field(values, map),
        layers => Picture::Volume(values, layers, map),
    };
    Ok((size, picture))
}

/// The density of points, as in the run's own picture.
fn ifs(plan: &IfsPlan) -> Done {
    let (rows, cols) = plan.shape;
    let side = |cells: usize| (cells * RASTER).div_ceil(rows.max(cols));
    let plan = IfsPlan { shape: (side(rows), side(cols)), ..plan.clone() };
    let density = points::density(&plan)?;
    let map = color_map(&plan.resolved.output().color_map);
    Ok((format!("{} points", plan.n_points), Picture::Field(density, map)))
}

/// The potential over time.
fn membrane(plan: &MembranePlan) -> Done {
    let potential = points::potential(plan)?;
    let curve = potential.iter().enumerate().map(|(step, value)| (step as f64, *value)).collect();
    Ok((format!("{} steps", plan.steps), Picture::Curve(curve)))
}

/// The name is one that was checked.
fn color_map(name: &str) -> ColorMap {
    ColorMap::from_name(name).unwrap_or_default()
}

fn stopped(stop: &Stop) -> Failure {
    let reason = stop.reason().unwrap_or("stopped");
    Failure::message(code::STOPPED, format!("{reason}; no sheet was written"))
        .with_hint("run the same command again: it starts anew")
}
