//! What a heat map shows, by its decoded pixels and its marks.

use super::*;
use crate::grid::Grid;
use crate::grid::Padded;
use crate::plot::color::ColorMap;

fn ramp(rows: usize, cols: usize) -> Padded<f64> {
    let grid = Grid::new(rows, cols, 1.0).unwrap();
    Padded::from_fn(grid, |row, col| (row * cols + col) as f64)
}

fn map(field: &Padded<f64>) -> HeatMap<'_> {
    let quantity = Quantity::plain("v");
    let field = FieldView::from(field);
    HeatMap { field, spacing: 1.0, title: "title", subtitle: "t = 1", quantity, range: None }
}

fn decode(png: &[u8]) -> image::RgbImage {
    assert!(png.starts_with(b"\x89PNG\r\n\x1a\n"));
    image::load_from_memory_with_format(png, image::ImageFormat::Png).unwrap().to_rgb8()
}

/// The area of the field in PNG pixels: left, top, width, height.
fn field_area(map: &HeatMap<'_>) -> (u32, u32, u32, u32) {
    let marks = map.canvas().unwrap().marks;
    let area = marks.iter().find_map(|mark| match mark {
        crate::plot::canvas::Mark::Image(area, _) => Some(*area),
        _ => None,
    });
    let Area { x, y, width, height } = area.unwrap();
    let pixels = |length: f64| (2.0 * length) as u32;
    (pixels(x), pixels(y), pixels(width), pixels(height))
}

#[test]
fn every_cell_has_its_colour_and_row_zero_is_on_top() {
    let field = ramp(3, 4);
    for color_map in ColorMap::ALL {
        let quantity = Quantity { color_map, ..Quantity::plain("v") };
        let map = HeatMap { quantity, ..map(&field) };
        let picture = decode(&map.png().unwrap());
        let (left, top, width, height) = field_area(&map);
        assert_eq!((width, height), (960, 720));
        for (row, col) in (0..3).flat_map(|row| (0..4).map(move |col| (row, col))) {
            let color = color_map.color(f64::from(row * 4 + col) / 11.0);
            let corners = [(0, 0), (239, 0), (0, 239), (239, 239)];
            for (x, y) in corners.map(|(x, y)| (left + col * 240 + x, top + row * 240 + y)) {
                assert_eq!(picture.get_pixel(x, y).0, color, "({row}, {col}) at {x}, {y}");
            }
        }
    }
}

#[test]
fn nothing_touches_the_rim_of_a_picture() {
    for (rows, cols) in [(64, 64), (4, 1024), (1024, 4), (1, 1), (30, 170), (170, 30)] {
        let field = ramp(rows, cols);
        let label = "a long name (with its unit)";
        let map = HeatMap { quantity: Quantity::plain(label), spacing: 123.4, ..map(&field) };
        let picture = decode(&map.png().unwrap());
        let (width, height) = picture.dimensions();
        for (x, y, pixel) in picture.enumerate_pixels() {
            let rim = x < 24 || y < 24 || x >= width - 24 || y >= height - 24;
            assert!(!rim || pixel.0 == [255; 3], "{rows} × {cols}: ink at {x}, {y}");
        }
    }
}

#[test]
fn field_larger_than_the_picture_is_averaged() {
    let grid = Grid::new(2048, 2048, 1.0).unwrap();
    let checks = Padded::from_fn(grid, |row, col| f64::from((row + col) as u32 % 2));
    let map = map(&checks);
    let (left, top, width, height) = field_area(&map);
    assert_eq!((width, height), (1024, 1024));
    let picture = decode(&map.png().unwrap());
    assert_eq!(picture.get_pixel(left + 500, top + 300).0, ColorMap::Viridis.color(0.5));
}

#[test]
fn same_field_gives_the_same_bytes_in_both_precisions() {
    let grid = Grid::new(16, 16, 1.0).unwrap();
    let double = ramp(16, 16);
    let single = Padded::from_fn(grid, |row, col| (row * 16 + col) as f32);
    let from_single = HeatMap { field: FieldView::from(&single), ..map(&double) };
    assert_eq!(map(&double).png().unwrap(), map(&double).png().unwrap());
    assert_eq!(map(&double).png().unwrap(), from_single.png().unwrap());
    assert_eq!(map(&double).svg().unwrap(), from_single.svg().unwrap());
}

