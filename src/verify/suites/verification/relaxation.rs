//! A passive membrane that relaxes: the orders of its schemes, against the exponential.

use crate::membrane::{Circuit, Currents, Leak, Passive, euler, rk4};
use crate::verify::check::{Check, Finding, Obstacle, Subject, Suite};
use crate::verify::suites::base::exponent;

/// C, g and E of the leak, the start, and the time, in SI units: two time constants C/g.
const CAPACITANCE: f64 = 0.01;
const LEAK: Leak = Leak { conductance: 0.5, reversal: -0.065 };
const START: f64 = 0.02;
const TIME: f64 = 0.04;

pub(crate) fn checks() -> Vec<Check> {
    let checks = [("euler", 1.0), ("rk4", 4.0)].map(|(name, order)| {
        let measure = move |subject: Subject| {
            let own = name == "euler";
            relaxation(if subject == Subject::Ours { own } else { !own }, order)
        };
        Check::new(Suite::Verification, format!("membrane-order-{name}"), measure)
            .claim(format!("{name} is of order {order} on C dV/dt = −g (V − E)"))
            .reference("V = E + (V₀ − E) e^(−gt/C); Hairer, Nørsett, Wanner 1993, §II.1")
            .because("the next term of the error bends the line by less over these steps")
            .twin("the other of the two schemes")
    });
    checks.into()
}

fn relaxation(by_euler: bool, order: f64) -> Result<Finding, Obstacle> {
    let circuit = Circuit::new(Passive {
        capacitance: CAPACITANCE,
        temperature: 310.15,
        currents: Currents::Ohmic,
        leak: LEAK,
        ions: Vec::new(),
    })?;
    let decay = (-LEAK.conductance * TIME / CAPACITANCE).exp();
    let exact = LEAK.reversal + (START - LEAK.reversal) * decay;
    let mut points = Vec::new();
    let counts = if by_euler { [64, 128, 256, 512] } else { [40, 60, 80, 120] };
    for steps in counts {
        let step = TIME / f64::from(steps);
        let f = |potential: f64| circuit.derivative(potential, 0.0);
        let potential = (0..steps).fold(START, |potential, _| {
            if by_euler { euler(potential, step, f) } else { rk4(potential, step, f) }
        });
        points.push((step, (potential - exact).abs()));
    }
    let axes = ("step, s", "error, V");
    Ok(exponent(("error of a relaxing membrane", axes), (order, 0.05), points))
}
