//! Random axes: points drawn from ranges and choices.

use crate::dataset::Error;
use crate::dataset::sampling::{Method, Sampling, Scale, whole_between};
use crate::dataset::sweep::MOST_LISTED;
use crate::rng::Generator;
use toml::Value;

/// How points are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Draw {
    /// By a method whose points are independent of their order.
    Sampling(Method),
    /// One after another from NumPy's generator, axis by axis, as MFN v4.1's sampler does.
    NumPy,
}

impl Draw {
    /// Names accepted in `sweep.random.method`.
    pub const NAMES: [&'static str; 4] =
        [Method::NAMES[0], Method::NAMES[1], Method::NAMES[2], "numpy"];

    /// The way of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "numpy" => Some(Self::NumPy),
            name => Method::from_name(name).map(Self::Sampling),
        }
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sampling(method) => method.name(),
            Self::NumPy => Self::NAMES[3],
        }
    }
}

/// What an axis draws from.
#[derive(Debug, Clone, PartialEq)]
pub enum Span {
    /// Numbers of \[low, high), evenly or evenly in their logarithm.
    Numbers {
        /// Smallest.
        low: f64,
        /// Bound that is not reached.
        high: f64,
        /// In what they are even.
        scale: Scale,
    },
    /// Whole numbers, both ends included.
    Whole {
        /// Smallest.
        low: i64,
        /// Largest.
        high: i64,
    },
    /// One of several values.
    Choice(Vec<Value>),
}

/// A random axis: its keys take the same value.
#[derive(Debug, Clone, PartialEq)]
pub struct RandomAxis {
    /// The keys that it sets.
    pub keys: Vec<String>,
    /// What it draws from.
    pub span: Span,
}

/// Random axes that are drawn together.
#[derive(Debug, Clone, PartialEq)]
pub struct Random {
    axes: Vec<RandomAxis>,
    count: u64,
    points: Points,
}

#[derive(Debug, Clone, PartialEq)]
enum Points {
    Sampled(Sampling),
    /// What each axis drew, point by point.
    Listed(Vec<Drawn>),
}

/// What an axis drew, in as few bytes as its values need.
#[derive(Debug, Clone, PartialEq)]
enum Drawn {
    Numbers(Vec<f64>),
    Whole(Vec<i64>),
    /// Places in the list of choices.
    Choice(Vec<u32>),
}

impl Drawn {
    fn of(span: &Span) -> Self {
        match span {
            Span::Numbers { .. } => Self::Numbers(Vec::new()),
            Span::Whole { .. } => Self::Whole(Vec::new()),
            Span::Choice(_) => Self::Choice(Vec::new()),
        }
    }

    /// Draws the next value from NumPy's generator: `uniform`, `integers`, `choice`.
    fn draw(&mut self, span: &Span, generator: &mut Generator) {
        match (self, span) {
            (Self::Numbers(numbers), Span::Numbers { low, high, scale: Scale::Linear }) => {
                numbers.push(generator.uniform(*low, *high));
            }
            (Self::Numbers(numbers), Span::Numbers { low, high, scale: Scale::Log }) => {
                numbers.push(Scale::Log.between(*low, *high, generator.random()));
            }
            // The ends were checked to be in order.
            (Self::Whole(numbers), Span::Whole { low, high }) => {
                numbers.push(generator.integers(*low..=*high).unwrap_or(*low));
            }
            (Self::Choice(places), Span::Choice(values)) => {
                places.push(generator.choice(values.len()).unwrap_or_default() as u32);
            }
            _ => debug_assert!(false, "each axis draws its own kind"),
        }
    }

    fn value(&self, span: &Span, point: usize) -> Option<Value> {
        match (self, span) {
            (Self::Numbers(numbers), _) => numbers.get(point).copied().map(Value::Float),
            (Self::Whole(numbers), _) => numbers.get(point).copied().map(Value::Integer),
            (Self::Choice(places), Span::Choice(values)) => {
                values.get(*places.get(point)? as usize).cloned()
            }
            _ => None,
        }
    }
}

