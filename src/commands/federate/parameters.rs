//! From names and parameters on the command line to a rule.

use crate::cli::FederateParameters as Parameters;
use crate::commands::failure::{Failure, code};
use mfn::federate::{
    CentredClipping, GeometricMedian, HierarchicalKrum, HierarchicalVariant, KrumVariant,
    PreAggregator, Rule,
};

/// Seed of random assignments that name none.
const SEED: u64 = 42;

/// The rule with its parameters. One that was written and that nothing takes is refused.
pub(crate) fn rule(name: &str, before: &[String], given: &Parameters) -> Result<Rule, Failure> {
    refuse_unused(name, before, given)?;
    let variant = given.krum_variant.as_deref().map(str::parse).transpose()?;
    let variant: KrumVariant = variant.unwrap_or_default();
    Ok(match name.parse()? {
        Rule::Krum(_) => Rule::Krum(variant),
        Rule::MultiKrum { .. } => Rule::MultiKrum { variant, select: given.select },
        Rule::Monna { .. } => Rule::Monna { pivot: pivot(given)? },
        Rule::GeometricMedian(default) => Rule::GeometricMedian(GeometricMedian {
            smoothing: given.smoothing.unwrap_or(default.smoothing),
            iterations: given.iterations.unwrap_or(default.iterations),
        }),
        Rule::CentredClipping(default) => Rule::CentredClipping(CentredClipping {
            radius: given.radius,
            iterations: given.iterations.unwrap_or(default.iterations),
        }),
        Rule::HierarchicalKrum(_) => Rule::HierarchicalKrum(HierarchicalKrum {
            variant: hierarchical_variant(given)?,
            clusters: given.clusters,
            seed: given.seed.unwrap_or(SEED),
        }),
        other => other,
    })
}

/// The pre-aggregators with their parameters.
pub(crate) fn before(names: &[String], given: &Parameters) -> Result<Vec<PreAggregator>, Failure> {
    let step = |name: &String| -> Result<PreAggregator, Failure> {
        Ok(match name.parse()? {
            PreAggregator::Bucketing { size, seed } => PreAggregator::Bucketing {
                size: given.bucket_size.unwrap_or(size),
                seed: given.seed.unwrap_or(seed),
            },
            PreAggregator::Clipping { threshold } => {
                PreAggregator::Clipping { threshold: given.clip.unwrap_or(threshold) }
            }
            other => other,
        })
    };
    names.iter().map(step).collect()
}

fn pivot(given: &Parameters) -> Result<usize, Failure> {
    given.pivot.ok_or_else(|| {
        Failure::message(code::USAGE, "monna needs --pivot, the client whose update is trusted")
            .with_hint("a Byzantine pivot decides alone: without a trusted client take multi-krum")
    })
}

fn hierarchical_variant(given: &Parameters) -> Result<HierarchicalVariant, Failure> {
    if given.variant.as_deref() == Some("mfn-v4") {
        return Ok(HierarchicalVariant::MfnV4 {
            byzantine_fraction: given.byzantine_fraction.unwrap_or(0.2),
            sample_fraction: given.sample_fraction.unwrap_or(0.1),
        });
    }
    if given.byzantine_fraction.is_some() || given.sample_fraction.is_some() {
        let message = "--byzantine-fraction and --sample-fraction are for --variant mfn-v4";
        return Err(Failure::message(code::USAGE, message)
            .with_hint("the balanced variant takes --byzantine F and enforces its bound"));
    }
    Ok(HierarchicalVariant::Balanced)
}

/// Refuses a parameter that neither the rule nor a pre-aggregator takes.
fn refuse_unused(name: &str, before: &[String], given: &Parameters) -> Result<(), Failure> {
    let krum: &[&str] = &["krum", "multi-krum"];
    let hierarchical: &[&str] = &["hierarchical-krum"];
    let written: [(&str, bool, &[&str]); 14] = [
        ("--krum-variant", given.krum_variant.is_some(), krum),
        ("--select", given.select.is_some(), &["multi-krum"]),
        ("--pivot", given.pivot.is_some(), &["monna"]),
        ("--radius", given.radius.is_some(), &["centered-clipping"]),
        ("--reference", given.reference.is_some(), &["centered-clipping"]),
        ("--iterations", given.iterations.is_some(), &["geometric-median", "centered-clipping"]),
        ("--smoothing", given.smoothing.is_some(), &["geometric-median"]),
        ("--variant", given.variant.is_some(), hierarchical),
        ("--clusters", given.clusters.is_some(), hierarchical),
        ("--byzantine-fraction", given.byzantine_fraction.is_some(), hierarchical),
        ("--sample-fraction", given.sample_fraction.is_some(), hierarchical),
        ("--bucket-size", given.bucket_size.is_some(), &["bucketing"]),
        ("--clip", given.clip.is_some(), &["clipping"]),
        ("--seed", given.seed.is_some(), &["hierarchical-krum", "bucketing"]),
    ];
    for (flag, is_written, takers) in written {
        let taken = |taker: &&str| *taker == name || before.iter().any(|step| step == taker);
        if is_written && !takers.iter().any(taken) {
            let takers = takers.join(" and ");
            let message = format!("{flag} is for {takers}: {name} has no such parameter");
            return Err(Failure::message(code::USAGE, message)
                .with_hint(format!("leave out {flag}, or take a rule that has it")));
        }
    }
    Ok(())
}
