//! The Boolean of h5py and PyTables: an enumeration of FALSE and TRUE over a signed byte.

use rust_hdf5::{DatatypeMessage, H5Type};

/// A stored Boolean; the crate's own is over an unsigned byte, which no other program writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(transparent)]
pub(crate) struct Flag(i8);

impl From<bool> for Flag {
    fn from(flag: bool) -> Self {
        Self(i8::from(flag))
    }
}

impl H5Type for Flag {
    fn hdf5_type() -> DatatypeMessage {
        match DatatypeMessage::bool_type() {
            DatatypeMessage::Enum { members, .. } => {
                DatatypeMessage::Enum { base: Box::new(DatatypeMessage::i8_type()), members }
            }
            // The crate's Boolean is an enumeration, whose names and values are the same.
            other => other,
        }
    }

    fn element_size() -> usize {
        size_of::<Self>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn type_is_an_enumeration_over_a_signed_byte() {
        let DatatypeMessage::Enum { base, members } = Flag::hdf5_type() else {
            panic!("no enumeration")
        };
        assert_eq!((*base, Flag::element_size()), (DatatypeMessage::i8_type(), 1));
        let members: Vec<_> = members.into_iter().map(|one| (one.name, one.value)).collect();
        assert_eq!(members, [("FALSE".to_owned(), vec![0]), ("TRUE".to_owned(), vec![1])]);
    }
}
