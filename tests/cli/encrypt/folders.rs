//! Whole data sets: sealed, gone on with, opened, verified, given to others, sealed again.

use crate::encrypt::{CHUNK, data_set, encrypt, noise, place, tree};
use crate::read;
use serde_json::Value;

#[test]
fn folder_is_sealed_once_and_opened_as_it_was() {
    let place = place();
    data_set(&place, "set");
    let sealed = encrypt(&place, "seal set --to me.key.pub --to you.key.pub --out sealed --json");
    assert_eq!(sealed.expect(0).json()["files_sealed"], 5);
    let before = tree(&place.path("sealed"));
    // Nobody here can open it, and still it is known to be complete.
    let again = encrypt(&place, "seal set --to me.key.pub --to you.key.pub --out sealed");
    again.expect(0).says(&["complete: nothing to do for 5 files"]);
    assert!(tree(&place.path("sealed")) == before);
    for identity in ["me.key", "you.key"] {
        let out = format!("opened-{identity}");
        encrypt(&place, &format!("open sealed -i {identity} --out {out}")).expect(0);
        assert!(tree(&place.path(&out)) == tree(&place.path("set")));
        let again = encrypt(&place, &format!("open sealed -i {identity} --out {out}"));
        again.expect(0).says(&["0 files opened, 5 were there already"]);
    }
    encrypt(&place, "verify sealed").expect(0);
    encrypt(&place, "verify sealed -i me.key").expect(0);
}

#[test]
fn what_changed_is_sealed_again_and_the_rest_stays() {
    let place = place();
    data_set(&place, "set");
    for (name, secret) in
        [("public", "--to me.key.pub"), ("pass", "--passphrase-file pass --argon2-memory 1")]
    {
        let seal = format!("seal set {secret} --out {name}-sealed --json");
        encrypt(&place, &seal).expect(0);
        std::fs::write(place.path("set/preset.toml"), name).unwrap();
        std::fs::write(place.path("set/new"), name).unwrap();
        let report = encrypt(&place, &seal).expect(0).json();
        assert_eq!((&report["files_sealed"], &report["files_kept"]), (&2.into(), &4.into()));
        std::fs::remove_file(place.path("set/new")).unwrap();
        let report = encrypt(&place, &seal).expect(0).json();
        assert_eq!((&report["files"], &report["files_kept"]), (&5.into(), &5.into()));
        let secret = if name == "pass" { "--passphrase-file pass" } else { "-i me.key" };
        let open = format!("open {name}-sealed {secret} --out {name}-opened");
        encrypt(&place, &open).expect(0);
        assert!(tree(&place.path(&format!("{name}-opened"))) == tree(&place.path("set")));
        encrypt(&place, &format!("verify {name}-sealed {secret}")).expect(0);
    }
    // Without the memory beside the source, and without a key, nothing can be compared.
    for entry in std::fs::read_dir(place.path(".")).unwrap() {
        let path = entry.unwrap().path();
        if path.to_string_lossy().ends_with(".mfn-seal") {
            std::fs::remove_file(path).unwrap();
        }
    }
    std::fs::write(place.path("set/preset.toml"), "public").unwrap();
    let seal = "seal set --to me.key.pub --out public-sealed";
    encrypt(&place, seal).expect(4).says(&["sealed already", "--identity"]);
    encrypt(&place, &format!("{seal} --identity me.key")).expect(0).says(&["nothing to do"]);
    // Other recipients could not open what is there.
    let other = "seal set --to you.key.pub --identity me.key --out public-sealed";
    encrypt(&place, other).expect(4).says(&["sealed already"]);
}

