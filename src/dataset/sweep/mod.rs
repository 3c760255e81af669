//! A sweep: which keys take which values, and from them the list of runs.

mod axis;
mod filter;
mod random;

pub use crate::dataset::sweep::axis::Axis;
pub use crate::dataset::sweep::filter::{Filter, Relation};
pub use crate::dataset::sweep::random::{Draw, Random, RandomAxis, Span};

use crate::dataset::Error;
use crate::rng::{Purpose, Stream};
use std::collections::BTreeSet;
use toml::Value;

/// Points that can be looked at one by one, for a filter or a generator that goes in order.
pub(crate) const MOST_LISTED: u64 = 10_000_000;

/// How the seed of a run follows from the seed of the preset.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Seeds {
    /// A stream of its own for every run: 63 bits of Philox4x32-10 under the preset's seed.
    #[default]
    Derived,
    /// The same seeds at every point, so that points are compared on the same noise.
    Shared,
    /// The preset's seed plus the number of the run, as MFN v4.1 counts.
    Counted,
}

impl Seeds {
    /// Names accepted in `sweep.seeds`, in the order of [`Seeds::ALL`].
    pub const NAMES: [&'static str; 3] = ["derived", "shared", "counted"];
    /// All rules.
    pub const ALL: [Self; 3] = [Self::Derived, Self::Shared, Self::Counted];

    /// The rule of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        let index = Self::NAMES.iter().position(|known| *known == name)?;
        Self::ALL.get(index).copied()
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Derived => Self::NAMES[0],
            Self::Shared => Self::NAMES[1],
            Self::Counted => Self::NAMES[2],
        }
    }
}

/// One run of a sweep: a pure function of the sweep and the run's number.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// Its number, from 0.
    pub run: u64,
    /// The number of its point, from 0; runs of one point differ in the seed alone.
    pub point: u64,
    /// Its seed.
    pub seed: u128,
    /// Every key that the sweep sets, with its value here.
    pub settings: Vec<(String, Value)>,
}

impl Run {
    /// The settings as a preset writes them, parted by `separator`.
    pub fn settings_text(&self, separator: &str) -> String {
        let settings = self.settings.iter().map(|(key, value)| format!("{key} = {value}"));
        settings.collect::<Vec<_>>().join(separator)
    }
}

/// A sweep over keys of a preset.
///
/// A point takes one entry of every axis; the last axis turns fastest, the random points within
/// it, and the seeds of a point within those. Run r is replicate r mod s of point ⌊r / s⌋ for s
/// seeds a point; a longer list of runs begins again with the first point.
#[derive(Debug, Clone, PartialEq)]
pub struct Sweep {
    axes: Vec<Axis>,
    random: Option<Random>,
    seed: u128,
    seeds: Seeds,
    seeds_per_point: u64,
    n_runs: u64,
    /// Points before the filters.
    n_combinations: u64,
    /// The points that the filters leave; `None` if there is no filter.
    kept: Option<Vec<u32>>,
}

/// What a sweep is made of.
#[derive(Debug, Clone, PartialEq)]
pub struct Definition {
    /// The axes, the slowest first.
    pub axes: Vec<Axis>,
    /// Random axes.
    pub random: Option<Random>,
    /// Points must fulfil all of these.
    pub filters: Vec<Filter>,
    /// The preset's seed.
    pub seed: u128,
    /// How the seed of a run follows from it.
    pub seeds: Seeds,
    /// Runs of each point.
    pub seeds_per_point: u64,
    /// Runs in all; `None` is each point with each of its seeds once.
    pub n_runs: Option<u64>,
}

impl Sweep {
    /// Puts a sweep together.
    ///
    /// # Errors
    ///
    /// [`Error::EmptyAxis`], [`Error::TwiceSet`], [`Error::TooManyPoints`],
    /// [`Error::TooManyToList`], [`Error::NothingLeft`], [`Error::Filter`],
    /// [`Error::SeedTooLarge`].
    pub fn new(definition: Definition) -> Result<Self, Error> {
        let Definition { axes, random, filters, seed, seeds, seeds_per_point, n_runs } = definition;
        let all_axes = axes.iter().map(Axis::keys);
        let all_axes = all_axes.chain(random.iter().flat_map(Random::axes_keys));
        let mut known = BTreeSet::new();
        for key in all_axes.flatten() {
            if !known.insert(key.clone()) {
                return Err(Error::TwiceSet { key: key.clone() });
            }
        }
        let counts = axes.iter().map(Axis::n_entries);
        let n_combinations = counts
            .chain(random.iter().map(Random::count))
            .try_fold(1_u64, u64::checked_mul)
            .filter(|points| i64::try_from(*points).is_ok())
            .ok_or(Error::TooManyPoints)?;
        let mut sweep = Self {
            axes,
            random,
            seed,
            seeds,
            seeds_per_point: seeds_per_point.max(1),
            n_runs: 0,
            n_combinations,
            kept: None,
        };
        sweep.keep(&filters)?;
        sweep.n_runs = match n_runs {
            Some(n_runs) => n_runs,
            None => sweep
                .n_points()
                .checked_mul(sweep.seeds_per_point)
                .filter(|runs| i64::try_from(*runs).is_ok())
                .ok_or(Error::TooManyPoints)?,
        };
        let fits = i64::try_from(seed).is_ok_and(|seed| {
            i64::try_from(sweep.n_runs).is_ok_and(|runs| seed.checked_add(runs).is_some())
        });
        if seeds == Seeds::Counted && !fits {
            return Err(Error::SeedTooLarge { seed, runs: sweep.n_runs });
        }
        Ok(sweep)
    }

