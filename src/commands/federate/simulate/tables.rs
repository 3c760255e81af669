//! Courses, summary and privacy as Arrow record batches.

use crate::commands::failure::{Failure, code};
use crate::commands::federate::simulate::trainings::{Cell, Grid};
use arrow_array::{Array as _, ArrayRef, Float64Array, RecordBatch, StringArray, UInt64Array};
use arrow_schema::{DataType, Field, Metadata, Schema};
use mfn::config::FederatePlan;
use mfn::federate::task::{Federation, Point, Privacy};
use std::sync::Arc;

/// Columns that are put together one by one.
#[derive(Default)]
struct Builder {
    fields: Vec<Field>,
    columns: Vec<ArrayRef>,
}

impl Builder {
    fn add(&mut self, [name, unit, description]: [&str; 3], kind: DataType, column: ArrayRef) {
        let metadata = Metadata::new().with("unit", unit).with("description", description);
        let nullable = column.null_count() > 0;
        self.fields.push(Field::new(name, kind, nullable).with_metadata(metadata));
        self.columns.push(column);
    }

    fn texts(&mut self, name: [&str; 3], texts: impl Iterator<Item = Option<String>>) {
        let column: StringArray = texts.collect();
        self.add(name, DataType::Utf8, Arc::new(column));
    }

    fn counts(&mut self, name: [&str; 3], counts: impl Iterator<Item = u64>) {
        self.add(name, DataType::UInt64, Arc::new(UInt64Array::from_iter_values(counts)));
    }

    fn numbers(&mut self, name: [&str; 3], numbers: impl Iterator<Item = Option<f64>>) {
        let column: Float64Array = numbers.collect();
        self.add(name, DataType::Float64, Arc::new(column));
    }

    fn finish(self) -> Result<RecordBatch, Failure> {
        let batch = RecordBatch::try_new(Arc::new(Schema::new(self.fields)), self.columns);
        batch.map_err(|error| Failure::new(code::FILE, error))
    }
}

const RULE: [&str; 3] = ["rule", "", "aggregation rule, with the pre-aggregators before it"];
const ATTACK: [&str; 3] = ["attack", "", "what the Byzantine clients do"];
const REPEAT: [&str; 3] = ["repeat", "", "number of the repetition: another split, other clients"];

/// A row a test of a model: rule, attack, repeat, round, accuracy, loss.
pub(crate) fn accuracy(grid: &Grid<'_>) -> Result<RecordBatch, Failure> {
    let rows: Vec<(&Cell<'_>, u64, &Point)> = grid
        .cells
        .iter()
        .flat_map(|cell| cell.courses.iter().enumerate().map(move |(n, course)| (cell, n, course)))
        .filter_map(|(cell, repeat, course)| Some((cell, repeat as u64, course.as_ref().ok()?)))
        .flat_map(|(cell, repeat, course)| course.points.iter().map(move |p| (cell, repeat, p)))
        .collect();
    let mut table = Builder::default();
    table.texts(RULE, rows.iter().map(|(cell, ..)| Some(cell.rule.to_owned())));
    table.texts(ATTACK, rows.iter().map(|(cell, ..)| Some(cell.attack.to_owned())));
    table.counts(REPEAT, rows.iter().map(|(_, repeat, _)| *repeat));
    let round = ["round", "rounds", "rounds of training before the test"];
    table.counts(round, rows.iter().map(|(.., point)| point.round));
    let accuracy = ["accuracy", "1", "share of the test rows that the model gets right"];
    table.numbers(accuracy, rows.iter().map(|(.., point)| Some(point.accuracy)));
    let loss = ["loss", "nat", "mean cross-entropy of the test rows"];
    table.numbers(loss, rows.iter().map(|(.., point)| Some(point.loss)));
    table.finish()
}

/// A row a cell of the grid.
pub(crate) fn summary(grid: &Grid<'_>) -> Result<RecordBatch, Failure> {
    let reference = grid.reference.accuracy().map(|[mean, ..]| mean);
    let cells = || grid.cells.iter();
    let nth = |index: usize| cells().map(move |cell| cell.accuracy().map(|all| all[index]));
    let mut table = Builder::default();
    table.texts(RULE, cells().map(|cell| Some(cell.rule.to_owned())));
    table.texts(ATTACK, cells().map(|cell| Some(cell.attack.to_owned())));
    table.numbers(["accuracy", "1", "final accuracy, mean over repeats"], nth(0));
    table.numbers(["accuracy_min", "1", "least final accuracy of the repeats"], nth(1));
    table.numbers(["accuracy_max", "1", "largest final accuracy of the repeats"], nth(2));
    let free = ["attack_free_accuracy", "1", "final accuracy of the mean without an attack"];
    table.numbers(free, cells().map(|_| reference));
    let points = cells().map(|cell| lost(cell, reference));
    let lost = ["accuracy_lost", "percentage points", "attack_free_accuracy less accuracy"];
    table.numbers(lost, points);
    let loss = ["loss", "nat", "final mean cross-entropy of the test rows, mean over repeats"];
    table.numbers(loss, cells().map(Cell::loss));
    let failed = ["failure", "", "why a training has no end; null if all have one"];
    table.texts(failed, cells().map(|cell| cell.failure().map(ToOwned::to_owned)));
    table.finish()
}

/// Percentage points of accuracy that a cell is below the reference.
pub(crate) fn lost(cell: &Cell<'_>, reference: Option<f64>) -> Option<f64> {
    Some(100.0 * (reference? - cell.accuracy()?[0]))
}

/// A row a client and tested round: the privacy spent. `None` without privacy.
pub(crate) fn privacy(
    plan: &FederatePlan,
    federations: &[Federation],
) -> Result<Option<RecordBatch>, Failure> {
    let Some(Privacy { mechanism, delta }) = plan.settings.privacy else { return Ok(None) };
    let all = 0..=plan.settings.rounds;
    let rounds: Vec<u64> = all.filter(|round| plan.settings.tests_after(*round)).collect();
    let spent = federations.iter().enumerate().flat_map(|(repeat, federation)| {
        federation.spent(&rounds).into_iter().map(move |spent| (repeat as u64, spent))
    });
    let rows: Vec<_> = spent.collect();
    let mut table = Builder::default();
    table.counts(REPEAT, rows.iter().map(|(repeat, _)| *repeat));
    let client = ["client", "", "number of the client"];
    table.counts(client, rows.iter().map(|(_, spent)| spent.client as u64));
    let own = ["rows", "rows", "training rows of the client"];
    table.counts(own, rows.iter().map(|(_, spent)| spent.rows as u64));
    let rate = ["sampling_rate", "1", "probability that a row takes part in a round"];
    table.numbers(rate, rows.iter().map(|(_, spent)| Some(spent.rate)));
    let round = ["round", "rounds", "rounds of training so far"];
    table.counts(round, rows.iter().map(|(_, spent)| spent.round));
    let meaning = format!(
        "privacy spent on a row of the client: (ε, δ) with δ = {delta:e}, noise multiplier {}",
        mechanism.noise
    );
    let epsilon = ["epsilon", "nat", meaning.as_str()];
    table.numbers(epsilon, rows.iter().map(|(_, spent)| Some(spent.epsilon)));
    table.finish().map(Some)
}
