//! `mfn federate aggregate` and `mfn federate attack`.

use crate::{Place, read};
use mfn::format::{read_npy, write_npy_matrix, write_npy_vector, write_safetensors};
use mfn::rng::Generator;

/// Updates of ten clients, 50 coordinates around 1; written as `updates.npy`.
fn updates(place: &Place, change: impl Fn(&mut Vec<Vec<f64>>)) {
    let mut generator = Generator::from_seed(6);
    let mut row = || (0..50).map(|_| generator.normal(1.0, 0.1)).collect();
    let mut rows: Vec<Vec<f64>> = (0..10).map(|_| row()).collect();
    change(&mut rows);
    write_npy_matrix(&place.path("updates.npy"), &rows, true).unwrap();
}

const KRUM: [&str; 7] =
    ["federate", "aggregate", "updates.npy", "--rule", "krum", "--byzantine", "2"];

#[test]
fn verdicts_name_who_is_selected_and_who_is_rejected_and_why() {
    let place = Place::new();
    updates(&place, |rows| {
        rows[3][7] = f64::NAN;
        rows[8].iter_mut().for_each(|x| *x *= -10.0);
    });
    let outcome = place.mfn(&[&KRUM[..], &["--out", "out.npy", "--json"]].concat());
    let report = outcome.expect(0).says(&["wrote out.npy"]).json();
    let clients = report["clients"].as_array().unwrap();
    assert_eq!(clients.len(), 10);
    assert_eq!(clients[3]["reason"], "coordinate 7 is NaN");
    assert_eq!(clients[3]["accepted"], false);
    assert!(clients[3]["score"].is_null() && clients[3]["rank"].is_null());
    assert_eq!(clients[8]["rank"], 9);
    assert_eq!(report["rejected"], serde_json::json!([3]));
    let selected = report["selected"][0].as_u64().unwrap() as usize;
    assert_eq!(clients[selected]["rank"], 1);
    assert_eq!(read_npy(&place.path("out.npy")).unwrap().shape(), [50]);
    let table = place.mfn(&KRUM);
    table.expect(0);
    assert!(table.stdout.starts_with("krum (blanchard): n = 10, f = 2, d = 50\n"));
    assert!(table.stdout.contains("rejected: coordinate 7 is NaN"), "{}", table.stdout);
}

#[test]
fn bytes_do_not_depend_on_the_format_nor_on_threads() {
    let place = Place::new();
    updates(&place, |_| {});
    let rows = read_npy(&place.path("updates.npy")).unwrap().into_f64();
    let rows: Vec<Vec<f64>> = rows.rows().into_iter().map(|row| row.to_vec()).collect();
    let names: Vec<String> = (0..10).map(|client| format!("client-{client}.npy")).collect();
    let mut tensors = Vec::new();
    for (client, row) in rows.iter().enumerate() {
        write_npy_vector(&place.path(&names[client]), row, true).unwrap();
        tensors.push((format!("c{client}"), vec![5, 10]));
    }
    let joined: Vec<f64> = rows.concat();
    write_safetensors(&place.path("all.safetensors"), &joined, &tensors, true).unwrap();
    let files: Vec<&str> = names.iter().map(String::as_str).collect();
    let rule = ["--rule", "bulyan", "--byzantine", "1", "--quiet", "--out"];
    let mut found = Vec::new();
    for (index, input) in
        [&["updates.npy"][..], &files[..], &["all.safetensors"]].iter().enumerate()
    {
        for threads in ["1", "3"] {
            let out = format!("{index}-{threads}.npy");
            let more = [&rule[..], &[out.as_str(), "--threads", threads]].concat();
            place.mfn(&[&["federate", "aggregate"], *input, &more[..]].concat()).expect(0);
            found.push(read(&place.path(&out)));
        }
    }
    assert!(found.iter().all(|bytes| *bytes == found[0]));
}

#[test]
fn a_model_of_several_tensors_comes_back_as_such() {
    let place = Place::new();
    let shapes = [("bias".to_owned(), vec![2]), ("weight".to_owned(), vec![2, 3])];
    for client in 0..5 {
        let values: Vec<f64> = (0..8).map(|k| f64::from(k) + 0.1 * f64::from(client)).collect();
        let path = place.path(&format!("{client}.safetensors"));
        write_safetensors(&path, &values, &shapes, true).unwrap();
    }
    std::fs::write(place.path("5.safetensors"), b"cut").unwrap();
    let files: Vec<String> = (0..6).map(|client| format!("{client}.safetensors")).collect();
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    let rule = ["--rule", "median", "-f", "1", "--out", "model.safetensors", "--json"];
    let outcome = place.mfn(&[&["federate", "aggregate"], &files[..], &rule[..]].concat());
    let report = outcome.expect(0).json();
    let reason = report["clients"][5]["reason"].as_str().unwrap();
    assert!(reason.contains("3 bytes, too few for a header"), "{reason}");
    assert_eq!(report["clients"][5]["name"], "5.safetensors");
    let found = mfn::format::Vectors::open(
        &[place.path("model.safetensors"), place.path("0.safetensors")],
        &place.path(""),
    );
    let found = found.unwrap().vectors;
    assert_eq!(found[0].tensors, found[1].tensors);
    let mut values = [0.0; 8];
    found[0].read(0, &mut values).unwrap();
    assert!(values.iter().enumerate().all(|(k, x)| (x - k as f64 - 0.2).abs() < 1e-6));
}

