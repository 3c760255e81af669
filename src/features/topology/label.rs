//! The names of basins.

/// What a cell knows of the way down: its basin, and how the way runs.
pub(crate) trait Label: Copy + Ord {
    /// Not known yet.
    const NONE: Self;

    /// A basin, by a way that crosses no side.
    fn new(basin: u32) -> Self;

    fn basin(self) -> usize;

    /// Sides of the torus that the way crosses, downwards and to the right.
    fn crossings(self) -> [i32; 2];

    /// The label of a way that crosses these sides first.
    fn after(self, crossed: [i32; 2]) -> Self;
}

/// A basin of the plane.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Basin(u32);

/// A basin of the torus, and the sides crossed: two cells of one basin on one sheet of the torus
/// unrolled are equal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Sheet(u64);

impl Label for Basin {
    const NONE: Self = Self(u32::MAX);

    fn new(basin: u32) -> Self {
        Self(basin)
    }

    fn basin(self) -> usize {
        self.0 as usize
    }

    fn crossings(self) -> [i32; 2] {
        [0; 2]
    }

    fn after(self, _crossed: [i32; 2]) -> Self {
        self
    }
}

impl Label for Sheet {
    const NONE: Self = Self(u64::MAX);

    fn new(basin: u32) -> Self {
        Self(u64::from(basin))
    }

    fn basin(self) -> usize {
        (self.0 & 0xffff_ffff) as usize
    }

    /// Modulo 2¹⁶: more than any way but a spiral made on purpose.
    fn crossings(self) -> [i32; 2] {
        [self.0 >> 32, self.0 >> 48].map(|half| i32::from((half as u16).cast_signed()))
    }

    fn after(self, [down, right]: [i32; 2]) -> Self {
        let [y, x] = self.crossings();
        let half = |value: i32| u64::from((value as i16).cast_unsigned());
        Self((self.0 & 0xffff_ffff) | half(y + down) << 32 | half(x + right) << 48)
    }
}
