//! Exact cases, each measured once.

use crate::fractal::BoxCover;
use crate::fractal::Cover;
use crate::fractal::Interface;
use crate::fractal::Mask;
use crate::fractal::Measure;
use crate::fractal::Multifractal;
use crate::fractal::Undefined;
use crate::fractal::correlation_dimension;
use crate::fractal::mass_dimension;
use crate::grid::Boundary;
use crate::grid::FieldView;
use crate::rng::Generator;
use crate::verify::check::Subject;
use crate::verify::fractal::attractors::{henon, lorenz};
use crate::verify::fractal::case::{Case, Group, Measured};
use crate::verify::fractal::random_sets::independent_cells;
use crate::verify::fractal::row::Row;
use crate::verify::fractal::sets::ReferenceSet;
use crate::verify::fractal::surfaces::{cascade, cascade_exponent};
use ndarray::{Array2, Zip};

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
    groups().into_iter().flat_map(Group::rows).collect()
}

/// The exact cases, in the order of the table.
pub(crate) fn groups() -> Vec<Group> {
    let sets = ReferenceSet::ALL.into_iter().map(of_set);
    sets.chain([of_cascade(), of_lacunarity(), of_henon(), of_lorenz()]).collect()
}

fn of_set(set: ReferenceSet) -> Group {
    let (side, exact) = (set.natural_side(), set.dimension());
    let is_full = matches!(set, ReferenceSet::Square | ReferenceSet::Disk);
    let case = |quantity: &'static str, share: f64| Case {
        slug: format!("{}-{}", set.slug(), quantity.replace(' ', "-")),
        name: format!("{} {side}²", set.name()),
        quantity,
        exact,
        tolerance: share * exact.max(1.0),
        reference: "K. Falconer, Fractal Geometry, 3rd ed., 2014, §9.2: Σ rᴰ = 1 of its pieces",
        because: if share > TOLERANCE {
            "boxes do not lie along a curve that turns by 60°: the count oscillates by this much"
        } else {
            "what the rim of a disk leaves over these sizes; a set that its boxes fit is exact"
        },
        twin: if is_full { "the rim in place of the set" } else { "black and white exchanged" },
    };
    let boxes = "box dimension";
    let cases = if set == ReferenceSet::Koch {
        vec![case("mass dimension", TOLERANCE), case(boxes, 10.0 * TOLERANCE)]
    } else {
        vec![case(boxes, TOLERANCE)]
    };
    Group::new(cases, move |subject| {
        let drawn = match subject {
            Subject::Ours => set.draw(side),
            Subject::Twin if is_full => rim(&set.draw(side)),
            Subject::Twin => set.draw(side).mapv(|is_active| !is_active),
        };
        let mask = Mask::Cells(drawn.view());
        let by_boxes = BoxCover::of(mask, Boundary::Neumann)
            .and_then(|cover| cover.dimension(Cover::Minimum))
            .into();
        if set == ReferenceSet::Koch {
            return vec![mass_dimension(mask, Boundary::Neumann).into(), by_boxes];
        }
        vec![by_boxes]
    })
}

/// The cells at the edge of a set, or of the grid.
fn rim(set: &Array2<bool>) -> Array2<bool> {
    let inner = Interface::All.cells(Mask::Cells(set.view()), Boundary::Neumann);
    let (rows, cols) = set.dim();
    Array2::from_shape_fn((rows, cols), |(i, j)| {
        let at_end = i == 0 || j == 0 || i + 1 == rows || j + 1 == cols;
        inner.get((i, j)) == Some(&true) || (at_end && set.get((i, j)) == Some(&true))
    })
}

/// D_q of the cascade on 512² cells, and the width of its spectrum.
fn of_cascade() -> Group {
    let case = |slug: &str, quantity: &'static str, exact: f64, twin| Case {
        slug: format!("cascade-{slug}"),
        name: "cascade 0.4, 0.3, 0.2, 0.1 on 512²".to_owned(),
        quantity,
        exact,
        tolerance: TOLERANCE * exact.abs(),
        reference: "C. Meneveau, K. R. Sreenivasan, Phys. Rev. Lett. 59 (1987) 1424",
        because: "boxes of 2ⁿ cells are those of the cascade: far above rounding, far below a step",
        twin,
    };
    let entropy = -SHARES.iter().map(|p| p * libm::log2(*p)).sum::<f64>();
    let dimension = |q: i32| {
        if q == 1 { entropy } else { cascade_exponent(SHARES, f64::from(q)) / f64::from(q - 1) }
    };
    let orders = [
        (-5, "d-minus-5", "D(−5)"),
        (-2, "d-minus-2", "D(−2)"),
        (0, "d0", "D(0)"),
        (1, "d1", "D(1)"),
        (2, "d2", "D(2)"),
        (5, "d5", "D(5)"),
    ];
    let squared = "the density squared";
    let mut cases: Vec<Case> = orders
        .into_iter()
        .map(|(q, slug, name)| {
            let twin = if q == 0 { "cells below the mean density emptied" } else { squared };
            case(slug, name, dimension(q), twin)
        })
        .collect();
    let alpha = |q: i32| {
        let weight = |p: f64| libm::pow(p, f64::from(q));
        let total: f64 = SHARES.iter().map(|p| weight(*p)).sum();
        -SHARES.iter().map(|p| weight(*p) / total * libm::log2(*p)).sum::<f64>()
    };
    cases.push(case("width", "width of f(α), |q| ≤ 5", alpha(-5) - alpha(5), squared));
    Group::new(cases, move |subject| {
        let field = cascade(9, SHARES);
        let spectrum_of = |field: &Array2<f64>| {
            Measure::of_density(FieldView::F64(field.view()))
                .and_then(|measure| Multifractal::of(&measure, Boundary::Periodic))
        };
        let mean = field.sum() / field.len() as f64;
        let (spectrum, support) = match subject {
            Subject::Ours => (spectrum_of(&field), spectrum_of(&field)),
            Subject::Twin => (
                spectrum_of(&field.mapv(|x| x * x)),
                spectrum_of(&field.mapv(|x| if x < mean { 0.0 } else { x })),
            ),
        };
        let of = |q: i32| -> Measured {
            let spectrum = if q == 0 { &support } else { &spectrum };
            spectrum.clone().and_then(|spectrum| spectrum.dimension(q)).into()
        };
        let mut all: Vec<Measured> = orders.into_iter().map(|(q, ..)| of(q)).collect();
        all.push(spectrum.and_then(|spectrum| spectrum.width(-5, 5)).into());
        all
    })
}

