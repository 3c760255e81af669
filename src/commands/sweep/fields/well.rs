//! Trajectories in the layout of The Well: a file for each point, split and chunk.

use crate::commands::failure::Failure;
use crate::commands::folders;
use crate::commands::sweep::fields::{Frames, centres, times};
use crate::commands::sweep::plan::Plan;
use mfn::dataset::Chunk;
use mfn::format::{
    FrameReader, WellAxis, WellField, WellFile, WellSidecar, WellStatistics, write_atomic,
    write_well,
};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

/// Splits, in the order of `dataset.splits`.
const SPLITS: [&str; 3] = ["train", "valid", "test"];

/// Seeds of a point from which on its own trajectories are split; below, all runs together are.
const ENOUGH: u64 = 10;

/// The name under which The Well knows the data, and those of its fields and parameters.
struct Names {
    dataset: String,
    fields: Vec<String>,
    /// Name and key of each.
    parameters: Vec<(String, String)>,
}

impl Names {
    /// The Well's own names for Gray–Scott; the model's for the others, with the swept parameters.
    fn of(plan: &Plan) -> Self {
        let kind = plan.first.model.kind().name();
        let dataset = format!("{}_reaction_diffusion", kind.replace('-', "_"));
        let own = |(name, key): (&str, &str)| (name.to_owned(), key.to_owned());
        if kind == "gray-scott" {
            let fields = ["A", "B"].map(ToOwned::to_owned).to_vec();
            let parameters = [("F", "model.feed"), ("k", "model.kill")].map(own).to_vec();
            return Self { dataset, fields, parameters };
        }
        let species = plan.first.model.species().iter();
        let keys = plan.preset.sweep.keys();
        let swept = keys.iter().filter_map(|key| Some((key.strip_prefix("model.")?, *key)));
        Self {
            dataset,
            fields: species.map(|species| species.name.to_owned()).collect(),
            parameters: swept.map(own).collect(),
        }
    }

    /// Numbers of a run's parameters; those that are no numbers are left out.
    fn values(&self, plan: &Plan, run: u64) -> Result<Vec<(&str, f64)>, Failure> {
        let preset = plan.run_preset(run)?;
        let mut values = Vec::new();
        for (name, key) in &self.parameters {
            match preset.entry(key) {
                Some((_, toml::Value::Float(number))) => values.push((name.as_str(), number)),
                Some((_, toml::Value::Integer(whole))) => {
                    values.push((name.as_str(), whole as f64));
                }
                _ => {}
            }
        }
        Ok(values)
    }
}

/// Which split a run is in: a function of the plan alone.
fn split(plan: &Plan, run: u64) -> usize {
    let seeds = plan.preset.sweep.seeds_per_point();
    let share = if seeds >= ENOUGH {
        ((run % seeds) as f64 + 0.5) / seeds as f64
    } else {
        // The golden ratio spreads any number of runs evenly.
        ((run as f64 + 0.5) * 0.618_033_988_749_894_9).fract()
    };
    let [train, valid, _] = plan.preset.dataset.splits;
    match share {
        share if share < train => 0,
        share if share < train + valid => 1,
        _ => 2,
    }
}

/// The trajectories of one file: those of a chunk with one point and split.
struct Group {
    /// Path within the data set.
    path: String,
    /// Their places among the chunk's runs.
    members: Vec<usize>,
    /// Any of them: they share their parameters.
    run: u64,
}

/// The files of a chunk of whose runs these were made.
fn groups(plan: &Plan, names: &Names, chunk: &Chunk, runs: &[u64]) -> Result<Vec<Group>, Failure> {
    let mut members: BTreeMap<(u64, usize), Vec<usize>> = BTreeMap::new();
    for (index, run) in runs.iter().enumerate() {
        let point = plan.preset.sweep.run(*run).point;
        members.entry((point, split(plan, *run))).or_default().push(index);
    }
    let mut groups = Vec::new();
    for ((point, split), members) in members {
        let run = members.first().and_then(|index| runs.get(*index)).copied().unwrap_or_default();
        let values = names.values(plan, run)?;
        let text: String = values.iter().fold(String::new(), |mut text, (name, value)| {
            // Writing to a string cannot fail.
            let _ = write!(text, "_{name}_{value}");
            text
        });
        let (dataset, stem, split) = (&names.dataset, chunk.stem(), SPLITS[split]);
        let path =
            format!("the-well/{dataset}/data/{split}/{dataset}_point-{point:06}{text}_{stem}.hdf5");
        groups.push(Group { path, members, run });
    }
    Ok(groups)
}

