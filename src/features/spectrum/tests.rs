//! Spectra of fields whose waves are known.

use super::*;
use crate::grid::Grid;
use crate::grid::Padded;
use std::f64::consts::TAU;

/// A plane wave with p cycles down the rows and q across the columns.
fn wave(rows: usize, cols: usize, (p, q): (f64, f64), phase: f64) -> Padded<f64> {
    let grid = Grid::new(rows, cols, 1.0).unwrap();
    Padded::from_fn(grid, |row, col| {
        let cycles = p * row as f64 / rows as f64 + q * col as f64 / cols as f64;
        0.3 + 0.02 * (TAU * cycles + phase).cos()
    })
}

fn spectrum(field: &Padded<f64>, spacing: f64) -> Spectrum {
    Spectrum::of(FieldView::from(field), spacing).unwrap()
}

#[test]
fn plane_wave_is_found_exactly_in_any_direction_on_any_grid() {
    for (rows, cols) in [(64, 64), (48, 96), (96, 40), (35, 51), (1, 64), (64, 1), (31, 17)] {
        for (p, q) in [(0.0, 3.0), (2.0, 0.0), (3.0, 4.0), (1.0, 2.0), (5.0, -3.0), (2.0, 7.0)] {
            if (rows == 1 && p != 0.0) || (cols == 1 && q != 0.0) {
                continue;
            }
            let field = wave(rows, cols, (p, q), 0.7);
            let (down, across) = (p / (0.5 * rows as f64), q / (0.5 * cols as f64));
            let wavelength = 1.0 / (down * down + across * across).sqrt();
            let found = spectrum(&field, 0.5).dominant().unwrap();
            let error = found.wavelength / wavelength - 1.0;
            assert!(error.abs() < 1e-12, "{rows} × {cols}, ({p}, {q}): {error}");
            // The bin is the nearest one.
            let bins = 0.5 * rows.max(cols) as f64 / wavelength;
            assert!((found.bin as f64 - bins).abs() <= 0.5 + 1e-12);
        }
    }
}

#[test]
fn powers_of_all_modes_add_up_to_the_variance() {
    for (rows, cols) in [(16, 16), (15, 20), (9, 33)] {
        let grid = Grid::new(rows, cols, 1.0).unwrap();
        // Steps of the golden ratio: values without a pattern, the same everywhere.
        let value = |index: usize| (index as f64 * 0.618_033_988_749_895).fract();
        let field = Padded::from_fn(grid, |row, col| value((row * cols + col).pow(2) % 7919));
        let n = (rows * cols) as f64;
        let cells = || (0..rows).flat_map(|row| field.view().row(row).to_vec());
        let mean = cells().sum::<f64>() / n;
        let variance = cells().map(|x| (x - mean) * (x - mean)).sum::<f64>() / n;
        let spectrum = spectrum(&field, 1.0);
        let modes = spectrum.n_modes();
        let total: f64 = spectrum.power().iter().zip(&modes).map(|(p, &m)| p * m as f64).sum();
        assert!((total / variance - 1.0).abs() < 1e-12, "{total}, not {variance}");
        assert_eq!(modes.iter().sum::<u64>(), (rows * cols) as u64);
    }
}

#[test]
fn white_noise_is_flat() {
    let stream = noise(256 * 128);
    let grid = Grid::new(128, 256, 1.0).unwrap();
    let field = Padded::from_fn(grid, |row, col| stream[row * 256 + col]);
    let spectrum = spectrum(&field, 1.0);
    // Uniform numbers: variance 1 / 12, spread over n modes. A power is exponential, the mean of
    // m / 2 independent ones has the relative standard error √(2 / m).
    let expected = 1.0 / 12.0 / (128.0 * 256.0);
    for (bin, (power, modes)) in spectrum.power().into_iter().zip(spectrum.n_modes()).enumerate() {
        let error = power / expected - 1.0;
        let bound = 5.0 * (2.0 / modes as f64).sqrt() + 0.02;
        assert!(bin == 0 || modes == 0 || error.abs() < bound, "bin {bin}: {error} of {bound}");
    }
}

/// Uniform numbers from 0 to 1 of the generator SplitMix64, from seed 0.
fn noise(count: usize) -> Vec<f64> {
    let mut state = 0_u64;
    let mut next = || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    };
    (0..count).map(|_| next()).collect()
}

#[test]
fn field_without_a_wave_has_no_spectrum() {
    let grid = Grid::new(16, 16, 1.0).unwrap();
    for value in [0.0, 0.1, -70.0, 1e300] {
        let field = Padded::from_fn(grid, |_, _| value);
        assert_eq!(Spectrum::of(FieldView::from(&field), 1.0), None);
    }
    let mut field = wave(16, 16, (1.0, 0.0), 0.0);
    field.line_mut(3)[4] = f64::NAN;
    assert_eq!(Spectrum::of(FieldView::from(&field), 1.0), None);
    field.line_mut(3)[4] = f64::INFINITY;
    assert_eq!(Spectrum::of(FieldView::from(&field), 1.0), None);
}

#[test]
fn pattern_of_many_waves_has_the_wavelength_of_their_ring() {
    // Three waves at 120°, as of hexagons: 8 cycles along the columns, and (±7, 4) close to it.
    let waves = [(0.0, 8.0), (7.0, 4.0), (7.0, -4.0)].map(|k| wave(64, 64, k, 0.0));
    let grid = Grid::new(64, 64, 1.0).unwrap();
    let field = Padded::from_fn(grid, |row, col| {
        waves.iter().map(|wave| wave.view()[(row, col)]).sum::<f64>()
    });
    let found = spectrum(&field, 1.0).dominant().unwrap();
    assert_eq!(found.bin, 8);
    assert!((found.wavelength - 64.0 / ((8.0 + 2.0 * 65_f64.sqrt()) / 3.0)).abs() < 1e-12);
}

#[test]
fn single_precision_and_large_values_keep_the_wavelength() {
    let grid = Grid::new(32, 32, 1.0).unwrap();
    let double = wave(32, 32, (0.0, 4.0), 0.0);
    let single = Padded::from_fn(grid, |row, col| double.view()[(row, col)] as f32);
    let found = Spectrum::of(FieldView::from(&single), 1.0).unwrap().dominant().unwrap();
    assert!((found.wavelength - 8.0).abs() < 1e-5);
    let large = Padded::from_fn(grid, |row, col| (double.view()[(row, col)] - 0.3) * 1e300);
    assert!((spectrum(&large, 1.0).dominant().unwrap().wavelength - 8.0).abs() < 1e-12);
}
