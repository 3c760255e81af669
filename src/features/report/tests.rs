//! Summaries, correlations and warnings against SciPy, pandas and numbers worked out by hand.

use super::*;

fn column(name: &str, unit: &str, values: impl IntoIterator<Item = Option<f64>>) -> Column {
    Column { name: name.to_owned(), unit: unit.to_owned(), values: values.into_iter().collect() }
}

fn full(name: &str, values: &[f64]) -> Column {
    column(name, "", values.iter().copied().map(Some))
}

fn close(found: Option<f64>, expected: f64) {
    assert!(found.is_some_and(|found| (found - expected).abs() < 1e-13), "{found:?}, {expected}");
}

/// x = 7i mod 12 + (i mod 3) / 4; y = x where i is even, else i − x / 2; z = 5i mod 4.
fn x_y_z() -> [Vec<f64>; 3] {
    let index = || (0..12_u32).map(f64::from);
    let x: Vec<f64> = index().map(|i| (7.0 * i) % 12.0 + 0.25 * (i % 3.0)).collect();
    let y = index().zip(&x).map(|(i, x)| if i % 2.0 == 0.0 { *x } else { i - 0.5 * x });
    let z = index().map(|i| (5.0 * i) % 4.0);
    [x.clone(), y.collect(), z.collect()]
}

#[test]
fn correlations_are_those_of_scipy() {
    // scipy.stats.pearsonr(a, b)[0] and spearmanr(a, b)[0] of each pair, SciPy 1.17; z has ties.
    let [x, y, z] = x_y_z();
    let report = Report::of(&[full("x", &x), full("y", &y), full("z", &z)]).unwrap();
    for (i, j, pearson, spearman) in [
        (0, 1, -0.04500382201244453, -0.013986013986013986),
        (0, 2, 0.06377928041432805, 0.06477502756312958),
        (1, 2, 0.13891858611671618, 0.08636670341750609),
    ] {
        let pair = report.correlations.get(i, j);
        assert_eq!((pair, pair.n_rows), (report.correlations.get(j, i), 12));
        close(pair.pearson, pearson);
        close(pair.spearman, spearman);
    }
    // numpy.percentile(x, [25, 50, 75]), x.mean(), x.std().
    let of_x = &report.columns[0];
    assert_eq!([of_x.q1, of_x.median, of_x.q3], [Some(2.875), Some(5.75), Some(8.625)]);
    close(of_x.mean, 5.75);
    close(of_x.std, 3.5059473279937716);
}

#[test]
fn pairs_with_nulls_are_those_of_pandas() {
    // pandas.DataFrame.corr(method = "pearson" | "spearman") with NaN where nulls are here.
    let [x, y, z] = x_y_z();
    let without = |values: &[f64], rows: &[usize]| -> Vec<Option<f64>> {
        values.iter().enumerate().map(|(i, v)| (!rows.contains(&i)).then_some(*v)).collect()
    };
    let y = column("y", "", without(&y, &[2, 5]));
    let mut z = column("z", "", without(&z, &[0, 5, 9]));
    z.values[9] = Some(f64::NAN);
    let report = Report::of(&[full("x", &x), y, z]).unwrap();
    for (i, j, n_rows, pearson, spearman) in [
        (0, 1, 10, 0.117261559519853, 0.2),
        (0, 2, 9, -0.16835885602201758, -0.13863339864267635),
        (1, 2, 8, 0.0029684962826813147, 0.024708310555370042),
    ] {
        let pair = report.correlations.get(i, j);
        assert_eq!(pair.n_rows, n_rows);
        close(pair.pearson, pearson);
        close(pair.spearman, spearman);
    }
}

#[test]
fn ties_share_the_mean_of_their_ranks() {
    let series = series::Series::new(&full("x", &[3.0, -0.0, 3.0, 0.0, 3.0, 9.0]));
    assert_eq!(series.ranks(&[true; 6]), [4.0, 1.5, 4.0, 1.5, 4.0, 6.0]);
    let some = [true, true, false, false, true, false];
    assert_eq!(series.ranks(&some), [2.5, 1.0, 0.0, 0.0, 2.5, 0.0]);
}

