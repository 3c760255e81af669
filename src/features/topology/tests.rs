//! Persistence held against the reduction of the boundary matrix, and against known fields.

use crate::features::fixture;
use crate::features::{Connectivity, Diagram, Pair, Persistence, Surface};
use crate::fractal::Undefined;
use crate::grid::FieldView;
use crate::rng::Generator;
use ndarray::Array2;

/// A cell of the cubical complex: its level, dimension, and the cells of its boundary modulo 2.
struct Cell {
    level: f64,
    dimension: usize,
    boundary: Vec<usize>,
}

/// The V-constructed complex of a field: vertices, edges to the right and down, squares.
fn vertex_complex(field: &Array2<f64>, surface: Surface) -> Vec<Cell> {
    let (rows, cols) = field.dim();
    let wraps = surface == Surface::Torus;
    let inside = |row: usize, col: usize| wraps || (row < rows && col < cols);
    let index = |row: usize, col: usize| row % rows * cols + col % cols;
    let level = |cells: &[(usize, usize)]| {
        cells.iter().map(|(r, c)| field[(r % rows, c % cols)]).fold(f64::NEG_INFINITY, f64::max)
    };
    let n = rows * cols;
    let mut cells: Vec<Option<Cell>> = (0..4 * n).map(|_| None).collect();
    for (row, col) in (0..rows).flat_map(|row| (0..cols).map(move |col| (row, col))) {
        let (here, right) = (index(row, col), (row, col + 1));
        let (below, across) = ((row + 1, col), (row + 1, col + 1));
        let mut add = |kind: usize, corners: &[(usize, usize)], boundary: Vec<usize>| {
            if corners.iter().all(|(row, col)| inside(*row, *col)) {
                let dimension = [0, 1, 1, 2][kind];
                cells[kind * n + here] = Some(Cell { level: level(corners), dimension, boundary });
            }
        };
        let vertex = |(row, col): (usize, usize)| index(row, col);
        add(0, &[(row, col)], vec![]);
        add(1, &[(row, col), right], vec![here, vertex(right)]);
        add(2, &[(row, col), below], vec![here, vertex(below)]);
        let sides = vec![n + here, n + vertex(below), 2 * n + here, 2 * n + vertex(right)];
        add(3, &[(row, col), right, below, across], sides);
    }
    let kept: Vec<usize> = (0..4 * n).filter(|cell| cells[*cell].is_some()).collect();
    let renumber = |old: usize| kept.binary_search(&old).unwrap();
    kept.iter()
        .map(|old| {
            let cell = cells[*old].take().unwrap();
            let boundary = cell.boundary.iter().map(|face| renumber(*face)).collect();
            Cell { boundary, ..cell }
        })
        .collect()
}

/// The T-constructed complex: squares for cells, edges above and to the left, corners. Edges and
/// corners take the lowest of the squares around them.
fn square_complex(field: &Array2<f64>, surface: Surface) -> Vec<Cell> {
    let (rows, cols) = field.dim();
    let wraps = surface == Surface::Torus;
    // Corners are those of a grid with one more row and column, unless sides are glued.
    let rim = usize::from(!wraps);
    let (n_rows, n_cols) = (rows + rim, cols + rim);
    let square = |row: usize, col: usize| {
        let place = if wraps { (row % rows, col % cols) } else { (row, col) };
        field.get(place).copied()
    };
    let lowest = |around: &[(usize, usize)]| {
        let levels = around.iter().filter_map(|(row, col)| square(*row, *col));
        levels.fold(f64::INFINITY, f64::min)
    };
    let n = n_rows * n_cols;
    let index = |row: usize, col: usize| row % n_rows * n_cols + col % n_cols;
    // Beyond the plane there is no square.
    let before = |at: usize, n: usize| if wraps { (at + n - 1) % n } else { at.wrapping_sub(1) };
    let mut cells = Vec::new();
    // 0: corners, 1: edges to the right of a corner, 2: edges below a corner, 3: squares.
    for kind in 0..4 {
        for (row, col) in (0..n_rows).flat_map(|row| (0..n_cols).map(move |col| (row, col))) {
            let (above, left) = (before(row, rows), before(col, cols));
            let (here, right) = (index(row, col), index(row, col + 1));
            let below = index(row + 1, col);
            let (level, boundary) = match kind {
                0 => (lowest(&[(row, col), (above, col), (row, left), (above, left)]), vec![]),
                1 => (lowest(&[(row, col), (above, col)]), vec![here, right]),
                2 => (lowest(&[(row, col), (row, left)]), vec![here, below]),
                _ => {
                    (lowest(&[(row, col)]), vec![n + here, n + below, 2 * n + here, 2 * n + right])
                }
            };
            cells.push(Cell { level, dimension: [0, 1, 1, 2][kind], boundary });
        }
    }
    // Beyond the plane, edges and squares have an infinite level: they are left out.
    cells
}

