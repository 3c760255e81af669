//! The double buffer: what is read and what is written are never the same memory.

use crate::grid::Padded;

/// `N` padded fields twice: the current state and the one being written.
#[derive(Debug)]
pub struct DoubleBuffer<T, const N: usize> {
    current: [Padded<T>; N],
    next: [Padded<T>; N],
}

impl<T: Copy, const N: usize> DoubleBuffer<T, N> {
    /// A buffer whose current state is `initial`.
    pub fn new(initial: [Padded<T>; N]) -> Self {
        let next = initial.clone();
        Self { current: initial, next }
    }

    /// The current state.
    pub fn current(&self) -> &[Padded<T>; N] {
        &self.current
    }

    /// What was the current state before the last swap, until something is written.
    pub fn other(&self) -> &[Padded<T>; N] {
        &self.next
    }

    /// The current state, to change in place.
    pub fn current_mut(&mut self) -> &mut [Padded<T>; N] {
        &mut self.current
    }

    /// The current state to read and the next one to write.
    pub fn split(&mut self) -> (&[Padded<T>; N], &mut [Padded<T>; N]) {
        (&self.current, &mut self.next)
    }

    /// Makes the next state the current one. O(1).
    pub fn swap(&mut self) {
        std::mem::swap(&mut self.current, &mut self.next);
    }
}
