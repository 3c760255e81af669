//! The vectors of the documents that define the primitives.

use crate::hex;
use argon2::{Algorithm, Argon2, AssociatedData, ParamsBuilder, Version};
use ed25519_dalek::Signer as _;
use hkdf::Hkdf;
use mfn::crypto::SecretKey;
use mfn::crypto::keys::Identity;
use sha2::Sha256;

fn identity(secret: &[u8]) -> Identity {
    Identity::from_secret(&SecretKey::from_slice(secret, "scalar").unwrap()).unwrap()
}

#[test]
fn x25519_of_rfc_7748_section_5_2() {
    for (scalar, point, expected) in [
        (
            "a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4",
            "e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c",
            "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552",
        ),
        (
            "4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d",
            "e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493",
            "95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957",
        ),
    ] {
        let point = hex(point).try_into().unwrap();
        let shared = identity(&hex(scalar)).shared_with(&point).unwrap();
        assert_eq!(shared.expose().as_slice(), hex(expected));
    }
}

#[test]
fn x25519_of_rfc_7748_iterated_a_thousand_times() {
    let mut scalar = [0; 32];
    scalar[0] = 9;
    let mut point = scalar;
    for step in 1..=1000 {
        let result = *identity(&scalar).shared_with(&point).unwrap().expose();
        point = scalar;
        scalar = result;
        if step == 1 {
            let expected = "422c8e7a6227d7bca1350b3e2bb7279f7897b87bb6854b783c60e80311ae3079";
            assert_eq!(scalar.as_slice(), hex(expected));
        }
    }
    let expected = "684cf59ba83309552800ef566f2f4d3c1c3887c49360e3875f2eb94d99532c51";
    assert_eq!(scalar.as_slice(), hex(expected));
}

#[test]
fn ed25519_of_rfc_8032_section_7_1() {
    for (seed, public, message, expected) in [
        (
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155\
             5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        ),
        (
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da\
             085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        ),
        (
            "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
            "af82",
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac\
             18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
        ),
    ] {
        let key = ed25519_dalek::SigningKey::from_bytes(&hex(seed).try_into().unwrap());
        assert_eq!(key.verifying_key().as_bytes().as_slice(), hex(public));
        let signature = key.sign(&hex(message));
        assert_eq!(signature.to_bytes().as_slice(), hex(expected));
        assert!(key.verifying_key().verify_strict(&hex(message), &signature).is_ok());
    }
}

#[test]
fn hkdf_of_rfc_5869_appendix_a() {
    let long = |from: u8| (0..80).map(|byte| from + byte).collect::<Vec<u8>>();
    for (ikm, salt, info, okm) in [
        (
            vec![0x0b; 22],
            hex("000102030405060708090a0b0c"),
            hex("f0f1f2f3f4f5f6f7f8f9"),
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
        ),
        (
            long(0),
            long(0x60),
            long(0xb0),
            "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c\
             59045a99cac7827271cb41c65e590e09da3275600c2f09b8367793a9aca3db71\
             cc30c58179ec3e87c14c01d5c1f3434f1d87",
        ),
        (
            vec![0x0b; 22],
            Vec::new(),
            Vec::new(),
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8",
        ),
    ] {
        let expected = hex(okm);
        let mut found = vec![0; expected.len()];
        Hkdf::<Sha256>::new(Some(&salt), &ikm).expand(&info, &mut found).unwrap();
        assert_eq!(found, expected);
    }
}

#[test]
fn argon2id_of_rfc_9106_section_5_3() {
    let mut params = ParamsBuilder::new();
    params.m_cost(32).t_cost(3).p_cost(4).output_len(32);
    params.data(AssociatedData::new(&[4; 12]).unwrap());
    let params = params.build().unwrap();
    let argon2 =
        Argon2::new_with_secret(&[3; 8], Algorithm::Argon2id, Version::V0x13, params).unwrap();
    let mut tag = [0; 32];
    argon2.hash_password_into(&[1; 32], &[2; 16], &mut tag).unwrap();
    let expected = "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659";
    assert_eq!(tag.as_slice(), hex(expected));
}

#[test]
fn scrypt_of_rfc_7914_section_12() {
    let params = scrypt::Params::new(14, 8, 1).unwrap();
    // The first half of the published 64 bytes, which is all that v4.1's keys are made of.
    let mut key = [0; 32];
    scrypt::scrypt(b"pleaseletmein", b"SodiumChloride", &params, &mut key).unwrap();
    let expected = "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2";
    assert_eq!(key.as_slice(), hex(expected));
}
