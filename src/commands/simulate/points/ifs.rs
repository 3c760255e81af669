//! `model.kind = "ifs"`: the attractor of an iterated function system.

use crate::commands::failure::Failure;
use crate::commands::simulate::memory;
use crate::commands::simulate::points::{Place, PointRun};
use crate::commands::simulate::points::{finite, object, unexpected};
use mfn::config::{IfsPlan, Resolved, Source};
use mfn::format::{annotate_png, annotate_svg, write_npy, write_npz};
use mfn::fractal::ifs::{
    BoxDimension, Exponents, Raster, System, Window, affinity_dimension, box_dimension, exponents,
    mfn_v4, named, random, similarity_dimension,
};
use mfn::grid::FieldView;
use mfn::plot::{ColorMap, HeatMap, Quantity};
use mfn::rng::{Generator, Purpose, Stream};
use ndarray::{Array2, ArrayView2};
use serde_json::{Map, Value, json};
use std::fmt::Write as _;

/// White around the points, as a share of their extent.
const MARGIN: f64 = 0.02;

/// The points of a run and the system that made them.
struct Cloud {
    system: System,
    points: Vec<[f64; 2]>,
    exponents: Option<Exponents>,
    /// v4.1's mean log-determinant, which leaves tiny determinants out.
    v4_mean: Option<f64>,
}

impl PointRun for IfsPlan {
    fn resolved(&self) -> &Resolved {
        &self.resolved
    }

    fn kind(&self) -> &'static str {
        "ifs"
    }

    fn generator(&self) -> &'static str {
        match self.source {
            Source::MfnV4(_) => "numpy-pcg64",
            _ => "philox4x32-10",
        }
    }

    fn explain(&self) -> Result<(String, Value), Failure> {
        let system = system(self)?;
        let mut value = summary(&system);
        value.insert("name".to_owned(), json!(self.resolved.name()));
        value.insert("model".to_owned(), json!("ifs"));
        value.insert("preset".to_owned(), json!(self.resolved.text()));
        Ok((describe(self, &system), Value::Object(value)))
    }

    fn check_memory(&self) -> Result<(), Failure> {
        let (rows, cols) = self.shape;
        // Counts and their logarithms; a point is two numbers, and v4.1 keeps its map too.
        let need = 16 * rows as u128 * cols as u128 + 24 * self.n_points as u128;
        let what = format!("{} points in {rows} × {cols} cells", self.n_points);
        memory::check_bytes(need, &what, "lower grid.rows and grid.cols, or model.points")
    }

    fn work(&self, place: &Place<'_>) -> Result<(Vec<String>, Map<String, Value>), Failure> {
        let cloud = generate(self)?;
        let (window, raster) = rasterise(self, &cloud)?;
        let dimension = match self.dimension_points {
            0 => None,
            n => box_dimension(&cloud.system, orbit_stream(self), n)?,
        };
        let mut names = arrays(self, &cloud.points, &raster, place)?;
        names.extend(pictures(self, &raster, &window, place)?);
        let mut report = summary(&cloud.system);
        report.extend(measured(&cloud, &window, &raster, dimension.as_ref()));
        Ok((names, report))
    }
}

fn orbit_stream(plan: &IfsPlan) -> Stream {
    Stream::new(plan.resolved.seed(), 0, Purpose::IfsOrbit)
}

/// The system alone, without its orbit.
fn system(plan: &IfsPlan) -> Result<System, Failure> {
    let seed = plan.resolved.seed();
    let system = match &plan.source {
        Source::Named(name) => {
            // The table of presets lists the names that there are.
            named(name).ok_or(mfn::fractal::ifs::Error::NoMap)?
        }
        Source::Random(law) => random(law, Stream::new(seed, 0, Purpose::IfsMaps))?,
        Source::MfnV4(law) => {
            System::uniform(mfn_v4::generate(&mut Generator::from_seed(seed), law, 0)?.maps)?
        }
    };
    Ok(system)
}

fn generate(plan: &IfsPlan) -> Result<Cloud, Failure> {
    let system = system(plan)?;
    if let Source::MfnV4(law) = &plan.source {
        let mut generator = Generator::from_seed(plan.resolved.seed());
        let cloud = mfn_v4::generate(&mut generator, law, plan.n_points)?;
        let exponents = exponents(&system, cloud.drawn);
        let v4_mean = Some(cloud.mean_log_determinant);
        return Ok(Cloud { system, points: cloud.points, exponents, v4_mean });
    }
    let orbit = || system.orbit(orbit_stream(plan), 0).skip(plan.burn_in).take(plan.n_points);
    let points = orbit().map(|(_, point)| point).collect();
    let exponents = exponents(&system, orbit().map(|(index, _)| index));
    Ok(Cloud { points, exponents, v4_mean: None, system })
}

/// The window of the picture, and the points in each of its cells.
fn rasterise(plan: &IfsPlan, cloud: &Cloud) -> Result<(Window, Raster), Failure> {
    let window = match plan.window {
        Some(window) => window,
        None => Window::around(&cloud.points, plan.shape, MARGIN)?,
    };
    let raster = Raster::count(&cloud.points, &window, plan.shape);
    Ok((window, raster))
}

/// The density of points of a whole run, in decades: log₁₀(1 + points in a cell).
pub(crate) fn density(plan: &IfsPlan) -> Result<Array2<f64>, Failure> {
    let (_, raster) = rasterise(plan, &generate(plan)?)?;
    Ok(decades(&raster))
}

fn decades(raster: &Raster) -> Array2<f64> {
    raster.counts.mapv(|count| libm::log10(1.0 + count))
}

