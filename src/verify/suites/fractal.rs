//! Are known dimensions found? The cases of `mfn features --exact`, each with a broken twin.

use crate::fractal::DimensionEstimate;
use crate::verify::check::{Check, Curve, Figure, Finding, Obstacle, Subject, Suite};
use crate::verify::fractal::{Case, Ensemble, Group, Measured, exact_groups, random_groups};
use std::sync::{Arc, OnceLock};

/// Seeds of the quick checks; `--full` takes those of the table as well.
const QUICK_SEEDS: u32 = 12;

pub(crate) fn checks() -> Vec<Check> {
    let full = Ensemble::default();
    let quick = Ensemble { seeds: QUICK_SEEDS, ..full };
    let at_once = exact_groups().into_iter().chain(random_groups(quick)).flat_map(of_group);
    let later = random_groups(full).into_iter().flat_map(of_group).map(Check::slow);
    at_once.chain(later).collect()
}

/// What was measured of a group, once for each subject.
struct Shared {
    group: Group,
    ours: OnceLock<Vec<Measured>>,
    twin: OnceLock<Vec<Measured>>,
}

impl Shared {
    fn of(&self, subject: Subject) -> &[Measured] {
        subject.pick(&self.ours, &self.twin).get_or_init(|| (self.group.measure)(subject))
    }
}

fn of_group(group: Group) -> Vec<Check> {
    let cases = group.cases.clone();
    let shared = Arc::new(Shared { group, ours: OnceLock::new(), twin: OnceLock::new() });
    let check = |(index, case): (usize, Case)| {
        let shared = Arc::clone(&shared);
        let Case { reference, because, twin, .. } = case;
        let name = case.slug.clone();
        let claim = format!("{}: the {} is {:.4}", case.name, case.quantity, case.exact);
        let measure = move |subject| match shared.of(subject).get(index) {
            Some(measured) => finding(&case, measured),
            None => Err(Obstacle::broke("the case was not measured")),
        };
        Check::new(Suite::Fractal, name, measure)
            .claim(claim)
            .reference(reference)
            .because(because)
            .twin(twin)
    };
    cases.into_iter().enumerate().map(check).collect()
}

fn finding(case: &Case, measured: &Measured) -> Result<Finding, Obstacle> {
    let found = measured.found.map_err(Obstacle::broke)?;
    let mut finding = Finding::new(found.value, case.exact, case.tolerance);
    if found.std_error > 0.0 {
        finding = finding.interval(found.interval);
    }
    if let Some(coverage) = measured.coverage {
        let (low, high) = found.interval;
        finding = finding.note(format!(
            "95 % interval of the mean {low:.4} to {high:.4}; that of a seed held {:.4} for {} of \
             {}",
            case.exact, coverage.held, coverage.seeds
        ));
    }
    Ok(match &measured.plot {
        Some(plot) => finding.figure(figure(case, plot)),
        None => finding,
    })
}

/// The measure over the scale, and the line of the exact slope through the middle of the window.
fn figure(case: &Case, plot: &DimensionEstimate) -> Figure {
    let points: Vec<(f64, f64)> =
        plot.scales.iter().zip(&plot.log_measures).map(|(s, y)| (*s, libm::exp(*y))).collect();
    let window = plot.window.clone();
    let n = window.len() as f64;
    let mean = |all: &[f64]| all.get(window.clone()).unwrap_or_default().iter().sum::<f64>() / n;
    let (x, y) = (mean(&plot.log_scales), mean(&plot.log_measures));
    let height = |log_scale: &f64| libm::exp(y + case.exact * (log_scale - x));
    let line = plot.scales.iter().zip(&plot.log_scales).map(|(s, x)| (*s, height(x)));
    Figure::log(
        &format!("{}: {}", case.name, case.quantity),
        ("scale, cells", "measure"),
        vec![
            Curve::theory(format!("slope of D = {:.4}", case.exact), line.collect()),
            Curve::measured("found", points),
        ],
    )
}
