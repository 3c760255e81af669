//! A sheet of small histograms, one a quantity.

use crate::plot::Error;
use crate::plot::canvas::Anchor;
use crate::plot::canvas::Area;
use crate::plot::canvas::Canvas;
use crate::plot::canvas::INK;
use crate::plot::canvas::RESOLUTION;
use crate::plot::canvas::font::Font;
use crate::plot::canvas::raster;
use crate::plot::color::Rgb;
use crate::plot::heatmap::Heading;
use crate::plot::heatmap::MARGIN;

/// Size of a panel's frame in logical pixels.
const SIZE: (f64, f64) = (156.0, 70.0);
/// Between panels.
const GAP: (f64, f64) = (20.0, 18.0);
/// Between the heading and the first panels.
const BELOW_HEADING: f64 = 6.0;
/// Panels in a row at most.
const PER_ROW: usize = 6;
/// Name, note and numbers of a panel.
const NAME: Font = Font { size: 11.0, bold: true, color: INK };
const NOTE: Font = Font { size: 10.0, bold: false, color: [89, 89, 89] };
const NUMBER: Font = Font { size: 10.0, bold: false, color: INK };
/// Between lines of text, and between text and frame.
const LINE_GAP: f64 = 5.0;
/// The strip with the quartiles below the frame.
const STRIP: f64 = 9.0;
/// The bars of a histogram, and what lies behind a panel that is marked.
const BARS: Rgb = [70, 110, 160];
const MARKED: Rgb = [253, 236, 200];
const MARKED_BARS: Rgb = [190, 140, 60];
/// The tick of the median, to be seen on the thick line.
const MEDIAN: Rgb = [214, 96, 77];

/// Small histograms in rows of at most six, each with its name, its range and its quartiles.
///
/// Heights are relative to the fullest bin of the panel; a bin that is not empty is at least a
/// pixel high. Below the bars a thin line goes from the smallest to the largest value, a thick one
/// from the first to the third quartile, and a tick is the median.
///
/// # Examples
///
/// ```
/// use mfn::plot::{HistogramPanel, Histograms};
/// let panel = HistogramPanel {
///     name: "V_std",
///     note: "mV",
///     ends: (0.0, 8.0),
///     counts: &[1, 4, 3, 0],
///     five: Some([0.5, 2.0, 3.0, 4.5, 5.5]),
///     mark: "",
/// };
/// let constant = HistogramPanel { name: "D_box", mark: "constant", ..panel };
/// let sheet = Histograms { title: "data", subtitle: "", panels: &[panel, constant] };
/// assert!(sheet.png()?.starts_with(b"\x89PNG"));
/// # Ok::<(), mfn::plot::Error>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Histograms<'a> {
    /// The line in bold above; may be empty.
    pub title: &'a str,
    /// The line below the title; may be empty.
    pub subtitle: &'a str,
    /// The panels in order, row by row.
    pub panels: &'a [HistogramPanel<'a>],
}

/// One histogram of a sheet.
#[derive(Debug, Clone, Copy)]
pub struct HistogramPanel<'a> {
    /// The name above, cut to the panel's width.
    pub name: &'a str,
    /// The line below the name.
    pub note: &'a str,
    /// Lower end of the first bin and upper end of the last.
    pub ends: (f64, f64),
    /// Values in each bin; bins have one width.
    pub counts: &'a [usize],
    /// Smallest value, quartiles and largest value.
    pub five: Option<[f64; 5]>,
    /// A word across a panel that has no spread to show, such as `constant`; empty for others.
    pub mark: &'a str,
}

impl Histograms<'_> {
    /// The sheet as PNG, at most about 2200 pixels wide.
    ///
    /// # Errors
    ///
    /// [`Error::NoCharts`] without a panel, [`Error::NotFinite`] for an end or a quartile that is
    /// no number, [`Error::Png`] if the encoder fails.
    pub fn png(&self) -> Result<Vec<u8>, Error> {
        raster::png(&raster::draw(&self.canvas()?, RESOLUTION))
    }

    fn canvas(&self) -> Result<Canvas, Error> {
        if self.panels.is_empty() {
            return Err(Error::NoCharts);
        }
        let lines = self.panels.len().div_ceil(PER_ROW);
        let per_row = self.panels.len().div_ceil(lines);
        let heading = Heading::with_note(self.title, self.subtitle, "");
        let pitch = (SIZE.0 + GAP.0, (head() + SIZE.1 + foot() + GAP.1).ceil());
        let top = (MARGIN + heading.height()).ceil() + BELOW_HEADING;
        let across = per_row as f64 * pitch.0 - GAP.0;
        let down = lines as f64 * pitch.1 - GAP.1;
        let width = across.max(heading.width()) + 2.0 * MARGIN;
        let mut canvas = Canvas::new(width, top + down + MARGIN);
        heading.draw(&mut canvas, MARGIN);
        for (index, panel) in self.panels.iter().enumerate() {
            let (line, place) = ((index / per_row) as f64, (index % per_row) as f64);
            panel.draw(&mut canvas, (MARGIN + place * pitch.0, top + line * pitch.1))?;
        }
        Ok(canvas)
    }
}

