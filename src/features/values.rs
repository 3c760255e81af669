//! The values of the 18 features.

use crate::features::Feature;
use crate::features::N_FEATURES;
use crate::features::TABLE;
use crate::features::parts::Parts;

/// The values of the 18 features, in the order of [`TABLE`].
///
/// Every value is finite. `None` means that the field has no such number in double precision: it
/// holds NaN or an infinity, it has no cells, or a sum or a power of its values overflows (cubes
/// and fourth powers do above about 1e102 and 1e77). What MFN v4.1 defines as 0, such as the
/// dimension of an empty set, is 0.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Features([Option<f64>; N_FEATURES]);

impl Features {
    pub(crate) fn from_parts(parts: &Parts) -> Self {
        let mut values = [None; N_FEATURES];
        for (slot, feature) in values.iter_mut().zip(&TABLE) {
            *slot = Some((feature.value)(parts)).filter(|value| value.is_finite());
        }
        Self(values)
    }

    /// All values, in the order of [`TABLE`].
    pub fn values(&self) -> &[Option<f64>; N_FEATURES] {
        &self.0
    }

    /// The value of the feature of that name; `None` if it has no value or there is no such name.
    pub fn get(&self, name: &str) -> Option<f64> {
        self.iter().find(|(feature, _)| feature.name == name).and_then(|(_, value)| value)
    }

    /// The features with their values, in the order of [`TABLE`].
    pub fn iter(&self) -> impl Iterator<Item = (&'static Feature, Option<f64>)> {
        TABLE.iter().zip(self.0)
    }
}
