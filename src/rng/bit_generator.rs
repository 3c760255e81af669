//! The source of random bits behind the distributions.

/// A source of uniform random bits with NumPy's convention for 32-bit draws.
pub trait BitGenerator {
    /// The next 64 bits.
    fn next_u64(&mut self) -> u64;

    /// The next 32 bits.
    ///
    /// One 64-bit output serves two calls: its low half is returned and its high half is saved
    /// for the next call. 64-bit draws in between neither use nor clear the saved half.
    fn next_u32(&mut self) -> u32;
}

/// Returns the saved half of a 64-bit output, or draws one and saves its high half.
#[inline]
pub(crate) fn next_half(saved: &mut Option<u32>, draw: impl FnOnce() -> u64) -> u32 {
    if let Some(half) = saved.take() {
        return half;
    }
    let bits = draw();
    *saved = Some((bits >> 32) as u32);
    bits as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn low_half_comes_first_and_one_draw_serves_twice() {
        let mut saved = None;
        assert_eq!(next_half(&mut saved, || 0x1111_1111_2222_2222), 0x2222_2222);
        assert_eq!(next_half(&mut saved, || 0), 0x1111_1111);
        assert_eq!(next_half(&mut saved, || 7), 7);
    }
}
