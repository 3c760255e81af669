//! Linear combinations of states.

use crate::engine::operator::{Fields, Term};
use crate::grid::Padded;
use crate::model::Real;

/// out = Σ w s, the terms added in their order.
pub(crate) fn combine<R: Real, const N: usize>(terms: &[Term<'_, R, N>], out: &mut Fields<R, N>) {
    for species in 0..N {
        for line in 0..out[species].grid().lines() {
            let target = out[species].line_mut(line);
            for (index, (weight, fields)) in terms.iter().enumerate() {
                let source = fields[species].line(line);
                for (value, term) in target.iter_mut().zip(source) {
                    let sum = if index == 0 { R::default() } else { *value };
                    *value = sum + *weight * *term;
                }
            }
        }
    }
}

/// Copies of a state's shape, to hold stages.
pub(crate) fn scratch<R: Real, const N: usize>(state: &Fields<R, N>) -> Fields<R, N> {
    state.clone()
}

/// The largest |s| of one species; NaN if any value is.
pub(crate) fn largest<R: Real>(field: &Padded<R>) -> f64 {
    let mut largest = 0.0_f64;
    for line in 0..field.grid().lines() {
        for value in field.line(line) {
            let size = value.to_f64().abs();
            if size > largest || size.is_nan() {
                largest = size;
            }
        }
        if largest.is_nan() {
            return largest;
        }
    }
    largest
}
