//! Mean and spread of the fields of The Well's train split: the file `stats.yaml`.

use crate::format::Error;
use crate::format::FrameReader;
use crate::format::hdf5::well::yaml;
use ndarray::Array2;

/// Numbers of a field in [`WellStatistics::to_words`].
const WORDS_A_FIELD: usize = 6;

/// Statistics of fields over all cells, frames and trajectories of the train split.
///
/// `mean`, `std = √⟨(x − ⟨x⟩)²⟩` (population) and `rms = √⟨x²⟩` of each field, and the same of the
/// differences of consecutive frames (`mean_delta`, `std_delta`, `rms_delta`). They are those of
/// the values as the files hold them, in single precision; sums are in double precision.
///
/// Every trajectory is summed on its own and then merged: adding trajectories one by one, and
/// merging the statistics of each in the same order, give the same bits.
///
/// # Reference
///
/// T. F. Chan, G. H. Golub, R. J. LeVeque, *Updating formulae and a pairwise algorithm for
/// computing sample variances*, Stanford STAN-CS-79-773, 1979: the merge.
///
/// # Examples
///
/// ```
/// use mfn::format::WellStatistics;
/// let statistics = WellStatistics::new(&["A", "B"]);
/// assert_eq!(WellStatistics::from_words(&["A", "B"], &statistics.to_words())?, statistics);
/// # Ok::<(), mfn::format::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct WellStatistics {
    fields: Vec<Field>,
}

#[derive(Debug, Clone, PartialEq, Default)]
struct Field {
    name: String,
    values: Moments,
    deltas: Moments,
}

/// Number, mean and sum of squared deviations from it.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
struct Moments {
    n: f64,
    mean: f64,
    squares: f64,
}

impl WellStatistics {
    /// Statistics of no trajectory, for fields of these names.
    pub fn new(names: &[&str]) -> Self {
        let field = |name: &&str| Field { name: (*name).to_owned(), ..Field::default() };
        Self { fields: names.iter().map(field).collect() }
    }

    /// Adds a trajectory, whose frames are given for each field in the order of the names; two
    /// frames are in memory at a time.
    ///
    /// # Errors
    ///
    /// [`Error::Count`] if there are not as many fields, [`Error::Io`] if a frame cannot be read.
    pub fn add_trajectory(&mut self, fields: &[&FrameReader]) -> Result<(), Error> {
        check_count("a trajectory", "fields", fields.len(), self.fields.len())?;
        for (field, frames) in self.fields.iter_mut().zip(fields) {
            let (values, deltas) = moments_of(frames)?;
            field.values = field.values.merge(values);
            field.deltas = field.deltas.merge(deltas);
        }
        Ok(())
    }

    /// Adds the trajectories of `later`.
    ///
    /// # Errors
    ///
    /// [`Error::Count`] or [`Error::Name`] if it does not have the same fields.
    pub fn merge(&mut self, later: &Self) -> Result<(), Error> {
        check_count("a set of statistics", "fields", later.fields.len(), self.fields.len())?;
        for (field, other) in self.fields.iter().zip(&later.fields) {
            if field.name != other.name {
                return Err(Error::Name {
                    found: other.name.clone(),
                    what: "a field of these statistics",
                    wanted: "the same fields in the same order",
                });
            }
        }
        for (field, other) in self.fields.iter_mut().zip(&later.fields) {
            field.values = field.values.merge(other.values);
            field.deltas = field.deltas.merge(other.deltas);
        }
        Ok(())
    }

    /// Six numbers a field, in the order of the fields: number, mean and sum of squared
    /// deviations of the values, then of the differences.
    pub fn to_words(&self) -> Vec<f64> {
        let moments = self.fields.iter().flat_map(|field| [field.values, field.deltas]);
        moments.flat_map(|moments| [moments.n, moments.mean, moments.squares]).collect()
    }

    /// The statistics that [`WellStatistics::to_words`] gave, of fields of these names.
    ///
    /// # Errors
    ///
    /// [`Error::Count`] if there are not six numbers a field.
    pub fn from_words(names: &[&str], words: &[f64]) -> Result<Self, Error> {
        check_count("a set of statistics", "numbers", words.len(), WORDS_A_FIELD * names.len())?;
        let mut statistics = Self::new(names);
        let (words, _) = words.as_chunks::<WORDS_A_FIELD>();
        for (field, words) in statistics.fields.iter_mut().zip(words) {
            let [n, mean, squares, n_deltas, mean_delta, squared_deltas] = *words;
            field.values = Moments { n, mean, squares };
            field.deltas = Moments { n: n_deltas, mean: mean_delta, squares: squared_deltas };
        }
        Ok(statistics)
    }

