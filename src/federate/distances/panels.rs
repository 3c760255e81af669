//! A block of coordinates of all clients, laid out as the kernel reads it.

use crate::federate::updates::Element;

/// Clients in a panel.
pub(crate) const PANEL: usize = 4;

/// Sums that are kept side by side.
pub(crate) const LANES: usize = 64;

/// Squares that are summed one after the other in the updates' own precision.
pub(crate) const CHAIN: usize = 12;

/// Chains whose sums are added in the updates' own precision before the sum goes on in double. The
/// error bound of single precision depends on both: three roundings of a square, eleven of a
/// chain and one of two chains, 15 · 2⁻²⁴.
pub(crate) const CHAINS: usize = 2;

/// Coordinates of a piece: lane l sums coordinates l, l + 32, l + 64 and so on.
pub(crate) const PIECE: usize = LANES * CHAIN * CHAINS;

/// A piece of each of the four clients of a panel.
pub(crate) type Cell<T> = [[T; PIECE]; PANEL];

/// Panels of four clients each; missing clients and coordinates are zero.
pub(crate) struct Panels<T> {
    cells: Vec<Cell<T>>,
}

impl<T: Element> Panels<T> {
    /// Room for a piece of so many clients.
    pub(crate) fn new(clients: usize) -> Self {
        let empty = [[T::default(); PIECE]; PANEL];
        Self { cells: vec![empty; clients.div_ceil(PANEL)] }
    }

    /// Takes the coordinates from `start` on, at most a piece of them.
    pub(crate) fn fill(&mut self, rows: &[&[T]], start: usize) {
        for (panel, clients) in self.cells.iter_mut().zip(rows.chunks(PANEL)) {
            for (piece, row) in panel.iter_mut().zip(clients) {
                let values = row.get(start..).unwrap_or_default();
                let values = values.get(..PIECE.min(values.len())).unwrap_or_default();
                let (taken, short) = piece.split_at_mut(values.len());
                taken.copy_from_slice(values);
                // The last piece is shorter: what is left of the one before is taken out.
                short.fill(T::default());
            }
        }
    }

    /// The panel of this number and those after it.
    pub(crate) fn from(&self, panel: usize) -> &[Cell<T>] {
        self.cells.get(panel..).unwrap_or_default()
    }
}
