//! Bad input: a typed error, an exit code, and not a byte of a bad chunk anywhere.

use crate::encrypt::{CHUNK, data_set, encrypt, noise, piped, place};
use crate::{Place, read};

const SEALED_CHUNK: usize = CHUNK + 16;

/// A sealed file of two full chunks and a short one; where its chunks begin.
fn sealed(place: &Place) -> (Vec<u8>, usize) {
    std::fs::write(place.path("plain"), noise(2 * CHUNK + 100)).unwrap();
    encrypt(place, "seal plain --to me.key.pub --key-file raw.key --out sealed").expect(0);
    let bytes = read(&place.path("sealed"));
    let start = bytes.len() - (2 * SEALED_CHUNK + 116);
    (bytes, start)
}

/// Opening fails with exit code 1, into a file and into a pipe; the pipe gets whole true chunks.
fn refuses(place: &Place, changed: &[u8], chunks: usize, what: &str) {
    std::fs::write(place.path("changed"), changed).unwrap();
    let outcome = encrypt(place, "open changed --key-file raw.key --out out");
    assert_eq!(outcome.code, Some(1), "{what}: {}", outcome.stderr);
    assert!(!place.path("out").exists(), "{what}");
    for words in ["open changed --key-file raw.key --out -", "open - --key-file raw.key --out -"] {
        let (code, stdout, told) = piped(place, words, changed);
        assert_eq!(code, Some(1), "{what}: {told}");
        assert!(stdout == noise(2 * CHUNK + 100)[..chunks * CHUNK], "{what}: {}", stdout.len());
    }
    let names = place.names(".");
    assert!(!names.iter().any(|name| name.contains(".part")), "{what}: {names:?}");
}

#[test]
fn flags_that_would_mean_nothing_are_refused() {
    let place = place();
    std::fs::write(place.path("note"), b"x").unwrap();
    std::fs::create_dir(place.path("set")).unwrap();
    let way = "--parquet-modular --key-file raw.key";
    for (words, flag) in [
        (format!("seal note {way} --hide-names --out x"), "--hide-names"),
        (format!("seal set {way} --hide-sizes --out x"), "--hide-sizes"),
        (format!("seal note {way} -i me.key --out x"), "--identity"),
        (format!("open note {way} --range 0:1 --out x"), "--range"),
        (format!("open set {way} --file a --out x"), "--file"),
        (format!("open set {way} --shard 1 --out x"), "--shard"),
        (format!("open note {way} -i me.key --out x"), "--identity"),
        (format!("open note {way} --v4 --out x"), "--v4"),
        ("open note --v4 --key-file raw.key --range 0:1 --out x".into(), "--range"),
        ("open note --v4 --key-file raw.key --row-groups 0 --out x".into(), "--row-groups"),
    ] {
        encrypt(&place, &words).expect(2).says(&[flag, "means nothing"]);
        assert!(!place.path("x").exists(), "{words}");
    }
}

#[test]
fn whatever_is_changed_is_refused_and_nothing_of_it_is_out() {
    let place = place();
    let (bytes, start) = sealed(&place);
    let (head, body) = bytes.split_at(start);
    let chunk =
        |index: usize| &body[index * SEALED_CHUNK..body.len().min((index + 1) * SEALED_CHUNK)];
    for at in [start - 57, start - 56, start - 30, start - 1] {
        let mut changed = bytes.clone();
        changed[at] ^= 1;
        refuses(&place, &changed, 0, &format!("byte {at}"));
    }
    for index in 0..3 {
        let mut changed = bytes.clone();
        changed[start + index * SEALED_CHUNK + 7] ^= 0x80;
        refuses(&place, &changed, index, &format!("chunk {index}"));
    }
    let (one, two, three) = (chunk(0), chunk(1), chunk(2));
    refuses(&place, &[head, two, one, three].concat(), 0, "swapped");
    refuses(&place, &[head, one, one, two, three].concat(), 1, "repeated");
    refuses(&place, &[head, one, three].concat(), 1, "missing");
    refuses(&place, &[head, one, two].concat(), 2, "no end");
    refuses(&place, &[&bytes[..], b"more"].concat(), 2, "trailing data");
}

#[test]
fn cut_at_any_point_is_not_authentic() {
    let place = place();
    let (bytes, start) = sealed(&place);
    let whole_chunks = [(start, 0), (start + SEALED_CHUNK, 1), (start + 2 * SEALED_CHUNK, 2)];
    let early = [0, 1, 8, 15, 16, 65, 66, 100, start - 57, start - 56, start - 55, start - 1];
    for length in early {
        refuses(&place, &bytes[..length], 0, &format!("cut at {length}"));
    }
    for (at, chunks) in whole_chunks {
        for length in [at, at + 1, at + 15, at + 16, at + 99] {
            refuses(&place, &bytes[..length], chunks, &format!("cut at {length}"));
        }
    }
}

#[test]
fn header_of_another_file_is_not_authentic() {
    let place = place();
    let (bytes, start) = sealed(&place);
    encrypt(&place, "seal plain --to me.key.pub --key-file raw.key --out other").expect(0);
    let other = read(&place.path("other"));
    let mixed = [&other[..start - 56], &bytes[start - 56..]].concat();
    refuses(&place, &mixed, 0, "the header of another file");
}

