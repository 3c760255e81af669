//! How basins merge as the water rises: union–find over the places where two of them meet.

use crate::features::topology::basins::Basins;
use crate::features::topology::label::Label;
use crate::features::topology::landscape::Rim;
use crate::features::topology::link::Neighbours;
use crate::features::topology::persistence::Pair;

/// What happened while the water rose.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Merging {
    /// The minimum of each basin that joined a deeper one, and the height at which it did; those
    /// that joined at once are left out. By rising height.
    pub(crate) pairs: Vec<Pair>,
    /// The heights at which the water first went around the torus, and in a second direction.
    pub(crate) around: Vec<f64>,
}

/// A forest of basins: each knows its parent, and the sides crossed on the way there.
struct Forest {
    parents: Vec<u32>,
    crossed: Vec<[i32; 2]>,
}

impl Forest {
    /// The root of a label's tree, and the sides crossed on the way there. Halves the path.
    fn root<L: Label>(&mut self, label: L) -> (usize, [i32; 2]) {
        let (mut node, mut total) = (label.basin(), label.crossings());
        loop {
            let parent = self.parents[node] as usize;
            if parent == node {
                return (node, total);
            }
            let grandparent = self.parents[parent];
            if grandparent as usize != parent {
                self.crossed[node] = sum(self.crossed[node], self.crossed[parent]);
                self.parents[node] = grandparent;
            }
            total = sum(total, self.crossed[node]);
            node = self.parents[node] as usize;
        }
    }

    /// Makes a root the child of another, with the sides crossed on the way there.
    fn join(&mut self, young: usize, old: usize, crossed: [i32; 2]) {
        self.parents[young] = old as u32;
        self.crossed[young] = crossed;
    }
}

/// Where two basins, or two sheets of one, meet: at a cell's height.
type Meeting<L> = (u64, L, L);

impl<L: Label> Basins<L> {
    /// Lets the water rise. Cost: O(cells + m log m) for m meetings of basins.
    pub(crate) fn merge<N: Neighbours>(&self) -> Merging {
        let mut forest = Forest {
            parents: (0..self.minima.len() as u32).collect(),
            crossed: vec![[0; 2]; self.minima.len()],
        };
        let mut merging = Merging::default();
        let mut direction = [0; 2];
        for (rank, label, other) in self.meetings::<N>() {
            let (root, crossed) = forest.root(label);
            let (other, others) = forest.root(other);
            let turn = difference(crossed, others);
            if other == root {
                if merging.around.len() < 2 && is_independent(turn, direction) {
                    direction = turn;
                    merging.around.push(height(rank));
                }
                continue;
            }
            let depth = |basin: usize| (self.minima[basin], basin);
            let (birth, level) = if depth(root) < depth(other) {
                forest.join(other, root, turn);
                (self.minima[other], height(rank))
            } else {
                forest.join(root, other, difference(others, crossed));
                (self.minima[root], height(rank))
            };
            if birth < level {
                merging.pairs.push(Pair { birth, death: level });
            }
        }
        merging
    }

    /// The meetings, by rising height.
    fn meetings<N: Neighbours>(&self) -> Vec<Meeting<L>> {
        let is_ring = self.land.rows == 1 || self.land.cols == 1;
        let mut found = if is_ring && self.land.rim == Rim::Glued {
            self.all_meetings::<N>()
        } else {
            self.saddles::<N>()
        };
        found.sort_unstable();
        found
    }

    /// The meetings at saddles: elsewhere the lower neighbours are in one piece around the cell,
    /// and have met below it.
    fn saddles<N: Neighbours>(&self) -> Vec<Meeting<L>> {
        let mut found = Vec::new();
        let mut saddles = vec![0; self.land.cols];
        for row in 1..=self.land.rows {
            let mut n = 0;
            for cell in self.land.row(row) {
                // Without a branch: a saddle is not foreseen.
                saddles[n] = cell;
                n += usize::from(self.link::<N>(cell).is_some_and(|link| link.pieces > 1));
            }
            for cell in &saddles[..n] {
                let Some(link) = self.link::<N>(*cell) else { continue };
                let end =
                    |piece: u8| self.labels[self.land.beside(*cell, link.ends[usize::from(piece)])];
                let rank = rank(self.land.heights[*cell]);
                for piece in 1..link.pieces {
                    if end(piece) != end(0) {
                        found.push((rank, end(0), end(piece)));
                    }
                }
            }
        }
        found
    }

    /// The meetings of every cell with its lower neighbours. On a torus of one row or column a cell
    /// is its own neighbour, and a link is no ring.
    fn all_meetings<N: Neighbours>(&self) -> Vec<Meeting<L>> {
        let cells = (1..=self.land.rows).flat_map(|row| self.land.row(row));
        let pairs = cells.flat_map(|cell| {
            N::PLACES.iter().map(move |place| (cell, self.land.beside(cell, *place)))
        });
        let heights = &self.land.heights;
        let met = pairs.filter(|(cell, other)| {
            heights[*other] <= heights[*cell] && self.labels[*other] != self.labels[*cell]
        });
        met.map(|(cell, other)| (rank(heights[cell]), self.labels[cell], self.labels[other]))
            .collect()
    }
}

/// A whole number that rises with the height; of both zeros the same.
fn rank(height: f64) -> u64 {
    let bits = (height + 0.0).to_bits();
    if bits >> 63 == 1 { !bits } else { bits | 1 << 63 }
}

/// The height of that rank.
fn height(rank: u64) -> f64 {
    f64::from_bits(if rank >> 63 == 1 { rank & !(1 << 63) } else { !rank })
}

/// Whether a turn goes around the torus, and not the way that is known.
fn is_independent(turn: [i32; 2], known: [i32; 2]) -> bool {
    let [a, b, c, d] = [turn[0], turn[1], known[0], known[1]].map(i64::from);
    turn != [0; 2] && (known == [0; 2] || a * d != b * c)
}

fn sum(a: [i32; 2], b: [i32; 2]) -> [i32; 2] {
    [a[0].wrapping_add(b[0]), a[1].wrapping_add(b[1])]
}

/// a − b.
fn difference(a: [i32; 2], b: [i32; 2]) -> [i32; 2] {
    [a[0].wrapping_sub(b[0]), a[1].wrapping_sub(b[1])]
}
