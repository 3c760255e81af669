//! The section `[sweep]` as written, turned into axes.

use crate::config::Error;
use crate::config::suggest::nearest;
use crate::config::tables::{Choices, sections};
use crate::config::written::{Written, path};
use crate::dataset::{
    Axis, Definition, Draw, Filter, Method, Random, RandomAxis, Scale, Seeds, Span, linear_space,
    log_space,
};
use crate::model::Kind;
use toml::{Table, Value};

/// Keys of the section.
const KEYS: [&str; 8] =
    ["seeds_per_point", "runs", "seeds", "filter", "product", "zip", "random", "list"];
/// Most points of an axis that is written as a range.
const MOST_SPACED: i64 = 1_000_000;

/// Reads the section.
pub(crate) fn definition(written: &Written, seed: u128) -> Result<Definition, Error> {
    let empty = Table::new();
    let sweep = written.sweep().unwrap_or(&empty);
    refuse_unknown(sweep, "sweep", &KEYS)?;
    let mut axes = Vec::new();
    axes.extend(list(sweep.get("list"))?);
    axes.extend(zip(sweep.get("zip"))?);
    for (key, value) in table(sweep.get("product"), "sweep.product")? {
        axes.push(product(key, value)?);
    }
    let random = match sweep.get("random") {
        None => None,
        value => Some(random(table(value, "sweep.random")?, written, seed)?),
    };
    Ok(Definition {
        axes,
        random,
        filters: filters(sweep.get("filter"))?,
        seed,
        seeds: word(sweep, "sweep", "seeds", &Seeds::NAMES, Seeds::from_name)?.unwrap_or_default(),
        seeds_per_point: count(sweep, "sweep", "seeds_per_point")?.unwrap_or(1),
        n_runs: count(sweep, "sweep", "runs")?,
    })
}

fn refuse_unknown(table: &Table, section: &str, known: &[&str]) -> Result<(), Error> {
    match table.keys().find(|key| !known.contains(&key.as_str())) {
        None => Ok(()),
        Some(key) => Err(Error::UnknownKey {
            key: path(section, key),
            nearest: nearest(key, known.iter().copied()).map(|near| path(section, near)),
        }),
    }
}

fn wrong(key: &str, found: &Value, wanted: &str) -> Error {
    Error::OutOfRange {
        key: key.to_owned(),
        found: found.to_string(),
        wanted: wanted.to_owned(),
        unit: "",
    }
}

fn table<'a>(
    value: Option<&'a Value>,
    key: &str,
) -> Result<Box<dyn Iterator<Item = (&'a String, &'a Value)> + 'a>, Error> {
    match value {
        None => Ok(Box::new(std::iter::empty())),
        Some(Value::Table(table)) => Ok(Box::new(table.iter())),
        Some(other) => Err(wrong(key, other, "a table of axes")),
    }
}

fn count(table: &Table, section: &str, key: &str) -> Result<Option<u64>, Error> {
    let Some(value) = table.get(key) else { return Ok(None) };
    match value.as_integer().and_then(|whole| u64::try_from(whole).ok()).filter(|n| *n > 0) {
        Some(count) => Ok(Some(count)),
        None => Err(wrong(&path(section, key), value, "a whole number above 0")),
    }
}

fn word<T>(
    table: &Table,
    section: &str,
    key: &str,
    known: &[&str],
    from_name: impl Fn(&str) -> Option<T>,
) -> Result<Option<T>, Error> {
    let Some(value) = table.get(key) else { return Ok(None) };
    let found = value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned);
    match from_name(&found) {
        Some(choice) => Ok(Some(choice)),
        None => Err(Error::UnknownWord {
            key: path(section, key),
            nearest: nearest(&found, known.iter().copied()).map(ToOwned::to_owned),
            found,
            wanted: format!("one of {}", known.join(", ")),
        }),
    }
}

fn filters(value: Option<&Value>) -> Result<Vec<Filter>, Error> {
    let texts = match value {
        None => Vec::new(),
        Some(Value::String(text)) => vec![text.as_str()],
        Some(Value::Array(items)) => {
            let texts: Option<Vec<&str>> = items.iter().map(Value::as_str).collect();
            texts.ok_or_else(|| wrong("sweep.filter", &Value::Array(items.clone()), "texts"))?
        }
        Some(other) => return Err(wrong("sweep.filter", other, "a text or a list of texts")),
    };
    Ok(texts.into_iter().map(Filter::parse).collect::<Result<_, _>>()?)
}

