//! How the active cells of one frame hang together: `f_active`, `N_clusters_*` and cluster sizes.

use crate::features::Components;
use crate::features::PairwiseSum;
use crate::features::Settings;
use crate::fractal::Mask;
use crate::grid::FieldView;

/// Structure of the cells above the three thresholds; sizes belong to the low one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Structure {
    /// Active cells / cells; NaN on a grid without cells.
    pub(crate) active_fraction: f64,
    /// Components above the low, the middle and the high threshold.
    pub(crate) n_clusters: [usize; 3],
    /// Cells of the largest component; 0 if there is none.
    pub(crate) largest: usize,
    /// Population standard deviation of the component sizes; 0 for fewer than two.
    pub(crate) size_std: f64,
}

impl Structure {
    /// The structure of `field`, one mask at a time.
    pub(crate) fn of(field: FieldView<'_>, settings: &Settings) -> Self {
        let components = |threshold: f64| {
            let mask = Mask::Above { field, threshold: threshold / settings.scale };
            Components::of(mask, settings.connectivity)
        };
        let (rows, cols) = field.shape();
        let (n_low, active, largest, size_std) = {
            let low = components(settings.threshold_low);
            let active: usize = low.sizes().sum();
            (low.count(), active, low.sizes().max().unwrap_or(0), spread(&low))
        };
        let n_med = components(settings.threshold_med).count();
        let n_high = components(settings.threshold_high).count();
        Self {
            active_fraction: active as f64 / (rows * cols) as f64,
            n_clusters: [n_low, n_med, n_high],
            largest,
            size_std,
        }
    }
}

/// √(Σ(n − n̄)² / N) over the component sizes, both sums pairwise.
fn spread(components: &Components) -> f64 {
    let mut sizes: Vec<f64> = components.sizes().map(|size| size as f64).collect();
    if sizes.len() < 2 {
        return 0.0;
    }
    let mean_of = |values: &[f64]| {
        let mut sum = PairwiseSum::new(values.len());
        sum.push(values);
        sum.total().unwrap_or(f64::NAN) / values.len() as f64
    };
    let mean = mean_of(&sizes);
    for size in &mut sizes {
        *size = (*size - mean) * (*size - mean);
    }
    mean_of(&sizes).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_belong_to_the_low_threshold() {
        let field = ndarray::array![[-55.0, -70.0, -30.0], [-55.0, -70.0, -70.0]] / 1000.0;
        let structure = Structure::of(FieldView::F64(field.view()), &Settings::default());
        let expected =
            Structure { active_fraction: 0.5, n_clusters: [2, 1, 1], largest: 2, size_std: 0.5 };
        assert_eq!(structure, expected);
    }

    #[test]
    fn field_below_the_thresholds_has_no_clusters() {
        let field = ndarray::array![[-0.07]];
        let structure = Structure::of(FieldView::F64(field.view()), &Settings::default());
        let expected =
            Structure { active_fraction: 0.0, n_clusters: [0; 3], largest: 0, size_std: 0.0 };
        assert_eq!(structure, expected);
    }
}
