//! Updates on their two main directions, for pictures.

use crate::federate::Error;
use crate::federate::distances::Distances;
use crate::federate::rules::gram;
use crate::federate::updates::{Rows, Updates};

/// Steps of the power iteration; what has not separated by then looks the same in a picture.
const STEPS: usize = 300;

/// The coordinates of some clients along the two directions of their largest variance, around
/// their mean, in units of the updates: classical multidimensional scaling of their distances.
///
/// Clients whose updates were rejected must not be among them.
///
/// # Errors
///
/// [`Error::Read`] if the source fails.
///
/// # Reference
///
/// W. S. Torgerson, *Multidimensional scaling: I. Theory and method*, Psychometrika 17, 1952.
///
/// # Examples
///
/// ```
/// use mfn::federate::{Matrix, projection};
///
/// let updates = Matrix::from_rows(vec![vec![0.0, 0.0], vec![6.0, 0.0], vec![3.0, 0.0]])?;
/// let places = projection(&updates, &[0, 1, 2])?;
/// assert!((places[0].0 - places[1].0).abs() > 5.999 && places[2].0.abs() < 1e-9);
/// # Ok::<(), mfn::federate::Error>(())
/// ```
pub fn projection(updates: &dyn Updates, clients: &[usize]) -> Result<Vec<(f64, f64)>, Error> {
    let distances = Distances::between(&Rows::new(updates, clients.to_vec()))?;
    let all: Vec<usize> = (0..clients.len()).collect();
    let mut matrix = gram(&distances, &all, &vec![1.0 / clients.len() as f64; clients.len()]);
    let first = leading(&matrix);
    for (row, x) in matrix.iter_mut().zip(&first) {
        row.iter_mut().zip(&first).for_each(|(entry, y)| *entry -= x * y);
    }
    Ok(first.into_iter().zip(leading(&matrix)).collect())
}

/// The eigenvector of the largest eigenvalue λ, of length √λ; its largest entry is positive.
fn leading(matrix: &[Vec<f64>]) -> Vec<f64> {
    // Not orthogonal to anything that is likely.
    let mut vector: Vec<f64> =
        (0..matrix.len()).map(|i| 1.0 + (i as f64 * 0.618).fract()).collect();
    let mut length = 0.0;
    for _ in 0..STEPS {
        let product: Vec<f64> = matrix
            .iter()
            .map(|row| row.iter().zip(&vector).map(|(entry, x)| entry * x).sum())
            .collect();
        length = product.iter().map(|x| x * x).sum::<f64>().sqrt();
        if length == 0.0 {
            return vec![0.0; matrix.len()];
        }
        vector = product.into_iter().map(|x| x / length).collect();
    }
    let largest =
        vector.iter().copied().fold(0.0, |a: f64, b| if b.abs() > a.abs() { b } else { a });
    let scale = length.sqrt().copysign(largest);
    vector.into_iter().map(|x| x * scale).collect()
}
