//! A system from its set-up: model × precision × scheme, one match arm each.

use crate::engine::Error;
use crate::engine::forcing::{Forcing, forcings};
use crate::engine::initial::Initial;
use crate::engine::mfn_v4::MfnV4System;
use crate::engine::operator::{Fields, Operator, Place};
use crate::engine::reaction_diffusion::ReactionDiffusion;
use crate::engine::simulation::Setup;
use crate::engine::steppers::{Adaptive, Etdrk4, Euler, Heun, Rk4, Scheme, Stepper, Strang};
use crate::engine::system::{Precision, System};
use crate::grid::{Boundary, DoubleBuffer, FieldView, Padded};
use crate::model::{Chemistry, Coupled, Kinetics, MfnV4, Model, Mycelium, Real};

/// The system that a set-up describes, at its initial condition.
pub(crate) fn system(setup: &Setup) -> Result<Box<dyn System>, Error> {
    match &setup.model {
        Model::MfnV4(model) => mfn_v4(setup, *model),
        Model::Mycelium(model) => mycelium(setup, model),
        Model::GrayScott(model) => reaction_diffusion(setup, *model),
        Model::Schnakenberg(model) => reaction_diffusion(setup, *model),
        Model::GiererMeinhardt(model) => reaction_diffusion(setup, *model),
        Model::Brusselator(model) => reaction_diffusion(setup, *model),
        Model::FitzHughNagumo(model) => reaction_diffusion(setup, *model),
        Model::FitzHughNagumoExcitable(model) => reaction_diffusion(setup, *model),
        Model::LengyelEpstein(model) => reaction_diffusion(setup, *model),
        Model::SwiftHohenberg(model) => reaction_diffusion(setup, *model),
        Model::AllenCahn(model) => reaction_diffusion(setup, *model),
        Model::CahnHilliard(model) => reaction_diffusion(setup, *model),
        Model::FisherKpp(model) => reaction_diffusion(setup, *model),
    }
}

fn mfn_v4(setup: &Setup, model: MfnV4) -> Result<Box<dyn System>, Error> {
    if setup.precision != Precision::F64 {
        return Err(Error::DoubleOnly { model: "mfn-v4" });
    }
    if setup.grid.is_volume() {
        return Err(Error::PlaneOnly { model: "mfn-v4" });
    }
    let place = (setup.boundary, first(&setup.rim));
    let mut system = MfnV4System::new(model, setup.grid, place, setup.seed, setup.parallel);
    if setup.initial != Initial::V4 {
        for (species, field) in initial_fields(setup)?.into_iter().enumerate() {
            system.replace(species, field);
        }
    }
    Ok(Box::new(system))
}

/// One type a chemistry, so that the inner loops are those of any other kinetics.
fn mycelium(setup: &Setup, model: &Mycelium) -> Result<Box<dyn System>, Error> {
    let potential = model.potential;
    match model.chemistry {
        Chemistry::GiererMeinhardt(k) => reaction_diffusion(setup, Coupled::new(k, potential)),
        Chemistry::Schnakenberg(k) => reaction_diffusion(setup, Coupled::new(k, potential)),
        Chemistry::Brusselator(k) => reaction_diffusion(setup, Coupled::new(k, potential)),
        Chemistry::LengyelEpstein(k) => reaction_diffusion(setup, Coupled::new(k, potential)),
    }
}

fn reaction_diffusion<K, const N: usize>(setup: &Setup, model: K) -> Result<Box<dyn System>, Error>
where
    K: Kinetics<N> + 'static,
{
    match setup.precision {
        Precision::F32 => {
            assemble::<K, f32, N>(setup, model, initial_fields(setup)?, forcings::<f32, N>(setup))
        }
        Precision::F64 => {
            assemble::<K, f64, N>(setup, model, initial_fields(setup)?, forcings::<f64, N>(setup))
        }
    }
}

