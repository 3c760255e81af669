//! What must hold for the features of any field.
#![allow(clippy::unwrap_used, reason = "a test that cannot build its input has failed")]

use mfn::features::{Components, Connectivity, from_field, from_history};
use mfn::features::{Error, Features, PairwiseSum, Settings, Streaming, TABLE};
use mfn::fractal::Mask;
use mfn::grid::FieldView;
use ndarray::Array2;
use proptest::prelude::*;

/// Fields in volts around the thresholds, of any small shape.
fn field() -> impl Strategy<Value = Array2<f64>> {
    (1usize..40, 1usize..40).prop_flat_map(|(rows, cols)| of_shape(rows, cols, -0.09..0.0))
}

fn of_shape(
    rows: usize,
    cols: usize,
    values: impl Strategy<Value = f64>,
) -> impl Strategy<Value = Array2<f64>> {
    prop::collection::vec(values, rows * cols)
        .prop_map(move |cells| Array2::from_shape_vec((rows, cols), cells).unwrap())
}

/// Runs of 0 to 24 frames that quieten down, so that `T_stable` has something to find.
fn history() -> impl Strategy<Value = Vec<Array2<f64>>> {
    (1usize..20, 1usize..70, 0usize..25).prop_flat_map(|(rows, cols, n_frames)| {
        let noise = prop::collection::vec(of_shape(rows, cols, -0.03..0.03), n_frames);
        (noise, 0.05..1.0).prop_map(|(noise, decay)| {
            let scaled = |(t, frame): (i32, Array2<f64>)| frame * f64::powi(decay, t) - 0.06;
            (0..).zip(noise).map(scaled).collect()
        })
    })
}

fn settings() -> impl Strategy<Value = Settings> {
    (any::<bool>(), 1usize..6, 1e-4..5.0).prop_map(|(four, window, threshold)| Settings {
        connectivity: if four { Connectivity::Four } else { Connectivity::Eight },
        stability_window: window,
        stability_threshold: threshold,
        ..Settings::default()
    })
}

fn view(field: &Array2<f64>) -> FieldView<'_> {
    FieldView::F64(field.view())
}

fn bits(features: &Features) -> Vec<Option<u64>> {
    features.values().iter().map(|value| value.map(f64::to_bits)).collect()
}

/// NumPy's sum of a whole array, written from its definition.
fn numpy_sum(values: &[f64]) -> f64 {
    let n = values.len();
    if n < 8 {
        return values.iter().fold(-0.0, |sum, value| sum + value);
    }
    if n > 128 {
        let half = n / 2 - n / 2 % 8;
        return numpy_sum(&values[..half]) + numpy_sum(&values[half..]);
    }
    let whole = n - n % 8;
    let mut r: Vec<f64> = values[..8].to_vec();
    for i in 8..whole {
        r[i % 8] += values[i];
    }
    let sum = ((r[0] + r[1]) + (r[2] + r[3])) + ((r[4] + r[5]) + (r[6] + r[7]));
    values[whole..].iter().fold(sum, |sum, value| sum + value)
}

fn check_symmetry(field: &Array2<f64>, turned: FieldView<'_>, settings: &Settings) {
    let features = from_field(settings, view(field));
    let turned = from_field(settings, turned);
    let exact = ["V_min", "V_max", "f_active", "N_clusters_low", "N_clusters_med"];
    for name in exact.into_iter().chain(["N_clusters_high", "max_cluster_size"]) {
        assert_eq!(features.get(name), turned.get(name), "{name}");
    }
    // Sums run in another order, so their last bits may differ.
    for name in ["V_mean", "V_std", "V_skew", "V_kurt", "cluster_size_std"] {
        let (found, expected) = (turned.get(name).unwrap(), features.get(name).unwrap());
        assert!((found - expected).abs() <= 1e-9 * (1.0 + expected.abs()), "{name}");
    }
}