#[test]
fn wrong_keys_and_contexts_are_not_authentic() {
    let place = place();
    std::fs::write(place.path("plain"), b"hyphae").unwrap();
    let seal = "seal plain --to me.key.pub --passphrase-file pass --argon2-memory 1";
    encrypt(&place, &format!("{seal} --context run-7 --out sealed")).expect(0);
    let wrong = [
        ("open sealed -i you.key --context run-7 --out x", "not opened"),
        ("open sealed --key-file raw.key --context run-7 --out x", "not opened"),
        ("open sealed --passphrase-file other --context run-7 --out x", "not opened"),
        ("open sealed -i me.key --out x", "context"),
        ("open sealed -i me.key --context run-8 --out x", "context"),
        ("verify sealed -i me.key --context run-8", "checks fail"),
    ];
    crate::encrypt::secret(&place.path("other"), b"battery staple\n");
    for (words, told) in wrong {
        let outcome = encrypt(&place, words);
        outcome.expect(1).says(&[told]);
        assert!(!place.path("x").exists(), "{words}");
        assert!(!outcome.stderr.contains("battery") && !outcome.stderr.contains("horse"));
    }
    encrypt(&place, "open sealed -i me.key --context run-7 --out x").expect(0);
}

#[test]
fn unknown_versions_other_files_and_greedy_headers_are_refused() {
    let place = place();
    std::fs::write(place.path("plain"), b"hyphae").unwrap();
    let seal = "seal plain --passphrase-file pass --argon2-memory 1 --out sealed";
    encrypt(&place, seal).expect(0);
    let bytes = read(&place.path("sealed"));
    let refused = |at: usize, value: &[u8], told: &str| {
        let mut changed = bytes.clone();
        changed[at..at + value.len()].copy_from_slice(value);
        std::fs::write(place.path("changed"), changed).unwrap();
        let outcome = encrypt(&place, "open changed --passphrase-file pass --out x");
        outcome.expect(4).says(&[told]);
        assert!(!place.path("x").exists());
    };
    refused(8, &[2, 0], "version 2");
    refused(0, b"PAR1", "no sealed file");
    refused(12, &[0xff; 4], "at most 65536");
    // The first recipient's part begins at byte 69 with memory, passes and lanes.
    refused(69, &u32::MAX.to_le_bytes(), "KiB of memory is refused");
    refused(73, &1000_u32.to_le_bytes(), "passes is refused");
    refused(77, &1000_u32.to_le_bytes(), "lanes is refused");
    let limited = "open sealed --passphrase-file pass --argon2-limit 0 --out x";
    encrypt(&place, limited).expect(4).says(&["refused", "--argon2-limit"]);
}

#[test]
fn empty_passphrases_and_no_recipients_are_usage() {
    let place = place();
    std::fs::write(place.path("plain"), b"hyphae").unwrap();
    for empty in ["", "\n", "\r\n"] {
        crate::encrypt::secret(&place.path("empty"), empty.as_bytes());
        let outcome = encrypt(&place, "seal plain --passphrase-file empty --out x");
        outcome.expect(2).says(&["passphrase is empty"]);
    }
    encrypt(&place, "seal plain --out x").expect(2).says(&["no recipient", "hint"]);
    encrypt(&place, "seal plain --to nobody --out x").expect(4).says(&["nobody"]);
    encrypt(&place, "seal plain --to mfn-x25519-public-00 --out x").expect(2);
    encrypt(&place, "seal plain --hide-names --to me.key.pub --out x").expect(2);
    encrypt(&place, "seal gone --to me.key.pub --out x").expect(4).says(&["gone"]);
    // A passphrase is never an argument.
    encrypt(&place, "seal plain --passphrase=secret --out x").expect(2);
    assert!(!place.path("x").exists());
    encrypt(&place, "seal plain --to me.key.pub --out sealed").expect(0);
    encrypt(&place, "open sealed --out x").expect(2).says(&["nothing to open it with"]);
}

#[test]
fn what_exists_is_not_written_over() {
    let place = place();
    data_set(&place, "set");
    std::fs::write(place.path("plain"), b"hyphae").unwrap();
    std::fs::write(place.path("there"), b"mine").unwrap();
    encrypt(&place, "seal plain --to me.key.pub --out there").expect(4).says(&["there exists"]);
    encrypt(&place, "seal plain --to me.key.pub --out sealed").expect(0);
    encrypt(&place, "open sealed -i me.key --out there").expect(4).says(&["there exists"]);
    encrypt(&place, "seal set --to me.key.pub --out there").expect(4);
    encrypt(&place, "seal set --to me.key.pub --out folder").expect(0);
    encrypt(&place, "open folder -i me.key --out there").expect(4).says(&["there exists"]);
    assert_eq!(read(&place.path("there")), b"mine");
    std::fs::create_dir(place.path("taken")).unwrap();
    std::fs::write(place.path("taken/file"), b"mine").unwrap();
    let seal = "seal set --to me.key.pub --out taken";
    encrypt(&place, seal).expect(4).says(&["is no sealed folder"]);
    std::fs::write(place.path("taken/preset.toml"), b"other").unwrap();
    let open = "open folder -i me.key --out taken";
    encrypt(&place, open).expect(4).says(&["preset.toml exists with another content"]);
    assert_eq!(place.names("taken"), ["file", "preset.toml"]);
    encrypt(&place, "seal set --to me.key.pub --out set/within").expect(2).says(&["into itself"]);
    #[cfg(unix)]
    {
        let target = place.path("set/link");
        std::os::unix::fs::symlink("/etc/hostname", &target).unwrap();
        encrypt(&place, "seal set --to me.key.pub --out linked").expect(4).says(&["is a link"]);
    }
}
