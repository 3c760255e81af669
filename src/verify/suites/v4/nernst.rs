//! v4.1's Nernst potentials: seven ions, RT/F, and two experiments on them.

use crate::membrane::mfn_v4::nernst as compatible;
use crate::membrane::nernst as honest;
use crate::verify::check::{Check, Finding, Obstacle, Subject};
use crate::verify::suites::v4::lattice::MILLI;
use crate::verify::suites::v4::rule::{COUNT, experiment, validation, verdict};
use std::f64::consts::E;

/// v4.1's body temperature, in K.
const BODY: f64 = 310.0;

/// Temperature of the squid's axon, 18.5 °C, in K.
const SQUID: f64 = 291.65;

/// v4.1's RT/F at 310 K, in mV, and the value that it is held against.
const THERMAL_MV: f64 = 26.712247;
const THERMAL_RULE: (f64, f64) = (26.73, 0.1);

/// A validation: concentrations in mmol/L, potentials in mV.
#[derive(Debug, Clone, Copy)]
struct Ion {
    name: &'static str,
    valence: i32,
    inside: f64,
    outside: f64,
    temperature: f64,
    /// The potential that v4.1 expects, and how far off it lets one be.
    rule: (f64, f64),
    /// The potential that v4.1 computed, and half of its last digit.
    published: (f64, f64),
}

#[rustfmt::skip]
const IONS: [Ion; 7] = [
    Ion { name: "Nernst_K+_mammalian_37C", valence: 1, inside: 140.0, outside: 5.0, temperature: BODY, rule: (-89.0, 5.0), published: (-89.0107, 5e-5) },
    Ion { name: "Nernst_Na+_mammalian_37C", valence: 1, inside: 12.0, outside: 145.0, temperature: BODY, rule: (66.0, 5.0), published: (66.5623, 5e-5) },
    Ion { name: "Nernst_Cl-_mammalian_37C", valence: -1, inside: 4.0, outside: 120.0, temperature: BODY, rule: (-89.0, 10.0), published: (-90.8536, 5e-5) },
    Ion { name: "Nernst_Ca2+_mammalian_37C", valence: 2, inside: 1e-4, outside: 2.0, temperature: BODY, rule: (102.0, 20.0), published: (101.52, 5e-3) },
    Ion { name: "Nernst_K+_squid_18.5C", valence: 1, inside: 400.0, outside: 20.0, temperature: SQUID, rule: (-75.0, 5.0), published: (-75.29, 5e-3) },
    Ion { name: "Nernst_Na+_squid_18.5C", valence: 1, inside: 50.0, outside: 440.0, temperature: SQUID, rule: (55.0, 5.0), published: (54.65, 5e-3) },
    Ion { name: "Nernst_Cl-_squid_18.5C", valence: -1, inside: 52.0, outside: 560.0, temperature: SQUID, rule: (-60.0, 5.0), published: (-59.73, 5e-3) },
];

type Formula = fn(i32, f64, f64, f64) -> Result<f64, crate::membrane::Error>;

impl Ion {
    /// By a formula, in mV.
    fn potential(&self, formula: Formula, warmer: f64) -> Result<f64, Obstacle> {
        let Self { valence, inside, outside, temperature, .. } = *self;
        let volts = formula(valence, outside / MILLI, inside / MILLI, temperature + warmer);
        volts.map(|volts| MILLI * volts).map_err(Obstacle::broke)
    }

    fn is_near(&self, potential: f64) -> bool {
        let (expected, most) = self.rule;
        (potential - expected).abs() < most
    }

    fn measure(&self, subject: Subject) -> Result<Finding, Obstacle> {
        let found = self.potential(compatible, subject.pick(0.0, 0.15))?;
        let truth = self.potential(honest, 0.0)?;
        let ((expected, most), (published, digit)) = (self.rule, self.published);
        // E ∝ T, so the rule is a range of temperatures.
        let kelvin = [expected.abs() - most, expected.abs() + most]
            .map(|size| self.temperature * size / found.abs());
        let note = format!(
            "v4.1: {} (|E − {expected}| < {most} mV). The equation gives {truth:.2} mV: {} by the \
             same rule, which v4.1's formula passes at any temperature from {:.0} to {:.0} K. \
             Honest: verification/nernst-*",
            verdict(self.is_near(found)),
            verdict(self.is_near(truth)),
            kelvin[0],
            kelvin[1],
        );
        Ok(Finding::new(found, published, digit).unit("mV").note(note))
    }
}

