//! Where an axis has its ticks, and what they say.

/// One tick of an axis.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Tick {
    /// The value it marks.
    pub(crate) value: f64,
    /// Its label, with a typographic minus.
    pub(crate) label: String,
}

/// The ticks from `low` to `high`: multiples of 1, 2 or 5 × 10ᵏ, at most `intervals` apart.
///
/// Ticks are integers times a power of ten until they are printed, so that no label shows a
/// rounding error. Labels share their number of decimals; beyond 10⁵ and below 10⁻³ they share a
/// power of ten.
pub(crate) fn ticks(low: f64, high: f64, intervals: usize) -> Vec<Tick> {
    let intervals = intervals.max(1) as f64;
    // Divided first, because the width of a range of large numbers can overflow.
    let Some((step, exponent)) = nice_step(high / intervals - low / intervals) else {
        return Vec::new();
    };
    let width = decimal(step, exponent);
    // An end that misses a tick by rounding alone has it.
    let first = (low / width - 1e-9).ceil() as i64;
    let last = (high / width + 1e-9).floor() as i64;
    let mantissas: Vec<i64> = (first..=last).map(|count| count.saturating_mul(step)).collect();
    let largest = mantissas.iter().map(|mantissa| mantissa.unsigned_abs()).max().unwrap_or(0);
    let style = Style::of(largest, exponent);
    mantissas
        .into_iter()
        .map(|mantissa| Tick { value: decimal(mantissa, exponent), label: style.label(mantissa) })
        .collect()
}

/// The ticks of a logarithmic axis from `low` to `high`, both above 0, at most `intervals` apart.
///
/// Powers of ten, every m-th of them; 1, 2 and 5 × 10ᵏ where there are fewer than two decades; and
/// the ticks of a linear axis where even these are fewer than two.
pub(crate) fn log_ticks(low: f64, high: f64, intervals: usize) -> Vec<Tick> {
    let (Some(first), Some(last)) = (decade(low), decade(high)) else { return Vec::new() };
    let inside =
        |tick: &Tick| low * (1.0 - 1e-9) <= tick.value && tick.value <= high * (1.0 + 1e-9);
    let plain = first >= -3 && last < 5;
    let tick = |mantissa: i64, power: i32| {
        let label = match mantissa {
            _ if plain => Style::of(mantissa.unsigned_abs(), power).label(mantissa),
            1 => format!("10{}", superscript(power)),
            _ => format!("{mantissa}×10{}", superscript(power)),
        };
        Tick { value: decimal(mantissa, power), label }
    };
    let decades: Vec<Tick> = (first..=last).map(|k| tick(1, k)).filter(inside).collect();
    if decades.len() > 2 {
        let every = (decades.len() - 1).div_ceil(intervals.max(1));
        return decades.into_iter().step_by(every).collect();
    }
    let finer: Vec<Tick> = (first..=last)
        .flat_map(|power| [1, 2, 5].map(|mantissa| tick(mantissa, power)))
        .filter(inside)
        .collect();
    match (finer.len(), decades.len()) {
        (2.., _) if finer.len() <= intervals + 1 => finer,
        (_, 2) => decades,
        (2.., 1) if intervals < 2 => decades,
        _ => ticks(low, high, intervals),
    }
}

/// The largest k with 10ᵏ not above a number, which is above 0.
fn decade(number: f64) -> Option<i32> {
    let positive = number.is_finite() && number > 0.0;
    let printed = positive.then(|| format!("{number:e}"))?;
    printed.split_once('e')?.1.parse().ok()
}

/// The smallest of 1, 2, 5 × 10ᵏ that is not below `width`, as (1 | 2 | 5, k).
fn nice_step(width: f64) -> Option<(i64, i32)> {
    if !(width.is_finite() && width > 0.0) {
        return None;
    }
    // The decimal form is exact on every platform, which a logarithm is not.
    let printed = format!("{width:e}");
    let (mantissa, exponent) = printed.split_once('e')?;
    let (mantissa, exponent) = (mantissa.parse::<f64>().ok()?, exponent.parse::<i32>().ok()?);
    let step = [1, 2, 5].into_iter().find(|&step| mantissa <= step as f64 * (1.0 + 1e-9));
    Some(step.map_or((1, exponent + 1), |step| (step, exponent)))
}

/// mantissa × 10^exponent, correctly rounded.
fn decimal(mantissa: i64, exponent: i32) -> f64 {
    format!("{mantissa}e{exponent}").parse().unwrap_or(f64::NAN)
}

/// How the labels of one axis are written.
#[derive(Debug, Clone, Copy)]
struct Style {
    /// Digits after the point.
    decimals: usize,
    /// Zeros before the point.
    zeros: usize,
    /// The power of ten all labels share.
    power: Option<i32>,
}

impl Style {
    /// The style for mantissas up to `largest`, times 10^exponent.
    fn of(largest: u64, exponent: i32) -> Self {
        let power = exponent + largest.checked_ilog10().unwrap_or(0).cast_signed();
        if largest > 0 && !(-3..5).contains(&power) {
            let decimals = usize::try_from(power - exponent).unwrap_or(0);
            return Self { decimals, zeros: 0, power: Some(power) };
        }
        Self {
            decimals: usize::try_from(-exponent).unwrap_or(0),
            zeros: usize::try_from(exponent).unwrap_or(0),
            power: None,
        }
    }

