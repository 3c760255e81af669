//! What a sheet of charts shows, by its decoded pixels and its marks.

use super::*;
use crate::plot::Error;
use crate::plot::canvas::Area;
use crate::plot::canvas::Mark;

fn chart(points: Vec<(f64, f64)>) -> LineChart {
    let series = vec![Series::new("curve", points)];
    LineChart::new(ChartAxis::linear("time"), ChartAxis::linear("amplitude"), series)
}

fn sheet(charts: &[LineChart]) -> ChartSheet<'_> {
    ChartSheet { title: "title", subtitle: "subtitle", charts }
}

fn picture(charts: &[LineChart]) -> image::RgbImage {
    let png = sheet(charts).png().unwrap();
    image::load_from_memory_with_format(&png, image::ImageFormat::Png).unwrap().to_rgb8()
}

/// The frame of each chart, by what cuts its last curve.
fn frames(charts: &[LineChart]) -> Vec<Area> {
    let marks = sheet(charts).canvas().unwrap().marks;
    let clips = marks.iter().filter_map(|mark| match mark {
        Mark::Line(line) if line.clip.width > 100.0 => Some(line.clip),
        _ => None,
    });
    let mut frames: Vec<Area> = clips.collect();
    frames.dedup();
    frames
}

/// The PNG pixel at a place of a frame, from its lower left corner.
fn pixel(picture: &image::RgbImage, frame: Area, (x, y): (f64, f64)) -> [u8; 3] {
    let (x, y) = (frame.x + x * frame.width, frame.bottom() - y * frame.height);
    picture.get_pixel((2.0 * x) as u32, (2.0 * y) as u32).0
}

#[test]
fn curve_passes_through_its_points_and_nowhere_else() {
    let y = ChartAxis::linear("y").within(0.0, 4.0);
    let charts = [LineChart { y, ..chart(vec![(0.0, 0.0), (1.0, 4.0), (2.0, 2.0)]) }];
    let (frame, picture) = (frames(&charts)[0], picture(&charts));
    for place in [(0.25, 0.5), (0.125, 0.25), (0.75, 0.75)] {
        assert_eq!(pixel(&picture, frame, place), PALETTE[0], "{place:?}");
    }
    for place in [(0.23, 0.6), (0.9, 0.4), (0.05, 0.9)] {
        assert_eq!(pixel(&picture, frame, place), [255; 3], "{place:?}");
    }
}

#[test]
fn powers_are_straight_on_logarithmic_axes() {
    let points = (0..=60).map(|i| 10f64.powf(f64::from(i) / 20.0)).map(|x| (x, x * x)).collect();
    let (x, y) = (ChartAxis::logarithmic("x"), ChartAxis::logarithmic("y").within(1.0, 1e6));
    let charts = [LineChart { x, y, ..chart(points) }];
    let (frame, picture) = (frames(&charts)[0], picture(&charts));
    for place in [0.11, 0.36, 0.71, 0.93] {
        assert_eq!(pixel(&picture, frame, (place, place)), PALETTE[0], "{place}");
    }
}

#[test]
fn nothing_touches_the_rim_of_a_picture() {
    let long = "a long label that says what is seen here";
    let mut wide = chart((0..90).map(|i| (f64::from(i), f64::from(i % 9) * 1e9)).collect());
    wide.series.extend((0..8).map(|i| Series::new(format!("{long} {i}"), vec![(0.0, 1.0)])));
    wide.rules = vec![Rule::vertical(89.0, long), Rule::horizontal(0.0, long)];
    wide.bands = vec![Band::new((0.0, 1.0), long)];
    for charts in
        [vec![chart(vec![(0.0, 0.0)])], vec![wide.clone(), wide, chart(vec![(1e9, 1e-9)])]]
    {
        let picture = picture(&charts);
        let (width, height) = picture.dimensions();
        for (x, y, pixel) in picture.enumerate_pixels() {
            let rim = x < 24 || y < 24 || x >= width - 24 || y >= height - 24;
            assert!(!rim || pixel.0 == [255; 3], "ink at {x}, {y}");
        }
    }
}

#[test]
fn curve_beyond_a_given_range_is_cut_at_the_frame() {
    let y = ChartAxis::linear("y").within(-1.0, 1.0);
    let points = vec![(0.0, -1e300), (1.0, 0.0), (2.0, 1e6), (3.0, 0.5)];
    let charts = [LineChart { y, ..chart(points) }];
    let (frame, picture) = (frames(&charts)[0], picture(&charts));
    let inked = |x: u32, y: u32| picture.get_pixel(x, y).0 == PALETTE[0];
    let outside: Vec<u32> = (0..(2.0 * frame.y) as u32 - 2)
        .filter(|&y| y > 140 && (0..picture.width()).any(|x| inked(x, y)))
        .collect();
    assert!(outside.is_empty(), "{outside:?}");
    assert!((0..(2.0 * frame.height) as u32).any(|y| inked(2 * frame.x as u32 + 373, y + 200)));
}

