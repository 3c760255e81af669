//! The equivalent circuit of a membrane: capacitance, ion currents, leak, injected current.
//!
//! C dV/dt = −Σᵢ Iᵢ(V) − g_L (V − E_L) + I, with Iᵢ = gᵢ (V − Eᵢ) or the Goldman–Hodgkin–Katz
//! current of ion i.

use crate::membrane::Error;
use crate::membrane::Ion;
use crate::membrane::constants::thermal_voltage;
use crate::membrane::ghk;
use crate::membrane::ghk::ghk_slope_bound;
use crate::membrane::ion::at_least_zero;
use crate::membrane::mfn_v4;
use crate::membrane::nernst::nernst;

/// How the current of an ion depends on the potential.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Currents {
    /// I = g (V − E): a conductance in series with a battery of the Nernst potential.
    Ohmic,
    /// [`ghk_current`](crate::membrane::ghk_current): a constant field.
    Goldman,
    /// As [`Currents::Ohmic`], with the potentials of MFN v4.1: its constants and its clamp.
    OhmicV4,
}

/// A current of no ion in particular: I = g_L (V − E_L).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Leak {
    /// Conductance per area, in S/m².
    pub conductance: f64,
    /// Reversal potential, in V.
    pub reversal: f64,
}

/// What a membrane is made of.
#[derive(Debug, Clone, PartialEq)]
pub struct Passive {
    /// Capacitance per area, in F/m², above 0.
    pub capacitance: f64,
    /// Temperature, in K.
    pub temperature: f64,
    /// The law of the ion currents.
    pub currents: Currents,
    /// The leak; a conductance of 0 is none.
    pub leak: Leak,
    /// The ions.
    pub ions: Vec<Ion>,
}

/// A checked membrane, ready to be integrated.
///
/// # Examples
///
/// ```
/// use mfn::membrane::{Circuit, Currents, Ion, Leak, Passive, Species};
///
/// let species = Species::from_symbol("K").unwrap();
/// let ion = Ion { species, inside: 0.14, outside: 0.005, permeability: 0.0, conductance: 3.0 };
/// let circuit = Circuit::new(Passive {
///     capacitance: 0.01,
///     temperature: 310.0,
///     currents: Currents::Ohmic,
///     leak: Leak { conductance: 1.0, reversal: 0.0 },
///     ions: vec![ion],
/// })?;
/// // Three quarters of the conductance pull to E_K.
/// assert!((circuit.rest() - 0.75 * circuit.reversals()[0]).abs() < 1e-15);
/// assert_eq!(circuit.time_constant(), 0.01 / 4.0);
/// # Ok::<(), mfn::membrane::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Circuit {
    parts: Passive,
    /// Equilibrium potential of each ion, in V.
    reversals: Vec<f64>,
    thermal_voltage: f64,
    slope_bound: f64,
    clamping_events: u64,
}

impl Circuit {
    /// Checks the parts and computes the potentials.
    ///
    /// # Errors
    ///
    /// What [`nernst`] refuses; [`Error::Quantity`] for a capacitance or conductance that cannot
    /// be; [`Error::Impermeable`] if nothing can pass. MFN v4.1's concentrations may be anything:
    /// its clamp makes them positive, and [`clamping_events`](Self::clamping_events) counts it.
    pub fn new(parts: Passive) -> Result<Self, Error> {
        let Passive { capacitance, temperature, leak, .. } = parts;
        if !(capacitance.is_finite() && capacitance > 0.0) {
            let (quantity, wanted) = ("capacitance", "above 0");
            return Err(Error::Quantity { quantity, found: capacitance, wanted });
        }
        at_least_zero("leak conductance", leak.conductance)?;
        if !leak.reversal.is_finite() {
            let (quantity, wanted) = ("leak reversal", "in V");
            return Err(Error::Quantity { quantity, found: leak.reversal, wanted });
        }
        let thermal_voltage = thermal_voltage(temperature)?;
        let (mut reversals, mut clamping_events) = (Vec::new(), 0);
        let mut slope_bound = leak.conductance;
        for ion in &parts.ions {
            let (reversal, slope, clamped) = survey(ion, parts.currents, temperature)?;
            reversals.push(reversal);
            slope_bound += slope;
            clamping_events += clamped;
        }
        if slope_bound <= 0.0 {
            let goldman = parts.currents == Currents::Goldman;
            let quantity = if goldman { "permeability" } else { "conductance" };
            return Err(Error::Impermeable { quantity });
        }
        Ok(Self { parts, reversals, thermal_voltage, slope_bound, clamping_events })
    }

    /// What it is made of.
    pub fn parts(&self) -> &Passive {
        &self.parts
    }

    /// Equilibrium potential of each ion, in V, in their order.
    pub fn reversals(&self) -> &[f64] {
        &self.reversals
    }

    /// Ions with a concentration that MFN v4.1's clamp changed; 0 for every other law.
    pub fn clamping_events(&self) -> u64 {
        self.clamping_events
    }

    /// The current of ion number `index` at a potential, in A/m², outward.
    pub fn ion_current(&self, index: usize, potential: f64) -> f64 {
        let ion = &self.parts.ions[index];
        match self.parts.currents {
            Currents::Goldman => ghk::current(ion, potential / self.thermal_voltage),
            Currents::Ohmic | Currents::OhmicV4 => {
                ion.conductance * (potential - self.reversals[index])
            }
        }
    }

    /// The current of the leak at a potential, in A/m², outward.
    pub fn leak_current(&self, potential: f64) -> f64 {
        self.parts.leak.conductance * (potential - self.parts.leak.reversal)
    }