fn arrays(
    plan: &IfsPlan,
    points: &[[f64; 2]],
    raster: &Raster,
    place: &Place<'_>,
) -> Result<Vec<String>, Failure> {
    let points = ArrayView2::from_shape((points.len(), 2), points.as_flattened());
    let points = FieldView::F64(points.map_err(unexpected)?);
    let counts = FieldView::F64(raster.counts.view());
    let (folder, output) = (place.folder, plan.resolved.output());
    let mut names = Vec::new();
    if output.wants("npy") {
        write_npy(&folder.file("points.npy"), points.reborrow())?;
        write_npy(&folder.file("field.npy"), counts.reborrow())?;
        names.extend(["points.npy".to_owned(), "field.npy".to_owned()]);
    }
    if output.wants("npz") {
        let named = [("field", counts), ("points", points)];
        write_npz(&folder.file("fields.npz"), 1, &named, &place.provenance)?;
        names.push("fields.npz".to_owned());
    }
    Ok(names)
}

/// The density of points, in decades.
fn pictures(
    plan: &IfsPlan,
    raster: &Raster,
    window: &Window,
    place: &Place<'_>,
) -> Result<Vec<String>, Failure> {
    let density = decades(raster);
    let output = plan.resolved.output();
    let color_map = ColorMap::from_name(&output.color_map).unwrap_or_default();
    let ([x_min, y_min], [x_max, y_max]) = (window.low(), window.high());
    let subtitle = format!(
        "{} points, x from {x_min:.4} to {x_max:.4}, y from {y_min:.4} to {y_max:.4}",
        plan.n_points
    )
    .replace('-', "−");
    let picture = HeatMap {
        field: FieldView::F64(density.view()),
        spacing: window.size()[0] / plan.shape.1 as f64,
        title: plan.resolved.name(),
        subtitle: &subtitle,
        quantity: Quantity { label: "log₁₀(1 + points in a cell)", scale: 1.0, color_map },
        range: None,
    };
    let mut names = Vec::new();
    if output.wants("png") {
        names.push(place.keep("field.png", &annotate_png(&picture.png()?, &place.provenance)?)?);
    }
    if output.wants("svg") {
        let svg = annotate_svg(&picture.svg()?, &place.provenance)?;
        names.push(place.keep("field.svg", svg.as_bytes())?);
    }
    Ok(names)
}

/// What the maps alone say.
fn summary(system: &System) -> Map<String, Value> {
    let maps: Vec<Value> = system
        .maps()
        .iter()
        .zip(system.probabilities())
        .map(|(map, probability)| {
            let (largest, smallest) = map.singular_values();
            json!({
                "abcdef": map.letters(),
                "probability": probability,
                "singular_values": [largest, smallest],
                "ratio": map.ratio(),
            })
        })
        .collect();
    object(json!({
        "maps": maps,
        "contractivity": system.contractivity(),
        "similarity_dimension": similarity_dimension(system),
        "affinity_dimension": affinity_dimension(system),
        "expected_mean_log_determinant": finite(system.mean_log_determinant()),
    }))
}

/// What the orbit says; minus infinity is null.
fn measured(
    cloud: &Cloud,
    window: &Window,
    raster: &Raster,
    dimension: Option<&BoxDimension>,
) -> Map<String, Value> {
    let of = |value: fn(&Exponents) -> f64| cloud.exponents.as_ref().map(value).and_then(finite);
    let largest = cloud.points.iter().flatten().fold(0.0_f64, |most, c| most.max(c.abs()));
    let ([x_min, y_min], [x_max, y_max]) = (window.low(), window.high());
    object(json!({
        "points": cloud.points.len(),
        "largest_coordinate": largest,
        "lyapunov_exponents": [of(|found| found.largest), of(|found| found.smallest)],
        "mean_log_determinant":
            cloud.v4_mean.or_else(|| of(|found| found.mean_log_determinant)),
        "box_dimension": dimension.map(|found| json!({
            "dimension": found.dimension,
            "r_squared": found.r_squared,
            "sizes": found.sizes,
            "mean_counts": found.mean_counts,
            "cells_a_side": found.side,
            "points": found.n_points,
        })),
        "window": [x_min, x_max, y_min, y_max],
        "points_outside_window": raster.outside,
    }))
}

fn describe(plan: &IfsPlan, system: &System) -> String {
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = writeln!(
        text,
        "{}: iterated function system of {} maps, {} points after {}\n\
         equation   (x, y) ← (a x + b y + e, c x + d y + f), map k with probability p",
        plan.resolved.name(),
        system.maps().len(),
        plan.n_points,
        plan.burn_in,
    );
    for (index, (map, probability)) in system.maps().iter().zip(system.probabilities()).enumerate()
    {
        let letters = map.letters().map(|letter| format!("{letter:9.5}")).join(" ");
        let (largest, smallest) = map.singular_values();
        let _ = writeln!(
            text,
            "map {:<6} {letters}  p = {probability:.4}, σ = {largest:.5}, {smallest:.5}",
            index + 1
        );
    }
    let _ =
        writeln!(text, "contracts  each distance to {:.6} of it at most", system.contractivity());
    let _ = match similarity_dimension(system) {
        Some(dimension) => writeln!(
            text,
            "dimension  {dimension:.6} (Moran: Σ rᵢˢ = 1), if pieces overlap in their rims only"
        ),
        None => writeln!(
            text,
            "dimension  {:.4} at most (Falconer: affinity dimension); the maps are no similarities",
            affinity_dimension(system)
        ),
    };
    let mean = system.mean_log_determinant();
    let _ = if mean.is_finite() {
        writeln!(text, "exponents  λ₁ + λ₂ = Σ p ln|det| = {mean:.6} a step")
    } else {
        writeln!(text, "exponents  λ₂ = −∞: a singular map is drawn")
    };
    text
}
