//! The built-in presets do what their names say, checked on smaller grids.
//!
//! A run here keeps every parameter of its preset (F, k, a, b, D, spacing, time step, number of
//! steps, seed), but has fewer cells, and fewer initial discs with them: [`SMALLER`] says how many.
#![allow(clippy::unwrap_used, reason = "a preset that cannot be built or stepped has failed")]

use mfn::config::{BUILT_IN, BuiltIn, InitialPlan, Preset, Written};
use mfn::engine::{Initial, Simulation};
use mfn::format::read_field;
use mfn::model::{Kind, Model};
use std::path::Path;

/// How a preset is made smaller, and what must be left at its end.
struct Smaller {
    name: &'static str,
    /// Rows and columns instead of the preset's own.
    side: i64,
    /// Initial discs instead of the preset's own: as many an area.
    discs: Option<i64>,
    /// The standard deviation of the observable over all cells is above this.
    least_spread: f64,
    /// The largest value that the observable may have; none may be below 0.
    highest: f64,
}

const fn row(
    name: &'static str,
    side: i64,
    discs: Option<i64>,
    (least_spread, highest): (f64, f64),
) -> Smaller {
    Smaller { name, side, discs, least_spread, highest }
}

/// v stays below 1, the concentration of the feed. Schnakenberg's u peaks near twice its rest of 1.
const SMALLER: [Smaller; 9] = [
    row("gray-scott-gliders", 128, Some(10), (0.04, 1.0)),
    row("gray-scott-bubbles", 128, None, (0.1, 1.0)),
    row("gray-scott-maze", 128, Some(10), (0.07, 1.0)),
    row("gray-scott-worms", 128, Some(15), (0.05, 1.0)),
    row("gray-scott-spirals", 192, Some(2), (0.05, 1.0)),
    row("gray-scott-spots", 128, Some(10), (0.07, 1.0)),
    row("gray-scott-portrait", 240, None, (0.07, 1.0)),
    row("schnakenberg-spots", 64, None, (0.25, 3.0)),
    row("schnakenberg-stripes", 64, None, (0.2, 3.0)),
];

fn written(name: &str) -> Written {
    Written::from_toml(BuiltIn::find(name).unwrap().text, name).unwrap()
}

fn preset(name: &str) -> Preset {
    Preset::check(&written(name)).unwrap()
}

fn smaller(row: &Smaller) -> Preset {
    let mut written = written(row.name);
    for key in ["grid.rows", "grid.cols"] {
        written.apply_assignment(&format!("{key}={}", row.side)).unwrap();
    }
    if let Some(discs) = row.discs {
        written.apply_assignment(&format!("initial.count={discs}")).unwrap();
    }
    Preset::check(&written).unwrap()
}

/// The start; a picture becomes the share of the excited state, from `low` to `high`.
fn start(preset: &Preset) -> Initial {
    let file = match &preset.initial {
        InitialPlan::Ready(initial) => return initial.clone(),
        InitialPlan::File(file) => file,
    };
    assert!(file.threshold == 0.0, "the greys are kept");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(&file.path);
    let picture = read_field(&path, None).unwrap();
    let luminance = picture.fit(preset.grid.rows(), preset.grid.cols()).unwrap();
    let (low, high) = file.shares;
    let weights = luminance.mapv(|level| low + (high - low) * level);
    Initial::Blend { weights, amplitude: file.amplitude }
}

/// The observable at the end of a run.
fn end(preset: &Preset) -> Vec<f64> {
    let mut simulation = Simulation::new(&preset.setup(start(preset), false)).unwrap();
    while simulation.step() < preset.steps {
        simulation.advance().unwrap();
    }
    let field = simulation.system().field(preset.model.observable().species);
    let (rows, cols) = field.shape();
    (0..rows).flat_map(|row| (0..cols).map(move |col| field.get(row, col))).collect()
}

/// The mean of (x − mean)ⁿ.
fn central_moment(values: &[f64], order: i32) -> f64 {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    values.iter().map(|value| (value - mean).powi(order)).sum::<f64>() / n
}

/// Runs a smaller preset, checks that it ends alive, and returns the observable.
fn alive_end(name: &str) -> Vec<f64> {
    let row = SMALLER.iter().find(|row| row.name == name).unwrap();
    let values = end(&smaller(row));
    let spread = central_moment(&values, 2).sqrt();
    assert!(spread > row.least_spread, "{name}: standard deviation {spread}");
    let inside = values.iter().all(|value| (0.0..=row.highest).contains(value));
    assert!(inside, "{name}: all values from 0 to {}", row.highest);
    values
}

#[test]
fn spots_and_stripes_end_alive() {
    for name in ["gray-scott-spots", "gray-scott-maze", "gray-scott-worms"] {
        alive_end(name);
    }
}

#[test]
fn moving_patterns_end_alive() {
    for name in ["gray-scott-gliders", "gray-scott-spirals"] {
        alive_end(name);
    }
}

#[test]
fn bubbles_and_portrait_end_alive() {
    for name in ["gray-scott-bubbles", "gray-scott-portrait"] {
        alive_end(name);
    }
}

/// Spots are few high peaks on a low ground, so u is skewed; stripes rise as far as they fall.
#[test]
fn schnakenberg_ends_in_spots_and_in_stripes() {
    let skewness = |name| {
        let values = alive_end(name);
        central_moment(&values, 3) / central_moment(&values, 2).powf(1.5)
    };
    let (spots, stripes) = (skewness("schnakenberg-spots"), skewness("schnakenberg-stripes"));
    assert!(spots > 0.6, "skewness of the spots {spots}");
    assert!(stripes.abs() < 0.3, "skewness of the stripes {stripes}");
}

#[test]
fn every_pattern_preset_is_run_here() {
    let pattern = |name: &str| preset(name).model.kind() != Kind::MfnV4;
    let names: Vec<&str> = BUILT_IN.iter().map(|known| known.name).filter(|n| pattern(n)).collect();
    assert_eq!(names, SMALLER.map(|row| row.name));
}

#[test]
fn gray_scott_presets_have_the_parameters_of_the_well() {
    let well = [
        ("gliders", 0.014, 0.054),
        ("bubbles", 0.098, 0.057),
        ("maze", 0.029, 0.057),
        ("worms", 0.058, 0.065),
        ("spirals", 0.018, 0.051),
        ("spots", 0.030, 0.062),
    ];
    for (name, feed, kill) in well {
        let expected =
            mfn::model::GrayScott { feed, kill, diffusivity_u: 2e-5, diffusivity_v: 1e-5 };
        let found = preset(&format!("gray-scott-{name}")).model;
        assert_eq!(found, Model::GrayScott(expected), "{name}");
    }
}

#[test]
fn folder_and_program_hold_the_same_presets_under_their_names() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("configs");
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = entries.map(|path| path.file_stem().unwrap().to_owned()).collect();
    let mut names: Vec<&str> = BUILT_IN.iter().map(|preset| preset.name).collect();
    files.sort();
    names.sort_unstable();
    assert_eq!(files, names);
    assert!(names.iter().all(|&name| preset(name).name == name), "each says its own name");
}

#[test]
fn every_summary_is_one_sentence() {
    for preset in BUILT_IN {
        let summary = preset.summary();
        assert!(preset.text.starts_with("# ") && summary.ends_with('.'), "{summary}");
        assert!(summary.contains(": ") && summary.len() <= 100, "{summary}");
    }
}
