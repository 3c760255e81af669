//! Long curves with fewer points, and the same pixels.

use crate::plot::canvas::line::Point;

/// The points that make a difference: of those in a row within one column of pixels, the first, the
/// lowest, the highest and the last.
///
/// # Reference
///
/// U. Jugel et al., *M4: a visualization-oriented time series data aggregation*, PVLDB 7 (2014)
/// 797.
pub(crate) fn thinned(points: &[Point], columns_per_pixel: f64) -> Vec<Point> {
    let column = |point: &Point| (point.0 * columns_per_pixel).floor();
    let mut kept: Vec<Point> = Vec::new();
    // Columns are whole numbers, so the same column is the same bits.
    for run in points.chunk_by(|a, b| column(a).to_bits() == column(b).to_bits()) {
        if run.len() <= 4 {
            kept.extend(run);
            continue;
        }
        let last = run.len() - 1;
        let by_height = |a: &usize, b: &usize| run[*a].1.total_cmp(&run[*b].1);
        let lowest = (0..=last).min_by(by_height).unwrap_or(0);
        let highest = (0..=last).max_by(by_height).unwrap_or(last);
        let mut chosen = [0, lowest.min(highest), lowest.max(highest), last].to_vec();
        chosen.dedup();
        kept.extend(chosen.into_iter().map(|index| run[index]));
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extremes_and_ends_of_every_column_are_kept_in_order() {
        let column = [(0.1, 3.0), (0.2, 9.0), (0.3, 5.0), (0.4, -1.0), (0.5, 4.0), (0.6, 6.0)];
        let points = [&column[..], &[(1.5, 2.0), (2.5, 2.0)]].concat();
        let wanted = [(0.1, 3.0), (0.2, 9.0), (0.4, -1.0), (0.6, 6.0), (1.5, 2.0), (2.5, 2.0)];
        assert_eq!(thinned(&points, 1.0), wanted);
    }

    #[test]
    fn long_curve_becomes_as_long_as_its_pixels() {
        let wave = |i: u32| (f64::from(i) * 0.001, f64::from(i % 7));
        let points: Vec<Point> = (0..100_000).map(wave).collect();
        let kept = thinned(&points, 1.0).len();
        assert!((200..=400).contains(&kept), "{kept} points for 100 columns");
    }
}
