//! What a passphrase costs to try, and what a header may ask of the machine that opens it.

use crate::crypto::Error;
use crate::crypto::Passphrase;
use crate::crypto::SecretKey;
use argon2::{Algorithm, Argon2, Params, Version};

/// More passphrases in one header would only multiply the time to try one.
const MOST_PASSPHRASES: usize = 4;
const MOST_PASSES: u32 = 16;
const MOST_LANES: u32 = 16;

/// The parameters of Argon2id (RFC 9106).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// Memory, in KiB.
    pub memory_kib: u32,
    /// Passes over the memory.
    pub passes: u32,
    /// Lanes that could be filled at the same time.
    pub lanes: u32,
}

impl Default for Cost {
    /// 64 MiB, 3 passes, 4 lanes: the second choice of RFC 9106 §4, for machines short of memory.
    fn default() -> Self {
        Self { memory_kib: 64 * 1024, passes: 3, lanes: 4 }
    }
}

/// What is accepted from a header that somebody else may have written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Memory of one derivation, in KiB.
    pub memory_kib: u32,
}

impl Default for Limits {
    /// 1 GiB.
    fn default() -> Self {
        Self { memory_kib: 1024 * 1024 }
    }
}

impl Limits {
    /// Refuses what would eat the machine.
    ///
    /// # Errors
    ///
    /// [`Error::Costly`] with what there is too much of.
    pub fn check(self, cost: &Cost) -> Result<(), Error> {
        for (what, found, most) in [
            ("KiB of memory", cost.memory_kib, self.memory_kib),
            ("passes", cost.passes, MOST_PASSES),
            ("lanes", cost.lanes, MOST_LANES),
        ] {
            if found > most {
                return Err(Error::Costly { what, found: found.into(), most: most.into() });
            }
        }
        Ok(())
    }
}

/// The key of a passphrase: Argon2id, version 0x13.
///
/// # Errors
///
/// [`Error::Malformed`] for parameters that Argon2 does not have.
pub(crate) fn derive(
    passphrase: &Passphrase,
    salt: &[u8],
    cost: &Cost,
) -> Result<SecretKey, Error> {
    let malformed =
        |error: argon2::Error| Error::Malformed { format: "Argon2id", found: error.to_string() };
    let params = Params::new(cost.memory_kib, cost.passes, cost.lanes, Some(32));
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params.map_err(malformed)?);
    let mut key = SecretKey::blank();
    argon2.hash_password_into(passphrase.expose(), salt, key.expose_mut()).map_err(malformed)?;
    Ok(key)
}

/// Refuses a header with more passphrases than anybody needs.
pub(crate) fn check_passphrases(number: usize) -> Result<(), Error> {
    if number > MOST_PASSPHRASES {
        let (found, most) = (number as u64, MOST_PASSPHRASES as u64);
        return Err(Error::TooMany { what: "passphrases in a header", found, most });
    }
    Ok(())
}
