//! ∂u/∂t = D_u ∇²u − u v² + F (1 − u),  ∂v/∂t = D_v ∇²v + u v² − (F + k) v.
//!
//! Gray–Scott from a few spots: the standard deviation of v over time, as the pattern spreads.

#![allow(clippy::print_stdout, reason = "an example prints what it finds")]

use mfn::config::{InitialPlan, Preset, Written};
use mfn::engine::Simulation;

const PRESET: &str = r#"
    [grid]
    rows = 96
    cols = 96
    [model]
    kind = "gray-scott"
    feed = 0.037
    kill = 0.06
    [time]
    steps = 4000
"#;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let preset = Preset::check(&Written::from_toml(PRESET, "the example")?)?;
    let InitialPlan::Ready(initial) = preset.initial.clone() else { return Ok(()) };
    let mut simulation = Simulation::new(&preset.setup(initial, false))?;
    println!("{:>6}  standard deviation of v", "time");
    while simulation.step() < preset.steps {
        simulation.advance()?;
        if simulation.step().is_multiple_of(500) {
            let v = simulation.system().field(preset.model.observable().species);
            let features = mfn::features::from_field(&preset.features.unwrap_or_default(), v);
            let spread = features.get("V_std").unwrap_or(f64::NAN);
            println!("{:6}  {spread:.4}", simulation.time());
        }
    }
    Ok(())
}