#[test]
fn hidden_names_and_sizes_are_in_no_name_size_or_list() {
    let place = place();
    data_set(&place, "set");
    let seal = "seal set --to me.key.pub --hide-names --hide-sizes --out sealed";
    encrypt(&place, seal).expect(0);
    for (name, bytes) in tree(&place.path("sealed")) {
        for told in ["part-", "preset", "fields", "parquet", "empty"] {
            assert!(!name.contains(told), "{name}");
            assert!(!bytes.windows(told.len()).any(|part| part == told.as_bytes()), "{name}");
        }
        assert!(bytes.len() != 100_000 + 56 + 7 * 16, "{name}");
    }
    encrypt(&place, seal).expect(0).says(&["nothing to do"]);
    encrypt(&place, "open sealed -i me.key --out opened").expect(0);
    assert!(tree(&place.path("opened")) == tree(&place.path("set")));
    let range = "open sealed -i me.key --file data/part-000000.parquet --range 99990: --out end";
    encrypt(&place, range).expect(0);
    assert_eq!(read(&place.path("end")), noise(100_000)[99_990..]);
    encrypt(&place, "rotate sealed -i me.key").expect(0);
    encrypt(&place, "verify sealed -i me.key").expect(0);
    encrypt(&place, "open sealed -i me.key --out again").expect(0);
    assert!(tree(&place.path("again")) == tree(&place.path("set")));
}

#[test]
fn parts_of_a_folder_are_opened_alone() {
    let place = place();
    data_set(&place, "set");
    encrypt(&place, "seal set --to me.key.pub --out sealed").expect(0);
    encrypt(&place, "open sealed -i me.key --shard 1 --out shard").expect(0);
    let names: Vec<String> = tree(&place.path("shard")).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["data/part-000001.parquet", "fields/deep/part-000001.u.npy"]);
    let words = "open sealed -i me.key --file data/part-000001.parquet --range 3:9 --out bytes";
    encrypt(&place, words).expect(0);
    assert_eq!(read(&place.path("bytes")), noise(CHUNK)[3..9]);
    encrypt(&place, "open sealed -i me.key --shard 7 --out no").expect(2).says(&["no file"]);
    encrypt(&place, "open sealed -i me.key --range 0:1 --out no").expect(2).says(&["--file"]);
    // What is not asked for may be damaged.
    let damaged = place.path("sealed/k0/files/data/part-000000.parquet.sealed");
    let mut bytes = read(&damaged);
    bytes[50_000] ^= 1;
    std::fs::write(&damaged, bytes).unwrap();
    encrypt(&place, "open sealed -i me.key --shard 1 --out other").expect(0);
    encrypt(&place, "open sealed -i me.key --shard 0 --out no").expect(1).says(&["chunk 3"]);
    assert!(tree(&place.path("no")).is_empty());
}

#[test]
fn recipients_come_and_go_without_a_byte_of_data_changing() {
    let place = place();
    data_set(&place, "set");
    std::fs::write(place.path("note"), noise(2 * CHUNK)).unwrap();
    encrypt(&place, "seal set --to me.key.pub --out folder").expect(0);
    encrypt(&place, "seal note --to me.key.pub --out file").expect(0);
    encrypt(&place, "keygen --kind sign --out lab.key").expect(0);
    encrypt(&place, "sign folder --key lab.key").expect(0);
    for sealed in ["folder", "file"] {
        encrypt(&place, &format!("open {sealed} -i you.key --out no")).expect(1);
        let add = format!("recipients add {sealed} --to you.key.pub -i me.key --json");
        assert_eq!(encrypt(&place, &add).expect(0).json()["recipients"], 2);
        // Once more changes nothing.
        assert_eq!(encrypt(&place, &add).expect(0).json()["recipients"], 2);
        encrypt(&place, &format!("open {sealed} -i you.key --out {sealed}-you")).expect(0);
        let remove = format!("recipients remove {sealed} me.key.pub -i you.key");
        encrypt(&place, &remove).expect(0).says(&["may have kept the data key", "1 recipients"]);
        encrypt(&place, &format!("open {sealed} -i me.key --out no")).expect(1);
        let last = format!("recipients remove {sealed} you.key.pub -i you.key");
        encrypt(&place, &last).expect(2).says(&["last recipient"]);
        let stranger = format!("recipients remove {sealed} me.key.pub -i you.key");
        encrypt(&place, &stranger).expect(2).says(&["no recipient of it"]);
        let add = format!("recipients add {sealed} --add-passphrase-file pass --argon2-memory 1");
        encrypt(&place, &format!("{add} -i you.key")).expect(0);
        let open = format!("open {sealed} --passphrase-file pass --out {sealed}-pass");
        encrypt(&place, &open).expect(0);
    }
    // The signature is of the list, in which no header is.
    encrypt(&place, "verify folder --public-key lab.key.pub").expect(0);
}

