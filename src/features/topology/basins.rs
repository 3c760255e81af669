//! The basins of a landscape: from every cell a way down to a local minimum.

use crate::features::topology::label::Label;
use crate::features::topology::landscape::{Landscape, Rim};
use crate::features::topology::link::{GHOST, Link, Mask, Neighbours};

/// The basins of a landscape.
#[derive(Debug, Clone)]
pub(crate) struct Basins<L> {
    pub(crate) land: Landscape,
    /// What is below each cell, rim included.
    pub(crate) masks: Vec<Mask>,
    /// One label a cell of the landscape, rim included.
    pub(crate) labels: Vec<L>,
    /// The height of each basin's minimum.
    pub(crate) minima: Vec<f64>,
}

impl Landscape {
    /// The basins of all cells. Any way that only falls will do: all of them stay below the height
    /// of the cell they begin at. Cost: O(cells).
    pub(crate) fn basins<N: Neighbours, L: Label>(self) -> Basins<L> {
        let masks = self.masks();
        let labels = vec![L::NONE; self.heights.len()];
        let mut basins = Basins { land: self, masks, labels, minima: Vec::new() };
        let rim = if basins.land.rim == Rim::Above { vec![] } else { basins.land.rim_cells() };
        if basins.land.rim == Rim::Below {
            basins.minima.push(f64::NEG_INFINITY);
            for ghost in &rim {
                basins.labels[*ghost] = L::new(0);
            }
        }
        let mut way = Vec::new();
        for row in 1..=basins.land.rows {
            for start in basins.land.row(row) {
                basins.descend::<N>(start, &mut way);
            }
        }
        if basins.land.rim == Rim::Glued {
            for ghost in rim {
                let (home, crossed) = basins.land.home(ghost);
                basins.labels[ghost] = basins.labels[home].after(crossed);
            }
        }
        basins
    }
}

impl<L: Label> Basins<L> {
    /// Labels the cells from `start` down to one that has a label, or to a minimum.
    #[inline]
    fn descend<N: Neighbours>(&mut self, start: usize, way: &mut Vec<usize>) {
        let mut cell = start;
        while self.labels[cell] == L::NONE {
            let next = match self.link::<N>(cell) {
                None => self.land.home(cell).0,
                Some(link) if link.pieces > 0 => self.land.beside(cell, link.down),
                Some(_) => {
                    self.labels[cell] = L::new(self.minima.len() as u32);
                    self.minima.push(self.land.heights[cell]);
                    break;
                }
            };
            way.push(cell);
            cell = next;
        }
        let mut label = self.labels[cell];
        while let Some(above) = way.pop() {
            // Only a cell of the rim crosses a side.
            if self.masks[above] == GHOST {
                label = label.after(self.land.home(above).1);
            }
            self.labels[above] = label;
        }
    }

    /// The lower link of a cell; none for a cell of the rim.
    pub(crate) fn link<N: Neighbours>(&self, cell: usize) -> Option<&'static Link> {
        N::LINKS.get(usize::from(self.masks[cell]))
    }
}
