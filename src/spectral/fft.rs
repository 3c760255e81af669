//! A mixed-radix fast Fourier transform of several lines side by side.

use std::f64::consts::TAU;

/// Lines that are transformed side by side, so that every operation is a vector one.
pub const LANES: usize = 8;

type Lanes = [f64; LANES];

/// `LANES` complex lines of equal length: entry j holds the j-th value of each line.
#[derive(Debug, Clone)]
pub struct Batch {
    /// Real parts.
    pub re: Vec<Lanes>,
    /// Imaginary parts.
    pub im: Vec<Lanes>,
}

impl Batch {
    /// Lines of `n` zeros.
    pub fn new(n: usize) -> Self {
        Self { re: vec![[0.0; LANES]; n], im: vec![[0.0; LANES]; n] }
    }
}

/// The discrete Fourier transform Xₖ = Σⱼ xⱼ e^(−2πi jk/n) for lines of one length.
///
/// O(n Σ p) operations for the prime factors p of n; factors of 4 are taken together.
///
/// # Reference
///
/// C. Van Loan, *Computational Frameworks for the Fast Fourier Transform*, SIAM 1992, §1.7 and
/// §2.1: the self-sorting Stockham form, decimation in frequency.
///
/// # Examples
///
/// ```
/// use mfn::spectral::{Batch, Fft};
/// let (n, mut line, mut scratch) = (6, Batch::new(6), Batch::new(6));
/// line.re[0][0] = 1.0; // a unit impulse has a flat spectrum
/// Fft::new(n).forward(&mut line, &mut scratch);
/// assert!(line.re.iter().all(|lanes| lanes[0] == 1.0));
/// ```
#[derive(Debug, Clone)]
pub struct Fft {
    n: usize,
    radices: Vec<usize>,
    /// cos and −sin of 2πj/n.
    twiddles: Vec<(f64, f64)>,
}

impl Fft {
    /// The transform of lines of length `n`, at least 1.
    pub fn new(n: usize) -> Self {
        let twiddles = (0..n).map(|j| unit_root(j, n)).collect();
        Self { n, radices: radices(n), twiddles }
    }

    /// Length of a line.
    pub fn len(&self) -> usize {
        self.n
    }

    /// Whether lines have no entry.
    pub fn is_empty(&self) -> bool {
        self.n == 0
    }

    /// Replaces each line by its transform. Both batches have the transform's length.
    pub fn forward(&self, lines: &mut Batch, scratch: &mut Batch) {
        let (mut length, mut stride) = (self.n, 1);
        for &radix in &self.radices {
            let pass = Pass { fft: self, radix, count: length / radix, stride };
            pass.run(lines, scratch);
            std::mem::swap(lines, scratch);
            length /= radix;
            stride *= radix;
        }
    }

    /// The transform with e^(+2πi jk/n), not divided by n: inverse after forward gives n x.
    pub fn inverse(&self, lines: &mut Batch, scratch: &mut Batch) {
        // Exchanging real and imaginary parts before and after conjugates the kernel.
        std::mem::swap(&mut lines.re, &mut lines.im);
        self.forward(lines, scratch);
        std::mem::swap(&mut lines.re, &mut lines.im);
    }
}

/// cos and −sin of 2πj/n, from the first octant, the upper half mirroring the lower one.
fn unit_root(j: usize, n: usize) -> (f64, f64) {
    if 2 * j > n {
        let (cos, minus_sin) = unit_root(n - j, n);
        return (cos, -minus_sin);
    }
    let (octant, rest) = (8 * j / n, 8 * j % n);
    let part = |numerator: usize| TAU * (numerator as f64 / (8 * n) as f64);
    let (near, far) = (part(rest), part(n - rest));
    let (cos, sin) = match octant {
        0 => (libm::cos(near), libm::sin(near)),
        1 => (libm::sin(far), libm::cos(far)),
        2 => (-libm::sin(near), libm::cos(near)),
        3 => (-libm::cos(far), libm::sin(far)),
        _ => (-1.0, 0.0),
    };
    (cos, -sin)
}