#[test]
fn rotation_makes_another_key_for_the_same_recipients() {
    let place = place();
    data_set(&place, "set");
    std::fs::write(place.path("note"), noise(2 * CHUNK + 1)).unwrap();
    let secrets = "--to me.key.pub --passphrase-file pass --argon2-memory 1";
    encrypt(&place, &format!("seal set {secrets} --out folder")).expect(0);
    encrypt(&place, &format!("seal note {secrets} --out file")).expect(0);
    for sealed in ["folder", "file"] {
        let alone = encrypt(&place, &format!("rotate {sealed} -i me.key"));
        alone.expect(2).says(&["passphrase cannot be kept", "--drop passphrase"]);
        let both = format!("rotate {sealed} -i me.key --passphrase-file pass");
        encrypt(&place, &both).expect(0);
        let open = format!("open {sealed} --passphrase-file pass --out {sealed}-1");
        encrypt(&place, &open).expect(0);
        encrypt(&place, &format!("rotate {sealed} -i me.key --drop passphrase")).expect(0);
        let open = format!("open {sealed} --passphrase-file pass --out {sealed}-2");
        encrypt(&place, &open).expect(1);
        encrypt(&place, &format!("open {sealed} -i me.key --out {sealed}-3")).expect(0);
    }
    assert!(tree(&place.path("folder-3")) == tree(&place.path("set")));
    assert_eq!(place.names("folder"), ["k2", "seal.json"]);
    assert!(read(&place.path("file-3")) == noise(2 * CHUNK + 1));
}

#[test]
fn verification_names_what_is_wrong() {
    let place = place();
    data_set(&place, "set");
    encrypt(&place, "keygen --kind sign --out lab.key").expect(0);
    encrypt(&place, "seal set --to me.key.pub --out sealed").expect(0);
    let unsigned = encrypt(&place, "verify sealed --public-key lab.key.pub");
    unsigned.expect(1);
    assert!(unsigned.stdout.contains("no such file") || unsigned.stdout.contains("No such file"));
    encrypt(&place, "sign sealed --key lab.key --comment release-1").expect(0);
    encrypt(&place, "sign sealed --key lab.key").expect(4).says(&["exists", "--force"]);
    let verify = "verify sealed --public-key lab.key.pub --json";
    let found = encrypt(&place, verify).expect(0).json();
    assert_eq!((&found["pass"], &found["trusted_comment"]), (&true.into(), &"release-1".into()));
    std::fs::write(place.path("sealed/k0/files/extra"), b"x").unwrap();
    let path = place.path("sealed/k0/files/preset.toml.sealed");
    let mut bytes = read(&path);
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    std::fs::write(&path, bytes).unwrap();
    std::fs::remove_file(place.path("sealed/k0/files/empty.sealed")).unwrap();
    let found = encrypt(&place, verify).expect(1).json();
    let wrong: Vec<&str> = found["checks"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|check| check["pass"] == false)
        .map(|check| check["path"].as_str().unwrap())
        .collect();
    let files = ["k0/files/empty.sealed", "k0/files/preset.toml.sealed", "k0/files/extra"];
    assert_eq!(wrong, files);
    // A list that was made up has no signature.
    let text = std::fs::read_to_string(place.path("sealed/seal.json")).unwrap();
    std::fs::write(place.path("sealed/seal.json"), text.replace("  \"version\"", " \"version\""))
        .unwrap();
    let found: Value = encrypt(&place, verify).expect(1).json();
    assert_eq!(
        (&found["checks"][0]["pass"], &found["trusted_comment"]),
        (&false.into(), &Value::Null)
    );
}
