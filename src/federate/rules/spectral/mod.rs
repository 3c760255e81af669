//! Rules that look at the directions in which updates vary.

mod caf;
mod eigen;
mod gram;
mod smea;

pub(crate) use crate::federate::rules::spectral::caf::caf;
pub(crate) use crate::federate::rules::spectral::eigen::eigenpairs;
pub(crate) use crate::federate::rules::spectral::gram::gram;
pub(crate) use crate::federate::rules::spectral::smea::smea;
