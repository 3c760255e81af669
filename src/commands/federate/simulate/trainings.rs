//! Every training of the grid: rule × attack × repeat, on all threads, in one order.

use crate::cli;
use crate::commands::counted::Progress;
use crate::commands::failure::{Failure, code};
use crate::commands::output::Output;
use crate::commands::simulate::Stop;
use mfn::config::{FederatePlan, GridAttack, GridRule};
use mfn::federate::task::{Course, Error, Federation};
use rayon::ThreadPool;
use rayon::prelude::*;
use std::sync::Mutex;

/// What came of the trainings of a rule under an attack, repeat by repeat.
#[derive(Debug)]
pub(crate) struct Cell<'a> {
    pub(crate) rule: &'a str,
    pub(crate) attack: &'a str,
    /// Its course, or why there is none.
    pub(crate) courses: Vec<Result<Course, String>>,
}

/// All of them.
#[derive(Debug)]
pub(crate) struct Grid<'a> {
    /// Rule by rule, attack by attack.
    pub(crate) cells: Vec<Cell<'a>>,
    /// The mean without an attack, repeat by repeat: what the others are held against.
    pub(crate) reference: Cell<'a>,
}

/// The name of the rule and of the attack of the reference.
const REFERENCE: (&str, &str) = ("mean", "none");

/// Trains them all; a request to stop ends it with nothing.
pub(crate) fn train<'a>(
    plan: &'a FederatePlan,
    federations: &[Federation],
    (pool, stop): (&ThreadPool, &Stop),
    way: cli::Progress,
    output: &Output,
) -> Result<Grid<'a>, Failure> {
    let (mean, none) = (GridRule::mean(), GridAttack::none());
    let mut pairs: Vec<(&GridRule, &GridAttack)> = vec![(&mean, &none)];
    for rule in &plan.rules {
        pairs.extend(plan.attacks.iter().map(|attack| (rule, attack)));
    }
    let jobs = pairs.iter().flat_map(|pair| federations.iter().map(move |one| (*pair, one)));
    let jobs: Vec<_> = jobs.collect();
    let progress = Mutex::new(Progress::new(way, "training", (0, jobs.len() as u64), output));
    let courses: Vec<Result<Course, Error>> = pool.install(|| {
        let each = jobs.par_iter().with_max_len(1).map(|((rule, attack), federation)| {
            let go_on = || stop.reason().is_none();
            let course = federation.train(&rule.aggregation, &attack.conduct, &go_on);
            if let Ok(mut progress) = progress.lock() {
                progress.tick();
            }
            course
        });
        each.collect()
    });
    if let Ok(progress) = progress.lock() {
        progress.finish();
    }
    if let Some(reason) = stop.reason() {
        let done = courses.iter().filter(|course| course.is_ok()).count();
        let message = format!("{reason} after {done} of {} trainings; nothing is kept", jobs.len());
        let failure = Failure::message(code::STOPPED, message);
        return Err(failure.with_hint("run the same command again: it starts anew"));
    }
    let mut courses = courses.into_iter().map(|course| course.map_err(|e| words(&e)));
    let mut of_pair = |rule, attack| Cell {
        rule,
        attack,
        courses: courses.by_ref().take(federations.len()).collect(),
    };
    let reference = of_pair(REFERENCE.0, REFERENCE.1);
    let mut cells = Vec::new();
    for rule in &plan.rules {
        for attack in &plan.attacks {
            cells.push(of_pair(&rule.name, &attack.name));
        }
    }
    Ok(Grid { cells, reference })
}

/// The error with its causes.
fn words(error: &Error) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(own) = cause {
        text = format!("{text}: {own}");
        cause = own.source();
    }
    text
}

impl Cell<'_> {
    /// The courses that came to their end.
    pub(crate) fn whole(&self) -> impl Iterator<Item = &Course> {
        self.courses.iter().filter_map(|course| course.as_ref().ok())
    }

    /// The first reason why a training has no course.
    pub(crate) fn failure(&self) -> Option<&str> {
        self.courses.iter().find_map(|course| course.as_ref().err()).map(String::as_str)
    }

    /// Mean, least and largest final accuracy; none unless every training came to its end.
    pub(crate) fn accuracy(&self) -> Option<[f64; 3]> {
        if self.failure().is_some() {
            return None;
        }
        let finals = || self.whole().map(Course::final_accuracy);
        let count = self.courses.len() as f64;
        Some([
            finals().sum::<f64>() / count,
            finals().fold(f64::INFINITY, f64::min),
            finals().fold(f64::NEG_INFINITY, f64::max),
        ])
    }

    /// Mean final loss on the test rows, likewise.
    pub(crate) fn loss(&self) -> Option<f64> {
        let finals = || self.whole().filter_map(|course| course.points.last());
        let sum: f64 = finals().map(|point| point.loss).sum();
        self.failure().is_none().then(|| sum / self.courses.len() as f64)
    }

    /// Round and mean accuracy, likewise.
    pub(crate) fn mean_course(&self) -> Vec<(u64, f64)> {
        if self.failure().is_some() {
            return Vec::new();
        }
        let Some(first) = self.whole().next() else { return Vec::new() };
        let mean = |index: usize| {
            let points = self.whole().filter_map(|course| course.points.get(index));
            points.map(|point| point.accuracy).sum::<f64>() / self.courses.len() as f64
        };
        let points = first.points.iter().enumerate();
        points.map(|(index, point)| (point.round, mean(index))).collect()
    }
}