/// Writes the trajectories of a chunk; gives the paths within the data set.
pub(crate) fn write(
    plan: &Plan,
    place: &Path,
    chunk: &Chunk,
    frames: &Frames,
) -> Result<Vec<String>, Failure> {
    let names = Names::of(plan);
    let mut paths = Vec::new();
    for group in groups(plan, &names, chunk, &frames.runs)? {
        let path = place.join(&group.path);
        folders::make(path.parent().unwrap_or(place))?;
        let values = names.values(plan, group.run)?;
        file(plan, &path, &names, &values, (frames, &group.members))?;
        paths.push(group.path);
    }
    Ok(paths)
}

fn file(
    plan: &Plan,
    path: &Path,
    names: &Names,
    values: &[(&str, f64)],
    (frames, members): (&Frames, &[usize]),
) -> Result<(), Failure> {
    let readers: Vec<Vec<&FrameReader>> = frames
        .readers
        .iter()
        .map(|readers| members.iter().filter_map(|index| readers.get(*index)).collect())
        .collect();
    let fields: Vec<WellField<'_>> = names
        .fields
        .iter()
        .zip(&readers)
        .map(|(name, trajectories)| WellField { name, trajectories })
        .collect();
    let [cols, rows, layers] = centres(&plan.first);
    let boundary = plan.first.boundary;
    let axis = |coordinates| WellAxis { coordinates, boundary };
    // The Well's x is the first axis of an array: rows, or layers in a volume.
    let axes = if plan.first.grid.is_volume() {
        [axis(&layers[..]), axis(&rows), axis(&cols)]
    } else {
        [axis(&rows[..]), axis(&cols), axis(&cols)]
    };
    let file = WellFile {
        dataset_name: &names.dataset,
        parameters: values,
        fields: &fields,
        times: &times(&plan.first),
        x: axes[0],
        y: axes[1],
        z: plan.first.grid.is_volume().then_some(axes[2]),
        attributes: &[],
    };
    Ok(write_well(path, &file)?)
}

/// The sums of a chunk's training trajectories, for the statistics of the whole.
pub(crate) fn statistics_words(
    plan: &Plan,
    runs: &[u64],
    spool: &Path,
) -> Result<Vec<f64>, Failure> {
    let names = Names::of(plan);
    let fields: Vec<&str> = names.fields.iter().map(String::as_str).collect();
    let train: Vec<u64> = runs.iter().copied().filter(|run| split(plan, *run) == 0).collect();
    let frames = Frames::open(plan, &train, spool)?;
    let mut statistics = WellStatistics::new(&fields);
    for index in 0..train.len() {
        let trajectory: Vec<&FrameReader> =
            frames.readers.iter().filter_map(|readers| readers.get(index)).collect();
        statistics.add_trajectory(&trajectory)?;
    }
    Ok(statistics.to_words())
}

/// Writes `stats.yaml` and the description beside the data; gives their paths. `made` are the runs
/// of each chunk that have frames.
pub(crate) fn finish(
    plan: &Plan,
    place: &Path,
    words: &[Vec<f64>],
    made: &[Vec<u64>],
) -> Result<Vec<String>, Failure> {
    let names = Names::of(plan);
    let fields: Vec<&str> = names.fields.iter().map(String::as_str).collect();
    let mut statistics = WellStatistics::new(&fields);
    for words in words {
        statistics.merge(&WellStatistics::from_words(&fields, words)?)?;
    }
    let mut counts = BTreeMap::new();
    for (chunk, runs) in (0..).zip(made) {
        for group in groups(plan, &names, &plan.chunks.chunk(chunk), runs)? {
            counts.insert(group.path, group.members.len());
        }
    }
    let counts: Vec<usize> = counts.into_values().collect();
    let texts = [
        ("stats.yaml".to_owned(), statistics.to_yaml()?),
        (format!("{}.yaml", names.dataset), sidecar(plan, &names, &counts)),
    ];
    let mut paths = Vec::new();
    for (name, text) in texts {
        let path = format!("the-well/{}/{name}", names.dataset);
        write_atomic(&place.join(&path), |file| file.write_all(text.as_bytes()))?;
        paths.push(path);
    }
    Ok(paths)
}

fn sidecar(plan: &Plan, names: &Names, counts: &[usize]) -> String {
    let grid = plan.first.grid;
    let sides = [grid.layers(), grid.rows(), grid.cols()];
    let resolution = if grid.is_volume() { &sides[..] } else { &sides[1..] };
    let parameters: Vec<&str> = names.parameters.iter().map(|(name, _)| name.as_str()).collect();
    let fields: Vec<&str> = names.fields.iter().map(String::as_str).collect();
    WellSidecar {
        dataset_name: &names.dataset,
        spatial_resolution: resolution,
        parameters: &parameters,
        fields: &fields,
        boundaries: &[plan.first.boundary],
        n_trajectories_per_file: counts,
        n_steps_per_trajectory: &[times(&plan.first).len()],
    }
    .to_yaml()
}
