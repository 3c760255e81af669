//! The cells of an NPY array: any numeric type, either byte order, C or Fortran order.

use crate::format::Error;
use crate::format::input::axes::Axes;
use crate::format::npy::{NpyLayout, element_type};
use std::ops::Range;
use std::path::Path;

/// How one element is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Element {
    /// NumPy's letter: `f`, `i`, `u` or `b`.
    kind: u8,
    size: usize,
    is_big_endian: bool,
}

/// How the cells of an array lie in its bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cells {
    pub(crate) axes: Axes,
    /// True if a frame is in one piece.
    pub(crate) is_c_order: bool,
    element: Element,
}

impl Cells {
    pub(crate) fn of(path: &Path, npy: &NpyLayout, layer: Option<usize>) -> Result<Self, Error> {
        let element = Element::of(&npy.descr).ok_or_else(|| element_type(path, &npy.descr))?;
        let axes = Axes::of(path, &npy.shape, layer)?;
        Ok(Self { axes, is_c_order: !npy.fortran_order, element })
    }

    /// The type of an element without its byte order: `f4`, `f8`, `u1`.
    pub(crate) fn element_name(&self) -> String {
        format!("{}{}", char::from(self.element.kind), self.element.size)
    }

    /// Bytes of all cells.
    pub(crate) fn n_bytes(&self) -> usize {
        self.axes.n_frames() * self.axes.n_layers() * self.frame_bytes()
    }

    /// Where a frame is among the bytes in C order.
    pub(crate) fn range(&self, index: usize) -> Range<usize> {
        let plane = index * self.axes.n_layers() + self.axes.layer;
        plane * self.frame_bytes()..(plane + 1) * self.frame_bytes()
    }

    /// The cells of a piece that is one frame in C order.
    pub(crate) fn decode(&self, piece: &[u8]) -> Vec<f64> {
        self.element.decode(piece)
    }

    /// The cells of a frame out of the bytes of all, row by row.
    pub(crate) fn pick(&self, all: &[u8], index: usize) -> Vec<f64> {
        if self.is_c_order {
            return self.decode(all.get(self.range(index)).unwrap_or_default());
        }
        let Axes { layer, rows, cols, .. } = self.axes;
        let (n_frames, n_layers) = (self.axes.n_frames(), self.axes.n_layers());
        let size = self.element.size;
        let mut frame = Vec::with_capacity(self.frame_bytes());
        for row in 0..rows {
            for col in 0..cols {
                let cell = index + n_frames * (layer + n_layers * (row + rows * col));
                frame.extend(all.get(cell * size..(cell + 1) * size).unwrap_or_default());
            }
        }
        self.decode(&frame)
    }

    fn frame_bytes(&self) -> usize {
        self.axes.rows * self.axes.cols * self.element.size
    }
}

impl Element {
    /// The element of a type string such as `<f8`; `None` for text, complex numbers, records.
    fn of(descr: &str) -> Option<Self> {
        let (order, rest) = match descr.as_bytes() {
            [order @ (b'<' | b'>' | b'|' | b'='), rest @ ..] => (*order, rest),
            rest => (b'=', rest),
        };
        let (kind, size) = match rest {
            b"f4" | b"i4" | b"u4" => (rest[0], 4),
            b"f8" | b"i8" | b"u8" => (rest[0], 8),
            b"i2" | b"u2" => (rest[0], 2),
            b"i1" | b"u1" | b"b1" => (rest[0], 1),
            _ => return None,
        };
        Some(Self { kind, size, is_big_endian: order == b'>' })
    }

    /// The values; integers beyond 2⁵³ are rounded, what is not 0 of a Boolean is 1.
    fn decode(self, bytes: &[u8]) -> Vec<f64> {
        let big = self.is_big_endian;
        match (self.kind, self.size) {
            (b'f', 4) => cells(bytes, big, |cell| f64::from(f32::from_le_bytes(cell))),
            (b'f', _) => cells(bytes, big, f64::from_le_bytes),
            (b'i', 1) => cells(bytes, big, |cell| f64::from(i8::from_le_bytes(cell))),
            (b'i', 2) => cells(bytes, big, |cell| f64::from(i16::from_le_bytes(cell))),
            (b'i', 4) => cells(bytes, big, |cell| f64::from(i32::from_le_bytes(cell))),
            (b'i', _) => cells(bytes, big, |cell| i64::from_le_bytes(cell) as f64),
            (b'u', 1) => cells(bytes, big, |cell| f64::from(u8::from_le_bytes(cell))),
            (b'u', 2) => cells(bytes, big, |cell| f64::from(u16::from_le_bytes(cell))),
            (b'u', 4) => cells(bytes, big, |cell| f64::from(u32::from_le_bytes(cell))),
            (b'u', _) => cells(bytes, big, |cell| u64::from_le_bytes(cell) as f64),
            _ => cells(bytes, big, |[cell]| f64::from(u8::from(cell != 0))),
        }
    }
}

fn cells<const N: usize>(bytes: &[u8], big: bool, value: impl Fn([u8; N]) -> f64) -> Vec<f64> {
    let (cells, _) = bytes.as_chunks::<N>();
    let in_order = |cell: &[u8; N]| {
        let mut cell = *cell;
        if big {
            cell.reverse();
        }
        cell
    };
    cells.iter().map(|cell| value(in_order(cell))).collect()
}
