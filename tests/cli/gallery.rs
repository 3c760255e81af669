//! `mfn simulate --gallery`: one sheet of many presets.

use crate::{Place, read};

/// A few presets that take no time, written beside each other.
fn small(place: &Place) -> [&'static str; 2] {
    let spots = "name = \"spots\"\n[model]\nkind = \"gray-scott\"\n[grid]\nrows = 40\ncols = 30\n\
                 [time]\nsteps = 40\n";
    let text = "name = \"letters\"\n[model]\nkind = \"gray-scott\"\n[grid]\nrows = 64\ncols = 160\n\
                [initial]\nkind = \"text\"\ntext = \"mfn\"\n[time]\nsteps = 10\n";
    std::fs::write(place.path("spots.toml"), spots).unwrap();
    std::fs::write(place.path("text.toml"), text).unwrap();
    ["spots.toml", "text.toml"]
}

#[test]
fn sheet_has_the_same_bytes_on_any_number_of_threads() {
    let place = Place::new();
    let [spots, text] = small(&place);
    let mut pictures = Vec::new();
    for threads in ["1", "3"] {
        let out = ["--out", threads, "--threads", threads];
        let presets = ["simulate", "--gallery", spots, text, "membrane-squid", "ifs-koch"];
        let outcome = place.mfn(&[&presets[..], &out[..]].concat());
        outcome.expect(0).says(&["4 of 4  ", "40 × 30 cells, 40 steps", "4 presets: "]);
        assert_eq!(place.names(threads), ["gallery.png"]);
        pictures.push(read(&place.path(threads).join("gallery.png")));
    }
    assert!(pictures[0].starts_with(b"\x89PNG"));
    assert_eq!(pictures[0], pictures[1]);
}

#[test]
fn planes_are_cut_and_single_things_are_not() {
    let place = Place::new();
    for (kind, more) in [("noise", ""), ("seed", "row = 150")] {
        let preset = format!(
            "[model]\nkind = \"gray-scott\"\n[grid]\nrows = 200\ncols = 100\n\
             [initial]\nkind = \"{kind}\"\n{more}\n[time]\nsteps = 3\n"
        );
        std::fs::write(place.path(&format!("{kind}.toml")), preset).unwrap();
    }
    let outcome = place.mfn(&[
        "simulate",
        "--gallery",
        "noise.toml",
        "seed.toml",
        "--out",
        "g",
        "--json",
        "--quiet",
    ]);
    let report = outcome.expect(0).json();
    assert_eq!(report["presets"][0]["size"], "128 × 100 cells, 3 steps");
    assert_eq!(report["presets"][1]["size"], "200 × 100 cells, 3 steps");
    assert_eq!(outcome.stderr, "");
}

#[test]
fn preset_at_fault_is_named() {
    let place = Place::new();
    let preset = "[model]\nkind = \"gray-scott\"\n[initial]\nkind = \"seed\"\nrow = 500\n";
    std::fs::write(place.path("far.toml"), preset).unwrap();
    place.mfn(&["simulate", "--gallery", "far.toml", "--out", "g"]).expect(2).says(&[
        "preset far.toml",
        "initial.row = 500",
        "grid.rows = 128",
    ]);
    place.mfn(&["simulate", "--gallery", "gray-scott-wurms"]).expect(2).says(&["did you mean"]);
    place.mfn(&["simulate", "--gallery", "--set", "seed=1"]).expect(2).says(&["--set"]);
}

#[test]
fn stopped_gallery_leaves_no_sheet() {
    let place = Place::new();
    let preset = "[model]\nkind = \"gray-scott\"\n[time]\nsteps = 100000000\n";
    std::fs::write(place.path("long.toml"), preset).unwrap();
    place
        .mfn(&["simulate", "--gallery", "long.toml", "--out", "g", "--time-limit", "1"])
        .expect(75)
        .says(&["stopped by the time limit; no sheet was written", "starts anew"]);
    assert!(place.names("g").is_empty());
}

#[test]
fn missing_initial_file_leaves_its_preset_out_unless_it_was_named() {
    let place = Place::new();
    place
        .mfn(&["simulate", "--gallery", "gray-scott-portrait", "--out", "g"])
        .expect(4)
        .says(&["preset gray-scott-portrait", "photo.jpg"]);
}

#[test]
fn text_that_cannot_be_drawn_is_refused_with_the_way_out() {
    let place = Place::new();
    let run = |text: &str| {
        let text = format!("initial.text={text}");
        place.mfn(&[
            "simulate",
            "gray-scott-worms",
            "--explain",
            "--set",
            "initial.kind=text",
            "--set",
            &text,
        ])
    };
    run("mfn").expect(0);
    run("\"\"").expect(2).says(&["initial.text = \"\"", "a text with a letter is wanted"]);
    run("\"\u{e000}\"").expect(2).says(&["no letter", "U+E000", "hint: "]);
    run(&"i".repeat(5000)).expect(2).says(&["leaves no mark", "hint: "]);
}

#[test]
fn start_that_the_grid_cannot_carry_is_refused() {
    let place = Place::new();
    let cases = [
        (["initial.kind=seed", "initial.row=300"], "initial.row = 300"),
        (["initial.kind=fourier", "initial.waves=200"], "initial.waves = 200"),
        (["initial.kind=stripes", "initial.count=128"], "initial.count = 128"),
    ];
    for ([kind, value], named) in cases {
        place
            .mfn(&["simulate", "gray-scott-maze", "--explain", "--set", kind, "--set", value])
            .expect(2)
            .says(&[named, "does not go with grid.rows = 256"]);
    }
}