#[test]
fn correlation_of_a_constant_or_of_two_rows_is_undefined() {
    let columns = [
        full("x", &[1.0, 2.0, 3.0, 4.0]),
        full("constant", &[0.1; 4]),
        full("rounding", &[0.3, 0.1 + 0.2, 0.3, 0.3]),
        column("two", "", [Some(1.0), Some(2.0), None, None]),
        // Constant over the rows in which "x" is known together with it.
        column("half", "", [Some(7.0), Some(7.0), Some(7.0), None]),
    ];
    let report = Report::of(&columns).unwrap();
    for other in 1..5 {
        let pair = report.correlations.get(0, other);
        assert_eq!((pair.pearson, pair.spearman), (None, None), "{other}");
    }
    assert_eq!(report.correlations.get(0, 0).pearson, Some(1.0));
    assert_eq!(report.correlations.get(1, 1).pearson, None);
    let told: Vec<(bool, bool, usize)> =
        report.columns.iter().map(|c| (c.constant, c.informative, c.distinct)).collect();
    let expected =
        [(false, true, 4), (true, false, 1), (true, false, 2), (false, false, 2), (true, false, 1)];
    assert_eq!(told, expected);
}

#[test]
fn numbers_at_the_ends_of_double_precision_do_not_overflow() {
    let huge = [-1.5e308, 1.5e308, 0.75e308, -0.75e308];
    let tiny = huge.map(|x| x * 1e-300 * 1e-300);
    let report = Report::of(&[full("huge", &huge), full("tiny", &tiny)]).unwrap();
    let of_huge = &report.columns[0];
    assert_eq!((of_huge.mean, of_huge.median), (Some(0.0), Some(0.0)));
    let std = of_huge.std.unwrap();
    assert!((std / 1.5e308 - 0.625_f64.sqrt()).abs() < 1e-12, "{std}");
    close(report.correlations.get(0, 1).pearson, 1.0);
}

#[test]
fn redundant_columns_are_joined_by_chains() {
    let base: Vec<f64> = (0..40).map(|i| f64::from(i * 17 % 40)).collect();
    let other: Vec<f64> = (0..40).map(|i| f64::from(i * i % 7)).collect();
    let negative: Vec<f64> = base.iter().map(|x| -3.0 * x + 1.0).collect();
    let near: Vec<f64> = base.iter().zip(&other).map(|(x, y)| x + 0.5 * y).collect();
    let cube: Vec<f64> = base.iter().map(|x| x * x * x).collect();
    let columns = [
        full("base", &base),
        full("other", &other),
        full("negative", &negative),
        full("near", &near),
        full("cube", &cube),
    ];
    let report = Report::of(&columns).unwrap();
    assert_eq!(report.redundant, [[0, 2, 3]]);
    let said: Vec<String> = report.warnings.iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        [
            "base and negative are linear functions of each other",
            "base, negative and cube are monotonic functions of each other",
        ]
    );
    let strongest = report.correlations.strongest(0.5);
    assert_eq!((strongest[0].0, strongest[0].1), (0, 2));
}

#[test]
fn warnings_say_what_is_wrong() {
    let columns = [
        full("D_box", &[1.5, 2.6, -0.1, 0.0]),
        column("V_min", "mV", [-101.0, -90.0, -80.0, -70.0].map(Some)),
        column("V_max", "1", [60.0, 70.0, 10.0, 0.0].map(Some)),
        full("f_active", &[0.0, 1.0, 1.25, 0.5]),
        full("N_clusters_low", &[0.0; 4]),
        column("V_std", "mV", [None; 4]),
        column("V_skew", "1", [Some(f64::NAN), Some(f64::INFINITY), Some(1.0), None]),
    ];
    let report = Report::of(&columns).unwrap();
    let said: Vec<(&str, String)> =
        report.warnings.iter().map(|warning| (warning.kind(), warning.to_string())).collect();
    let expected = [
        ("no-value", "V_std has no value in 4 rows"),
        ("not-finite", "V_skew holds 1 NaN and 1 infinite values: they are left out"),
        ("out-of-range", "D_box leaves [0, 2.5] in 2 of 4 rows: it goes from -0.1 to 2.6"),
        ("out-of-range", "V_min leaves [-100, ∞) in 1 of 4 rows: it goes from -101 to -70"),
        ("out-of-range", "f_active leaves [0, 1] in 1 of 4 rows: it goes from 0 to 1.25"),
        ("nulls", "V_skew is null in 1 of 4 rows (25 %): too few values to inform"),
        ("constant", "N_clusters_low is 0 in every row with a value: it says nothing"),
        ("constant", "V_skew is 1 in the only row with a value: it says nothing"),
    ];
    assert_eq!(said, expected.map(|(kind, text)| (kind, text.to_owned())));
}

#[test]
fn table_without_columns_or_rows_has_no_report() {
    assert_eq!(Report::of(&[]), Err(ReportError::NoColumn));
    assert_eq!(Report::of(&[full("x", &[])]), Err(ReportError::NoRow));
    let ragged = Report::of(&[full("x", &[1.0]), full("y", &[1.0, 2.0])]);
    assert!(matches!(ragged, Err(ReportError::Length { found: 2, wanted: 1, .. })));
}
