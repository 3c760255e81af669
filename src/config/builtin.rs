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
        Self::all().find(|preset| preset.name == name)
    }

    /// Every built-in preset, in the order of `--list-presets`.
    pub fn all() -> impl Iterator<Item = &'static Self> {
        Self::runs().chain(BUILT_IN_SWEEPS)
    }

    /// Every built-in preset of a single run.
    pub fn runs() -> impl Iterator<Item = &'static Self> {
        BUILT_IN.iter().chain(BUILT_IN_POINTS)
    }

    /// The built-in preset of `mfn federate simulate` of that name, if there is one.
    pub fn find_federate(name: &str) -> Option<&'static Self> {
        BUILT_IN_FEDERATE.iter().find(|preset| preset.name == name)
    }

    /// What it shows: the text's first comment line.
    pub fn summary(&self) -> &'static str {
        self.text.lines().next().unwrap_or_default().trim_start_matches('#').trim()
    }
}

/// Lists files of `configs/`, or of a folder in it, under their names.
macro_rules! built_in {
    (in $folder:literal: $($name:literal),+ $(,)?) => {
        &[$(BuiltIn {
            name: $name,
            text: include_str!(concat!("../../configs/", $folder, $name, ".toml")),
        }),+]
    };
    ($($name:literal),+ $(,)?) => { built_in![in "": $($name),+] };
}

/// The built-in presets of models on a grid.
pub const BUILT_IN: &[BuiltIn] = built_in![
    "gray-scott-gliders",
    "gray-scott-bubbles",
    "gray-scott-maze",
    "gray-scott-worms",
    "gray-scott-spirals",
    "gray-scott-spots",
    "gray-scott-portrait",
    "gray-scott-coral",
    "gray-scott-letters",
    "gray-scott-mitosis",
    "gray-scott-u-skate",
    "gray-scott-negatons",
    "gray-scott-chaos",
    "gray-scott-wavelets",
    "gray-scott-flicker",
    "gray-scott-tubes",
    "schnakenberg-spots",
    "schnakenberg-stripes",
    "gierer-meinhardt-spots",
    "gierer-meinhardt-stripes",
    "gierer-meinhardt-net",
    "gierer-meinhardt-peaks",
    "brusselator-hexagons",
    "brusselator-stripes",
    "brusselator-holes",
    "brusselator-labyrinth",
    "brusselator-oscillation",
    "brusselator-spirals",
    "brusselator-balls",
    "fitzhugh-nagumo-pdebench",
    "fitzhugh-nagumo-labyrinth",
    "fitzhugh-nagumo-spots",
    "fitzhugh-nagumo-excitable-pulses",
    "fitzhugh-nagumo-excitable-spirals",
    "fitzhugh-nagumo-excitable-islands",
    "fitzhugh-nagumo-excitable-cells",
    "fitzhugh-nagumo-excitable-noise",
    "lengyel-epstein-hexagons",
    "lengyel-epstein-stripes",
    "lengyel-epstein-waves",
    "swift-hohenberg-stripes",
    "swift-hohenberg-target",
    "swift-hohenberg-hexagons",
    "swift-hohenberg-localised",
    "swift-hohenberg-columns",
    "allen-cahn-domains",
    "allen-cahn-discs",
    "cahn-hilliard-spinodal",
    "cahn-hilliard-droplets",
    "cahn-hilliard-sponge",
    "fisher-kpp-front",
    "fisher-kpp-islands",
    "mycelium-living",
    "mycelium-resting",
    "mycelium-spiking",
    "mycelium-patterned",
    "mycelium-noisy",
    "mfn-v4-default",
    "mfn-v4-demo",
    "mfn-v4-small",
    "mfn-v4-medium",
    "mfn-v4-large",
    "mfn-v4-dev",
    "mfn-v4-staging",
    "mfn-v4-prod",
    "mfn-v4-turing",
];

/// The built-in presets of kinds without a grid of species.
pub const BUILT_IN_POINTS: &[BuiltIn] = built_in![
    "membrane-squid",
    "membrane-mammal",
    "ifs-sierpinski",
    "ifs-carpet",
    "ifs-barnsley",
    "ifs-koch",
    "ifs-vicsek",
    "ifs-dragon",
    "ifs-random",
    "ifs-mfn-v4",
];

/// The built-in presets of data sets.
pub const BUILT_IN_SWEEPS: &[BuiltIn] = built_in![
    "gray-scott-sweep",
    "gray-scott-classes",
    "mycelium-sweep",
    "the-well-gray-scott",
    "pdebench-fhn",
    "v4-sweep-minimal",
    "v4-sweep-default",
    "v4-sweep-extended",
    "v4-scenario-small",
    "v4-scenario-medium",
    "v4-scenario-large",
    "v4-scenario-benchmark",
    "v4-sampler-minimal",
    "v4-sampler-default",
    "v4-sampler-extended",
];

/// The built-in presets of `mfn federate simulate`.
pub const BUILT_IN_FEDERATE: &[BuiltIn] = built_in![
    in "federate/":
    "patterns",
    "patterns-dirichlet",
    "patterns-private",
];
