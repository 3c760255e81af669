//! Some coordinates of all clients, sorted side by side.

use crate::federate::columns::network::Network;
use crate::federate::updates::Element;
use multiversion::multiversion;

/// Coordinates in a tile.
pub(crate) const WIDTH: usize = 16;

/// What can be sorted: finite numbers.
pub(crate) trait Sortable: Element {}

impl Sortable for f32 {}
impl Sortable for f64 {}

/// Sixteen coordinates of every client.
pub(crate) struct Tile<T> {
    rows: Vec<[T; WIDTH]>,
}

impl<T: Sortable> Tile<T> {
    /// Room for so many clients.
    pub(crate) fn new(clients: usize) -> Self {
        Self { rows: vec![[T::default(); WIDTH]; clients] }
    }

    /// Takes the coordinates from `start` on; what lies beyond the last is zero.
    pub(crate) fn fill(&mut self, rows: &[&[T]], start: usize) {
        for (tile, row) in self.rows.iter_mut().zip(rows) {
            let values = row.get(start..).unwrap_or_default();
            if let Some(whole) = values.first_chunk::<WIDTH>() {
                *tile = *whole;
            } else {
                *tile = [T::default(); WIDTH];
                tile.iter_mut().zip(values).for_each(|(place, value)| *place = *value);
            }
        }
    }

    /// Runs the comparators on every coordinate.
    pub(crate) fn sort(&mut self, network: &Network) {
        compare_all(&mut self.rows, network.comparators());
    }

    /// The sorted values of each coordinate: `rows()[i]` has the i-th smallest of each.
    pub(crate) fn rows(&self) -> &[[T; WIDTH]] {
        &self.rows
    }
}

/// Exchanges values that stand in the wrong order; equal ones, and zeros of either sign, stay.
#[multiversion(targets("x86_64+avx512f+avx512vl", "x86_64+avx2", "x86_64+avx"))]
fn compare_all<T: Sortable>(rows: &mut [[T; WIDTH]], comparators: &[(u32, u32)]) {
    for &(low, high) in comparators {
        if let Ok([low, high]) = rows.get_disjoint_mut([low as usize, high as usize]) {
            for (a, b) in low.iter_mut().zip(high) {
                let (x, y) = (*a, *b);
                *a = if y < x { y } else { x };
                *b = if y < x { x } else { y };
            }
        }
    }
}
