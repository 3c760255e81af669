//! What must hold for every method, and what each is better at.

use crate::dataset::sampling::Error;
use crate::dataset::sampling::Method;
use crate::dataset::sampling::Sampling;

fn sampling(method: Method, count: u64, dimensions: usize, seed: u128) -> Sampling {
    Sampling::new(method, count, dimensions, seed).unwrap()
}

#[test]
fn impossible_sweeps_are_refused() {
    let cases = [
        ((Method::Independent, 0, 3), "0 points were asked for: wanted at least 1"),
        ((Method::Sobol, 100, 65), "65 random axes were asked for: sobol sampling has at most 64"),
        (
            (Method::Sobol, (1 << 53) + 1, 2),
            "9007199254740993 points were asked for: sobol sampling has at most 9007199254740992",
        ),
        (
            (Method::LatinHypercube, (1 << 53) + 1, 2),
            "9007199254740993 points were asked for: \
             latin-hypercube sampling has at most 9007199254740992",
        ),
    ];
    for ((method, count, dimensions), expected) in cases {
        let found = Sampling::new(method, count, dimensions, 1).unwrap_err();
        assert_eq!(found.to_string(), expected);
    }
    let found = Sampling::new(Method::Sobol, 1, 65, 1).unwrap_err();
    assert_eq!(found, Error::TooManyDimensions { method: Method::Sobol, found: 65, most: 64 });
}

#[test]
fn the_limits_themselves_are_allowed() {
    for method in Method::ALL {
        let (count, dimensions) = (method.most_points(), method.most_dimensions());
        let last = sampling(method, count, dimensions, 1).unit(count - 1, dimensions - 1);
        assert!((0.0..1.0).contains(&last), "{method:?}");
    }
}

#[test]
fn a_sweep_of_no_random_axis_is_a_sweep() {
    for method in Method::ALL {
        assert_eq!(sampling(method, 5, 0, 1).dimensions(), 0);
    }
}

#[test]
fn coordinates_do_not_depend_on_the_number_of_axes() {
    for method in Method::ALL {
        let (few, many) = (sampling(method, 50, 2, 8), sampling(method, 50, 9, 8));
        for (point, axis) in (0..50).flat_map(|point| [(point, 0), (point, 1)]) {
            assert_eq!(few.unit(point, axis).to_bits(), many.unit(point, axis).to_bits());
        }
    }
}

#[test]
fn a_longer_sweep_keeps_its_points_but_in_a_latin_hypercube() {
    for method in Method::ALL {
        let (short, long) = (sampling(method, 10, 3, 8), sampling(method, 1000, 3, 8));
        let kept = (0..10).all(|i| short.unit(i, 2).to_bits() == long.unit(i, 2).to_bits());
        assert_eq!(kept, method != Method::LatinHypercube);
    }
}

#[test]
fn seeds_give_other_points() {
    for method in Method::ALL {
        let (first, second) = (sampling(method, 100, 2, 1), sampling(method, 100, 2, 2));
        let same = (0..100).filter(|i| first.unit(*i, 1).to_bits() == second.unit(*i, 1).to_bits());
        assert_eq!(same.count(), 0, "{method:?}");
    }
}

#[test]
fn coordinates_keep_their_bits() {
    // An independent Python script agrees: multiples of 2⁻⁵³.
    let cases = [
        (Method::Independent, [1142390576190296, 2153694682748948, 4099073504156537]),
        (Method::LatinHypercube, [2146149620335042, 2319300189590888, 6154666034775781]),
        (Method::Sobol, [25222487486014, 7475621562950306, 1870975555085042]),
    ];
    for (method, expected) in cases {
        let points = sampling(method, 1000, 5, 42);
        let found = [(0, 0), (1, 0), (999, 4)].map(|(point, axis)| points.unit(point, axis));
        assert_eq!(found.map(|unit| (unit * (1_u64 << 53) as f64) as u64), expected, "{method:?}");
    }
}

/// Root mean square over 32 seeds of the error in the mean of a function of exact mean 1.
fn error(method: Method, count: u64, function: impl Fn(&[f64]) -> f64) -> f64 {
    let seeds = 32;
    let square = |seed| {
        let points = sampling(method, count, 6, seed);
        let value = |i| function(&std::array::from_fn::<f64, 6, _>(|axis| points.unit(i, axis)));
        ((0..count).map(value).sum::<f64>() / count as f64 - 1.0).powi(2)
    };
    ((0..seeds).map(square).sum::<f64>() / seeds as f64).sqrt()
}

/// ∏ (1 + (x − ½) / 2): its integral is 1, and nearly a sum over the axes.
fn smooth(point: &[f64]) -> f64 {
    point.iter().map(|x| 0.75 + 0.5 * x).product()
}

/// 2 x̄, whose integral is 1.
fn mean(point: &[f64]) -> f64 {
    2.0 * point.iter().sum::<f64>() / point.len() as f64
}

#[test]
fn a_smooth_integral_converges_faster_on_better_points() {
    let errors = |method| [256, 4096].map(|count| error(method, count, smooth));
    let [independent, latin, sobol] = Method::ALL.map(errors);
    // The variance is (1 + 1/48)⁶ − 1 = 0.1317, of which 6/48 = 0.125 is a sum over the axes.
    for (index, count) in [256.0, 4096.0].into_iter().enumerate() {
        let ratio = |error: f64, variance: f64| error / (variance / count).sqrt();
        assert!((0.7..1.4).contains(&ratio(independent[index], 0.1317)), "{independent:?}");
        assert!((0.7..1.4).contains(&ratio(latin[index], 0.0067)), "{latin:?}");
    }
    assert!(sobol[0] < latin[0] / 3.0 && sobol[1] < latin[1] / 10.0, "{sobol:?} {latin:?}");
    // Sixteen times the points: a quarter of the error at n^(−1/2), a sixteenth at n^(−1).
    assert!(sobol[0] / sobol[1] > 16.0, "{sobol:?}");
}

#[test]
fn order_and_threads_do_not_matter() {
    for method in Method::ALL {
        let points = sampling(method, 400, 3, 6);
        let part = |part: u64| {
            let own = (100 * part..100 * (part + 1)).rev();
            own.map(|point| points.unit(point, 2).to_bits()).collect::<Vec<u64>>()
        };
        let threads = std::thread::scope(|scope| {
            let workers = [3, 1, 0, 2].map(|index| scope.spawn(move || (index, part(index))));
            workers.map(|worker| worker.join().unwrap())
        });
        for (index, found) in threads {
            assert_eq!(found, part(index), "{method:?}");
        }
    }
}

#[test]
fn means_of_coordinates_are_one_half() {
    let count = 1024;
    let [independent, latin, sobol] = Method::ALL.map(|method| error(method, count, mean));
    // 2 √(1/(12 · 6 n)); strata leave 2 √(1/(12 · 6 n³)), and so do scrambled strata.
    let stratum = 2.0 / (72.0 * 1024.0_f64.powi(3)).sqrt();
    assert!((0.7..1.4).contains(&(independent / (stratum * 1024.0))), "{independent}");
    assert!(latin < 1.5 * stratum && sobol < 1.5 * stratum, "{latin} {sobol}");
}
