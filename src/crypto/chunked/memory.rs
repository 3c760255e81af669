//! Small messages in memory: wrapped keys, notes, lists.

use crate::crypto::Error;
use crate::crypto::SecretKey;
use crate::crypto::chunked::{Salt, open, seal};
use zeroize::Zeroizing;

/// The message that holds these bytes, under a random salt.
///
/// # Errors
///
/// [`Error::Random`] if the operating system gives no salt.
pub fn seal_bytes(plain: &[u8], key: &SecretKey, context: &[u8]) -> Result<Vec<u8>, Error> {
    let mut sealed = Vec::new();
    seal(&mut &*plain, &mut sealed, key, context, Salt::random()?)?;
    Ok(sealed)
}

/// What a message holds; it is wiped when it is dropped.
///
/// # Errors
///
/// As [`open`].
pub fn open_bytes(
    sealed: &[u8],
    key: &SecretKey,
    context: &[u8],
) -> Result<Zeroizing<Vec<u8>>, Error> {
    // With room for all of it no part is left behind where the vector was before it grew.
    let mut plain = Zeroizing::new(Vec::with_capacity(sealed.len()));
    open(&mut &*sealed, &mut *plain, key, context)?;
    Ok(plain)
}
