//! Named systems with their published coefficients.

use crate::fractal::ifs::Affine;
use crate::fractal::ifs::System;
use std::f64::consts::FRAC_PI_3;

/// Names of the systems that [`named`] knows.
pub const NAMES: [&str; 6] =
    ["sierpinski-triangle", "sierpinski-carpet", "barnsley-fern", "koch", "vicsek", "dragon"];

/// √3/2, the height of the triangle of side 1.
const HEIGHT: f64 = 0.8660254037844386;
const THIRD: f64 = 1.0 / 3.0;

/// Barnsley's fern, a to f, with the probabilities of [`FERN_WEIGHTS`].
const FERN: [[f64; 6]; 4] = [
    [0.0, 0.0, 0.0, 0.16, 0.0, 0.0],
    [0.85, 0.04, -0.04, 0.85, 0.0, 1.6],
    [0.2, -0.26, 0.23, 0.22, 0.0, 1.6],
    [-0.15, 0.28, 0.26, 0.24, 0.0, 0.44],
];
const FERN_WEIGHTS: [f64; 4] = [0.01, 0.85, 0.07, 0.07];

/// The system of that name, if there is one.
///
/// | name | maps | dimension |
/// |---|---|---|
/// | `sierpinski-triangle` | 3, ratio 1/2, to the corners of a triangle of side 1 | ln 3/ln 2 |
/// | `sierpinski-carpet` | 8, ratio 1/3, all ninths of a square but the middle | ln 8/ln 3 |
/// | `barnsley-fern` | 4, no similarities, p = 0.01, 0.85, 0.07, 0.07 | 1.84, see below |
/// | `koch` | 4, ratio 1/3, the middle two turned by ±60° | ln 4/ln 3 |
/// | `vicsek` | 5, ratio 1/3, the ninths of a cross | ln 5/ln 3 |
/// | `dragon` | 2, ratio 1/√2, turned by 45° and 135° | 2 |
///
/// The fern's dimension is its
/// [affinity dimension](crate::fractal::ifs::affinity_dimension).
///
/// # Reference
///
/// M. F. Barnsley, *Fractals Everywhere*, Academic Press 1988, Table 3.8.3 (fern);
/// J. E. Hutchinson, Indiana Univ. Math. J. 30 (1981) 713 (Sierpinski, Koch); T. Vicsek, J. Phys.
/// A 16 (1983) L647; C. Davis and D. E. Knuth, J. Recreational Math. 3 (1970) 66 (dragon).
///
/// # Examples
///
/// ```
/// let carpet = mfn::fractal::ifs::named("sierpinski-carpet").unwrap();
/// assert_eq!(carpet.maps().len(), 8);
/// ```
pub fn named(name: &str) -> Option<System> {
    let shrunk = |ratio: f64, corners: &[[f64; 2]]| -> Vec<Affine> {
        let map = |corner: &[f64; 2]| Affine::new([ratio, 0.0, 0.0, ratio, corner[0], corner[1]]);
        corners.iter().map(map).collect()
    };
    let ninths = |keeps: fn(usize, usize) -> bool| -> Vec<Affine> {
        let cells = (0..9).map(|cell| (cell % 3, cell / 3)).filter(|(col, row)| keeps(*col, *row));
        let corners: Vec<[f64; 2]> =
            cells.map(|(col, row)| [col as f64 * THIRD, row as f64 * THIRD]).collect();
        shrunk(THIRD, &corners)
    };
    let maps = match name {
        "sierpinski-triangle" => shrunk(0.5, &[[0.0, 0.0], [0.5, 0.0], [0.25, 0.5 * HEIGHT]]),
        "sierpinski-carpet" => ninths(|col, row| !(col == 1 && row == 1)),
        "vicsek" => ninths(|col, row| col == 1 || row == 1),
        "barnsley-fern" => return System::new(FERN.map(Affine::new).to_vec(), &FERN_WEIGHTS).ok(),
        "koch" => vec![
            Affine::similarity(THIRD, 0.0, [0.0, 0.0]),
            Affine::similarity(THIRD, FRAC_PI_3, [THIRD, 0.0]),
            Affine::similarity(THIRD, -FRAC_PI_3, [0.5, HEIGHT * THIRD]),
            Affine::similarity(THIRD, 0.0, [2.0 * THIRD, 0.0]),
        ],
        "dragon" => vec![
            Affine::new([0.5, -0.5, 0.5, 0.5, 0.0, 0.0]),
            Affine::new([-0.5, -0.5, 0.5, -0.5, 1.0, 0.0]),
        ],
        _ => return None,
    };
    System::uniform(maps).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fractal::ifs::similarity_dimension;

    #[test]
    fn every_name_has_a_system_and_no_other_has() {
        assert!(NAMES.iter().all(|name| named(name).is_some()));
        assert_eq!(named("fern"), None);
    }

    #[test]
    fn similarity_dimensions_are_the_published_ones() {
        let log = libm::log;
        for (name, expected) in [
            ("sierpinski-triangle", log(3.0) / log(2.0)),
            ("sierpinski-carpet", log(8.0) / log(3.0)),
            ("koch", log(4.0) / log(3.0)),
            ("vicsek", log(5.0) / log(3.0)),
            ("dragon", 2.0),
        ] {
            let found = similarity_dimension(&named(name).unwrap()).unwrap();
            assert!((found - expected).abs() < 1e-14, "{name}: {found}");
        }
        assert_eq!(similarity_dimension(&named("barnsley-fern").unwrap()), None);
    }

    /// The pieces of a curve meet: the end of one is the start of the next.
    #[test]
    fn koch_and_dragon_are_connected_curves() {
        let close = |p: [f64; 2], q: [f64; 2]| (p[0] - q[0]).abs() + (p[1] - q[1]).abs() < 1e-15;
        let (start, end) = ([0.0, 0.0], [1.0, 0.0]);
        let koch = named("koch").unwrap();
        for pair in koch.maps().windows(2) {
            assert!(close(pair[0].apply(end), pair[1].apply(start)));
        }
        let dragon = named("dragon").unwrap();
        // The second half runs backwards.
        assert!(close(dragon.maps()[0].apply(end), dragon.maps()[1].apply(end)));
        assert!(close(dragon.maps()[1].apply(start), end));
    }
}
