//! Spectra that are known exactly.

use super::*;
use crate::fractal::Mask;
use crate::grid::FieldView;
use ndarray::Array2;

/// The masses of a cascade that gives the quarters of every square the shares `p`.
fn cascade(levels: u32, p: [f64; 4]) -> Array2<f64> {
    let side = 1 << levels;
    Array2::from_shape_fn((side, side), |(i, j)| {
        (0..levels).map(|bit| p[2 * (i >> bit & 1) + (j >> bit & 1)]).product()
    })
}

fn of_field(field: &Array2<f64>) -> Multifractal {
    let measure = Measure::of_density(FieldView::F64(field.view())).unwrap();
    Multifractal::of(&measure, Boundary::Periodic).unwrap()
}

#[test]
fn cascade_has_the_exact_spectrum() {
    let p: [f64; 4] = [0.4, 0.3, 0.2, 0.1];
    let found = of_field(&cascade(8, p));
    for q in -5..=5 {
        let moment: f64 = p.iter().map(|p| p.powi(q)).sum();
        let alpha = -p.iter().map(|p| p.powi(q) / moment * p.log2()).sum::<f64>();
        let tau = -moment.log2();
        let close = |found: f64, expected: f64| {
            assert!((found - expected).abs() < 1e-9, "q = {q}: {found} for {expected}");
        };
        close(found.tau(q).unwrap(), tau);
        close(found.alpha(q).unwrap().value, alpha);
        close(found.f(q).unwrap().value, f64::from(q) * alpha - tau);
        let dimension = found.dimension(q).unwrap();
        close(dimension.value, if q == 1 { alpha } else { tau / f64::from(q - 1) });
        assert!(dimension.reliable && dimension.std_error < 1e-9, "{dimension:?}");
    }
    assert!(found.width(-5, 5).unwrap() > 0.9);
}

#[test]
fn uniform_measures_are_monofractal() {
    let found = of_field(&Array2::from_elem((64, 64), 7.5));
    for q in -5..=5 {
        assert!((found.dimension(q).unwrap().value - 2.0).abs() < 1e-12);
    }
    assert!(found.width(-5, 5).unwrap().abs() < 1e-12);
    let carpet = Array2::from_shape_fn((243, 243), |(i, j)| {
        (0..5).all(|k| i / 3_usize.pow(k) % 3 != 1 || j / 3_usize.pow(k) % 3 != 1)
    });
    let measure = Measure::of_mask(Mask::Cells(carpet.view())).unwrap();
    let found = Multifractal::of(&measure, Boundary::Neumann).unwrap();
    for q in 0..=5 {
        let dimension = found.dimension(q).unwrap().value;
        assert!((dimension - 8_f64.ln() / 3_f64.ln()).abs() < 1e-12, "{q}: {dimension}");
    }
    assert_eq!(found.dimension(-1), Err(Undefined::EmptyBox));
    assert_eq!(found.width(-5, 5), Err(Undefined::EmptyBox));
}

#[test]
fn orders_out_of_range_and_small_grids_have_no_value() {
    let found = of_field(&cascade(6, [0.25; 4]));
    assert_eq!(found.dimension(6), Err(Undefined::Overflow));
    assert_eq!(found.dimension(-6), Err(Undefined::Overflow));
    let extreme = of_field(&cascade(6, [1.0, 1e-20, 1e-20, 1e-20]));
    assert_eq!(extreme.dimension(-5), Err(Undefined::Overflow));
    assert!(extreme.dimension(2).is_ok());
    let thin = Array2::from_elem((3, 50), 1.0);
    let measure = Measure::of_density(FieldView::F64(thin.view())).unwrap();
    let small = Multifractal::of(&measure, Boundary::Periodic);
    assert_eq!(small, Err(Undefined::TooSmall { found: 3, wanted: 4 }));
}
