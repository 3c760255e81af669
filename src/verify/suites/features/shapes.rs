//! Minkowski functionals of rectangles, of holes in them, and of a disk.

use crate::features::{Connectivity, Minkowski, Surface};
use crate::fractal::Mask;
use crate::verify::check::{Check, Finding, Obstacle, Subject, Suite};
use ndarray::Array2;
use std::f64::consts::TAU;

pub(crate) fn checks() -> Vec<Check> {
    let reference = "Michielsen, De Raedt, Phys. Rep. 347 (2001) 461, §3";
    let rectangle = Check::new(Suite::Features, "minkowski-rectangle", rectangle)
        .claim("an a × b rectangle at the rim of a plane has the area ab, 2(a + b) edges and χ = 1")
        .reference(reference)
        .because("counts are exact")
        .twin("the plane taken for a torus");
    let holes = Check::new(Suite::Features, "minkowski-holes", holes)
        .claim("h holes take h cells, add 4h edges, and χ = 1 − h")
        .reference(reference)
        .because("counts are exact")
        .twin("four neighbours for eight, so that two holes at a corner are one");
    let disk = Check::new(Suite::Features, "crofton-disk", disk)
        .claim("Crofton's formula in four directions gives a disk of radius r the length 2πr")
        .reference("Legland, Kiêu, Devaux, Image Anal. Stereol. 26 (2007) 83")
        .because("r is known to a tenth of a cell of the lattice, and r is 100")
        .twin("the edges counted");
    vec![rectangle, holes, disk]
}

/// Numbers that are wrong, over rectangles that touch none, one or two sides of the grid.
fn rectangle(subject: Subject) -> Result<Finding, Obstacle> {
    let surface = subject.pick(Surface::Plane, Surface::Torus);
    let mut wrong = 0;
    for (a, b) in [(1, 1), (3, 70), (20, 5), (20, 64), (33, 100)] {
        let set = Array2::from_shape_fn((33, 100), |(row, col)| row < a && col < b);
        let found = Minkowski::of(Mask::Cells(set.view()), surface).map_err(Obstacle::broke)?;
        let [area, edges] = [a * b, 2 * (a + b)].map(|count| count as u64);
        wrong += usize::from(found.area != area) + usize::from(found.perimeter != edges);
        let both = [Connectivity::Four, Connectivity::Eight];
        wrong += both.into_iter().filter(|c| found.euler(*c) != 1).count();
    }
    Ok(Finding::none(wrong).unit("numbers"))
}

/// The same with holes of single cells, two of which touch by a corner.
fn holes(subject: Subject) -> Result<Finding, Obstacle> {
    let connectivity = subject.pick(Connectivity::Eight, Connectivity::Four);
    let all = [(3, 4), (4, 5), (9, 9), (12, 60), (20, 63), (21, 70)];
    let mut wrong = 0;
    for h in 0..=all.len() {
        let mut set = Array2::from_elem((25, 80), false);
        set.slice_mut(ndarray::s![1..23, 2..78]).fill(true);
        for hole in all.iter().take(h) {
            set.get_mut(*hole).into_iter().for_each(|cell| *cell = false);
        }
        let found = Minkowski::of(Mask::Cells(set.view()), Surface::Plane);
        let found = found.map_err(Obstacle::broke)?;
        wrong += usize::from(found.area != (22 * 76 - h) as u64);
        wrong += usize::from(found.perimeter != (2 * (22 + 76) + 4 * h) as u64);
        wrong += usize::from(found.euler(connectivity) != 1 - h as i64);
    }
    Ok(Finding::none(wrong).unit("numbers"))
}

/// The length over 2πr.
fn disk(subject: Subject) -> Result<Finding, Obstacle> {
    let (side, radius) = (256, 100.0);
    let set = Array2::from_shape_fn((side, side), |(row, col)| {
        let [y, x] = [row, col].map(|at| at as f64 - 127.5);
        x * x + y * y <= radius * radius
    });
    let found = Minkowski::of(Mask::Cells(set.view()), Surface::Plane).map_err(Obstacle::broke)?;
    let length = subject.pick(found.crofton_perimeter(), found.perimeter as f64);
    Ok(Finding::new(length / (TAU * radius), 1.0, 0.01))
}
