//! The features of one field of 1024² cells in double precision, part by part, on one thread.
//!
//! `cargo bench --bench features`; every figure is the best of repeated calls, in milliseconds, for
//! white noise and for a smooth random field (Gaussian, correlation length 8 cells).

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
fn time(call: impl Fn()) -> f64 {
    let once = |_| {
        let start = Instant::now();
        call();
        start.elapsed().as_secs_f64() * 1e3
    };
    (0..15).map(once).fold(f64::INFINITY, f64::min)
}

/// A call that computes a part anew.
type Part<'a> = (&'static str, Box<dyn Fn() + 'a>);

fn part<'a, T>(name: &'static str, call: impl Fn() -> T + 'a) -> Part<'a> {
    (name, Box::new(move || drop(black_box(call()))))
}

const FOUR: Connectivity = Connectivity::Four;
const EIGHT: Connectivity = Connectivity::Eight;

/// Masks of the cells above the middle, and their shape.
fn shapes<'a>(field: FieldView<'a>, cells: &'a Array2<bool>) -> Vec<Part<'a>> {
    let mask = Mask::Above { field, threshold: SHIFT };
    let label = |surface, connectivity| {
        move || Components::on(surface, Mask::Cells(cells.view()), connectivity).count()
    };
    let components = Components::of(mask, FOUR);
    vec![
        part("the 18 features of v4", move || from_field(&Settings::default(), field)),
        part("labels 4, plane", label(Surface::Plane, FOUR)),
        part("labels 8, plane", label(Surface::Plane, EIGHT)),
        part("labels 4, torus", label(Surface::Torus, FOUR)),
        part("labels 8, torus", label(Surface::Torus, EIGHT)),
        part("labels 4, plane, from f64", move || Components::of(mask, FOUR).count()),
        part("cluster sizes", move || ClusterSizes::of(&components).expect("active cells")),
        part("Minkowski functionals", move || Minkowski::of(mask, Surface::Torus).expect("cells")),
        part("Betti numbers", move || Betti::of(mask, FOUR, Surface::Torus).expect("cells")),
        part("quantile", move || Threshold::Quantile(0.75).of(field).expect("finite")),
        part("Otsu", move || Threshold::Otsu { bins: 256 }.of(field).expect("not constant")),
    ]
}

/// What is said of the field itself.
fn patterns(field: FieldView<'_>) -> Vec<Part<'_>> {
    let torus = Surface::Torus;
    let persistence = move |surface| {
        let found = Persistence::sublevel(field, FOUR, surface).expect("finite");
        Diagram::of(&found.loops, found.range, 0.1)
    };
    let periodogram = Periodogram::of(field, 1.0).expect("a field of noise");
    let (same, again) = (periodogram.clone(), periodogram.clone());
    let spectrum = Spectrum::from(&periodogram);
    vec![
        part("persistence H0 + H1, plane", move || persistence(Surface::Plane)),
        part("persistence H0 + H1, torus", move || persistence(torus)),
        part("periodogram", move || Periodogram::of(field, 1.0).expect("not constant")),
        part("radial spectrum and band", move || Spectrum::from(&same).band()),
        part("angular spectrum", move || Angular::of(&again, &spectrum).expect("power")),
        part("autocorrelation", move || {
            Autocorrelation::of(&periodogram).expect("power").e_folding().expect("noise forgets")
        }),
        part("orientation", move || Orientation::of(field, torus).expect("gradients")),
        part("histogram entropy", move || histogram_entropy(field, 64).expect("finite")),
        part("ordinal patterns", move || Ordinal::of(field, torus).expect("windows")),
        part("Moran's I", move || morans_i(field, torus).expect("not constant")),
        part("evolution, two frames", move || {
            let mut evolution = Evolution::new(field.shape(), 1.0);
            evolution.push(field).expect("one shape");
            evolution.push(field).expect("one shape");
            evolution.change().expect("finite")
        }),
    ]
}

fn main() {
    println!("{:<28}{:>12}{:>12}", "1024² f64, one thread", "white", "smooth");
    let fields = [white(), smooth(8.0)];
    let cells = fields.each_ref().map(|field| field.mapv(|value| value > SHIFT));
    let [white, smooth] = [0, 1].map(|index| {
        let view = FieldView::F64(fields[index].view());
        shapes(view, &cells[index]).into_iter().chain(patterns(view)).collect::<Vec<_>>()
    });
    for ((name, white), (_, smooth)) in white.iter().zip(&smooth) {
        println!("{name:<28}{:>9.2} ms{:>9.2} ms", time(white), time(smooth));
    }
}
