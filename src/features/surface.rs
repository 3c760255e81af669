//! Whether the sides of a field are glued together.

use crate::grid::Boundary;

/// The surface that the cells of a field tile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Surface {
    /// A rectangle: what lies outside is empty.
    #[default]
    Plane,
    /// Opposite sides are glued: the left neighbour of the first column is the last column.
    Torus,
}

impl Surface {
    /// Both surfaces.
    pub const ALL: [Self; 2] = [Self::Plane, Self::Torus];

    /// The name used in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Plane => "plane",
            Self::Torus => "torus",
        }
    }
}

impl From<Boundary> for Surface {
    /// A periodic field lies on the torus, any other on the plane.
    fn from(boundary: Boundary) -> Self {
        match boundary {
            Boundary::Periodic => Self::Torus,
            Boundary::Neumann | Boundary::Dirichlet => Self::Plane,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_periodic_field_is_a_torus() {
        let names = Boundary::ALL.map(|boundary| Surface::from(boundary).name());
        assert_eq!(names, ["torus", "plane", "plane"]);
    }
}