/// Pairs of dimension 0 and 1, and the levels of endless classes of each dimension, by reduction
/// of the boundary matrix modulo 2.
fn reduced(cells: &[Cell]) -> ([Vec<Pair>; 2], [Vec<f64>; 3]) {
    let mut order: Vec<usize> =
        (0..cells.len()).filter(|cell| cells[*cell].level.is_finite()).collect();
    order.sort_by(|a, b| {
        let key = |cell: &Cell| (cell.level, cell.dimension);
        key(&cells[*a]).partial_cmp(&key(&cells[*b])).unwrap().then(a.cmp(b))
    });
    let mut place = vec![0; cells.len()];
    order.iter().enumerate().for_each(|(at, cell)| place[*cell] = at);
    let mut columns: Vec<Vec<usize>> = Vec::new();
    let mut owner = vec![None; order.len()];
    let mut is_paired = vec![false; order.len()];
    let mut pairs = [Vec::new(), Vec::new()];
    for (at, cell) in order.iter().enumerate() {
        let mut column = Vec::new();
        for face in &cells[*cell].boundary {
            toggle(&mut column, place[*face]);
        }
        while let Some(owner) = column.iter().max().and_then(|lowest| owner[*lowest]) {
            let other: &Vec<usize> = &columns[owner];
            for face in other {
                toggle(&mut column, *face);
            }
        }
        if let Some(lowest) = column.iter().max().copied() {
            owner[lowest] = Some(at);
            (is_paired[lowest], is_paired[at]) = (true, true);
            let face = &cells[order[lowest]];
            if face.level < cells[*cell].level {
                pairs[face.dimension].push(Pair { birth: face.level, death: cells[*cell].level });
            }
        }
        columns.push(column);
    }
    let mut endless = [vec![], vec![], vec![]];
    for (at, cell) in order.iter().enumerate().filter(|(at, _)| !is_paired[*at]) {
        assert!(columns[at].is_empty());
        endless[cells[*cell].dimension].push(cells[*cell].level);
    }
    (pairs, endless)
}

fn toggle(column: &mut Vec<usize>, face: usize) {
    match column.iter().position(|known| *known == face) {
        Some(at) => drop(column.swap_remove(at)),
        None => column.push(face),
    }
}

fn sorted(pairs: &[Pair]) -> Vec<(f64, f64)> {
    let mut pairs: Vec<(f64, f64)> = pairs.iter().map(|pair| (pair.birth, pair.death)).collect();
    pairs.sort_by(|a, b| a.partial_cmp(b).unwrap());
    pairs
}

