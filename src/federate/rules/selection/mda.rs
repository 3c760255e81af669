//! MDA: the n − f updates that lie closest together.

use crate::federate::Error;
use crate::federate::distances::Distances;
use crate::federate::rules::{Ruling, Setting};

/// Where the search gives up.
const LIMIT: u64 = 20_000_000;

/// The mean of the n − f updates whose largest distance from each other is least.
///
/// Leaving out f updates so that no two of the others are further apart than r means to cover
/// every pair further apart than r with f updates: a vertex cover, found by branching in 1.47^f
/// steps or so. The least r is found by bisection over the pairs' distances. So f decides what it
/// costs, and not the number of subsets, which for n = 40, f = 10 is 8 · 10⁸.
///
/// Several subsets may have the least diameter, since it is the distance of one pair; the paper
/// leaves open which of them counts. Here it is the first that the search meets, which depends on
/// the updates alone.
pub(crate) fn mda(setting: &Setting<'_>) -> Result<Ruling, Error> {
    let (n, f) = (setting.clients(), setting.byzantine);
    let distances = setting.distances()?;
    let mut radii: Vec<f64> = (0..n)
        .flat_map(|i| (0..i).map(move |j| (i, j)))
        .map(|(i, j)| distances.square(i, j))
        .chain([0.0])
        .collect();
    radii.sort_by(f64::total_cmp);
    radii.dedup();
    let mut search = Search { distances, steps: 0, clients: n, byzantine: f };
    let mut left_out = Vec::new();
    let (mut low, mut high) = (0, radii.len());
    while low < high {
        let middle = usize::midpoint(low, high);
        let radius = radii.get(middle).copied().unwrap_or(f64::INFINITY);
        match search.cover(radius)? {
            Some(cover) => (high, left_out) = (middle, cover),
            None => low = middle + 1,
        }
    }
    // Fewer than f may cover all pairs; then the last in canonical order go as well.
    let spare = (0..n).rev().filter(|row| !left_out.contains(row));
    let more: Vec<usize> = spare.take(f - left_out.len()).collect();
    left_out.extend(more);
    let kept: Vec<usize> = (0..n).filter(|row| !left_out.contains(row)).collect();
    let diameter = |row: usize| {
        kept.iter().map(|other| distances.square(row, *other)).fold(0.0, f64::max).sqrt()
    };
    let scores = (0..n).map(diameter).collect();
    Ruling::mean_of(setting, &kept, scores, "largest distance to the chosen")
}

/// The search for a vertex cover.
struct Search<'a> {
    distances: &'a Distances,
    steps: u64,
    clients: usize,
    byzantine: usize,
}

impl Search<'_> {
    /// At most f rows such that every pair further apart than the radius has one of them.
    fn cover(&mut self, radius: f64) -> Result<Option<Vec<usize>>, Error> {
        let mut cover = Vec::new();
        Ok(self.extend(radius, &mut cover)?.then_some(cover))
    }

    fn extend(&mut self, radius: f64, cover: &mut Vec<usize>) -> Result<bool, Error> {
        self.steps += 1;
        if self.steps > LIMIT {
            let (size, clients) = (self.clients - self.byzantine, self.clients);
            return Err(Error::TooManySubsets { rule: "mda", limit: LIMIT, size, clients });
        }
        let Some((row, far)) = self.busiest(radius, cover) else { return Ok(true) };
        let room = self.byzantine - cover.len();
        if room == 0 {
            return Ok(false);
        }
        // Either the row with the most far pairs is left out, or all that it is far from are.
        let length = cover.len();
        cover.push(row);
        if self.extend(radius, cover)? {
            return Ok(true);
        }
        cover.truncate(length);
        if far.len() <= room {
            cover.extend(far);
            if self.extend(radius, cover)? {
                return Ok(true);
            }
            cover.truncate(length);
        }
        Ok(false)
    }

    /// The row with the most rows further away than the radius, and those; none if all pairs are
    /// near.
    fn busiest(&self, radius: f64, cover: &[usize]) -> Option<(usize, Vec<usize>)> {
        let left: Vec<usize> = (0..self.clients).filter(|row| !cover.contains(row)).collect();
        let far = |row: usize| -> Vec<usize> {
            let is_far = |other: &usize| self.distances.square(row, *other) > radius;
            left.iter().copied().filter(is_far).collect()
        };
        let mut best: Option<(usize, Vec<usize>)> = None;
        for row in &left {
            let rows = far(*row);
            if rows.len() > best.as_ref().map_or(0, |(_, most)| most.len()) {
                best = Some((*row, rows));
            }
        }
        best
    }
}
