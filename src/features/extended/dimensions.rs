//! How a field fills space over the scales.

use crate::features::Unit;
use crate::features::extended::{ExtendedFeature, Parts};
use crate::fractal::{DimensionEstimate, SurfaceSpectrum, Undefined};

pub(crate) static ROWS: [ExtendedFeature; 13] = [
    ExtendedFeature {
        name: "box_dimension",
        unit: Unit::One,
        range: (None, None),
        definition: "box-counting dimension of the active cells, with the fewest boxes over all \
                     offsets of the grid of boxes",
        reference: "Foroutan-pour et al., Appl. Math. Comput. 105 (1999) 195",
        degenerate: "null of an empty mask, a side below 4 cells, or too few scales",
        value: |parts| value(&parts.box_dimension),
    },
    ExtendedFeature {
        name: "box_dimension_se",
        unit: Unit::One,
        range: (Some(0.0), None),
        definition: "its standard error: scatter about the line, differences between parts of the \
                     set and between windows",
        reference: "docs/features.md, Dimensions",
        degenerate: "null of an empty mask, a side below 4 cells, or too few scales",
        value: |parts| Ok(parts.box_dimension.as_ref().map_err(|reason| *reason)?.std_error),
    },
    ExtendedFeature {
        name: "box_dimension_mean",
        unit: Unit::One,
        range: (None, None),
        definition: "the same with the mean number of boxes over the offsets",
        reference: "Falconer, Fractal Geometry, 2014, §2.1",
        degenerate: "null of an empty mask, a side below 4 cells, or too few scales",
        value: |parts| value(&parts.mean_box_dimension),
    },
    ExtendedFeature {
        name: "mass_dimension",
        unit: Unit::One,
        range: (None, None),
        definition: "correlation dimension of the active cells, by windows about each of them: \
                     sees no rim",
        reference: "Grassberger and Procaccia, Physica D 9 (1983) 189",
        degenerate: "null of an empty mask, or a side below 16 cells",
        value: |parts| value(&parts.mass_dimension),
    },
    ExtendedFeature {
        name: "interface_dimension",
        unit: Unit::One,
        range: (None, None),
        definition: "box-counting dimension of the active cells that share an edge with an \
                     inactive one",
        reference: "Saleur and Duplantier, Phys. Rev. Lett. 58 (1987) 2325",
        degenerate: "null without an interface, a side below 4 cells, or too few scales",
        value: |parts| value(&parts.interface_dimension),
    },
    ExtendedFeature {
        name: "information_dimension",
        unit: Unit::One,
        range: (None, None),
        definition: "D₁ of the field less its smallest value, as a measure",
        reference: "Rényi 1959; Halsey et al., Phys. Rev. A 33 (1986) 1141",
        degenerate: "null of a constant field or a side below 4 cells",
        value: |parts| order(parts, 1),
    },
    ExtendedFeature {
        name: "correlation_dimension",
        unit: Unit::One,
        range: (None, None),
        definition: "D₂ of the same measure",
        reference: "Grassberger and Procaccia, Physica D 9 (1983) 189",
        degenerate: "null of a constant field or a side below 4 cells",
        value: |parts| order(parts, 2),
    },
    ExtendedFeature {
        name: "multifractal_width",
        unit: Unit::One,
        range: (Some(0.0), None),
        definition: "α(0) − α(5) of the same measure: the upper half of the width of f(α)",
        reference: "Chhabra and Jensen, Phys. Rev. Lett. 62 (1989) 1327, eqs. 5–8",
        degenerate: "null of a constant field or a side below 4 cells",
        value: |parts| {
            let found = parts.multifractal.as_ref().map_err(|reason| *reason)?;
            Ok(found.width(0, 5)?.abs())
        },
    },
    ExtendedFeature {
        name: "lacunarity_fine",
        unit: Unit::One,
        range: (Some(1.0), None),
        definition: "gliding-box lacunarity of the active cells at the second smallest box",
        reference: "Allain and Cloitre, Phys. Rev. A 44 (1991) 3552, eq. 4",
        degenerate: "null where no cell is active",
        value: |parts| lacunarity(parts, |n| 1.min(n - 1)),
    },
    ExtendedFeature {
        name: "lacunarity_coarse",
        unit: Unit::One,
        range: (Some(1.0), None),
        definition: "the same at the largest box, about a quarter of the shorter side",
        reference: "Allain and Cloitre, Phys. Rev. A 44 (1991) 3552, eq. 4",
        degenerate: "null where no cell is active",
        value: |parts| lacunarity(parts, |n| n - 1),
    },
    ExtendedFeature {
        name: "succolarity",
        unit: Unit::One,
        range: (Some(0.0), Some(1.0)),
        definition: "share of the pressure that a fluid exerts which enters through the active \
                     cells of one side, mean over the four sides",
        reference: "de Melo and Conci, Telecommun. Syst. 52 (2013) 1643, eq. 1",
        degenerate: "0 where nothing enters; null where there is no threshold: of a constant \
                     field, or one with NaN",
        value: |parts| Ok(parts.succolarity?.mean()),
    },
    ExtendedFeature {
        name: "spectral_slope",
        unit: Unit::One,
        range: (None, None),
        definition: "β of the power law S(k) ∝ k^(−β) of the spectrum, by maximum likelihood \
                     (Whittle)",
        reference: "Whittle, Biometrika 41 (1954) 434",
        degenerate: "null below 16 cells a side, or of a constant field",
        value: |parts| Ok(spectrum(parts)?.slope.value),
    },
    ExtendedFeature {
        name: "spectral_slope_r2",
        unit: Unit::One,
        range: (None, Some(1.0)),
        definition: "R² of that power law over rings of the spectrum: near 1 of a self-affine \
                     surface, low of a pattern",
        reference: "docs/features.md, Dimensions",
        degenerate: "null as the slope",
        value: |parts| Ok(spectrum(parts)?.r_squared),
    },
];

fn value(found: &Result<DimensionEstimate, Undefined>) -> Result<f64, Undefined> {
    found.as_ref().map(|estimate| estimate.value).map_err(|reason| *reason)
}

/// D_q of the field as a measure.
fn order(parts: &Parts, q: i32) -> Result<f64, Undefined> {
    let found = parts.multifractal.as_ref().map_err(|reason| *reason)?;
    Ok(found.dimension(q)?.value)
}

/// The lacunarity at the size that `pick` chooses among n.
fn lacunarity(parts: &Parts, pick: fn(usize) -> usize) -> Result<f64, Undefined> {
    let cover = parts.cover.as_ref().map_err(|reason| *reason)?;
    let values: Vec<Option<f64>> = cover.lacunarity().collect();
    let none = Undefined::TooFewScales { found: 0, wanted: 1 };
    if values.is_empty() {
        return Err(none);
    }
    values.get(pick(values.len())).copied().flatten().ok_or(none)
}

fn spectrum(parts: &Parts) -> Result<&SurfaceSpectrum, Undefined> {
    parts.surface_spectrum.as_ref().map_err(|reason| *reason)
}
