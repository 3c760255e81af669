//! N(s) ∝ s^(−D): every exact case of `verify::fractal`, what is found, and how sure that is.

#![allow(clippy::print_stdout, reason = "an example prints what it finds")]

use mfn::verify::fractal::{Ensemble, Row, deterministic, statistical};

fn print(row: &Row) {
    let verdict = if row.passes() { "ok" } else { "NO" };
    let coverage = row.coverage.map(|c| format!("{} of {}", c.held, c.seeds)).unwrap_or_default();
    match &row.found {
        Ok(found) => println!(
            "{verdict} {:44} {:24} {:8.5} {:8.5} {:+8.3} %  ± {:.5}  {coverage}",
            row.name,
            row.quantity,
            row.exact,
            found.value,
            100.0 * (found.value - row.exact) / row.exact.max(1.0),
            found.std_error,
        ),
        Err(reason) => println!("{verdict} {:44} {:24} {reason}", row.name, row.quantity),
    }
}

fn main() {
    // A first argument is the number of seeds.
    let seeds = std::env::args().nth(1).and_then(|text| text.parse().ok());
    let ensemble = Ensemble { seeds: seeds.unwrap_or(10), ..Ensemble::default() };
    deterministic().iter().for_each(print);
    statistical(ensemble).iter().for_each(print);
}