fn check_against_reduction(field: &Array2<f64>, connectivity: Connectivity, surface: Surface) {
    let cells = match connectivity {
        Connectivity::Four => vertex_complex(field, surface),
        Connectivity::Eight => square_complex(field, surface),
    };
    let ([h0, h1], [first, loops, closed]) = reduced(&cells);
    let found = Persistence::sublevel(FieldView::F64(field.view()), connectivity, surface).unwrap();
    let about = format!("{connectivity:?} {surface:?}\n{field}");
    assert_eq!(sorted(&found.components), sorted(&h0), "components: {about}");
    assert_eq!(sorted(&found.loops), sorted(&h1), "loops: {about}");
    assert_eq!((vec![found.first_component], found.endless_loops), (first, loops), "{about}");
    assert_eq!(found.closed_surface.into_iter().collect::<Vec<_>>(), closed, "{about}");
}

const CONNECTIVITIES: [Connectivity; 2] = [Connectivity::Four, Connectivity::Eight];

#[test]
fn pairs_are_those_of_the_reduced_boundary_matrix() {
    let mut rng = Generator::from_seed(11);
    let shapes =
        [(1, 1), (1, 2), (2, 1), (1, 6), (6, 1), (2, 2), (2, 5), (3, 3), (3, 7), (6, 5), (8, 8)];
    for shape in shapes {
        // Many ties, few ties, none.
        for levels in [2, 3, 10, 1 << 40] {
            for _ in 0..6 {
                let field = Array2::from_shape_simple_fn(shape, || {
                    rng.integers(-levels..levels).unwrap() as f64
                });
                for surface in Surface::ALL {
                    for connectivity in CONNECTIVITIES {
                        check_against_reduction(&field, connectivity, surface);
                    }
                }
            }
        }
    }
}

