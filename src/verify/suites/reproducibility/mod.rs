//! Are the bytes the same? On any number of threads, at any SIMD level, after a pause, and here as
//! where the digests were recorded.

mod cases;
mod digests;
mod scalar;

use crate::engine::Setup;
use crate::engine::Simulation;
use crate::verify::check::{Check, Finding, Obstacle, Subject, Suite};
use crate::verify::solver::advance;
use crate::verify::suites::reproducibility::cases::{Case, STEPS, cases, digest, digest_of};
use rayon::ThreadPoolBuilder;

const REFERENCE: &str = "the same run, done otherwise";

const BECAUSE: &str = "bytes are bytes";

pub(crate) fn checks() -> Vec<Check> {
    let mut checks = Vec::new();
    for case in cases() {
        let (name, threaded, paused) = (case.name, case.clone(), case.clone());
        let threads =
            Check::new(Suite::Reproducibility, format!("threads-{name}"), move |subject| {
                on_threads(&threaded, subject)
            });
        let resume = Check::new(Suite::Reproducibility, format!("resume-{name}"), move |subject| {
            resumed(&paused, subject)
        });
        let digest = Check::new(Suite::Reproducibility, format!("digest-{name}"), move |subject| {
            recorded(&case, subject)
        });
        checks.extend([
            threads
                .claim("the bits are the same on 1, 2, 3 and 7 threads")
                .reference(REFERENCE)
                .because(BECAUSE)
                .twin("a seed that depends on the number of threads"),
            resume
                .claim("saved, restored and gone on, a run has the bits of one without a pause")
                .reference(REFERENCE)
                .because(BECAUSE)
                .twin("a checkpoint that is one step old"),
            digest
                .claim("the bits are those of the recorded digest")
                .reference("recorded on x86-64 with AVX2; the SSE2 level gave the same under qemu")
                .because(BECAUSE)
                .twin("another seed"),
        ]);
    }
    checks.push(scalar::check());
    checks
}

/// Numbers of threads whose digest is not that of one thread.
fn on_threads(case: &Case, subject: Subject) -> Result<Finding, Obstacle> {
    let mut digests = Vec::new();
    for threads in [1, 2, 3, 7] {
        let pool = ThreadPoolBuilder::new().num_threads(threads).build();
        let pool = pool.map_err(|error| Obstacle::NotRun(error.to_string()))?;
        let seed = case.setup.seed + subject.pick(0, threads as u128);
        let setup = Setup { seed, parallel: true, ..case.setup.clone() };
        digests.push(pool.install(|| digest_of(&setup))?);
    }
    let differing = digests.iter().filter(|digest| **digest != digests[0]).count();
    Ok(Finding::none(differing).unit("runs"))
}

fn resumed(case: &Case, subject: Subject) -> Result<Finding, Obstacle> {
    let whole = digest_of(&case.setup)?;
    let pause = STEPS / 2;
    let mut first = Simulation::new(&case.setup)?;
    advance(&mut first, subject.pick(pause, pause - 1))?;
    let mut second = Simulation::new(&case.setup)?;
    second.restore(pause, &first.fields(), &first.system().words())?;
    advance(&mut second, STEPS - pause)?;
    Ok(Finding::none(usize::from(digest(&second) != whole)).unit("runs"))
}

fn recorded(case: &Case, subject: Subject) -> Result<Finding, Obstacle> {
    let setup = Setup { seed: case.setup.seed + subject.pick(0, 1), ..case.setup.clone() };
    let found = digest_of(&setup)?;
    let known = digests::RECORDED.iter().find(|(name, _)| *name == case.name);
    let (_, expected) =
        known.ok_or_else(|| Obstacle::broke(format!("no digest; found {found}")))?;
    let note = format!("SHA-256 {found}");
    Ok(Finding::none(usize::from(found != *expected)).unit("runs").note(note))
}
