//! `mfn encrypt`: seal, open, verify and sign files and data sets, and look after their keys.

mod age;
mod file;
mod folder;
mod inspect;
mod keygen;
mod opening;
mod recipients;
mod rotate;
mod sealing;
mod secrets;
mod sign;
mod table;
mod verify;
mod watch;

use crate::cli::Encrypt;
use crate::cli::Manner;
use crate::cli::encrypt::{Action, Change};
use crate::commands::failure::{Failure, code};
use crate::commands::output::Output;
use crate::commands::threads;

/// Runs an action.
pub(crate) fn run(arguments: &Encrypt, output: &mut Output) -> Result<(), Failure> {
    match &arguments.action {
        Action::Seal(seal) => on_threads(&seal.manner, output, |output| sealing::run(seal, output)),
        Action::Open(open) => on_threads(&open.manner, output, |output| opening::run(open, output)),
        Action::Inspect(inspect) => {
            on_threads(&inspect.manner, output, |output| inspect::run(inspect, output))
        }
        Action::Verify(verify) => {
            on_threads(&verify.manner, output, |output| verify::run(verify, output))
        }
        Action::Keygen(keygen) => keygen::run(keygen, output),
        Action::Sign(sign) => sign::run(sign, output),
        Action::Recipients(recipients) => match &recipients.change {
            Change::Add(add) => {
                on_threads(&add.manner, output, |output| recipients::add(add, output))
            }
            Change::Remove(remove) => {
                on_threads(&remove.manner, output, |output| recipients::remove(remove, output))
            }
        },
        Action::Rotate(rotate) => {
            on_threads(&rotate.manner, output, |output| rotate::run(rotate, output))
        }
    }
}

/// Works on as many threads as were asked for.
fn on_threads(
    manner: &Manner,
    output: &mut Output,
    work: impl FnOnce(&mut Output) -> Result<(), Failure> + Send,
) -> Result<(), Failure> {
    output.set_quiet(manner.quiet);
    let pool = threads::pool(manner.threads.map_or(0, usize::from))?;
    pool.install(|| work(output))
}

/// Refuses a flag that means nothing for what was asked; `why` reads on from its name.
fn refuse_flags(flags: &[(bool, &str)], why: &str) -> Result<(), Failure> {
    flags
        .iter()
        .find(|(asked, _)| *asked)
        .map_or(Ok(()), |(_, flag)| Err(Failure::message(code::USAGE, format!("{flag} {why}"))))
}

/// One line of JSON.
fn print_json(value: &serde_json::Value, output: &mut Output) -> Result<(), Failure> {
    output.data(&format!("{value}\n"))
}
