//! A system of contractions with their probabilities, and its random orbit.

use crate::fractal::ifs::Affine;
use crate::fractal::ifs::Error;
use crate::rng::Stream;

/// Affine contractions and how often each is drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct System {
    maps: Vec<Affine>,
    probabilities: Vec<f64>,
    /// Sums of the probabilities up to and with each map; the last is 1.
    cumulative: Vec<f64>,
}

impl System {
    /// A system of maps with weights, which are divided by their sum.
    ///
    /// # Errors
    ///
    /// [`Error::NoMap`]; [`Error::NotContractive`] if a map stretches in any direction;
    /// [`Error::Weights`] if there is not one for each map, one is below 0, or all are 0.
    ///
    /// # Examples
    ///
    /// ```
    /// use mfn::fractal::ifs::{Affine, System};
    /// let half = |x| Affine::similarity(0.5, 0.0, [x, 0.0]);
    /// let interval = System::new(vec![half(0.0), half(0.5)], &[1.0, 3.0])?;
    /// assert_eq!(interval.probabilities(), [0.25, 0.75]);
    /// # Ok::<(), mfn::fractal::ifs::Error>(())
    /// ```
    pub fn new(maps: Vec<Affine>, weights: &[f64]) -> Result<Self, Error> {
        if maps.is_empty() {
            return Err(Error::NoMap);
        }
        for (index, map) in maps.iter().enumerate() {
            let norm = map.singular_values().0;
            // A NaN is not below 1.
            if norm.is_nan() || norm >= 1.0 {
                return Err(Error::NotContractive { index, norm });
            }
        }
        let sum: f64 = weights.iter().sum();
        let is_weight = |weight: &f64| weight.is_finite() && *weight >= 0.0;
        let fits = weights.len() == maps.len() && weights.iter().all(is_weight);
        if !fits || sum <= 0.0 {
            return Err(Error::Weights { found: weights.to_vec(), maps: maps.len() });
        }
        let probabilities: Vec<f64> = weights.iter().map(|weight| weight / sum).collect();
        let mut cumulative = Vec::with_capacity(maps.len());
        let mut total = 0.0;
        for probability in &probabilities {
            total += probability;
            cumulative.push(total);
        }
        Ok(Self { maps, probabilities, cumulative })
    }

    /// A system whose maps are drawn equally often.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new).
    pub fn uniform(maps: Vec<Affine>) -> Result<Self, Error> {
        let weights = vec![1.0; maps.len()];
        Self::new(maps, &weights)
    }

    /// The maps.
    pub fn maps(&self) -> &[Affine] {
        &self.maps
    }

    /// How often each map is drawn; they sum to 1.
    pub fn probabilities(&self) -> &[f64] {
        &self.probabilities
    }

    /// The largest factor by which any map stretches: below 1.
    pub fn contractivity(&self) -> f64 {
        self.maps.iter().map(|map| map.singular_values().0).fold(0.0, f64::max)
    }

    /// Σ pᵢ ln|det Aᵢ|: the mean that an orbit's [`Exponents`](crate::fractal::ifs::Exponents)
    /// estimate; minus infinity if a singular map is drawn.
    pub fn mean_log_determinant(&self) -> f64 {
        let drawn = self.maps.iter().zip(&self.probabilities).filter(|(_, p)| **p > 0.0);
        drawn.map(|(map, p)| p * libm::log(map.area_factor())).sum()
    }

    /// The random orbit from the origin: map and point of every step, without end.
    ///
    /// `lane` tells orbits of the same stream apart. The first points are not on the attractor,
    /// but come closer to it by [`contractivity`](Self::contractivity) with every step.
    pub fn orbit(&self, stream: Stream, lane: u32) -> Orbit<'_> {
        Orbit { system: self, stream, lane, step: 0, point: [0.0; 2] }
    }

    /// The map for a number of \[0, 1).
    #[inline]
    fn choose(&self, uniform: f64) -> usize {
        // Few maps: a scan is faster than a search. Rounding may leave the last sum below 1.
        let last = self.maps.len() - 1;
        self.cumulative[..last].iter().position(|sum| uniform < *sum).unwrap_or(last)
    }
}

/// The chaos game: which map was applied, and where it led.
#[derive(Debug, Clone)]
pub struct Orbit<'a> {
    system: &'a System,
    stream: Stream,
    lane: u32,
    step: u64,
    point: [f64; 2],
}

impl Iterator for Orbit<'_> {
    type Item = (usize, [f64; 2]);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let index = self.system.choose(self.stream.uniform(self.step, self.lane));
        self.step += 1;
        self.point = self.system.maps[index].apply(self.point);
        Some((index, self.point))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::Purpose;

    #[test]
    fn maps_are_drawn_as_often_as_their_probabilities_say() {
        let maps = vec![Affine::similarity(0.5, 0.0, [0.0; 2]); 3];
        let system = System::new(maps, &[1.0, 0.0, 3.0]).unwrap();
        let mut drawn = [0; 3];
        let n = 40_000;
        for (index, _) in system.orbit(Stream::new(1, 0, Purpose::IfsOrbit), 0).take(n) {
            drawn[index] += 1;
        }
        // Three standard deviations of a binomial count are 260.
        assert!((drawn[0] as f64 - 10_000.0).abs() < 260.0, "{drawn:?}");
        assert_eq!((drawn[1], drawn.iter().sum::<usize>()), (0, n));
    }

    #[test]
    fn systems_that_are_none_are_refused() {
        let half = Affine::similarity(0.5, 0.0, [0.0; 2]);
        assert_eq!(System::uniform(Vec::new()), Err(Error::NoMap));
        let stretched = vec![half, Affine::new([1.0, 0.0, 0.0, 0.1, 0.0, 0.0])];
        let error = System::uniform(stretched).unwrap_err();
        assert_eq!(error, Error::NotContractive { index: 1, norm: 1.0 });
        assert!(System::uniform(vec![Affine { a: f64::NAN, ..half }]).is_err());
        for weights in [&[1.0][..], &[1.0, -1.0], &[0.0, 0.0], &[f64::NAN, 1.0]] {
            let found = System::new(vec![half; 2], weights);
            assert!(matches!(found, Err(Error::Weights { .. })), "{weights:?}");
        }
    }
}
