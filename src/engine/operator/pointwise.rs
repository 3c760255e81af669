//! What kinetics do cell by cell, without any neighbour.

use crate::engine::operator::Fields;
use crate::model::{Kinetics, Real};
use multiversion::multiversion;

/// One row of s(Δt) of ds/dt = f(s), in place, by one step of the classical method of order 4.
#[multiversion(targets("x86_64+avx2", "x86_64+avx"))]
pub(crate) fn react_row<K: Kinetics<N>, R: Real, const N: usize>(
    kinetics: &K,
    time_step: R,
    rows: &mut [&mut [R]; N],
) -> R::Mask {
    let half = R::from_f64(0.5) * time_step;
    let sixth = time_step / R::from_f64(6.0);
    let two = R::from_f64(2.0);
    let mut flaw = R::Mask::default();
    for col in 0..rows.first().map_or(0, |cells| cells.len()) {
        let mut state = [R::default(); N];
        for s in 0..N {
            state[s] = rows[s][col];
        }
        let first = kinetics.rates(state);
        let second = kinetics.rates(ahead(state, half, first));
        let third = kinetics.rates(ahead(state, half, second));
        let fourth = kinetics.rates(ahead(state, time_step, third));
        for s in 0..N {
            let sum = (first[s] + fourth[s]) + two * (second[s] + third[s]);
            let value = state[s] + sixth * sum;
            rows[s][col] = value;
            flaw = flaw | value.not_finite();
        }
    }
    flaw
}

/// s + c r.
#[inline(always)]
fn ahead<R: Real, const N: usize>(state: [R; N], factor: R, rates: [R; N]) -> [R; N] {
    let mut moved = state;
    for s in 0..N {
        moved[s] = state[s] + factor * rates[s];
    }
    moved
}

/// One line of `map` of every cell's state; finite or not is not asked here.
pub(crate) fn map_row<R: Real, const N: usize>(
    state: &Fields<R, N>,
    line: usize,
    out: &mut [&mut [R]; N],
    map: impl Fn([R; N]) -> [R; N],
) -> R::Mask {
    let rows = state.each_ref().map(|field| field.line(line));
    for col in 0..rows.first().map_or(0, |cells| cells.len()) {
        let values = map(rows.map(|cells| cells[col]));
        for s in 0..N {
            out[s][col] = values[s];
        }
    }
    R::Mask::default()
}