/// Results 1 to 8.
pub(crate) fn validations() -> Vec<Check> {
    let ion = |ion: Ion| {
        validation(ion.name, move |subject| ion.measure(subject))
            .claim("v4.1's Nernst potential, concentrations raised to 10⁻⁶ mol/L at least")
            .twin("0.15 K too warm")
    };
    let thermal = validation("RT/F_at_37C", thermal)
        .claim("v4.1's RT/F at the 310 K that it takes for 37 °C, with R = 8.314 J/(mol K)")
        .twin("R of CODATA 2018 instead of 8.314 J/(mol K)");
    IONS.into_iter().map(ion).chain([thermal]).collect()
}

/// RT/F in mV: the potential of an ion of charge 1 at a ratio of e.
fn thermal_voltage(formula: Formula, temperature: f64) -> Result<f64, Obstacle> {
    let volts = formula(1, E * 1e-3, 1e-3, temperature).map_err(Obstacle::broke)?;
    Ok(MILLI * volts)
}

fn thermal(subject: Subject) -> Result<Finding, Obstacle> {
    let found = thermal_voltage(subject.pick(compatible, honest), BODY)?;
    let (expected, most) = THERMAL_RULE;
    let celsius = thermal_voltage(honest, 310.15)?;
    let note = format!(
        "v4.1: {} (|RT/F − {expected}| < {most} mV). The 26.73 mV are of no temperature that v4.1 \
         uses: 37 °C, 310.15 K, has {celsius:.4} mV with R of CODATA. Honest: the suite \
         verification",
        verdict((found - expected).abs() < most),
    );
    Ok(Finding::new(found, THERMAL_MV, 5e-7).unit("mV").note(note))
}

/// Experiment "Nernst Equation Physical Accuracy": four ions and RT/F.
pub(crate) fn accuracy() -> Check {
    experiment("Nernst_Equation_Physical_Accuracy", |subject| {
        let formula: Formula = subject.pick(compatible, honest);
        let within = |formula: Formula| -> Result<usize, Obstacle> {
            let (expected, most) = THERMAL_RULE;
            let mut n = usize::from((thermal_voltage(formula, BODY)? - expected).abs() < most);
            for ion in IONS.iter().filter(|ion| ion.temperature >= BODY) {
                n += usize::from(ion.is_near(ion.potential(formula, 0.0)?));
            }
            Ok(n)
        };
        let (found, truth) = (within(formula)?, within(honest)?);
        let note = format!(
            "v4.1: {} (all 5). The Nernst equation itself passes {truth} of 5: for Ca²⁺ the rule \
             expects what the floor of 10⁻⁶ mol/L makes of it, 101.5 mV instead of 132.3 mV",
            verdict(found == 5),
        );
        Ok(Finding::new(found as f64, 5.0, 0.0).unit("numbers").note(note))
    })
    .claim("K⁺, Na⁺, Cl⁻, Ca²⁺ of a mammal and RT/F are all within v4.1's rules")
    .because(COUNT)
    .twin("the Nernst equation without v4.1's floor of 10⁻⁶ mol/L")
}

/// Experiment "Nernst Sign Consistency".
pub(crate) fn signs() -> Check {
    experiment("Nernst_Sign_Consistency", |subject| {
        let potential = |outside: f64, inside: f64| {
            let (first, second) = subject.pick((outside, inside), (inside, outside));
            compatible(1, first, second, BODY).map(|volts| MILLI * volts).map_err(Obstacle::broke)
        };
        let (up, down) = (potential(0.1, 0.01)?, potential(0.01, 0.1)?);
        let right = usize::from(up > 0.0) + usize::from(down < 0.0);
        let note = format!(
            "v4.1: {} (signs + and −). The rule sees no size: the potentials are {up:.2} and \
             {down:.2} mV, and their tenfold, {:.0} mV, passes too. Honest: antisymmetry to the \
             last digits, of which {:.1e} mV is left here",
            verdict(right == 2),
            10.0 * up,
            (up + down).abs(),
        );
        Ok(Finding::new(right as f64, 2.0, 0.0).unit("signs").note(note))
    })
    .claim("100/10 mmol/L of a cation gives a positive potential, 10/100 a negative one")
    .because(COUNT)
    .twin("inside and outside exchanged")
}
