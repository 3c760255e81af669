//! Updates that no rule should see: of another length, not finite, too large.

use crate::federate::Error;
use crate::federate::admission::Rejection;
use crate::federate::updates::{Element, Precision, Rows, Updates, slabs};
use multiversion::multiversion;
use rayon::prelude::*;

/// Coordinates that are looked at in one go.
const BLOCK: usize = 1024;

/// Why each update is rejected, duplicates aside.
pub(crate) fn rejections(updates: &dyn Updates) -> Result<Vec<Option<Rejection>>, Error> {
    let mut rejections: Vec<Option<Rejection>> =
        (0..updates.clients()).map(|client| before_reading(updates, client)).collect();
    let readable: Vec<usize> = (0..updates.clients())
        .filter(|client| matches!(rejections.get(*client), Some(None)))
        .collect();
    let rows = Rows::new(updates, readable.clone());
    let found = match updates.precision() {
        Precision::Single => out_of_range::<f32>(&rows)?,
        Precision::Double => out_of_range::<f64>(&rows)?,
    };
    for (client, rejection) in readable.into_iter().zip(found) {
        if let Some(place) = rejections.get_mut(client) {
            *place = rejection;
        }
    }
    Ok(rejections)
}

fn before_reading(updates: &dyn Updates, client: usize) -> Option<Rejection> {
    let (found, wanted) = (updates.length(client), updates.coordinates());
    let length = (found != wanted).then_some(Rejection::Length { found, wanted });
    updates.flaw(client).map(Rejection::Flaw).or(length)
}

fn out_of_range<T: Element>(rows: &Rows<'_>) -> Result<Vec<Option<Rejection>>, Error> {
    let mut found = vec![None; rows.clients()];
    slabs::<T>(rows, |start, rows| {
        rows.par_iter().zip(&mut found).for_each(|(row, found)| {
            if found.is_none() {
                *found = first_out_of_range(row, start);
            }
        });
        Ok(())
    })?;
    Ok(found)
}

fn first_out_of_range<T: Element>(row: &[T], start: usize) -> Option<Rejection> {
    for (block, values) in row.chunks(BLOCK).enumerate() {
        if all_fit(values) {
            continue;
        }
        let (index, value) = values.iter().enumerate().find(|(_, value)| !value.fits())?;
        let (coordinate, value) = (start + block * BLOCK + index, value.double());
        return Some(if value.is_finite() {
            Rejection::TooLarge { coordinate, value }
        } else {
            Rejection::NotFinite { coordinate, value }
        });
    }
    None
}

/// Without a branch a value the loop becomes vector code.
#[multiversion(targets("x86_64+avx512f+avx512vl", "x86_64+avx2", "x86_64+avx"))]
fn all_fit<T: Element>(values: &[T]) -> bool {
    values.iter().fold(true, |all, value| all & value.fits())
}
