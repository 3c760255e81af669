//! The cells above the threshold: how many, in which pieces, with how long a rim.

use crate::features::Unit;
use crate::features::extended::ExtendedFeature;
use crate::fractal::Undefined;

pub(crate) static ROWS: [ExtendedFeature; 12] = [
    ExtendedFeature {
        name: "threshold",
        unit: Unit::Field,
        range: (None, None),
        definition: "Otsu's threshold of a histogram of 256 bins, unless another is chosen: cells \
                     above it are active",
        reference: "Otsu, IEEE Trans. Syst. Man Cybern. 9 (1979) 62, eq. 18",
        degenerate: "null of a constant field, or one with NaN",
        value: |parts| Ok(parts.threshold? * parts.settings.scale),
    },
    ExtendedFeature {
        name: "active_fraction",
        unit: Unit::One,
        range: (Some(0.0), Some(1.0)),
        definition: "share of the cells that are active",
        reference: "–",
        degenerate: "null where there is no threshold: of a constant field, or one with NaN",
        value: |parts| Ok(parts.minkowski?.area as f64 / parts.n_cells()),
    },
    ExtendedFeature {
        name: "cluster_count",
        unit: Unit::Count,
        range: (Some(0.0), None),
        definition: "connected components of the active cells (β₀)",
        reference: "Michielsen and De Raedt, Phys. Rep. 347 (2001) 461",
        degenerate: "0 without active cells; null where there is no threshold: of a constant \
                     field, or one with NaN",
        value: |parts| Ok(parts.betti?.components as f64),
    },
    ExtendedFeature {
        name: "cluster_mean_size",
        unit: Unit::Cells,
        range: (Some(1.0), None),
        definition: "mean size of the components",
        reference: "–",
        degenerate: "null where no cell is active",
        value: |parts| Ok(parts.clusters?.mean),
    },
    ExtendedFeature {
        name: "cluster_size_sd",
        unit: Unit::Cells,
        range: (Some(0.0), None),
        definition: "population standard deviation of their sizes",
        reference: "–",
        degenerate: "null where no cell is active",
        value: |parts| Ok(parts.clusters?.std),
    },
    ExtendedFeature {
        name: "cluster_weighted_size",
        unit: Unit::Cells,
        range: (Some(1.0), None),
        definition: "Σ s² / Σ s of the sizes s: mean size of the component that an active cell \
                     belongs to",
        reference: "Stauffer and Aharony, Introduction to Percolation Theory, 1994, §2.5",
        degenerate: "null where no cell is active",
        value: |parts| Ok(parts.clusters?.weighted_mean),
    },
    ExtendedFeature {
        name: "cluster_entropy",
        unit: Unit::One,
        range: (Some(0.0), Some(1.0)),
        definition: "−Σ p ln p / ln n of the n components with shares p of the active cells",
        reference: "Shannon, Bell Syst. Tech. J. 27 (1948) 379",
        degenerate: "0 of a single component; null where no cell is active",
        value: |parts| Ok(parts.clusters?.entropy),
    },
    ExtendedFeature {
        name: "cluster_largest_share",
        unit: Unit::One,
        range: (Some(0.0), Some(1.0)),
        definition: "share of the active cells that the largest component has",
        reference: "Stauffer and Aharony, Introduction to Percolation Theory, 1994, §2.5",
        degenerate: "null where no cell is active",
        value: |parts| Ok(parts.clusters?.largest_share),
    },
    ExtendedFeature {
        name: "loop_count",
        unit: Unit::Count,
        range: (Some(0.0), None),
        definition: "holes and other independent loops of the active cells (β₁)",
        reference: "Edelsbrunner and Harer, Computational Topology, 2010, §IV.2",
        degenerate: "null where there is no threshold: of a constant field, or one with NaN",
        value: |parts| Ok(parts.betti?.loops as f64),
    },
    ExtendedFeature {
        name: "euler_characteristic",
        unit: Unit::Count,
        range: (None, None),
        definition: "χ of the active cells: components less holes on the plane",
        reference: "Gray, IEEE Trans. Comput. C-20 (1971) 551",
        degenerate: "null where there is no threshold: of a constant field, or one with NaN",
        value: |parts| Ok(parts.minkowski?.euler(parts.settings.connectivity) as f64),
    },
    ExtendedFeature {
        name: "perimeter_density",
        unit: Unit::PerLength,
        range: (Some(0.0), None),
        definition: "length of the rim of the active cells by Crofton's formula in four \
                     directions, per area of the field",
        reference: "Legland, Kiêu and Devaux, Image Anal. Stereol. 26 (2007) 83",
        degenerate: "null where there is no threshold: of a constant field, or one with NaN",
        value: |parts| {
            Ok(parts.minkowski?.crofton_perimeter() / parts.n_cells() / parts.settings.spacing)
        },
    },
    ExtendedFeature {
        name: "shape_index",
        unit: Unit::One,
        range: (None, None),
        definition: "4π area / perimeter² of the active cells as a whole: 1 of a disc, small where \
                     the rim is long",
        reference: "Legland, Kiêu and Devaux, Image Anal. Stereol. 26 (2007) 83",
        degenerate: "null without a rim",
        value: |parts| {
            let found = parts.minkowski?;
            let perimeter = found.crofton_perimeter();
            if perimeter == 0.0 {
                return Err(Undefined::Empty);
            }
            Ok(4.0 * std::f64::consts::PI * found.area as f64 / (perimeter * perimeter))
        },
    },
];
