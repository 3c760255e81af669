//! Every estimator of a field gives a finite number or says why it has none, whatever the field.

#![allow(clippy::unwrap_used, reason = "every frame has the shape of the run")]

use mfn::features::{
    Angular, Autocorrelation, Betti, ClusterSizes, Components, Connectivity, Diagram, Evolution,
    Minkowski, Ordinal, Orientation, Periodogram, Persistence, PowerLaw, Spectrum, Surface,
    Threshold, histogram_entropy, morans_i,
};
use mfn::fractal::{Mask, Undefined};
use mfn::grid::FieldView;
use ndarray::Array2;

/// A name, and a number or the reason why there is none.
type Found = (&'static str, Result<f64, Undefined>);

const CONNECTIVITIES: [Connectivity; 2] = [Connectivity::Four, Connectivity::Eight];

fn thresholds(field: FieldView<'_>) -> Vec<Found> {
    vec![
        ("fixed", Threshold::Fixed(0.5).of(field)),
        ("quantile", Threshold::Quantile(0.3).of(field)),
        ("Otsu", Threshold::Otsu { bins: 256 }.of(field)),
    ]
}

fn shapes(mask: Mask<'_>, surface: Surface) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let minkowski = Minkowski::of(mask, surface);
    found.push(("area", minkowski.map(|m| m.area as f64)));
    found.push(("Crofton perimeter", minkowski.map(|m| m.crofton_perimeter())));
    for connectivity in CONNECTIVITIES {
        let components = Components::on(surface, mask, connectivity);
        let sizes = ClusterSizes::of(&components);
        found.push(("mean size", sizes.map(|sizes| sizes.mean)));
        found.push(("spread of sizes", sizes.map(|sizes| sizes.std)));
        found.push(("size entropy", sizes.map(|sizes| sizes.entropy)));
        found.push(("τ", PowerLaw::fit(&components, 1).map(|law| law.exponent)));
        let betti = Betti::of(mask, connectivity, surface);
        found.push(("β₁", betti.map(|betti| betti.loops as f64)));
        if let (Ok(betti), Ok(m)) = (betti, minkowski) {
            let signed = [betti.components, betti.loops, betti.voids].map(u64::cast_signed);
            assert_eq!(signed[0] - signed[1] + signed[2], m.euler(connectivity));
        }
    }
    found
}

fn patterns(field: FieldView<'_>, surface: Surface) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    for connectivity in CONNECTIVITIES {
        let persistence = Persistence::superlevel(field, connectivity, surface);
        let diagram = persistence.map(|found| Diagram::of(&found.loops, found.range, 0.1));
        found.push(("total persistence", diagram.map(|diagram| diagram.total)));
        found.push(("persistence entropy", diagram.map(|diagram| diagram.entropy)));
    }
    let periodogram = Periodogram::of(field, 0.5);
    let band = periodogram.as_ref().map_err(|reason| *reason);
    let band = band.and_then(|p| Spectrum::from(p).band().ok_or(Undefined::Constant));
    found.push(("band width", band.map(|band| band.width)));
    found.push(("spectral entropy", band.map(|band| band.entropy)));
    let angular = periodogram.as_ref().map_err(|reason| *reason);
    let angular = angular.and_then(|p| Angular::of(p, &Spectrum::from(p)));
    found.push(("anisotropy", angular.map(|angular| angular.anisotropy())));
    found.push(("direction of waves", angular.and_then(|angular| angular.direction())));
    found.push(("hexatic order", angular.map(|angular| angular.orders[2])));
    let autocorrelation = periodogram.and_then(|p| Autocorrelation::of(&p));
    let lengths = autocorrelation.map(|found| [found.e_folding(), found.first_zero()]);
    for (index, name) in ["e-folding length", "first zero"].into_iter().enumerate() {
        found.push((name, lengths.and_then(|lengths| lengths[index])));
    }
    let orientation = Orientation::of(field, surface);
    found.push(("nematic order", orientation.map(|found| found.nematic_order)));
    found.push(("coherence", orientation.map(|found| found.coherence())));
    found.push(("direction", orientation.and_then(|found| found.direction())));
    let ordinal = Ordinal::of(field, surface);
    found.push(("ordinal entropy", ordinal.map(|found| found.entropy)));
    found.push(("complexity", ordinal.map(|found| found.complexity)));
    found.push(("histogram entropy", histogram_entropy(field, 64)));
    found.push(("Moran's I", morans_i(field, surface)));
    found
}

