//! Krum as MFN v4.1 computes it, in single precision.

use crate::federate::Error;
use crate::federate::updates::Updates;

/// Up to so many updates v4.1's library measures differences; above, ‖x‖² + ‖y‖² − 2 x·y.
const DIRECT: usize = 25;

/// v4.1's score of each update: the sum, in single precision, of the sorted Euclidean distances at
/// places 1 to max(1, n − f − 2); place 0 is assumed to be the update itself.
pub(crate) fn krum_v4(updates: &dyn Updates, byzantine: usize) -> Result<Vec<f64>, Error> {
    let n = updates.clients();
    let rows = single_rows(updates)?;
    let nearest = n.saturating_sub(byzantine + 2).max(1);
    let score = |row: &Vec<f32>| {
        let mut distances: Vec<f32> =
            rows.iter().map(|other| distance(row, other, n > DIRECT)).collect();
        distances.sort_by(f32::total_cmp);
        f64::from(distances.iter().skip(1).take(nearest).sum::<f32>())
    };
    Ok(rows.iter().map(score).collect())
}

fn single_rows(updates: &dyn Updates) -> Result<Vec<Vec<f32>>, Error> {
    let row = |client| {
        let mut row = vec![0.0; updates.coordinates()];
        updates.read_single(client, 0, &mut row).map(|()| row)
    };
    (0..updates.clients()).map(row).collect()
}

/// The Euclidean distance in single precision, in the form v4.1's library takes.
fn distance(x: &[f32], y: &[f32], expanded: bool) -> f32 {
    if expanded {
        let dot = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f32>();
        let square = dot(x, x) + dot(y, y) - 2.0 * dot(x, y);
        // A norm that overflows makes it NaN, which must not count as near.
        return if square.is_nan() { f32::INFINITY } else { square.max(0.0).sqrt() };
    }
    x.iter().zip(y).map(|(x, y)| (x - y) * (x - y)).sum::<f32>().sqrt()
}
