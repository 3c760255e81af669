//! Ions: what they are, and what a membrane lets through of them.

use crate::membrane::Error;

/// A kind of ion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Species {
    /// Its symbol, without the charge.
    pub symbol: &'static str,
    /// Its charge, in elementary charges.
    pub valence: i32,
}

/// The ions that a preset may name.
pub const KNOWN_IONS: [Species; 6] = [
    Species { symbol: "K", valence: 1 },
    Species { symbol: "Na", valence: 1 },
    Species { symbol: "Cl", valence: -1 },
    Species { symbol: "Ca", valence: 2 },
    Species { symbol: "Mg", valence: 2 },
    Species { symbol: "H", valence: 1 },
];

/// An ion at a membrane.
///
/// | field | symbol | meaning | unit |
/// |---|---|---|---|
/// | `inside` | cᵢ | concentration in the cell | mol/L |
/// | `outside` | cₒ | concentration outside | mol/L |
/// | `permeability` | P | speed at which the membrane lets it pass | m/s |
/// | `conductance` | g | conductance for it, per area | S/m² |
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ion {
    /// Which ion.
    pub species: Species,
    /// Concentration inside, in mol/L, above 0.
    pub inside: f64,
    /// Concentration outside, in mol/L, above 0.
    pub outside: f64,
    /// Permeability, in m/s, at least 0.
    pub permeability: f64,
    /// Conductance per area, in S/m², at least 0.
    pub conductance: f64,
}

impl Species {
    /// The ion of that symbol, if it is known.
    ///
    /// # Examples
    ///
    /// ```
    /// use mfn::membrane::Species;
    /// assert_eq!(Species::from_symbol("Ca").map(|ion| ion.valence), Some(2));
    /// assert_eq!(Species::from_symbol("Xe"), None);
    /// ```
    pub fn from_symbol(symbol: &str) -> Option<Self> {
        KNOWN_IONS.into_iter().find(|ion| ion.symbol == symbol)
    }
}

impl Ion {
    /// Refuses values that no ion can have.
    pub(crate) fn check(&self) -> Result<(), Error> {
        if self.species.valence == 0 {
            return Err(Error::NoCharge);
        }
        check_concentrations(self.outside, self.inside)?;
        at_least_zero("permeability", self.permeability)?;
        at_least_zero("conductance", self.conductance)
    }
}

/// Refuses concentrations, in mol/L, that are not above 0.
pub(crate) fn check_concentrations(outside: f64, inside: f64) -> Result<(), Error> {
    for (side, found) in [("outside", outside), ("inside", inside)] {
        if !(found.is_finite() && found > 0.0) {
            return Err(Error::Concentration { side, found });
        }
    }
    Ok(())
}

/// Refuses a quantity below 0.
pub(crate) fn at_least_zero(quantity: &'static str, found: f64) -> Result<(), Error> {
    if found.is_finite() && found >= 0.0 {
        Ok(())
    } else {
        Err(Error::Quantity { quantity, found, wanted: "at least 0" })
    }
}
