//! Headers: who opens them, and what is refused.

use super::*;
use crate::crypto::Passphrase;
use crate::crypto::keys::Identity;

const CHEAP: Cost = Cost { memory_kib: 64, passes: 1, lanes: 1 };

struct Cast {
    identity: Identity,
    passphrase: Passphrase,
    raw: SecretKey,
    key: SecretKey,
    header: Header,
}

impl Cast {
    fn new() -> Self {
        let identity = Identity::generate().unwrap();
        let passphrase = Passphrase::new(b"hyphae".to_vec()).unwrap();
        let (raw, key) = (SecretKey::random().unwrap(), SecretKey::random().unwrap());
        let recipients = [
            Recipient::X25519(identity.public()),
            Recipient::Passphrase(passphrase.clone(), CHEAP),
            Recipient::Raw(raw.clone()),
        ];
        let header = Header::new(Purpose::Message, [7; 16], &key, &recipients).unwrap();
        Self { identity, passphrase, raw, key, header }
    }

    fn secrets(&self) -> [Secret; 3] {
        [
            Secret::X25519(Box::new(self.identity.clone())),
            Secret::Passphrase(self.passphrase.clone()),
            Secret::Raw(self.raw.clone()),
        ]
    }
}

fn read(bytes: &[u8]) -> Result<Header, Error> {
    Header::read(&mut &*bytes)
}

#[test]
fn every_recipient_gets_the_key() {
    let cast = Cast::new();
    let header = read(cast.header.bytes()).unwrap();
    assert_eq!((header.purpose(), header.id()), (Purpose::Message, &[7; 16]));
    for (by, secret) in cast.secrets().iter().enumerate() {
        let unlocked = header.unlock(std::slice::from_ref(secret), Limits::default()).unwrap();
        assert_eq!(unlocked.key.expose(), cast.key.expose());
        assert_eq!((unlocked.by, &unlocked.names[by]), (by, &secret.name()));
    }
    let kinds = header.recipients();
    assert_eq!(kinds[0], "x25519");
    assert_eq!(kinds[1], "passphrase (Argon2id, 64 KiB, 1 passes, 1 lanes)");
}

#[test]
fn others_do_not() {
    let cast = Cast::new();
    let others = [
        Secret::X25519(Box::new(Identity::generate().unwrap())),
        Secret::Passphrase(Passphrase::new(b"Hyphae".to_vec()).unwrap()),
        Secret::Raw(SecretKey::random().unwrap()),
    ];
    for other in others {
        let error = cast.header.unlock(&[other], Limits::default()).unwrap_err();
        assert!(matches!(error, Error::NoRecipient { recipients: 3, .. }));
    }
    let error = cast.header.unlock(&[], Limits::default()).unwrap_err();
    assert!(error.to_string().contains("no secret"), "{error}");
}

#[test]
fn every_flipped_bit_and_every_cut_is_seen() {
    let cast = Cast::new();
    let bytes = cast.header.bytes();
    let secrets = [Secret::Raw(cast.raw.clone())];
    for at in 0..bytes.len() {
        for bit in 0..8 {
            let mut changed = bytes.to_vec();
            changed[at] ^= 1 << bit;
            let opened = read(&changed).and_then(|h| h.unlock(&secrets, Limits::default()));
            assert!(opened.is_err(), "byte {at}, bit {bit}");
        }
        let error = read(&bytes[..at]).unwrap_err();
        assert!(matches!(error, Error::Truncated { .. }), "cut at {at}: {error}");
    }
}

#[test]
fn recipients_change_without_another_key() {
    let cast = Cast::new();
    let limits = Limits::default();
    let unlocked = cast.header.unlock(&cast.secrets(), limits).unwrap();
    let new = Identity::generate().unwrap();
    let more = [Recipient::X25519(new.public())];
    let other = cast.header.rewrap(&unlocked, &[1, 2], &more).unwrap();
    let secret = |identity: &Identity| [Secret::X25519(Box::new(identity.clone()))];
    assert!(other.unlock(&secret(&cast.identity), limits).is_err());
    let found = other.unlock(&secret(&new), limits).unwrap();
    assert_eq!(found.key.expose(), cast.key.expose());
    assert_eq!(found.names.len(), 3);
    assert_eq!(found.names[2], new.public().to_string());
    assert!(other.unlock(&cast.secrets()[1..2], limits).is_ok());
}

