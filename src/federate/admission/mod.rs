//! Which updates may take part, and in which order they are looked at.

mod check;
mod order;

use crate::federate::Error;
use crate::federate::updates::Updates;
use std::fmt;

/// What is done with updates that are equal in every bit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Duplicates {
    /// All but the first are rejected, and count towards f.
    #[default]
    Reject,
    /// They take part.
    Keep,
}

/// Why an update is rejected before a rule sees it.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Rejection {
    /// What the source says against it, such as a file that cannot be read.
    Flaw(String),
    /// It has another length than most.
    Length {
        /// Its coordinates.
        found: usize,
        /// Those of most updates.
        wanted: usize,
    },
    /// A coordinate is NaN or infinite.
    NotFinite {
        /// The first such coordinate.
        coordinate: usize,
        /// Its value.
        value: f64,
    },
    /// A coordinate is so large that squares overflow.
    TooLarge {
        /// The first such coordinate.
        coordinate: usize,
        /// Its value.
        value: f64,
    },
    /// It equals the update of another client in every bit.
    Duplicate {
        /// The client that sent it first.
        of: usize,
    },
}

impl Rejection {
    /// One word for counting.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Flaw(_) => "flawed",
            Self::Length { .. } => "of another length",
            Self::NotFinite { .. } => "not finite",
            Self::TooLarge { .. } => "too large",
            Self::Duplicate { .. } => "duplicate",
        }
    }
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flaw(flaw) => f.write_str(flaw),
            Self::Length { found, wanted } => {
                write!(f, "{found} coordinates, most updates have {wanted}")
            }
            Self::NotFinite { coordinate, value } => {
                write!(f, "coordinate {coordinate} is {value}")
            }
            Self::TooLarge { coordinate, value } => {
                write!(f, "coordinate {coordinate} is {value:e}: its square overflows")
            }
            Self::Duplicate { of } => write!(f, "equal to the update of client {of} in every bit"),
        }
    }
}

/// The clients that take part, in canonical order, and why the others do not.
#[derive(Debug)]
pub(crate) struct Admitted {
    /// Clients in the order of their updates' contents: so no result depends on how the clients
    /// are numbered, and every tie has one answer.
    pub(crate) order: Vec<usize>,
    /// Per client: why it is rejected.
    pub(crate) rejections: Vec<Option<Rejection>>,
}

/// Checks every update.
pub(crate) fn admit(updates: &dyn Updates, duplicates: Duplicates) -> Result<Admitted, Error> {
    let (clients, coordinates) = (updates.clients(), updates.coordinates());
    if clients == 0 || coordinates == 0 {
        return Err(Error::Empty { clients, coordinates });
    }
    let mut rejections = check::rejections(updates)?;
    let admitted = (0..clients).filter(|i| matches!(rejections.get(*i), Some(None))).collect();
    let sorted = order::by_content(updates, admitted)?;
    let mut order = Vec::new();
    for group in sorted {
        let mut members = group.into_iter();
        let first = members.next();
        order.extend(first);
        for member in members {
            if let (Duplicates::Reject, Some(of)) = (duplicates, first) {
                if let Some(place) = rejections.get_mut(member) {
                    *place = Some(Rejection::Duplicate { of });
                }
            } else {
                order.push(member);
            }
        }
    }
    Ok(Admitted { order, rejections })
}

/// `3 not finite, 1 duplicate`.
pub(crate) fn counted(rejections: &[Option<Rejection>]) -> String {
    let kinds = ["flawed", "of another length", "not finite", "too large", "duplicate"];
    let counts = kinds.iter().filter_map(|kind| {
        let count = rejections.iter().flatten().filter(|r| r.kind() == *kind).count();
        (count > 0).then(|| format!("{count} {kind}"))
    });
    counts.collect::<Vec<_>>().join(", ")
}
