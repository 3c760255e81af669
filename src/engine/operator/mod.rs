//! The semi-discrete right-hand side F(s) = D∇²s − K∇⁴s + ∇²φ(s) + f(s), and its sweeps.

mod kernel;
mod lines;
mod pointwise;

use crate::engine::operator::kernel::{
    FIVE, NINE, SEVEN, TWENTY_SEVEN, Weights, euler_row, five_point_euler_row, flux_row,
    laplacian_row, stage_row,
};
use crate::engine::sweep::{Join, sweep};
use crate::grid::{Boundary, DoubleBuffer, Grid, Padded, Stencil};
use crate::model::{Kinetics, Real};
use std::ops::Range;

pub(crate) use crate::engine::operator::lines::Lines;

/// One field a species.
pub(crate) type Fields<R, const N: usize> = [Padded<R>; N];

/// A state and its weight in a stage.
pub(crate) type Term<'a, R, const N: usize> = (R, &'a Fields<R, N>);

/// What steppers ask of an equation, so that they need not know its kinetics.
///
/// Each answer is whether every new value is finite. None allocates.
pub(crate) trait RightHandSide<R: Real, const N: usize>: Send {
    /// One forward-Euler sweep: next = s + Δt F(s), then the buffers change places.
    fn euler(&mut self, state: &mut DoubleBuffer<R, N>, time_step: R) -> bool;

    /// Readies a state for [`RightHandSide::stage`]: its ghosts, and the flux potential.
    fn prepare(&mut self, state: &mut Fields<R, N>);

    /// out = Σ w b + c F(s), for the state that was readied last.
    fn stage(
        &self,
        state: &Fields<R, N>,
        terms: &[Term<'_, R, N>],
        factor: R,
        out: &mut Fields<R, N>,
    ) -> bool;

    /// s ← s(Δt) of ds/dt = f(s) in every cell, by one step of the classical method of order 4.
    fn react(&self, state: &mut Fields<R, N>, time_step: R) -> bool;

    /// out = f(s).
    fn rates(&self, state: &Fields<R, N>, out: &mut Fields<R, N>);

    /// out = φ(s); `false` if the equation has none.
    fn potential(&self, state: &Fields<R, N>, out: &mut Fields<R, N>) -> bool;
}

/// Kinetics and transport on a grid, second order in the spacing.
#[derive(Debug)]
pub(crate) struct Operator<K, R, const N: usize> {
    kinetics: K,
    boundary: Boundary,
    stencil: Stencil,
    /// What a Dirichlet rim holds, one value a species.
    rim: [R; N],
    /// D, or 1 where the Laplacian is taken of a flux potential; over h² and the stencil's divisor.
    couplings: [R; N],
    parallel: bool,
    flux: Option<Flux<R, N>>,
}

/// The flux potential of an equation of fourth order.
#[derive(Debug)]
struct Flux<R, const N: usize> {
    fields: Fields<R, N>,
    /// D.
    diffusivities: [R; N],
    /// K over h² and the stencil's divisor.
    couplings: [R; N],
    /// What it is at a Dirichlet rim, where ∇²s = 0.
    rim: [R; N],
}

/// Where an operator lives.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    pub(crate) grid: Grid,
    pub(crate) boundary: Boundary,
    pub(crate) stencil: Stencil,
    pub(crate) parallel: bool,
}

/// Whether a sweep met a value that is not finite.
#[derive(Debug, Clone, Copy)]
struct Flaw<M>(M);