/// `"grid.rows, grid.cols"` → both.
fn keys(text: &str) -> Vec<String> {
    text.split(',').map(|key| key.trim().to_owned()).filter(|key| !key.is_empty()).collect()
}

/// A number, a flag or a word.
fn is_scalar(value: &Value) -> bool {
    match value {
        Value::Float(number) => number.is_finite(),
        Value::Integer(_) | Value::Boolean(_) | Value::String(_) => true,
        _ => false,
    }
}

fn scalars<'a>(key: &str, values: &'a [Value]) -> Result<&'a [Value], Error> {
    match values.iter().find(|value| !is_scalar(value)) {
        None => Ok(values),
        Some(odd) => Err(wrong(key, odd, "finite numbers, flags or words")),
    }
}

/// Entries of an axis: a list, or a range.
fn entries(key: &str, value: &Value) -> Result<Vec<Value>, Error> {
    match value {
        Value::Array(values) => Ok(scalars(key, values)?.to_vec()),
        Value::Table(range) => spaced(key, range),
        other => Err(wrong(key, other, "a list, or { from = …, to = …, count = … }")),
    }
}

fn product(key: &str, value: &Value) -> Result<Axis, Error> {
    let full = path("sweep.product", key);
    let keys = keys(key);
    let entries = entries(&full, value)?;
    let entries = entries.into_iter().map(|value| vec![value; keys.len()]).collect();
    Ok(Axis::new(keys, entries)?)
}

/// Evenly spaced values with both ends.
fn spaced(key: &str, range: &Table) -> Result<Vec<Value>, Error> {
    refuse_unknown(range, key, &["from", "to", "count", "scale"])?;
    let (low, high) = (end(key, range, "from")?, end(key, range, "to")?);
    let n = count(range, key, "count")?.ok_or_else(|| Error::Missing {
        key: path(key, "count"),
        wanted: "the number of values".to_owned(),
    })?;
    if n > MOST_SPACED as u64 {
        let found = Value::Integer(n.min(i64::MAX as u64) as i64);
        return Err(wrong(&path(key, "count"), &found, "a whole number up to 1000000"));
    }
    let scale =
        word(range, key, "scale", &Scale::NAMES, Scale::from_name)?.unwrap_or(Scale::Linear);
    if scale == Scale::Log && (low <= 0.0 || high <= 0.0) {
        let found = Value::Table(range.clone());
        return Err(wrong(key, &found, "ends above 0 for scale = \"log\""));
    }
    let numbers: Vec<f64> = (0..n)
        .map(|index| match scale {
            Scale::Linear => linear_space(low, high, n, index),
            Scale::Log => log_space(low, high, n, index),
        })
        .collect();
    let written_whole =
        ["from", "to"].iter().all(|end| range.get(*end).is_some_and(Value::is_integer));
    let whole = written_whole && numbers.iter().all(|number| number.fract() == 0.0);
    let value = |number: f64| {
        if whole { Value::Integer(number as i64) } else { Value::Float(number) }
    };
    Ok(numbers.into_iter().map(value).collect())
}

fn end(key: &str, range: &Table, name: &str) -> Result<f64, Error> {
    let full = path(key, name);
    match range.get(name) {
        Some(Value::Integer(whole)) => Ok(*whole as f64),
        Some(Value::Float(number)) if number.is_finite() => Ok(*number),
        Some(other) => Err(wrong(&full, other, "a finite number")),
        None => Err(Error::Missing { key: full, wanted: "a finite number".to_owned() }),
    }
}

/// Axes of one length that go together.
fn zip(value: Option<&Value>) -> Result<Option<Axis>, Error> {
    let (mut names, mut columns) = (Vec::new(), Vec::new());
    for (key, value) in table(value, "sweep.zip")? {
        let values = entries(&path("sweep.zip", key), value)?;
        for key in keys(key) {
            names.push(key);
            columns.push(values.clone());
        }
    }
    let Some(first) = columns.first() else { return Ok(None) };
    let n = first.len();
    if let Some(odd) = columns.iter().position(|column| column.len() != n) {
        return Err(Error::Conflict {
            first: format!("sweep.zip.{} of {n} values", names[0]),
            second: format!("sweep.zip.{} of {}", names[odd], columns[odd].len()),
            reason: "zipped axes have one length",
        });
    }
    let entry = |index: usize| columns.iter().filter_map(|c| c.get(index).cloned()).collect();
    Ok(Some(Axis::new(names, (0..n).map(entry).collect())?))
}

