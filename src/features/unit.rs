//! The units of the features, which follow the field's unit.

/// The unit of a feature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unit {
    /// The feature unit of the field (MFN v4.1: mV).
    Field,
    /// Field unit per step.
    FieldPerStep,
    /// Square of the field unit per step.
    FieldSquaredPerStep,
    /// A number of things.
    Count,
    /// A number of cells.
    Cells,
    /// A number of steps.
    Steps,
    /// A pure number.
    One,
}

impl Unit {
    /// The unit as text, for a field in `field_unit`; an empty text or `1` is a pure number.
    ///
    /// # Examples
    ///
    /// ```
    /// use mfn::features::Unit;
    ///
    /// assert_eq!(Unit::FieldSquaredPerStep.text("mV"), "mV²/step");
    /// assert_eq!(Unit::FieldPerStep.text(""), "1/step");
    /// ```
    pub fn text(self, field_unit: &str) -> String {
        let unit = if field_unit.is_empty() { "1" } else { field_unit };
        let is_one = unit == "1";
        let is_compound = unit.contains(['/', ' ', '*', '·', '^', '²']);
        match self {
            Self::Field => unit.to_owned(),
            Self::FieldPerStep => format!("{unit}/step"),
            Self::FieldSquaredPerStep if is_one => "1/step".to_owned(),
            Self::FieldSquaredPerStep if is_compound => format!("({unit})²/step"),
            Self::FieldSquaredPerStep => format!("{unit}²/step"),
            Self::Count => "count".to_owned(),
            Self::Cells => "cells".to_owned(),
            Self::Steps => "steps".to_owned(),
            Self::One => "1".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_follow_the_field() {
        let cases = [
            (Unit::Field, "mV", "mV"),
            (Unit::Field, "", "1"),
            (Unit::FieldPerStep, "mol/L", "mol/L/step"),
            (Unit::FieldSquaredPerStep, "mol/L", "(mol/L)²/step"),
            (Unit::FieldSquaredPerStep, "1", "1/step"),
            (Unit::Count, "mV", "count"),
            (Unit::Cells, "mV", "cells"),
            (Unit::Steps, "mV", "steps"),
            (Unit::One, "mV", "1"),
        ];
        for (unit, field, expected) in cases {
            assert_eq!(unit.text(field), expected);
        }
    }
}
