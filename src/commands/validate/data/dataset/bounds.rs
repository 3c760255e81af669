//! The declared range of a column: of a feature by its name, of a parameter by its key.

use crate::commands::sweep::columns::Source;
use crate::commands::sweep::plan::Plan;
use mfn::features::{Extended, TABLE};
use mfn::model::Range;

/// What the values of a column may be.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Bounds {
    /// A feature's: both ends belong to it, and a missing end is open.
    Feature(Option<f64>, Option<f64>),
    /// A parameter's, as a preset's table has it.
    Parameter(Range),
    /// Nothing is declared.
    Open,
}

impl Bounds {
    /// The range of the column of that name.
    pub(crate) fn of(name: &str, plan: Option<&Plan>) -> Self {
        if let Some(range) = plan.and_then(|plan| parameter(name, plan)) {
            return Self::Parameter(range);
        }
        let old = TABLE.iter().map(|feature| (feature.name, feature.range));
        let new = Extended::table().map(|feature| (feature.name, feature.range));
        let found = old.chain(new).find(|(known, _)| *known == name);
        found.map_or(Self::Open, |(_, (low, high))| Self::Feature(low, high))
    }

    /// Whether a number lies within.
    pub(crate) fn holds(&self, value: f64) -> bool {
        match self {
            Self::Feature(low, high) => {
                low.is_none_or(|low| value >= low) && high.is_none_or(|high| value <= high)
            }
            Self::Parameter(Range::Flag) => [0.0, 1.0].contains(&value),
            Self::Parameter(range) => range.holds(value),
            Self::Open => true,
        }
    }

    /// The range in words.
    pub(crate) fn words(&self) -> String {
        match self {
            Self::Feature(Some(low), Some(high)) => format!("{low} to {high}"),
            Self::Feature(Some(low), None) => format!("at least {low}"),
            Self::Feature(None, Some(high)) => format!("at most {high}"),
            Self::Parameter(range) => range.to_string(),
            Self::Feature(None, None) | Self::Open => "any number".to_owned(),
        }
    }
}

fn parameter(name: &str, plan: &Plan) -> Option<Range> {
    let index = plan.table.columns.iter().position(|column| column.name == name)?;
    match plan.table.sources.get(index)? {
        Source::Key(key) => plan.first.entry(key).map(|(row, _)| row.range),
        _ => None,
    }
}
