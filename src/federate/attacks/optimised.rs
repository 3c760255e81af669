//! The line search of the optimised attack.

use crate::federate::Error;
use crate::federate::admission::Duplicates;
use crate::federate::aggregation::Aggregation;
use crate::federate::attacks::moments::mean;
use crate::federate::attacks::moved;
use crate::federate::updates::Matrix;

/// Evaluations of the aggregation.
const EVALUATIONS: usize = 20;
/// The first step; it doubles as long as the damage grows.
const STEP: f64 = 10.0;
/// What a step is multiplied with once one has failed.
const RATIO: f64 = 0.8;

/// The z for which the aggregate of honest updates and f copies of μ + z σ is furthest from μ.
///
/// Constants as ByzFL's: from z = 0, steps of 10, 20, 40 … as long as the distance grows, then
/// steps that shrink by 0.8; 20 evaluations in all.
pub(crate) fn search(
    honest: &[Vec<f64>],
    byzantine: usize,
    aggregation: &Aggregation,
) -> Result<f64, Error> {
    let target = Aggregation { duplicates: Duplicates::Keep, ..aggregation.clone() };
    let centre = mean(honest);
    let damage = |z: f64| -> Result<f64, Error> {
        let vector = moved(honest, z);
        let sent = honest.iter().cloned().chain(vec![vector; byzantine]).collect();
        let aggregate = target.run(&Matrix::from_rows(sent)?)?.aggregate;
        let squares = aggregate.iter().zip(&centre).map(|(a, c)| (a - c) * (a - c));
        Ok(squares.sum::<f64>().sqrt())
    };
    let (mut best, mut most, mut step, mut grows) = (0.0, damage(0.0)?, STEP, true);
    for _ in 1..EVALUATIONS {
        let found = damage(best + step)?;
        if found > most {
            (best, most) = (best + step, found);
            step *= if grows { 2.0 } else { RATIO };
        } else {
            (step, grows) = (step * RATIO, false);
        }
    }
    Ok(best)
}