    /// The text of `stats.yaml`, four decimals a number.
    ///
    /// # Errors
    ///
    /// [`Error::Missing`] if no trajectory was added, or none of at least two frames.
    pub fn to_yaml(&self) -> Result<String, Error> {
        let owner = "a train split of The Well";
        if self.fields.iter().any(|field| field.values.n < 1.0) {
            return Err(Error::Missing { owner, what: "trajectories" });
        }
        if self.fields.iter().any(|field| field.deltas.n < 1.0) {
            return Err(Error::Missing { owner, what: "consecutive frames" });
        }
        let rows = [
            ("mean", self.row(|field| field.values.mean)),
            ("std", self.row(|field| field.values.deviation())),
            ("rms", self.row(|field| field.values.root_mean_square())),
            ("mean_delta", self.row(|field| field.deltas.mean)),
            ("std_delta", self.row(|field| field.deltas.deviation())),
            ("rms_delta", self.row(|field| field.deltas.root_mean_square())),
        ];
        Ok(rows.map(|(key, lines)| format!("{key}:\n{lines}")).concat())
    }

    /// A line for each field.
    fn row(&self, value: impl Fn(&Field) -> f64) -> String {
        let line = |field: &Field| {
            format!("  {}: {}\n", yaml::text(&field.name), yaml::number(value(field)))
        };
        self.fields.iter().map(line).collect::<Vec<_>>().concat()
    }
}

impl Moments {
    /// Two passes: the deviations are taken from the mean itself, so nothing cancels.
    fn of(cells: &Array2<f64>) -> Self {
        let n = cells.len() as f64;
        let mean = cells.sum() / n;
        let squares = cells.iter().map(|cell| (cell - mean) * (cell - mean)).sum();
        Self { n, mean, squares }
    }

    fn merge(self, later: Self) -> Self {
        // With one side empty the formula would still round.
        if later.n < 1.0 {
            return self;
        }
        if self.n < 1.0 {
            return later;
        }
        let n = self.n + later.n;
        let shift = later.mean - self.mean;
        Self {
            n,
            mean: self.mean + shift * (later.n / n),
            squares: self.squares + later.squares + shift * shift * (self.n * later.n / n),
        }
    }

    fn deviation(self) -> f64 {
        (self.squares / self.n).sqrt()
    }

    fn root_mean_square(self) -> f64 {
        (self.mean * self.mean + self.squares / self.n).sqrt()
    }
}

/// Moments of the cells of all frames, and of the differences of consecutive ones.
fn moments_of(frames: &FrameReader) -> Result<(Moments, Moments), Error> {
    let (mut values, mut deltas) = (Moments::default(), Moments::default());
    let mut before: Option<Array2<f64>> = None;
    for index in 0..frames.layout().n_frames {
        // The file holds single precision.
        let frame = frames.read_frame(index)?.into_f64().mapv(|cell| f64::from(cell as f32));
        values = values.merge(Moments::of(&frame));
        if let Some(before) = before {
            deltas = deltas.merge(Moments::of(&(&frame - &before)));
        }
        before = Some(frame);
    }
    Ok((values, deltas))
}