/// The system of kinetics that are no model's, at their resting state, without noise and events.
pub(crate) fn of_kinetics<K, const N: usize>(
    setup: &Setup,
    kinetics: K,
) -> Result<Box<dyn System>, Error>
where
    K: Kinetics<N> + 'static,
{
    let rest = kinetics.resting_state();
    match setup.precision {
        Precision::F32 => {
            let initial = rest.map(|value| Padded::filled(setup.grid, value as f32)).into();
            assemble::<K, f32, N>(setup, kinetics, initial, Vec::new())
        }
        Precision::F64 => {
            let initial = rest.map(|value| Padded::filled(setup.grid, value)).into();
            assemble::<K, f64, N>(setup, kinetics, initial, Vec::new())
        }
    }
}

fn assemble<K, R, const N: usize>(
    setup: &Setup,
    model: K,
    initial: Vec<Padded<R>>,
    forcings: Vec<Box<dyn Forcing<R, N>>>,
) -> Result<Box<dyn System>, Error>
where
    K: Kinetics<N> + 'static,
    R: Real,
    for<'a> FieldView<'a>: From<&'a Padded<R>>,
{
    let mut fields = initial.into_iter();
    // One field a species; the fallback only tells the compiler so.
    let rest = || Padded::from_fn(setup.grid, |_, _| R::default());
    let mut initial: Fields<R, N> = std::array::from_fn(|_| fields.next().unwrap_or_else(rest));
    for forcing in &forcings {
        forcing.start(&mut initial);
    }
    let Setup { grid, boundary, stencil, parallel, .. } = *setup;
    let place = Place { grid, boundary, stencil, parallel };
    let stepper = stepper::<K, R, N>(setup, &model, place, &initial)?;
    Ok(Box::new(ReactionDiffusion {
        equation: Box::new(Operator::new(model, place, first(&setup.rim))),
        stepper,
        forcings,
        state: DoubleBuffer::new(initial),
        species: &K::SPECIES,
        time_step: setup.time_step,
        grid,
    }))
}

fn stepper<K, R, const N: usize>(
    setup: &Setup,
    model: &K,
    place: Place,
    initial: &Fields<R, N>,
) -> Result<Box<dyn Stepper<R, N>>, Error>
where
    K: Kinetics<N>,
    R: Real,
{
    check_scheme(setup, K::FOURTH_ORDER)?;
    let (rim, time_step) = (first(&setup.rim), setup.time_step);
    let diffusivities = model.diffusivities();
    Ok(match setup.scheme {
        Scheme::Euler | Scheme::EulerMaruyama => Box::new(Euler),
        Scheme::Heun => Box::new(Heun::new(initial)),
        Scheme::Rk4 => Box::new(Rk4::new(initial)),
        Scheme::Adaptive => Box::new(Adaptive::new(initial, setup.tolerance)),
        Scheme::Strang => Box::new(Strang::new(place, diffusivities, rim, time_step)),
        Scheme::Etdrk4 => {
            let linear = (diffusivities, model.hyperdiffusivities());
            Box::new(Etdrk4::new(place, linear, initial, time_step))
        }
    })
}

/// What a scheme cannot do.
fn check_scheme(setup: &Setup, fourth_order: bool) -> Result<(), Error> {
    let Setup { scheme, boundary, stencil, grid, .. } = *setup;
    if stencil.dimensions() != grid.dimensions() {
        let dimensions = if grid.is_volume() { "a volume" } else { "a plane" };
        return Err(Error::Stencil { stencil: stencil.name(), dimensions });
    }
    let what = match scheme {
        Scheme::Etdrk4 if boundary != Boundary::Periodic => "a boundary that is not periodic",
        Scheme::Etdrk4 | Scheme::Strang if stencil.is_isotropic() => "an isotropic stencil",
        Scheme::Strang if fourth_order => "an equation of fourth order in space",
        _ => return Ok(()),
    };
    Err(Error::Scheme { scheme: scheme.name(), what })
}

fn initial_fields<R: Real>(setup: &Setup) -> Result<Vec<Padded<R>>, Error> {
    setup.initial.fields(&setup.model, setup.grid, setup.boundary, setup.seed)
}

/// The first `N` values; 0 where there are fewer.
fn first<const N: usize>(values: &[f64]) -> [f64; N] {
    std::array::from_fn(|index| values.get(index).copied().unwrap_or_default())
}
