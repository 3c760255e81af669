//! Headers: read as documented, and no data key for whoever is no recipient of that very header.

use super::documented::{Part, begins_with_header, finish, header, passphrase, raw, x25519};
use super::{Choices, key, sample, way};
use mfn::crypto::keys::Identity;
use mfn::crypto::{Error, Header, Limits, Passphrase, Recipient, Secret, Unlocked};
use std::sync::LazyLock;

/// More than the samples ask for, and too little to be felt.
const LIMITS: Limits = Limits { memory_kib: 64 };
const CHEAP: [u32; 3] = [8, 1, 1];

struct Cast {
    secrets: [Secret; 3],
    /// True parts for the secrets, in their order.
    parts: [Part; 3],
    headers: Vec<Vec<u8>>,
}

static CAST: LazyLock<Cast> = LazyLock::new(|| {
    let identity = Identity::from_secret(&key(6)).unwrap();
    let words = Passphrase::new(b"x".to_vec()).unwrap();
    let parts =
        [raw(&key(9), &key(4)), passphrase(&key(9), &words, CHEAP), x25519(&key(9), &identity)];
    let secrets =
        [Secret::Raw(key(4)), Secret::Passphrase(words), Secret::X25519(Box::new(identity))];
    let names: Vec<String> = secrets.iter().map(Secret::name).collect();
    let of = |n: usize| {
        let notes = serde_json::to_vec(&names[..n]).unwrap();
        header(1 + n as u16 % 2, &key(9), &parts[..n], &notes)
    };
    let headers = [1, 2, 3].map(of).into();
    Cast { secrets, parts, headers }
});

/// Headers as they are; headers to be given a right tag; descriptions of headers to be made.
pub fn samples() -> Vec<Vec<u8>> {
    let headers = CAST.headers.iter();
    let mut samples: Vec<Vec<u8>> =
        headers.flat_map(|bytes| (0..6).map(|way| sample(way, bytes))).collect();
    // As many recipients and passphrases as there may be, and one more.
    for (number, kind) in [(64, 0), (65, 0), (4, 1), (5, 1)] {
        let notes = serde_json::to_vec(&vec!["x"; number]).unwrap();
        let parts = vec![CAST.parts[kind].clone(); number];
        samples.push(sample(3, &header(1, &key(9), &parts, &notes)));
    }
    samples.extend([
        sample(6, b"\x01\x01\x00[\"a\"]"),
        sample(6, b"\x01\x01\x00[\"a\",\"b\"]"),
        sample(6, b"\x00\x03\x00\x01\x02[\"raw\",\"pass\\u0001phrase\", \"x\"]"),
        sample(6, b"\x01\x03\x03\x04\x05\x08\x01\x01[\"a\",\"b\",\"c\"]"),
        sample(6, b"\x01\x04\x06\x10\x07\x00\x06\x99[\"a\",\"b\",\"c\",\"d\"]"),
    ]);
    samples
}

/// Reads whatever it is given, and unlocks it with one of three secrets, or with each.
pub fn answers(input: &[u8]) {
    let (way, rest) = way(input, 7);
    let secret = usize::from(way % 3);
    match way {
        0..3 => as_it_is(rest, secret),
        3..6 => with_a_right_tag(rest, secret),
        _ => made(rest),
    }
}

/// The header at the beginning, if the documentation says that there is one.
fn read(bytes: &[u8]) -> Option<Header> {
    let found = Header::read(&mut &*bytes);
    assert_eq!(found.is_ok(), begins_with_header(bytes), "{:?}", found.err());
    let header = found.ok()?;
    assert!(bytes.starts_with(header.bytes()));
    assert!(!header.recipients().is_empty());
    Some(header)
}

/// What a secret gets: nobody gets another key than the data key.
fn unlock(header: &Header, secret: usize) -> Result<Unlocked, Error> {
    let found = header.unlock(&CAST.secrets[secret..=secret], LIMITS);
    if let Ok(unlocked) = &found {
        assert_eq!(unlocked.key.expose(), key(9).expose(), "another data key");
        assert_eq!(unlocked.names.len(), header.recipients().len());
        assert!(unlocked.by < unlocked.names.len());
    }
    found
}

fn as_it_is(bytes: &[u8], secret: usize) {
    let Some(header) = read(bytes) else { return };
    let opened = unlock(&header, secret).is_ok();
    // What follows a header is not its business; all else is authenticated.
    let is_true = CAST.headers.iter().any(|sample| header.bytes() == sample.as_slice());
    assert!(is_true || !opened, "a header that nobody made was believed");
}

