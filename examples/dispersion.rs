//! λ w = (J − k² D) w: the growth rate λ of a perturbation with wavenumber k.
//!
//! Schnakenberg at a = 0.1, b = 0.9, d = 20: which wavelengths grow, and which one fastest?

#![allow(clippy::print_stdout, reason = "an example prints what it finds")]

use mfn::model::{Kind, Steadiness, Values, analyse};

fn main() {
    let kind = Kind::Schnakenberg;
    let model = kind.build(&Values::defaults(kind.parameters(None)));
    for state in analyse(&model).states {
        println!("steady state (u, v) = {:?}", state.equilibrium.state);
        println!("{:>6}  {:>9}", "k", "Re λ");
        for index in 0..=10 {
            let k = 0.1 * f64::from(index);
            let leading = state.equilibrium.linear.leading(k * k);
            println!("{k:6.1}  {:9.5}", leading.re);
        }
        if let Steadiness::Turing(turing) = state.steadiness {
            let fastest = turing.most_unstable;
            println!("k_c = {:.5}", turing.critical_wavenumber);
            println!("λ_m = {:.3}, growing at {:.5}", fastest.wavelength(), fastest.growth_rate);
        }
    }
}
