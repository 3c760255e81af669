//! A camera that looks at a box from far away: which ray through it a pixel sees.

/// A vector along layers, rows and columns.
pub(crate) type Vector = [f64; 3];

pub(crate) fn dot(a: Vector, b: Vector) -> f64 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

pub(crate) fn cross(a: Vector, b: Vector) -> Vector {
    [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
}

pub(crate) fn along(from: Vector, direction: Vector, length: f64) -> Vector {
    [0, 1, 2].map(|axis| from[axis] + length * direction[axis])
}

/// The vector of length 1, or the vector itself where it has no direction.
pub(crate) fn unit(vector: Vector) -> Vector {
    let length = dot(vector, vector).sqrt();
    if length > 0.0 { vector.map(|part| part / length) } else { vector }
}

/// An orthographic camera: all its rays are parallel, so that equal lengths look equal.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Camera {
    /// Where the rays go.
    pub(crate) direction: Vector,
    /// To the right and down in the picture.
    across: Vector,
    down: Vector,
    /// The middle of the box.
    centre: Vector,
    /// Cells a pixel.
    scale: f64,
    width: usize,
    height: usize,
}

/// Where the camera stands: seen from there the box shows its first layer, first row and last
/// column.
const STAND: Vector = [-0.78, -0.55, 0.62];

impl Camera {
    /// A camera whose picture of a box of these sides, in cells, has `pixels` on its longer side.
    pub(crate) fn new(sides: Vector, pixels: usize) -> Self {
        let direction = unit(STAND.map(|part| -part));
        // Rows grow downwards in every other picture, and so they do here.
        let across = unit(cross([0.0, 1.0, 0.0], direction));
        let down = cross(direction, across);
        let reach = |axis: Vector| {
            sides.iter().zip(axis).map(|(side, part)| 0.5 * side * part.abs()).sum::<f64>()
        };
        let (half_width, half_height) = (reach(across), reach(down));
        // A little room around the corners.
        let scale = 2.04 * half_width.max(half_height) / pixels as f64;
        let side = |half: f64| ((2.04 * half / scale).ceil() as usize).max(1);
        let centre = sides.map(|side| 0.5 * side);
        let (width, height) = (side(half_width), side(half_height));
        Self { direction, across, down, centre, scale, width, height }
    }

    /// Width and height of the picture in pixels.
    pub(crate) fn size(&self) -> (usize, usize) {
        (self.width, self.height)
    }

    /// A place on the ray of a pixel, in cells from the first corner of the box.
    pub(crate) fn place(&self, col: usize, row: usize) -> Vector {
        let offset = |index: usize, n: usize| (index as f64 + 0.5 - 0.5 * n as f64) * self.scale;
        let place = along(self.centre, self.across, offset(col, self.width));
        along(place, self.down, offset(row, self.height))
    }

    /// The pixel, with its part, that a place is seen at.
    pub(crate) fn seen(&self, place: Vector) -> (f64, f64) {
        let from = [0, 1, 2].map(|axis| place[axis] - self.centre[axis]);
        let at = |axis: Vector, n: usize| dot(from, axis) / self.scale + 0.5 * n as f64;
        (at(self.across, self.width), at(self.down, self.height))
    }

    /// Where a ray enters the box and where it leaves it, with the axis it enters across; `None`
    /// if it passes by.
    pub(crate) fn through(&self, place: Vector, sides: Vector) -> Option<(f64, f64, usize)> {
        let (mut enter, mut leave, mut axis) = (f64::NEG_INFINITY, f64::INFINITY, 0);
        for (index, side) in sides.into_iter().enumerate() {
            let to = |wall: f64| (wall - place[index]) / self.direction[index];
            let (near, far) =
                if self.direction[index] > 0.0 { (to(0.0), to(side)) } else { (to(side), to(0.0)) };
            if near > enter {
                (enter, axis) = (near, index);
            }
            leave = leave.min(far);
        }
        (enter < leave).then_some((enter, leave, axis))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_seen_where_its_ray_starts() {
        let camera = Camera::new([40.0, 60.0, 50.0], 300);
        let (col, row) = camera.seen(along(camera.place(30, 70), camera.direction, 12.0));
        assert!((col - 30.5).abs() < 1e-9 && (row - 70.5).abs() < 1e-9, "{col} {row}");
    }

    #[test]
    fn the_ray_of_the_middle_goes_through_the_middle() {
        let sides = [10.0, 20.0, 30.0];
        let camera = Camera::new(sides, 101);
        let (enter, leave, _) = camera.through([5.0, 10.0, 15.0], sides).unwrap();
        assert!((enter + leave).abs() < 1e-12);
        assert!(camera.through(along([5.0, 10.0, 15.0], camera.across, 100.0), sides).is_none());
    }
}
