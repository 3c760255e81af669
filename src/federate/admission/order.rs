//! An order of updates that depends on what they contain, not on who sent them.

use crate::federate::Error;
use crate::federate::updates::Updates;

/// Coordinates that are compared first; equal ones are compared further, in larger pieces.
const FIRST: usize = 16;

/// The largest piece.
const LARGEST: usize = 1 << 16;

/// Sorts clients by the bits of their updates, coordinate by coordinate; those whose updates are
/// equal stand in one group, in the order given.
pub(crate) fn by_content(
    updates: &dyn Updates,
    clients: Vec<usize>,
) -> Result<Vec<Vec<usize>>, Error> {
    let mut groups = vec![clients];
    let (mut start, mut length) = (0, FIRST);
    while start < updates.coordinates() && groups.iter().any(|group| group.len() > 1) {
        let piece = length.min(updates.coordinates() - start);
        let mut finer = Vec::new();
        for group in groups {
            if group.len() > 1 {
                split(updates, &group, start..start + piece, &mut finer)?;
            } else {
                finer.push(group);
            }
        }
        groups = finer;
        start += piece;
        length = (4 * length).min(LARGEST);
    }
    Ok(groups)
}

/// Splits a group by the bits of some coordinates.
fn split(
    updates: &dyn Updates,
    group: &[usize],
    coordinates: std::ops::Range<usize>,
    finer: &mut Vec<Vec<usize>>,
) -> Result<(), Error> {
    let mut keyed = Vec::with_capacity(group.len());
    for client in group {
        let mut values = vec![0.0; coordinates.len()];
        updates.read(*client, coordinates.start, &mut values)?;
        keyed.push((values.into_iter().map(f64::to_bits).collect::<Vec<_>>(), *client));
    }
    keyed.sort_by(|a, b| a.0.cmp(&b.0));
    for run in keyed.chunk_by(|a, b| a.0 == b.0) {
        finer.push(run.iter().map(|(_, client)| *client).collect());
    }
    Ok(())
}