#[test]
fn requests_that_cannot_be_right_are_refused() {
    let place = Place::new();
    updates(&place, |_| {});
    let aggregate =
        |more: &[&str]| place.mfn(&[&["federate", "aggregate", "updates.npy"], more].concat());
    let cases: [(&[&str], &str, &str); 8] = [
        (
            &["--rule", "krum", "-f", "4"],
            "krum (blanchard) needs n ≥ 2f + 3: n = 10, f = 4",
            "hint",
        ),
        (&["--rule", "mean", "-f", "1"], "mean needs f = 0, it has no resilience", "hint: "),
        (&["--rule", "median"], "median needs --byzantine F", "trusts every client"),
        (&["--rule", "krumm"], "a similar value exists: 'krum'", ""),
        (&["--rule", "median", "-f", "1", "--pivot", "2"], "--pivot is for monna", "leave out"),
        (&["--rule", "monna", "-f", "1"], "monna needs --pivot", "multi-krum"),
        (&["--rule", "median", "-f", "1", "--out", "x.txt"], "FILE.npy or FILE.safetensors", ""),
        (&["--rule", "mean", "--weights", "examples"], "needs a Parquet table", ""),
    ];
    for (more, message, hint) in cases {
        aggregate(more).expect(2).says(&[message, hint]);
    }
    assert_eq!(place.names(""), ["updates.npy"]);
}

#[test]
fn too_many_bad_updates_are_a_no_and_bad_files_are_files() {
    let place = Place::new();
    updates(&place, |rows| {
        rows[0][0] = f64::INFINITY;
        rows[1] = rows[2].clone();
    });
    let one = ["federate", "aggregate", "updates.npy", "--rule", "median", "-f", "1"];
    let message = "2 of 10 updates are rejected (1 not finite, 1 duplicate): at most f = 1 may be";
    place.mfn(&one).expect(1).says(&[message, "hint: raise --byzantine"]);
    place.mfn(&[&one[..], &["--duplicates", "keep"]].concat()).expect(0);
    std::fs::write(place.path("empty.npy"), b"").unwrap();
    let file = |name| ["federate", "aggregate", name, "--rule", "median", "-f", "1"];
    place.mfn(&file("empty.npy")).expect(4).says(&["empty.npy begins with nothing"]);
    place.mfn(&file("none.npy")).expect(4).says(&["cannot open none.npy"]);
}

#[test]
fn attacks_are_made_and_withstood() {
    let place = Place::new();
    updates(&place, |_| {});
    let attack = ["federate", "attack", "updates.npy", "--kind", "alie", "-f", "2"];
    let made = place.mfn(&[&attack[..], &["--z", "30", "--out", "sent.npy", "--json"]].concat());
    let report = made.expect(0).json();
    assert_eq!(report["byzantine"], serde_json::json!([10, 11]));
    let outcome = place.mfn(&[
        "federate",
        "aggregate",
        "sent.npy",
        "--rule",
        "krum",
        "-f",
        "2",
        "--duplicates",
        "keep",
        "--json",
    ]);
    let report = outcome.expect(0).json();
    assert!(report["selected"][0].as_u64().unwrap() < 10);
    assert!(report["clients"][11]["rank"].as_u64().unwrap() >= 11);
    let wrong = place.mfn(&[&attack[..], &["--tau", "2", "--out", "x.npy"]].concat());
    wrong.expect(2).says(&["--tau is for ipm: alie has no such parameter"]);
}

#[test]
fn scores_and_projection_are_drawn() {
    let place = Place::new();
    updates(&place, |_| {});
    place.mfn(&[&KRUM[..], &["--plot", "verdicts.png", "--quiet"]].concat()).expect(0);
    assert!(read(&place.path("verdicts.png")).starts_with(b"\x89PNG"));
}

#[test]
fn weights_of_a_table_are_taken_if_asked() {
    use arrow_array::types::Float32Type;
    use arrow_array::{Int64Array, ListArray, RecordBatch, StringArray};
    use std::sync::Arc;
    let place = Place::new();
    let lists = [0.0_f32, 1.0, 5.0].map(|x| Some(vec![Some(x), Some(2.0 * x)]));
    let batch = RecordBatch::try_from_iter([
        ("client", Arc::new(StringArray::from(vec!["a", "b", "c"])) as arrow_array::ArrayRef),
        ("update", Arc::new(ListArray::from_iter_primitive::<Float32Type, _, _>(lists))),
        ("examples", Arc::new(Int64Array::from(vec![1, 1, 2]))),
    ])
    .unwrap();
    let file = std::fs::File::create(place.path("t.parquet")).unwrap();
    let mut writer = parquet::arrow::ArrowWriter::try_new(file, batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    for (weights, mean) in [(&[][..], 2.0), (&["--weights", "examples"], 2.75)] {
        let mean_of = ["federate", "aggregate", "t.parquet", "--rule", "mean", "--out", "m.npy"];
        let outcome = place.mfn(&[&mean_of[..], weights, &["--json"]].concat());
        assert_eq!(outcome.expect(0).json()["clients"][2]["name"], "c");
        let found = read_npy(&place.path("m.npy")).unwrap().into_f64();
        assert!((found[[0]] - mean).abs() < 1e-6 && (found[[1]] - 2.0 * mean).abs() < 1e-6);
    }
}