fn check_finite_and_in_range(features: &Features) {
    assert_eq!(features.iter().count(), TABLE.len());
    for (feature, value) in features.iter() {
        let Some(value) = value else { continue };
        let (low, high) = feature.range;
        // Rounding may lift a fourth moment of two equal halves over its exact −2.
        let slack = if feature.name == "V_kurt" { 1e-9 } else { 0.0 };
        assert!(value.is_finite(), "{}", feature.name);
        assert!(low.is_none_or(|low| value >= low - slack), "{} = {value}", feature.name);
        assert!(high.is_none_or(|high| value <= high), "{} = {value}", feature.name);
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 200,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn features_ignore_quarter_turns_and_mirrors(field in field(), settings in settings()) {
        let quarter_turn = field.t().slice_move(ndarray::s![.., ..;-1]);
        check_symmetry(&field, FieldView::F64(quarter_turn), &settings);
        check_symmetry(&field, FieldView::F64(field.slice(ndarray::s![.., ..;-1])), &settings);
        check_symmetry(&field, FieldView::F64(field.slice(ndarray::s![..;-1, ..])), &settings);
        check_symmetry(&field, FieldView::F64(field.t()), &settings);
    }

    #[test]
    fn box_counting_ignores_turns_where_the_boxes_fill_the_grid(
        field in of_shape(32, 32, -0.09..0.0),
        n_scales in 2usize..6,
    ) {
        // Two scales at a time keep the sizes at powers of 2, which divide the side.
        let settings = Settings {
            min_box_size: 1,
            max_box_size: Some(1 << (n_scales - 1)),
            num_scales: 2,
            ..Settings::default()
        };
        let turned = field.t().slice_move(ndarray::s![.., ..;-1]);
        let features = from_field(&settings, view(&field));
        let turned = from_field(&settings, FieldView::F64(turned));
        prop_assert_eq!(features.get("D_box"), turned.get("D_box"));
        prop_assert_eq!(features.get("D_r2"), turned.get("D_r2"));
    }

    #[test]
    fn streamed_features_are_those_of_the_whole_history(
        frames in history(),
        settings in settings(),
    ) {
        let Some(last) = frames.last() else { return Ok(()) };
        let features = from_history(&settings, frames.iter().map(view)).unwrap();
        check_finite_and_in_range(&features);
        let static_ones = from_field(&settings, view(last));
        let expected = temporal(&frames, &settings);
        for (index, (feature, value)) in features.iter().enumerate() {
            let value = value.unwrap();
            match feature.name {
                "dV_mean" => prop_assert_eq!(value.to_bits(), expected[0].to_bits()),
                "dV_max" => prop_assert_eq!(value.to_bits(), expected[1].to_bits()),
                "T_stable" => prop_assert_eq!(value.to_bits(), expected[2].to_bits()),
                "E_trend" => {
                    let (slope, largest) = (expected[3], expected[4]);
                    let tolerance = 1e-11 * slope.abs() + 1e-14 * largest;
                    prop_assert!((value - slope).abs() <= tolerance, "{} {}", value, slope);
                }
                _ => prop_assert_eq!(Some(value), static_ones.values()[index]),
            }
        }
    }

    #[test]
    fn run_resumed_after_any_frame_ends_with_the_same_bits(
        frames in history(),
        settings in settings(),
        cut in 0usize..25,
    ) {
        let Some(last) = frames.last() else { return Ok(()) };
        let (rows, cols) = last.dim();
        let fresh = || Streaming::new(settings, rows, cols, frames.len());
        let (before, after) = frames.split_at(cut.min(frames.len()));
        let mut first = fresh();
        for frame in before {
            first.push(view(frame)).unwrap();
        }
        let (words, previous) = (first.state_words(), first.previous_frame().to_vec());
        let mut second = fresh().restore(&words, &previous).unwrap();
        prop_assert_eq!(second.state_words(), words.clone());
        for frame in after {
            second.push(view(frame)).unwrap();
        }
        let resumed = second.finish(view(last)).unwrap();
        let whole = from_history(&settings, frames.iter().map(view)).unwrap();
        prop_assert_eq!(bits(&resumed), bits(&whole));
        let longer = Streaming::new(settings, rows + 1, cols, frames.len());
        if !before.is_empty() {
            let refused = matches!(longer.restore(&words, &previous), Err(Error::State { .. }));
            prop_assert!(refused);
        }
    }

    #[test]
    fn caller_may_keep_the_previous_frame(frames in history(), settings in settings()) {
        prop_assume!(!frames.is_empty());
        let (rows, cols) = frames[0].dim();
        let mut streaming = Streaming::new(settings, rows, cols, frames.len());
        // What stands before the first frame must not matter.
        let mut previous = Array2::from_elem((rows, cols), 7.0);
        for frame in &frames {
            streaming.push_after(view(&previous), view(frame)).unwrap();
            previous.clone_from(frame);
        }
        let found = streaming.finish(view(frames.last().unwrap())).unwrap();
        let expected = from_history(&settings, frames.iter().map(view)).unwrap();
        prop_assert_eq!(bits(&found), bits(&expected));
    }

    #[test]
    fn single_precision_has_the_features_of_its_widened_frames(
        frames in history(),
        settings in settings(),
    ) {
        prop_assume!(!frames.is_empty());
        let single: Vec<_> = frames.iter().map(|frame| frame.mapv(|v| v as f32)).collect();
        let wide: Vec<_> = single.iter().map(|frame| frame.mapv(f64::from)).collect();
        let views = single.iter().map(|frame| FieldView::F32(frame.view()));
        let found = from_history(&settings, views).unwrap();
        let expected = from_history(&settings, wide.iter().map(view)).unwrap();
        prop_assert_eq!(bits(&found), bits(&expected));
    }

    #[test]
    fn components_are_those_of_a_flood_fill(
        cells in (1usize..12, 1usize..150, 0.0..1.0).prop_flat_map(|(rows, cols, p)| {
            prop::collection::vec(prop::bool::weighted(p), rows * cols)
                .prop_map(move |cells| Array2::from_shape_vec((rows, cols), cells).unwrap())
        }),
    ) {
        for connectivity in [Connectivity::Four, Connectivity::Eight] {
            let found = Components::of(Mask::Cells(cells.view()), connectivity);
            let expected = flood_fill(cells.clone(), connectivity);
            prop_assert_eq!(found.count(), expected.len());
            prop_assert_eq!(found.sizes().collect::<Vec<_>>(), expected);
        }
    }

    #[test]
    fn no_feature_is_nan_or_infinite(
        frames in (1usize..12, 1usize..12, 1usize..4).prop_flat_map(|(rows, cols, n_frames)| {
            prop::collection::vec(of_shape(rows, cols, any::<f64>()), n_frames)
        }),
        scale in any::<f64>(),
    ) {
        for scale in [1.0, 1000.0, scale] {
            let settings = Settings { scale, ..Settings::default() };
            check_finite_and_in_range(&from_history(&settings, frames.iter().map(view)).unwrap());
        }
    }

    #[test]
    fn no_setting_panics(
        field in field(),
        sizes in (any::<usize>(), any::<Option<usize>>(), any::<usize>()),
        small in (0usize..5, prop::option::of(0usize..50), 0usize..9),
        numbers in prop::array::uniform5(any::<f64>()),
        window in any::<usize>(),
    ) {
        for (min_box_size, max_box_size, num_scales) in [sizes, small] {
            let settings = Settings {
                min_box_size,
                max_box_size,
                num_scales,
                threshold_low: numbers[0],
                threshold_med: numbers[1],
                threshold_high: numbers[2],
                stability_threshold: numbers[3],
                stability_window: window,
                scale: numbers[4],
                ..Settings::default()
            };
            check_finite_and_in_range(&from_history(&settings, [view(&field); 3]).unwrap());
        }
    }

    #[test]
    fn pairwise_sum_is_numpys_however_it_is_cut(
        values in prop::collection::vec(-1e3..1e3, 0..5000),
        cuts in prop::collection::vec(0usize..700, 1..40),
    ) {
        let mut sum = PairwiseSum::new(values.len());
        let (mut rest, mut lengths) = (values.as_slice(), cuts.iter().cycle());
        // Pieces of length 0 are allowed, but not only those.
        let grows = cuts.iter().any(|cut| *cut > 0);
        while !rest.is_empty() {
            prop_assert_eq!(sum.total(), None);
            let len = lengths.next().copied().filter(|_| grows).unwrap_or(rest.len());
            let (piece, left) = rest.split_at(len.min(rest.len()));
            sum.push(piece);
            rest = left;
        }
        let expected = numpy_sum(&values);
        prop_assert_eq!(sum.total().map(f64::to_bits), Some(expected.to_bits()));
    }
}

/// Sizes of the components, found by clearing one after the other.
fn flood_fill(mut cells: Array2<bool>, connectivity: Connectivity) -> Vec<usize> {
    let (rows, cols) = cells.dim();
    let mut sizes = Vec::new();
    for first in (0..rows).flat_map(|row| (0..cols).map(move |col| (row, col))) {
        let (mut open, mut size) = (vec![first], 0);
        while let Some((row, col)) = open.pop() {
            if !std::mem::take(&mut cells[(row, col)]) {
                continue;
            }
            size += 1;
            for r in row.saturating_sub(1)..rows.min(row + 2) {
                for c in col.saturating_sub(1)..cols.min(col + 2) {
                    if connectivity == Connectivity::Eight || r == row || c == col {
                        open.push((r, c));
                    }
                }
            }
        }
        if size > 0 {
            sizes.push(size);
        }
    }
    sizes
}

/// `dV_mean`, `dV_max`, `T_stable`, `E_trend` and the largest energy, from the stored history.
fn temporal(frames: &[Array2<f64>], settings: &Settings) -> [f64; 5] {
    let n = frames.len();
    let scaled: Vec<Vec<f64>> = frames
        .iter()
        .map(|frame| frame.iter().map(|value| value * settings.scale).collect())
        .collect();
    let energies: Vec<f64> = scaled
        .iter()
        .map(|frame| numpy_sum(&frame.iter().map(|value| value * value).collect::<Vec<_>>()))
        .collect();
    let largest = energies.iter().copied().fold(0.0, f64::max);
    if n < 2 {
        return [0.0, 0.0, 0.0, 0.0, largest];
    }
    let changes: Vec<Vec<f64>> = scaled
        .windows(2)
        .map(|pair| pair[1].iter().zip(&pair[0]).map(|(b, a)| (b - a).abs()).collect())
        .collect();
    let all = changes.concat();
    let quiet: Vec<bool> =
        changes.iter().map(|change| spread(change) < settings.stability_threshold).collect();
    let start = quiet.windows(settings.stability_window).position(|w| w.iter().all(|q| *q));
    [
        numpy_sum(&all) / all.len() as f64,
        all.iter().copied().fold(0.0, f64::max),
        start.map_or(n, |start| start + 1) as f64,
        slope(&energies),
        largest,
    ]
}

fn spread(values: &[f64]) -> f64 {
    let n = values.len() as f64;
    let mean = numpy_sum(values) / n;
    let squares: Vec<f64> = values.iter().map(|v| (v - mean) * (v - mean)).collect();
    (numpy_sum(&squares) / n).sqrt()
}

fn slope(values: &[f64]) -> f64 {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let centred = |t: usize| t as f64 - (n - 1.0) / 2.0;
    let above: f64 = values.iter().enumerate().map(|(t, v)| centred(t) * (v - mean)).sum();
    above / (0..values.len()).map(|t| centred(t).powi(2)).sum::<f64>()
}

#[test]
fn frames_that_do_not_fit_are_refused() {
    let (small, large) = (Array2::<f64>::zeros((2, 2)), Array2::<f64>::zeros((2, 3)));
    let fresh = || Streaming::new(Settings::default(), 2, 2, 1);
    let shape = Error::Shape { rows: 2, cols: 3, expected_rows: 2, expected_cols: 2 };
    assert_eq!(fresh().push(view(&large)), Err(shape));
    let missing = Error::Frames { found: 0, expected: 1 };
    assert_eq!(fresh().finish(view(&small)), Err(missing));
    let mut full = fresh();
    full.push(view(&small)).unwrap();
    assert_eq!(full.push(view(&small)), Err(Error::Frames { found: 2, expected: 1 }));
    assert_eq!(from_history(&Settings::default(), []), Err(Error::NoFrame));
}

#[test]
fn overflowing_moments_are_missing_and_the_rest_is_there() {
    let field = ndarray::array![[1e200, -1e200], [0.0, 5.0]];
    let settings = Settings { scale: 1.0, ..Settings::default() };
    let features = from_field(&settings, view(&field));
    assert_eq!(features.get("V_max"), Some(1e200));
    assert_eq!(features.get("V_mean"), Some(1.25));
    assert_eq!(features.get("V_std"), None);
    assert_eq!(features.get("V_kurt"), None);
    assert_eq!(features.get("f_active"), Some(0.75));
}
