//! Shapes held against other programs, and against the theory of Gaussian random fields.

use crate::features::fixture;
use crate::features::{Connectivity, Minkowski, Surface, Threshold};
use crate::fractal::Mask;
use crate::grid::FieldView;
use crate::rng::Generator;
use crate::spectral::{Plane, PlaneFft};
use ndarray::Array2;
use std::f64::consts::{PI, TAU};

#[test]
fn thresholds_and_euler_characteristic_are_those_of_other_programs() {
    let field = fixture::field();
    let view = FieldView::F64(field.view());
    // scikit-image gives the centre of the last bin of the lower class, 13.05; this is its edge.
    let otsu = Threshold::Otsu { bins: 10 }.of(view).unwrap();
    assert!((otsu - (13.05 + 0.5 * 2.9)).abs() < 1e-12, "{otsu}");
    // numpy.quantile.
    for (p, wanted) in [(0.1, 1.0), (0.3, 7.5), (0.77, 22.35)] {
        let found = Threshold::Quantile(p).of(view).unwrap();
        assert!((found - wanted).abs() < 1e-12, "{p}: {found}");
    }
    // scikit-image 0.26, skimage.measure.euler_number with connectivity 1 and 2,
    // perimeter_crofton with 4 directions.
    let found =
        Minkowski::of(Mask::Above { field: view, threshold: 14.0 }, Surface::Plane).unwrap();
    assert_eq!([Connectivity::Four, Connectivity::Eight].map(|c| found.euler(c)), [9, 1]);
    assert!((found.crofton_perimeter() - 43.13431077747946).abs() < 1e-12, "{found:?}");
}

/// A Gaussian random field on a torus with covariance exp(−r²/2ℓ²), scaled to mean 0, variance 1.
fn gaussian(side: usize, length: f64, seed: u128) -> Array2<f64> {
    let mut rng = Generator::from_seed(seed);
    let mut plane = Plane::new(side * side);
    rng.fill_standard_normal(&mut plane.re);
    let mut fft = PlaneFft::new(side, side);
    fft.forward(&mut plane);
    let wavenumber = |index: usize| TAU * index.min(side - index) as f64 / side as f64;
    for cell in 0..side * side {
        let (y, x) = (wavenumber(cell / side), wavenumber(cell % side));
        let filter = (-(y * y + x * x) * length * length / 4.0).exp();
        plane.re[cell] *= filter;
        plane.im[cell] *= filter;
    }
    fft.inverse(&mut plane);
    let field = Array2::from_shape_vec((side, side), plane.re).unwrap();
    let (mean, deviation) = (field.mean().unwrap(), field.std(0.0));
    field.mapv(|value| (value - mean) / deviation)
}

#[test]
fn gaussian_field_has_the_functionals_of_tomita() {
    // Per area, with λ = 1/ℓ² the variance of a derivative: ½ erfc(ν/√2), ½ √λ e^(−ν²/2),
    // λ (2π)^(−3/2) ν e^(−ν²/2). (H. Tomita, Prog. Theor. Phys. 76 (1986) 952; R. J. Adler, The
    // Geometry of Random Fields, 1981.)
    let (side, length, n) = (256, 6.0, 12);
    let fields: Vec<Array2<f64>> = (0..n).map(|seed| gaussian(side, length, seed)).collect();
    let area = (side * side) as f64 * n as f64;
    for level in [-1.5, -0.5, 0.0, 1.0, 2.0] {
        let (mut cells, mut length_found, mut edges, mut euler) = (0.0, 0.0, 0.0, 0.0);
        for field in &fields {
            let mask = Mask::Above { field: FieldView::F64(field.view()), threshold: level };
            let found = Minkowski::of(mask, Surface::Torus).unwrap();
            cells += found.area as f64;
            length_found += found.crofton_perimeter();
            edges += found.perimeter as f64;
            // The continuous field's χ lies between those of both connectivities.
            let both = [Connectivity::Four, Connectivity::Eight].map(|c| found.euler(c) as f64);
            euler += 0.5 * (both[0] + both[1]);
        }
        let decay = (-0.5 * level * level).exp();
        let perimeter = 0.5 / length * decay;
        let characteristic = TAU.powf(-1.5) / (length * length) * level * decay;
        let off = |found: f64, wanted: f64| (found / area - wanted).abs();
        assert!(off(cells, 0.5 * libm::erfc(level / 2.0_f64.sqrt())) < 0.01, "area at {level}");
        // Of the largest value, that at 0 and at 1.
        assert!(off(length_found, perimeter) < 0.03 * 0.5 / length, "perimeter at {level}");
        assert!(off(edges, 4.0 / PI * perimeter) < 0.03 * 0.5 / length, "edges at {level}");
        let most = TAU.powf(-1.5) / (length * length) * (-0.5_f64).exp();
        assert!(off(euler, characteristic) < 0.06 * most, "χ at {level}: {euler}");
    }
}