/// What a panel needs above its frame.
fn head() -> f64 {
    (NAME.cap_height() + NOTE.cap_height() + 2.0 * LINE_GAP + 1.0).ceil()
}

/// What a panel needs below its frame.
fn foot() -> f64 {
    STRIP + NUMBER.cap_height() + LINE_GAP
}

impl HistogramPanel<'_> {
    fn draw(&self, canvas: &mut Canvas, (x, y): (f64, f64)) -> Result<(), Error> {
        let mut numbers =
            [self.ends.0, self.ends.1].into_iter().chain(self.five.into_iter().flatten());
        if let Some(found) = numbers.find(|number| !number.is_finite()) {
            return Err(Error::NotFinite { what: self.name.to_owned(), found });
        }
        let baseline = y + NAME.cap_height();
        canvas.text((x, baseline), Anchor::Start, NAME, &NAME.cut(self.name, SIZE.0));
        let baseline = baseline + LINE_GAP + NOTE.cap_height();
        canvas.text((x, baseline), Anchor::Start, NOTE, &NOTE.cut(self.note, SIZE.0));
        let area = Area::new(x, y + head(), SIZE.0, SIZE.1);
        if !self.mark.is_empty() {
            canvas.fill(area, MARKED);
        }
        self.draw_bars(canvas, area);
        canvas.frame(area);
        if !self.mark.is_empty() {
            let place = (area.x + 0.5 * area.width, area.y + 4.0 + NAME.cap_height());
            canvas.text(place, Anchor::Middle, NAME, self.mark);
        }
        self.draw_quartiles(canvas, area);
        Ok(())
    }

    fn draw_bars(&self, canvas: &mut Canvas, area: Area) {
        let fullest = self.counts.iter().copied().max().unwrap_or(0).max(1) as f64;
        let color = if self.mark.is_empty() { BARS } else { MARKED_BARS };
        if self.ends.0 >= self.ends.1 {
            // One value: a thin bar in the middle, below the word.
            if self.counts.iter().any(|count| *count > 0) {
                let (middle, height) = (area.x + 0.5 * area.width, 0.6 * area.height);
                let bar = Area::new(middle - 1.5, area.bottom() - height, 3.0, height);
                canvas.fill(bar, color);
            }
            return;
        }
        let width = area.width / self.counts.len().max(1) as f64;
        // Half pixels of the picture, so that no seam shows between bars.
        let edge = |bin: usize| area.x + (2.0 * bin as f64 * width).round() / 2.0;
        for (bin, &count) in self.counts.iter().enumerate().filter(|(_, count)| **count > 0) {
            let height = ((area.height - 4.0) * count as f64 / fullest).max(1.0);
            let (left, right) = (edge(bin), edge(bin + 1));
            canvas.fill(Area::new(left, area.bottom() - height, right - left, height), color);
        }
    }

    /// The line of quartiles and the smallest and the largest value below.
    fn draw_quartiles(&self, canvas: &mut Canvas, area: Area) {
        let Some([min, q1, median, q3, max]) = self.five else { return };
        let (low, high) = self.ends;
        let middle = area.bottom() + 0.5 * (STRIP + 1.0);
        let baseline = area.bottom() + STRIP + LINE_GAP - 1.0 + NUMBER.cap_height();
        if low >= high {
            let place = (area.x + 0.5 * area.width, baseline);
            canvas.text(place, Anchor::Middle, NUMBER, &short(min));
            return;
        }
        // Halves, because the width of a range of large numbers can overflow.
        let place =
            |x: f64| area.x + area.width * ((0.5 * x - 0.5 * low) / (0.5 * high - 0.5 * low));
        let mut line = |from: f64, to: f64, thickness: f64| {
            let (left, right) = (place(from), place(to).max(place(from) + 1.0));
            let top = middle - 0.5 * thickness;
            canvas.fill(Area::new(left, top, right - left, thickness), INK);
        };
        line(min, max, 1.0);
        line(q1, q3, 4.0);
        canvas.fill(Area::new(place(median) - 1.0, middle - 4.0, 2.0, 8.0), MEDIAN);
        canvas.text((area.x, baseline), Anchor::Start, NUMBER, &short(min));
        canvas.text((area.right(), baseline), Anchor::End, NUMBER, &short(max));
    }
}

/// Four significant digits with a typographic minus.
fn short(number: f64) -> String {
    let rounded: f64 = format!("{number:.3e}").parse().unwrap_or(number);
    let plain = rounded == 0.0 || (1e-3..1e6).contains(&rounded.abs());
    // The sum makes of −0 a 0.
    let text = if plain { format!("{}", rounded + 0.0) } else { format!("{rounded:e}") };
    text.replace('-', "−")
}

#[cfg(test)]
mod tests;
