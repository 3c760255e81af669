//! The table of the 18 features of MFN v4.1: name, unit, range, definition, value.

use crate::features::Unit;
use crate::features::parts::Parts;

/// Number of features.
pub const N_FEATURES: usize = 18;

/// One feature: a row of [`TABLE`].
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Feature {
    /// Published column name.
    pub name: &'static str,
    /// Unit, which may follow the field's.
    pub unit: Unit,
    /// Smallest and largest value a field can have; `None` where there is no bound.
    pub range: (Option<f64>, Option<f64>),
    /// What it is, in one sentence.
    pub definition: &'static str,
    /// Picks the value; not finite if the field has none.
    pub(crate) value: fn(&Parts) -> f64,
}

/// The features in MFN v4.1's order.
///
/// Static features describe the last frame. "Active" cells are those above the low threshold. A
/// box-counting slope has no sharp bounds, since boxes that do not fit the grid are not counted.
pub static TABLE: [Feature; N_FEATURES] = [
    Feature {
        name: "D_box",
        unit: Unit::One,
        range: (None, None),
        definition: "box-counting dimension of the active cells; 0 if fewer than two box sizes \
                     see any",
        value: |parts| parts.boxes.map_or(0.0, |line| line.slope),
    },
    Feature {
        name: "D_r2",
        unit: Unit::One,
        range: (Some(0.0), Some(1.0)),
        definition: "coefficient of determination of the box-counting fit, clipped to [0, 1]; 0 \
                     if there is no fit",
        value: |parts| parts.boxes.map_or(0.0, |line| line.r_squared.clamp(0.0, 1.0)),
    },
    Feature {
        name: "V_min",
        unit: Unit::Field,
        range: (None, None),
        definition: "smallest value over the cells",
        value: |parts| parts.moments.min,
    },
    Feature {
        name: "V_max",
        unit: Unit::Field,
        range: (None, None),
        definition: "largest value over the cells",
        value: |parts| parts.moments.max,
    },
    Feature {
        name: "V_mean",
        unit: Unit::Field,
        range: (None, None),
        definition: "mean over the cells",
        value: |parts| parts.moments.mean,
    },
    Feature {
        name: "V_std",
        unit: Unit::Field,
        range: (Some(0.0), None),
        definition: "population standard deviation over the cells",
        value: |parts| parts.moments.std,
    },
    Feature {
        name: "V_skew",
        unit: Unit::One,
        range: (None, None),
        definition: "third central moment over the cube of V_std; 0 if V_std is at most 1e-10",
        value: |parts| parts.moments.skewness,
    },
    Feature {
        name: "V_kurt",
        unit: Unit::One,
        range: (Some(-2.0), None),
        definition: "excess kurtosis, the fourth central moment over V_std^4 minus 3; 0 if V_std \
                     is at most 1e-10",
        value: |parts| parts.moments.kurtosis,
    },
    Feature {
        name: "dV_mean",
        unit: Unit::FieldPerStep,
        range: (Some(0.0), None),
        definition: "mean absolute change between successive frames, over all frames and cells",
        value: |parts| parts.temporal.change_mean,
    },
    Feature {
        name: "dV_max",
        unit: Unit::FieldPerStep,
        range: (Some(0.0), None),
        definition: "largest absolute change between successive frames, over all frames and cells",
        value: |parts| parts.temporal.change_max,
    },
    Feature {
        name: "T_stable",
        unit: Unit::Steps,
        range: (Some(0.0), None),
        definition: "frame after the first of a window of successive changes whose standard \
                     deviation over the cells is below the stability threshold; the number of \
                     frames if there is none",
        value: |parts| parts.temporal.stable_step,
    },
    Feature {
        name: "E_trend",
        unit: Unit::FieldSquaredPerStep,
        range: (None, None),
        definition: "least-squares slope of the energy, the sum of squares over the cells, \
                     against the frame number",
        value: |parts| parts.temporal.energy_trend,
    },
    Feature {
        name: "f_active",
        unit: Unit::One,
        range: (Some(0.0), Some(1.0)),
        definition: "fraction of cells above the low threshold",
        value: |parts| parts.structure.active_fraction,
    },
    Feature {
        name: "N_clusters_low",
        unit: Unit::Count,
        range: (Some(0.0), None),
        definition: "number of connected components of the cells above the low threshold",
        value: |parts| parts.structure.n_clusters[0] as f64,
    },
    Feature {
        name: "N_clusters_med",
        unit: Unit::Count,
        range: (Some(0.0), None),
        definition: "number of connected components of the cells above the middle threshold",
        value: |parts| parts.structure.n_clusters[1] as f64,
    },
    Feature {
        name: "N_clusters_high",
        unit: Unit::Count,
        range: (Some(0.0), None),
        definition: "number of connected components of the cells above the high threshold",
        value: |parts| parts.structure.n_clusters[2] as f64,
    },
    Feature {
        name: "max_cluster_size",
        unit: Unit::Cells,
        range: (Some(0.0), None),
        definition: "size of the largest component above the low threshold; 0 if there is none",
        value: |parts| parts.structure.largest as f64,
    },
    Feature {
        name: "cluster_size_std",
        unit: Unit::Cells,
        range: (Some(0.0), None),
        definition: "population standard deviation of the sizes of the components above the low \
                     threshold; 0 for fewer than two",
        value: |parts| parts.structure.size_std,
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique() {
        let names: std::collections::BTreeSet<_> = TABLE.iter().map(|row| row.name).collect();
        assert_eq!(names.len(), N_FEATURES);
    }
}
