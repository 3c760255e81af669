//! The picture of a membrane run: the potential over time, with the potentials that pull at it.

use crate::commands::failure::Failure;
use crate::commands::simulate::points::Place;
use mfn::config::{MembranePlan, Stimulus};
use mfn::format::{annotate_png, annotate_svg};
use mfn::plot::{Band, ChartAxis, ChartSheet, LineChart, Rule, Series};

/// mV in a volt, ms in a second.
const PER_UNIT: f64 = 1000.0;
/// µA/cm² in an A/m².
const MICROAMPERES: f64 = 100.0;

/// Draws the pictures that the preset asks for.
pub(crate) fn draw(
    plan: &MembranePlan,
    potential: &[f64],
    place: &Place<'_>,
) -> Result<Vec<String>, Failure> {
    let rest = PER_UNIT * plan.circuit.rest();
    let charts = [chart(plan, potential, rest)];
    let temperature = plan.circuit.parts().temperature;
    let subtitle = format!("E_rest = {rest:.2} mV, T = {temperature} K").replace('-', "−");
    let sheet = ChartSheet { title: plan.resolved.name(), subtitle: &subtitle, charts: &charts };
    let output = plan.resolved.output();
    let mut names = Vec::new();
    if output.wants("png") {
        let picture = annotate_png(&sheet.png()?, &place.provenance)?;
        names.push(place.keep("potential.png", &picture)?);
    }
    if output.wants("svg") {
        let picture = annotate_svg(&sheet.svg()?, &place.provenance)?;
        names.push(place.keep("potential.svg", picture.as_bytes())?);
    }
    Ok(names)
}

fn chart(plan: &MembranePlan, potential: &[f64], rest: f64) -> LineChart {
    let time = |step: usize| step as f64 * plan.time_step * PER_UNIT;
    let places = potential.iter().enumerate();
    let curve = places.map(|(step, value)| (time(step), PER_UNIT * value)).collect();
    let ions = plan.circuit.parts().ions.iter().zip(plan.circuit.reversals());
    let ions = ions.map(|(ion, reversal)| {
        Rule::horizontal(PER_UNIT * reversal, format!("E_{}", ion.species.symbol))
    });
    let Stimulus { amplitude, start, end } = plan.stimulus;
    let end = (PER_UNIT * end).min(time(potential.len() - 1));
    let label = format!("I = {} µA/cm²", MICROAMPERES * amplitude);
    let is_on = amplitude != 0.0 && PER_UNIT * start < end;
    LineChart {
        rules: ions.chain([Rule::horizontal(rest, "E_rest")]).collect(),
        bands: is_on.then(|| Band::new((PER_UNIT * start, end), label)).into_iter().collect(),
        ..LineChart::new(
            ChartAxis::linear("time (ms)"),
            ChartAxis::linear("potential V (mV)"),
            vec![Series::new("", curve)],
        )
    }
}