    fn label(self, mantissa: i64) -> String {
        let sign = if mantissa < 0 { "−" } else { "" };
        let digits = mantissa.unsigned_abs().to_string() + &"0".repeat(self.zeros);
        match self.power {
            _ if mantissa == 0 && (self.power.is_some() || self.zeros > 0) => "0".to_owned(),
            None => format!("{sign}{}", pointed(&digits, self.decimals)),
            Some(power) => {
                format!("{sign}{}×10{}", pointed(&digits, self.decimals), superscript(power))
            }
        }
    }
}

/// `digits` with a point before the last `decimals` of them.
fn pointed(digits: &str, decimals: usize) -> String {
    if decimals == 0 {
        return digits.to_owned();
    }
    let padded = format!("{digits:0>width$}", width = decimals + 1);
    let (whole, fraction) = padded.split_at(padded.len() - decimals);
    format!("{whole}.{fraction}")
}

fn superscript(power: i32) -> String {
    let raised = |letter| match letter {
        '-' => '⁻',
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        '4' => '⁴',
        '5' => '⁵',
        '6' => '⁶',
        '7' => '⁷',
        '8' => '⁸',
        '9' => '⁹',
        _ => '⁰',
    };
    power.to_string().chars().map(raised).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_numbers() {
        let cases: [(f64, f64, usize, &[&str]); 14] = [
            (0.0, 64.0, 5, &["0", "20", "40", "60"]),
            (0.0, 64.0, 7, &["0", "10", "20", "30", "40", "50", "60"]),
            (0.0, 1.0, 5, &["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
            (0.0, 0.3, 3, &["0.0", "0.1", "0.2", "0.3"]),
            (-0.3, 0.3, 3, &["−0.2", "0.0", "0.2"]),
            (-95.0, 40.0, 6, &["−50", "0"]),
            (0.0, 2048.0, 4, &["0", "1000", "2000"]),
            (0.0, 20.0, 1, &["0", "20"]),
            (0.0013, 0.0089, 4, &["0.002", "0.004", "0.006", "0.008"]),
            (0.0, 1e-5, 2, &["0", "0.5×10⁻⁵", "1.0×10⁻⁵"]),
            (0.0, 250_000.0, 3, &["0", "1×10⁵", "2×10⁵"]),
            (-2e300, 2e300, 2, &["−2×10³⁰⁰", "0", "2×10³⁰⁰"]),
            (-70.0002, -70.0, 2, &["−70.0002", "−70.0001", "−70.0000"]),
            (0.21, 0.39, 2, &["0.3"]),
        ];
        for (low, high, intervals, labels) in cases {
            let found: Vec<String> =
                ticks(low, high, intervals).into_iter().map(|tick| tick.label).collect();
            assert_eq!(found, labels, "{low} to {high}");
        }
    }

    #[test]
    fn values_are_the_nearest_numbers_to_their_labels() {
        let values: Vec<f64> = ticks(0.0, 0.7, 7).into_iter().map(|tick| tick.value).collect();
        assert_eq!(values, [0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7]);
    }

    #[test]
    fn there_are_never_more_intervals_than_asked_for() {
        for intervals in 1..9 {
            for width in [0.07, 0.99, 1.0, 1.01, 3.3, 64.0, 135.0, 99_999.0] {
                let count = ticks(-0.3 * width, 0.7 * width, intervals).len();
                assert!(count <= intervals + 1, "{width}, {intervals}: {count}");
            }
        }
    }

    #[test]
    fn logarithmic_ticks_are_decades_and_their_parts() {
        let cases: [(f64, f64, usize, &[&str]); 7] = [
            (1e-3, 1e3, 6, &["0.001", "0.01", "0.1", "1", "10", "100", "1000"]),
            (2e-9, 3e-4, 7, &["10⁻⁸", "10⁻⁷", "10⁻⁶", "10⁻⁵", "10⁻⁴"]),
            (1e-12, 1.0, 3, &["10⁻¹²", "10⁻⁸", "10⁻⁴", "10⁰"]),
            (0.5, 30.0, 7, &["0.5", "1", "2", "5", "10", "20"]),
            (0.5, 30.0, 2, &["1", "10"]),
            (1.5e-7, 6e-7, 7, &["2×10⁻⁷", "5×10⁻⁷"]),
            (31.0, 39.0, 4, &["32", "34", "36", "38"]),
        ];
        for (low, high, intervals, labels) in cases {
            let found: Vec<String> =
                log_ticks(low, high, intervals).into_iter().map(|tick| tick.label).collect();
            assert_eq!(found, labels, "{low} to {high}");
        }
        assert_eq!(log_ticks(0.0, 1.0, 5), []);
    }

    #[test]
    fn range_that_is_none_has_no_tick() {
        for (low, high) in [(1.0, 1.0), (2.0, 1.0), (f64::NAN, 1.0), (0.0, f64::INFINITY)] {
            assert_eq!(ticks(low, high, 5), []);
        }
    }
}
