//! `docs/steppers.md` lists the steppers as the code knows them.

use crate::page;
use mfn::engine::{Scheme, largest_step};
use mfn::grid::Stencil;
use mfn::model::{GrayScott, Model};
use std::fmt::Write as _;

/// The limit of |λ|Δt on the negative real axis: that of pure diffusion, D = h = 1, times 8.
fn limit(scheme: Scheme) -> String {
    let (diffusivity_u, diffusivity_v) = (1.0, 0.0);
    let model = Model::GrayScott(GrayScott { feed: 0.0, kill: 0.0, diffusivity_u, diffusivity_v });
    let limit = largest_step(&model, scheme, 1.0, Stencil::FivePoint);
    limit.map_or_else(|| "–".to_owned(), |step| format!("{:.3}", 8.0 * step))
}

fn boundaries(scheme: Scheme) -> &'static str {
    if scheme == Scheme::Etdrk4 { "periodic" } else { "all" }
}

#[test]
fn page_has_every_scheme_with_its_order() {
    let mut text =
        "| name | order | boundaries | stencils | limit | reference |\n|---|---|---|---|---|---|\n"
            .to_owned();
    for scheme in Scheme::ALL {
        let stencils = if scheme.diffuses_exactly() { "five-point, seven-point" } else { "all" };
        let stencils = if scheme == Scheme::Etdrk4 { "spectral" } else { stencils };
        writeln!(
            text,
            "| `{}` | {} | {} | {stencils} | {} | {} |",
            scheme.name(),
            scheme.order(),
            boundaries(scheme),
            limit(scheme),
            scheme.source(),
        )
        .unwrap();
    }
    page::check("docs/steppers.md", "schemes", &text);
}
