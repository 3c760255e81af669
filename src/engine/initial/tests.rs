//! Initial conditions: places, shapes, bounds and what they do not depend on.

use super::*;
use crate::model::{Kind, Values};

fn gray_scott() -> Model {
    Kind::GrayScott.build(&Values::defaults(Kind::GrayScott.parameters(None)))
}

fn ground(rows: usize, cols: usize, boundary: Boundary) -> Ground {
    Ground { grid: Grid::new(rows, cols, 1.0).unwrap(), boundary, seed: 7 }
}

fn torus(rows: usize, cols: usize) -> Ground {
    ground(rows, cols, Boundary::Periodic)
}

const STRIPES: Stripes =
    Stripes { count: 4, angle: 0.0, width: 0.5, start: 0.0, fill: 1.0, lag: 0.0, amplitude: 0.0 };

fn fourier(waves: u64) -> Fourier {
    Fourier { waves, low: 0.0, high: 1.0, amplitude: 0.0 }
}

/// The number of excited cells; every other one is at rest.
fn excited<'a>(shares: impl Iterator<Item = &'a f64>) -> usize {
    let whole = |share: &&f64| {
        assert!(share.fract() == 0.0 && **share <= 1.0, "{share}");
        **share > 0.0
    };
    shares.filter(whole).count()
}

/// g of the series, out of the share (1 + g/√(1 + g²))/2.
fn series(share: f64) -> f64 {
    let s = 2.0 * share - 1.0;
    s / (1.0 - s * s).sqrt()
}

#[test]
fn seed_is_a_disc_of_lattice_points_around_its_middle() {
    let seed = Seed { layer: 0, row: 3, col: 10, radius: 5.0, amplitude: 0.0 };
    let shares = seed.shares(ground(32, 32, Boundary::Neumann));
    // Gauss's circle problem: 81 lattice points lie within a radius of 5. Beyond the rim lie those
    // four rows up (7 cells) and five rows up (1 cell).
    assert_eq!(excited(seed.shares(torus(32, 32)).iter()), 81);
    assert_eq!(excited(shares.iter()), 81 - 7 - 1);
    assert_eq!((shares[(3, 15)], shares[(3, 16)]), (1.0, 0.0));
}

#[test]
fn what_does_not_fit_the_grid_is_refused() {
    let grid = Grid::new(20, 30, 1.0).unwrap();
    let model = gray_scott();
    let refuse = |initial: Initial| {
        initial.fields::<f64>(&model, grid, Boundary::Periodic, 1).unwrap_err().to_string()
    };
    let seed = Seed { layer: 0, row: 20, col: 3, radius: 1.0, amplitude: 0.0 };
    assert!(refuse(Initial::Seed(seed)).contains("row 20, column 3"));
    assert!(refuse(Initial::Fourier(fourier(15))).contains("15 waves do not fit on 30 cells"));
    assert!(fourier(14).shares(torus(20, 30)).iter().all(|share| share.is_finite()));
    assert!(refuse(Initial::Stripes(Stripes { count: 15, ..STRIPES })).contains("15 waves"));
    let narrow = Grid::new(8, 64, 1.0).unwrap();
    let lying = Initial::Stripes(Stripes { count: 3, angle: 90.0, ..STRIPES });
    assert!(matches!(lying.check(narrow, Boundary::Periodic), Err(Error::NoWave { .. })));
    assert!(lying.check(narrow, Boundary::Neumann).is_ok());
}

#[test]
fn stripes_have_their_number_width_and_place() {
    let stripes = Stripes { width: 0.25, start: 0.5, ..STRIPES };
    let shares = stripes.shares(torus(16, 64), 0.0);
    let row: Vec<f64> = shares.row(3).to_vec();
    // A period of 16 cells: excited from its 9th to its 12th.
    let wanted: Vec<f64> =
        (0..64).map(|col| f64::from(u8::from((8..12).contains(&(col % 16))))).collect();
    assert_eq!(row, wanted);
    // Trailing by a quarter they are the same, four cells further back.
    let trailing = stripes.shares(torus(16, 64), 0.25);
    assert_eq!(trailing.row(0).to_vec()[..60], row[4..]);
    let lying = Stripes { angle: 90.0, width: 0.25, start: 0.5, ..STRIPES };
    assert_eq!(lying.shares(torus(64, 16), 0.0), shares.t());
}

#[test]
fn turned_stripes_close_on_a_torus() {
    let turned = Stripes { count: 5, angle: 37.0, ..STRIPES };
    let closed = turned.waves(torus(64, 64).grid, Boundary::Periodic).unwrap();
    assert_eq!(closed.map(|waves| waves as i64), [3, 4]);
    assert!(closed.iter().all(|waves| waves.fract() == 0.0));
    let open = turned.waves(torus(64, 64).grid, Boundary::Neumann).unwrap();
    assert!((open[0].hypot(open[1]) - 5.0).abs() < 1e-12 && open[0] > 3.0 && open[1] < 4.0);
}

