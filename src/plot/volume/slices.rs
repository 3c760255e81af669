//! Three slices through a volume, as a box is unfolded.

use crate::grid::FieldView;
use crate::plot::Error;
use crate::plot::axes::Axis;
use crate::plot::canvas::Area;
use crate::plot::canvas::Canvas;
use crate::plot::canvas::RESOLUTION;
use crate::plot::canvas::raster;
use crate::plot::colorbar::ColorBar;
use crate::plot::heatmap::{Heading, MARGIN};
use crate::plot::quantity::{Quantity, Shading};
use crate::plot::sample::{Extent, Survey, shade};
use crate::plot::volume::Volume;

/// The longest side of the volume in PNG pixels.
const LONGEST_SIDE: usize = 560;
/// Between slices.
const GAP: f64 = 14.0;

/// Slices through a layer, a row and a column of a volume, with common colours.
///
/// The layer (x across, y down) is at the upper left; beside it, as if folded out, what lies behind
/// one of its columns (z across, y down), and below it what lies behind one of its rows (x across,
/// z down).
///
/// # Examples
///
/// ```
/// use mfn::grid::{FieldView, Grid, Padded};
/// use mfn::plot::{Quantity, Slices, Volume};
///
/// let grid = Grid::volume(8, 12, 16, 1.0)?;
/// let field = Padded::from_fn(grid, |line, col| (line + col) as f64);
/// let volume = Volume { field: FieldView::from(&field), layers: 8 };
/// let (spacing, title, subtitle) = (grid.spacing(), "ramp", "t = 0");
/// let quantity = Quantity::plain("u");
/// let slices = Slices { volume, spacing, cell: [4, 6, 8], title, subtitle, quantity };
/// assert!(slices.png()?.starts_with(b"\x89PNG"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Slices<'a> {
    /// The values.
    pub volume: Volume<'a>,
    /// Distance between neighbouring cells, in unit length.
    pub spacing: f64,
    /// Layer, row and column of the cell that all three slices hold; the last one where there are
    /// fewer.
    pub cell: [usize; 3],
    /// The line in bold above; may be empty.
    pub title: &'a str,
    /// The line below it; may be empty.
    pub subtitle: &'a str,
    /// What is drawn, and in which colours.
    pub quantity: Quantity<'a>,
}

impl Slices<'_> {
    /// The picture as PNG.
    ///
    /// # Errors
    ///
    /// [`Error::Empty`], [`Error::Spacing`], [`Error::Scale`] or [`Error::Range`] if there is
    /// nothing that could be drawn; [`Error::Png`] if the encoder fails.
    pub fn png(&self) -> Result<Vec<u8>, Error> {
        raster::png(&raster::draw(&self.canvas()?, RESOLUTION))
    }

    fn canvas(&self) -> Result<Canvas, Error> {
        if !(self.spacing.is_finite() && self.spacing > 0.0) {
            return Err(Error::Spacing { found: self.spacing });
        }
        let shape = self.volume.shape()?;
        let [layer, row, col] = [0, 1, 2].map(|axis| self.cell[axis].min(shape[axis] - 1));
        let survey = Survey::of(std::iter::once(self.volume.field), None)?;
        let shading = Shading::new(survey.range, &self.quantity)?;
        let sides = sides(shape);
        let [depth, height, width] = sides;
        let heading = Heading::new(self.title, &self.subtitle(layer, row, col), &survey);

        let lengths = shape.map(|cells| (0.0, cells as f64 * self.spacing));
        let x_axis = Axis::lying("x (unit length)", lengths[2], width);
        let y_axis = Axis::hanging("y (unit length)", lengths[1], height);
        let (z_down, z_across) =
            (Axis::hanging("z", lengths[0], depth), Axis::lying("z", lengths[0], depth));
        let left = (MARGIN + y_axis.breadth().max(z_down.breadth()).max(x_axis.overhang())).ceil();
        let top = (MARGIN + heading.height()).ceil();
        let front = Area::new(left, top, width, height);
        // The axis of the folded-out side stands below it, beside the lower slice.
        let side = Area::new(front.right() + GAP, top, depth, height);
        let below = Area::new(left, front.bottom() + GAP, width, depth);
        let bar = ColorBar::new(shading, self.quantity.label, (width + GAP + depth, height));
        let (beside, under) = bar.room();
        let right = side.right() + beside.max(z_across.overhang()).max(bar.overhang());
        let bottom = below.bottom() + Axis::depth();
        let mut canvas =
            Canvas::new(right.max(left + heading.width()) + MARGIN, bottom + under + MARGIN);

        heading.draw(&mut canvas, left);
        let behind_col = self.volume.at_col(col, shape);
        let behind_row = self.volume.at_row(row, shape);
        let in_front = self.volume.layer(layer, shape[1]);
        let pictures = [
            (front, in_front.reborrow()),
            (side, FieldView::F64(behind_col.view())),
            (below, FieldView::F64(behind_row.view())),
        ];
        for (area, field) in pictures {
            canvas.image(area, shade(&field, extent(area), &shading));
            canvas.frame(area);
        }
        y_axis.left_of(&mut canvas, front);
        z_down.left_of(&mut canvas, below);
        x_axis.below(&mut canvas, below);
        z_across.below(&mut canvas, side);
        bar.draw(&mut canvas, if bar.beside { (side.right(), top) } else { (left, bottom) });
        Ok(canvas)
    }

    fn subtitle(&self, layer: usize, row: usize, col: usize) -> String {
        let place = format!("slices at layer {layer}, row {row}, column {col}");
        if self.subtitle.is_empty() { place } else { format!("{} · {place}", self.subtitle) }
    }
}

