//! Passes over a source, a slab of coordinates of all clients at a time.

use crate::federate::Error;
use crate::federate::updates::Updates;
use rayon::prelude::*;

/// Numbers that a slab holds at most, of 4 or 8 bytes: few megabytes, since every pass has a new
/// slab, whose pages the system clears first. Tests have many slabs.
const SLAB: usize = if cfg!(test) { 1 << 12 } else { 1 << 20 };

/// The shortest slab; every slab is a multiple of it, and so of what a pass takes in one go: of
/// 1536 coordinates for distances, of 1024 elsewhere.
const SHORTEST: usize = 3 << 10;

/// The largest coordinate of double precision whose squares can be summed and compared.
const LARGEST: f64 = 1e145;

/// What a coordinate is stored as.
pub(crate) trait Element: Copy + Send + Sync + Default + PartialOrd + 'static {
    /// The number in double precision.
    fn double(self) -> f64;
    /// Copies a piece of an update.
    fn read(
        source: &dyn Updates,
        client: usize,
        start: usize,
        out: &mut [Self],
    ) -> Result<(), Error>;
    /// Whether it is finite, and so small that squares can be summed and compared.
    fn fits(self) -> bool;
    /// The whole update, if it lies in memory.
    fn lend(source: &dyn Updates, client: usize) -> Option<&[Self]>;
}

impl Element for f32 {
    #[inline(always)]
    fn double(self) -> f64 {
        f64::from(self)
    }

    #[inline(always)]
    fn fits(self) -> bool {
        // NaN compares as false with everything, so one comparison sees all three.
        self.abs() <= Self::MAX
    }

    fn read(
        source: &dyn Updates,
        client: usize,
        start: usize,
        out: &mut [Self],
    ) -> Result<(), Error> {
        source.read_single(client, start, out)
    }

    fn lend(source: &dyn Updates, client: usize) -> Option<&[Self]> {
        source.lend_single(client)
    }
}

impl Element for f64 {
    #[inline(always)]
    fn double(self) -> f64 {
        self
    }

    #[inline(always)]
    fn fits(self) -> bool {
        self.abs() <= LARGEST
    }

    fn read(
        source: &dyn Updates,
        client: usize,
        start: usize,
        out: &mut [Self],
    ) -> Result<(), Error> {
        source.read(client, start, out)
    }

    fn lend(source: &dyn Updates, client: usize) -> Option<&[Self]> {
        source.lend(client)
    }
}

/// Calls `look(start, rows)` for each slab of a source, from the first coordinate to the last:
/// `rows[i]` are the coordinates from `start` on of client i.
///
/// A source in memory is one slab, and nothing is copied. Where the slabs end depends on the
/// number of clients alone; results must not depend on it, since a source in memory has one.
pub(crate) fn slabs<T: Element>(
    source: &dyn Updates,
    mut look: impl FnMut(usize, &[&[T]]) -> Result<(), Error>,
) -> Result<(), Error> {
    let (clients, coordinates) = (source.clients(), source.coordinates());
    let lent: Vec<&[T]> = (0..clients).map_while(|client| T::lend(source, client)).collect();
    if lent.len() == clients {
        return look(0, &lent);
    }
    let width = slab_width(clients).min(coordinates);
    let mut values = vec![T::default(); clients * width];
    for start in (0..coordinates).step_by(width.max(1)) {
        let length = width.min(coordinates - start);
        values.par_chunks_mut(width).enumerate().try_for_each(|(client, row)| {
            let row = row.get_mut(..length).unwrap_or_default();
            T::read(source, client, start, row)
        })?;
        let rows: Vec<&[T]> =
            values.chunks(width).map(|row| row.get(..length).unwrap_or_default()).collect();
        look(start, &rows)?;
    }
    Ok(())
}

/// Coordinates in a slab.
fn slab_width(clients: usize) -> usize {
    let width = (SLAB / clients.max(1)).max(SHORTEST);
    width - width % SHORTEST
}
