//! What a run observes and writes, as far as the preset says.

use crate::features::Quantities;
use crate::model::Values;

/// What a run writes.
#[derive(Debug, Clone, PartialEq)]
pub struct Output {
    /// Names out of [`crate::config::FORMATS`].
    pub formats: Vec<String>,
    /// Names out of [`crate::config::PLOTS`].
    pub plots: Vec<String>,
    /// Name of the colour map.
    pub color_map: String,
    /// Time a frame of the animation stands, in ms.
    pub frame_delay_ms: u64,
    /// Frames of the strip.
    pub strip_frames: u64,
}

impl Output {
    /// Whether a format or plot of this name is asked for.
    pub fn wants(&self, name: &str) -> bool {
        self.formats.iter().chain(&self.plots).any(|known| known == name)
    }

    /// The section `[output]` of a run that has no frames; what its table lacks is empty.
    pub(crate) fn without_frames(values: &Values) -> Self {
        Self {
            formats: values.words("formats").to_vec(),
            plots: values.words("plots").to_vec(),
            color_map: values.word("color_map").to_owned(),
            frame_delay_ms: 0,
            strip_frames: 0,
        }
    }

    /// The section `[output]`, checked.
    pub(crate) fn from_values(values: &Values) -> Self {
        Self {
            formats: values.words("formats").to_vec(),
            plots: values.words("plots").to_vec(),
            color_map: values.word("color_map").to_owned(),
            frame_delay_ms: values.count("frame_delay"),
            strip_frames: values.count("strip_frames"),
        }
    }
}

/// What is observed as a run goes on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Observe {
    /// A frame is observed every so many steps, and the state before the first one.
    pub every: u64,
    /// What is found in a frame.
    pub quantities: Quantities,
    /// A frame that changes less than this is quiet, in 1 / unit time.
    pub stationary_below: f64,
}

impl Observe {
    /// The section `[observe]`, checked; `None` if nothing is observed.
    pub(crate) fn from_values(values: &Values) -> Option<Self> {
        let wants = |name: &str| values.words("quantities").iter().any(|known| known == name);
        let quantities = Quantities {
            mean: wants("mean"),
            amplitude: wants("amplitude"),
            wavelength: wants("wavelength"),
            energy: wants("energy"),
        };
        let (every, stationary_below) = (values.count("every"), values.number("stationary_below"));
        (every > 0).then_some(Self { every, quantities, stationary_below })
    }
}