#[test]
fn broken_stripes_fill_their_part() {
    let broken = Stripes { fill: 0.25, ..STRIPES };
    let shares = broken.shares(torus(64, 64), 0.0);
    for (row, line) in shares.outer_iter().enumerate() {
        assert_eq!(excited(line.iter()), if row < 16 { 32 } else { 0 }, "row {row}");
    }
}

#[test]
fn the_observable_leads_and_the_others_trail() {
    let grid = Grid::new(8, 64, 1.0).unwrap();
    let initial = Initial::Stripes(Stripes { lag: 0.25, width: 0.25, ..STRIPES });
    let model = gray_scott();
    let fields = initial.fields::<f64>(&model, grid, Boundary::Periodic, 1).unwrap();
    let (u, v) = (fields[0].view(), fields[1].view());
    // v, the observable, from the first cell of each period; u a quarter before it.
    assert_eq!((v[(0, 0)], v[(0, 4)], v[(0, 12)]), (0.25, 0.0, 0.0));
    assert_eq!((u[(0, 0)], u[(0, 4)], u[(0, 12)]), (1.0, 1.0, 0.5));
}

#[test]
fn fourier_series_is_one_function_sampled_by_any_grid() {
    let coarse = fourier(6).shares(torus(30, 40));
    let fine = fourier(6).shares(torus(90, 120));
    for ((row, col), share) in coarse.indexed_iter() {
        // The middle of a cell is the middle of the middle one of its nine parts.
        let found = fine[(3 * row + 1, 3 * col + 1)];
        assert!((share - found).abs() < 1e-12, "{row}, {col}: {share} and {found}");
    }
}

#[test]
fn fourier_series_holds_no_wave_beyond_its_cut_off() {
    let waves = 5;
    let (rows, cols) = (24, 32);
    let shares = fourier(waves).shares(torus(rows, cols));
    let power = |m: i32, n: i32| {
        let (mut re, mut im) = (0.0, 0.0);
        for ((row, col), share) in shares.indexed_iter() {
            let turn = f64::from(m) * (row as f64 + 0.5) / rows as f64
                + f64::from(n) * (col as f64 + 0.5) / cols as f64;
            let angle = std::f64::consts::TAU * turn;
            re += series(*share) * angle.cos();
            im += series(*share) * angle.sin();
        }
        (re * re + im * im).sqrt() / shares.len() as f64
    };
    // Along the shorter side the same wavelength is 24/32 of the number: 3.75.
    for (m, n) in [(0, 5), (3, 0), (3, 3), (-2, 4)] {
        assert!(power(m, n) > 1e-3, "({m}, {n}): {}", power(m, n));
    }
    for (m, n) in [(0, 0), (0, 6), (4, 0), (3, 4), (-9, 7)] {
        assert!(power(m, n) < 1e-12, "({m}, {n}): {}", power(m, n));
    }
}

#[test]
fn fourier_series_has_mean_zero_and_variance_one_over_seeds() {
    let mut squares = 0.0;
    for seed in 0..50 {
        let ground = Ground { seed, ..torus(16, 16) };
        let g = fourier(4).shares(ground).mapv(series);
        assert!(g.mean().unwrap().abs() < 1e-12);
        squares += g.mapv(|x| x * x).mean().unwrap();
    }
    // 24 modes, each with ½ (a² + b²), over 50 seeds: standard deviation 1/√1200 = 0.029.
    assert!((squares / 50.0 - 1.0).abs() < 4.0 * 0.029, "{}", squares / 50.0);
}

#[test]
fn shares_of_a_series_stay_between_low_and_high() {
    let bounded = Fourier { low: 0.2, high: 0.4, ..fourier(8) }.shares(torus(64, 64));
    let (low, high) = bounded.iter().fold((1.0_f64, 0.0_f64), |(l, h), &s| (l.min(s), h.max(s)));
    assert!(low > 0.2 && low < 0.22 && high < 0.4 && high > 0.38, "{low} to {high}");
}

#[test]
fn lone_peak_is_a_gaussian_that_wraps() {
    let lone = Clusters { count: 1, peaks: 1, spread: 0.0, radius: 3.0, amplitude: 0.0 };
    let shares = lone.shares(torus(64, 64));
    // A sampled Gaussian wider than a cell sums to its integral, 2πr².
    let integral = std::f64::consts::TAU * 9.0;
    assert!((shares.sum() - integral).abs() < 1e-9, "{}", shares.sum());
    let cut = lone.shares(ground(4, 4, Boundary::Neumann));
    assert!(cut.sum() < integral);
}

#[test]
fn crowded_peaks_never_exceed_the_excited_state() {
    let crowd = Clusters { count: 3, peaks: 40, spread: 2.0, radius: 4.0, amplitude: 0.0 };
    let shares = crowd.shares(torus(48, 48));
    assert!(shares.iter().all(|share| (0.0..=1.0).contains(share)));
    assert!(shares.iter().any(|&share| share > 0.999));
    // Peaks are keyed one by one: a cluster more leaves the first ones where they are.
    let more = Clusters { count: 4, ..crowd }.shares(torus(48, 48));
    assert!(more.iter().zip(&shares).all(|(more, share)| more >= share));
}
