//! The Nernst potential: where diffusion and field balance for one ion.

use crate::membrane::Error;
use crate::membrane::constants::thermal_voltage;
use crate::membrane::ion::check_concentrations;

/// The equilibrium potential of an ion, in V, inside relative to outside.
///
/// E = (R T / z F) ln(cₒ / cᵢ), with the valence z, concentrations in mol/L, `temperature` in K.
///
/// # Errors
///
/// [`Error::NoCharge`] for z = 0, [`Error::Concentration`] and [`Error::Temperature`] for values
/// that are not above 0. Nothing is clamped.
///
/// # Reference
///
/// B. Hille, *Ion Channels of Excitable Membranes*, 3rd ed., Sinauer 2001, §1.
///
/// # Examples
///
/// ```
/// // Potassium of a mammalian cell at 310 K.
/// let potential = mfn::membrane::nernst(1, 0.005, 0.140, 310.0)?;
/// assert!((potential * 1000.0 + 89.0).abs() < 0.05);
/// # Ok::<(), mfn::membrane::Error>(())
/// ```
pub fn nernst(valence: i32, outside: f64, inside: f64, temperature: f64) -> Result<f64, Error> {
    if valence == 0 {
        return Err(Error::NoCharge);
    }
    check_concentrations(outside, inside)?;
    Ok(thermal_voltage(temperature)? / f64::from(valence) * libm::log(outside / inside))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Concentrations in mmol/L; `expected` in mV, correct to `digit`.
    fn check(ion: (i32, f64, f64), temperature: f64, expected: f64, digit: f64) {
        let (valence, outside, inside) = ion;
        let found = 1e3 * nernst(valence, 1e-3 * outside, 1e-3 * inside, temperature).unwrap();
        assert!((found - expected).abs() < digit, "{ion:?}: {found} mV, not {expected}");
    }

    /// Hille 2001, Table 1.3: free ions of mammalian skeletal muscle at 37 °C, to the millivolt.
    #[test]
    fn mammalian_muscle_has_hilles_potentials() {
        for (ion, expected) in [
            ((1, 145.0, 12.0), 67.0),
            ((1, 4.0, 155.0), -98.0),
            ((2, 1.5, 1e-4), 128.0),
            ((-1, 123.0, 4.2), -90.0),
        ] {
            check(ion, 310.15, expected, 0.7);
        }
    }

    /// The same formula evaluated by another program, to the last digit given.
    #[test]
    fn mammal_and_squid_have_the_reference_values() {
        let (mammal, squid) = (310.0, 291.65);
        for (ion, temperature, expected) in [
            ((1, 5.0, 140.0), mammal, -89.0156),
            ((1, 145.0, 12.0), mammal, 66.5660),
            ((-1, 120.0, 4.0), mammal, -90.8587),
            ((2, 2.0, 1e-4), mammal, 132.2796),
            ((1, 20.0, 400.0), squid, -75.2901),
            ((1, 440.0, 50.0), squid, 54.6568),
            ((-1, 560.0, 52.0), squid, -59.7321),
        ] {
            check(ion, temperature, expected, 6e-5);
        }
    }

    #[test]
    fn laws_of_the_formula_hold() {
        let there = nernst(1, 0.1, 0.01, 300.0).unwrap();
        assert!((there + nernst(1, 0.01, 0.1, 300.0).unwrap()).abs() < 1e-16, "antisymmetric");
        for valence in [-4, -3, -2, -1, 2, 3, 4] {
            let found = nernst(valence, 0.1, 0.01, 300.0).unwrap();
            assert!((found * f64::from(valence) - there).abs() < 1e-16, "∝ 1/z");
        }
        assert_eq!(nernst(2, 0.3, 0.3, 300.0), Ok(0.0));
        assert!((nernst(1, 0.1, 0.01, 150.0).unwrap() - 0.5 * there).abs() < 1e-17, "∝ T");
    }

    #[test]
    fn values_that_are_none_are_named() {
        assert_eq!(nernst(0, 0.1, 0.1, 300.0), Err(Error::NoCharge));
        for (outside, inside, side) in [(0.0, 0.1, "outside"), (0.1, -1.0, "inside")] {
            let error = nernst(1, outside, inside, 300.0).unwrap_err();
            assert!(error.to_string().contains(side), "{error}");
        }
        assert!(nernst(1, f64::NAN, 0.1, 300.0).is_err());
        assert!(nernst(1, 0.1, 0.1, -3.0).is_err());
    }
}
