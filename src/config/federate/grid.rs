//! The two sides of the grid: rules with their pre-aggregators, and attacks.

use crate::config::Error;
use crate::config::federate::words::{Place, Word};
use crate::federate::task::Conduct;
use crate::federate::{Aggregation, Attack, Duplicates, PreAggregator, Rule};

/// A rule of the grid.
#[derive(Debug, Clone, PartialEq)]
pub struct GridRule {
    /// As written.
    pub name: String,
    /// Pre-aggregators and rule.
    pub aggregation: Aggregation,
}

/// An attack of the grid.
#[derive(Debug, Clone, PartialEq)]
pub struct GridAttack {
    /// As written.
    pub name: String,
    /// What the Byzantine clients do.
    pub conduct: Conduct,
}

impl GridRule {
    /// The rule that everything is held against: the mean, which withstands nobody.
    pub fn mean() -> Self {
        Self { name: Rule::Mean.name().to_owned(), aggregation: aggregation(Rule::Mean, 0) }
    }
}

impl GridAttack {
    /// No attack: every client is honest.
    pub fn none() -> Self {
        Self { name: NONE.to_owned(), conduct: Conduct::Honest }
    }
}

/// The name of no attack, and of the one on the data.
const NONE: &str = "none";
const LABEL_FLIP: &str = "label-flip";

/// The rules, each held against its condition on n clients with f Byzantine ones. The mean, which
/// has no resilience, is there to fall: it is asked to withstand nobody.
pub(crate) fn rules(items: &[String], n: usize, f: usize) -> Result<Vec<GridRule>, Error> {
    refuse_twice("grid.rules", items)?;
    let one = |item: &String| {
        let place = Place { key: "grid.rules", item };
        let (before, last) = place.words()?;
        let steps: Result<Vec<_>, _> = before.iter().map(|word| step(word, place)).collect();
        let (before, rule) = (steps?, rule(&last, place)?);
        let byzantine = if rule == Rule::Mean && before.is_empty() { 0 } else { f };
        let aggregation = Aggregation { before, ..aggregation(rule, byzantine) };
        aggregation.check(n).map_err(|error| place.wrong(error.to_string()))?;
        Ok(GridRule { name: item.clone(), aggregation })
    };
    items.iter().map(one).collect()
}

/// Attackers send equal updates: in a training they are not told apart by that, since the least
/// noise would undo it.
fn aggregation(rule: Rule, byzantine: usize) -> Aggregation {
    Aggregation { duplicates: Duplicates::Keep, ..Aggregation::new(rule, byzantine) }
}

fn rule(word: &Word, place: Place<'_>) -> Result<Rule, Error> {
    let mut rule: Rule = word.name.parse().map_err(|_| place.unknown(&word.name, &Rule::NAMES))?;
    let argument = word.argument.as_deref();
    match &mut rule {
        Rule::Krum(variant) => {
            if let Some(name) = argument {
                let parsed: Result<_, crate::federate::Error> = name.parse();
                *variant = parsed.map_err(|error| place.wrong(error.to_string()))?;
            }
        }
        Rule::MultiKrum { select, .. } => {
            if argument.is_some() {
                *select = Some(word.count_or(1, place)?);
            }
        }
        Rule::CentredClipping(parameters) => {
            if argument.is_some() {
                parameters.radius = Some(word.number_or(0.0, place)?);
            }
        }
        Rule::HierarchicalKrum(parameters) => {
            if argument.is_some() {
                parameters.clusters = Some(word.count_or(1, place)?);
            }
        }
        _ => word.bare(place)?,
    }
    Ok(rule)
}

fn step(word: &Word, place: Place<'_>) -> Result<PreAggregator, Error> {
    let mut step: PreAggregator =
        word.name.parse().map_err(|_| place.unknown(&word.name, &PreAggregator::NAMES))?;
    match &mut step {
        PreAggregator::Bucketing { size, .. } => *size = word.count_or(*size, place)?,
        PreAggregator::Clipping { threshold } => *threshold = word.number_or(*threshold, place)?,
        _ => word.bare(place)?,
    }
    Ok(step)
}

/// The attacks.
pub(crate) fn attacks(items: &[String]) -> Result<Vec<GridAttack>, Error> {
    refuse_twice("grid.attacks", items)?;
    let one = |item: &String| {
        let place = Place { key: "grid.attacks", item };
        let (before, word) = place.words()?;
        if !before.is_empty() {
            return Err(place.wrong("one attack at a time"));
        }
        Ok(GridAttack { name: item.clone(), conduct: conduct(&word, place)? })
    };
    items.iter().map(one).collect()
}

fn conduct(word: &Word, place: Place<'_>) -> Result<Conduct, Error> {
    match word.name.as_str() {
        NONE => word.bare(place).map(|()| Conduct::Honest),
        LABEL_FLIP => word.bare(place).map(|()| Conduct::LabelFlip),
        _ => attack(word, place).map(Conduct::Updates),
    }
}

fn attack(word: &Word, place: Place<'_>) -> Result<Attack, Error> {
    let known: Vec<&str> = [NONE, LABEL_FLIP].into_iter().chain(Attack::NAMES).collect();
    let mut attack: Attack = word.name.parse().map_err(|_| place.unknown(&word.name, &known))?;
    match &mut attack {
        Attack::SignFlip { scale } => *scale = word.number_or(*scale, place)?,
        Attack::Ipm { tau } => *tau = word.number_or(*tau, place)?,
        Attack::Alie { z } => *z = word.number_or(*z, place)?,
        Attack::Gaussian { sigma } => *sigma = word.number_or(*sigma, place)?,
        _ => word.bare(place)?,
    }
    Ok(attack)
}

fn refuse_twice(key: &'static str, items: &[String]) -> Result<(), Error> {
    let twice = |&(index, item): &(usize, &String)| items[..index].contains(item);
    match items.iter().enumerate().find(twice) {
        None => Ok(()),
        Some((_, item)) => Err(Place { key, item }.wrong("it is there twice")),
    }
}
