//! The lower link of a cell: which of the eight cells around it are below it.

use crate::features::topology::landscape::{Landscape, Rim};
use multiversion::multiversion;

/// The places around a cell, clockwise from above left: down and right of it.
pub(crate) const RING: [[isize; 2]; 8] =
    [[-1, -1], [-1, 0], [-1, 1], [0, 1], [1, 1], [1, 0], [1, -1], [0, -1]];

/// Which places of [`RING`] are below a cell, a bit each; [`GHOST`] for a cell of the rim.
pub(crate) type Mask = u16;

/// The mask of a cell of the rim.
pub(crate) const GHOST: Mask = 256;

/// What a lower link says about its cell.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Link {
    /// A place below from which the way goes on down; of no meaning for a minimum.
    pub(crate) down: u8,
    /// How many pieces the lower link has: 0 at a minimum, 1 where nothing happens, more at a
    /// saddle.
    pub(crate) pieces: u8,
    /// A place in each piece.
    pub(crate) ends: [u8; 4],
}

/// Which cells are neighbours.
pub(crate) trait Neighbours {
    /// The lower link for each mask.
    const LINKS: &'static [Link; 256];
    /// The places of the neighbours in [`RING`].
    const PLACES: &'static [u8];
}

/// The four neighbours that share an edge.
pub(crate) struct Four;

/// The eight neighbours that share an edge or a corner.
pub(crate) struct Eight;

impl Neighbours for Four {
    // Those that come before their cell first: their basin is known already.
    const PLACES: &'static [u8] = &[7, 1, 3, 5];
    const LINKS: &'static [Link; 256] = &links(&[7, 1, 3, 5], false);
}

impl Neighbours for Eight {
    const PLACES: &'static [u8] = &[7, 1, 0, 2, 3, 5, 4, 6];
    const LINKS: &'static [Link; 256] = &links(&[7, 1, 0, 2, 3, 5, 4, 6], true);
}

/// The lower links of all masks. A piece ends, clockwise, at a neighbour from which it does not go
/// on; one that goes all around the cell has no end.
const fn links(places: &[u8], with_corners: bool) -> [Link; 256] {
    let none = Link { down: 0, pieces: 0, ends: [0; 4] };
    let mut links = [none; 256];
    let mut mask = 0;
    while mask < 256 {
        let link = &mut links[mask];
        let mut is_minimum = true;
        let mut at = places.len();
        while at > 0 {
            at -= 1;
            let place = places[at];
            if is_below(mask, place) {
                is_minimum = false;
                link.down = place;
                if !goes_on(mask, place, with_corners) {
                    link.ends[link.pieces as usize] = place;
                    link.pieces += 1;
                }
            }
        }
        if link.pieces == 0 && !is_minimum {
            link.ends[0] = link.down;
            link.pieces = 1;
        }
        mask += 1;
    }
    links
}

/// Whether the lower link goes on clockwise from a neighbour in it. Neighbours in turn touch each
/// other where corners are neighbours, and are joined by a corner that is below where not.
const fn goes_on(mask: usize, place: u8, with_corners: bool) -> bool {
    let (next, after) = (is_below(mask, place + 1), is_below(mask, place + 2));
    let is_side = place % 2 == 1;
    if with_corners { next || is_side && after } else { next && after }
}

const fn is_below(mask: usize, place: u8) -> bool {
    mask >> (place % 8) & 1 == 1
}

impl Landscape {
    /// The mask of every cell, rim included.
    pub(crate) fn masks(&self) -> Vec<Mask> {
        let stride = self.stride();
        let mut masks = vec![GHOST; self.heights.len()];
        for row in 1..=self.rows {
            let line = |row: usize| &self.heights[row * stride..(row + 1) * stride];
            compare([line(row - 1), line(row), line(row + 1)], &mut masks[self.row(row)]);
        }
        if self.rim == Rim::Glued {
            // There, the place in the grid is not that in the landscape.
            for cell in self.shore() {
                masks[cell] = self.mask(cell);
            }
        }
        masks
    }

    /// The mask of one cell. A cell that is its own neighbour is not below itself.
    fn mask(&self, cell: usize) -> Mask {
        (0..8).map(|place| Mask::from(self.is_below(self.beside(cell, place), cell)) << place).sum()
    }

    /// The cell at a place of the ring around another.
    pub(crate) fn beside(&self, cell: usize, place: u8) -> usize {
        let [down, right] = RING[usize::from(place)];
        cell.wrapping_add_signed(down * self.stride().cast_signed() + right)
    }
}

/// The masks of a line, from the lines above, of and below it, which are two cells longer. Level
/// cells that come before are below.
#[multiversion(targets("x86_64+avx2", "x86_64+avx"))]
fn compare([above, here, below]: [&[f64]; 3], masks: &mut [Mask]) {
    let n = masks.len();
    let cells = &here[1..][..n];
    let before = [&above[..n], &above[1..][..n], &above[2..][..n], &here[..n]];
    let behind = [&here[2..][..n], &below[2..][..n], &below[1..][..n], &below[..n]];
    for i in 0..n {
        let is_low = |line: &[f64], bit: Mask| if line[i] <= cells[i] { bit } else { 0 };
        let is_lower = |line: &[f64], bit: Mask| if line[i] < cells[i] { bit } else { 0 };
        masks[i] = is_low(before[0], 1)
            | is_low(before[1], 2)
            | is_low(before[2], 4)
            | is_lower(behind[0], 8)
            | is_lower(behind[1], 16)
            | is_lower(behind[2], 32)
            | is_lower(behind[3], 64)
            | is_low(before[3], 128);
    }
}
