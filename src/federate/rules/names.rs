//! The names of rules.

use crate::federate::Error;
use crate::federate::rules::{
    CentredClipping, GeometricMedian, HierarchicalKrum, HierarchicalVariant, KrumVariant, Rule,
};
use std::fmt;
use std::str::FromStr;

impl Rule {
    /// Every name, in the order of the documentation.
    pub const NAMES: [&'static str; 14] = [
        "mean",
        "median",
        "trimmed-mean",
        "meamed",
        "geometric-median",
        "krum",
        "multi-krum",
        "bulyan",
        "mda",
        "monna",
        "centered-clipping",
        "caf",
        "smea",
        "hierarchical-krum",
    ];

    /// The name, without variant and parameters.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Mean => "mean",
            Self::Median => "median",
            Self::TrimmedMean => "trimmed-mean",
            Self::Meamed => "meamed",
            Self::GeometricMedian(_) => "geometric-median",
            Self::Krum(_) => "krum",
            Self::MultiKrum { .. } => "multi-krum",
            Self::Bulyan => "bulyan",
            Self::Mda => "mda",
            Self::Monna { .. } => "monna",
            Self::CentredClipping(_) => "centered-clipping",
            Self::Caf => "caf",
            Self::Smea => "smea",
            Self::HierarchicalKrum(_) => "hierarchical-krum",
        }
    }

    /// The name with the variant that decides its condition, such as `krum (blanchard)`.
    fn full_name(&self) -> String {
        let variant = match self {
            Self::Krum(variant) | Self::MultiKrum { variant, .. } => variant.name(),
            Self::HierarchicalKrum(parameters) => match parameters.variant {
                HierarchicalVariant::Balanced => "balanced",
                HierarchicalVariant::MfnV4 { .. } => "mfn-v4",
            },
            _ => return self.name().to_owned(),
        };
        format!("{} ({variant})", self.name())
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.full_name())
    }
}

impl FromStr for Rule {
    type Err = Error;

    /// A rule by its name, with its parameters' defaults.
    ///
    /// `monna` trusts client 0 until told otherwise; the clusters of `hierarchical-krum` are
    /// balanced, and as many as are cheapest.
    fn from_str(name: &str) -> Result<Self, Error> {
        Ok(match name {
            "mean" => Self::Mean,
            "median" => Self::Median,
            "trimmed-mean" => Self::TrimmedMean,
            "meamed" => Self::Meamed,
            "geometric-median" => Self::GeometricMedian(GeometricMedian::default()),
            "krum" => Self::Krum(KrumVariant::default()),
            "multi-krum" => Self::MultiKrum { variant: KrumVariant::default(), select: None },
            "bulyan" => Self::Bulyan,
            "mda" => Self::Mda,
            "monna" => Self::Monna { pivot: 0 },
            "centered-clipping" => Self::CentredClipping(CentredClipping::default()),
            "caf" => Self::Caf,
            "smea" => Self::Smea,
            "hierarchical-krum" => Self::HierarchicalKrum(HierarchicalKrum {
                variant: HierarchicalVariant::Balanced,
                clusters: None,
                seed: 42,
            }),
            _ => {
                let (what, known) = ("rule", Self::NAMES.join(", "));
                return Err(Error::Unknown { what, name: name.to_owned(), known });
            }
        })
    }
}

impl KrumVariant {
    /// Every name.
    pub const NAMES: [&'static str; 3] = ["blanchard", "byzfl", "mfn-v4"];

    /// The name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Blanchard => "blanchard",
            Self::Byzfl => "byzfl",
            Self::MfnV4 => "mfn-v4",
        }
    }
}

impl FromStr for KrumVariant {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self, Error> {
        [Self::Blanchard, Self::Byzfl, Self::MfnV4]
            .into_iter()
            .find(|variant| variant.name() == name)
            .ok_or_else(|| {
                let (what, known) = ("variant of krum", Self::NAMES.join(", "));
                Error::Unknown { what, name: name.to_owned(), known }
            })
    }
}