/// Whoever knows the data key, as every recipient does, can write any header with a right tag.
fn with_a_right_tag(bytes: &[u8], secret: usize) {
    let mut bytes = bytes.to_vec();
    finish(&mut bytes, &key(9));
    if let Some(header) = read(&bytes) {
        drop(unlock(&header, secret));
    }
}

/// What a part that was made promises to the raw key, and to the identity.
#[derive(Clone, Copy, PartialEq)]
enum Promise {
    Nothing,
    Key,
    /// Another key, so that the tag is wrong.
    Other,
}

/// A part: true, or odd in one of the ways that somebody could make it odd.
fn part(choices: &mut Choices<'_>) -> (Part, [Promise; 2]) {
    let [raw_part, words_part, x25519_part] = CAST.parts.clone();
    let mut promise = [Promise::Nothing; 2];
    let part = match choices.byte() % 8 {
        0 => {
            promise[0] = Promise::Key;
            raw_part
        }
        1 => words_part,
        2 => {
            promise[1] = Promise::Key;
            x25519_part
        }
        // A raw key that nobody here has.
        3 => raw(&key(9), &key(5)),
        // A point of small order where the ephemeral key is.
        4 => (1, [vec![0; 32], x25519_part.1[32..].to_vec()].concat()),
        5 => costly(words_part, choices),
        6 => changed(CAST.parts[usize::from(choices.byte() % 3)].clone(), choices),
        // Another data key, which the tag was not made with.
        _ => {
            promise[0] = Promise::Other;
            raw(&key(8), &key(4))
        }
    };
    (part, promise)
}

/// A derivation that costs what the input says.
fn costly((kind, mut body): Part, choices: &mut Choices<'_>) -> Part {
    for at in [0, 4, 8] {
        body[at] = choices.byte();
        body[at + 3] = u8::from(body[at] == 0xff);
    }
    (kind, body)
}

/// A byte of a true part is another.
fn changed((kind, mut body): Part, choices: &mut Choices<'_>) -> Part {
    let at = choices.below(body.len());
    body[at] ^= choices.byte() | 1;
    (kind, body)
}

fn made(input: &[u8]) {
    let mut choices = Choices(input);
    let purpose = 1 + u16::from(choices.byte() % 2);
    let number = usize::from(choices.byte() % 8);
    let (parts, promises): (Vec<Part>, Vec<_>) = (0..number).map(|_| part(&mut choices)).unzip();
    let notes = choices.0;
    let bytes = header(purpose, &key(9), &parts, notes);
    let Some(header) = read(&bytes) else { return };
    assert_eq!(header.bytes(), bytes);
    let names: Option<Vec<String>> = serde_json::from_slice(notes).ok();
    let names = names.filter(|names| names.len() == number);
    let found = [0, 1, 2].map(|secret| unlock(&header, secret));
    // A passphrase may be refused for its cost, so no promise is made to it.
    for (column, result) in [&found[0], &found[2]].into_iter().enumerate() {
        let promise = promises.iter().map(|promise| promise[column]);
        match promise.into_iter().find(|promise| *promise != Promise::Nothing) {
            None => assert!(matches!(result, Err(Error::NoRecipient { .. }))),
            Some(Promise::Key) if names.is_some() => {
                assert_eq!(result.as_ref().ok().map(|unlocked| &unlocked.names), names.as_ref());
            }
            Some(_) => assert!(matches!(result, Err(Error::HeaderAltered))),
        }
    }
    for (secret, result) in CAST.secrets.iter().zip(&found) {
        if let Ok(unlocked) = result {
            rewrapped(&header, unlocked, secret);
        }
    }
}

/// Written again for the same recipients, a header says the same.
fn rewrapped(header: &Header, unlocked: &Unlocked, secret: &Secret) {
    let keep: Vec<usize> = (0..unlocked.names.len()).collect();
    let again = header.rewrap(unlocked, &keep, &[]).unwrap();
    let again = read(again.bytes()).unwrap();
    assert_eq!((again.purpose(), again.id()), (header.purpose(), header.id()));
    assert_eq!(again.recipients(), header.recipients());
    let found = again.unlock(std::slice::from_ref(secret), LIMITS).unwrap();
    assert_eq!((found.by, &found.names), (unlocked.by, &unlocked.names));
    // With one recipient more it may be too long or have too many of them, which is told.
    if let Ok(longer) = header.rewrap(unlocked, &keep, &[Recipient::Raw(key(4))]) {
        assert_eq!(read(longer.bytes()).unwrap().recipients().len(), keep.len() + 1);
    }
}
