//! X25519 key pairs (RFC 7748): the public one to seal for, the secret one to open with.

use crate::crypto::Error;
use crate::crypto::SecretKey;
use crate::crypto::encoding::{from_hex, to_hex};
use sha2::{Digest as _, Sha256};
use std::fmt;
use subtle::ConstantTimeEq as _;
use x25519_dalek::StaticSecret;
use zeroize::Zeroizing;

const PUBLIC: &str = "mfn-x25519-public-";
const SECRET: &str = "mfn-x25519-secret-";

/// Bytes of the checksum that finds a key copied wrongly: no protection, only a help.
const CHECKSUM: usize = 4;

/// A public key that data can be sealed for. It is no secret.
///
/// As text: `mfn-x25519-public-`, then 32 bytes and the first 4 of their SHA-256 in hexadecimal.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct PublicKey([u8; 32]);

impl PublicKey {
    /// The key with these bytes.
    ///
    /// # Errors
    ///
    /// [`Error::SmallOrder`] if every shared secret with it is zero (RFC 7748 §6.1).
    pub fn new(bytes: [u8; 32]) -> Result<Self, Error> {
        // Any clamped scalar is a multiple of 8, so one of them tells.
        let probe = StaticSecret::from([8; 32]);
        let shared = probe.diffie_hellman(&x25519_dalek::PublicKey::from(bytes));
        if shared.was_contributory() {
            Ok(Self(bytes))
        } else {
            Err(Error::SmallOrder { what: "the public key" })
        }
    }

    /// The key that is written as this text.
    ///
    /// # Errors
    ///
    /// [`Error::Unrecognised`] if it is none, [`Error::Malformed`] if its checksum is wrong,
    /// [`Error::SmallOrder`] as [`PublicKey::new`].
    pub fn parse(text: &str) -> Result<Self, Error> {
        let wanted = "X25519 public key";
        let text = text.trim();
        if text.starts_with(SECRET) {
            // Before anything of it is repeated.
            let found = "it is a secret key, which must not be given away".to_owned();
            return Err(Error::Unrecognised { wanted, found });
        }
        let found = || format!("wanted {PUBLIC} and 72 hexadecimal digits");
        let digits = text
            .strip_prefix(PUBLIC)
            .ok_or_else(|| Error::Unrecognised { wanted, found: found() })?;
        Self::new(*checked(digits, wanted)?)
    }

    /// The bytes.
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{PUBLIC}{}", &*with_checksum(&self.0))
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

/// A secret key that opens what was sealed for its public key. It is wiped when it is dropped.
#[derive(Clone)]
pub struct Identity {
    secret: StaticSecret,
    public: PublicKey,
}

impl Identity {
    /// A new secret key from the operating system's random numbers.
    ///
    /// # Errors
    ///
    /// [`Error::Random`] if there are none.
    pub fn generate() -> Result<Self, Error> {
        Self::from_secret(&SecretKey::random()?)
    }

    /// The identity with this secret scalar (it is clamped as RFC 7748 §5 says).
    ///
    /// # Errors
    ///
    /// None that a scalar has: the base point's order is large.
    pub fn from_secret(secret: &SecretKey) -> Result<Self, Error> {
        let secret = StaticSecret::from(*secret.expose());
        let public = PublicKey::new(x25519_dalek::PublicKey::from(&secret).to_bytes())?;
        Ok(Self { secret, public })
    }

    /// The identity that is written as this text.
    ///
    /// # Errors
    ///
    /// [`Error::Unrecognised`] and [`Error::Malformed`], which repeat nothing of the text.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let wanted = "X25519 secret key";
        let found = if text.starts_with(PUBLIC) {
            "it is a public key, which opens nothing".to_owned()
        } else {
            format!("wanted {SECRET} and 72 hexadecimal digits")
        };
        let digits = text.strip_prefix(SECRET).ok_or(Error::Unrecognised { wanted, found })?;
        Self::from_secret(&SecretKey::from_slice(checked(digits, wanted)?.as_slice(), wanted)?)
    }

    /// The secret key as text.
    pub fn to_text(&self) -> Zeroizing<String> {
        let digits = with_checksum(self.secret.as_bytes());
        let mut text = Zeroizing::new(String::with_capacity(SECRET.len() + digits.len()));
        text.push_str(SECRET);
        text.push_str(&digits);
        text
    }

    /// Its public key.
    pub fn public(&self) -> PublicKey {
        self.public
    }

