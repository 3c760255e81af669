//! The two sides of the grid: rules with their pre-aggregators, and attacks.

use crate::config::Error;
use crate::config::federate::words::Place;
use crate::federate::task::Conduct;
use crate::federate::{Aggregation, Attack, Rule};

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

/// The rules, each held against its condition on n clients with f Byzantine ones.
pub(crate) fn rules(items: &[String], _n: usize, f: usize) -> Result<Vec<GridRule>, Error> {
    let mut rules: Vec<GridRule> = Vec::new();
    for item in items {
        let place = Place { key: "grid.rules", item };
        if rules.iter().any(|known| known.name == *item) {
            return Err(place.wrong("it is there twice"));
        }
        let words = place.words()?;
        let last = words.last().map(|w| w.name.as_str()).unwrap_or_default();
        let rule = if last == "mean" { Rule::Mean } else { Rule::Median };
        rules.push(GridRule { name: item.clone(), aggregation: Aggregation::new(rule, f) });
    }
    Ok(rules)
}

/// The attacks.
pub(crate) fn attacks(items: &[String]) -> Result<Vec<GridAttack>, Error> {
    let mut attacks: Vec<GridAttack> = Vec::new();
    for item in items {
        let place = Place { key: "grid.attacks", item };
        if attacks.iter().any(|known| known.name == *item) {
            return Err(place.wrong("it is there twice"));
        }
        let words = place.words()?;
        let word = &words[0];
        let conduct = match word.name.as_str() {
            "none" => Conduct::Honest,
            "label-flip" => Conduct::LabelFlip,
            "sign-flip" | "ipm" => Conduct::Updates(Attack::SignFlip { scale: word.number_or(1.0) }),
            "alie" | "alie-optimised" => Conduct::Updates(Attack::Alie { z: word.number_or(1.5) }),
            _ => return Err(place.unknown(&word.name, &["none"])),
        };
        attacks.push(GridAttack { name: item.clone(), conduct });
    }
    Ok(attacks)
}
