//! Distances against the schoolbook, over scales, offsets, slabs and threads.

use crate::federate::distances::Distances;
use crate::federate::updates::{Matrix, Updates};
use crate::rng::Generator;

/// Σ (x − y)² of the values as f64, by the schoolbook.
fn reference(rows: &[Vec<f32>], i: usize, j: usize) -> f64 {
    let differences = rows[i].iter().zip(&rows[j]).map(|(x, y)| f64::from(*x) - f64::from(*y));
    differences.map(|difference| difference * difference).sum()
}

fn normal_rows(clients: usize, coordinates: usize, offset: f64, scale: f64) -> Vec<Vec<f32>> {
    let mut generator = Generator::from_seed(7);
    let mut row = || (0..coordinates).map(|_| generator.normal(offset, scale) as f32).collect();
    (0..clients).map(|_| row()).collect()
}

fn worst_relative_error(rows: &[Vec<f32>]) -> f64 {
    let updates = Matrix::from_single_rows(rows.to_vec()).unwrap();
    let distances = Distances::between(&updates).unwrap();
    let mut worst = 0.0_f64;
    for i in 0..rows.len() {
        assert_eq!(distances.square(i, i).to_bits(), 0);
        for j in 0..i {
            let wanted = reference(rows, i, j);
            assert_eq!(distances.square(i, j).to_bits(), distances.square(j, i).to_bits());
            worst = worst.max((distances.square(i, j) - wanted).abs() / wanted);
        }
    }
    worst
}

#[test]
fn relative_error_is_below_1e_6_whatever_the_scale_and_the_offset() {
    let cases = [
        (9, 1000, 0.0, 1.0),
        (5, 100_000, 10.0, 1e-3),
        (6, 777, 1e4, 1e-2),
        (7, 513, 0.0, 1e-25),
        (7, 513, 0.0, 1e25),
        (3, 1, 0.0, 1e-41),
        (2, 3, 3e38, 1e32),
    ];
    for (clients, coordinates, offset, scale) in cases {
        let worst = worst_relative_error(&normal_rows(clients, coordinates, offset, scale));
        assert!(worst < 1e-6, "{clients} × {coordinates}, {offset} ± {scale}: {worst:e}");
    }
}

/// A source that lends nothing and so is read slab by slab.
struct Read(Matrix);

impl Updates for Read {
    fn clients(&self) -> usize {
        self.0.clients()
    }
    fn coordinates(&self) -> usize {
        self.0.coordinates()
    }
    fn precision(&self) -> crate::federate::Precision {
        self.0.precision()
    }
    fn read(
        &self,
        client: usize,
        start: usize,
        out: &mut [f64],
    ) -> Result<(), crate::federate::Error> {
        self.0.read(client, start, out)
    }
    fn read_single(
        &self,
        client: usize,
        start: usize,
        out: &mut [f32],
    ) -> Result<(), crate::federate::Error> {
        self.0.read_single(client, start, out)
    }
}

#[test]
fn slabs_and_threads_change_no_bit() {
    let rows = normal_rows(13, 20_000, 1.0, 1.0);
    let updates = Matrix::from_single_rows(rows).unwrap();
    let whole = Distances::between(&updates).unwrap();
    let read = Read(updates);
    for threads in [1, 2, 3] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        assert!(pool.install(|| Distances::between(&read).unwrap()) == whole);
    }
}

#[test]
fn double_precision_is_measured_in_double_precision() {
    let rows = normal_rows(6, 333, 0.0, 1.0);
    let wide: Vec<Vec<f64>> =
        rows.iter().map(|row| row.iter().map(|x| 1.0 + 1e-9 * f64::from(*x)).collect()).collect();
    let distances = Distances::between(&Matrix::from_rows(wide.clone()).unwrap()).unwrap();
    for i in 0..6 {
        for j in 0..i {
            let wanted: f64 = wide[i].iter().zip(&wide[j]).map(|(x, y)| (x - y) * (x - y)).sum();
            assert!((distances.square(i, j) - wanted).abs() <= 1e-13 * wanted);
        }
    }
}
