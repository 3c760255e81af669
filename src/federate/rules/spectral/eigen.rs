//! Eigenvalues and eigenvectors of small symmetric matrices.
//!
//! Our own, since results must have the same bits on every processor: the linear-algebra crates
//! choose fused instructions at run time.

/// The eigenvalue and the eigenvector of unit length, in descending order of the eigenvalues.
pub(crate) type Eigenpair = (f64, Vec<f64>);

/// Sweeps after which the matrix is diagonal for certain; convergence is quadratic, six to ten
/// are usual.
const SWEEPS: usize = 60;

/// All eigenpairs by cyclic Jacobi rotations.
///
/// `matrix` is symmetric, n rows of n. Costs some ten sweeps of 4n³.
///
/// # Reference
///
/// G. H. Golub, C. F. Van Loan, *Matrix Computations*, 4th ed., §8.5.
pub(crate) fn eigenpairs(mut matrix: Vec<Vec<f64>>) -> Vec<Eigenpair> {
    let n = matrix.len();
    // Row i of `vectors` is the eigenvector that the i-th diagonal entry turns into.
    let mut vectors: Vec<Vec<f64>> =
        (0..n).map(|i| (0..n).map(|j| f64::from(i == j)).collect()).collect();
    for _ in 0..SWEEPS {
        if !sweep(&mut matrix, &mut vectors) {
            break;
        }
    }
    let value = |i: usize| matrix.get(i).and_then(|row| row.get(i)).copied().unwrap_or(0.0);
    let mut pairs: Vec<Eigenpair> =
        vectors.into_iter().enumerate().map(|(i, vector)| (value(i), vector)).collect();
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0));
    pairs
}

/// Rotates every pair of axes once. False if the matrix is diagonal to the last bit.
fn sweep(matrix: &mut [Vec<f64>], vectors: &mut [Vec<f64>]) -> bool {
    let n = matrix.len();
    let mut rotated = false;
    for p in 0..n {
        for q in p + 1..n {
            let at = |i: usize, j: usize| {
                matrix.get(i).and_then(|row: &Vec<f64>| row.get(j)).copied().unwrap_or(0.0)
            };
            let (pp, qq, pq) = (at(p, p), at(q, q), at(p, q));
            if pq.abs() <= f64::EPSILON * 0.25 * (pp.abs() * qq.abs()).sqrt() {
                continue;
            }
            let (cosine, sine) = rotation(pp, qq, pq);
            rotate_columns(matrix, (p, q), (cosine, sine));
            rotate_rows(matrix, (p, q), (cosine, sine));
            rotate_rows(vectors, (p, q), (cosine, sine));
            rotated = true;
        }
    }
    rotated
}

/// Cosine and sine of the angle that makes the entry (p, q) zero.
fn rotation(pp: f64, qq: f64, pq: f64) -> (f64, f64) {
    let tau = (qq - pp) / (2.0 * pq);
    let root = (1.0 + tau * tau).sqrt();
    let tangent = if tau >= 0.0 { 1.0 / (tau + root) } else { -1.0 / (root - tau) };
    let cosine = 1.0 / (1.0 + tangent * tangent).sqrt();
    (cosine, tangent * cosine)
}

fn rotate_rows(rows: &mut [Vec<f64>], (p, q): (usize, usize), (cosine, sine): (f64, f64)) {
    if let Ok([first, second]) = rows.get_disjoint_mut([p, q]) {
        for (a, b) in first.iter_mut().zip(second) {
            (*a, *b) = (cosine * *a - sine * *b, sine * *a + cosine * *b);
        }
    }
}

fn rotate_columns(rows: &mut [Vec<f64>], (p, q): (usize, usize), (cosine, sine): (f64, f64)) {
    for row in rows {
        if let Ok([a, b]) = row.get_disjoint_mut([p, q]) {
            (*a, *b) = (cosine * *a - sine * *b, sine * *a + cosine * *b);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::Generator;

    #[test]
    fn the_second_difference_matrix_has_its_textbook_eigenvalues() {
        // 2 − 2 cos(πk/(n + 1)), Golub & Van Loan §4.8.
        let n = 17;
        let entry = |i: usize, j: usize| match i.abs_diff(j) {
            0 => 2.0,
            1 => -1.0,
            _ => 0.0,
        };
        let pairs = eigenpairs((0..n).map(|i| (0..n).map(|j| entry(i, j)).collect()).collect());
        for (k, (value, _)) in (1..=n).rev().zip(&pairs) {
            let angle = std::f64::consts::PI * k as f64 / (n + 1) as f64;
            assert!((value - (2.0 - 2.0 * angle.cos())).abs() < 1e-13);
        }
    }

    #[test]
    fn pairs_solve_the_equation_and_vectors_are_orthonormal() {
        let mut generator = Generator::from_seed(5);
        let n = 23;
        let scales: Vec<f64> = (0..n).map(|i| 10.0_f64.powi((i as i32 - 11) / 2)).collect();
        let random: Vec<f64> = (0..n * n).map(|_| generator.standard_normal()).collect();
        let entry = |i: usize, j: usize| scales[i.max(j)] * random[n * i.max(j) + i.min(j)];
        let matrix: Vec<Vec<f64>> = (0..n).map(|i| (0..n).map(|j| entry(i, j)).collect()).collect();
        let scale = matrix.iter().flatten().fold(0.0_f64, |most, x| most.max(x.abs()));
        let pairs = eigenpairs(matrix.clone());
        let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
        for (i, (value, vector)) in pairs.iter().enumerate() {
            for (row, x) in matrix.iter().zip(vector) {
                assert!((dot(row, vector) - value * x).abs() < 1e-13 * scale * n as f64);
            }
            for (j, (_, other)) in pairs.iter().enumerate() {
                assert!((dot(vector, other) - f64::from(i == j)).abs() < 1e-13);
            }
        }
    }

    #[test]
    fn nothing_and_one_and_zero_are_fine() {
        assert!(eigenpairs(Vec::new()).is_empty());
        assert_eq!(eigenpairs(vec![vec![-3.0]]), [(-3.0, vec![1.0])]);
        assert_eq!(eigenpairs(vec![vec![0.0; 2]; 2])[1].0.to_bits(), 0.0_f64.to_bits());
    }
}
