//! One input: its frames read one by one, and the features of both sets.

use crate::cli::Features as Arguments;
use crate::commands::failure::{Failure, code};
use crate::commands::features::reading::{Reader, Reading};
use mfn::features::{
    Evolution, Extended, ExtendedFeature, Features, Stationarity, Streaming, TABLE, from_field,
};
use mfn::format::Input;
use mfn::grid::FieldView;
use ndarray::Array2;
use serde_json::{Map, Value, json};

/// A feature of one input.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    pub(crate) name: &'static str,
    /// In the input's own unit.
    pub(crate) unit: String,
    pub(crate) definition: &'static str,
    /// The value, or why there is none.
    pub(crate) value: Result<f64, String>,
}

/// What was found of one input.
#[derive(Debug, Clone)]
pub(crate) struct Measured {
    pub(crate) label: String,
    pub(crate) shape: (usize, usize),
    pub(crate) frames: usize,
    pub(crate) boundary: &'static str,
    pub(crate) spacing: f64,
    pub(crate) unit: String,
    /// Whether a history came to rest; none of a single frame.
    pub(crate) stationarity: Option<Stationarity>,
    pub(crate) features: Vec<Found>,
    /// The last frame, where a picture of it is wanted.
    pub(crate) last: Option<Array2<f64>>,
}

/// Measures an input; the extended set comes with its parts where a picture is wanted.
pub(crate) fn measure(
    input: &Input,
    reading: &Reading,
    arguments: &Arguments,
) -> Result<(Measured, Option<Extended>), Failure> {
    let reader = reading.of(input.about())?;
    let run = Run::read(input, &reader, arguments)?;
    let set = arguments.set_name;
    let mut features = Vec::new();
    if set.has_v4() {
        features.extend(eighteen(&run.v4, &reader.unit));
    }
    let extended = set.has_extended().then(|| {
        let last = FieldView::F64(run.last.view());
        Extended::of(last, &reader.extended, run.evolution.as_ref())
    });
    if let Some(extended) = &extended {
        let one = |(feature, value): (&ExtendedFeature, Result<f64, _>)| Found {
            name: feature.name,
            unit: feature.unit.text(&reader.unit),
            definition: feature.definition,
            value: value.map_err(|reason: mfn::fractal::Undefined| reason.to_string()),
        };
        features.extend(extended.iter().map(|(feature, value)| one((feature, value))));
    }
    let wanted = arguments.plot.is_some();
    let measured = Measured {
        label: input.label().to_owned(),
        shape: input.shape(),
        frames: run.frames,
        boundary: reader.extended.boundary.name(),
        spacing: reader.extended.spacing,
        unit: reader.unit.clone(),
        stationarity: run
            .evolution
            .as_ref()
            .map(|run| run.stationarity(Stationarity::QUIET, Stationarity::WINDOW)),
        features,
        last: wanted.then_some(run.last),
    };
    Ok((measured, extended.filter(|_| wanted)))
}

fn eighteen(features: &Features, unit: &str) -> impl Iterator<Item = Found> {
    let unit = unit.to_owned();
    TABLE.iter().zip(*features.values()).map(move |(feature, value)| Found {
        name: feature.name,
        unit: feature.unit.text(&unit),
        definition: feature.definition,
        value: value.ok_or_else(|| {
            "the field has no such number in double precision: NaN, an infinity or an overflow"
                .to_owned()
        }),
    })
}

/// What was read of the frames.
struct Run {
    v4: Features,
    evolution: Option<Evolution>,
    last: Array2<f64>,
    frames: usize,
}

impl Run {
    fn read(input: &Input, reader: &Reader, arguments: &Arguments) -> Result<Self, Failure> {
        let frame = |index: usize| -> Result<Array2<f64>, Failure> {
            let field = input.frame(index)?;
            Ok(match reader.range {
                Some((low, high)) => field.mapv(|level| low + (high - low) * level),
                None => field,
            })
        };
        let single = arguments.frame.or((!input.is_history()).then_some(0));
        if let Some(index) = single {
            let last = frame(index)?;
            let v4 = from_field(&reader.v4, FieldView::F64(last.view()));
            return Ok(Self { v4, evolution: None, last, frames: 1 });
        }
        let (rows, cols) = input.shape();
        let n_frames = input.n_frames();
        let failed = |error: mfn::features::Error| Failure::new(code::NUMBERS, error);
        let mut streaming = Streaming::new(reader.v4, rows, cols, n_frames);
        let extended = arguments.set_name.has_extended();
        let mut evolution = extended.then(|| Evolution::new((rows, cols), reader.v4.scale));
        let mut last = Array2::zeros((rows, cols));
        for index in 0..n_frames {
            last = frame(index)?;
            let view = FieldView::F64(last.view());
            streaming.push(view).map_err(failed)?;
            if let Some(evolution) = &mut evolution {
                evolution.push(view).map_err(failed)?;
            }
        }
        let v4 = streaming.finish(FieldView::F64(last.view())).map_err(failed)?;
        Ok(Self { v4, evolution, last, frames: n_frames })
    }
}

impl Measured {
    /// One line for programs.
    pub(crate) fn json(&self) -> Value {
        let value = |found: &Found| match found.value {
            Ok(value) => json!(value),
            Err(_) => Value::Null,
        };
        let features: Map<String, Value> =
            self.features.iter().map(|found| (found.name.to_owned(), value(found))).collect();
        let reason =
            |found: &Found| Some((found.name.to_owned(), json!(found.value.as_ref().err()?)));
        let reasons: Map<String, Value> = self.features.iter().filter_map(reason).collect();
        let mut line = json!({
            "input": self.label,
            "rows": self.shape.0,
            "cols": self.shape.1,
            "frames": self.frames,
            "boundary": self.boundary,
            "spacing": self.spacing,
            "unit": self.unit,
            "stationarity": self.stationarity.map(Stationarity::name),
            "stationary_since": self.stationarity.and_then(Stationarity::since),
            "features": features,
        });
        if let (Some(line), false) = (line.as_object_mut(), reasons.is_empty()) {
            line.insert("reasons".to_owned(), Value::Object(reasons));
        }
        line
    }

    /// The same without the frame.
    pub(crate) fn without_extra(self) -> Self {
        Self { last: None, ..self }
    }
}
