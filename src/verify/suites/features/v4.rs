//! The 18 features of MFN v4.1 of a run of four levels, worked out by hand.
//!
//! The last frame has, in mV, each cell as a block of 4 × 4 cells,
//!
//! ```text
//! −70 −70 −55 −70
//! −70 −70 −55 −45
//! −70 −35 −70 −70
//! −70 −45 −70 −55
//! ```
//!
//! so above −60 mV there are components of 3, 2 and 1 blocks, the first two touching by a corner.
//! Frame t of 15 lies ½ (14 − t) mV above it, and its highest block 4 (2 − t) mV more while t < 2.

use crate::features::{Connectivity, Features, Settings, TABLE, from_history};
use crate::grid::FieldView;
use crate::verify::check::{Check, Finding, Obstacle, Suite};
use ndarray::Array2;

const LEVELS: [[f64; 4]; 4] = [
    [-70.0, -70.0, -55.0, -70.0],
    [-70.0, -70.0, -55.0, -45.0],
    [-70.0, -35.0, -70.0, -70.0],
    [-70.0, -45.0, -70.0, -55.0],
];
const BLOCK: usize = 4;
const FRAMES: usize = 15;

/// What is wrong in a twin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    Volts,
    Eight,
    FirstFrame,
    Threshold,
    Loose,
}

impl Fault {
    fn words(self) -> &'static str {
        match self {
            Self::Volts => "volts taken for millivolts",
            Self::Eight => "eight neighbours for four",
            Self::FirstFrame => "the first frame in place of the last",
            Self::Threshold => "the middle threshold in place of the low one",
            Self::Loose => "frames that are quiet below 2 mV",
        }
    }
}

pub(crate) fn checks() -> Vec<Check> {
    let check = |(feature, expected, fault): (&'static str, f64, Fault)| {
        let definition = TABLE.iter().find(|row| row.name == feature).map(|row| row.definition);
        let name = format!("v4-{}", feature.to_lowercase().replace('_', "-"));
        Check::new(Suite::Features, name, move |subject| {
            let features = features(subject.pick(None, Some(fault)))?;
            let found = features.get(feature).ok_or_else(|| Obstacle::broke("no value"))?;
            Ok(Finding::new(found, expected, 1e-9 * expected.abs().max(1.0)))
        })
        .claim(format!("{feature} of the four-level run: {}", definition.unwrap_or_default()))
        .reference("closed form: counts of four levels, least squares through given energies")
        .because("rounding of sums over 256 cells and 15 frames of volts")
        .twin(fault.words())
    };
    expected().into_iter().map(check).collect()
}

/// The blocks of each level.
const COUNTS: [(f64, f64); 4] = [(-70.0, 10.0), (-55.0, 3.0), (-45.0, 2.0), (-35.0, 1.0)];

fn expected() -> [(&'static str, f64, Fault); 18] {
    let mean = COUNTS.iter().map(|(level, n)| level * n).sum::<f64>() / 16.0;
    let moment = |power: i32| {
        COUNTS.iter().map(|(level, n)| (level - mean).powi(power) * n).sum::<f64>() / 16.0
    };
    let std = moment(2).sqrt();
    // Three points evenly spaced: the line explains (y₀ − y₂)²/2 of the squares about the mean and
    // leaves (y₀ − 2y₁ + y₂)²/6.
    let log_6 = 6.0_f64.log2();
    let (explained, bent) = ((4.0 + log_6).powi(2) / 2.0, (4.0 - log_6).powi(2) / 6.0);
    [
        // 96, 6 and 1 boxes of side 1, 4 and 16: log₂ N = y₀, y₁, y₂ = 4 + log₂ 6, log₂ 6, 0.
        ("D_box", (4.0 + log_6) / 4.0, Fault::Threshold),
        ("D_r2", explained / (explained + bent), Fault::Threshold),
        ("V_min", -70.0, Fault::Volts),
        ("V_max", -35.0, Fault::Volts),
        ("V_mean", mean, Fault::Volts),
        ("V_std", std, Fault::Volts),
        ("V_skew", moment(3) / std.powi(3), Fault::FirstFrame),
        ("V_kurt", moment(4) / std.powi(4) - 3.0, Fault::FirstFrame),
        // Every cell falls by ½ mV in each of 14 changes, one of 16 by 4 mV more in two of them.
        ("dV_mean", 0.5 + 2.0 * 4.0 / 16.0 / 14.0, Fault::Volts),
        ("dV_max", 4.5, Fault::Volts),
        // Changes 0 and 1 are not even; ten quiet ones follow.
        ("T_stable", 3.0, Fault::Loose),
        ("E_trend", energy_trend(), Fault::Volts),
        ("f_active", 6.0 / 16.0, Fault::Threshold),
        ("N_clusters_low", 3.0, Fault::Eight),
        ("N_clusters_med", 2.0, Fault::Volts),
        ("N_clusters_high", 1.0, Fault::FirstFrame),
        ("max_cluster_size", 3.0 * 16.0, Fault::Eight),
        ("cluster_size_std", 16.0 * (2.0_f64 / 3.0).sqrt(), Fault::Eight),
    ]
}

/// What frame t has more than the last, in mV.
fn offset(frame: usize, level: f64) -> f64 {
    let behind = (FRAMES - 1 - frame) as f64;
    let extra = if level > -40.0 { 4.0 * 2_usize.saturating_sub(frame) as f64 } else { 0.0 };
    0.5 * behind + extra
}

/// Σ (t − 7) E(t) / Σ (t − 7)², in mV² per frame.
fn energy_trend() -> f64 {
    let energy = |frame: usize| -> f64 {
        let of_level = |(level, n): &(f64, f64)| n * (level + offset(frame, *level)).powi(2);
        COUNTS.iter().map(of_level).sum::<f64>() * (BLOCK * BLOCK) as f64
    };
    let centred = |frame: usize| frame as f64 - 7.0;
    let product: f64 = (0..FRAMES).map(|frame| centred(frame) * energy(frame)).sum();
    product / (0..FRAMES).map(|frame| centred(frame).powi(2)).sum::<f64>()
}

/// Frame t, in volts.
fn frame(frame: usize) -> Array2<f64> {
    Array2::from_shape_fn((4 * BLOCK, 4 * BLOCK), |(row, col)| {
        let level = LEVELS.as_flattened().get(row / BLOCK * 4 + col / BLOCK).copied();
        let level = level.unwrap_or(f64::NAN);
        1e-3 * (level + offset(frame, level))
    })
}

fn features(fault: Option<Fault>) -> Result<Features, Obstacle> {
    let mut settings =
        Settings { min_box_size: 1, max_box_size: Some(16), num_scales: 3, ..Settings::default() };
    match fault {
        Some(Fault::Volts) => settings.scale = 1.0,
        Some(Fault::Eight) => settings.connectivity = Connectivity::Eight,
        Some(Fault::Threshold) => settings.threshold_low = settings.threshold_med,
        Some(Fault::Loose) => settings.stability_threshold = 2.0,
        Some(Fault::FirstFrame) | None => {}
    }
    let mut frames: Vec<Array2<f64>> = (0..FRAMES).map(frame).collect();
    if fault == Some(Fault::FirstFrame) {
        frames.reverse();
    }
    let views: Vec<FieldView<'_>> = frames.iter().map(|f| FieldView::F64(f.view())).collect();
    from_history(&settings, views).map_err(Obstacle::broke)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_feature_has_its_check() {
        let names = TABLE.iter().map(|row| row.name);
        assert!(names.eq(expected().iter().map(|(name, ..)| *name)));
    }
}
