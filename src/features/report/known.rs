//! The ranges that the 18 features are known to keep.

use crate::features::TABLE;

/// A lower and an upper bound, each where there is one.
pub(crate) type Range = (Option<f64>, Option<f64>);

/// The bounds of a column of that name and unit; none for a name that is not one of the 18.
///
/// A bound of the features' own table is one that no field can leave. MFN v4.1's inspector adds its
/// own: a dimension within [0, 2.5], and potentials from −100 to 50 mV, where the unit is mV or, as
/// in v4.1's own files, not said.
pub(crate) fn range(name: &str, unit: &str) -> Range {
    let Some(feature) = TABLE.iter().find(|feature| feature.name == name) else {
        return (None, None);
    };
    let in_millivolts = unit == "mV" || unit.is_empty();
    match name {
        "D_box" => (Some(0.0), Some(2.5)),
        "V_min" if in_millivolts => (Some(-100.0), None),
        "V_max" if in_millivolts => (None, Some(50.0)),
        _ => feature.range,
    }
}

/// Whether a value lies outside.
pub(crate) fn leaves((low, high): Range, value: f64) -> bool {
    low.is_some_and(|low| value < low) || high.is_some_and(|high| value > high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn potentials_are_bounded_in_millivolts_only() {
        let cases = [
            ("D_box", "1", (Some(0.0), Some(2.5))),
            ("D_r2", "1", (Some(0.0), Some(1.0))),
            ("f_active", "1", (Some(0.0), Some(1.0))),
            ("V_min", "mV", (Some(-100.0), None)),
            ("V_min", "", (Some(-100.0), None)),
            ("V_min", "1", (None, None)),
            ("V_max", "mV", (None, Some(50.0))),
            ("N_clusters_low", "count", (Some(0.0), None)),
            ("steps", "", (None, None)),
        ];
        for (name, unit, expected) in cases {
            assert_eq!(range(name, unit), expected, "{name} in {unit}");
        }
    }

    #[test]
    fn bounds_belong_to_the_range() {
        let range = (Some(0.0), Some(2.5));
        let found = [-1e-300, 0.0, 2.5, 2.6].map(|value| leaves(range, value));
        assert_eq!(found, [true, false, false, true]);
    }
}
