//! Connected components on the torus, and the law of their sizes.

use crate::features::{ClusterSizes, Components, Connectivity, PowerLaw, Surface};
use crate::fractal::Mask;
use crate::rng::Generator;
use crate::verify::check::{Check, Finding, Obstacle, Subject, Suite};
use ndarray::Array2;

pub(crate) fn checks() -> Vec<Check> {
    let torus = Check::new(Suite::Features, "clusters-torus", |subject| Ok(torus(subject)))
        .claim("squares across the sides and corners of a torus are whole, with these sizes")
        .reference("drawn so: sides 1 to 5 of 5 squares that do not touch")
        .because("counts are exact")
        .twin("the torus taken for a plane");
    let corners = Check::new(Suite::Features, "clusters-corners", |subject| Ok(corners(subject)))
        .claim("cells that touch by corners are one with eight neighbours, and n with four")
        .reference("drawn so: diagonals of 1 to 9 cells")
        .because("counts are exact")
        .twin("four neighbours for eight");
    let sizes = Check::new(Suite::Features, "cluster-sizes", moments)
        .claim("sizes 1, 4, 9, 16, 25 weigh Σ s²/Σ s = 979/55 by the cell")
        .reference("Stauffer, Aharony 1994, §2.4; Σ n⁴ = 979 and Σ n² = 55 for n up to 5")
        .because("rounding")
        .twin("the torus taken for a plane");
    let law = Check::new(Suite::Features, "power-law-exponent", law)
        .claim("sizes drawn from s^(−2.5) have the exponent 2.5")
        .reference("Clauset, Shalizi, Newman, SIAM Rev. 51 (2009) 661, app. D")
        .because("half-width of a 99.9 % interval, (τ − 1)/√n · 3.29 for 20 000 sizes; seed fixed")
        .twin("the law fitted from half of its smallest size");
    vec![torus, corners, sizes, law]
}

/// Squares of sides 1 to 5 on a torus of 24 × 30, the largest across its corner.
fn squares() -> Array2<bool> {
    // Upper left cell and side; places are modulo the sides of the torus.
    let all = [(22, 27, 5), (10, 28, 4), (23, 8, 3), (6, 12, 2), (14, 20, 1)];
    let mut set = Array2::from_elem((24, 30), false);
    for (top, left, side) in all {
        for (row, col) in (0..side).flat_map(|row| (0..side).map(move |col| (row, col))) {
            let place = ((top + row) % 24, (left + col) % 30);
            set.get_mut(place).into_iter().for_each(|cell| *cell = true);
        }
    }
    set
}

/// Sizes that are wrong, one by one in ascending order, and components too many or too few.
fn torus(subject: Subject) -> Finding {
    let (set, surface) = (squares(), subject.pick(Surface::Torus, Surface::Plane));
    let components = Components::on(surface, Mask::Cells(set.view()), Connectivity::Eight);
    let mut sizes: Vec<usize> = components.sizes().collect();
    sizes.sort_unstable();
    let expected = [1, 4, 9, 16, 25];
    let wrong = sizes.iter().zip(expected).filter(|(found, expected)| *found != expected);
    Finding::none(wrong.count() + components.count().abs_diff(5)).unit("components")
}

fn corners(subject: Subject) -> Finding {
    let eight = subject.pick(Connectivity::Eight, Connectivity::Four);
    let mut wrong = 0;
    for n in 1..10 {
        let set = Array2::from_shape_fn((12, 70), |(row, col)| row < n && col == row + 58);
        let count = |connectivity| Components::of(Mask::Cells(set.view()), connectivity).count();
        wrong += usize::from(count(eight) != 1) + usize::from(count(Connectivity::Four) != n);
    }
    Finding::none(wrong).unit("counts")
}

fn moments(subject: Subject) -> Result<Finding, Obstacle> {
    let (set, surface) = (squares(), subject.pick(Surface::Torus, Surface::Plane));
    let components = Components::on(surface, Mask::Cells(set.view()), Connectivity::Four);
    let sizes = ClusterSizes::of(&components).map_err(Obstacle::broke)?;
    Ok(Finding::new(sizes.weighted_mean, 979.0 / 55.0, 1e-12).unit("cells"))
}

/// Components in a row, of sizes ⌊(s₀ − ½)(1 − x)^(−1/(τ − 1)) + ½⌋.
fn law(subject: Subject) -> Result<Finding, Obstacle> {
    let (exponent, smallest, n) = (2.5, 20, 20_000);
    let mut rng = Generator::from_seed(11);
    let mut cells = Vec::new();
    for _ in 0..n {
        let stretch = libm::pow(1.0 - rng.random(), -1.0 / (exponent - 1.0));
        let size = ((f64::from(smallest) - 0.5) * stretch + 0.5).floor();
        cells.extend(std::iter::repeat_n(true, size as usize).chain([false]));
    }
    let set = Array2::from_shape_vec((1, cells.len()), cells).map_err(Obstacle::broke)?;
    let components = Components::of(Mask::Cells(set.view()), Connectivity::Four);
    let from = subject.pick(smallest, smallest / 2) as usize;
    let found = PowerLaw::fit(&components, from).map_err(Obstacle::broke)?;
    let reach = 1.96 * found.standard_error;
    let interval = (found.exponent - reach, found.exponent + reach);
    let tolerance = 3.290527 * (exponent - 1.0) / f64::from(n).sqrt();
    Ok(Finding::new(found.exponent, exponent, tolerance).interval(interval))
}
