//! Membrane potentials: Nernst and Goldman–Hodgkin–Katz against closed forms.

use crate::membrane::{Ion, Species, ghk_current, ghk_voltage, nernst};
use crate::verify::check::{Check, Finding, Obstacle, Subject, Suite};

/// R/F in V/K: exact in the SI of 2019, 8.31446261815324/96485.33212331001.
const R_OVER_F: f64 = 8.617_333_262_145_178e-5;

/// 37 °C, in K.
const BODY: f64 = 310.15;

impl From<crate::membrane::Error> for Obstacle {
    fn from(error: crate::membrane::Error) -> Self {
        Self::broke(error)
    }
}

/// Mammalian muscle at 37 °C: ion, mol/L outside and inside, and Hille's rounded mV.
const MUSCLE: [(&str, f64, f64, f64); 4] = [
    ("K", 0.004, 0.155, -98.0),
    ("Na", 0.145, 0.012, 67.0),
    ("Cl", 0.120, 0.004, -90.0),
    ("Ca", 1.5e-3, 1e-7, 129.0),
];

pub(crate) fn checks() -> Vec<Check> {
    let mut checks: Vec<Check> = MUSCLE
        .map(|(symbol, outside, inside, hille)| {
            let measure = move |subject| of_nernst((symbol, outside, inside, hille), subject);
            Check::new(Suite::Verification, format!("nernst-{symbol}"), measure)
                .claim("E = RT/(zF) ln(out/in)")
                .reference("Hille, Ion Channels of Excitable Membranes, 3rd ed. 2001, table 1.3")
                .because("rounding of a logarithm and a few products")
                .twin("a temperature that is 1 °C too low")
        })
        .into();
    checks.push(
        Check::new(Suite::Verification, "ghk-voltage-squid-axon", |subject| {
            // By hand: (RT/F) ln((1·10 + 0.04·455 + 0.45·61)/(1·345 + 0.04·72 + 0.45·540)).
            let expected = 1e3 * R_OVER_F * 293.15 * (55.65_f64 / 590.88).ln();
            let sodium = subject.pick(0.04, 0.05);
            let ions = [
                ion("K", 0.345, 0.010, 1.0)?,
                ion("Na", 0.072, 0.455, sodium)?,
                ion("Cl", 0.061, 0.540, 0.45)?,
            ];
            let found = 1e3 * ghk_voltage(&ions, 293.15)?;
            let note = "Hodgkin and Katz found −59 mV or so at rest";
            Ok(Finding::new(found, expected, 1e-9).unit("mV").note(note))
        })
        .claim("the potential at which no current flows, of three ions of one charge")
        .reference("Hodgkin, Katz, J. Physiol. 108 (1949) 37, P_K : P_Na : P_Cl = 1 : 0.04 : 0.45")
        .because("the root is found to rounding")
        .twin("a permeability of sodium that is 25 % too high"),
    );
    checks.push(
        Check::new(Suite::Verification, "ghk-reversal", |subject| {
            let potassium = ion("K", 0.155, 0.004, 1e-8)?;
            let reversal = nernst(1, 0.004, subject.pick(0.155, 0.15), BODY)?;
            // Beside the current of the same ion at 0 V, which is P z F (in − out).
            let scale = ghk_current(&potassium, 0.0, BODY)?;
            let found = ghk_current(&potassium, reversal, BODY)? / scale;
            Ok(Finding::at_most(found, 1e-12))
        })
        .claim("no current of an ion flows at its Nernst potential")
        .reference("Goldman, J. Gen. Physiol. 27 (1943) 37")
        .because("a difference of two equal numbers is rounded")
        .twin("the Nernst potential of another concentration"),
    );
    checks
}

fn ion(symbol: &str, inside: f64, outside: f64, permeability: f64) -> Result<Ion, Obstacle> {
    let species = Species::from_symbol(symbol);
    let species = species.ok_or_else(|| Obstacle::broke(format!("{symbol} is not known")))?;
    Ok(Ion { species, inside, outside, permeability, conductance: 0.0 })
}

fn of_nernst(
    (symbol, outside, inside, hille): (&str, f64, f64, f64),
    subject: Subject,
) -> Result<Finding, Obstacle> {
    let valence = ion(symbol, inside, outside, 0.0)?.species.valence;
    let temperature = subject.pick(BODY, BODY - 1.0);
    let found = 1e3 * nernst(valence, outside, inside, temperature)?;
    let expected = 1e3 * R_OVER_F * BODY / f64::from(valence) * (outside / inside).ln();
    let note = format!("Hille's table has {hille} mV");
    Ok(Finding::new(found, expected, 1e-9).unit("mV").note(note))
}
