//! Vⁿ⁺¹ = Vⁿ + α L Vⁿ + growth events: MFN v4.1's map, one step at a time, from outside.
//!
//! A simulation is stepped, paused, saved and restored; the restored one goes on bit for bit.

#![allow(clippy::print_stdout, reason = "an example prints what it finds")]

use mfn::config::{InitialPlan, Preset, Written};
use mfn::engine::Simulation;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let preset = Preset::check(&Written::from_toml("[model]\nkind = \"mfn-v4\"", "the example")?)?;
    let InitialPlan::Ready(initial) = preset.initial.clone() else { return Ok(()) };
    let setup = preset.setup(initial, false);

    let mut driven = Simulation::new(&setup)?;
    (0..20).try_for_each(|_| driven.advance())?;
    println!("paused after step {}: {:?}", driven.step(), driven.system().counters());

    // What a checkpoint holds: the step, the fields, and the words of generator and counters.
    let mut restored = Simulation::new(&setup)?;
    restored.restore(driven.step(), &driven.fields(), &driven.system().words())?;
    for simulation in [&mut driven, &mut restored] {
        (0..20).try_for_each(|_| simulation.advance())?;
        println!("after step {}: {:?}", simulation.step(), simulation.system().counters());
    }
    let bits = |simulation: &Simulation, row, col| simulation.fields()[0].get(row, col).to_bits();
    let mut cells = (0..64).flat_map(|row| (0..64).map(move |col| (row, col)));
    let same = cells.all(|(row, col)| bits(&driven, row, col) == bits(&restored, row, col));
    println!("same bits in every cell: {same}");
    if same { Ok(()) } else { Err("the restored run went another way".into()) }
}
