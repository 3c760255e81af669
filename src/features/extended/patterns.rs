//! The waves of a field: how long, how alike, in which direction.

use crate::features::Unit;
use crate::features::extended::ExtendedFeature;

pub(crate) static ROWS: [ExtendedFeature; 10] = [
    ExtendedFeature {
        name: "wavelength",
        unit: Unit::Length,
        range: (Some(0.0), None),
        definition: "wavelength at the peak of the radially averaged power spectrum",
        reference: "docs/features.md, Waves",
        degenerate: "null of a constant field",
        value: |parts| Ok(parts.dominant?.wavelength),
    },
    ExtendedFeature {
        name: "band_width",
        unit: Unit::One,
        range: (Some(0.0), None),
        definition: "standard deviation of the wavenumbers about their mean, over it, weighted by \
                     power",
        reference: "docs/features.md, Waves",
        degenerate: "null of a constant field",
        value: |parts| Ok(parts.band?.relative_width()),
    },
    ExtendedFeature {
        name: "spectral_entropy",
        unit: Unit::One,
        range: (Some(0.0), Some(1.0)),
        definition: "−Σ p ln p / ln M over the M rings of the spectrum",
        reference: "Inouye et al., Electroencephalogr. Clin. Neurophysiol. 79 (1991) 204",
        degenerate: "null of a constant field",
        value: |parts| Ok(parts.band?.entropy),
    },
    ExtendedFeature {
        name: "anisotropy",
        unit: Unit::One,
        range: (Some(0.0), Some(1.0)),
        definition: "|Σ P e^(2iθ)| / Σ P over all modes: 1 of stripes, 0 without a preferred \
                     direction",
        reference: "Mardia and Jupp, Directional Statistics, 2000, §2.3",
        degenerate: "null of a constant field",
        value: |parts| Ok(parts.angular?.anisotropy()),
    },
    ExtendedFeature {
        name: "nematic_order",
        unit: Unit::One,
        range: (Some(0.0), Some(1.0)),
        definition: "|Σ e^(2iφ)| / n of the directions φ of the gradient in n cells",
        reference: "de Gennes and Prost, The Physics of Liquid Crystals, 1993, §2.1",
        degenerate: "null of a constant field",
        value: |parts| Ok(parts.orientation?.nematic_order),
    },
    ExtendedFeature {
        name: "coherence",
        unit: Unit::One,
        range: (Some(0.0), Some(1.0)),
        definition: "the same with each cell weighted by its squared gradient: coherence of the \
                     structure tensor",
        reference: "Bigün and Granlund, Proc. ICCV 1987, 433",
        degenerate: "null of a constant field",
        value: |parts| Ok(parts.orientation?.coherence()),
    },
    ExtendedFeature {
        name: "square_order",
        unit: Unit::One,
        range: (Some(0.0), Some(1.0)),
        definition: "|Σ P e^(4iθ)| / Σ P over the dominant ring: 1 of squares and of stripes",
        reference: "Nelson and Halperin, Phys. Rev. B 19 (1979) 2457",
        degenerate: "null of a constant field",
        value: |parts| Ok(parts.angular?.orders[1]),
    },
    ExtendedFeature {
        name: "hexatic_order",
        unit: Unit::One,
        range: (Some(0.0), Some(1.0)),
        definition: "|Σ P e^(6iθ)| / Σ P over the dominant ring: 1 of hexagons and of stripes",
        reference: "Nelson and Halperin, Phys. Rev. B 19 (1979) 2457",
        degenerate: "null of a constant field",
        value: |parts| Ok(parts.angular?.orders[2]),
    },
    ExtendedFeature {
        name: "correlation_length",
        unit: Unit::Length,
        range: (Some(0.0), None),
        definition: "distance at which the radially averaged autocorrelation first falls to 1/e",
        reference: "Box, Jenkins and Reinsel, Time Series Analysis, 2008, §2.1",
        degenerate: "null of a constant field, or where it does not fall within half the longer \
                     side",
        value: |parts| parts.autocorrelation.as_ref().map_err(|reason| *reason)?.e_folding(),
    },
    ExtendedFeature {
        name: "decorrelation_length",
        unit: Unit::Length,
        range: (Some(0.0), None),
        definition: "distance at which it first falls to 0",
        reference: "Box, Jenkins and Reinsel, Time Series Analysis, 2008, §2.1",
        degenerate: "as the correlation length",
        value: |parts| parts.autocorrelation.as_ref().map_err(|reason| *reason)?.first_zero(),
    },
];
