//! `--format age`: with the feature what it writes is opened; without it the way out is told.

use crate::encrypt::{encrypt, place};

#[cfg(not(feature = "age"))]
#[test]
fn program_without_age_says_how_to_get_it() {
    let place = place();
    std::fs::write(place.path("note"), b"hyphae").unwrap();
    for words in [
        "seal note --format age --to age1 --out x",
        "open note --format age -i me.key --out x",
        "keygen --kind age --out x",
    ] {
        encrypt(&place, words).expect(2).says(&["built without age", "--features age"]);
    }
    assert!(!place.path("x").exists());
}

#[cfg(feature = "age")]
#[test]
fn files_of_age_are_written_and_opened() {
    use crate::read;
    let place = place();
    std::fs::write(place.path("note"), crate::encrypt::noise(100_000)).unwrap();
    encrypt(&place, "keygen --kind age --out age.key").expect(0);
    for words in ["seal note --to age1 --hide-names", "open note -i age.key --range 0:1"] {
        let words = format!("{words} --format age --out x");
        encrypt(&place, &words).expect(2).says(&["means nothing for age's format"]);
    }
    encrypt(&place, "keygen --kind age --out other.key").expect(0);
    encrypt(&place, "seal note --format age --to age.key.pub --out note.age").expect(0);
    assert!(read(&place.path("note.age")).starts_with(b"age-encryption.org/v1\n"));
    encrypt(&place, "open note.age --format age -i age.key --out opened").expect(0);
    assert!(read(&place.path("opened")) == read(&place.path("note")));
    let wrong = encrypt(&place, "open note.age --format age -i other.key --out x");
    wrong.expect(1).says(&["none of the keys"]);
    let mut bytes = read(&place.path("note.age"));
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    std::fs::write(place.path("note.age"), bytes).unwrap();
    encrypt(&place, "open note.age --format age -i age.key --out x").expect(1);
    assert!(!place.path("x").exists());
    encrypt(&place, "seal note --format age --passphrase-file pass --out pass.age").expect(0);
    encrypt(&place, "open pass.age --format age --passphrase-file pass --out again").expect(0);
    assert!(read(&place.path("again")) == read(&place.path("note")));
}
