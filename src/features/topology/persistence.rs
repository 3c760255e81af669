//! Persistent homology of a field: when its components and loops are born and die.

use crate::features::Connectivity;
use crate::features::Surface;
use crate::features::cells::{Cells, finite};
use crate::features::topology::label::{Basin, Sheet};
use crate::features::topology::landscape::{Landscape, Rim};
use crate::features::topology::link::{Eight, Four};
use crate::features::topology::merging::Merging;
use crate::fractal::Undefined;
use crate::grid::FieldView;

/// A class of homology: the levels at which it appears and disappears, in the field's unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pair {
    /// The level at which it appears.
    pub birth: f64,
    /// The level at which it disappears.
    pub death: f64,
}

impl Pair {
    /// |death − birth|, in the field's unit.
    pub fn lifetime(&self) -> f64 {
        (self.death - self.birth).abs()
    }
}

/// The persistence pairs of a field's sublevel or superlevel sets, those of lifetime 0 left out.
///
/// With four neighbours the sets are V-constructed: cells are the vertices of the cubical complex,
/// an edge or square is there with the last of its corners. With eight neighbours they are
/// T-constructed: cells are the closed squares, and an edge or corner is there with the first
/// square around it.
///
/// Components are found by union–find over the saddles, the cells whose lower link is in several
/// pieces, between the basins of the local minima. Loops are components of the complement with the
/// other connectivity: a loop is born where two of them merge as the level falls, and dies at the
/// younger one's extremum. On the plane the outside is one of them, the eldest; on the torus there
/// is no outside, and two loops and the closed surface never die. Cost: O(n + m log m) for n cells
/// with m saddles.
///
/// # Reference
///
/// H. Edelsbrunner, J. Harer, *Computational Topology*, AMS 2010, §VI.3 (lower links) and §VII.1;
/// D. Cohen-Steiner, H. Edelsbrunner, J. Harer, *Found. Comput. Math.* 9 (2009) 79 (symmetry);
/// B. Bleile et al., arXiv:2102.11397 (both constructions).
///
/// # Examples
///
/// ```
/// use mfn::features::{Connectivity, Pair, Persistence, Surface};
/// use mfn::grid::FieldView;
///
/// let crater = ndarray::array![[3.0, 3.0, 4.0], [3.0, 9.0, 3.0], [3.0, 3.0, 1.0]];
/// let field = FieldView::F64(crater.view());
/// let found = Persistence::sublevel(field, Connectivity::Four, Surface::Plane)?;
/// assert_eq!(found.first_component, 1.0);
/// assert_eq!(found.loops, [Pair { birth: 4.0, death: 9.0 }]);
/// # Ok::<(), mfn::fractal::Undefined>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Persistence {
    /// H₀: components that join an older one.
    pub components: Vec<Pair>,
    /// H₁: loops that are filled.
    pub loops: Vec<Pair>,
    /// The level at which the component appears that never dies.
    pub first_component: f64,
    /// The levels at which the loops appear that never die: two on the torus, none on the plane.
    pub endless_loops: Vec<f64>,
    /// The level at which the torus is whole; none on the plane.
    pub closed_surface: Option<f64>,
    /// Largest less smallest value of the field.
    pub range: f64,
}

impl Persistence {
    /// The persistence of {field ≤ level} as the level rises: birth < death.
    ///
    /// # Errors
    ///
    /// [`Undefined::NoCells`], [`Undefined::NotFinite`], [`Undefined::TooLarge`] for more than
    /// 2³² − 1 cells with a rim, [`Undefined::Overflow`] if the range does. A constant field
    /// has no pairs.
    pub fn sublevel(
        field: FieldView<'_>,
        connectivity: Connectivity,
        surface: Surface,
    ) -> Result<Self, Undefined> {
        Self::of(field, connectivity, surface, 1.0)
    }

    /// The persistence of {field ≥ level} as the level falls: birth > death.
    ///
    /// # Errors
    ///
    /// As [`Persistence::sublevel`].
    pub fn superlevel(
        field: FieldView<'_>,
        connectivity: Connectivity,
        surface: Surface,
    ) -> Result<Self, Undefined> {
        Self::of(field, connectivity, surface, -1.0)
    }

    fn of(
        field: FieldView<'_>,
        connectivity: Connectivity,
        surface: Surface,
        sign: f64,
    ) -> Result<Self, Undefined> {
        let cells = Cells::of(field)?;
        let padded = (cells.rows as u128 + 2) * (cells.cols as u128 + 2);
        if padded > u128::from(u32::MAX) {
            return Err(Undefined::TooLarge { cells: cells.values.len() });
        }
        let dual = match connectivity {
            Connectivity::Four => Connectivity::Eight,
            Connectivity::Eight => Connectivity::Four,
        };
        let (own, outside) = match surface {
            Surface::Plane => (Rim::Above, Rim::Below),
            Surface::Torus => (Rim::Glued, Rim::Glued),
        };
        let (low, high) = cells.range();
        let range = finite(high - low)?;
        let (first, last) = if sign > 0.0 { (low, high) } else { (high, low) };
        let rising = merge(&cells, connectivity, sign, own);
        let falling = merge(&cells, dual, -sign, outside);
        // `merge` speaks of heights sign × value: back to values, and from the complement's pairs
        // to loops.
        let value = |height: f64| sign * height + 0.0;
        let component = |pair: Pair| Pair { birth: value(pair.birth), death: value(pair.death) };
        let filled = |pair: Pair| Pair { birth: value(-pair.death), death: value(-pair.birth) };
        Ok(Self {
            components: rising.pairs.into_iter().map(component).collect(),
            loops: falling.pairs.into_iter().map(filled).collect(),
            first_component: first,
            endless_loops: rising.around.into_iter().map(value).collect(),
            closed_surface: (surface == Surface::Torus).then_some(last),
            range,
        })
    }
}

/// How the basins of sign × field merge.
fn merge(cells: &Cells<'_>, connectivity: Connectivity, sign: f64, rim: Rim) -> Merging {
    let land = Landscape::new(&cells.values, cells.cols, sign, rim);
    match (connectivity, rim) {
        (Connectivity::Four, Rim::Glued) => land.basins::<Four, Sheet>().merge::<Four>(),
        (Connectivity::Eight, Rim::Glued) => land.basins::<Eight, Sheet>().merge::<Eight>(),
        (Connectivity::Four, _) => land.basins::<Four, Basin>().merge::<Four>(),
        (Connectivity::Eight, _) => land.basins::<Eight, Basin>().merge::<Eight>(),
    }
}
