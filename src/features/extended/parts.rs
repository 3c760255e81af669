//! What the extended features are read from: each estimator once.

use crate::features::Angular;
use crate::features::Autocorrelation;
use crate::features::Betti;
use crate::features::ClusterSizes;
use crate::features::Components;
use crate::features::Diagram;
use crate::features::Dominant;
use crate::features::Evolution;
use crate::features::ExtendedSettings;
use crate::features::Minkowski;
use crate::features::Ordinal;
use crate::features::Orientation;
use crate::features::Periodogram;
use crate::features::Persistence;
use crate::features::Spectrum;
use crate::features::moments::Moments;
use crate::features::spectrum::Band;
use crate::features::{histogram_entropy, morans_i};
use crate::fractal::{
    BoxCover, Cover, DimensionEstimate, Interface, Line, Mask, Measure, Multifractal, Succolarity,
    SurfaceSpectrum, Undefined, mass_dimension,
};
use crate::grid::FieldView;
use ndarray::Array2;

/// Bins of the histogram whose entropy is taken.
const HISTOGRAM_BINS: usize = 64;

type Found<T> = Result<T, Undefined>;

/// The estimators' results for one field, as far as they exist.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Parts {
    /// What the field was read with.
    pub settings: ExtendedSettings,
    pub(crate) moments: Found<Moments>,
    pub(crate) histogram_entropy: Found<f64>,
    pub(crate) ordinal: Found<Ordinal>,
    pub(crate) morans_i: Found<f64>,
    /// The threshold, in the field's own unit.
    pub threshold: Found<f64>,
    /// The cells above it; empty where there is no threshold.
    pub mask: Array2<bool>,
    /// The sizes of its components.
    pub clusters: Found<ClusterSizes>,
    /// Area, perimeter and Euler characteristic of the mask.
    pub minkowski: Found<Minkowski>,
    /// Components and loops of the mask.
    pub betti: Found<Betti>,
    /// The boxes that cover the mask.
    pub cover: Found<BoxCover>,
    /// Dimension of the mask by its least cover.
    pub box_dimension: Found<DimensionEstimate>,
    /// Dimension of the mask by the mean cover.
    pub mean_box_dimension: Found<DimensionEstimate>,
    /// Dimension of the mask by windows about its cells.
    pub mass_dimension: Found<DimensionEstimate>,
    /// Dimension of the mask's interface.
    pub interface_dimension: Found<DimensionEstimate>,
    /// Moments of the field, less its smallest value, as a measure.
    pub multifractal: Found<Multifractal>,
    pub(crate) succolarity: Found<Succolarity>,
    /// The power law of the field's spectrum.
    pub surface_spectrum: Found<SurfaceSpectrum>,
    /// Peaks (H₀) and their loops (H₁) as the level falls.
    pub persistence: Found<Persistence>,
    pub(crate) peaks: Found<Diagram>,
    pub(crate) loops: Found<Diagram>,
    /// The field's power over rings of equal wavenumber.
    pub spectrum: Found<Spectrum>,
    pub(crate) dominant: Found<Dominant>,
    pub(crate) band: Found<Band>,
    pub(crate) angular: Found<Angular>,
    /// The field's correlation with itself, over the distance.
    pub autocorrelation: Found<Autocorrelation>,
    pub(crate) orientation: Found<Orientation>,
    pub(crate) run: Run,
}

/// What is known of the frames before the last.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Run {
    pub(crate) change: Found<crate::features::Change>,
    /// Of the last pair of frames over the mean of all pairs, root mean squares.
    pub(crate) settling: Found<f64>,
    pub(crate) variance_trend: Found<Line>,
    pub(crate) mean_time: Found<f64>,
    pub(crate) variance_time: Found<f64>,
}

