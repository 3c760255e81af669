//! The potential and the currents over time, as one Arrow record batch.

use crate::commands::failure::Failure;
use crate::commands::simulate::points::unexpected;
use arrow_array::{ArrayRef, Float64Array, RecordBatch};
use arrow_schema::{DataType, Field, Metadata, Schema};
use mfn::config::MembranePlan;
use std::sync::Arc;

/// mV in a volt, ms in a second.
const PER_UNIT: f64 = 1000.0;
/// µA/cm² in an A/m².
const MICROAMPERES: f64 = 100.0;

/// A row a saved time: time, potential, injected current, current of each ion and of the leak.
///
/// The injected current of a row is that of the step that begins there.
pub(crate) fn potential(plan: &MembranePlan, potential: &[f64]) -> Result<RecordBatch, Failure> {
    let circuit = &plan.circuit;
    let mut fields = Vec::new();
    let mut columns: Vec<ArrayRef> = Vec::new();
    let mut add = |name: &str, unit: &str, meaning: &str, values: Vec<f64>| {
        let metadata = Metadata::new().with("unit", unit).with("description", meaning);
        fields.push(Field::new(name, DataType::Float64, false).with_metadata(metadata));
        columns.push(Arc::new(Float64Array::from(values)));
    };
    let steps = 0..potential.len();
    let time = steps.clone().map(|step| step as f64 * plan.time_step * PER_UNIT);
    add("time_ms", "ms", "time since the start", time.collect());
    let millivolts = potential.iter().map(|value| PER_UNIT * value);
    add("potential_mv", "mV", "potential, inside relative to outside", millivolts.collect());
    let injected = steps.map(|step| MICROAMPERES * plan.injected(step as u64));
    add("injected", "µA/cm²", "injected current", injected.collect());
    for (index, ion) in circuit.parts().ions.iter().enumerate() {
        let values = potential.iter().map(|v| MICROAMPERES * circuit.ion_current(index, *v));
        let symbol = ion.species.symbol;
        let meaning = format!("outward current of {symbol}");
        add(&format!("current_{symbol}"), "µA/cm²", &meaning, values.collect());
    }
    if circuit.parts().leak.conductance > 0.0 {
        let values = potential.iter().map(|v| MICROAMPERES * circuit.leak_current(*v));
        add("current_leak", "µA/cm²", "outward current of the leak", values.collect());
    }
    RecordBatch::try_new(Arc::new(Schema::new(fields)), columns).map_err(unexpected)
}