    /// The secret shared with the owner of another public key.
    ///
    /// # Errors
    ///
    /// [`Error::SmallOrder`] if it is zero (RFC 7748 §6.1).
    pub fn shared_with(&self, other: &[u8; 32]) -> Result<SecretKey, Error> {
        let shared = self.secret.diffie_hellman(&x25519_dalek::PublicKey::from(*other));
        if !shared.was_contributory() {
            return Err(Error::SmallOrder { what: "the public key" });
        }
        SecretKey::from_slice(shared.as_bytes(), "shared secret")
    }
}

impl fmt::Debug for Identity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Identity").field("public", &self.public).finish_non_exhaustive()
    }
}

fn with_checksum(bytes: &[u8; 32]) -> Zeroizing<String> {
    let digest = Sha256::digest(bytes);
    let mut all = Zeroizing::new([0; 32 + CHECKSUM]);
    for (to, byte) in all.iter_mut().zip(bytes.iter().chain(digest.iter())) {
        *to = *byte;
    }
    Zeroizing::new(to_hex(all.as_slice()))
}

/// The 32 bytes before a checksum that is right.
fn checked(digits: &str, format: &'static str) -> Result<Zeroizing<[u8; 32]>, Error> {
    let malformed = |found: &str| Error::Malformed { format, found: found.to_owned() };
    let all = from_hex(digits).filter(|all| all.len() == 32 + CHECKSUM);
    let all = all.ok_or_else(|| malformed("not 72 lowercase hexadecimal digits"))?;
    let (bytes, checksum) = all.split_at(32);
    let digest = Sha256::digest(bytes);
    let same: bool = digest.get(..CHECKSUM).unwrap_or_default().ct_eq(checksum).into();
    if !same {
        return Err(malformed("the checksum is wrong, so a digit was copied wrongly"));
    }
    let mut key = Zeroizing::new([0; 32]);
    key.copy_from_slice(bytes);
    Ok(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_goes_back_and_forth() {
        let identity = Identity::generate().unwrap();
        let again = Identity::parse(&identity.to_text()).unwrap();
        assert_eq!(again.public(), identity.public());
        let public = PublicKey::parse(&format!(" {}\n", identity.public())).unwrap();
        assert_eq!(public, identity.public());
        assert_eq!(identity.to_text().len(), SECRET.len() + 72);
    }

    #[test]
    fn copying_mistakes_and_mixed_up_keys_are_told_without_the_key() {
        let identity = Identity::generate().unwrap();
        let (secret, public) = (identity.to_text(), identity.public().to_string());
        let error = PublicKey::parse(&secret).unwrap_err().to_string();
        assert!(error.contains("secret key") && !error.contains(&secret[SECRET.len()..]));
        assert!(Identity::parse(&public).unwrap_err().to_string().contains("opens nothing"));
        let mut other = public.clone().into_bytes();
        let last = other.last_mut().unwrap();
        *last = if *last == b'0' { b'1' } else { b'0' };
        let error = PublicKey::parse(std::str::from_utf8(&other).unwrap()).unwrap_err();
        assert!(error.to_string().contains("checksum"), "{error}");
        assert!(PublicKey::parse("age1qqq").is_err());
        assert!(PublicKey::parse(&public[..40]).is_err());
    }

    #[test]
    fn keys_of_small_order_are_refused() {
        // The points of order 1, 2, 4 and 8 on curve and twist, and some that are not reduced
        // (D. J. Bernstein, https://cr.yp.to/ecdh.html#validate).
        let eights = [
            "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
            "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
        ];
        let mut refused: Vec<[u8; 32]> =
            eights.map(|text| crate::crypto::encoding::array_from_hex(text).unwrap()).to_vec();
        for low in 0..2_u8 {
            let mut bytes = [0; 32];
            bytes[0] = low;
            refused.push(bytes);
        }
        // p − 1, p, p + 1 with p = 2²⁵⁵ − 19.
        for low in [0xec, 0xed, 0xee] {
            let mut bytes = [0xff; 32];
            (bytes[0], bytes[31]) = (low, 0x7f);
            refused.push(bytes);
        }
        for bytes in refused {
            assert!(matches!(PublicKey::new(bytes), Err(Error::SmallOrder { .. })), "{bytes:?}");
            let shared = Identity::generate().unwrap().shared_with(&bytes);
            assert!(matches!(shared, Err(Error::SmallOrder { .. })));
        }
    }
}
