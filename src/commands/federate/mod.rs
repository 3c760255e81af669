//! `mfn federate`: updates of clients in, an aggregate and a verdict on each client out.

mod aggregate;
mod attack;
mod parameters;
mod picture;
mod report;
mod simulate;
mod source;

use crate::cli::Federate;
use crate::commands::failure::{Failure, code};
use crate::commands::output::Output;

/// Runs `mfn federate`.
pub(crate) fn run(verb: &Federate, output: &mut Output) -> Result<(), Failure> {
    match verb {
        Federate::Aggregate(arguments) => aggregate::run(arguments, output),
        Federate::Attack(arguments) => attack::run(arguments, output),
        Federate::Simulate(arguments) => simulate::run(arguments, output),
    }
}

impl From<mfn::federate::Error> for Failure {
    fn from(error: mfn::federate::Error) -> Self {
        use mfn::federate::Error;
        let (code, hint) = match &error {
            Error::Condition { .. } => {
                (code::USAGE, Some("take more clients, a smaller --byzantine or another rule"))
            }
            // The answer is no: the updates do not allow what was asked.
            Error::TooManyRejected { .. } => (
                code::NO,
                Some("raise --byzantine if the rule's condition allows it, or mend the clients"),
            ),
            Error::NoCommonLength { .. } => (code::NO, None),
            Error::TooManySubsets { .. } => (
                code::USAGE,
                Some("take caf, multi-krum or trimmed-mean, which look at no subsets"),
            ),
            Error::Read(source) => match source.downcast_ref::<mfn::format::Error>() {
                Some(_) => (code::FILE, None),
                None => (code::NUMBERS, None),
            },
            _ => (code::USAGE, None),
        };
        let failure = Self::new(code, error);
        match hint {
            Some(hint) => failure.with_hint(hint),
            None => failure,
        }
    }
}
