//! All runs in the one file that PDEBench's loader wants, made when all chunks are done.

use crate::commands::failure::Failure;
use crate::commands::folders;
use crate::commands::simulate::layout;
use crate::commands::sweep::fields::{centres, stack_path, times};
use crate::commands::sweep::place::Place;
use crate::commands::sweep::plan::{Plan, kept_frames};
use mfn::format::{FrameReader, PdebenchSample, PdebenchWriter};

/// The file, as the loader calls it.
pub(crate) const PATH: &str = "pdebench/2D_diff-react_NA_NA.h5";

/// Digits of a sample's name, more if there are more runs.
const DIGITS: usize = 4;

/// Puts the runs of all chunks into one file. `made` are the runs of each chunk that have frames.
pub(crate) fn merge(plan: &Plan, place: &Place, made: &[Vec<u64>]) -> Result<(), Failure> {
    let folder = if plan.preset.dataset.keeps("npy") { "fields" } else { ".mfn/frames" };
    folders::make(&place.file("pdebench"))?;
    let mut writer = PdebenchWriter::create(&place.file(PATH))?;
    let runs = plan.preset.sweep.n_runs();
    let digits = runs.saturating_sub(1).to_string().len().max(DIGITS);
    let [cols, rows, _] = centres(&plan.first);
    let t = times(&plan.first);
    for (chunk, runs) in (0..).map(|chunk| plan.chunks.chunk(chunk)).zip(made) {
        for (index, run) in runs.iter().enumerate() {
            let open = |species: usize| {
                let path = place.file(&stack_path(plan, folder, &chunk, species));
                FrameReader::of_run(
                    &path,
                    layout(&plan.first, kept_frames(&plan.first)),
                    runs.len(),
                    index,
                )
            };
            let n_species = plan.first.model.species().len();
            let channels = (0..n_species).map(open).collect::<Result<Vec<_>, _>>()?;
            writer.sample(&PdebenchSample {
                key: &format!("{run:0digits$}"),
                config_yaml: &config(plan, *run)?,
                channels: &channels.iter().collect::<Vec<_>>(),
                x: &rows,
                y: &cols,
                t: &t,
            })?;
        }
    }
    Ok(writer.finish()?)
}

/// The run's preset as YAML: TOML's sections with their keys indented, values in JSON.
fn config(plan: &Plan, run: u64) -> Result<String, Failure> {
    let preset = plan.run_preset(run)?;
    let mut text = String::new();
    let mut open = "";
    for (section, parameter, value) in preset.entries() {
        if section != open {
            text.push_str(section);
            text.push_str(":\n");
            open = section;
        }
        let value = serde_json::to_string(&value).unwrap_or_default();
        let indent = if section.is_empty() { "" } else { "  " };
        text.push_str(&[indent, parameter.key, ": ", &value, "\n"].concat());
    }
    Ok(text)
}
