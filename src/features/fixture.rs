//! A small field with ties that other programs were run on; what they found is in the tests.

use ndarray::Array2;

/// numpy.random.default_rng(5).integers(0, 30, size=(7, 8)).
pub(crate) fn field() -> Array2<f64> {
    ndarray::array![
        [20.0, 24.0, 0.0, 24.0, 14.0, 15.0, 18.0, 8.0],
        [29.0, 1.0, 8.0, 11.0, 17.0, 12.0, 3.0, 1.0],
        [0.0, 1.0, 4.0, 29.0, 5.0, 19.0, 22.0, 7.0],
        [8.0, 13.0, 7.0, 29.0, 5.0, 26.0, 23.0, 25.0],
        [3.0, 11.0, 18.0, 14.0, 19.0, 20.0, 19.0, 1.0],
        [28.0, 16.0, 27.0, 8.0, 10.0, 26.0, 5.0, 1.0],
        [11.0, 20.0, 3.0, 26.0, 10.0, 6.0, 16.0, 26.0],
    ]
}