#[test]
fn part_of_another_header_is_refused() {
    // The same recipient in two headers: parts are bound to the id, the rest by the MAC.
    let cast = Cast::new();
    let recipients = [Recipient::Raw(cast.raw.clone())];
    let secrets = [Secret::Raw(cast.raw.clone())];
    let make = |id| Header::new(Purpose::Message, id, &cast.key, &recipients).unwrap();
    let (one, twin, other) = (make([1; 16]), make([1; 16]), make([2; 16]));
    let swap = |from: &Header| {
        let mut bytes = one.bytes().to_vec();
        let end = 66 + 3 + 104;
        bytes[66..end].copy_from_slice(&from.bytes()[66..end]);
        read(&bytes).unwrap().unlock(&secrets, Limits::default()).unwrap_err()
    };
    assert!(matches!(swap(&twin), Error::HeaderAltered));
    assert!(matches!(swap(&other), Error::NoRecipient { .. }));
}

#[test]
fn derivation_that_would_eat_the_machine_is_refused_before_it_starts() {
    let cast = Cast::new();
    let secrets = [Secret::Passphrase(cast.passphrase.clone())];
    // The passphrase's part follows that of the X25519 key, which has 3 + 32 + 104 bytes.
    let at = 66 + 139 + 3;
    for (offset, value, what) in
        [(0, u32::MAX, "KiB of memory"), (4, 1000, "passes"), (8, 1 << 20, "lanes")]
    {
        let mut bytes = cast.header.bytes().to_vec();
        bytes[at + offset..at + offset + 4].copy_from_slice(&value.to_le_bytes());
        let error = read(&bytes).unwrap().unlock(&secrets, Limits::default()).unwrap_err();
        assert!(matches!(error, Error::Costly { what: found, .. } if found == what), "{error}");
    }
    let mut bytes = cast.header.bytes().to_vec();
    bytes[at..at + 4].copy_from_slice(&0_u32.to_le_bytes());
    assert!(read(&bytes).unwrap().unlock(&secrets, Limits::default()).is_err());
}

#[test]
fn numbers_of_recipients_are_bound() {
    let key = SecretKey::random().unwrap();
    let raw = || Recipient::Raw(SecretKey::random().unwrap());
    let make =
        |recipients: Vec<Recipient>| Header::new(Purpose::Folder, [0; 16], &key, &recipients);
    assert!(make(Vec::new()).is_err());
    assert!(make((0..64).map(|_| raw()).collect()).is_ok());
    assert!(matches!(make((0..65).map(|_| raw()).collect()), Err(Error::TooMany { .. })));
    let passphrase = Passphrase::new(b"x".to_vec()).unwrap();
    let many = vec![Recipient::Passphrase(passphrase, CHEAP); 5];
    assert!(matches!(make(many), Err(Error::TooMany { .. })));
}

#[test]
fn unknown_versions_and_other_files_are_told() {
    let cast = Cast::new();
    let mut bytes = cast.header.bytes().to_vec();
    bytes[8] = 9;
    assert!(matches!(read(&bytes), Err(Error::Version { found: 9, wanted: 1, .. })));
    for other in [&b"PAR1 and so on, it goes"[..], b"\x93NUMPY", b"age-encryption.org/v1\n"] {
        assert!(matches!(read(other), Err(Error::Unrecognised { .. })));
    }
    let mut long = cast.header.bytes().to_vec();
    long[12..16].copy_from_slice(&u32::MAX.to_le_bytes());
    assert!(matches!(read(&long), Err(Error::Malformed { .. })));
}
