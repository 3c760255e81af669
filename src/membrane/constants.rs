//! The constants of electrochemistry.

use crate::membrane::Error;

/// R = N_A k, in J/(mol K): exact since 2019.
///
/// # Reference
///
/// BIPM, *The International System of Units*, 9th ed., 2019: N_A = 6.02214076e23 /mol,
/// k = 1.380649e-23 J/K.
pub const GAS_CONSTANT: f64 = 8.31446261815324;

/// F = N_A e, in C/mol: exact since 2019.
///
/// # Reference
///
/// BIPM, as above: e = 1.602176634e-19 C.
pub const FARADAY: f64 = 96485.33212331001;

/// R T / F, in V: 26.73 mV at 310.15 K.
///
/// # Errors
///
/// [`Error::Temperature`] if `temperature`, in K, is not above 0.
///
/// # Examples
///
/// ```
/// let voltage = mfn::membrane::thermal_voltage(310.15)?;
/// assert!((voltage - 0.026727).abs() < 1e-6);
/// # Ok::<(), mfn::membrane::Error>(())
/// ```
pub fn thermal_voltage(temperature: f64) -> Result<f64, Error> {
    if temperature.is_finite() && temperature > 0.0 {
        Ok(GAS_CONSTANT * temperature / FARADAY)
    } else {
        Err(Error::Temperature { found: temperature })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constants_are_the_products_that_define_them() {
        let (avogadro, boltzmann, charge) = (6.02214076e23, 1.380649e-23, 1.602176634e-19);
        assert!((avogadro * boltzmann / GAS_CONSTANT - 1.0).abs() < 1e-15);
        assert!((avogadro * charge / FARADAY - 1.0).abs() < 1e-15);
    }

    #[test]
    fn temperatures_that_are_none_are_refused() {
        for found in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            assert!(matches!(thermal_voltage(found), Err(Error::Temperature { .. })));
        }
    }
}
