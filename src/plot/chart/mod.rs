//! Line charts: curves over a common axis, with reference lines and shaded bands.

mod check;
mod legend;
mod notes;
mod panel;
mod sheet;
mod thin;

pub use crate::plot::chart::sheet::ChartSheet;

use crate::plot::color::Rgb;
use crate::plot::scale::Scale;

/// Colours that differ for all eyes: those of Okabe and Ito, the black of the letters last; their
/// yellow is too pale for a line.
///
/// M. Okabe and K. Ito, *Color Universal Design*, 2008; B. Wong, *Nature Methods* 8 (2011) 441.
const PALETTE: [Rgb; 7] = [
    [0, 114, 178],
    [213, 94, 0],
    [0, 158, 115],
    [204, 121, 167],
    [230, 159, 0],
    [86, 180, 233],
    [38, 38, 38],
];

/// How the points of a series are joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Stroke {
    /// By a whole line.
    #[default]
    Solid,
    /// By a dashed line.
    Dashed,
    /// By a dotted line.
    Dotted,
    /// Not at all: the points are marked.
    Points,
}

/// One curve.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// What the legend calls it; a curve without a label is not in the legend.
    pub label: String,
    /// Finite places (x, y), joined in this order.
    pub points: Vec<(f64, f64)>,
    /// How they are joined.
    pub stroke: Stroke,
    /// Whether each point has a disk; a single point always has.
    pub marked: bool,
    /// Which colour of the palette it has; the next one if not given.
    pub color: Option<usize>,
}

impl Series {
    /// A whole line in the next colour.
    pub fn new(label: impl Into<String>, points: Vec<(f64, f64)>) -> Self {
        Self { label: label.into(), points, stroke: Stroke::Solid, marked: false, color: None }
    }

    /// Whether its points are drawn as disks.
    fn has_disks(&self) -> bool {
        self.marked || self.stroke == Stroke::Points || self.points.len() == 1
    }
}

/// One of the two axes of a chart.
#[derive(Debug, Clone, PartialEq)]
pub struct ChartAxis {
    /// What it measures, with its unit: `wavenumber k (1 / unit length)`.
    pub label: String,
    /// Linear or logarithmic.
    pub scale: Scale,
    /// The values at its ends; those that show everything if not given.
    pub range: Option<(f64, f64)>,
}

impl ChartAxis {
    /// A linear axis that shows everything.
    pub fn linear(label: impl Into<String>) -> Self {
        Self { label: label.into(), scale: Scale::Linear, range: None }
    }

    /// A logarithmic axis that shows everything.
    pub fn logarithmic(label: impl Into<String>) -> Self {
        Self { scale: Scale::Logarithmic, ..Self::linear(label) }
    }

    /// The axis from `low` to `high`; curves are cut there.
    #[must_use]
    pub fn within(self, low: f64, high: f64) -> Self {
        Self { range: Some((low, high)), ..self }
    }
}

/// A straight reference line across a chart, with a label at its end.
#[derive(Debug, Clone, PartialEq)]
pub enum Rule {
    /// At one value of x, labelled above the chart.
    Vertical(f64, String),
    /// At one value of y, labelled right of the chart.
    Horizontal(f64, String),
}

impl Rule {
    /// A line at one value of x.
    pub fn vertical(at: f64, label: impl Into<String>) -> Self {
        Self::Vertical(at, label.into())
    }

    /// A line at one value of y.
    pub fn horizontal(at: f64, label: impl Into<String>) -> Self {
        Self::Horizontal(at, label.into())
    }

    fn label(&self) -> &str {
        match self {
            Self::Vertical(_, label) | Self::Horizontal(_, label) => label,
        }
    }

    fn at(&self) -> f64 {
        match self {
            Self::Vertical(at, _) | Self::Horizontal(at, _) => *at,
        }
    }
}

/// A shaded range of x over the whole height of a chart, labelled above it.
#[derive(Debug, Clone, PartialEq)]
pub struct Band {
    /// Its lower and its upper end.
    pub range: (f64, f64),
    /// What it means; may be empty.
    pub label: String,
}

impl Band {
    /// A band between two values of x.
    pub fn new(range: (f64, f64), label: impl Into<String>) -> Self {
        Self { range, label: label.into() }
    }
}

/// Curves in one frame; a [`ChartSheet`] draws one or several of them.
///
/// Without a range of its own, an axis shows every point, reference line and band; y has a margin
/// of a twentieth at either end. Reference lines and bands outside a given range are not seen, and
/// neither are their labels.
#[derive(Debug, Clone, PartialEq)]
pub struct LineChart {
    /// The lying axis.
    pub x: ChartAxis,
    /// The standing axis.
    pub y: ChartAxis,
    /// The curves, later ones above earlier ones.
    pub series: Vec<Series>,
    /// Reference lines, below the curves.
    pub rules: Vec<Rule>,
    /// Shaded ranges of x, below the lines.
    pub bands: Vec<Band>,
}

impl LineChart {
    /// A chart of some series.
    pub fn new(x: ChartAxis, y: ChartAxis, series: Vec<Series>) -> Self {
        Self { x, y, series, rules: Vec::new(), bands: Vec::new() }
    }
}

#[cfg(test)]
mod tests;
