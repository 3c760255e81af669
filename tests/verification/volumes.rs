//! Runs in three dimensions: against planes, symmetries, conserved sums, and linear theory.

use crate::{Fields, diffusion, evolve, schnakenberg, setup};
use mfn::engine::{Error, Initial, Precision, Scheme, Setup, Simulation};
use mfn::grid::{Boundary, Grid, Stencil};
use mfn::model::{Kind, MfnV4, Model, Value, Values};
use mfn::verify::{Case, Outcome, certify};
use ndarray::{Array2, Array3};

fn volume() -> Grid {
    Grid::volume(4, 7, 9, 1.2).unwrap()
}

fn any_field(shape: (usize, usize), shift: usize) -> Array2<f64> {
    Array2::from_shape_fn(shape, |(i, j)| 1.0 + ((i * 31 + j * 17 + shift) % 23) as f64 / 50.0)
}

#[test]
fn exact_equal_layers_stay_those_of_the_plane() {
    let (plane, solid) = (Grid::new(12, 10, 1.2).unwrap(), Grid::volume(5, 12, 10, 1.2).unwrap());
    let start = [0, 1].map(|shift| any_field((12, 10), 7 * shift));
    let repeated = start
        .each_ref()
        .map(|field| Array2::from_shape_fn((60, 10), |(line, j)| field[(line % 12, j)]));
    for scheme in Scheme::ALL {
        // A Dirichlet rim lies before the first and behind the last layer too.
        for boundary in [Boundary::Periodic, Boundary::Neumann] {
            if scheme == Scheme::Etdrk4 && boundary != Boundary::Periodic {
                continue;
            }
            for (flat, deep) in Stencil::of(2).into_iter().zip(Stencil::of(3)) {
                if flat.is_isotropic() && scheme.diffuses_exactly() {
                    continue;
                }
                let of = |grid, stencil| Setup {
                    scheme,
                    stencil,
                    ..setup(Model::Schnakenberg(schnakenberg(5.0)), grid, boundary, 0.01)
                };
                let wanted = evolve(&of(plane, flat), &start, 20);
                let found = evolve(&of(solid, deep), &repeated, 20);
                for (found, wanted) in found.iter().zip(&wanted) {
                    for ((line, j), value) in found.indexed_iter() {
                        let off = (value - wanted[(line % 12, j)]).abs();
                        assert!(off < 1e-12, "{} {}: {off:e}", scheme.name(), deep.name());
                    }
                }
            }
        }
    }
}

/// A field as layers × rows × cols.
fn solid(field: &Array2<f64>, grid: Grid) -> Array3<f64> {
    let shape = (grid.layers(), grid.rows(), grid.cols());
    Array3::from_shape_vec(shape, field.iter().copied().collect()).unwrap()
}

/// And back.
fn flat(field: &Array3<f64>) -> Array2<f64> {
    let (layers, rows, cols) = field.dim();
    Array2::from_shape_vec((layers * rows, cols), field.iter().copied().collect()).unwrap()
}

/// A symmetry of the cube.
type Move = fn(&Array3<f64>) -> Array3<f64>;

fn mirror(field: &Array3<f64>, axis: usize) -> Array3<f64> {
    let mut field = field.clone();
    field.invert_axis(ndarray::Axis(axis));
    field.as_standard_layout().into_owned()
}

/// A quarter turn within the layers: rows and columns change places, then a mirror.
fn turned(field: &Array3<f64>) -> Array3<f64> {
    let mut field = field.clone();
    field.swap_axes(1, 2);
    mirror(&field.as_standard_layout().into_owned(), 2)
}

#[test]
fn exact_mirrored_and_turned_volumes_give_the_same_bits_mirrored_and_turned() {
    let grid = volume();
    let start: Fields = [0, 1].map(|shift| any_field((grid.lines(), grid.cols()), 5 * shift));
    let moves: [(&str, Move); 4] = [
        ("layers", |field| mirror(field, 0)),
        ("rows", |field| mirror(field, 1)),
        ("columns", |field| mirror(field, 2)),
        ("a quarter turn", turned),
    ];
    for (boundary, stencil) in
        Boundary::ALL.into_iter().flat_map(|b| Stencil::of(3).map(|stencil| (b, stencil)))
    {
        let run = |start: &[Array3<f64>; 2]| {
            let (layers, rows, cols) = start[0].dim();
            let grid = Grid::volume(layers, rows, cols, 1.2).unwrap();
            let model = Model::Schnakenberg(schnakenberg(5.0));
            let setup = Setup { stencil, ..setup(model, grid, boundary, 0.01) };
            let end = evolve(&setup, &start.each_ref().map(flat), 5);
            end.each_ref().map(|field| solid(field, grid))
        };
        let start = start.each_ref().map(|field| solid(field, grid));
        let end = run(&start);
        for (name, moved) in &moves {
            let found = run(&start.each_ref().map(moved));
            assert!(found == end.each_ref().map(moved), "{name}, {boundary:?} {}", stencil.name());
        }
    }
}