/// Gliding-box lacunarity: exact where the set is uniform, on average where cells are independent.
fn of_lacunarity() -> Group {
    let (p, random) = (0.3, "cells of density 0.3 on 512²");
    let mean = move |s: f64| 1.0 + (1.0 - p) / (p * s * s);
    // Standard errors of Λ at 1, 4, 16: 0.010, 0.0006, 0.0003 by the scatter over seeds.
    let known = [
        ("filled-square-lacunarity-8", "filled square 512²", "lacunarity, s = 8", 1.0, 0.0, 8),
        ("independent-lacunarity-1", random, "lacunarity, s = 1", mean(1.0), 0.04, 1),
        ("independent-lacunarity-4", random, "lacunarity, s = 4", mean(4.0), 0.004, 4),
        ("independent-lacunarity-16", random, "lacunarity, s = 16", mean(16.0), 0.002, 16),
    ];
    let cases = known.into_iter().map(|(slug, name, quantity, exact, tolerance, _)| Case {
        slug: slug.to_owned(),
        name: name.to_owned(),
        quantity,
        exact,
        tolerance,
        reference: "C. Allain, M. Cloitre, Phys. Rev. A 44 (1991) 3552: Λ = 1 + (1 − p)/(p s²)",
        because: if tolerance > 0.0 {
            "four to seven standard errors of one field, by the scatter over seeds"
        } else {
            "every box is full"
        },
        twin: "half of the cells lost",
    });
    Group::new(cases.collect(), move |subject| {
        let kept = |mut set: Array2<bool>| {
            if subject == Subject::Twin {
                Zip::from(&mut set)
                    .and(&independent_cells(512, 512, 0.5, 2))
                    .for_each(|cell, kept| *cell &= *kept);
            }
            BoxCover::of(Mask::Cells(set.view()), Boundary::Periodic)
        };
        let full = kept(Array2::from_elem((512, 512), true));
        let sparse = kept(independent_cells(512, 512, p, 1));
        let measure = |name: &str, size: usize| -> Measured {
            let cover = if name == random { sparse.clone() } else { full.clone() };
            let found = cover.and_then(|cover| {
                let index = cover.counts().iter().position(|counts| counts.size == size);
                let value = index.and_then(|index| cover.lacunarity().nth(index)).flatten();
                value.ok_or(Undefined::Empty)
            });
            found.into()
        };
        known.iter().map(|(_, name, .., size)| measure(name, *size)).collect()
    })
}

/// Correlation dimension of an attractor; the tolerance is the error of the reference, or more.
fn attractor(slug: &str, name: &str, (exact, tolerance): (f64, f64)) -> Case {
    Case {
        slug: format!("{slug}-correlation-dimension"),
        name: name.to_owned(),
        quantity: "correlation dimension",
        exact,
        tolerance,
        reference: "Sprott, Rowlands, IJBC 11 (2001) 1865; Grassberger, Procaccia 1983, table 1",
        because: "the error that the reference states, or five times that for 10 000 points",
        twin: "every coordinate shuffled over the points",
    }
}

fn of_henon() -> Group {
    let case = attractor("henon", "Hénon's attractor, 20 000 points", (1.220, 0.036));
    Group::new(vec![case], |subject| vec![by_pairs(henon(HENON_POINTS), subject)])
}

fn of_lorenz() -> Group {
    let case = attractor("lorenz", "Lorenz' attractor, 10 000 points", (2.05, 0.05));
    Group::new(vec![case], |subject| vec![by_pairs(lorenz(POINTS, 0.25), subject)])
}

fn by_pairs<const D: usize>(mut points: Vec<[f64; D]>, subject: Subject) -> Measured {
    if subject == Subject::Twin {
        let mut rng = Generator::from_seed(1);
        for axis in 0..D {
            let mut column: Vec<f64> =
                points.iter().filter_map(|point| point.get(axis)).copied().collect();
            rng.shuffle(&mut column);
            for (point, value) in points.iter_mut().zip(column) {
                point.iter_mut().skip(axis).take(1).for_each(|slot| *slot = value);
            }
        }
    }
    correlation_dimension(&points, 10).into()
}
