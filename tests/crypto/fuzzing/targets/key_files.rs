//! Key files and signatures: what is read is printed and read again, and nothing forged holds.

use super::{Choices, key, sample, way};
use base64ct::{Base64, Encoding as _};
use blake2::digest::consts::U32;
use blake2::{Blake2b, Digest as _};
use mfn::crypto::encoding::{from_hex, to_hex};
use mfn::crypto::keys::{Identity, PublicKey, parse_identities};
use mfn::crypto::signature::{Signature, SigningKey, VerifyingKey};
use mfn::crypto::{Error, Passphrase, SecretKey};
use sha2::Sha256;
use std::sync::LazyLock;

const ID: [u8; 8] = *b"mfn-fuzz";
const MESSAGE: &[u8] = b"x";

struct Cast {
    signing: SigningKey,
    verifying: VerifyingKey,
    signature: Signature,
}

static CAST: LazyLock<Cast> = LazyLock::new(|| {
    let signing = SigningKey::from_seed(ID, &key(3));
    let signature = signing.sign(&mut &*MESSAGE, "comment").unwrap();
    Cast { verifying: signing.verifying_key(), signing, signature }
});

/// Files as they are; keys, and parts of minisign's files, to be given what makes them right.
pub fn samples() -> Vec<Vec<u8>> {
    let Cast { signing, verifying, signature } = &*CAST;
    let identity = Identity::from_secret(&key(6)).unwrap();
    let secret = format!("# mine\r\n\n {}\n", &*identity.to_text());
    let files = [
        secret.clone(),
        secret.clone() + &secret,
        format!(" {}\n", identity.public()),
        signing.to_text().to_string(),
        verifying.to_text(),
        format!("{verifying}"),
        signature.to_text(),
        signature.to_text().replace('\n', "\r\n"),
        "passphrase\r\n".to_owned(),
        "00ff".to_owned(),
    ];
    let mut samples: Vec<Vec<u8>> = files.iter().map(|text| sample(0, text.as_bytes())).collect();
    let second = |text: &str| Base64::decode_vec(text.lines().nth(1).unwrap()).unwrap();
    let (public, signed) = (second(&verifying.to_text()), second(&signature.to_text()));
    let signed_comment = signature.to_text().lines().nth(3).unwrap().to_owned();
    let signed_comment = Base64::decode_vec(&signed_comment).unwrap();
    samples.extend([
        sample(1, identity.public().bytes()),
        sample(1, &[0; 32]),
        sample(2, &second(&signing.to_text())[..126]),
        sample(3, &public),
        sample(3, &[&public[..10], &[1], &[0; 31]].concat()),
        sample(4, &[&[1, 1], &signed[..], &signed_comment[..], b"comment"].concat()),
        sample(4, &[&[2, 1], &signed[..], b".", &signed_comment[..], b"comment"].concat()),
        sample(5, "another comment, été".as_bytes()),
    ]);
    samples
}

/// Reads whatever it is given.
pub fn answers(input: &[u8]) {
    let (way, rest) = way(input, 6);
    match way {
        0 => as_it_is(rest),
        1 => with_a_right_checksum(Choices(rest).array()),
        2 => secret_signing_key(&Choices(rest).array()),
        3 => public_signing_key(rest),
        4 => signature(&mut Choices(rest)),
        _ => signed(rest),
    }
}

fn as_it_is(bytes: &[u8]) {
    for identity in parse_identities(bytes).into_iter().flatten() {
        let again = Identity::parse(&identity.to_text()).unwrap();
        assert_eq!(again.public(), identity.public());
    }
    if let Ok(signing) = SigningKey::parse(bytes) {
        signing_key_holds(&signing);
    }
    assert_eq!(SecretKey::from_slice(bytes, "key").is_ok(), bytes.len() == 32);
    if let Ok(words) = Passphrase::new(bytes.to_vec()) {
        assert!(bytes.starts_with(words.expose()) && bytes.len() - words.expose().len() <= 2);
    }
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Some(bytes) = from_hex(text) {
        assert_eq!(to_hex(&bytes), text);
    }
    if let Ok(public) = PublicKey::parse(text) {
        assert_eq!(public.to_string(), text.trim());
    }
    if let Ok(verifying) = VerifyingKey::parse(text) {
        verifying_key_holds(&verifying);
    }
    if let Ok(found) = Signature::parse(text) {
        signature_holds(&found);
    }
}

