//! Which axes of an array are frames, layers, rows and columns.

use crate::format::Error;
use std::path::Path;

/// Planes in an array of frames × layers × rows × cols, whatever of them there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Axes {
    /// Frames, if there is such an axis.
    pub(crate) frames: Option<usize>,
    /// Layers, if there is such an axis.
    pub(crate) layers: Option<usize>,
    /// The layer that is taken.
    pub(crate) layer: usize,
    pub(crate) rows: usize,
    pub(crate) cols: usize,
}

impl Axes {
    /// The axes of an array of that shape; with a `layer`, it is a volume or frames of one.
    pub(crate) fn of(path: &Path, shape: &[usize], layer: Option<usize>) -> Result<Self, Error> {
        let (frames, layers, rows, cols) = match (shape, layer) {
            ([rows, cols], _) => (None, None, *rows, *cols),
            ([frames, rows, cols], None) => (Some(*frames), None, *rows, *cols),
            ([layers, rows, cols], Some(_)) => (None, Some(*layers), *rows, *cols),
            ([frames, layers, rows, cols], Some(_)) => (Some(*frames), Some(*layers), *rows, *cols),
            _ => return Err(wrong_rank(path, shape)),
        };
        if shape.contains(&0) {
            let wanted = "at least one cell on each axis";
            return Err(Error::Rank { path: path.to_owned(), found: shape.to_vec(), wanted });
        }
        // A plane is the same in every layer.
        let layer = if layers.is_some() { layer.unwrap_or(0) } else { 0 };
        check_index(path, "layer", layer, layers.unwrap_or(1))?;
        Ok(Self { frames, layers, layer, rows, cols })
    }

    /// Number of frames; 1 without such an axis.
    pub(crate) fn n_frames(&self) -> usize {
        self.frames.unwrap_or(1)
    }

    /// Number of layers; 1 without such an axis.
    pub(crate) fn n_layers(&self) -> usize {
        self.layers.unwrap_or(1)
    }
}

/// An error if there is no `index` among so many.
pub(crate) fn check_index(
    path: &Path,
    what: &'static str,
    index: usize,
    n_there: usize,
) -> Result<(), Error> {
    if index < n_there {
        return Ok(());
    }
    Err(Error::Index { path: path.to_owned(), what, found: index, n_there })
}

fn wrong_rank(path: &Path, shape: &[usize]) -> Error {
    let wanted = match shape.len() {
        4 => "rows × cols or frames × rows × cols; of frames of volumes, the layer to take",
        _ => "rows × cols or frames × rows × cols",
    };
    Error::Rank { path: path.to_owned(), found: shape.to_vec(), wanted }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn axes_follow_from_their_number_and_the_layer() {
        let check = |shape: &[usize], layer, expected| {
            let axes = Axes::of(Path::new("a"), shape, layer).unwrap();
            assert_eq!((axes.frames, axes.layers, axes.layer, axes.rows, axes.cols), expected);
        };
        check(&[1, 1], None, (None, None, 0, 1, 1));
        check(&[1, 9], Some(4), (None, None, 0, 1, 9));
        check(&[5, 3, 2], None, (Some(5), None, 0, 3, 2));
        check(&[5, 3, 2], Some(4), (None, Some(5), 4, 3, 2));
        check(&[7, 5, 3, 2], Some(4), (Some(7), Some(5), 4, 3, 2));
    }

    #[test]
    fn other_shapes_are_refused_with_what_is_wanted() {
        let check = |shape: &[usize], layer, expected: &str| {
            let error = Axes::of(Path::new("a"), shape, layer).unwrap_err().to_string();
            assert!(error.contains(expected), "{error}");
        };
        check(&[], None, "a holds an array of shape []: wanted rows × cols");
        check(&[4], None, "shape [4]: wanted rows × cols or frames × rows × cols");
        check(&[7, 5, 3, 2], None, "the layer to take");
        check(&[9, 7, 5, 3, 2], Some(0), "wanted rows × cols");
        check(&[0, 3], None, "wanted at least one cell");
        check(&[5, 3, 2], Some(5), "a has no layer 5: wanted one of 0 to 4");
    }
}