#[test]
fn conserves_mass_of_pure_diffusion_in_a_volume() {
    let grid = volume();
    let field = any_field((grid.lines(), grid.cols()), 3);
    for scheme in Scheme::ALL {
        for boundary in [Boundary::Periodic, Boundary::Neumann] {
            if scheme == Scheme::Etdrk4 && boundary != Boundary::Periodic {
                continue;
            }
            let setup = Setup { scheme, ..setup(diffusion(1.0), grid, boundary, 0.2) };
            let zeros = Array2::zeros(field.dim());
            let [end, _] = evolve(&setup, &[field.clone(), zeros], 100);
            let drift = (end.sum() / field.sum() - 1.0).abs();
            assert!(drift < 1e-13, "{} {}: {drift:e}", scheme.name(), boundary.name());
        }
    }
}

/// A Brusselator of 16³ cells above its Turing onset.
fn case(boundary: Boundary, scheme: Scheme, stencil: Stencil) -> Case {
    let mut values = Values::defaults(Kind::Brusselator.parameters(None));
    for (key, number) in
        [("feed", 3.0), ("control", 5.0), ("diffusivity_u", 1.0), ("diffusivity_v", 10.0)]
    {
        values.set(key, Value::Number(number));
    }
    let model = Kind::Brusselator.build(&values);
    let setup = Setup {
        rim: model.resting_state(),
        model,
        grid: Grid::volume(20, 24, 28, 1.0).unwrap(),
        boundary,
        stencil,
        time_step: 0.01,
        scheme,
        tolerance: 1e-8,
        noise: 0.0,
        precision: Precision::F64,
        initial: Initial::Noise { amplitude: 0.01 },
        seed: 7,
        parallel: false,
    };
    Case { name: "brusselator".to_owned(), setup, values }
}

#[test]
fn linear_stage_of_a_volume_is_that_of_its_certificate() {
    for (boundary, scheme, stencil) in [
        (Boundary::Periodic, Scheme::Euler, Stencil::SevenPoint),
        (Boundary::Neumann, Scheme::Euler, Stencil::TwentySevenPoint),
        (Boundary::Dirichlet, Scheme::Euler, Stencil::SevenPoint),
        (Boundary::Periodic, Scheme::Etdrk4, Stencil::SevenPoint),
    ] {
        let case = case(boundary, scheme, stencil);
        let Outcome::Measured(measured) = certify(&case).unwrap() else {
            unreachable!("the Brusselator at B = 5 has a band")
        };
        let what = (scheme.name(), boundary.name(), stencil.name());
        assert!(measured.passes(), "{what:?}: {:?}", measured.flaws);
        assert!(measured.claim.mode.index.iter().filter(|number| **number > 0).count() >= 1);
    }
}

#[test]
fn what_does_not_go_with_a_volume_is_named() {
    let grid = volume();
    let flat = Setup {
        stencil: Stencil::NinePoint,
        ..setup(diffusion(1.0), grid, Boundary::Periodic, 0.1)
    };
    let refused = |setup: &Setup| Simulation::new(setup).err().map(|error| error.to_string());
    let wanted = "the nine-point stencil does not go with a volume";
    assert_eq!(refused(&flat).as_deref(), Some(wanted));
    let Model::MfnV4(model) =
        Kind::MfnV4.build(&Values::defaults(Kind::MfnV4.parameters(Some("engine"))))
    else {
        unreachable!("it was asked for")
    };
    let v4 = |model: MfnV4| Setup {
        rim: vec![0.0; 3],
        initial: Initial::V4,
        ..setup(Model::MfnV4(model), grid, Boundary::Periodic, 1.0)
    };
    let error = Simulation::new(&v4(model)).err();
    assert!(matches!(error, Some(Error::PlaneOnly { model: "mfn-v4" })), "{error:?}");
}