/// Any 32 bytes are a secret key, and a public key unless it is of small order.
fn with_a_right_checksum(bytes: [u8; 32]) {
    let digits = to_hex(&[&bytes[..], &Sha256::digest(bytes)[..4]].concat());
    let text = format!("mfn-x25519-secret-{digits}");
    let identity = Identity::parse(&text).unwrap();
    assert_eq!(*identity.to_text(), text);
    assert_eq!(parse_identities(text.as_bytes()).unwrap()[0].public(), identity.public());
    let text = format!("mfn-x25519-public-{digits}");
    match PublicKey::parse(&text) {
        Ok(public) => {
            assert_eq!((public.bytes(), public.to_string()), (&bytes, text));
            assert!(identity.shared_with(&bytes).is_ok());
        }
        Err(error) => {
            assert!(matches!(error, Error::SmallOrder { .. }));
            assert!(identity.shared_with(&bytes).is_err());
        }
    }
}

fn signing_key_holds(signing: &SigningKey) {
    let text = signing.to_text();
    assert_eq!(*SigningKey::parse(text.as_bytes()).unwrap().to_text(), *text);
    let verifying = signing.verifying_key();
    verifying_key_holds(&verifying);
    let signature = signing.sign(&mut &*MESSAGE, "comment").unwrap();
    assert!(verifying.verify(&mut &*MESSAGE, &signature).is_ok());
}

fn verifying_key_holds(verifying: &VerifyingKey) {
    for text in [verifying.to_string(), verifying.to_text()] {
        assert!(VerifyingKey::parse(&text).unwrap() == *verifying);
    }
    let holds = verifying.verify(&mut &*MESSAGE, &CAST.signature).is_ok();
    assert!(!holds || *verifying == CAST.verifying, "a signature holds for another key");
}

fn signature_holds(found: &Signature) {
    assert_eq!(Signature::parse(&found.to_text()).unwrap(), *found);
    let holds = CAST.verifying.verify(&mut &*MESSAGE, found).is_ok();
    assert!(!holds || *found == CAST.signature, "a signature that nobody made holds");
}

/// The 126 bytes before the checksum of a secret signing key.
fn secret_signing_key(bytes: &[u8; 126]) {
    let mut hash = Blake2b::<U32>::new();
    hash.update(b"Ed");
    hash.update(&bytes[54..]);
    let line = Base64::encode_string(&[&bytes[..], &hash.finalize()].concat());
    let text = format!("untrusted comment: minisign secret key\n{line}\n");
    if let Ok(signing) = SigningKey::parse(text.as_bytes()) {
        assert_eq!(bytes[..6], *b"Ed\0\0B2");
        signing_key_holds(&signing);
    }
}

/// What the second line of a public key's file holds.
fn public_signing_key(bytes: &[u8]) {
    let line = Base64::encode_string(bytes);
    if let Ok(verifying) = VerifyingKey::parse(&line) {
        assert_eq!(verifying.to_string(), line);
        verifying_key_holds(&verifying);
    }
}

/// What the lines of a signature hold.
fn signature(choices: &mut Choices<'_>) {
    let [longer, more] = choices.array::<2>().map(|byte| usize::from(byte % 4));
    let first = Base64::encode_string(choices.take(73 + longer));
    let global = Base64::encode_string(choices.take(63 + more));
    let comment = String::from_utf8_lossy(choices.0).into_owned();
    let text = format!("untrusted comment: \n{first}\ntrusted comment: {comment}\n{global}\n");
    if let Ok(found) = Signature::parse(&text) {
        assert!(comment.starts_with(found.comment()));
        signature_holds(&found);
    }
}

/// What is signed with any comment holds, and with another it does not.
fn signed(comment: &[u8]) {
    let comment = String::from_utf8_lossy(comment);
    let has_one_line = !comment.chars().any(char::is_control);
    let found = CAST.signing.sign(&mut &*MESSAGE, &comment);
    assert_eq!(found.is_ok(), has_one_line);
    let Ok(found) = found else { return };
    let text = found.to_text();
    assert_eq!(Signature::parse(&text).unwrap(), found);
    assert_eq!(found.comment(), comment);
    assert!(CAST.verifying.verify(&mut &*MESSAGE, &found).is_ok());
    let other = text.replacen("\ntrusted comment: ", "\ntrusted comment: .", 1);
    let other = Signature::parse(&other).unwrap();
    assert!(CAST.verifying.verify(&mut &*MESSAGE, &other).is_err());
}
