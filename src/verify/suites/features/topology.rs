//! Betti numbers of Sierpiński's carpet, and the persistence of an egg-crate on a torus.

use crate::features::{Betti, Connectivity, Diagram, Persistence, Surface};
use crate::fractal::Mask;
use crate::grid::FieldView;
use crate::verify::check::{Check, Curve, Figure, Finding, Obstacle, Subject, Suite};
use crate::verify::fractal::ReferenceSet;
use ndarray::Array2;
use std::f64::consts::TAU;

/// Levels of the carpet: up to 729 cells a side.
const LEVELS: u32 = 6;

/// Waves of the egg-crate down and across, and the cells of each.
const WAVES: (usize, usize) = (4, 6);
const CELLS: usize = 16;

pub(crate) fn checks() -> Vec<Check> {
    let betti = "Edelsbrunner, Harer, Computational Topology, 2010, §IV.1: counted hole by hole";
    let components = Check::new(Suite::Features, "carpet-components", components)
        .claim("the carpet of any level is one component")
        .reference(betti)
        .because("counts are exact")
        .twin("black and white exchanged");
    let loops = Check::new(Suite::Features, "carpet-loops", loops)
        .claim("the carpet of level n has (8ⁿ − 1)/7 holes")
        .reference(betti)
        .because("counts are exact")
        .twin("the plane taken for a torus, whose own loops join");
    let morse = "Morse theory of cos y + cos x: a minimum, a maximum and two saddles a wave";
    let pairs = Check::new(Suite::Features, "egg-crate-pairs", pairs)
        .claim("mn waves on a torus have mn − 1 pairs of components and as many of loops")
        .reference(morse)
        .because("counts are exact")
        .twin("the torus taken for a plane");
    let total = Check::new(Suite::Features, "egg-crate-total-persistence", total)
        .claim("each pair of the egg-crate lives from −2 to 0 or from 0 to 2: 4 (mn − 1) in all")
        .reference(morse)
        .because("levels are rounded to 10⁻⁹, so that saddles are equal")
        .twin("the torus taken for a plane");
    let endless = Check::new(Suite::Features, "torus-endless-loops", endless)
        .claim("the loops around the torus are born at the saddles, its surface at the maximum")
        .reference("homology of the torus: Betti numbers 1, 2, 1")
        .because("levels are rounded to 10⁻⁹")
        .twin("the torus taken for a plane");
    vec![components, loops, pairs, total, endless]
}

fn carpet(level: u32) -> Array2<bool> {
    ReferenceSet::Carpet.draw(3_usize.pow(level))
}

/// Components too many or too few, over all levels and both connectivities.
fn components(subject: Subject) -> Result<Finding, Obstacle> {
    let mut wrong = 0;
    for level in 1..=LEVELS {
        let set = carpet(level).mapv(|is_active| is_active == subject.pick(true, false));
        for connectivity in [Connectivity::Four, Connectivity::Eight] {
            let betti = Betti::of(Mask::Cells(set.view()), connectivity, Surface::Plane);
            wrong += betti.map_err(Obstacle::broke)?.components.abs_diff(1) as usize;
        }
    }
    Ok(Finding::none(wrong).unit("components"))
}

/// Loops too many or too few, over all levels.
fn loops(subject: Subject) -> Result<Finding, Obstacle> {
    let surface = subject.pick(Surface::Plane, Surface::Torus);
    let (mut wrong, mut points, mut line) = (0, Vec::new(), Vec::new());
    for level in 1..=LEVELS {
        let set = carpet(level);
        let betti = Betti::of(Mask::Cells(set.view()), Connectivity::Four, surface);
        let found = betti.map_err(Obstacle::broke)?.loops;
        let expected = (8_u64.pow(level) - 1) / 7;
        wrong += found.abs_diff(expected) as usize;
        line.push((f64::from(level), expected as f64));
        points.push((f64::from(level), found as f64));
    }
    let figure = Figure::linear(
        "holes of Sierpiński's carpet",
        ("level", "β₁"),
        vec![Curve::theory("(8ⁿ − 1)/7", line), Curve::measured("found", points)],
    );
    Ok(Finding::none(wrong).unit("loops").figure(figure))
}

/// cos y + cos x on so many waves down and across.
fn egg_crate(subject: Subject) -> Result<Persistence, Obstacle> {
    let wave = |at: usize| 1e-9 * (1e9 * libm::cos(TAU * at as f64 / CELLS as f64)).round();
    let shape = (WAVES.0 * CELLS, WAVES.1 * CELLS);
    let field = Array2::from_shape_fn(shape, |(row, col)| wave(row) + wave(col));
    let surface = subject.pick(Surface::Torus, Surface::Plane);
    let view = FieldView::F64(field.view());
    Persistence::sublevel(view, Connectivity::Four, surface).map_err(Obstacle::broke)
}

fn pairs(subject: Subject) -> Result<Finding, Obstacle> {
    let found = egg_crate(subject)?;
    let expected = WAVES.0 * WAVES.1 - 1;
    let both = [found.components.len(), found.loops.len()];
    let wrong = both.into_iter().map(|count| count.abs_diff(expected)).sum();
    Ok(Finding::none(wrong).unit("pairs"))
}

fn total(subject: Subject) -> Result<Finding, Obstacle> {
    let found = egg_crate(subject)?;
    let all = [&found.components, &found.loops];
    let total: f64 = all.into_iter().map(|pairs| Diagram::of(pairs, found.range, 0.1).total).sum();
    let expected = 4.0 * (WAVES.0 * WAVES.1 - 1) as f64;
    Ok(Finding::new(total, expected, 1e-6))
}

/// The largest distance of the three levels from 0, 0 and 2.
fn endless(subject: Subject) -> Result<Finding, Obstacle> {
    let found = egg_crate(subject)?;
    let (Some(closed), [first, second]) = (found.closed_surface, found.endless_loops.as_slice())
    else {
        return Err(Obstacle::broke("there is no loop around"));
    };
    let off = first.abs().max(second.abs()).max((closed - 2.0).abs());
    Ok(Finding::at_most(off, 1e-8))
}
