//! Peaks and loops of the field as the level falls, by how long they live.

use crate::features::Unit;
use crate::features::extended::ExtendedFeature;

pub(crate) static ROWS: [ExtendedFeature; 8] = [
    ExtendedFeature {
        name: "peak_count",
        unit: Unit::Count,
        range: (Some(0.0), None),
        definition: "peaks (H₀ of the superlevel sets) that live longer than 10 % of the range",
        reference: "Edelsbrunner and Harer, Computational Topology, 2010, §VII.1",
        degenerate: "0 of a constant field; null of a field with NaN or infinite values, or \
                     without cells",
        value: |parts| Ok(parts.peaks?.above_noise as f64),
    },
    ExtendedFeature {
        name: "peak_persistence",
        unit: Unit::Field,
        range: (Some(0.0), None),
        definition: "sum of the lifetimes of all peaks but the highest",
        reference: "Edelsbrunner and Harer, Computational Topology, 2010, §VII.1",
        degenerate: "null of a field with NaN or infinite values, or without cells",
        value: |parts| Ok(parts.peaks?.total * parts.settings.scale),
    },
    ExtendedFeature {
        name: "peak_longest",
        unit: Unit::Field,
        range: (Some(0.0), None),
        definition: "longest of these lifetimes",
        reference: "Edelsbrunner and Harer, Computational Topology, 2010, §VII.1",
        degenerate: "null of a field with NaN or infinite values, or without cells",
        value: |parts| Ok(parts.peaks?.longest * parts.settings.scale),
    },
    ExtendedFeature {
        name: "peak_entropy",
        unit: Unit::One,
        range: (Some(0.0), None),
        definition: "−Σ (ℓ/L) ln (ℓ/L) of the lifetimes ℓ with sum L",
        reference: "Atienza et al., Pattern Recognit. 107 (2020) 107509",
        degenerate: "0 without peaks; null of a field with NaN or infinite values, or without \
                     cells",
        value: |parts| Ok(parts.peaks?.entropy),
    },
    ExtendedFeature {
        name: "basin_count",
        unit: Unit::Count,
        range: (Some(0.0), None),
        definition: "enclosed basins (H₁ of the superlevel sets) that live longer than 10 % of the \
                     range",
        reference: "Edelsbrunner and Harer, Computational Topology, 2010, §VII.1",
        degenerate: "null of a field with NaN or infinite values, or without cells",
        value: |parts| Ok(parts.loops?.above_noise as f64),
    },
    ExtendedFeature {
        name: "basin_persistence",
        unit: Unit::Field,
        range: (Some(0.0), None),
        definition: "sum of the lifetimes of all enclosed basins",
        reference: "Edelsbrunner and Harer, Computational Topology, 2010, §VII.1",
        degenerate: "null of a field with NaN or infinite values, or without cells",
        value: |parts| Ok(parts.loops?.total * parts.settings.scale),
    },
    ExtendedFeature {
        name: "basin_longest",
        unit: Unit::Field,
        range: (Some(0.0), None),
        definition: "longest of these lifetimes",
        reference: "Edelsbrunner and Harer, Computational Topology, 2010, §VII.1",
        degenerate: "null of a field with NaN or infinite values, or without cells",
        value: |parts| Ok(parts.loops?.longest * parts.settings.scale),
    },
    ExtendedFeature {
        name: "basin_entropy",
        unit: Unit::One,
        range: (Some(0.0), None),
        definition: "−Σ (ℓ/L) ln (ℓ/L) of these lifetimes",
        reference: "Atienza et al., Pattern Recognit. 107 (2020) 107509",
        degenerate: "0 without basins; null of a field with NaN or infinite values, or without \
                     cells",
        value: |parts| Ok(parts.loops?.entropy),
    },
];
