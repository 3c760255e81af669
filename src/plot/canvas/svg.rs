//! Draws a canvas as SVG: real text, sharp lines, and pictures embedded as PNG.

use crate::plot::Error;
use crate::plot::canvas::Anchor;
use crate::plot::canvas::Area;
use crate::plot::canvas::Canvas;
use crate::plot::canvas::Mark;
use crate::plot::canvas::Pixels;
use crate::plot::canvas::RESOLUTION;
use crate::plot::canvas::Text;
use crate::plot::canvas::line::Line;
use crate::plot::canvas::line::Point;
use crate::plot::canvas::raster;
use crate::plot::color::Rgb;

/// The canvas as an SVG document.
pub(crate) fn draw(canvas: &Canvas) -> Result<String, Error> {
    let (width, height) = (canvas.width, canvas.height);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" font-family=\"DejaVu Sans, sans-serif\">\n"
    );
    svg += &fill(&Area::new(0.0, 0.0, width, height), [255; 3]);
    for mark in &canvas.marks {
        svg += &match mark {
            Mark::Fill(area, color) => fill(area, *color),
            Mark::Image(area, pixels) => image(area, pixels)?,
            Mark::Line(line) => stroke(line),
            Mark::Text(text) => write(text),
        };
    }
    Ok(svg + "</svg>\n")
}

fn fill(area: &Area, color: Rgb) -> String {
    format!("<rect {} fill=\"{}\"/>\n", placed(area), hex(color))
}

fn image(area: &Area, pixels: &Pixels) -> Result<String, Error> {
    // Cells that are magnified stay sharp. A picture finer than a screen is better smoothed, and
    // is embedded as it is in the PNG, so that no cell is smeared in the other direction.
    let coarse = area.width >= pixels.width as f64 && area.height >= pixels.height as f64;
    let (rendering, png) = if coarse {
        ("pixelated", raster::png(pixels)?)
    } else {
        ("auto", raster::png(&raster::magnified(pixels, area, RESOLUTION))?)
    };
    let data = base64(&png);
    Ok(format!(
        "<image {} preserveAspectRatio=\"none\" style=\"image-rendering: {rendering}\" \
         href=\"data:image/png;base64,{data}\"/>\n",
        placed(area)
    ))
}

/// Lines as one path, inside an inner picture that cuts them.
fn stroke(line: &Line) -> String {
    let path: String = line.pieces.iter().map(|piece| path(piece)).collect();
    let [x, y] = [line.clip.x, line.clip.y].map(number);
    let [width, height] = [line.clip.width, line.clip.height].map(number);
    format!(
        "<svg {} viewBox=\"{x} {y} {width} {height}\"><path d=\"{path}\" fill=\"none\" \
         stroke=\"{}\" stroke-width=\"{}\" stroke-linecap=\"round\" \
         stroke-linejoin=\"round\"/></svg>\n",
        placed(&line.clip),
        hex(line.color),
        number(line.width)
    )
}

fn path(piece: &[Point]) -> String {
    let words = piece.iter().enumerate().map(|(index, (x, y))| {
        let command = if index == 0 { 'M' } else { 'L' };
        format!("{command}{} {}", number(*x), number(*y))
    });
    // A line to where it starts is what makes the round ends of a disk.
    let end = if piece.len() == 1 { "h0" } else { "" };
    words.collect::<String>() + end
}

fn write(text: &Text) -> String {
    let anchor = match text.anchor {
        Anchor::Start => "start",
        Anchor::Middle => "middle",
        Anchor::End => "end",
    };
    let (x, y) = (number(text.x), number(text.y));
    let weight = if text.font.bold { " font-weight=\"bold\"" } else { "" };
    let turn =
        if text.turned { format!(" transform=\"rotate(-90 {x} {y})\"") } else { String::new() };
    format!(
        "<text x=\"{x}\" y=\"{y}\" font-size=\"{}\" text-anchor=\"{anchor}\" fill=\"{}\"\
         {weight}{turn}>{}</text>\n",
        text.font.size,
        hex(text.font.color),
        escape(&text.content)
    )
}

fn placed(area: &Area) -> String {
    let [x, y] = [area.x, area.y].map(number);
    let [width, height] = [area.width, area.height].map(number);
    format!("x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"")
}

/// Two decimals are finer than any screen.
fn number(x: f64) -> f64 {
    (100.0 * x).round() / 100.0
}

fn hex([red, green, blue]: Rgb) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// Text as XML 1.0 character data, which has no control characters.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped += "&amp;",
            '<' => escaped += "&lt;",
            '>' => escaped += "&gt;",
            '"' => escaped += "&quot;",
            '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            _ if letter.is_control() => escaped.push(' '),
            _ => escaped.push(letter),
        }
    }
    escaped
}

/// Base64 of RFC 4648 §4, with padding.
fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut encoded = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let byte = |index: usize| chunk.get(index).map_or(0, |&byte| u32::from(byte));
        let group = byte(0) << 16 | byte(1) << 8 | byte(2);
        for index in 0..4 {
            let sextet = group >> (18 - 6 * index) & 63;
            let letter = if index > chunk.len() { b'=' } else { ALPHABET[sextet as usize] };
            encoded.push(char::from(letter));
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_has_the_vectors_of_rfc_4648() {
        let vectors = [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ];
        for (plain, encoded) in vectors {
            assert_eq!(base64(plain.as_bytes()), encoded);
        }
        assert_eq!(base64(&[0xfb, 0xff, 0xfe]), "+//+");
    }

    #[test]
    fn signs_of_markup_are_escaped() {
        assert_eq!(escape("a<b & \"c\">\u{7}\n∂"), "a&lt;b &amp; &quot;c&quot;&gt;  ∂");
    }
}
