//! MoNNA: the nearest neighbours of a trusted update.

use crate::federate::Error;
use crate::federate::passes::{combine, squares_from};
use crate::federate::rules::selection::least;
use crate::federate::rules::{Ruling, Setting};

/// The mean of the n − f updates nearest to the pivot's, the pivot's among them.
pub(crate) fn monna(setting: &Setting<'_>, pivot: usize) -> Result<Ruling, Error> {
    let (n, f) = (setting.clients(), setting.byzantine);
    let Some(row) = setting.clients.iter().position(|client| *client == pivot) else {
        return Err(Error::Parameter {
            name: "pivot",
            found: pivot.to_string(),
            wanted: "a client whose update is not rejected",
        });
    };
    let only: Vec<f64> = (0..n).map(|other| f64::from(other == row)).collect();
    let centre = combine(setting.updates, &only)?;
    let squares = squares_from(setting.updates, &centre)?;
    let scores: Vec<f64> = squares.into_iter().map(f64::sqrt).collect();
    let chosen = least(&scores, n - f);
    Ruling::mean_of(setting, &chosen, scores, "distance to the pivot")
}
