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
    /// A number of frames.
    Frames,
    /// Field unit per frame.
    FieldPerFrame,
    /// Square of the field unit per frame.
    FieldSquaredPerFrame,
    /// A length, in unit length.
    Length,
    /// One over a length.
    PerLength,
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
        match self {
            Self::Field => unit.to_owned(),
            Self::FieldPerStep => format!("{unit}/step"),
            Self::FieldPerFrame => format!("{unit}/frame"),
            Self::FieldSquaredPerStep => format!("{}/step", squared(unit)),
            Self::FieldSquaredPerFrame => format!("{}/frame", squared(unit)),
            Self::Count => "count".to_owned(),
            Self::Cells => "cells".to_owned(),
            Self::Steps => "steps".to_owned(),
            Self::Frames => "frames".to_owned(),
            Self::Length => "length".to_owned(),
            Self::PerLength => "1/length".to_owned(),
            Self::One => "1".to_owned(),
        }
    }
}

/// The square of a unit, in brackets where it is more than a word.
fn squared(unit: &str) -> String {
    match unit {
        "1" => "1".to_owned(),
        unit if unit.contains(['/', ' ', '*', '·', '^', '²']) => format!("({unit})²"),
        unit => format!("{unit}²"),
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
            (Unit::FieldSquaredPerFrame, "mV", "mV²/frame"),
            (Unit::FieldPerFrame, "", "1/frame"),
            (Unit::Length, "mV", "length"),
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
