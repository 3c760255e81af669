//! The suites, and how long their checks take.

/// Checks that belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Suite {
    /// Is the equation solved right?
    Verification,
    /// Do patterns form where, and as long as, theory says?
    Turing,
    /// Are known dimensions found?
    Fractal,
    /// Are known features found?
    Features,
    /// Are known exponents and dimensions of motions found?
    Dynamics,
    /// What v4.1 validated, and what that shows.
    V4,
    /// Are the bytes the same, however they are made?
    Reproducibility,
}

impl Suite {
    /// All, in the order in which they run.
    pub const ALL: [Self; 7] = [
        Self::Verification,
        Self::Turing,
        Self::Fractal,
        Self::Features,
        Self::Dynamics,
        Self::V4,
        Self::Reproducibility,
    ];

    /// The name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Verification => "verification",
            Self::Turing => "turing",
            Self::Fractal => "fractal",
            Self::Features => "features",
            Self::Dynamics => "dynamics",
            Self::V4 => "v4",
            Self::Reproducibility => "reproducibility",
        }
    }

    /// The question that it answers.
    pub fn question(self) -> &'static str {
        match self {
            Self::Verification => "is the equation solved right?",
            Self::Turing => "do patterns form where, and as long as, theory says?",
            Self::Fractal => "are known dimensions found?",
            Self::Features => "are known features found?",
            Self::Dynamics => "are known exponents and dimensions of motions found?",
            Self::V4 => "are v4.1's validations reproduced, and what do they show?",
            Self::Reproducibility => "are the bytes the same, however they are made?",
        }
    }
}

/// How long a check may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effort {
    /// Some seconds at most; run by default.
    Quick,
    /// Run with `--full` alone.
    Full,
}