/// Factors of n: fours, then primes in rising order.
fn radices(n: usize) -> Vec<usize> {
    let (mut rest, mut factors) = (n, Vec::new());
    while rest > 0 && rest.is_multiple_of(4) {
        factors.push(4);
        rest /= 4;
    }
    let mut prime = 2;
    while rest > 1 {
        if rest.is_multiple_of(prime) {
            factors.push(prime);
            rest /= prime;
        } else {
            prime += 1;
            if prime * prime > rest {
                prime = rest;
            }
        }
    }
    factors
}

/// One pass: `count` butterflies of size `radix`, each over `stride` neighbouring entries.
struct Pass<'a> {
    fft: &'a Fft,
    radix: usize,
    count: usize,
    stride: usize,
}

impl Pass<'_> {
    fn run(&self, from: &Batch, to: &mut Batch) {
        for index in 0..self.count {
            for offset in 0..self.stride {
                match self.radix {
                    2 => self.two(from, to, index, offset),
                    4 => self.four(from, to, index, offset),
                    _ => self.any(from, to, index, offset),
                }
            }
        }
    }

    fn source(&self, index: usize, offset: usize, part: usize) -> usize {
        offset + self.stride * (index + self.count * part)
    }

    fn target(&self, index: usize, offset: usize, part: usize) -> usize {
        offset + self.stride * (self.radix * index + part)
    }

    /// ω^(index · part) of this pass.
    fn twiddle(&self, index: usize, part: usize) -> (f64, f64) {
        self.fft.twiddles[(index * part * self.stride) % self.fft.n]
    }

    fn two(&self, from: &Batch, to: &mut Batch, index: usize, offset: usize) {
        let (a, b) = (self.source(index, offset, 0), self.source(index, offset, 1));
        let (c, s) = self.twiddle(index, 1);
        let (even, odd) = (self.target(index, offset, 0), self.target(index, offset, 1));
        for lane in 0..LANES {
            let (re, im) =
                (from.re[a][lane] - from.re[b][lane], from.im[a][lane] - from.im[b][lane]);
            to.re[even][lane] = from.re[a][lane] + from.re[b][lane];
            to.im[even][lane] = from.im[a][lane] + from.im[b][lane];
            to.re[odd][lane] = re * c - im * s;
            to.im[odd][lane] = re * s + im * c;
        }
    }

    fn four(&self, from: &Batch, to: &mut Batch, index: usize, offset: usize) {
        let at = [0, 1, 2, 3].map(|part| self.source(index, offset, part));
        let out = [0, 1, 2, 3].map(|part| self.target(index, offset, part));
        let turns = [1, 2, 3].map(|part| self.twiddle(index, part));
        let (mut re, mut im) = ([[0.0; LANES]; 4], [[0.0; LANES]; 4]);
        for part in 0..4 {
            (re[part], im[part]) = (from.re[at[part]], from.im[at[part]]);
        }
        for lane in 0..LANES {
            let (sum_re, sum_im) = (re[0][lane] + re[2][lane], im[0][lane] + im[2][lane]);
            let (gap_re, gap_im) = (re[0][lane] - re[2][lane], im[0][lane] - im[2][lane]);
            let (odd_re, odd_im) = (re[1][lane] + re[3][lane], im[1][lane] + im[3][lane]);
            let (twist_re, twist_im) = (re[1][lane] - re[3][lane], im[1][lane] - im[3][lane]);
            // −i (twist) = (twist_im, −twist_re).
            let parts = [
                (gap_re + twist_im, gap_im - twist_re),
                (sum_re - odd_re, sum_im - odd_im),
                (gap_re - twist_im, gap_im + twist_re),
            ];
            to.re[out[0]][lane] = sum_re + odd_re;
            to.im[out[0]][lane] = sum_im + odd_im;
            for part in 0..3 {
                let ((x, y), (c, s)) = (parts[part], turns[part]);
                to.re[out[part + 1]][lane] = x * c - y * s;
                to.im[out[part + 1]][lane] = x * s + y * c;
            }
        }
    }

    /// A butterfly of any prime size by its definition.
    fn any(&self, from: &Batch, to: &mut Batch, index: usize, offset: usize) {
        let step = self.fft.n / self.radix;
        for part in 0..self.radix {
            let (mut re, mut im) = ([0.0; LANES], [0.0; LANES]);
            for term in 0..self.radix {
                let source = self.source(index, offset, term);
                let (c, s) = self.fft.twiddles[(term * part % self.radix) * step];
                let (x, y) = (&from.re[source], &from.im[source]);
                for lane in 0..LANES {
                    re[lane] += x[lane] * c - y[lane] * s;
                    im[lane] += x[lane] * s + y[lane] * c;
                }
            }
            let ((c, s), target) = (self.twiddle(index, part), self.target(index, offset, part));
            for lane in 0..LANES {
                to.re[target][lane] = re[lane] * c - im[lane] * s;
                to.im[target][lane] = re[lane] * s + im[lane] * c;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A line without any symmetry.
    fn line(n: usize) -> Batch {
        let mut batch = Batch::new(n);
        for j in 0..n {
            for lane in 0..LANES {
                batch.re[j][lane] = (((j + 1) * (lane + 3) * 7919) % 101) as f64 / 101.0 - 0.5;
                batch.im[j][lane] = (((j + 2) * (lane + 5) * 104729) % 97) as f64 / 97.0 - 0.5;
            }
        }
        batch
    }

    #[test]
    fn equals_the_defining_sum_for_every_kind_of_length() {
        for n in [1, 2, 3, 4, 5, 6, 7, 8, 12, 16, 17, 30, 36, 64, 77, 128, 258] {
            let (fft, input) = (Fft::new(n), line(n));
            let (mut found, mut scratch) = (input.clone(), Batch::new(n));
            fft.forward(&mut found, &mut scratch);
            for k in 0..n {
                let (mut re, mut im) = (0.0, 0.0);
                for j in 0..n {
                    let (c, s) = unit_root(j * k % n, n);
                    re += input.re[j][2] * c - input.im[j][2] * s;
                    im += input.re[j][2] * s + input.im[j][2] * c;
                }
                assert!((found.re[k][2] - re).abs() < 1e-12, "n = {n}, k = {k}");
                assert!((found.im[k][2] - im).abs() < 1e-12, "n = {n}, k = {k}");
            }
        }
    }

    #[test]
    fn inverse_after_forward_gives_n_times_the_line() {
        for n in [5, 48, 100] {
            let (fft, input) = (Fft::new(n), line(n));
            let (mut found, mut scratch) = (input.clone(), Batch::new(n));
            fft.forward(&mut found, &mut scratch);
            fft.inverse(&mut found, &mut scratch);
            for j in 0..n {
                assert!((found.re[j][7] / n as f64 - input.re[j][7]).abs() < 1e-14);
                assert!((found.im[j][7] / n as f64 - input.im[j][7]).abs() < 1e-14);
            }
        }
    }

    #[test]
    fn roots_of_unity_are_symmetric_to_the_bit() {
        let n = 24;
        // Adding 0 makes −0 and 0 the same.
        let bits = |value: f64| (value + 0.0).to_bits();
        for j in 1..n {
            let ((c, s), (mirrored_c, mirrored_s)) = (unit_root(j, n), unit_root(n - j, n));
            assert_eq!((bits(c), bits(-s)), (bits(mirrored_c), bits(mirrored_s)), "{j}");
        }
        assert_eq!(bits(unit_root(6, 24).1), bits(-1.0));
    }
}
