//! Random systems of similarities.

use crate::fractal::ifs::Affine;
use crate::fractal::ifs::Error;
use crate::fractal::ifs::System;
use crate::rng::Stream;
use std::f64::consts::TAU;

/// The law that random maps are drawn from.
///
/// | field | meaning | unit |
/// |---|---|---|
/// | `n_maps` | how many | – |
/// | `scale` | smallest and largest ratio, uniform between them | 1 |
/// | `translation` | largest offset along each axis, uniform up to it | length |
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rotations {
    /// Number of maps.
    pub n_maps: usize,
    /// Smallest and largest ratio.
    pub scale: (f64, f64),
    /// Largest offset along each axis, without its sign.
    pub translation: f64,
}

/// Draws a system of similarities x ↦ s R(θ) x + t, drawn equally often.
///
/// s is uniform over the scales, θ over a full turn, t over a square about the origin: the law of
/// MFN v4.1. Each number is a function of seed, map and letter, so one map more changes no other.
///
/// # Errors
///
/// [`Error::NoMap`] for no map, [`Error::NotContractive`] if a scale reaches 1.
pub fn random(law: &Rotations, stream: Stream) -> Result<System, Error> {
    let between = |low: f64, high: f64, share: f64| low + (high - low) * share;
    let draw = |index: u64| {
        let [scale, angle] = stream.uniforms(index, 0);
        let offset = stream.uniforms(index, 1);
        let ratio = between(law.scale.0, law.scale.1, scale);
        let reach = law.translation;
        Affine::similarity(ratio, TAU * angle, offset.map(|share| between(-reach, reach, share)))
    };
    System::uniform((0..law.n_maps as u64).map(draw).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::Purpose;

    fn maps(n_maps: usize, seed: u128) -> Vec<Affine> {
        let law = Rotations { n_maps, scale: (0.2, 0.5), translation: 1.0 };
        random(&law, Stream::new(seed, 0, Purpose::IfsMaps)).unwrap().maps().to_vec()
    }

    #[test]
    fn ratios_and_offsets_keep_to_their_law() {
        let maps = maps(500, 1);
        let mean = |f: fn(&Affine) -> f64| maps.iter().map(f).sum::<f64>() / 500.0;
        assert!(maps.iter().all(|map| (0.2..0.5).contains(&map.ratio().unwrap())));
        assert!(maps.iter().all(|map| map.e.abs() <= 1.0 && map.f.abs() <= 1.0));
        // Three standard errors: 0.0116 for the ratio, 0.077 for the offsets and the cosine.
        assert!((mean(|map| map.ratio().unwrap()) - 0.35).abs() < 0.0116);
        assert!(mean(|map| map.e).abs() < 0.077 && mean(|map| map.f).abs() < 0.077);
        assert!(mean(|map| map.a).abs() < 0.035);
    }

    #[test]
    fn one_map_more_changes_no_other() {
        assert_eq!(maps(5, 1)[..4], maps(4, 1)[..]);
        assert_ne!(maps(4, 2), maps(4, 1));
    }
}
