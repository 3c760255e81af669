//! How the values of a field are distributed, and how neighbours differ.

use crate::features::Unit;
use crate::features::extended::ExtendedFeature;

pub(crate) static ROWS: [ExtendedFeature; 10] = [
    ExtendedFeature {
        name: "value_min",
        unit: Unit::Field,
        range: (None, None),
        definition: "smallest value over the cells",
        reference: "–",
        degenerate: "null of a field with NaN or infinite values, or without cells",
        value: |parts| Ok(parts.moments?.min),
    },
    ExtendedFeature {
        name: "value_max",
        unit: Unit::Field,
        range: (None, None),
        definition: "largest value over the cells",
        reference: "–",
        degenerate: "null of a field with NaN or infinite values, or without cells",
        value: |parts| Ok(parts.moments?.max),
    },
    ExtendedFeature {
        name: "value_mean",
        unit: Unit::Field,
        range: (None, None),
        definition: "mean over the cells",
        reference: "–",
        degenerate: "null of a field with NaN or infinite values, or without cells",
        value: |parts| Ok(parts.moments?.mean),
    },
    ExtendedFeature {
        name: "value_sd",
        unit: Unit::Field,
        range: (Some(0.0), None),
        definition: "population standard deviation over the cells",
        reference: "–",
        degenerate: "null of a field with NaN or infinite values, or without cells",
        value: |parts| Ok(parts.moments?.std),
    },
    ExtendedFeature {
        name: "value_skewness",
        unit: Unit::One,
        range: (None, None),
        definition: "m₃/m₂^(3/2) of the central moments; 0 if the standard deviation is at most \
                     1e-10",
        reference: "–",
        degenerate: "null of a field with NaN or infinite values, or without cells",
        value: |parts| Ok(parts.moments?.skewness),
    },
    ExtendedFeature {
        name: "value_kurtosis",
        unit: Unit::One,
        range: (Some(-2.0), None),
        definition: "m₄/m₂² − 3 of the central moments; 0 if the standard deviation is at most \
                     1e-10",
        reference: "–",
        degenerate: "null of a field with NaN or infinite values, or without cells",
        value: |parts| Ok(parts.moments?.kurtosis),
    },
    ExtendedFeature {
        name: "histogram_entropy",
        unit: Unit::One,
        range: (Some(0.0), Some(1.0)),
        definition: "−Σ p ln p / ln 64 over 64 bins of equal width from the smallest to the \
                     largest value",
        reference: "Shannon, Bell Syst. Tech. J. 27 (1948) 379",
        degenerate: "0 of a constant field; null of a field with NaN or infinite values, or \
                     without cells",
        value: |parts| parts.histogram_entropy,
    },
    ExtendedFeature {
        name: "ordinal_entropy",
        unit: Unit::One,
        range: (Some(0.0), Some(1.0)),
        definition: "−Σ p ln p / ln 24 over the orders of the values in windows of 2 × 2 cells",
        reference: "Ribeiro et al., PLoS ONE 7 (2012) e40689, eq. 2",
        degenerate: "0 of a constant field; null of a side of one cell",
        value: |parts| Ok(parts.ordinal?.entropy),
    },
    ExtendedFeature {
        name: "ordinal_complexity",
        unit: Unit::One,
        range: (Some(0.0), Some(1.0)),
        definition: "ordinal entropy times the Jensen–Shannon divergence of the orders from equal \
                     shares, over its largest value",
        reference: "Ribeiro et al., PLoS ONE 7 (2012) e40689, eqs. 3–4",
        degenerate: "0 of a constant field; null of a side of one cell",
        value: |parts| Ok(parts.ordinal?.complexity),
    },
    ExtendedFeature {
        name: "moran_i",
        unit: Unit::One,
        range: (None, None),
        definition: "Moran's I with the four neighbours: correlation of a cell with its neighbours",
        reference: "Moran, Biometrika 37 (1950) 17",
        degenerate: "null of a constant field",
        value: |parts| parts.morans_i,
    },
];