/// Components, loops, endless loops.
type Known = (&'static [(f64, f64)], &'static [(f64, f64)], &'static [f64]);

#[test]
#[rustfmt::skip]
fn pairs_are_those_of_gudhi() {
    // GUDHI 3.13, CubicalComplex and PeriodicCubicalComplex, min_persistence = 0, with
    // vertices = field and top_dimensional_cells = field.
    let known: [(Connectivity, Surface, Known); 4] = [
        (Connectivity::Four, Surface::Plane, (
            &[(0., 8.), (1., 17.), (1., 18.), (3., 8.), (3., 20.), (5., 17.), (6., 16.), (8., 10.),
              (11., 20.), (14., 15.), (20., 24.)],
            &[(19., 29.), (20., 26.), (23., 26.), (26., 27.)],
            &[])),
        (Connectivity::Eight, Surface::Plane, (
            &[(0., 1.), (1., 12.), (1., 14.), (3., 8.), (3., 10.), (5., 11.), (11., 16.)],
            &[(11., 13.), (14., 17.), (14., 29.), (16., 27.), (20., 26.), (23., 26.)],
            &[])),
        (Connectivity::Eight, Surface::Torus, (
            &[(0., 1.), (1., 8.), (5., 11.)],
            &[(11., 13.), (12., 26.), (14., 17.), (14., 26.), (14., 26.), (14., 29.), (16., 18.),
              (16., 27.), (16., 28.), (20., 24.), (20., 26.), (23., 25.)],
            &[10., 11.])),
        (Connectivity::Four, Surface::Torus, (
            &[(0., 8.), (1., 7.), (1., 8.), (5., 17.), (6., 15.), (8., 10.), (11., 20.)],
            &[(18., 29.), (19., 26.), (20., 26.), (20., 27.), (20., 28.), (23., 25.)],
            &[16., 17.])),
    ];
    let field = fixture::field();
    for (connectivity, surface, (components, loops, endless)) in known {
        let found =
            Persistence::sublevel(FieldView::F64(field.view()), connectivity, surface).unwrap();
        assert_eq!(sorted(&found.components), components, "{connectivity:?} {surface:?}");
        assert_eq!(sorted(&found.loops), loops, "{connectivity:?} {surface:?}");
        assert_eq!(found.endless_loops, endless, "{connectivity:?} {surface:?}");
        assert!(found.first_component.abs() < f64::MIN_POSITIVE);
    }
}

#[test]
fn superlevel_pairs_are_those_of_the_negated_field() {
    let mut rng = Generator::from_seed(3);
    let field = Array2::from_shape_simple_fn((7, 9), || rng.standard_normal());
    let negated = field.mapv(|value| -value);
    let (field, negated) = (FieldView::F64(field.view()), FieldView::F64(negated.view()));
    for (surface, connectivity) in
        Surface::ALL.into_iter().flat_map(|surface| CONNECTIVITIES.map(|c| (surface, c)))
    {
        let down = Persistence::superlevel(field, connectivity, surface).unwrap();
        let up = Persistence::sublevel(negated, connectivity, surface).unwrap();
        let mirror = |pairs: &[Pair]| -> Vec<Pair> {
            pairs.iter().map(|pair| Pair { birth: -pair.birth, death: -pair.death }).collect()
        };
        assert_eq!(down.components, mirror(&up.components));
        assert_eq!(down.loops, mirror(&up.loops));
        assert_eq!(vec![down.first_component], vec![-up.first_component]);
        let mirrored: Vec<f64> = up.endless_loops.iter().map(|level| -level).collect();
        assert_eq!(down.endless_loops, mirrored);
    }
}

#[test]
fn constant_and_monotonic_fields_have_no_pairs() {
    let flat = |rows, cols| Array2::from_elem((rows, cols), -0.5);
    let slope = Array2::from_shape_fn((5, 7), |(row, col)| (row + 2 * col) as f64);
    for field in [flat(1, 1), flat(1, 9), flat(3, 4), flat(70, 70), slope] {
        for connectivity in CONNECTIVITIES {
            let view = FieldView::F64(field.view());
            let found = Persistence::sublevel(view, connectivity, Surface::Plane).unwrap();
            assert_eq!((found.components.len(), found.loops.len()), (0, 0));
            assert_eq!(vec![found.first_component], vec![field[(0, 0)]]);
        }
    }
}

#[test]
fn wave_on_the_torus_has_its_saddles_and_extrema() {
    // cos y + cos x on m × n waves: mn minima at −2, 2mn saddles at 0, mn maxima at 2.
    let (m, n, side) = (2, 3, 8);
    // Rounded, so that equal levels are equal.
    let wave = |at: usize| (1e6 * (std::f64::consts::TAU * at as f64 / side as f64).cos()).round();
    let field = Array2::from_shape_fn((m * side, n * side), |(row, col)| wave(row) + wave(col));
    let (low, high) = (field[(side / 2, side / 2)], field[(0, 0)]);
    let view = FieldView::F64(field.view());
    let found = Persistence::sublevel(view, Connectivity::Four, Surface::Torus).unwrap();
    let saddle = found.endless_loops[0];
    assert_eq!(found.components, vec![Pair { birth: low, death: saddle }; m * n - 1]);
    assert_eq!(found.loops, vec![Pair { birth: saddle, death: high }; m * n - 1]);
    assert_eq!(found.endless_loops, [saddle; 2]);
    assert_eq!(found.closed_surface, Some(high));
    let diagram = Diagram::of(&found.components, found.range, 0.1);
    assert!((diagram.entropy - ((m * n - 1) as f64).ln()).abs() < 1e-12);
}

#[test]
fn what_has_no_persistence_says_why() {
    let of = |field: &Array2<f64>| {
        Persistence::sublevel(FieldView::F64(field.view()), Connectivity::Four, Surface::Plane)
    };
    assert_eq!(of(&Array2::zeros((0, 3))), Err(Undefined::NoCells));
    assert_eq!(of(&ndarray::array![[1.0, f64::NAN]]), Err(Undefined::NotFinite));
    assert_eq!(of(&ndarray::array![[f64::INFINITY]]), Err(Undefined::NotFinite));
    assert_eq!(of(&ndarray::array![[f64::MAX, f64::MIN]]), Err(Undefined::Overflow));
}
