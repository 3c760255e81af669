//! Generators of random numbers: published known answers.

use crate::rng::{Generator, Pcg64, philox4x32};
use crate::verify::check::{Check, Finding, Suite};

/// Random123 1.14, `tests/kat_vectors`: `philox4x32 10`.
const PHILOX: [([u32; 4], [u32; 2], [u32; 4]); 3] = [
    ([0; 4], [0; 2], [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]),
    ([u32::MAX; 4], [u32::MAX; 2], [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]),
    (
        [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344],
        [0xa409_3822, 0x299f_31d0],
        [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1],
    ),
];

/// `numpy.random.default_rng(42)`: `random(3)`, and `standard_normal(3)` of another.
const UNIFORM: [f64; 3] = [0.7739560485559633, 0.4388784397520523, 0.8585979199113825];
const NORMAL: [f64; 3] = [0.30471707975443135, -1.0399841062404955, 0.7504511958064572];

pub(crate) fn checks() -> Vec<Check> {
    let philox = Check::new(Suite::Verification, "philox4x32-known-answers", |subject| {
        let wrong = PHILOX.into_iter().filter(|(counter, key, expected)| {
            let mut counter = *counter;
            counter[0] = counter[0].wrapping_add(subject.pick(0, 1));
            philox4x32(counter, *key) != *expected
        });
        Ok(Finding::none(wrong.count()).unit("blocks"))
    })
    .claim("Philox4x32-10 gives the published blocks")
    .reference("Salmon et al., SC'11; Random123 1.14, kat_vectors")
    .because("bits are bits")
    .twin("a counter that begins at 1");
    let pcg = Check::new(Suite::Verification, "pcg64-numpy-known-answers", |subject| {
        let seed = subject.pick(42, 43);
        let mut uniform = Generator::<Pcg64>::from_seed(seed);
        let mut normal = Generator::<Pcg64>::from_seed(seed);
        let pairs = UNIFORM.map(|expected| (uniform.random(), expected));
        let more = NORMAL.map(|expected| (normal.standard_normal(), expected));
        let differs = |(found, expected): &(f64, f64)| found.to_bits() != expected.to_bits();
        Ok(Finding::none(pairs.iter().chain(&more).filter(|pair| differs(pair)).count())
            .unit("numbers"))
    })
    .claim("PCG64, its seeding and the ziggurat give NumPy's numbers")
    .reference("NumPy 2.4.6, default_rng(42); O'Neill, HMC-CS-2014-0905")
    .because("bits are bits")
    .twin("another seed");
    vec![philox, pcg]
}
