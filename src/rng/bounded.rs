//! Bounded integers without bias: Lemire's multiplication and masked rejection.

use crate::rng::bit_generator::BitGenerator;

/// Draws an integer of 0..=`last` as NumPy's `integers` and `choice` do.
///
/// Up to `last` = 2³² − 1 one 32-bit draw is used (half a 64-bit output), beyond that a 64-bit one;
/// `last` = 0 draws nothing. Inlined, so that the case is chosen once where `last` is constant.
///
/// # Reference
///
/// D. Lemire, *Fast Random Integer Generation in an Interval*, ACM TOMACS 29(1), 2019.
#[inline]
pub(crate) fn lemire<B: BitGenerator>(bits: &mut B, last: u64) -> u64 {
    const LAST_32: u64 = u32::MAX as u64;
    match last {
        0 => 0,
        LAST_32 => u64::from(bits.next_u32()),
        u64::MAX => bits.next_u64(),
        _ if last < LAST_32 => u64::from(lemire_32(bits, last as u32 + 1)),
        _ => lemire_64(bits, last + 1),
    }
}

/// Draws an integer below `count`, which is not 0.
#[inline]
fn lemire_32<B: BitGenerator>(bits: &mut B, count: u32) -> u32 {
    let mut product = u64::from(bits.next_u32()) * u64::from(count);
    if (product as u32) < count {
        let threshold = count.wrapping_neg() % count;
        while (product as u32) < threshold {
            product = u64::from(bits.next_u32()) * u64::from(count);
        }
    }
    (product >> 32) as u32
}

/// Draws an integer below `count`, which is not 0.
#[inline]
fn lemire_64<B: BitGenerator>(bits: &mut B, count: u64) -> u64 {
    let mut product = u128::from(bits.next_u64()) * u128::from(count);
    if (product as u64) < count {
        let threshold = count.wrapping_neg() % count;
        while (product as u64) < threshold {
            product = u128::from(bits.next_u64()) * u128::from(count);
        }
    }
    (product >> 64) as u64
}

/// Draws an integer of 0..=`last` as NumPy's `shuffle` does: masked bits until one fits.
#[inline]
pub(crate) fn masked<B: BitGenerator>(bits: &mut B, last: u64) -> u64 {
    if last == 0 {
        return 0;
    }
    let mask = u64::MAX >> last.leading_zeros();
    loop {
        let wide = last > u64::from(u32::MAX);
        let draw = if wide { bits.next_u64() } else { u64::from(bits.next_u32()) };
        if draw & mask <= last {
            return draw & mask;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A generator that plays back prepared 64-bit outputs; 32-bit draws take the low half.
    struct Tape(Vec<u64>);

    impl BitGenerator for Tape {
        fn next_u64(&mut self) -> u64 {
            self.0.remove(0)
        }

        fn next_u32(&mut self) -> u32 {
            self.next_u64() as u32
        }
    }

    #[test]
    fn draws_that_would_bias_are_rejected() {
        // 3 · 0 has a low half of 0, below the threshold 2³² mod 3 = 1: drawn again.
        assert_eq!(lemire(&mut Tape(vec![0, u64::MAX]), 2), 2);
        // Three quarters of 2⁶⁴: the threshold is 2⁶² and the product 0 · count is below it.
        assert_eq!(lemire(&mut Tape(vec![0, u64::MAX]), 3 * (1 << 62) - 1), 3 * (1 << 62) - 1);
        // 7 does not fit 0..=5 under the mask 7.
        assert_eq!(masked(&mut Tape(vec![7, 13]), 5), 5);
    }

    #[test]
    fn the_first_unbiased_draw_is_kept() {
        // The low half of the product equals the threshold: 3 · u ≡ 1 (mod 2³²), and 2⁶² · 9.
        assert_eq!(lemire(&mut Tape(vec![0xaaaa_aaab]), 2), 2);
        assert_eq!(lemire(&mut Tape(vec![3]), 3 * (1 << 62) - 1), 2);
    }

    #[test]
    fn a_single_value_draws_nothing() {
        let mut empty = Tape(Vec::new());
        assert_eq!((lemire(&mut empty, 0), masked(&mut empty, 0)), (0, 0));
    }

    #[test]
    fn full_ranges_are_the_raw_draws() {
        let cases = [(u64::from(u32::MAX), 0xdddd_dddd), (u64::MAX, 0xeeee_eeee_dddd_dddd)];
        for (last, expected) in cases {
            assert_eq!(lemire(&mut Tape(vec![0xeeee_eeee_dddd_dddd]), last), expected);
        }
    }
}
