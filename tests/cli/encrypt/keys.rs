//! Key files: made with mode 0600, refused when looser, never shown.

use crate::encrypt::{encrypt, piped, place, secret};
use crate::read;

#[cfg(unix)]
#[test]
fn secret_files_are_for_their_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = place();
    encrypt(&place, "keygen --kind sign --out lab.key").expect(0);
    std::fs::write(place.path("note"), b"x").unwrap();
    encrypt(&place, "seal note --to me.key.pub --key-file raw.key --out sealed").expect(0);
    let words = "seal note --passphrase-file pass --argon2-memory 1 --out by-words";
    encrypt(&place, words).expect(0);
    for name in ["me.key", "raw.key", "lab.key", "pass"] {
        let mode = std::fs::metadata(place.path(name)).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{name}");
        let loose = std::fs::Permissions::from_mode(0o644);
        std::fs::set_permissions(place.path(name), loose).unwrap();
    }
    for words in [
        "open sealed -i me.key --out x",
        "open sealed --key-file raw.key --out x",
        "sign note --key lab.key",
        "open by-words --passphrase-file pass --out x",
        "seal note --passphrase-file pass --out x",
        "recipients add sealed -i me.key --add-passphrase-file pass",
    ] {
        let refused = encrypt(&place, words);
        refused.expect(4).says(&["can be read by others", "644", "hint: chmod 600"]);
    }
    assert!(!place.path("x").exists());
    // A file that somebody opened for the program is read whatever its mode.
    let words = read(&place.path("pass"));
    let (code, opened, told) = piped(&place, "open by-words --passphrase-fd 0 --out -", &words);
    assert_eq!((code, opened.as_slice()), (Some(0), &b"x"[..]), "{told}");
}

#[test]
fn key_files_of_another_content_are_refused_and_not_shown() {
    let place = place();
    std::fs::write(place.path("note"), b"x").unwrap();
    encrypt(&place, "seal note --to me.key.pub --key-file raw.key --out sealed").expect(0);
    for length in [0, 31, 33] {
        secret(&place.path("short"), &vec![b'K'; length]);
        let refused = encrypt(&place, "open sealed --key-file short --out x");
        refused.expect(4).says(&[&format!("has {length} bytes: wanted 32")]);
        assert!(!refused.stderr.contains("KKKK"));
    }
    let key = String::from_utf8(read(&place.path("me.key"))).unwrap();
    let digits = key.lines().last().unwrap().rsplit('-').next().unwrap().to_owned();
    secret(&place.path("cut"), &key.as_bytes()[..key.len() - 9]);
    let refused = encrypt(&place, "open sealed -i cut --out x");
    refused.expect(4);
    assert!(!refused.stderr.contains(&digits[..20]), "{}", refused.stderr);
    let mixed = encrypt(&place, "seal note --to me.key --out y");
    mixed.expect(2).says(&["secret key"]);
    assert!(!mixed.stderr.contains(&digits[..20]));
    encrypt(&place, "open sealed -i me.key.pub --out x").expect(4);
}

#[test]
fn keys_are_not_written_over() {
    let place = place();
    let before = read(&place.path("me.key"));
    encrypt(&place, "keygen --out me.key").expect(4).says(&["me.key exists"]);
    assert_eq!(read(&place.path("me.key")), before);
    let made = encrypt(&place, "keygen --out new.key --json").expect(0).json();
    assert_eq!(made["public_file"], "new.key.pub");
    let public = String::from_utf8(read(&place.path("new.key.pub"))).unwrap();
    assert_eq!(made["public_key"], public.trim());
    // Nothing of the secret is in what was printed.
    let key = String::from_utf8(read(&place.path("new.key"))).unwrap();
    let secret = key.lines().last().unwrap();
    assert!(!made.to_string().contains(secret));
}

#[test]
fn signatures_are_of_one_file_and_key() {
    let place = place();
    encrypt(&place, "keygen --kind sign --out lab.key").expect(0);
    encrypt(&place, "keygen --kind sign --out other.key").expect(0);
    std::fs::write(place.path("note"), b"hyphae").unwrap();
    encrypt(&place, "sign note --key lab.key").expect(0);
    let holds = encrypt(&place, "verify note --public-key lab.key.pub");
    holds.expect(0).says(&["trusted comment: file:note"]);
    let other = encrypt(&place, "verify note --public-key other.key.pub");
    other.expect(1);
    assert!(other.stdout.contains("another key"), "{}", other.stdout);
    std::fs::write(place.path("note"), b"Hyphae").unwrap();
    let changed = encrypt(&place, "verify note --public-key lab.key.pub");
    changed.expect(1);
    assert!(changed.stdout.contains("content is not what was signed"));
    // The identity point: v4.1 verified anything with it.
    let weak = format!("RWQAAAAAAAAAAAEAAAAA{}", "A".repeat(36));
    encrypt(&place, &format!("verify note --public-key {weak}")).expect(2).says(&["small order"]);
}
