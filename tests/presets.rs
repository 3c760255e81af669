//! The built-in presets do what their names say, checked on smaller grids.
//!
//! A run here keeps every parameter of its preset (F, k, a, b, D, spacing, time step, number of
//! steps, seed), but has fewer cells, and fewer initial discs with them: [`SMALLER`] says how many.
#![allow(clippy::unwrap_used, reason = "a preset that cannot be built or stepped has failed")]

use mfn::config::{BUILT_IN, BuiltIn, InitialPlan, Plan, Preset, SweepPreset, Written};
use mfn::engine::{Initial, Simulation};
use mfn::format::read_field;
use mfn::model::{Kind, Model};
use std::path::Path;

/// How a preset is made smaller, and what must be left at its end.
struct Smaller {
    name: &'static str,
    /// Rows and columns instead of the preset's own; layers too, where there are as many.
    side: i64,
    /// Initial discs instead of the preset's own: as many an area.
    discs: Option<i64>,
    /// The standard deviation of the observable over all cells is above this.
    least_spread: f64,
    /// The largest value that the observable may have; none may be below 0, or below its negative
    /// where the observable is signed.
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

/// Presets that draw one thing, and are run by the gallery's tests.
const DRAWN: [&str; 2] = ["gray-scott-coral", "gray-scott-letters"];

/// Models that other tests run: `golden` and `mycelium`.
const ELSEWHERE: [Kind; 2] = [Kind::MfnV4, Kind::Mycelium];

/// Gray–Scott's v stays below 1, the concentration of the feed; the others stay near twice their
/// rest, but for the sharp peaks of Gierer–Meinhardt and the pulses of the Brusselator.
const SMALLER: [Smaller; 50] = [
    row("gray-scott-gliders", 128, Some(10), (0.04, 1.0)),
    row("gray-scott-bubbles", 128, None, (0.1, 1.0)),
    row("gray-scott-maze", 128, Some(10), (0.07, 1.0)),
    row("gray-scott-worms", 128, Some(15), (0.05, 1.0)),
    row("gray-scott-spirals", 192, Some(2), (0.05, 1.0)),
    row("gray-scott-spots", 128, Some(10), (0.07, 1.0)),
    row("gray-scott-portrait", 240, None, (0.07, 1.0)),
    row("gray-scott-mitosis", 64, Some(1), (0.07, 1.0)),
    row("gray-scott-u-skate", 64, Some(3), (0.05, 1.0)),
    row("gray-scott-negatons", 64, Some(2), (0.03, 1.0)),
    row("gray-scott-chaos", 64, Some(1), (0.01, 1.0)),
    row("gray-scott-wavelets", 128, Some(4), (0.03, 1.0)),
    row("gray-scott-flicker", 64, Some(2), (0.05, 1.0)),
    row("gray-scott-tubes", 32, Some(1), (0.04, 1.0)),
    row("schnakenberg-spots", 64, None, (0.25, 3.0)),
    row("schnakenberg-stripes", 64, None, (0.2, 3.0)),
    row("gierer-meinhardt-spots", 48, None, (1.2, 12.0)),
    row("gierer-meinhardt-stripes", 48, None, (0.7, 5.0)),
    row("gierer-meinhardt-net", 48, None, (0.4, 4.0)),
    row("gierer-meinhardt-peaks", 48, None, (1.5, 25.0)),
    row("brusselator-hexagons", 48, None, (0.4, 4.5)),
    row("brusselator-stripes", 48, None, (0.8, 7.0)),
    row("brusselator-holes", 64, None, (0.8, 8.0)),
    row("brusselator-labyrinth", 64, None, (0.5, 5.0)),
    row("brusselator-oscillation", 48, None, (0.005, 3.0)),
    row("brusselator-spirals", 48, None, (0.4, 6.0)),
    row("brusselator-balls", 18, None, (0.3, 5.0)),
    row("fitzhugh-nagumo-pdebench", 64, None, (0.3, 1.0)),
    row("fitzhugh-nagumo-labyrinth", 64, None, (0.3, 1.0)),
    row("fitzhugh-nagumo-spots", 64, None, (0.3, 1.0)),
    row("fitzhugh-nagumo-excitable-pulses", 128, Some(1), (0.4, 2.5)),
    row("fitzhugh-nagumo-excitable-spirals", 64, None, (0.8, 2.5)),
    row("fitzhugh-nagumo-excitable-islands", 64, Some(2), (0.3, 2.5)),
    row("fitzhugh-nagumo-excitable-cells", 48, Some(1), (0.7, 2.5)),
    row("fitzhugh-nagumo-excitable-noise", 48, None, (0.4, 3.5)),
    row("lengyel-epstein-hexagons", 48, None, (0.4, 5.0)),
    row("lengyel-epstein-stripes", 48, None, (0.6, 6.0)),
    row("lengyel-epstein-waves", 96, None, (0.1, 8.0)),
    row("swift-hohenberg-stripes", 48, None, (0.35, 1.2)),
    row("swift-hohenberg-target", 48, None, (0.3, 1.2)),
    row("swift-hohenberg-hexagons", 48, None, (0.35, 1.6)),
    row("swift-hohenberg-localised", 96, Some(1), (0.1, 1.8)),
    row("swift-hohenberg-columns", 24, None, (0.3, 2.0)),
    row("allen-cahn-domains", 160, None, (0.7, 1.0)),
    row("allen-cahn-discs", 128, Some(10), (0.4, 1.0)),
    row("cahn-hilliard-spinodal", 48, None, (0.7, 1.2)),
    row("cahn-hilliard-droplets", 48, None, (0.6, 1.2)),
    row("cahn-hilliard-sponge", 24, None, (0.6, 1.2)),
    row("fisher-kpp-front", 256, None, (0.4, 1.0)),
    row("fisher-kpp-islands", 128, Some(6), (0.35, 1.0)),
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
    let grid = preset(row.name).grid;
    if grid.layers() == grid.rows() {
        written.apply_assignment(&format!("grid.layers={}", row.side)).unwrap();
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
        InitialPlan::Text(_) => unreachable!("no preset of this file starts from a text"),
    };
    assert!(file.threshold == 0.0, "the greys are kept");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(&file.path);
    let picture = read_field(&path, None, 2).unwrap();
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
    let preset = smaller(row);
    let values = end(&preset);
    let spread = central_moment(&values, 2).sqrt();
    assert!(spread > row.least_spread, "{name}: standard deviation {spread}");
    let lowest = if preset.model.is_signed() { -row.highest } else { 0.0 };
    let inside = values.iter().all(|value| (lowest..=row.highest).contains(value));
    assert!(inside, "{name}: all values from {lowest} to {}", row.highest);
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

#[test]
fn pearson_classes_end_alive() {
    let names = ["mitosis", "u-skate", "negatons", "chaos", "wavelets", "flicker"];
    for name in names {
        alive_end(&format!("gray-scott-{name}"));
    }
}

#[test]
fn waves_and_oscillations_end_alive() {
    for name in ["brusselator-oscillation", "brusselator-spirals", "lengyel-epstein-waves"] {
        alive_end(name);
    }
    for name in ["pulses", "spirals", "islands", "cells", "noise"] {
        alive_end(&format!("fitzhugh-nagumo-excitable-{name}"));
    }
}

#[test]
fn patches_end_alive() {
    for name in ["fitzhugh-nagumo-pdebench", "gierer-meinhardt-peaks"] {
        alive_end(name);
    }
}

/// The skewness of the observable: few high peaks on a low ground have a positive one, few dips a
/// negative one; stripes rise as far as they fall.
fn skewness(name: &str) -> f64 {
    let values = alive_end(name);
    central_moment(&values, 3) / central_moment(&values, 2).powf(1.5)
}

#[test]
fn schnakenberg_ends_in_spots_and_in_stripes() {
    let (spots, stripes) = (skewness("schnakenberg-spots"), skewness("schnakenberg-stripes"));
    assert!(spots > 0.6, "skewness of the spots {spots}");
    assert!(stripes.abs() < 0.3, "skewness of the stripes {stripes}");
}

#[test]
fn peaks_stripes_and_dips_differ_in_skewness() {
    let cases = [
        ("gierer-meinhardt-spots", 1.5..4.0),
        ("gierer-meinhardt-stripes", 0.0..0.7),
        ("gierer-meinhardt-net", -1.0..-0.2),
        ("brusselator-hexagons", 0.5..1.5),
        ("brusselator-stripes", -0.3..0.4),
        ("brusselator-holes", -1.5..-0.5),
        ("brusselator-labyrinth", -0.3..0.3),
        ("lengyel-epstein-hexagons", -1.5..-0.5),
        ("lengyel-epstein-stripes", -0.35..0.35),
        ("fitzhugh-nagumo-labyrinth", -0.3..0.3),
        ("fitzhugh-nagumo-spots", 0.3..1.0),
    ];
    for (name, range) in cases {
        let found = skewness(name);
        assert!(range.contains(&found), "{name}: skewness {found}, not in {range:?}");
    }
}

#[test]
fn swift_hohenberg_ends_in_stripes_rings_hexagons_and_patches() {
    for name in ["swift-hohenberg-stripes", "swift-hohenberg-target"] {
        assert!(skewness(name).abs() < 0.3, "{name}");
    }
    for (name, least) in [("swift-hohenberg-hexagons", 0.6), ("swift-hohenberg-localised", 3.0)] {
        assert!(skewness(name) > least, "{name}");
    }
}

#[test]
fn mixtures_separate_into_phases_and_keep_their_mean() {
    for (name, mean) in [("cahn-hilliard-spinodal", 0.0), ("cahn-hilliard-droplets", -0.4)] {
        let values = alive_end(name);
        let found = values.iter().sum::<f64>() / values.len() as f64;
        // The noise of ±0.1 has a mean of its own: 0.058/√n.
        assert!((found - mean).abs() < 0.005, "{name}: {found}");
        let pure = values.iter().filter(|u| u.abs() > 0.8).count();
        assert!(2 * pure > values.len(), "{name}: {pure} cells of a pure phase");
    }
}

#[test]
fn domains_discs_fronts_and_islands_end_alive() {
    for name in ["allen-cahn-domains", "allen-cahn-discs", "fisher-kpp-front", "fisher-kpp-islands"]
    {
        alive_end(name);
    }
}

#[test]
fn volumes_end_alive() {
    // Tubes; balls and columns on a low ground; two phases that are alike.
    alive_end("gray-scott-tubes");
    assert!(skewness("brusselator-balls") > 0.6);
    assert!(skewness("swift-hohenberg-columns") > 0.6);
    assert!(skewness("cahn-hilliard-sponge").abs() < 0.1);
}

/// At v4.1's defaults no cell is ever activated; here the spots of activator reach the threshold.
#[test]
fn v41_corner_activates_its_cells() {
    let mut written = written("mfn-v4-turing");
    for key in ["grid.rows", "grid.cols"] {
        written.apply_assignment(&format!("{key}=48")).unwrap();
    }
    let preset = Preset::check(&written).unwrap();
    let mut simulation = Simulation::new(&preset.setup(start(&preset), false)).unwrap();
    while simulation.step() < preset.steps {
        simulation.advance().unwrap();
    }
    let counters = simulation.system().counters();
    let activations = counters.iter().find(|(name, _)| *name == "turing_activations").unwrap().1;
    assert!(activations > 1000, "{activations} activations");
    let activator = simulation.system().field(1);
    let cells = (0..48).flat_map(|row| (0..48).map(move |col| (row, col)));
    let values: Vec<f64> = cells.map(|(row, col)| activator.get(row, col)).collect();
    assert!(central_moment(&values, 2).sqrt() > 0.1, "spots of activator");
}

#[test]
fn every_pattern_preset_is_run_here() {
    let pattern =
        |name: &str| !ELSEWHERE.contains(&preset(name).model.kind()) && !DRAWN.contains(&name);
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
    // A folder in it holds presets of another kind, which have their own test.
    let presets = entries.filter(|path| path.is_file());
    let mut files: Vec<_> = presets.map(|path| path.file_stem().unwrap().to_owned()).collect();
    let mut names: Vec<&str> = BuiltIn::all().map(|preset| preset.name).collect();
    files.sort();
    names.sort_unstable();
    assert_eq!(files, names);
    let own = |name: &str| match written(name) {
        sweep if sweep.is_sweep() => SweepPreset::check(&sweep).unwrap().name == name,
        run => Plan::check(&run).unwrap().name() == name,
    };
    assert!(names.iter().all(|name| own(name)), "each says its own name");
}

#[test]
fn every_summary_is_one_sentence() {
    for preset in BuiltIn::all() {
        let summary = preset.summary();
        assert!(preset.text.starts_with("# ") && summary.ends_with('.'), "{summary}");
        assert!(summary.contains(": ") && summary.len() <= 100, "{summary}");
    }
}
