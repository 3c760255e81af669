//! Goldman–Hodgkin–Katz: current and potential of a membrane with a constant field.

use crate::membrane::Error;
use crate::membrane::Ion;
use crate::membrane::constants::{FARADAY, thermal_voltage};
use crate::membrane::nernst::nernst;

/// L/m³: from mol/L to mol/m³.
const LITRES: f64 = 1000.0;

/// The current of one ion through a constant field, in A/m², outward.
///
/// I = P z F u (cᵢ − cₒ e^−u)/(1 − e^−u) with u = z F V/(R T). With the Bernoulli function
/// b(u) = u/(1 − e^−u), which is 1 at u = 0, it reads I = P z F (cᵢ b(u) − cₒ b(−u)): no
/// singularity is left, and `expm1` keeps b exact near 0.
///
/// `potential` in V, `temperature` in K.
///
/// # Errors
///
/// As [`nernst`]; [`Error::Quantity`] if the permeability is below 0.
///
/// # Reference
///
/// D. E. Goldman, J. Gen. Physiol. 27 (1943) 37; A. L. Hodgkin and B. Katz, J. Physiol. 108
/// (1949) 37; B. Hille, *Ion Channels of Excitable Membranes*, 3rd ed., 2001, §14.
pub fn ghk_current(ion: &Ion, potential: f64, temperature: f64) -> Result<f64, Error> {
    ion.check()?;
    Ok(current(ion, potential / thermal_voltage(temperature)?))
}

/// The largest slope dI/dV of [`ghk_current`] at any potential, in S/m².
///
/// P z² F²/(R T) · max(cᵢ, cₒ): the slope lies between the two limits V → ±∞.
///
/// # Errors
///
/// As [`ghk_current`].
pub fn ghk_slope_bound(ion: &Ion, temperature: f64) -> Result<f64, Error> {
    ion.check()?;
    let valence = f64::from(ion.species.valence);
    let scale = ion.permeability * valence * valence * FARADAY / thermal_voltage(temperature)?;
    Ok(scale * LITRES * ion.inside.max(ion.outside))
}

/// The potential at which the currents of all ions together vanish, in V.
///
/// For monovalent ions (M⁺, A⁻) in closed form,
/// V = (R T/F) ln[(Σ P_M \[M\]ₒ + Σ P_A \[A\]ᵢ) / (Σ P_M \[M\]ᵢ + Σ P_A \[A\]ₒ)];
/// with other valences the zero of Σ [`ghk_current`], which rises with V and changes its sign
/// between the smallest and the largest Nernst potential, so that there is exactly one.
///
/// # Errors
///
/// As [`ghk_current`]; [`Error::Impermeable`] if no ion has a permeability above 0.
///
/// # Reference
///
/// As [`ghk_current`].
///
/// # Examples
///
/// ```
/// use mfn::membrane::{Ion, Species, ghk_voltage, nernst};
/// let species = Species::from_symbol("K").unwrap();
/// let ion = Ion { species, inside: 0.14, outside: 0.005, permeability: 1e-8, conductance: 0.0 };
/// let alone = ghk_voltage(&[ion], 310.0)?;
/// assert!((alone - nernst(1, 0.005, 0.14, 310.0)?).abs() < 1e-15);
/// # Ok::<(), mfn::membrane::Error>(())
/// ```
pub fn ghk_voltage(ions: &[Ion], temperature: f64) -> Result<f64, Error> {
    ions.iter().try_for_each(Ion::check)?;
    let unit = thermal_voltage(temperature)?;
    let permeable: Vec<Ion> = ions.iter().copied().filter(|ion| ion.permeability > 0.0).collect();
    if permeable.is_empty() {
        return Err(Error::Impermeable { quantity: "permeability" });
    }
    if permeable.iter().all(|ion| ion.species.valence.abs() == 1) {
        return Ok(unit * libm::log(monovalent_ratio(&permeable)));
    }
    let mut bracket = (f64::INFINITY, f64::NEG_INFINITY);
    for ion in &permeable {
        let reversal = nernst(ion.species.valence, ion.outside, ion.inside, temperature)?;
        bracket = (bracket.0.min(reversal), bracket.1.max(reversal));
    }
    let total = |potential: f64| -> f64 {
        permeable.iter().map(|ion| current(ion, potential / unit)).sum()
    };
    Ok(zero_of_rising(bracket, total))
}