#[test]
fn charts_with_one_x_axis_share_its_numbers() {
    let one = chart(vec![(0.0, 1.0), (10.0, 2.0)]);
    let other = chart(vec![(0.0, 5.0), (10.0, 6.0)]);
    let wider = chart(vec![(0.0, 5.0), (20.0, 6.0)]);
    let names = |charts: &[LineChart]| sheet(charts).svg().unwrap().matches(">time<").count();
    assert_eq!(names(&[one.clone(), other.clone()]), 1);
    assert_eq!(names(&[one.clone(), other.clone(), wider.clone()]), 2);
    assert_eq!(frames(&[one, other, wider]).len(), 3);
}

#[test]
fn legend_names_the_series_that_have_a_label() {
    let mut chart = chart(vec![(0.0, 0.0), (1.0, 1.0)]);
    chart.series.push(Series::new("", vec![(0.0, 1.0), (1.0, 0.0)]));
    let dashed = Series { stroke: Stroke::Dashed, marked: true, ..chart.series[0].clone() };
    chart.series.push(Series { label: "other".to_owned(), color: Some(0), ..dashed });
    let svg = sheet(&[chart]).svg().unwrap();
    assert!(svg.contains(">curve</text>") && svg.contains(">other</text>"));
    // Curves, disks and samples: 3 + 1 + 2 + 1.
    assert_eq!(svg.matches("<path").count(), 7);
}

#[test]
fn bands_and_lines_are_seen_and_named_within_the_range() {
    let mut chart = chart(vec![(0.0, 0.0), (1.0, 1.0)]);
    chart.x = chart.x.within(0.0, 1.0);
    chart.bands = vec![Band::new((0.5, 9.0), "unstable"), Band::new((2.0, 3.0), "far")];
    chart.rules = vec![Rule::vertical(0.25, "k_c"), Rule::vertical(5.0, "gone")];
    let charts = [chart];
    let (frame, picture) = (frames(&charts)[0], picture(&charts));
    assert_eq!(pixel(&picture, frame, (0.77, 0.13)), [225, 236, 244]);
    assert_eq!(pixel(&picture, frame, (0.47, 0.13)), [255; 3]);
    let svg = sheet(&charts).svg().unwrap();
    assert!(svg.contains(">unstable<") && svg.contains(">k_c<"));
    assert!(!svg.contains(">far<") && !svg.contains(">gone<"));
}

#[test]
fn same_chart_gives_the_same_bytes() {
    let charts = [chart((0..5000).map(|i| (f64::from(i), f64::from(i * i % 977))).collect())];
    assert_eq!(sheet(&charts).png().unwrap(), sheet(&charts).png().unwrap());
    assert_eq!(sheet(&charts).svg().unwrap(), sheet(&charts).svg().unwrap());
}

#[test]
fn what_cannot_be_drawn_is_refused() {
    let message = |chart: LineChart| sheet(&[chart]).png().unwrap_err().to_string();
    assert!(matches!(sheet(&[]).png(), Err(Error::NoCharts)));
    let none = LineChart { series: Vec::new(), ..chart(Vec::new()) };
    assert!(matches!(sheet(&[none]).svg(), Err(Error::NoSeries { .. })));
    assert_eq!(
        message(chart(Vec::new())),
        "the series curve has no point: leave it out or give it at least 1"
    );
    assert_eq!(
        message(chart(vec![(0.0, 1.0), (1.0, f64::NAN)])),
        "the series curve holds NaN: a chart takes finite numbers; leave such points out"
    );
    let y = ChartAxis::logarithmic("y");
    assert_eq!(
        message(LineChart { y, ..chart(vec![(0.0, 0.0)]) }),
        "the series curve holds 0, which a logarithmic axis cannot show: wanted numbers above 0, \
         or a linear axis"
    );
    let x = ChartAxis::linear("k").within(2.0, 1.0);
    assert_eq!(
        message(LineChart { x, ..chart(vec![(0.0, 0.0)]) }),
        "the axis k from 2 to 1 is no range: wanted finite numbers, low < high"
    );
    let rules = vec![Rule::vertical(f64::INFINITY, "k_c")];
    let endless = LineChart { rules, ..chart(vec![(0.0, 0.0)]) };
    assert!(matches!(sheet(&[endless]).png(), Err(Error::NotFinite { .. })));
}
