//! The presets that are part of the program, by name.

/// A preset that runs by its name alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BuiltIn {
    /// Its name.
    pub name: &'static str,
    /// Its text, as in `configs/`.
    pub text: &'static str,
}

impl BuiltIn {
    /// The preset of that name, if there is one.
    pub fn find(name: &str) -> Option<&'static Self> {
        BUILT_IN.iter().find(|preset| preset.name == name)
    }

    /// What it shows: the text's first comment line.
    pub fn summary(&self) -> &'static str {
        self.text.lines().next().unwrap_or_default().trim_start_matches('#').trim()
    }
}

/// Lists files of `configs/` under their names.
macro_rules! built_in {
    ($($name:literal),+ $(,)?) => {
        &[$(BuiltIn {
            name: $name,
            text: include_str!(concat!("../../configs/", $name, ".toml")),
        }),+]
    };
}

/// Every built-in preset, in the order of `--list-presets`.
pub const BUILT_IN: &[BuiltIn] = built_in![
    "gray-scott-gliders",
    "gray-scott-bubbles",
    "gray-scott-maze",
    "gray-scott-worms",
    "gray-scott-spirals",
    "gray-scott-spots",
    "gray-scott-portrait",
    "schnakenberg-spots",
    "schnakenberg-stripes",
    "mfn-v4-default",
    "mfn-v4-demo",
    "mfn-v4-small",
    "mfn-v4-medium",
    "mfn-v4-large",
    "mfn-v4-dev",
    "mfn-v4-staging",
    "mfn-v4-prod",
];
