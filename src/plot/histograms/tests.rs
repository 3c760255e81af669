//! Panels of a sheet of histograms.

use super::*;
use crate::plot::canvas::Mark;

const PANEL: HistogramPanel<'_> = HistogramPanel {
    name: "x",
    note: "mV",
    ends: (0.0, 4.0),
    counts: &[1, 0, 1000, 2],
    five: Some([0.5, 2.1, 2.5, 2.9, 3.5]),
    mark: "",
};

fn bars(panel: HistogramPanel<'_>) -> Vec<Area> {
    let sheet = Histograms { title: "", subtitle: "", panels: &[panel] };
    let bar = |mark: &Mark| match mark {
        Mark::Fill(area, color) if [BARS, MARKED_BARS].contains(color) => Some(*area),
        _ => None,
    };
    sheet.canvas().unwrap().marks.iter().filter_map(bar).collect()
}

#[test]
fn every_bin_with_a_value_is_seen() {
    let heights: Vec<f64> = bars(PANEL).iter().map(|bar| bar.height).collect();
    assert_eq!(heights, [1.0, 66.0, 1.0]);
}

#[test]
fn single_value_is_one_bar_and_none_is_no_bar() {
    let constant = HistogramPanel { ends: (2.0, 2.0), counts: &[7], mark: "constant", ..PANEL };
    assert_eq!(bars(constant).len(), 1);
    let nothing = HistogramPanel { ends: (0.0, 0.0), counts: &[], five: None, ..PANEL };
    assert_eq!(bars(nothing).len(), 0);
}

#[test]
fn numbers_are_short() {
    let cases = [
        (-70.12345, "−70.12"),
        (-0.0, "0"),
        (0.000123456, "1.235e−4"),
        (12_345_678.0, "1.235e7"),
        (0.3, "0.3"),
        (123_456.0, "123500"),
    ];
    for (number, text) in cases {
        assert_eq!(short(number), text);
    }
}

#[test]
fn what_cannot_be_drawn_is_refused() {
    let sheet = |panels: &[HistogramPanel<'_>]| {
        Histograms { title: "", subtitle: "", panels }.png().map(drop)
    };
    assert!(matches!(sheet(&[]), Err(Error::NoCharts)));
    let wrong = HistogramPanel { ends: (0.0, f64::NAN), ..PANEL };
    assert!(matches!(sheet(&[wrong]), Err(Error::NotFinite { .. })));
}