/// Points written one by one, each with the same keys.
fn list(value: Option<&Value>) -> Result<Option<Axis>, Error> {
    let Some(value) = value else { return Ok(None) };
    let points = value.as_array().ok_or_else(|| wrong("sweep.list", value, "[[sweep.list]]"))?;
    let (mut names, mut rows) = (Vec::new(), Vec::new());
    for point in points {
        let point = point.as_table().ok_or_else(|| wrong("sweep.list", point, "a table"))?;
        let own: Vec<String> = point.keys().cloned().collect();
        if names.is_empty() {
            names.clone_from(&own);
        }
        if names != own {
            return Err(Error::Conflict {
                first: format!("a point of sweep.list with {}", names.join(", ")),
                second: format!("one with {}", own.join(", ")),
                reason: "each point sets the same keys in the same order",
            });
        }
        let values: Vec<Value> = point.values().cloned().collect();
        rows.push(scalars("sweep.list", &values)?.to_vec());
    }
    Ok(Some(Axis::new(names, rows)?))
}

fn random<'a>(
    axes: impl Iterator<Item = (&'a String, &'a Value)>,
    written: &Written,
    seed: u128,
) -> Result<Random, Error> {
    let (mut options, mut spans) = (Table::new(), Vec::new());
    for (key, value) in axes {
        if ["count", "method"].contains(&key.as_str()) {
            options.insert(key.clone(), value.clone());
        } else {
            let full = path("sweep.random", key);
            let keys = keys(key);
            let whole = keys.first().is_some_and(|key| is_whole_key(written, key));
            spans.push(RandomAxis { span: span(&full, value, whole)?, keys });
        }
    }
    let n = count(&options, "sweep.random", "count")?.ok_or_else(|| Error::Missing {
        key: "sweep.random.count".to_owned(),
        wanted: "the number of points".to_owned(),
    })?;
    let draw = word(&options, "sweep.random", "method", &Draw::NAMES, Draw::from_name)?;
    let draw = draw.unwrap_or(Draw::Sampling(Method::Independent));
    Ok(Random::new(spans, n, draw, seed)?)
}

fn span(key: &str, value: &Value, whole: bool) -> Result<Span, Error> {
    let range = match value {
        Value::Array(values) => return Ok(Span::Choice(scalars(key, values)?.to_vec())),
        Value::Table(range) => range,
        other => return Err(wrong(key, other, "{ from = …, to = … } or a list of choices")),
    };
    if let Some(choices) = range.get("choices") {
        refuse_unknown(range, key, &["choices"])?;
        let values = choices.as_array().ok_or_else(|| wrong(key, choices, "a list"))?;
        return Ok(Span::Choice(scalars(key, values)?.to_vec()));
    }
    refuse_unknown(range, key, &["from", "to", "scale"])?;
    let (low, high) = (end(key, range, "from")?, end(key, range, "to")?);
    let scale =
        word(range, key, "scale", &Scale::NAMES, Scale::from_name)?.unwrap_or(Scale::Linear);
    if whole && scale == Scale::Linear {
        let integer = |name: &str| range.get(name).and_then(Value::as_integer);
        if let (Some(low), Some(high)) = (integer("from"), integer("to")) {
            return Ok(Span::Whole { low, high });
        }
        let found = Value::Table(range.clone());
        return Err(wrong(key, &found, "whole numbers, since the key holds one"));
    }
    Ok(Span::Numbers { low, high, scale })
}

/// Whether a key of the base preset's model holds a whole number.
fn is_whole_key(written: &Written, key: &str) -> bool {
    let Some(kind) = written.word("model.kind").and_then(Kind::from_name) else { return false };
    let choices = Choices {
        variant: written.word("model.variant"),
        initial: written.word("initial.kind"),
        stepper: written.word("time.stepper"),
        volume: true,
    };
    let volume = sections(kind, choices);
    let plane = sections(kind, Choices { volume: false, ..choices });
    let mut rows = volume.iter().chain(&plane).flat_map(|section| {
        section.table.iter().map(move |row| (path(section.name, row.key), row.range))
    });
    rows.any(|(known, range)| known == key && range.is_whole())
}