    /// All currents together at a potential, in A/m², outward.
    pub fn current(&self, potential: f64) -> f64 {
        let ions = 0..self.parts.ions.len();
        let ions: f64 = ions.map(|index| self.ion_current(index, potential)).sum();
        ions + self.leak_current(potential)
    }

    /// dV/dt, in V/s, under an injected current, in A/m².
    pub fn derivative(&self, potential: f64, injected: f64) -> f64 {
        (injected - self.current(potential)) / self.parts.capacitance
    }

    /// The potential at which all currents cancel, in V: the only one, and stable, since each
    /// current rises with the potential.
    pub fn rest(&self) -> f64 {
        let carries = |ion: &Ion| match self.parts.currents {
            Currents::Goldman => ion.permeability > 0.0,
            Currents::Ohmic | Currents::OhmicV4 => ion.conductance > 0.0,
        };
        let leak = self.parts.leak;
        let leak = (leak.conductance > 0.0).then_some(leak.reversal);
        let pairs = self.parts.ions.iter().zip(&self.reversals);
        let pulls = pairs.filter(|(ion, _)| carries(ion)).map(|(_, reversal)| *reversal);
        let bracket = pulls
            .chain(leak)
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(v), high.max(v)));
        ghk::zero_of_rising(bracket, |potential| self.current(potential))
    }

    /// C/Σg, in s: with Goldman's currents the shortest there is at any potential.
    pub fn time_constant(&self) -> f64 {
        self.parts.capacitance / self.slope_bound
    }
}

/// Equilibrium potential, largest slope of the current, and whether a clamp was needed.
fn survey(ion: &Ion, currents: Currents, temperature: f64) -> Result<(f64, f64, u64), Error> {
    let valence = ion.species.valence;
    if currents == Currents::OhmicV4 {
        at_least_zero("conductance", ion.conductance)?;
        let (reversal, clamped) =
            mfn_v4::nernst_counted(valence, ion.outside, ion.inside, temperature)?;
        return Ok((reversal, ion.conductance, u64::from(clamped)));
    }
    ion.check()?;
    let reversal = nernst(valence, ion.outside, ion.inside, temperature)?;
    let slope = match currents {
        Currents::Goldman => ghk_slope_bound(ion, temperature)?,
        Currents::Ohmic | Currents::OhmicV4 => ion.conductance,
    };
    Ok((reversal, slope, 0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::membrane::Species;
    use crate::membrane::ghk_voltage;

    fn ion(symbol: &str, inside: f64, outside: f64, amount: f64) -> Ion {
        let species = Species::from_symbol(symbol).unwrap();
        Ion { species, inside, outside, permeability: 1e-8 * amount, conductance: amount }
    }

    fn circuit(currents: Currents, conductance: f64) -> Result<Circuit, Error> {
        let ions = vec![ion("K", 0.14, 0.005, 1.0), ion("Ca", 1e-7, 0.002, 0.05)];
        let leak = Leak { conductance, reversal: -0.05 };
        Circuit::new(Passive { capacitance: 0.01, temperature: 310.0, currents, leak, ions })
    }

    #[test]
    fn ohmic_rest_is_the_mean_weighted_by_conductance() {
        let circuit = circuit(Currents::Ohmic, 0.5).unwrap();
        let [k, ca] = circuit.reversals() else { unreachable!("two ions") };
        let expected = (1.0 * k + 0.05 * ca + 0.5 * -0.05) / 1.55;
        let rest = circuit.rest();
        assert!((rest - expected).abs() < 1e-16, "{rest}");
        assert!(circuit.derivative(rest - 1e-3, 0.0) > 0.0);
        assert!(circuit.derivative(rest + 1e-3, 0.0) < 0.0);
    }

    #[test]
    fn goldman_rest_without_leak_is_the_ghk_voltage() {
        let circuit = circuit(Currents::Goldman, 0.0).unwrap();
        let expected = ghk_voltage(&circuit.parts().ions, 310.0).unwrap();
        assert!((circuit.rest() - expected).abs() < 1e-16);
    }

    #[test]
    fn injected_current_shifts_the_rest_by_ohms_law() {
        let circuit = circuit(Currents::Ohmic, 0.5).unwrap();
        let rest = circuit.rest();
        assert!(circuit.derivative(rest + 0.01, 0.01 * 1.55).abs() < 1e-14);
        assert!((circuit.time_constant() - 0.01 / 1.55).abs() < 1e-17);
    }

    #[test]
    fn v4_clamp_is_counted_and_moves_the_potential() {
        let honest = circuit(Currents::Ohmic, 0.5).unwrap();
        let v4 = circuit(Currents::OhmicV4, 0.5).unwrap();
        assert_eq!((honest.clamping_events(), v4.clamping_events()), (0, 1));
        let millivolts = |circuit: &Circuit| (1e3 * circuit.reversals()[1]).round();
        assert_eq!((millivolts(&honest), millivolts(&v4)), (132.0, 102.0));
    }

    #[test]
    fn parts_that_cannot_be_are_refused() {
        let build = |capacitance, amount, conductance| {
            let ions = vec![ion("K", 0.14, 0.005, amount)];
            let leak = Leak { conductance, reversal: 0.0 };
            let currents = Currents::Ohmic;
            Circuit::new(Passive { capacitance, temperature: 310.0, currents, leak, ions })
        };
        assert!(build(0.01, 1.0, 0.0).is_ok());
        assert_eq!(build(0.01, 0.0, 0.0), Err(Error::Impermeable { quantity: "conductance" }));
        for (capacitance, amount, leak) in [(0.0, 1.0, 0.0), (0.01, -1.0, 0.0), (0.01, 1.0, -1.0)] {
            assert!(matches!(build(capacitance, amount, leak), Err(Error::Quantity { .. })));
        }
    }
}
