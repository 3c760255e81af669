//! Exact cases, each measured once.

use crate::fractal::BoxCover;
use crate::fractal::Cover;
use crate::fractal::Mask;
use crate::fractal::Measure;
use crate::fractal::Multifractal;
use crate::fractal::Undefined;
use crate::fractal::correlation_dimension;
use crate::fractal::mass_dimension;
use crate::grid::Boundary;
use crate::grid::FieldView;
use crate::verify::fractal::attractors::{henon, lorenz};
use crate::verify::fractal::random_sets::independent_cells;
use crate::verify::fractal::row::{Row, bare, summary};
use crate::verify::fractal::sets::ReferenceSet;
use crate::verify::fractal::surfaces::{cascade, cascade_exponent};
use ndarray::Array2;

/// Largest relative error of a dimension; the dimension 0 is held to as much absolutely.
const TOLERANCE: f64 = 0.005;
/// Shares of the quarters in the cascade.
const SHARES: [f64; 4] = [0.4, 0.3, 0.2, 0.1];
/// Points of an attractor.
const POINTS: usize = 10_000;
/// Points of Hénon's, whose law oscillates: twice as many show half an octave more of it.
const HENON_POINTS: usize = 20_000;

/// Measures every exact case: sets, a cascade, lacunarities, attractors. About a second.
///
/// Every set is counted by boxes, minimum over offsets. Koch's curve, whose directions are not
/// those of the boxes, is measured by its mass; the box count is given beside it, with the
/// tolerance of 5 % it needs.
pub fn deterministic() -> Vec<Row> {
    let mut rows = Vec::new();
    for set in ReferenceSet::ALL {
        rows.extend(of_set(set));
    }
    rows.extend(of_cascade());
    rows.extend(of_lacunarity());
    rows.extend(of_attractors());
    rows
}

fn of_set(set: ReferenceSet) -> Vec<Row> {
    let (side, exact) = (set.natural_side(), set.dimension());
    let drawn = set.draw(side);
    let mask = Mask::Cells(drawn.view());
    let row = |quantity, found, share: f64| Row {
        name: format!("{} {side}²", set.name()),
        quantity,
        exact,
        found,
        tolerance: share * exact.max(1.0),
        coverage: None,
    };
    let by_boxes = BoxCover::of(mask, Boundary::Neumann)
        .and_then(|cover| cover.dimension(Cover::Minimum))
        .map(|found| summary(&found));
    if set == ReferenceSet::Koch {
        let by_mass = mass_dimension(mask, Boundary::Neumann).map(|found| summary(&found));
        return vec![
            row("mass dimension", by_mass, TOLERANCE),
            row("box dimension", by_boxes, 10.0 * TOLERANCE),
        ];
    }
    vec![row("box dimension", by_boxes, TOLERANCE)]
}

/// D_q of the cascade on 512² cells, and the width of its spectrum.
fn of_cascade() -> Vec<Row> {
    let field = cascade(9, SHARES);
    let spectrum = Measure::of_density(FieldView::F64(field.view()))
        .and_then(|measure| Multifractal::of(&measure, Boundary::Periodic));
    let row = |quantity, exact: f64, found| Row {
        name: "cascade 0.4, 0.3, 0.2, 0.1 on 512²".to_owned(),
        quantity,
        exact,
        found,
        tolerance: TOLERANCE * exact.abs(),
        coverage: None,
    };
    let entropy = -SHARES.iter().map(|p| p * libm::log2(*p)).sum::<f64>();
    let dimension = |q: i32| {
        if q == 1 { entropy } else { cascade_exponent(SHARES, f64::from(q)) / f64::from(q - 1) }
    };
    let names = [(-5, "D(−5)"), (-2, "D(−2)"), (0, "D(0)"), (1, "D(1)"), (2, "D(2)"), (5, "D(5)")];
    let of = |q: i32| -> Result<_, Undefined> {
        spectrum.clone()?.dimension(q).map(|found| summary(&found))
    };
    let mut rows: Vec<Row> =
        names.into_iter().map(|(q, name)| row(name, dimension(q), of(q))).collect();
    let alpha = |q: i32| {
        let weight = |p: f64| libm::pow(p, f64::from(q));
        let total: f64 = SHARES.iter().map(|p| weight(*p)).sum();
        -SHARES.iter().map(|p| weight(*p) / total * libm::log2(*p)).sum::<f64>()
    };
    let width = spectrum.clone().and_then(|spectrum| spectrum.width(-5, 5)).map(bare);
    rows.push(row("width of f(α), |q| ≤ 5", alpha(-5) - alpha(5), width));
    rows
}

/// Gliding-box lacunarity: exact where the set is uniform, on average where cells are independent.
fn of_lacunarity() -> Vec<Row> {
    let row = |name: &str, quantity, exact: f64, tolerance, mask: &Array2<bool>, size| {
        let cover = BoxCover::of(Mask::Cells(mask.view()), Boundary::Periodic);
        let found = cover.and_then(|cover| {
            let index = cover.counts().iter().position(|counts| counts.size == size);
            let value = index.and_then(|index| cover.lacunarity().nth(index)).flatten();
            value.map(bare).ok_or(Undefined::Empty)
        });
        Row { name: name.to_owned(), quantity, exact, found, tolerance, coverage: None }
    };
    let full = Array2::from_elem((512, 512), true);
    let (p, random) = (0.3, independent_cells(512, 512, 0.3, 1));
    let mean = |s: f64| 1.0 + (1.0 - p) / (p * s * s);
    vec![
        row("filled square 512²", "lacunarity, s = 8", 1.0, 0.0, &full, 8),
        // Standard errors of Λ: 0.010, 0.0006, 0.0003 by the scatter over seeds.
        row("cells of density 0.3 on 512²", "lacunarity, s = 1", mean(1.0), 0.04, &random, 1),
        row("cells of density 0.3 on 512²", "lacunarity, s = 4", mean(4.0), 0.004, &random, 4),
        row("cells of density 0.3 on 512²", "lacunarity, s = 16", mean(16.0), 0.002, &random, 16),
    ]
}

/// Correlation dimensions of two attractors; the tolerance is the error of the reference, or more.
fn of_attractors() -> Vec<Row> {
    let row = |name: &str, exact, tolerance, found| Row {
        name: name.to_owned(),
        quantity: "correlation dimension",
        exact,
        found,
        tolerance,
        coverage: None,
    };
    let by_pairs = correlation_dimension(&henon(HENON_POINTS), 10).map(|found| summary(&found));
    let lorenz = correlation_dimension(&lorenz(POINTS, 0.25), 10).map(|found| summary(&found));
    vec![
        row("Hénon's attractor, 20 000 points", 1.220, 0.036, by_pairs),
        row("Lorenz' attractor, 10 000 points", 2.05, 0.05, lorenz),
    ]
}
