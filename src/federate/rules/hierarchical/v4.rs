//! MFN v4.1's aggregation, to the bit.

use crate::federate::Error;
use crate::federate::columns::{Statistic, reduce};
use crate::federate::rules::hierarchical::HierarchicalKrum;
use crate::federate::rules::selection::{krum_v4, least};
use crate::federate::rules::{Ruling, Setting};
use crate::federate::updates::{Rows, Updates as _};
use crate::rng::Generator;

/// From so many clients on a part of them is drawn.
const MANY: usize = 1000;

/// v4.1's number of clusters.
const CLUSTERS: usize = 100;

/// v4.1's two fractions.
#[derive(Clone, Copy)]
pub(crate) struct Fractions {
    pub(crate) byzantine_fraction: f64,
    pub(crate) sample_fraction: f64,
}

impl Fractions {
    /// v4.1's ranges.
    pub(crate) fn check(self) -> Result<(), Error> {
        let Self { byzantine_fraction, sample_fraction } = self;
        if !(0.0..0.5).contains(&byzantine_fraction) {
            let found = byzantine_fraction.to_string();
            let wanted = "at least 0 and below 0.5";
            return Err(Error::Parameter { name: "byzantine-fraction", found, wanted });
        }
        if !(sample_fraction > 0.0 && sample_fraction <= 1.0) {
            let found = sample_fraction.to_string();
            let wanted = "above 0 and at most 1";
            return Err(Error::Parameter { name: "sample-fraction", found, wanted });
        }
        Ok(())
    }

    /// f of a cluster.
    fn byzantine(self, size: usize) -> usize {
        ((size as f64 * self.byzantine_fraction) as usize).max(1)
    }
}

pub(crate) fn rule(
    parameters: &HierarchicalKrum,
    fractions: Fractions,
    setting: &Setting<'_>,
) -> Result<Ruling, Error> {
    let mut generator = Generator::from_seed(u128::from(parameters.seed));
    let clients = sampled(setting.clients(), fractions.sample_fraction, &mut generator)?;
    let count = parameters.clusters.unwrap_or(CLUSTERS).min(clients.len());
    let mut clusters = vec![Vec::new(); count];
    for client in &clients {
        let cluster = generator.integers(0..count as i64).map_err(drawing)?;
        if let Some(members) = clusters.get_mut(cluster as usize) {
            members.push(*client);
        }
    }
    let mut scores = vec![0.0; setting.clients()];
    let mut picks = Vec::new();
    for members in clusters.iter().filter(|members| !members.is_empty()) {
        picks.extend(pick(setting, members, fractions, &mut scores)?);
    }
    let winner = pick(setting, &picks, fractions, &mut vec![0.0; setting.clients()])?;
    let representatives = Rows::new(setting.updates, picks.clone());
    let median = reduce(&representatives, Statistic::LowerMedian)?;
    let mut krum = vec![0.0_f32; setting.updates.coordinates()];
    Rows::new(setting.updates, winner.into_iter().collect()).read_single(0, 0, &mut krum)?;
    // Single precision, each product and the sum rounded: v4.1's bits.
    let mixed = krum.iter().zip(&median);
    let aggregate = mixed.map(|(k, m)| f64::from(0.7_f32 * k + 0.3_f32 * (*m as f32))).collect();
    let used = (0..setting.clients()).map(|row| picks.contains(&row)).collect();
    let measure = "v4.1's Krum score in its cluster";
    Ok(Ruling { aggregate, scores, measure, used, iterations: None })
}

/// The clients that take part: all, or a sample of many.
fn sampled(n: usize, fraction: f64, generator: &mut Generator) -> Result<Vec<usize>, Error> {
    if n <= MANY {
        return Ok((0..n).collect());
    }
    let size = (n as f64 * fraction) as usize;
    if size == 0 {
        let (name, found) = ("sample-fraction", fraction.to_string());
        return Err(Error::Parameter { name, found, wanted: "a fraction that leaves a client" });
    }
    generator.choice_without_replacement(n, size).map_err(drawing)
}

/// The pick of a cluster by v4.1's Krum; one alone is its own pick.
fn pick(
    setting: &Setting<'_>,
    members: &[usize],
    fractions: Fractions,
    scores: &mut [f64],
) -> Result<Option<usize>, Error> {
    if members.len() < 2 {
        return Ok(members.first().copied());
    }
    let rows = Rows::new(setting.updates, members.to_vec());
    let own = krum_v4(&rows, fractions.byzantine(members.len()))?;
    for (member, score) in members.iter().zip(&own) {
        if let Some(place) = scores.get_mut(*member) {
            *place = *score;
        }
    }
    Ok(least(&own, 1).first().and_then(|place| members.get(*place)).copied())
}

fn drawing(error: crate::rng::Error) -> Error {
    Error::Read(Box::new(error))
}
