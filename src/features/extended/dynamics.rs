//! What changes from frame to frame.

use crate::features::Unit;
use crate::features::extended::ExtendedFeature;

pub(crate) static ROWS: [ExtendedFeature; 7] = [
    ExtendedFeature {
        name: "change_mean",
        unit: Unit::FieldPerFrame,
        range: (Some(0.0), None),
        definition: "mean absolute change between successive frames",
        reference: "–",
        degenerate: "null of fewer than two frames",
        value: |parts| Ok(parts.run.change?.mean),
    },
    ExtendedFeature {
        name: "change_max",
        unit: Unit::FieldPerFrame,
        range: (Some(0.0), None),
        definition: "largest absolute change between successive frames",
        reference: "–",
        degenerate: "null of fewer than two frames",
        value: |parts| Ok(parts.run.change?.max),
    },
    ExtendedFeature {
        name: "change_rms",
        unit: Unit::FieldPerFrame,
        range: (Some(0.0), None),
        definition: "root mean square of the change between successive frames",
        reference: "–",
        degenerate: "null of fewer than two frames",
        value: |parts| Ok(parts.run.change?.rms),
    },
    ExtendedFeature {
        name: "settling",
        unit: Unit::One,
        range: (Some(0.0), None),
        definition: "root mean square of the last change over that of all: 0 at rest, 1 if the \
                     pace is steady",
        reference: "docs/features.md, Dynamics",
        degenerate: "null of fewer than two frames, or if nothing changes",
        value: |parts| parts.run.settling,
    },
    ExtendedFeature {
        name: "variance_trend",
        unit: Unit::FieldSquaredPerFrame,
        range: (None, None),
        definition: "least-squares slope of the spatial variance over the frames",
        reference: "–",
        degenerate: "null of fewer than two frames",
        value: |parts| Ok(parts.run.variance_trend?.slope),
    },
    ExtendedFeature {
        name: "mean_memory",
        unit: Unit::Frames,
        range: (None, None),
        definition: "integrated autocorrelation time of the spatial mean: 1 if frames are \
                     independent, less where they alternate",
        reference: "Sokal, Monte Carlo Methods in Statistical Mechanics, 1997, §3",
        degenerate: "null of short series, constant ones, and those that never decorrelate",
        value: |parts| parts.run.mean_time,
    },
    ExtendedFeature {
        name: "variance_memory",
        unit: Unit::Frames,
        range: (None, None),
        definition: "integrated autocorrelation time of the spatial variance: 1 if frames are \
                     independent, less where they alternate",
        reference: "Sokal, Monte Carlo Methods in Statistical Mechanics, 1997, §3",
        degenerate: "null of short series, constant ones, and those that never decorrelate",
        value: |parts| parts.run.variance_time,
    },
];