impl<M: Send + std::ops::BitOr<Output = M>> Join for Flaw<M> {
    fn join(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl<K: Kinetics<N>, R: Real, const N: usize> Operator<K, R, N> {
    /// The operator of `kinetics`; `rim` holds each species' Dirichlet value.
    pub(crate) fn new(kinetics: K, place: Place, rim: [f64; N]) -> Self {
        let spacing = place.grid.spacing();
        let divisor = place.stencil.divisor();
        let over_h2 = |d: f64| R::from_f64(d / (divisor * (spacing * spacing)));
        let (diffusivities, rim) = (kinetics.diffusivities(), rim.map(R::from_f64));
        let flux = K::FOURTH_ORDER.then(|| {
            let diffusivities = diffusivities.map(R::from_f64);
            let couplings = kinetics.hyperdiffusivities().map(over_h2);
            let potential = kinetics.potential(rim);
            let rim = std::array::from_fn(|s| potential[s] + diffusivities[s] * rim[s]);
            let zero = || Padded::from_fn(place.grid, |_, _| R::default());
            let fields = std::array::from_fn(|_| zero());
            Flux { fields, diffusivities, couplings, rim }
        });
        let couplings = diffusivities.map(|d| over_h2(if K::FOURTH_ORDER { 1.0 } else { d }));
        let Place { boundary, stencil, parallel, .. } = place;
        Self { kinetics, boundary, stencil, rim, couplings, parallel, flux }
    }

    fn fill_ghosts(&self, state: &mut Fields<R, N>) {
        for (field, &outside) in state.iter_mut().zip(&self.rim) {
            field.fill_ghosts(self.boundary, outside);
        }
    }

    /// The fields whose Laplacian is taken.
    fn flux_of<'a>(&'a self, state: &'a Fields<R, N>) -> &'a Fields<R, N> {
        self.flux.as_ref().map_or(state, |flux| &flux.fields)
    }

    /// Calls `visit(line, out)` for every line of `out`.
    fn each_line(
        &self,
        out: &mut Fields<R, N>,
        visit: impl Fn(usize, &mut [&mut [R]; N]) -> R::Mask + Sync,
    ) -> bool {
        let stride = out.first().map_or(0, Padded::stride);
        let columns = out.first().map_or(0..0, Padded::columns);
        let visit = |lines: Range<usize>, mut outputs: [&mut [R]; N]| {
            let mut flaw = R::Mask::default();
            for (index, line) in lines.enumerate() {
                let mut out = outputs
                    .each_mut()
                    .map(|cells| &mut cells[index * stride..][..stride][columns.clone()]);
                flaw = flaw | visit(line, &mut out);
            }
            Flaw(flaw)
        };
        let outputs = out.each_mut().map(Padded::padded_lines_mut);
        let Flaw(flaw) = sweep(outputs, stride, self.parallel, &visit);
        flaw == R::Mask::default()
    }

    /// The stencil's sums of one line of fields, into `out`.
    fn laplacian(&self, fields: &Fields<R, N>, line: usize, out: &mut [&mut [R]; N]) {
        let kernel = match self.stencil {
            Stencil::FivePoint => laplacian_row::<R, FIVE>,
            Stencil::NinePoint => laplacian_row::<R, NINE>,
            Stencil::SevenPoint => laplacian_row::<R, SEVEN>,
            Stencil::TwentySevenPoint => laplacian_row::<R, TWENTY_SEVEN>,
        };
        for (field, out) in fields.iter().zip(out) {
            kernel(Lines::of(field, line), Lines::beside(field, line), out);
        }
    }

    /// φ(s) + D s − K∇²s and its ghosts.
    fn fill_flux(&mut self, state: &Fields<R, N>) {
        let Some(mut flux) = self.flux.take() else { return };
        let weights =
            Weights { kinetics: &self.kinetics, couplings: flux.couplings, factor: R::default() };
        let diffusivities = flux.diffusivities;
        self.each_line(&mut flux.fields, |line, out| {
            self.laplacian(state, line, out);
            flux_row(&weights, lines(state, line), diffusivities, out);
            R::Mask::default()
        });
        for (field, &outside) in flux.fields.iter_mut().zip(&flux.rim) {
            field.fill_ghosts(self.boundary, outside);
        }
        self.flux = Some(flux);
    }
}

/// One line of each field, without ghosts.
fn lines<R: Real, const N: usize>(fields: &Fields<R, N>, line: usize) -> [&[R]; N] {
    fields.each_ref().map(|field| field.line(line))
}

impl<K: Kinetics<N>, R: Real, const N: usize> RightHandSide<R, N> for Operator<K, R, N> {
    fn euler(&mut self, state: &mut DoubleBuffer<R, N>, time_step: R) -> bool {
        self.prepare(state.current_mut());
        let (current, next) = state.split();
        let weights =
            Weights { kinetics: &self.kinetics, couplings: self.couplings, factor: time_step };
        let fused = self.stencil == Stencil::FivePoint && !K::FOURTH_ORDER;
        let finite = self.each_line(next, |line, out| {
            if fused {
                let around = current.each_ref().map(|field| Lines::of(field, line));
                return five_point_euler_row(&weights, &around, out);
            }
            self.laplacian(self.flux_of(current), line, out);
            euler_row(&weights, lines(current, line), out)
        });
        state.swap();
        finite
    }

    fn prepare(&mut self, state: &mut Fields<R, N>) {
        self.fill_ghosts(state);
        self.fill_flux(state);
    }

    fn stage(
        &self,
        state: &Fields<R, N>,
        terms: &[Term<'_, R, N>],
        factor: R,
        out: &mut Fields<R, N>,
    ) -> bool {
        let weights = Weights { kinetics: &self.kinetics, couplings: self.couplings, factor };
        self.each_line(out, |line, out| {
            // A stage has at most four terms; the unused ones are not looked at.
            let mut rows = [(R::default(), [&[] as &[R]; N]); 4];
            for (slot, (weight, fields)) in rows.iter_mut().zip(terms) {
                *slot = (*weight, lines(fields, line));
            }
            let terms = &rows[..terms.len().min(4)];
            self.laplacian(self.flux_of(state), line, out);
            stage_row(&weights, lines(state, line), terms, out)
        })
    }

    fn react(&self, state: &mut Fields<R, N>, time_step: R) -> bool {
        self.each_line(state, |_, out| pointwise::react_row(&self.kinetics, time_step, out))
    }

    fn rates(&self, state: &Fields<R, N>, out: &mut Fields<R, N>) {
        self.each_line(out, |line, out| {
            pointwise::map_row(state, line, out, |state| self.kinetics.rates(state))
        });
    }

    fn potential(&self, state: &Fields<R, N>, out: &mut Fields<R, N>) -> bool {
        K::FOURTH_ORDER
            && self.each_line(out, |line, out| {
                pointwise::map_row(state, line, out, |state| self.kinetics.potential(state))
            })
    }
}