/// The zero of a function that rises and changes its sign within the bracket, to the last bit.
///
/// Bisection: 60 to 70 evaluations, and nothing that could fail.
pub(crate) fn zero_of_rising(bracket: (f64, f64), f: impl Fn(f64) -> f64) -> f64 {
    let (mut low, mut high) = bracket;
    loop {
        let middle = 0.5 * low + 0.5 * high;
        if middle <= low || middle >= high {
            return middle;
        }
        let value = f(middle);
        if value == 0.0 {
            return middle;
        }
        if value < 0.0 { low = middle } else { high = middle }
    }
}

fn monovalent_ratio(ions: &[Ion]) -> f64 {
    let (mut driving, mut holding) = (0.0, 0.0);
    for ion in ions {
        let (out, back) = (ion.permeability * ion.outside, ion.permeability * ion.inside);
        let (up, down) = if ion.species.valence > 0 { (out, back) } else { (back, out) };
        driving += up;
        holding += down;
    }
    driving / holding
}

/// The current in A/m² at a potential in units of R T/F; the ion is checked.
pub(crate) fn current(ion: &Ion, relative: f64) -> f64 {
    let valence = f64::from(ion.species.valence);
    let u = valence * relative;
    let flux = ion.inside * bernoulli(u) - ion.outside * bernoulli(-u);
    ion.permeability * valence * FARADAY * LITRES * flux
}

