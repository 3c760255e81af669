//! Our signatures by the eyes of another program: the crate `minisign-verify`.

use mfn::crypto::signature::SigningKey;

#[test]
fn another_implementation_verifies_our_signatures() {
    let key = SigningKey::generate().unwrap();
    let text = key.verifying_key().to_text();
    let public = minisign_verify::PublicKey::decode(&text).unwrap();
    let long = vec![7; 100_000];
    for message in [&b""[..], b"manifest", &long] {
        let signature = key.sign(&mut &*message, "dataset:worms file:manifest.json").unwrap();
        let theirs = minisign_verify::Signature::decode(&signature.to_text()).unwrap();
        assert_eq!(theirs.trusted_comment(), signature.comment());
        public.verify(message, &theirs, false).unwrap();
        assert!(public.verify(&[message, b"!"].concat(), &theirs, false).is_err());
    }
}
