//! Provenance inside pictures: text chunks in PNG, metadata in SVG, a comment in GIF.
//!
//! The pictures look the same; the text travels with them. Read it with
//! `PIL.Image.open(png).text`, in the SVG's `<metadata>`, and with `PIL.Image.open(gif).info`.

use crate::format::Error;
use crate::format::Provenance;
use std::fmt::Write as _;

/// A PNG with one international text chunk (iTXt, UTF-8) for each entry, after its header.
///
/// # Errors
///
/// [`Error::NoPicture`] if the bytes are no PNG.
///
/// # Reference
///
/// *PNG Specification*, third edition, W3C 2025, §11.3.3.4.
pub fn annotate_png(png: &[u8], provenance: &Provenance) -> Result<Vec<u8>, Error> {
    // The signature is 8 bytes long, the header chunk 12 + 13.
    const HEADER_END: usize = 33;
    let (head, rest) = png
        .split_at_checked(HEADER_END)
        .filter(|(head, _)| head.starts_with(b"\x89PNG\r\n\x1a\n"))
        .ok_or_else(|| no_picture("PNG"))?;
    let mut annotated = head.to_vec();
    for (key, text) in provenance.entries() {
        let mut chunk = b"iTXt".to_vec();
        chunk.extend(key.as_bytes());
        // End of the keyword, not compressed, no language, no translated keyword.
        chunk.extend([0, 0, 0, 0, 0]);
        chunk.extend(text.as_bytes());
        annotated.extend((chunk.len() as u32 - 4).to_be_bytes());
        annotated.extend(&chunk);
        annotated.extend(crc32fast::hash(&chunk).to_be_bytes());
    }
    annotated.extend(rest);
    Ok(annotated)
}

/// An SVG with the entries in a `<metadata>` element, the first inside the root.
///
/// # Errors
///
/// [`Error::NoPicture`] if the text has no `<svg>` element.
pub fn annotate_svg(svg: &str, provenance: &Provenance) -> Result<String, Error> {
    let root = svg.find("<svg").ok_or_else(|| no_picture("SVG"))?;
    let end = svg[root..].find('>').ok_or_else(|| no_picture("SVG"))?;
    let (head, rest) = svg.split_at(root + end + 1);
    let mut metadata = String::from("\n<metadata>\n");
    for (key, text) in provenance.entries() {
        // Writing to a string cannot fail.
        let _ = writeln!(metadata, "{key}: {}", escaped(text));
    }
    metadata.push_str("</metadata>");
    Ok(format!("{head}{metadata}{rest}"))
}

/// A GIF with the entries in a comment extension before its first frame.
///
/// # Errors
///
/// [`Error::NoPicture`] if the bytes are no GIF.
///
/// # Reference
///
/// *Graphics Interchange Format*, version 89a, CompuServe 1990, §18 and §24.
pub fn annotate_gif(gif: &[u8], provenance: &Provenance) -> Result<Vec<u8>, Error> {
    let place = first_block(gif).ok_or_else(|| no_picture("GIF"))?;
    let (head, rest) = gif.split_at_checked(place).ok_or_else(|| no_picture("GIF"))?;
    let lines: Vec<String> =
        provenance.entries().iter().map(|(key, text)| format!("{key}: {text}")).collect();
    let mut annotated = head.to_vec();
    annotated.extend([0x21, 0xfe]);
    for block in lines.join("\n").as_bytes().chunks(255) {
        annotated.push(block.len() as u8);
        annotated.extend(block);
    }
    annotated.push(0);
    annotated.extend(rest);
    Ok(annotated)
}

/// Where the blocks of a GIF begin: after the header of 13 bytes and the global palette.
fn first_block(gif: &[u8]) -> Option<usize> {
    let flags = *gif.strip_prefix(b"GIF89a")?.get(4)?;
    let has_palette = flags & 0x80 != 0;
    let palette = if has_palette { 3 << ((flags & 7) + 1) } else { 0 };
    Some(13 + palette)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn no_picture(kind: &'static str) -> Error {
    Error::NoPicture { kind }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::provenance::example;

    /// A picture of one white pixel.
    fn png() -> Vec<u8> {
        let mut bytes = std::io::Cursor::new(Vec::new());
        image::GrayImage::from_pixel(1, 1, image::Luma([255]))
            .write_to(&mut bytes, image::ImageFormat::Png)
            .unwrap();
        bytes.into_inner()
    }

    #[test]
    fn annotated_png_shows_the_same_picture_and_holds_the_text() {
        let annotated = annotate_png(&png(), &example()).unwrap();
        let picture = image::load_from_memory(&annotated).unwrap().to_luma8();
        assert_eq!(picture.get_pixel(0, 0).0, [255]);
        for (key, text) in example().entries() {
            let entry = [key.as_bytes(), &[0; 5], text.as_bytes()].concat();
            assert!(annotated.windows(entry.len()).any(|window| window == entry), "{key}");
        }
    }

    #[test]
    fn svg_is_annotated_inside_its_root_and_escaped() {
        let provenance = Provenance { model: "a < b & c".to_owned(), ..example() };
        let annotated = annotate_svg("<?xml?><svg a='b'><g/></svg>", &provenance).unwrap();
        assert!(annotated.starts_with("<?xml?><svg a='b'>\n<metadata>\n"));
        assert!(annotated.contains("mfn.model: a &lt; b &amp; c\n</metadata><g/></svg>"));
    }

    #[test]
    fn gif_keeps_its_frames_and_its_end() {
        let mut bytes = Vec::new();
        {
            let mut encoder =
                gif::Encoder::new(&mut bytes, 1, 1, &[0, 0, 0, 255, 255, 255]).unwrap();
            encoder.write_frame(&gif::Frame::from_indexed_pixels(1, 1, vec![1], None)).unwrap();
        }
        let annotated = annotate_gif(&bytes, &example()).unwrap();
        let mut decoder = gif::DecodeOptions::new().read_info(&annotated[..]).unwrap();
        let mut frames = 0;
        while decoder.read_next_frame().unwrap().is_some() {
            frames += 1;
        }
        assert_eq!(frames, 1);
        assert!(annotated.windows(12).any(|window| window == b"mfn.version:"));
    }

    #[test]
    fn what_is_no_picture_is_refused() {
        assert!(annotate_png(b"GIF89a", &example()).is_err());
        assert!(annotate_gif(b"", &example()).is_err());
        assert!(annotate_svg("<html>", &example()).is_err());
    }
}