fn dynamics(field: FieldView<'_>) -> Vec<Found> {
    let mut evolution = Evolution::new(field.shape(), 1000.0);
    for _ in 0..3 {
        evolution.push(field).unwrap();
    }
    let change = evolution.change();
    vec![
        ("dV mean", change.map(|change| change.mean)),
        ("dV rms", change.map(|change| change.rms)),
        ("variance trend", evolution.variance_trend().map(|line| line.slope)),
        ("time of the mean", evolution.mean_time()),
    ]
}

fn all(field: FieldView<'_>) -> Vec<Found> {
    let mut found = thresholds(field);
    for surface in Surface::ALL {
        for threshold in [f64::NEG_INFINITY, 0.5, f64::INFINITY] {
            found.extend(shapes(Mask::Above { field, threshold }, surface));
        }
        found.extend(patterns(field, surface));
    }
    found.extend(dynamics(field));
    found
}

/// Values without a pattern.
fn rough((row, col): (usize, usize)) -> f64 {
    ((row * 131 + col * 17) as f64 * 0.618_033_988_749_895).fract()
}

/// Shapes from empty to oblong, each with values from flat to the ends of double precision.
fn fields() -> Vec<Array2<f64>> {
    let shapes =
        [(0, 0), (0, 4), (4, 0), (1, 1), (1, 9), (9, 1), (2, 2), (3, 11), (16, 5), (33, 64)];
    let values: [fn((usize, usize)) -> f64; 8] = [
        |_| 0.7,
        |_| 0.0,
        rough,
        |cell| (rough(cell) * 3.0).floor(),
        |cell| (2.0 * rough(cell) - 1.0) * 1.7e308,
        |cell| rough(cell) * 2e-323,
        |(row, col)| if (row, col) == (0, 0) { f64::NAN } else { 1.0 },
        |(row, col)| if row + col == 0 { f64::NEG_INFINITY } else { rough((row, col)) },
    ];
    shapes
        .iter()
        .flat_map(|shape| values.map(|value| Array2::from_shape_fn(*shape, value)))
        .collect()
}

#[test]
fn every_estimator_is_finite_or_says_why_not() {
    for field in fields() {
        let found = all(FieldView::F64(field.view()));
        for (name, value) in &found {
            let (corner, shape) = (field.last(), field.dim());
            let is_sound = value.is_ok_and(f64::is_finite) || value.is_err();
            assert!(is_sound, "{name}: {value:?} of {shape:?} cells, the last {corner:?}");
        }
        // Any other layout of the same cells is the same field.
        let turned = field.t().as_standard_layout().into_owned();
        assert_eq!(found, all(FieldView::F64(turned.t())));
    }
}

#[test]
fn rough_field_has_every_number() {
    let field = Array2::from_shape_fn((48, 40), rough);
    let single = field.mapv(|value| value as f32);
    for field in [FieldView::F64(field.view()), FieldView::F32(single.view())] {
        let missing: Vec<Found> =
            all(field).into_iter().filter(|(_, value)| value.is_err()).collect();
        // Masks of all and of no cells have few clusters, and a run that stands still no memory.
        let known = ["τ", "mean size", "spread of sizes", "size entropy", "time of the mean"];
        assert!(missing.iter().all(|(name, _)| known.contains(name)), "{missing:?}");
    }
}
