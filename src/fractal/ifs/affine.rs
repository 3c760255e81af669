//! An affine map of the plane and its two singular values.

/// (x, y) ↦ (a x + b y + e, c x + d y + f), in Barnsley's order of letters.
#[derive(Debug, Clone, Copy, PartialEq)]
#[expect(missing_docs, reason = "the letters are those of the equation above")]
pub struct Affine {
    pub a: f64,
    pub b: f64,
    pub c: f64,
    pub d: f64,
    pub e: f64,
    pub f: f64,
}

/// Singular values that differ by less than this share are those of a similarity.
const SAME: f64 = 1e-9;

impl Affine {
    /// The map with these six letters, a to f.
    pub const fn new([a, b, c, d, e, f]: [f64; 6]) -> Self {
        Self { a, b, c, d, e, f }
    }

    /// x ↦ ratio · R(angle) x + offset, with a rotation by an angle in radians.
    pub fn similarity(ratio: f64, angle: f64, offset: [f64; 2]) -> Self {
        let (cos, sin) = (ratio * libm::cos(angle), ratio * libm::sin(angle));
        Self { a: cos, b: -sin, c: sin, d: cos, e: offset[0], f: offset[1] }
    }

    /// The six letters, a to f.
    pub fn letters(&self) -> [f64; 6] {
        [self.a, self.b, self.c, self.d, self.e, self.f]
    }

    /// The image of a point.
    #[inline]
    pub fn apply(&self, [x, y]: [f64; 2]) -> [f64; 2] {
        [(self.a * x + self.b * y) + self.e, (self.c * x + self.d * y) + self.f]
    }

    /// The image of a direction: the linear part alone.
    #[inline]
    pub fn turn(&self, [x, y]: [f64; 2]) -> [f64; 2] {
        [self.a * x + self.b * y, self.c * x + self.d * y]
    }

    /// This map after `first`, their linear parts; the offset is that of the composition too.
    #[must_use]
    pub fn after(&self, first: &Self) -> Self {
        let ([a, c], [b, d]) = (self.turn([first.a, first.c]), self.turn([first.b, first.d]));
        let [e, f] = self.apply([first.e, first.f]);
        Self { a, b, c, d, e, f }
    }

    /// The factor by which areas grow, without its sign: |a d − b c|.
    #[inline]
    pub fn area_factor(&self) -> f64 {
        (self.a * self.d - self.b * self.c).abs()
    }

    /// The largest and the smallest factor by which lengths grow, σ₁ ≥ σ₂.
    ///
    /// With n = a² + b² + c² + d² and δ = |a d − b c|: σ₁ = (√(n + 2δ) + √(n − 2δ))/2, σ₂ = δ/σ₁.
    pub fn singular_values(&self) -> (f64, f64) {
        let norm = self.a * self.a + self.b * self.b + self.c * self.c + self.d * self.d;
        let area = self.area_factor();
        // Rounding may take the difference of a similarity below 0.
        let difference = (norm - 2.0 * area).max(0.0).sqrt();
        let largest = 0.5 * ((norm + 2.0 * area).sqrt() + difference);
        let smallest = if largest > 0.0 { (area / largest).min(largest) } else { 0.0 };
        (largest, smallest)
    }

    /// The one factor by which all lengths grow, if there is one.
    pub fn ratio(&self) -> Option<f64> {
        // √δ is far less touched by rounding than the difference of the singular values.
        let (ratio, (largest, _)) = (self.area_factor().sqrt(), self.singular_values());
        let gap = (self.a.abs() - self.d.abs()).abs().max((self.b.abs() - self.c.abs()).abs());
        let is_orthogonal = (self.a * self.b + self.c * self.d).abs() <= SAME * largest * largest;
        (is_orthogonal && gap <= SAME * largest).then_some(ratio)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn singular_values_are_those_of_known_matrices() {
        for (letters, expected) in [
            ([0.5, 0.0, 0.0, 0.25, 0.0, 0.0], (0.5, 0.25)),
            ([0.0, 0.25, -0.5, 0.0, 1.0, 2.0], (0.5, 0.25)),
            ([0.0, 0.0, 0.0, 0.16, 0.0, 0.0], (0.16, 0.0)),
            ([0.0; 6], (0.0, 0.0)),
            // [[1, 1], [0, 1]]: the golden ratio and its inverse.
            ([1.0, 1.0, 0.0, 1.0, 0.0, 0.0], (1.618033988749895, 0.6180339887498949)),
        ] {
            let (largest, smallest) = Affine::new(letters).singular_values();
            assert!((largest - expected.0).abs() < 1e-15, "{letters:?}: {largest}");
            assert!((smallest - expected.1).abs() < 1e-15, "{letters:?}: {smallest}");
        }
    }

    #[test]
    fn turned_and_mirrored_shrinkings_are_similarities() {
        for angle in [0.0, 0.3, 1.0, 2.5, 4.0] {
            let map = Affine::similarity(0.7, angle, [1.0, -1.0]);
            assert!((map.ratio().unwrap() - 0.7).abs() < 1e-15, "{angle}");
            let mirrored = Affine { b: -map.b, d: -map.d, ..map };
            assert!((mirrored.ratio().unwrap() - 0.7).abs() < 1e-15, "{angle}");
        }
        assert_eq!(Affine::new([0.5, 0.0, 0.0, 0.25, 0.0, 0.0]).ratio(), None);
        assert_eq!(Affine::new([0.5, 0.1, 0.1, 0.5, 0.0, 0.0]).ratio(), None);
    }

    #[test]
    fn composition_is_one_map_after_the_other() {
        let (g, h) =
            (Affine::similarity(0.5, 0.4, [1.0, 2.0]), Affine::new([0.1, 0.2, 0.3, 0.4, 5.0, 6.0]));
        let (found, expected) = (g.after(&h).apply([0.7, -0.2]), g.apply(h.apply([0.7, -0.2])));
        assert!((found[0] - expected[0]).abs() < 1e-15 && (found[1] - expected[1]).abs() < 1e-15);
        let area = g.area_factor() * h.area_factor();
        assert!((g.after(&h).area_factor() - area).abs() < 1e-16);
    }
}
