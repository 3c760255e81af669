//! The extended set: features that vary, each with its definition, its reference, and a value or
//! the reason why there is none.
//!
//! A feature is one row of a table of its group, which picks a number out of the [`Parts`]; a part
//! is one estimator, computed once. [`Extended::table`] has all rows in their published order.

mod dimensions;
mod dynamics;
mod parts;
mod patterns;
mod settings;
mod shapes;
mod topologies;
mod values;

pub use crate::features::extended::parts::Parts;
pub use crate::features::extended::settings::ExtendedSettings;

use crate::features::Evolution;
use crate::features::Unit;
use crate::fractal::Undefined;
use crate::grid::FieldView;

/// A feature of the extended set.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct ExtendedFeature {
    /// Column name.
    pub name: &'static str,
    /// Unit, which may follow the field's.
    pub unit: Unit,
    /// Smallest and largest value a field can have; `None` where there is no bound.
    pub range: (Option<f64>, Option<f64>),
    /// What it is, in one sentence.
    pub definition: &'static str,
    /// Where it is defined.
    pub reference: &'static str,
    /// What it is where the field has no such number.
    pub degenerate: &'static str,
    /// Picks the value.
    pub(crate) value: fn(&Parts) -> Result<f64, Undefined>,
}

/// The groups, in the order in which they are published.
static GROUPS: [&[ExtendedFeature]; 6] = [
    &values::ROWS,
    &shapes::ROWS,
    &dimensions::ROWS,
    &topologies::ROWS,
    &patterns::ROWS,
    &dynamics::ROWS,
];

/// The extended features of a field or a run, with the parts that they were read from.
///
/// Every value is finite, or there is a reason why it is missing.
///
/// # Examples
///
/// ```
/// use mfn::features::{Extended, ExtendedSettings};
/// use mfn::grid::FieldView;
///
/// let stripes = ndarray::Array2::from_shape_fn((32, 32), |(_, col)| (col / 4 % 2) as f64);
/// let field = FieldView::F64(stripes.view());
/// let found = Extended::of(field, &ExtendedSettings::default(), None);
/// assert_eq!(found.get("active_fraction"), Some(Ok(0.5)));
/// assert!((found.get("wavelength").ok_or("no such name")?? - 8.0).abs() < 1e-9);
/// // One frame has no dynamics, and says so.
/// assert!(found.get("change_rms").is_some_and(|value| value.is_err()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Extended {
    parts: Parts,
}

impl Extended {
    /// Every feature, in the published order.
    pub fn table() -> impl Iterator<Item = &'static ExtendedFeature> {
        GROUPS.iter().flat_map(|group| group.iter())
    }

    /// The features of `last`, the last frame, and of the whole run if `evolution` has seen it.
    ///
    /// Cost: about 0.4 s for 1024² cells on one core, most of it persistence.
    pub fn of(
        last: FieldView<'_>,
        settings: &ExtendedSettings,
        evolution: Option<&Evolution>,
    ) -> Self {
        Self { parts: Parts::of(last, settings, evolution) }
    }

    /// The features with their values, in the order of [`Extended::table`].
    pub fn iter(&self) -> impl Iterator<Item = (&'static ExtendedFeature, Result<f64, Undefined>)> {
        Self::table().map(|feature| (feature, self.value(feature)))
    }

    /// The value of the feature of that name; `None` if there is no such name.
    pub fn get(&self, name: &str) -> Option<Result<f64, Undefined>> {
        Self::table().find(|feature| feature.name == name).map(|feature| self.value(feature))
    }

    /// What the values were read from: masks, fits, spectra, diagrams.
    pub fn parts(&self) -> &Parts {
        &self.parts
    }

    fn value(&self, feature: &ExtendedFeature) -> Result<f64, Undefined> {
        let value = (feature.value)(&self.parts)?;
        if value.is_finite() { Ok(value) } else { Err(Undefined::Overflow) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grid::Boundary;
    use ndarray::Array2;

    fn degenerate() -> Vec<(&'static str, Array2<f64>)> {
        let wavy = |(i, j): (usize, usize)| ((i * 7 + j * 3) % 11) as f64;
        let mut holed = Array2::from_shape_fn((16, 16), wavy);
        holed[(3, 4)] = f64::NAN;
        let mut endless = Array2::from_shape_fn((16, 16), wavy);
        endless[(3, 4)] = f64::INFINITY;
        vec![
            ("empty", Array2::zeros((0, 0))),
            ("one cell", Array2::zeros((1, 1))),
            ("one row", Array2::from_shape_fn((1, 40), wavy)),
            ("one column", Array2::from_shape_fn((40, 1), wavy)),
            ("three rows", Array2::from_shape_fn((3, 50), wavy)),
            ("constant", Array2::from_elem((32, 32), -0.07)),
            ("NaN", holed),
            ("infinite", endless),
            ("all NaN", Array2::from_elem((8, 8), f64::NAN)),
            ("huge", Array2::from_shape_fn((16, 16), |at| 1e308 * (wavy(at) / 5.0 - 1.0))),
            ("tiny", Array2::from_shape_fn((16, 16), |at| 5e-324 * wavy(at))),
            ("not square", Array2::from_shape_fn((24, 60), wavy)),
        ]
    }

    #[test]
    fn every_value_is_finite_or_has_a_reason_on_any_field() {
        for (what, field) in degenerate() {
            for boundary in Boundary::ALL {
                let settings = ExtendedSettings { boundary, ..ExtendedSettings::default() };
                let view = FieldView::F64(field.view());
                let mut evolution = Evolution::new(field.dim(), 1.0);
                evolution.push(view).unwrap();
                evolution.push(view).unwrap();
                for (feature, value) in Extended::of(view, &settings, Some(&evolution)).iter() {
                    let name = feature.name;
                    let Ok(value) = value else { continue };
                    assert!(value.is_finite(), "{what}: {name} = {value}");
                    let (low, high) = feature.range;
                    let inside =
                        low.is_none_or(|low| value >= low) && high.is_none_or(|high| value <= high);
                    assert!(inside, "{what}: {name} = {value} is outside {low:?} to {high:?}");
                }
            }
        }
    }

    #[test]
    fn a_wavy_field_has_every_static_feature() {
        let field = Array2::from_shape_fn((64, 64), |(i, j)| {
            let (y, x) = (i as f64, j as f64);
            (0.4 * x).sin() + (0.39 * y + 0.3 * x).cos() + 0.3 * (1.7 * x * y).sin()
        });
        let view = FieldView::F64(field.view());
        let found = Extended::of(view, &ExtendedSettings::default(), None);
        let missing: Vec<&str> = found
            .iter()
            .filter(|(_, value)| value.is_err())
            .map(|(feature, _)| feature.name)
            .collect();
        let dynamic: Vec<&str> = dynamics::ROWS.iter().map(|feature| feature.name).collect();
        assert_eq!(missing, dynamic, "one frame has no dynamics, and all the rest");
    }

    #[test]
    fn names_are_unique_and_none_is_one_of_the_eighteen() {
        let old = crate::features::TABLE.iter().map(|feature| feature.name);
        let names: Vec<&str> = Extended::table().map(|feature| feature.name).chain(old).collect();
        let unique: std::collections::BTreeSet<_> = names.iter().collect();
        assert_eq!(unique.len(), names.len());
    }
}
