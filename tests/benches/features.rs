//! The features of one field of 1024² cells in double precision, part by part, on one thread.
//!
//! `cargo bench --bench features`; every figure is the best of repeated calls, in milliseconds, for white noise and for a smooth random field (Gaussian, correlation length 8 cells).

#![allow(clippy::expect_used, reason = "the fields of this file have all features")]
#![allow(clippy::print_stdout, reason = "a benchmark prints its figures")]

use mfn::features::{
    Angular, Autocorrelation, Betti, ClusterSizes, Components, Connectivity, Diagram, Evolution,
    Minkowski, Ordinal, Orientation, Periodogram, Persistence, Settings, Spectrum, Surface,
    Threshold, from_field, histogram_entropy, morans_i,
};
use mfn::fractal::Mask;
use mfn::grid::FieldView;
use mfn::rng::Generator;
use mfn::spectral::{Plane, PlaneFft};
use ndarray::Array2;
use std::hint::black_box;
use std::time::Instant;

const SIDE: usize = 1024;

/// Millivolts of a resting membrane, so that the thresholds of v4.1 cut the field.
const SCALE: f64 = 0.01;
const SHIFT: f64 = -0.06;

fn white() -> Array2<f64> {
    let mut rng = Generator::from_seed(42);
    Array2::from_shape_simple_fn((SIDE, SIDE), || rng.normal(SHIFT, SCALE))
}

/// White noise times exp(−k²ℓ²/4) in Fourier space.
fn smooth(length: f64) -> Array2<f64> {
    let mut plane = Plane { re: white().into_raw_vec_and_offset().0, im: vec![0.0; SIDE * SIDE] };
    let mut fft = PlaneFft::new(SIDE, SIDE);
    fft.forward(&mut plane);
    let wavenumber = |index: usize| {
        let cycles = if 2 * index <= SIDE { index as f64 } else { index as f64 - SIDE as f64 };
        std::f64::consts::TAU * cycles / SIDE as f64
    };
    for cell in 1..SIDE * SIDE {
        let (y, x) = (wavenumber(cell / SIDE), wavenumber(cell % SIDE));
        let filter = (-(y * y + x * x) * length * length / 4.0).exp();
        plane.re[cell] *= filter;
        plane.im[cell] *= filter;
    }
    fft.inverse(&mut plane);
    let field = Array2::from_shape_vec((SIDE, SIDE), plane.re).expect("the plane's own shape");
    let factor = SCALE / field.std(0.0);
    field.mapv(|value| SHIFT + factor * (value - SHIFT))
}

/// The fewest milliseconds that repeated calls take.
fn time<T>(mut call: impl FnMut() -> T) -> f64 {
    let once = |_| {
        let start = Instant::now();
        black_box(call());
        start.elapsed().as_secs_f64() * 1e3
    };
    (0..15).map(once).fold(f64::INFINITY, f64::min)
}