impl Parts {
    /// All parts of a run whose last frame is `field`.
    pub(crate) fn of(
        field: FieldView<'_>,
        settings: &ExtendedSettings,
        evolution: Option<&Evolution>,
    ) -> Self {
        let (surface, boundary) = (settings.surface(), settings.boundary);
        let threshold = settings.threshold.of(field);
        let mask = mask(field, threshold);
        let cells = Mask::Cells(mask.view());
        let known = |mask| threshold.map(|_| mask);
        let cover = known(cells).and_then(|mask| BoxCover::of(mask, boundary));
        let interface = known(cells).and_then(|mask| {
            let cells = Interface::All.cells(mask, boundary);
            BoxCover::of(Mask::Cells(cells.view()), boundary)
        });
        let least = |cover: &Found<BoxCover>| {
            cover.as_ref().map_err(|reason| *reason)?.dimension(Cover::Minimum)
        };
        let components =
            known(cells).map(|mask| Components::on(surface, mask, settings.connectivity));
        let waves = Waves::of(field, settings);
        let persistence = Persistence::superlevel(field, settings.connectivity, surface);
        let diagram = |pick: fn(&Persistence) -> &[crate::features::Pair]| {
            let found = persistence.as_ref().map_err(|reason| *reason)?;
            Ok(Diagram::of(pick(found), found.range, settings.noise))
        };
        Self {
            moments: moments(field, settings.scale),
            histogram_entropy: histogram_entropy(field, HISTOGRAM_BINS),
            ordinal: Ordinal::of(field, surface),
            morans_i: morans_i(field, surface),
            clusters: components.and_then(|found| ClusterSizes::of(&found)),
            minkowski: known(cells).and_then(|mask| Minkowski::of(mask, surface)),
            betti: known(cells).and_then(|mask| Betti::of(mask, settings.connectivity, surface)),
            box_dimension: least(&cover),
            mean_box_dimension: cover
                .as_ref()
                .map_err(|reason| *reason)
                .and_then(|cover| cover.dimension(Cover::Mean)),
            mass_dimension: known(cells).and_then(|mask| mass_dimension(mask, boundary)),
            interface_dimension: least(&interface),
            multifractal: Measure::of_shifted(field)
                .and_then(|measure| Multifractal::of(&measure, boundary)),
            succolarity: known(cells).and_then(|mask| Succolarity::of(mask, boundary)),
            surface_spectrum: SurfaceSpectrum::of(field, boundary),
            peaks: diagram(|found| &found.components),
            loops: diagram(|found| &found.loops),
            spectrum: waves.spectrum,
            dominant: waves.dominant,
            band: waves.band,
            angular: waves.angular,
            autocorrelation: waves.autocorrelation,
            orientation: Orientation::of(field, surface),
            run: Run::of(evolution),
            settings: *settings,
            threshold,
            mask,
            cover,
            persistence,
        }
    }

    /// The number of cells.
    pub(crate) fn n_cells(&self) -> f64 {
        self.mask.len() as f64
    }
}

/// The cells above a threshold.
fn mask(field: FieldView<'_>, threshold: Found<f64>) -> Array2<bool> {
    let Ok(threshold) = threshold else { return Array2::from_elem((0, 0), false) };
    let mut mask = Array2::from_elem(field.shape(), false);
    let source = Mask::Above { field, threshold };
    for (row, mut line) in mask.outer_iter_mut().enumerate() {
        if let Some(cells) = line.as_slice_mut() {
            source.copy_row(row, cells);
        }
    }
    mask
}

/// The moments, which say by NaN that there are none.
fn moments(field: FieldView<'_>, scale: f64) -> Found<Moments> {
    let (rows, cols) = field.shape();
    if rows * cols == 0 {
        return Err(Undefined::NoCells);
    }
    let found = Moments::of(field, scale);
    let finite = found.min.is_finite() && found.max.is_finite() && !found.mean.is_nan();
    if finite { Ok(found) } else { Err(Undefined::NotFinite) }
}

/// What is read from the periodogram.
struct Waves {
    spectrum: Found<Spectrum>,
    dominant: Found<Dominant>,
    band: Found<Band>,
    angular: Found<Angular>,
    autocorrelation: Found<Autocorrelation>,
}

impl Waves {
    fn of(field: FieldView<'_>, settings: &ExtendedSettings) -> Self {
        let periodogram = match Periodogram::of(field, settings.spacing) {
            Ok(periodogram) => periodogram,
            Err(reason) => {
                return Self {
                    spectrum: Err(reason),
                    dominant: Err(reason),
                    band: Err(reason),
                    angular: Err(reason),
                    autocorrelation: Err(reason),
                };
            }
        };
        let spectrum = Spectrum::from(&periodogram);
        Self {
            dominant: spectrum.dominant().ok_or(Undefined::Constant),
            band: spectrum.band().ok_or(Undefined::Constant),
            angular: Angular::of(&periodogram, &spectrum),
            autocorrelation: Autocorrelation::of(&periodogram),
            spectrum: Ok(spectrum),
        }
    }
}

impl Run {
    fn of(evolution: Option<&Evolution>) -> Self {
        let Some(evolution) = evolution else {
            let reason = Undefined::TooShort { found: 1, wanted: 2 };
            return Self {
                change: Err(reason),
                settling: Err(reason),
                variance_trend: Err(reason),
                mean_time: Err(reason),
                variance_time: Err(reason),
            };
        };
        let change = evolution.change();
        Self {
            change,
            settling: change.and_then(|all| {
                let last = evolution.changes().last().ok_or(Undefined::Constant)?;
                if all.rms > 0.0 { Ok(last.rms / all.rms) } else { Err(Undefined::Constant) }
            }),
            variance_trend: evolution.variance_trend(),
            mean_time: evolution.mean_time(),
            variance_time: evolution.variance_time(),
        }
    }
}
