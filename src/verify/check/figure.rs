//! The picture behind a number: points and lines, drawn by whoever shows the report.

/// How a curve is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// What was measured.
    Points,
    /// What theory says.
    Line,
}

/// Points in order.
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    /// What it is.
    pub label: String,
    /// x and y.
    pub points: Vec<(f64, f64)>,
    /// How it is drawn.
    pub mark: Mark,
}

impl Curve {
    /// What was measured.
    pub fn measured(label: impl Into<String>, points: Vec<(f64, f64)>) -> Self {
        Self { label: label.into(), points, mark: Mark::Points }
    }

    /// What theory says.
    pub fn theory(label: impl Into<String>, points: Vec<(f64, f64)>) -> Self {
        Self { label: label.into(), points, mark: Mark::Line }
    }
}

/// An axis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureAxis {
    /// What is on it, with its unit.
    pub label: String,
    /// Whether it is logarithmic: then every number on it is positive.
    pub is_log: bool,
}

/// A chart.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// What it shows.
    pub title: String,
    /// The axis across.
    pub x: FigureAxis,
    /// The axis up.
    pub y: FigureAxis,
    /// What is drawn, theory first.
    pub curves: Vec<Curve>,
}

impl Figure {
    /// A chart on two linear axes.
    pub fn linear(title: &str, (x, y): (&str, &str), curves: Vec<Curve>) -> Self {
        let axis = |label: &str| FigureAxis { label: label.to_owned(), is_log: false };
        Self { title: title.to_owned(), x: axis(x), y: axis(y), curves }
    }

    /// A chart on two logarithmic axes.
    pub fn log(title: &str, (x, y): (&str, &str), curves: Vec<Curve>) -> Self {
        let axis = |label: &str| FigureAxis { label: label.to_owned(), is_log: true };
        Self { title: title.to_owned(), x: axis(x), y: axis(y), curves }
    }
}
