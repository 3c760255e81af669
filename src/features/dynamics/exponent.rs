//! A Lyapunov exponent with its standard error, from growth in many intervals.

use crate::fractal::Undefined;

/// Blocks that a series is cut into for its standard error.
const BLOCKS: usize = 20;

/// A measured Lyapunov exponent.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Exponent {
    /// λ, per unit time: the mean of ln(growth) over the time it took.
    pub value: f64,
    /// The standard error of the mean, from 20 blocks of intervals (fewer if there are fewer
    /// intervals); right if a block is longer than the memory of the growth.
    pub standard_error: f64,
    /// The time it was measured over, in unit time.
    pub time: f64,
}

impl Exponent {
    /// The exponent of logarithmic growths over intervals of this length, in unit time.
    ///
    /// # Errors
    ///
    /// [`Undefined::TooShort`] for fewer than two intervals, [`Undefined::Overflow`] if a growth is
    /// 0 or infinite: a distance was lost.
    ///
    /// # Reference
    ///
    /// H. Flyvbjerg, H. G. Petersen, *J. Chem. Phys.* 91 (1989) 461 (blocks).
    ///
    /// # Examples
    ///
    /// ```
    /// use mfn::features::Exponent;
    ///
    /// let found = Exponent::of(&[1.0, 3.0, 1.0, 3.0], 2.0)?;
    /// assert_eq!((found.value, found.time), (1.0, 8.0));
    /// # Ok::<(), mfn::fractal::Undefined>(())
    /// ```
    pub fn of(growths: &[f64], interval: f64) -> Result<Self, Undefined> {
        let n = growths.len();
        if n < 2 {
            return Err(Undefined::TooShort { found: n, wanted: 2 });
        }
        let time = n as f64 * interval;
        let value = growths.iter().sum::<f64>() / time;
        let n_blocks = BLOCKS.min(n);
        let length = n / n_blocks;
        let rates: Vec<f64> = growths
            .chunks_exact(length)
            .take(n_blocks)
            .map(|block| block.iter().sum::<f64>() / (length as f64 * interval))
            .collect();
        let count = rates.len() as f64;
        let mean = rates.iter().sum::<f64>() / count;
        let scatter: f64 = rates.iter().map(|rate| (rate - mean) * (rate - mean)).sum();
        let standard_error = (scatter / (count * (count - 1.0))).sqrt();
        if value.is_finite() && standard_error.is_finite() {
            Ok(Self { value, standard_error, time })
        } else {
            Err(Undefined::Overflow)
        }
    }
}
