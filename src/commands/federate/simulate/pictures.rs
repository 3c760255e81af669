//! The courses as curves, and the final accuracies as a heat map.

use crate::commands::failure::Failure;
use crate::commands::federate::simulate::trainings::{Cell, Grid};
use mfn::config::FederatePlan;
use mfn::federate::task::{Architecture, Partition, Settings};
use mfn::format::{Provenance, annotate_png, annotate_svg};
use mfn::plot::{ChartAxis, ChartSheet, ColorMap, CrossTable, LineChart, Rule, Series, Stroke};
use ndarray::Array2;

/// Colours of the palette; beyond them strokes tell curves apart.
const COLORS: usize = 7;
/// How curves of one colour differ.
const STROKES: [Stroke; 3] = [Stroke::Solid, Stroke::Dashed, Stroke::Dotted];

/// Name and bytes of every picture that the preset asks for.
pub(crate) fn draw(
    plan: &FederatePlan,
    grid: &Grid<'_>,
    provenance: &Provenance,
) -> Result<Vec<(&'static str, Vec<u8>)>, Failure> {
    let [wants_png, wants_svg] = ["png", "svg"].map(|name| plan.resolved.output().wants(name));
    let subtitle = subtitle(plan);
    let charts: Vec<LineChart> =
        (0..plan.attacks.len()).map(|attack| chart(plan, grid, attack)).collect();
    let title = format!("{}: accuracy on the test rows, round by round", plan.resolved.name());
    let curves = ChartSheet { title: &title, subtitle: &subtitle, charts: &charts };
    let (rules, attacks) = names(plan);
    let values = finals(plan, grid);
    let map = CrossTable {
        title: "Accuracy after the last round",
        subtitle: &subtitle,
        rows: ("rule", &rules),
        columns: ("attack", &attacks.iter().map(String::as_str).collect::<Vec<_>>()),
        values: values.view(),
        range: (0.0, 100.0),
        decimals: 1,
        label: "test rows that are right (%)",
        map: ColorMap::Viridis,
    };
    let mut pictures = Vec::new();
    if wants_png {
        pictures.push(("curves.png", annotate_png(&curves.png()?, provenance)?));
        pictures.push(("heatmap.png", annotate_png(&map.png()?, provenance)?));
    }
    if wants_svg {
        pictures.push(("curves.svg", annotate_svg(&curves.svg()?, provenance)?.into_bytes()));
        pictures.push(("heatmap.svg", annotate_svg(&map.svg()?, provenance)?.into_bytes()));
    }
    Ok(pictures)
}

/// One line on what was trained.
fn subtitle(plan: &FederatePlan) -> String {
    let Settings { clients, byzantine, partition, architecture, privacy, .. } = plan.settings;
    let share = 100.0 * byzantine as f64 / clients as f64;
    let partition = match partition {
        Partition::Iid => "IID".to_owned(),
        Partition::Dirichlet { alpha } => format!("Dirichlet α = {alpha}"),
    };
    let model = match architecture {
        Architecture::Logistic => "logistic regression".to_owned(),
        Architecture::Perceptron { hidden } => format!("{hidden} hidden units"),
    };
    let privacy = privacy
        .map_or_else(String::new, |privacy| format!(", privacy noise {}", privacy.mechanism.noise));
    let repeats = plan.repeats;
    format!(
        "{clients} clients, {byzantine} Byzantine ({share:.0} %), {partition}, {model}{privacy}, \
         mean of {repeats} repeats"
    )
}

/// The cell of a rule under an attack, by their numbers.
fn cell<'a>(plan: &FederatePlan, grid: &'a Grid<'_>, rule: usize, attack: usize) -> &'a Cell<'a> {
    // Cells are in the order of rules, then of attacks; the reference stands in for none.
    grid.cells.get(rule * plan.attacks.len() + attack).unwrap_or(&grid.reference)
}

/// The curves of all rules under one attack; the first chart of the sheet names them.
fn chart(plan: &FederatePlan, grid: &Grid<'_>, attack: usize) -> LineChart {
    let mut series = Vec::new();
    for (rule, named) in plan.rules.iter().enumerate() {
        let course = cell(plan, grid, rule, attack).mean_course();
        if course.is_empty() {
            continue;
        }
        let points = course.into_iter().map(|(round, share)| (round as f64, 100.0 * share));
        let label = if attack == 0 { named.name.as_str() } else { "" };
        let stroke = STROKES[(rule / COLORS) % STROKES.len()];
        series.push(Series {
            stroke,
            color: Some(rule % COLORS),
            ..Series::new(label, points.collect())
        });
    }
    let reference = grid.reference.accuracy().map(|[mean, ..]| 100.0 * mean);
    if series.is_empty() {
        // A chart wants a curve: the start of the reference, where every course begins.
        let start = grid.reference.mean_course().into_iter().take(1);
        series.push(Series::new("", start.map(|(round, a)| (round as f64, 100.0 * a)).collect()));
    }
    let name = plan.attacks.get(attack).map_or("", |attack| attack.name.as_str());
    let last = plan.settings.rounds as f64;
    LineChart {
        rules: reference.map(|at| Rule::horizontal(at, "attack-free")).into_iter().collect(),
        ..LineChart::new(
            ChartAxis::linear("round").within(0.0, last),
            ChartAxis::linear(format!("{name} (%)")).within(0.0, 100.0),
            series,
        )
    }
}

/// Names of the rules; names of the attacks, with a space where a name may break.
fn names(plan: &FederatePlan) -> (Vec<&str>, Vec<String>) {
    let rules = plan.rules.iter().map(|rule| rule.name.as_str()).collect();
    let broken = |name: &str| name.replace('(', " (");
    (rules, plan.attacks.iter().map(|attack| broken(&attack.name)).collect())
}

/// Mean final accuracies in per cent; NaN where a training failed.
fn finals(plan: &FederatePlan, grid: &Grid<'_>) -> Array2<f64> {
    Array2::from_shape_fn((plan.rules.len(), plan.attacks.len()), |(rule, attack)| {
        let accuracy = cell(plan, grid, rule, attack).accuracy();
        accuracy.map_or(f64::NAN, |[mean, ..]| 100.0 * mean)
    })
}