    /// Leaves the points that fulfil all filters.
    fn keep(&mut self, filters: &[Filter]) -> Result<(), Error> {
        if filters.is_empty() {
            return Ok(());
        }
        let points = self.n_combinations;
        if points > MOST_LISTED {
            let what = "sweep.filter";
            return Err(Error::TooManyToList { what, found: points, most: MOST_LISTED });
        }
        let mut kept = Vec::new();
        for point in 0..points {
            let settings = self.settings(point);
            let mut holds = true;
            for filter in filters {
                holds &= filter.holds(&settings)?;
            }
            if holds {
                kept.push(point as u32);
            }
        }
        if kept.is_empty() {
            return Err(Error::NothingLeft { points });
        }
        self.kept = Some(kept);
        Ok(())
    }

    /// Number of runs.
    pub fn n_runs(&self) -> u64 {
        self.n_runs
    }

    /// Number of points.
    pub fn n_points(&self) -> u64 {
        self.kept.as_ref().map_or(self.n_combinations, |kept| kept.len() as u64)
    }

    /// Runs of each point.
    pub fn seeds_per_point(&self) -> u64 {
        self.seeds_per_point
    }

    /// Every key that the sweep sets, in its order.
    pub fn keys(&self) -> Vec<&str> {
        let axes = self.axes.iter().map(Axis::keys);
        let all = axes.chain(self.random.iter().flat_map(Random::axes_keys)).flatten();
        all.map(String::as_str).collect()
    }

    /// Points, seeds and axes in a few words.
    pub fn summary(&self) -> String {
        let many = |n: u64, what: &str| match n {
            1 => format!("1 {what}"),
            n => format!("{n} {what}s"),
        };
        let seeds = many(self.seeds_per_point, "seed");
        match self.keys().as_slice() {
            [] => "which differ in the seed alone".to_owned(),
            keys => {
                let points = many(self.n_points(), "point");
                format!("at {points} of {} with {seeds} each", keys.join(", "))
            }
        }
    }

    /// One run; numbers beyond the last begin again.
    pub fn run(&self, run: u64) -> Run {
        let round = run / self.seeds_per_point;
        let point = round % self.n_points();
        // A second time around, a point goes on with further seeds.
        let replicate = round / self.n_points() * self.seeds_per_point + run % self.seeds_per_point;
        let index = match &self.kept {
            Some(kept) => kept.get(point as usize).copied().map_or(0, u64::from),
            None => point,
        };
        let seed = match self.seeds {
            Seeds::Derived => self.derived_seed(run),
            Seeds::Shared => self.derived_seed(replicate),
            Seeds::Counted => self.seed + u128::from(run),
        };
        Run { run, point, seed, settings: self.settings(index) }
    }

    /// 63 bits, so that a column of whole numbers holds them.
    fn derived_seed(&self, number: u64) -> u128 {
        let stream = Stream::new(self.seed, number, Purpose::RunSeed);
        let [word, _] = stream.words(0, 0);
        u128::from(word >> 1)
    }

    /// Every key with its value at a combination.
    fn settings(&self, combination: u64) -> Vec<(String, Value)> {
        let mut rest = combination;
        let mut parts: Vec<Vec<(String, Value)>> = Vec::new();
        if let Some(random) = &self.random {
            parts.push(random.settings(rest % random.count()));
            rest /= random.count();
        }
        for axis in self.axes.iter().rev() {
            parts.push(axis.settings(rest % axis.n_entries()));
            rest /= axis.n_entries();
        }
        parts.into_iter().rev().flatten().collect()
    }
}

#[cfg(test)]
mod tests;