fn check_count(owner: &str, what: &'static str, found: usize, wanted: usize) -> Result<(), Error> {
    if found == wanted {
        return Ok(());
    }
    Err(Error::Count { owner: owner.to_owned(), what, found, wanted })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::hdf5::blocks::tests::spool;
    use crate::format::{Dtype, FrameLayout};
    use tempfile::TempDir;

    const LAYOUT: FrameLayout =
        FrameLayout { n_frames: 2, layers: 1, rows: 1, cols: 2, dtype: Dtype::F64 };

    fn frames(folder: &TempDir, name: &str, layout: FrameLayout, shift: f64) -> FrameReader {
        let value = |frame, _, col| shift + (3 * frame + col * (1 + frame)) as f64;
        spool(&folder.path().join(name), layout, value)
    }

    #[test]
    fn statistics_are_those_of_the_definition() {
        let folder = tempfile::tempdir().unwrap();
        // Frames (0, 1) and (3, 5): differences 3 and 4.
        let one = frames(&folder, "a.npy", LAYOUT, 0.0);
        let mut statistics = WellStatistics::new(&["A"]);
        statistics.add_trajectory(&[&one]).unwrap();
        // Mean 9/4, ⟨x²⟩ = 35/4, variance 59/16; mean 7/2, ⟨x²⟩ = 25/2, variance 1/4.
        let expected = "mean:\n  A: 2.2500e+00\nstd:\n  A: 1.9203e+00\nrms:\n  A: 2.9580e+00\n\
                        mean_delta:\n  A: 3.5000e+00\nstd_delta:\n  A: 5.0000e-01\n\
                        rms_delta:\n  A: 3.5355e+00\n";
        assert_eq!(statistics.to_yaml().unwrap(), expected);
        // 100 more: ⟨x²⟩ = 41870/8. Differences do not reach from one trajectory to the next.
        statistics.add_trajectory(&[&frames(&folder, "b.npy", LAYOUT, 100.0)]).unwrap();
        let expected = "mean:\n  A: 5.2250e+01\nstd:\n  A: 5.0037e+01\nrms:\n  A: 7.2345e+01\n\
                        mean_delta:\n  A: 3.5000e+00\nstd_delta:\n  A: 5.0000e-01\n\
                        rms_delta:\n  A: 3.5355e+00\n";
        assert_eq!(statistics.to_yaml().unwrap(), expected);
    }

    #[test]
    fn merged_words_give_the_bits_of_one_pass() {
        let folder = tempfile::tempdir().unwrap();
        let layout = FrameLayout { n_frames: 5, rows: 7, cols: 9, ..LAYOUT };
        let names = ["A", "B"];
        let (mut whole, mut merged) = (WellStatistics::new(&names), WellStatistics::new(&names));
        for trajectory in 0..4 {
            let one = frames(&folder, "a.npy", layout, 0.1 * f64::from(trajectory));
            let other = frames(&folder, "b.npy", layout, -0.3);
            whole.add_trajectory(&[&one, &other]).unwrap();
            let mut part = WellStatistics::new(&names);
            part.add_trajectory(&[&one, &other]).unwrap();
            let words = part.to_words();
            assert_eq!(words.len(), 12);
            merged.merge(&WellStatistics::from_words(&names, &words).unwrap()).unwrap();
        }
        let bits = |statistics: &WellStatistics| {
            statistics.to_words().into_iter().map(f64::to_bits).collect::<Vec<_>>()
        };
        assert_eq!(bits(&merged), bits(&whole));
    }

    #[test]
    fn spread_of_large_values_does_not_cancel() {
        let folder = tempfile::tempdir().unwrap();
        let layout = FrameLayout { n_frames: 1, dtype: Dtype::F32, ..LAYOUT };
        let mut statistics = WellStatistics::new(&["A"]);
        for name in ["a.npy", "b.npy"] {
            // 2²³ and its neighbour, the last ones that single precision tells apart.
            let frames = frames(&folder, name, layout, 8388608.0);
            statistics.add_trajectory(&[&frames]).unwrap();
        }
        let [n, _, squares, ..] = *statistics.to_words() else { panic!("too few words") };
        assert_eq!((n, squares), (4.0, 1.0));
    }

    #[test]
    fn statistics_that_do_not_fit_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let check = |result: Result<(), Error>, expected: &str| {
            assert_eq!(result.unwrap_err().to_string(), expected);
        };
        let mut statistics = WellStatistics::new(&["A"]);
        let empty = statistics.to_yaml().map(drop);
        check(empty, "a train split of The Well has no trajectories: wanted at least 1");
        check(statistics.add_trajectory(&[]), "a trajectory has 0 fields: wanted 1");
        let words = WellStatistics::from_words(&["A"], &[0.0; 5]).map(drop);
        check(words, "a set of statistics has 5 numbers: wanted 6");
        let other = statistics.merge(&WellStatistics::new(&["B"]));
        assert!(matches!(other, Err(Error::Name { .. })));
        let layout = FrameLayout { n_frames: 1, ..LAYOUT };
        statistics.add_trajectory(&[&frames(&folder, "a.npy", layout, 0.0)]).unwrap();
        let still = statistics.to_yaml().map(drop);
        check(still, "a train split of The Well has no consecutive frames: wanted at least 1");
    }
}