/// Every part by name, as a call that computes it anew.
fn parts<'a>(field: FieldView<'a>) -> Vec<(&'static str, Box<dyn Fn() + 'a>)> {
    let (four, torus) = (Connectivity::Four, Surface::Torus);
    let mask = Mask::Above { field, threshold: SHIFT };
    let cells = Array2::from_shape_fn(field.shape(), |(row, col)| field.get(row, col) > SHIFT);
    let labelled = move |surface: Surface, connectivity: Connectivity| {
        let components = Components::on(surface, Mask::Cells(cells.view()), connectivity);
        black_box(components.count());
    };
    let labelled = std::rc::Rc::new(labelled);
    let again = [(); 3].map(|()| std::rc::Rc::clone(&labelled));
    let [plane_eight, torus_four, torus_eight] = again;
    let periodogram = Periodogram::of(field, 1.0).expect("a field of noise");
    let other = periodogram.clone();
    let spectrum = Spectrum::from(&periodogram);
    let components = Components::of(mask, four);
    let keep = |value: f64| {
        black_box(value);
    };
    vec![
        (
            "the 18 features of v4",
            Box::new(move || {
                black_box(from_field(&Settings::default(), field));
            }),
        ),
        ("labels 4, plane", Box::new(move || labelled(Surface::Plane, four))),
        ("labels 8, plane", Box::new(move || plane_eight(Surface::Plane, Connectivity::Eight))),
        ("labels 4, torus", Box::new(move || torus_four(torus, four))),
        ("labels 8, torus", Box::new(move || torus_eight(torus, Connectivity::Eight))),
        (
            "labels 4, plane, from f64",
            Box::new(move || {
                black_box(Components::of(mask, four).count());
            }),
        ),
        (
            "cluster sizes",
            Box::new(move || {
                keep(ClusterSizes::of(&components).expect("active cells").entropy);
            }),
        ),
        (
            "Minkowski functionals",
            Box::new(move || {
                black_box(Minkowski::of(mask, torus).expect("cells"));
            }),
        ),
        (
            "Betti numbers",
            Box::new(move || {
                black_box(Betti::of(mask, four, torus).expect("cells"));
            }),
        ),
        (
            "quantile",
            Box::new(move || {
                keep(Threshold::Quantile(0.75).of(field).expect("finite"));
            }),
        ),
        (
            "Otsu",
            Box::new(move || {
                keep(Threshold::Otsu { bins: 256 }.of(field).expect("not constant"));
            }),
        ),
        (
            "persistence H0 + H1, plane",
            Box::new(move || {
                let found = Persistence::sublevel(field, four, Surface::Plane).expect("finite");
                keep(Diagram::of(&found.loops, found.range, 0.1).entropy);
            }),
        ),
        (
            "persistence H0 + H1, torus",
            Box::new(move || {
                let found = Persistence::sublevel(field, four, torus).expect("finite");
                keep(Diagram::of(&found.loops, found.range, 0.1).entropy);
            }),
        ),
        (
            "periodogram",
            Box::new(move || {
                black_box(Periodogram::of(field, 1.0).expect("not constant"));
            }),
        ),
        (
            "radial spectrum and band",
            Box::new({
                let periodogram = periodogram.clone();
                move || {
                    black_box(Spectrum::from(&periodogram).band());
                }
            }),
        ),
        (
            "angular spectrum",
            Box::new(move || {
                keep(Angular::of(&periodogram, &spectrum).expect("power").anisotropy());
            }),
        ),
        (
            "autocorrelation",
            Box::new(move || {
                let found = Autocorrelation::of(&other).expect("power");
                keep(found.e_folding().expect("noise forgets"));
            }),
        ),
        (
            "orientation",
            Box::new(move || {
                keep(Orientation::of(field, torus).expect("gradients").nematic_order);
            }),
        ),
        (
            "histogram entropy",
            Box::new(move || {
                keep(histogram_entropy(field, 64).expect("finite"));
            }),
        ),
        (
            "ordinal patterns",
            Box::new(move || {
                keep(Ordinal::of(field, torus).expect("windows").entropy);
            }),
        ),
        (
            "Moran's I",
            Box::new(move || {
                keep(morans_i(field, torus).expect("not constant"));
            }),
        ),
        (
            "evolution, two frames",
            Box::new(move || {
                let mut evolution = Evolution::new(field.shape(), 1.0);
                evolution.push(field).expect("one shape");
                evolution.push(field).expect("one shape");
                keep(evolution.change().expect("finite").max);
            }),
        ),
    ]
}

fn main() {
    let (white, smooth) = (white(), smooth(8.0));
    let white = parts(FieldView::F64(white.view()));
    let smooth = parts(FieldView::F64(smooth.view()));
    println!("{:<28}{:>12}{:>12}", "1024² f64, one thread", "white", "smooth");
    for ((name, white), (_, smooth)) in white.iter().zip(&smooth) {
        println!("{name:<28}{:>9.2} ms{:>9.2} ms", time(white), time(smooth));
    }
}
