//! Which rules learn under attack? w ← w − η R(m₁, …, mₙ): R aggregates the momenta of n clients,
//! f of which send −10 times the mean of the honest ones.

#![allow(clippy::print_stdout, reason = "an example prints what it finds")]

use mfn::config::{FederatePlan, Written};
use mfn::federate::task::{Error, Examples, Federation};

const PRESET: &str = r#"
grid.rules = ["mean", "median", "multi-krum", "nnm + trimmed-mean"]
grid.attacks = ["none", "sign-flip(10)"]
"#;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let plan = FederatePlan::check(&Written::from_toml(PRESET, "example")?)?;
    let federation = Federation::new(&spirals()?, plan.settings, 42, 0)?;
    for rule in &plan.rules {
        for attack in &plan.attacks {
            let course = federation.train(&rule.aggregation, &attack.conduct, &|| true)?;
            let share = 100.0 * course.final_accuracy();
            println!("{:20} under {:14} {share:5.1} % right", rule.name, attack.name);
        }
    }
    Ok(())
}

/// Three arms of a spiral, described by the powers of their places.
fn spirals() -> Result<Examples, Error> {
    let point = |row: usize| {
        let (arm, along) = ((row % 3) as f64, row as f64 / 600.0);
        let angle = 2.1 * arm + 1.5 * along;
        let (x, y) = ((0.3 + along) * angle.cos(), (0.3 + along) * angle.sin());
        [x, y, x * x, x * y, y * y, x * x * x, x * x * y, x * y * y, y * y * y]
    };
    let columns = ["x", "y", "xx", "xy", "yy", "xxx", "xxy", "xyy", "yyy"];
    let names = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
    let (values, labels) = ((0..600).flat_map(point), (0..600).map(|row| row % 3));
    Examples::new(names(&columns), values.collect(), names(&["a", "b", "c"]), labels.collect())
}