/// Sides in logical pixels: layers, rows, columns.
fn sides(shape: [usize; 3]) -> [f64; 3] {
    let longest = shape.into_iter().max().unwrap_or(1);
    let pixels = |cells: usize| (cells * LONGEST_SIDE).div_ceil(longest).max(RESOLUTION);
    shape.map(|cells| pixels(cells) as f64 / RESOLUTION as f64)
}

fn extent(area: Area) -> Extent {
    let pixels = |side: f64| (side * RESOLUTION as f64) as usize;
    Extent { width: pixels(area.width), height: pixels(area.height) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grid::{Grid, Padded};
    use crate::plot::canvas::Mark;

    #[test]
    fn slices_meet_in_their_common_cell() {
        let grid = Grid::volume(6, 8, 10, 1.0).unwrap();
        let field = Padded::from_fn(
            grid,
            |line, col| if (line, col) == (4 * 8 + 2, 7) { 1.0 } else { 0.0 },
        );
        let volume = Volume { field: FieldView::from(&field), layers: 6 };
        let quantity = Quantity::plain("u");
        let slices =
            Slices { volume, spacing: 1.0, cell: [4, 2, 7], title: "", subtitle: "", quantity };
        let canvas = slices.canvas().unwrap();
        let images: Vec<_> = canvas
            .marks
            .iter()
            .filter_map(|mark| match mark {
                Mark::Image(area, pixels) => Some((area, pixels)),
                _ => None,
            })
            .collect();
        // (width, height) and the place of the bright cell, in each slice.
        let expected = [((10, 8), 2 * 10 + 7), ((6, 8), 2 * 6 + 4), ((10, 6), 4 * 10 + 7)];
        for ((_, pixels), ((width, height), bright)) in images.iter().zip(expected) {
            assert_eq!((pixels.width, pixels.height), (width, height));
            let brightest = (0..width * height).max_by_key(|cell| pixels.rgb[3 * cell + 1]);
            assert_eq!(brightest, Some(bright));
        }
        assert!((images[0].0.right() + GAP - images[1].0.x).abs() < 1e-9);
    }

    #[test]
    fn layers_that_are_not_alike_are_refused() {
        let field = ndarray::Array2::<f64>::zeros((7, 4));
        let volume = Volume { field: FieldView::F64(field.view()), layers: 2 };
        assert!(matches!(volume.shape(), Err(Error::Empty { rows: 7, cols: 4 })));
    }
}
