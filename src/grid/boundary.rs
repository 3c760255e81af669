//! What a cell at the rim sees outside the grid.

/// The boundary condition of every side of the grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Boundary {
    /// The grid is a torus: the neighbour is the cell of the opposite side.
    #[default]
    Periodic,
    /// Zero flux: the neighbour equals the cell itself.
    Neumann,
    /// Fixed value: the neighbour has the value given for its species.
    Dirichlet,
}

impl Boundary {
    /// All boundaries, in the order of the documentation.
    pub const ALL: [Self; 3] = [Self::Periodic, Self::Neumann, Self::Dirichlet];

    /// The name used in presets.
    pub fn name(self) -> &'static str {
        match self {
            Self::Periodic => "periodic",
            Self::Neumann => "neumann",
            Self::Dirichlet => "dirichlet",
        }
    }

    /// The boundary of that name, if there is one.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|boundary| boundary.name() == name)
    }
}
