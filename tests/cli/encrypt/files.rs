//! Single files and streams: sealed for each kind of recipient, opened whole or in part.

use crate::encrypt::{CHUNK, encrypt, noise, piped, place};
use crate::read;

#[test]
fn every_kind_of_recipient_opens_it() {
    let place = place();
    let plain = noise(3 * CHUNK + 5);
    std::fs::write(place.path("field.npy"), &plain).unwrap();
    let seal = "seal field.npy --out sealed --to me.key.pub --key-file raw.key \
                --passphrase-file pass --argon2-memory 1 --json";
    let report = encrypt(&place, seal).expect(0).json();
    assert_eq!(report["bytes"], plain.len());
    assert_eq!(report["sealed_bytes"], read(&place.path("sealed")).len());
    assert_eq!(report["recipients"].as_array().unwrap().len(), 3);
    for (number, secret) in
        ["-i me.key", "--key-file raw.key", "--passphrase-file pass"].iter().enumerate()
    {
        let words = format!("open sealed {secret} --out opened{number}");
        encrypt(&place, &words).expect(0).says(&[&format!("{} bytes opened", plain.len())]);
        assert!(read(&place.path(&format!("opened{number}"))) == plain);
    }
    let wrong = encrypt(&place, "open sealed -i you.key --out no");
    wrong.expect(1).says(&["not opened", "3 recipients"]);
    assert!(!place.path("no").exists());
}

#[test]
fn passphrase_comes_from_a_file_a_descriptor_or_a_variable() {
    let place = place();
    std::fs::write(place.path("note"), b"hyphae").unwrap();
    encrypt(&place, "seal note --out sealed --passphrase-file pass --argon2-memory 1").expect(0);
    let words = ["encrypt", "open", "sealed", "--out", "-"];
    let mut command = place.command(&[&words[..], &["--passphrase-env", "SECRET"]].concat());
    let output = command.env("SECRET", "correct horse").output().unwrap();
    assert_eq!((output.status.code(), output.stdout.as_slice()), (Some(0), &b"hyphae"[..]));
    let (code, opened, told) =
        piped(&place, "open sealed --out - --passphrase-fd 0", b"correct horse\n");
    assert_eq!((code, opened.as_slice()), (Some(0), &b"hyphae"[..]), "{told}");
    let unset = encrypt(&place, "open sealed --out x --passphrase-env NO_SUCH_VARIABLE");
    unset.expect(2).says(&["NO_SUCH_VARIABLE is not set"]);
}

#[test]
fn streams_give_what_files_give() {
    let place = place();
    for length in [0, 1, CHUNK, 40 * CHUNK + 1] {
        let plain = noise(length);
        let (code, sealed, told) = piped(&place, "seal - --to me.key.pub --out -", &plain);
        assert_eq!(code, Some(0), "{told}");
        let (code, opened, told) = piped(&place, "open - -i me.key --out -", &sealed);
        assert_eq!(code, Some(0), "{told}");
        assert!(opened == plain, "{length}");
        std::fs::write(place.path("sealed"), &sealed).unwrap();
        let out = format!("opened{length}");
        encrypt(&place, &format!("open sealed -i me.key --out {out}")).expect(0);
        assert!(read(&place.path(&out)) == plain, "{length}");
    }
}

#[test]
fn range_is_opened_alone() {
    let place = place();
    let plain = noise(4 * CHUNK + 9);
    std::fs::write(place.path("field.npy"), &plain).unwrap();
    encrypt(&place, "seal field.npy --to me.key.pub --out sealed").expect(0);
    let end = plain.len();
    for (text, start, stop) in [
        ("0:128", 0, 128),
        (":5", 0, 5),
        ("16383:16385", 16383, 16385),
        ("65000:", 65000, end),
        ("7:7", 7, 7),
        (":", 0, end),
    ] {
        let words = format!("open sealed -i me.key --range {text} --out -");
        let (code, part, told) = piped(&place, &words, b"");
        assert_eq!(code, Some(0), "{told}");
        assert!(part == plain[start..stop], "{text}");
    }
    for text in ["5:2", "0:70000", "a:b", "5"] {
        let words = format!("open sealed -i me.key --range {text} --out part");
        encrypt(&place, &words).expect(2);
        assert!(!place.path("part").exists());
    }
    // A chunk that is not asked for may be damaged; one that is asked for may not.
    let mut sealed = read(&place.path("sealed"));
    let header = sealed.len() - (56 + 4 * (CHUNK + 16) + 9 + 16);
    sealed[header + 56 + CHUNK + 16 + 5] ^= 1;
    std::fs::write(place.path("damaged"), &sealed).unwrap();
    let (code, part, _) = piped(&place, "open damaged -i me.key --range 40000:40010 --out -", b"");
    assert_eq!((code, part.as_slice()), (Some(0), &plain[40000..40010]));
    let words = "open damaged -i me.key --range 16380:16390 --out part";
    encrypt(&place, words).expect(1).says(&["chunk 1"]);
    assert!(!place.path("part").exists());
}

#[test]
fn inspection_needs_no_key_and_tells_no_names_without_one() {
    let place = place();
    std::fs::write(place.path("note"), b"hyphae").unwrap();
    encrypt(&place, "seal note --to me.key.pub --key-file raw.key --out sealed").expect(0);
    let found = encrypt(&place, "inspect sealed --json").expect(0).json();
    assert_eq!(found["bytes"], 6);
    assert_eq!(found["recipients"], serde_json::json!(["x25519", "key-file"]));
    assert!(found.get("recipient_names").is_none());
    let found = encrypt(&place, "inspect sealed -i me.key --json").expect(0).json();
    let public = std::fs::read_to_string(place.path("me.key.pub")).unwrap();
    assert_eq!(found["recipient_names"][0], public.trim());
    let text = encrypt(&place, "inspect sealed").expect(0).stdout.clone();
    assert!(text.contains("bytes: 6") && text.contains("AES-256-GCM"), "{text}");
}

#[test]
fn threads_change_nothing_and_verify_needs_no_output() {
    let place = place();
    let plain = noise(100 * CHUNK + 3);
    std::fs::write(place.path("big"), &plain).unwrap();
    for threads in [1, 2, 7] {
        let out = format!("sealed{threads}");
        let seal = format!("seal big --to me.key.pub --threads {threads} --out {out}");
        encrypt(&place, &seal).expect(0);
        let verify = format!("verify {out} -i me.key --threads {threads}");
        encrypt(&place, &verify).expect(0).says(&["nothing is wrong"]);
        let open = format!("open {out} -i me.key --threads {threads} --out opened{threads}");
        encrypt(&place, &open).expect(0);
        assert!(read(&place.path(&format!("opened{threads}"))) == plain);
    }
    encrypt(&place, "verify sealed1").expect(2).says(&["with its key"]);
}