impl Random {
    /// `count` points of these axes.
    ///
    /// # Errors
    ///
    /// [`Error::EmptyAxis`] without an axis, a point or a choice; [`Error::Span`];
    /// [`Error::Sampling`]; [`Error::TooManyToList`] for NumPy's generator.
    pub fn new(axes: Vec<RandomAxis>, count: u64, draw: Draw, seed: u128) -> Result<Self, Error> {
        if axes.is_empty() || count == 0 {
            return Err(Error::EmptyAxis { axis: "sweep.random".to_owned() });
        }
        axes.iter().try_for_each(check)?;
        let points = match draw {
            Draw::Sampling(method) => {
                Points::Sampled(Sampling::new(method, count, axes.len(), seed)?)
            }
            Draw::NumPy if count > MOST_LISTED => {
                let what = "sweep.random.method = \"numpy\"";
                return Err(Error::TooManyToList { what, found: count, most: MOST_LISTED });
            }
            Draw::NumPy => {
                let mut generator = Generator::from_seed(seed);
                let mut drawn: Vec<Drawn> = axes.iter().map(|axis| Drawn::of(&axis.span)).collect();
                for _ in 0..count {
                    for (drawn, axis) in drawn.iter_mut().zip(&axes) {
                        drawn.draw(&axis.span, &mut generator);
                    }
                }
                Points::Listed(drawn)
            }
        };
        Ok(Self { axes, count, points })
    }

    /// Number of points.
    pub(crate) fn count(&self) -> u64 {
        self.count
    }

    /// The keys of each axis.
    pub(crate) fn axes_keys(&self) -> impl Iterator<Item = &[String]> {
        self.axes.iter().map(|axis| axis.keys.as_slice())
    }

    /// Every key with its value at a point.
    pub(crate) fn settings(&self, point: u64) -> Vec<(String, Value)> {
        let value = |index: usize, axis: &RandomAxis| match &self.points {
            Points::Sampled(sampling) => of_unit(&axis.span, sampling.unit(point, index)),
            Points::Listed(axes) => axes
                .get(index)
                .and_then(|drawn| drawn.value(&axis.span, point as usize))
                .unwrap_or(Value::Boolean(false)),
        };
        let axes = self.axes.iter().enumerate();
        axes.flat_map(|(index, axis)| {
            let value = value(index, axis);
            axis.keys.iter().map(move |key| (key.clone(), value.clone()))
        })
        .collect()
    }
}

fn check(axis: &RandomAxis) -> Result<(), Error> {
    let name = axis.keys.join(", ");
    let wrong = |low: String, high: String, wanted| {
        Err(Error::Span { axis: name.clone(), low, high, wanted })
    };
    match &axis.span {
        Span::Choice(values) if values.is_empty() => Err(Error::EmptyAxis { axis: name }),
        Span::Numbers { low, high, scale } => {
            let (from, to) = (low.to_string(), high.to_string());
            if !(low.is_finite() && high.is_finite() && low <= high) {
                wrong(from, to, "finite numbers, the lower first")
            } else if *scale == Scale::Log && *low <= 0.0 {
                wrong(from, to, "numbers above 0 for scale = \"log\"")
            } else {
                Ok(())
            }
        }
        Span::Whole { low, high } if low > high => {
            wrong(low.to_string(), high.to_string(), "whole numbers, the lower first")
        }
        _ => Ok(()),
    }
}

/// The value at a coordinate of [0, 1).
fn of_unit(span: &Span, unit: f64) -> Value {
    match span {
        Span::Numbers { low, high, scale } => Value::Float(scale.between(*low, *high, unit)),
        Span::Whole { low, high } => Value::Integer(whole_between(*low, *high, unit)),
        Span::Choice(values) => {
            let last = values.len().saturating_sub(1) as i64;
            let index = whole_between(0, last, unit) as usize;
            values.get(index).cloned().unwrap_or(Value::Boolean(false))
        }
    }
}