#[test]
fn cells_without_a_true_colour_are_drawn_and_counted() {
    let mut field = ramp(2, 2);
    field.line_mut(0).copy_from_slice(&[f64::NAN, 0.0]);
    field.line_mut(1).copy_from_slice(&[0.5, f64::INFINITY]);
    let map = HeatMap { range: Some((0.0, 1.0)), ..map(&field) };
    let picture = decode(&map.png().unwrap());
    let (left, top, ..) = field_area(&map);
    assert_eq!(picture.get_pixel(left, top).0, ColorMap::Viridis.missing());
    assert_eq!(picture.get_pixel(left + 480, top + 480).0, ColorMap::Viridis.color(1.0));
    assert!(map.svg().unwrap().contains(">t = 1 · 1 cell NaN, 1 cell out of range</text>"));
}

#[test]
fn constant_and_empty_of_numbers_are_drawn() {
    for (value, position) in [(0.0, 0.5), (-70.0, 0.5), (f64::NAN, f64::NAN)] {
        let field = Padded::from_fn(Grid::new(8, 8, 1.0).unwrap(), |_, _| value);
        let map = map(&field);
        let picture = decode(&map.png().unwrap());
        let (left, top, ..) = field_area(&map);
        assert_eq!(picture.get_pixel(left, top).0, ColorMap::Viridis.color(position));
    }
}

#[test]
fn values_are_displayed_in_the_unit_of_the_label() {
    let field = Padded::from_fn(Grid::new(1, 2, 1.0).unwrap(), |_, col| -0.1 * col as f64);
    let quantity = Quantity { label: "V (mV)", scale: 1000.0, ..Quantity::plain("") };
    let svg = HeatMap { quantity, ..map(&field) }.svg().unwrap();
    assert!(svg.contains(">V (mV)</text>") && svg.contains(">−100</text>"));
}

#[test]
fn svg_is_well_formed_whatever_the_title() {
    let field = ramp(4, 4);
    let svg = HeatMap { title: "a<b & \"c\"\u{0}", ..map(&field) }.svg().unwrap();
    let mut open = 0;
    for (index, tag) in svg.split('<').skip(1).enumerate() {
        let (tag, text) = tag.split_once('>').unwrap();
        assert_eq!(tag.matches('"').count() % 2, 0, "{tag}");
        let entities = text.matches('&').count();
        let known = ["&lt;", "&gt;", "&amp;", "&quot;"];
        assert_eq!(entities, known.iter().map(|e| text.matches(e).count()).sum::<usize>());
        assert!(!text.contains(|sign: char| sign.is_control() && sign != '\n'));
        open += if tag.starts_with('/') { -1 } else { i32::from(!tag.ends_with('/')) };
        assert!(open >= 0 && (index == 0 || tag == "/svg" || open > 0));
    }
    assert_eq!(open, 0);
    assert!(svg.contains("image-rendering: pixelated"));
    assert!(svg.contains("a&lt;b &amp; &quot;c&quot; </text>"));
}

#[test]
fn what_cannot_be_drawn_is_refused() {
    let field = ramp(2, 2);
    let nothing = ndarray::Array2::<f64>::zeros((0, 5));
    let empty = HeatMap { field: FieldView::F64(nothing.view()), ..map(&field) };
    assert!(matches!(empty.png(), Err(Error::Empty { rows: 0, cols: 5 })));
    for spacing in [0.0, -1.0, f64::NAN] {
        let map = HeatMap { spacing, ..map(&field) };
        assert!(matches!(map.svg(), Err(Error::Spacing { .. })));
    }
    let backwards = HeatMap { range: Some((1.0, 0.0)), ..map(&field) };
    assert!(matches!(backwards.png(), Err(Error::Range { .. })));
}
