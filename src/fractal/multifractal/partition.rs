//! Moments of the masses of boxes of one size.

/// The orders q of the moments reach from minus this to this.
pub(crate) const LARGEST_ORDER: i32 = 5;
const N_ORDERS: usize = 2 * LARGEST_ORDER as usize + 1;

/// Box masses of one size, in C order.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Boxes {
    pub(crate) size: usize,
    rows: usize,
    cols: usize,
    masses: Vec<f64>,
}

impl Boxes {
    /// Single cells.
    pub(crate) fn cells((rows, cols): (usize, usize), masses: Vec<f64>) -> Self {
        Self { size: 1, rows, cols, masses }
    }

    /// Larger boxes from the top left, `factor` times the side; the last may hang over the rim.
    pub(crate) fn merged(&self, factor: usize) -> Self {
        let (rows, cols) = (self.rows.div_ceil(factor), self.cols.div_ceil(factor));
        let mut masses = vec![0.0; rows * cols];
        for (row, line) in self.masses.chunks_exact(self.cols.max(1)).enumerate() {
            let start = row / factor * cols;
            for (slot, group) in masses.iter_mut().skip(start).zip(line.chunks(factor)) {
                *slot += group.iter().sum::<f64>();
            }
        }
        Self { size: self.size * factor, rows, cols, masses }
    }

    /// The sums of the boxes that have mass, part by part, in units of the mean mass of a box.
    pub(crate) fn sums(&self, parts: usize) -> Partition {
        let total: f64 = self.masses.iter().sum();
        let unit = total / self.masses.len() as f64;
        let mut sums = vec![Sums::default(); parts * parts];
        let mut full = true;
        for (row, line) in self.masses.chunks_exact(self.cols.max(1)).enumerate() {
            let band = row * parts / self.rows;
            for (col, mass) in line.iter().enumerate() {
                if *mass > 0.0 {
                    let part = band * parts + col * parts / self.cols;
                    if let Some(sums) = sums.get_mut(part) {
                        sums.add(mass / unit);
                    }
                } else {
                    full = false;
                }
            }
        }
        Partition { size: self.size, parts: sums, full }
    }
}

/// Sums over the boxes of one part of the grid: for each order q, Σ mᵠ and Σ mᵠ ln m.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
struct Sums {
    moments: [f64; N_ORDERS],
    logarithms: [f64; N_ORDERS],
}

impl Sums {
    fn add(&mut self, mass: f64) {
        let (logarithm, inverse) = (libm::log(mass), 1.0 / mass);
        let (below, above) = self.moments.split_at_mut(LARGEST_ORDER as usize);
        let (log_below, log_above) = self.logarithms.split_at_mut(LARGEST_ORDER as usize);
        // From order 0 either way, so that an overflow stays on its side.
        let mut power = 1.0;
        for (moment, sum) in above.iter_mut().zip(log_above) {
            *moment += power;
            *sum += power * logarithm;
            power *= mass;
        }
        power = inverse;
        for (moment, sum) in below.iter_mut().zip(log_below).rev() {
            *moment += power;
            *sum += power * logarithm;
            power *= inverse;
        }
    }

    fn plus(mut self, other: &Self) -> Self {
        for (slot, value) in self.moments.iter_mut().zip(&other.moments) {
            *slot += value;
        }
        for (slot, value) in self.logarithms.iter_mut().zip(&other.logarithms) {
            *slot += value;
        }
        self
    }
}

/// The moments of all boxes of one size.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Partition {
    pub(crate) size: usize,
    parts: Vec<Sums>,
    /// Whether every box has mass.
    pub(crate) full: bool,
}

/// What the scaling of one order is read from, with P the share of the mass in a box.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Ordinates {
    /// ln Σ Pᵠ / (q − 1), or Σ P ln P for q = 1: slope D_q on ln s.
    pub(crate) dimension: f64,
    /// Σ μ ln P with μ = Pᵠ / Σ Pᵠ: slope α(q).
    pub(crate) singularity: f64,
    /// Σ μ ln μ: slope f(α(q)).
    pub(crate) spectrum: f64,
}

impl Partition {
    pub(crate) fn n_parts(&self) -> usize {
        self.parts.len()
    }

    /// The ordinates of order `q`, over all parts but one.
    pub(crate) fn ordinates(&self, q: i32, without: Option<usize>) -> Ordinates {
        let kept = self.parts.iter().enumerate().filter(|(part, _)| Some(*part) != without);
        let sums = kept.fold(Sums::default(), |sums, (_, part)| sums.plus(part));
        let at = |values: &[f64; N_ORDERS], q: i32| {
            usize::try_from(q + LARGEST_ORDER)
                .ok()
                .and_then(|index| values.get(index).copied())
                .unwrap_or(f64::NAN)
        };
        let log_mass = libm::log(at(&sums.moments, 1));
        let order = f64::from(q);
        let log_moment = libm::log(at(&sums.moments, q)) - order * log_mass;
        let singularity = at(&sums.logarithms, q) / at(&sums.moments, q) - log_mass;
        let dimension = if q == 1 { singularity } else { log_moment / (order - 1.0) };
        Ordinates { dimension, singularity, spectrum: order * singularity - log_moment }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinates_are_their_defining_sums() {
        let masses = vec![0.5, 1.0, 0.25, 2.0, 0.125, 0.125];
        let boxes = Boxes::cells((2, 3), masses.clone());
        let found = boxes.sums(1);
        assert!(found.full);
        let shares: Vec<f64> = masses.iter().map(|mass| mass / 4.0).collect();
        for q in -LARGEST_ORDER..=LARGEST_ORDER {
            let moment: f64 = shares.iter().map(|p| p.powi(q)).sum();
            let mean: f64 = shares.iter().map(|p| p.powi(q) / moment * p.ln()).sum();
            let entropy: f64 =
                shares.iter().map(|p| p.powi(q) / moment).map(|mu| mu * mu.ln()).sum();
            let expected = if q == 1 { mean } else { moment.ln() / (f64::from(q) - 1.0) };
            let found = found.ordinates(q, None);
            assert!((found.dimension - expected).abs() < 1e-12, "q = {q}: {found:?}");
            assert!((found.singularity - mean).abs() < 1e-12);
            assert!((found.spectrum - entropy).abs() < 1e-12);
        }
    }

    #[test]
    fn merged_boxes_keep_the_mass_and_may_hang_over() {
        let boxes = Boxes::cells((3, 5), (1..=15).map(f64::from).collect());
        let merged = boxes.merged(2);
        assert_eq!((merged.size, merged.rows, merged.cols), (2, 2, 3));
        assert_eq!(merged.masses, [16.0, 24.0, 15.0, 23.0, 27.0, 15.0]);
        assert!(!Boxes::cells((1, 2), vec![1.0, 0.0]).sums(1).full);
    }
}
