//! The vector code against a plain loop that is compiled for the baseline of the processor.

use crate::engine::Setup;
use crate::grid::Grid;
use crate::model::{GrayScott, Model};
use crate::verify::check::{Check, Finding, Obstacle, Subject, Suite};
use crate::verify::solver::Solver;
use crate::verify::suites::base::{differing, setup};
use ndarray::Array2;

/// Gray–Scott's F, k, D of u and D of v.
const NUMBERS: [f64; 4] = [0.03, 0.06, 0.16, 0.08];

pub(crate) fn check() -> Check {
    Check::new(Suite::Reproducibility, "simd-euler", against_a_loop)
        .claim("the widest SIMD level of this processor gives the bits of a plain loop")
        .reference("the same operations in the same order, none of them fused")
        .because("bits are bits")
        .twin("multiply and add fused into one rounding")
}

/// Cells that differ after ten steps; 21 columns leave a remainder for any width of vectors.
fn against_a_loop(subject: Subject) -> Result<Finding, Obstacle> {
    let [feed, kill, diffusivity_u, diffusivity_v] = NUMBERS;
    let model = Model::GrayScott(GrayScott { feed, kill, diffusivity_u, diffusivity_v });
    let grid = Grid::new(17, 53, 1.0)?;
    let setup: Setup = setup(model, grid, 1.0);
    let wave = |shift: f64| {
        Array2::from_shape_fn((17, 53), |(i, j)| {
            0.5 + 0.3 * (0.7 * i as f64 + shift).sin() * (0.4 * j as f64).cos()
        })
    };
    let start = [wave(0.0), wave(1.0)];
    let found = Solver::OURS.evolve(&setup, &start, 10)?;
    let mut plain = start;
    for _ in 0..10 {
        plain = step(&plain, subject);
    }
    Ok(Finding::none(differing(&found, &plain)).unit("cells"))
}

/// One step of Euler's method on a torus with h = Δt = 1.
fn step([u, v]: &[Array2<f64>; 2], subject: Subject) -> [Array2<f64>; 2] {
    let [feed, kill, diffusivity_u, diffusivity_v] = NUMBERS;
    let (rows, cols) = u.dim();
    let laplacian = |field: &Array2<f64>, i: usize, j: usize| {
        let (up, down) = (field[((i + rows - 1) % rows, j)], field[((i + 1) % rows, j)]);
        let (left, right) = (field[(i, (j + cols - 1) % cols)], field[(i, (j + 1) % cols)]);
        ((up + down) + (left + right)) - 4.0 * field[(i, j)]
    };
    let add = |product: (f64, f64), rest: f64| {
        subject.pick(product.0 * product.1 + rest, f64::mul_add(product.0, product.1, rest))
    };
    let value = |i: usize, j: usize| {
        let (here, there) = (u[(i, j)], v[(i, j)]);
        let reaction = here * there * there;
        let rates = [feed * (1.0 - here) - reaction, reaction - (feed + kill) * there];
        let of_u = here + add((diffusivity_u, laplacian(u, i, j)), rates[0]);
        let of_v = there + add((diffusivity_v, laplacian(v, i, j)), rates[1]);
        [of_u, of_v]
    };
    [0, 1].map(|species| Array2::from_shape_fn((rows, cols), |(i, j)| value(i, j)[species]))
}
