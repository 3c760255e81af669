//! How basins merge as the water rises: union–find over the cells where two of them meet.

use crate::features::topology::basins::{Basins, Label, Neighbours};
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
    fn root(&mut self, label: Label) -> (usize, [i32; 2]) {
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
}

impl Basins {
    /// Lets the water rise. Cost: O(m log m) for m cells where basins meet.
    pub(crate) fn merge<const N: usize>(&self, neighbours: &Neighbours<N>) -> Merging {
        let mut forest = Forest {
            parents: (0..self.minima.len() as u32).collect(),
            crossed: vec![[0; 2]; self.minima.len()],
        };
        let mut merging = Merging::default();
        let mut direction = [0; 2];
        for cell in self.meetings(neighbours) {
            let level = self.land.heights[cell];
            let (mut root, mut crossed) = forest.root(self.labels[cell]);
            for place in neighbours {
                let other = self.land.neighbour(cell, *place);
                if !self.land.is_at_most(other, cell) {
                    continue;
                }
                let (other, others) = forest.root(self.labels[other]);
                let turn = difference(crossed, others);
                if other == root {
                    if merging.around.len() < 2 && is_independent(turn, direction) {
                        direction = turn;
                        merging.around.push(level);
                    }
                    continue;
                }
                let depth = |basin: usize| (self.minima[basin], basin);
                let (young, old) =
                    if depth(root) < depth(other) { (other, root) } else { (root, other) };
                let birth = self.minima[young];
                if birth < level {
                    merging.pairs.push(Pair { birth, death: level });
                }
                // From the shallower minimum to the deeper one.
                forest.parents[young] = old as u32;
                if young == root {
                    forest.crossed[young] = difference(others, crossed);
                    (root, crossed) = (other, others);
                } else {
                    forest.crossed[young] = turn;
                }
            }
        }
        merging
    }

    /// The cells that have neighbours of two basins, or of two sheets of one, below them; by
    /// rising height, then in C order.
    fn meetings<const N: usize>(&self, neighbours: &Neighbours<N>) -> Vec<usize> {
        let stride = self.land.stride();
        let mut found: Vec<(u64, u32)> = Vec::new();
        for row in 1..=self.land.rows {
            let heights = self.land.window(&self.land.heights, row);
            let labels = self.land.window(&self.labels, row);
            for col in 1..stride - 1 {
                let (height, label) = (heights[1][col], labels[1][col]);
                let meets = neighbours.iter().fold(false, |meets, (y, x)| {
                    let at = col + x - 1;
                    meets | ((heights[*y][at] <= height) & (labels[*y][at] != label))
                });
                if meets {
                    found.push((rank(height), (row * stride + col) as u32));
                }
            }
        }
        found.sort_unstable();
        found.into_iter().map(|(_, cell)| cell as usize).collect()
    }
}

/// A whole number that rises with the height; of both zeros the same.
fn rank(height: f64) -> u64 {
    let bits = (height + 0.0).to_bits();
    if bits >> 63 == 1 { !bits } else { bits | 1 << 63 }
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
