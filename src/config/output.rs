//! What a run writes, as far as the preset says.

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