/// u/(1 − e^−u), continued by 1 at u = 0.
fn bernoulli(u: f64) -> f64 {
    if u == 0.0 { 1.0 } else { u / -libm::expm1(-u) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::membrane::Species;

    fn ion(symbol: &str, inside: f64, outside: f64, permeability: f64) -> Ion {
        let species = Species::from_symbol(symbol).unwrap();
        Ion { species, inside, outside, permeability, conductance: 0.0 }
    }

    /// Hodgkin and Katz 1949: squid axon in sea water, P_K : P_Na : P_Cl = 1 : 0.04 : 0.45 at
    /// rest and 1 : 20 : 0.45 at the crest of the action potential.
    #[test]
    fn squid_axon_rests_at_minus_59_mv_and_overshoots() {
        let axon = |sodium| {
            let ions = [
                ion("K", 0.345, 0.010, 1.0),
                ion("Na", 0.072, 0.455, sodium),
                ion("Cl", 0.061, 0.540, 0.45),
            ];
            1e3 * ghk_voltage(&ions, 293.15).unwrap()
        };
        let rest = axon(0.04);
        assert!((rest + 59.0).abs() < 1.0, "{rest} mV");
        // The same by hand: 25.2617 mV · ln(55.65/590.88) and · ln(9137.45/2028).
        assert!((rest + 59.683).abs() < 1e-2, "{rest} mV");
        let crest = axon(20.0);
        assert!((crest - 38.03).abs() < 2e-2, "{crest} mV");
    }

    /// Mammalian muscle at 37 °C, Hille's concentrations, P_Na/P_K = 0.01 (Hodgkin and Horowicz
    /// 1959, J. Physiol. 148, 127): the textbook's −90 mV.
    #[test]
    fn mammalian_muscle_rests_at_minus_90_mv() {
        let ions = [ion("K", 0.155, 0.004, 1.0), ion("Na", 0.012, 0.145, 0.01)];
        let rest = 1e3 * ghk_voltage(&ions, 310.15).unwrap();
        assert!((rest + 90.0).abs() < 1.0, "{rest} mV");
    }

    #[test]
    fn single_permeant_ion_rests_at_its_nernst_potential() {
        for (symbol, inside, outside) in
            [("K", 0.14, 0.005), ("Cl", 0.004, 0.12), ("Ca", 1e-7, 0.002), ("Mg", 5e-4, 1e-3)]
        {
            let ions = [ion(symbol, inside, outside, 1e-8), ion("Na", 0.012, 0.145, 0.0)];
            let valence = ions[0].species.valence;
            let expected = nernst(valence, outside, inside, 310.0).unwrap();
            let found = ghk_voltage(&ions, 310.0).unwrap();
            assert!((found - expected).abs() < 1e-14, "{symbol}: {found}, not {expected}");
        }
    }

    #[test]
    fn current_vanishes_at_the_nernst_potential_and_is_diffusion_at_zero_volt() {
        for (symbol, inside, outside) in
            [("K", 0.14, 0.005), ("Cl", 0.004, 0.12), ("Ca", 1e-7, 2e-3)]
        {
            let ion = ion(symbol, inside, outside, 1e-8);
            let valence = ion.species.valence;
            let reversal = nernst(valence, outside, inside, 310.0).unwrap();
            let diffusion = 1e-8 * f64::from(valence) * FARADAY * 1000.0 * (inside - outside);
            let at = |potential| ghk_current(&ion, potential, 310.0).unwrap();
            assert!(at(reversal).abs() < 1e-14 * diffusion.abs(), "{symbol}: {}", at(reversal));
            assert!((at(0.0) - diffusion).abs() < 1e-15 * diffusion.abs(), "{symbol}");
            // No jump beside the removable singularity.
            for small in [1e-18, 1e-12, 1e-9] {
                let slope = ghk_slope_bound(&ion, 310.0).unwrap();
                assert!((at(small) - at(-small)).abs() <= 2.1 * slope * small, "{symbol}");
            }
        }
    }

    #[test]
    fn slope_stays_below_its_bound_and_reaches_it() {
        let ion = ion("Ca", 1e-4, 2e-3, 1e-8);
        let bound = ghk_slope_bound(&ion, 310.0).unwrap();
        let at = |potential| ghk_current(&ion, potential, 310.0).unwrap();
        let slope = |v: f64| (at(v + 1e-5) - at(v - 1e-5)) / 2e-5;
        assert!((-300..300).all(|mv| slope(f64::from(mv) * 1e-3) <= bound * (1.0 + 1e-9)));
        assert!((slope(-0.5) / bound - 1.0).abs() < 1e-6);
    }

    /// Against a closed form: K, Na and Ca with p' = 4 P_Ca/(1 + e^(V F/R T)) (Spangler 1972) is
    /// a quadratic equation in e^(V F/R T) where no anion passes.
    #[test]
    fn divalent_ion_is_that_of_the_quadratic_formula() {
        let (k, na, ca) = ((0.14, 0.005), (0.012, 0.145), (1e-7, 0.002));
        let (p_na, p_ca) = (0.05, 0.5);
        let ions =
            [ion("K", k.0, k.1, 1.0), ion("Na", na.0, na.1, p_na), ion("Ca", ca.0, ca.1, p_ca)];
        let a = k.0 + p_na * na.0 + 4.0 * p_ca * ca.0;
        let b = k.0 - k.1 + p_na * (na.0 - na.1);
        let c = -(k.1 + p_na * na.1 + 4.0 * p_ca * ca.1);
        let x = (-b + (b * b - 4.0 * a * c).sqrt()) / (2.0 * a);
        let expected = thermal_voltage(310.0).unwrap() * libm::log(x);
        let found = ghk_voltage(&ions, 310.0).unwrap();
        assert!((found - expected).abs() < 1e-14, "{found}, not {expected}");
    }

    #[test]
    fn tight_membrane_has_no_potential() {
        let error = ghk_voltage(&[ion("K", 0.14, 0.005, 0.0)], 310.0).unwrap_err();
        assert_eq!(error, Error::Impermeable { quantity: "permeability" });
        assert!(ghk_voltage(&[ion("K", 0.14, 0.005, -1.0)], 310.0).is_err());
    }
}
