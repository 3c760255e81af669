//! Everything a complete run writes, each file under its final name only when whole.

mod observed;
mod pictures;
mod report;
mod tables;

pub(crate) use crate::commands::simulate::results::report::{Report, Timings};
pub(crate) use crate::commands::simulate::results::report::{
    environment, file_values, preset_value, seed,
};

use crate::commands::failure::{Failure, code};
use crate::commands::simulate::folder::Folder;
use crate::commands::simulate::observers::{self, CourseObserver};
use crate::commands::simulate::results::report::Parts;
use crate::commands::simulate::trajectory::Trajectory;
use mfn::config::Preset;
use mfn::engine::Simulation;
use mfn::features::{Features, from_field};
use mfn::format::{
    Attribute, FrameReader, FrameWriter, Hdf5Run, Hdf5Species, Provenance, sha256_hex,
    sha256_of_file, write_csv, write_hdf5, write_npy_volume, write_npz, write_parquet,
};
use mfn::grid::FieldView;
use mfn::model::Kind;
use std::path::Path;
use std::time::Instant;

/// Writes data, pictures and history; gives the report, which the caller writes last.
pub(crate) fn write(
    trajectory: Trajectory,
    preset: &Preset,
    folder: &Folder,
    timings: Timings,
) -> Result<Report, Failure> {
    let start = Instant::now();
    let Trajectory { simulation, features, course, frames, .. } = trajectory;
    let features =
        features.map(|observer| finish_features(observer, &simulation, preset)).transpose()?;
    let counters = simulation.system().counters();
    let writer = Writer {
        preset,
        folder,
        provenance: provenance(preset),
        fields: simulation.fields(),
        frames: frames.into_writers(),
    };
    let mut names = writer.fields()?;
    if let Some(features) = &features {
        names.extend(writer.tables(features, &counters)?);
    }
    let course = course.as_ref().map(CourseObserver::course);
    if let Some(course) = course {
        names.extend(observed::write(course, preset, folder, &writer.provenance)?);
    }
    names.extend(writer.with_frames(&simulation)?);
    let provenance = writer.provenance.clone();
    names.extend(writer.history()?);
    let files = describe(folder, names)?;
    let timings = Timings { write_s: start.elapsed().as_secs_f64(), ..timings };
    let (features, files) = (features.as_ref(), files.as_slice());
    let (provenance, counters) = (&provenance, counters.as_slice());
    let observed = observed::summary(course, preset);
    Ok(Report::new(&Parts { preset, provenance, counters, features, observed, files, timings }))
}

/// What a file says of where it comes from.
pub(crate) fn provenance(preset: &Preset) -> Provenance {
    let text = preset.determining_text();
    let kind = preset.model.kind();
    let rng = if kind == Kind::MfnV4 { "numpy-pcg64" } else { "philox4x32-10" };
    Provenance {
        preset_sha256: sha256_hex(text.as_bytes()),
        preset: text,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        seed: preset.seed.to_string(),
        rng: rng.to_owned(),
        model: kind.name().to_owned(),
    }
}

fn finish_features(
    observer: observers::FeatureObserver,
    simulation: &Simulation,
    preset: &Preset,
) -> Result<Features, Failure> {
    let last = simulation.system().field(preset.model.observable().species);
    let last = observers::Shown::of(preset).plane(last);
    match preset.features {
        // Without a step there is no frame, but still a field.
        Some(settings) if preset.steps == 0 => Ok(from_field(&settings, last)),
        _ => {
            let features = observer.into_streaming().finish(last);
            features.map_err(|error| Failure::new(code::NUMBERS, error))
        }
    }
}

/// What the writing functions share.
struct Writer<'a> {
    preset: &'a Preset,
    folder: &'a Folder,
    provenance: Provenance,
    fields: Vec<FieldView<'a>>,
    frames: Vec<(usize, FrameWriter)>,
}

type Names = Result<Vec<String>, Failure>;

impl Writer<'_> {
    fn observable(&self) -> usize {
        self.preset.model.observable().species
    }

    /// The last frame of every species, and of the observable as `field`.
    fn fields(&self) -> Names {
        let (species, layers) = (self.preset.model.species(), self.preset.grid.layers());
        let mut named: Vec<(&str, FieldView<'_>)> =
            vec![("field", self.fields[self.observable()].reborrow())];
        let views = self.fields.iter().map(FieldView::reborrow);
        named.extend(species.iter().map(|s| s.name).zip(views));
        let mut names = Vec::new();
        if self.preset.output.wants("npy") {
            for (name, field) in &named {
                let name = format!("{name}.npy");
                write_npy_volume(&self.folder.file(&name), *field, layers)?;
                names.push(name);
            }
        }
        if self.preset.output.wants("npz") {
            write_npz(&self.folder.file("fields.npz"), layers, &named, &self.provenance)?;
            names.push("fields.npz".to_owned());
        }
        Ok(names)
    }

    fn tables(&self, features: &Features, counters: &[(&'static str, u64)]) -> Names {
        let batch = tables::features(self.preset, features, counters)?;
        let mut names = Vec::new();
        if self.preset.output.wants("parquet") {
            write_parquet(&self.folder.file("features.parquet"), &batch, &self.provenance)?;
            names.push("features.parquet".to_owned());
        }
        if self.preset.output.wants("csv") {
            write_csv(&self.folder.file("features.csv"), &batch, &self.provenance)?;
            names.push("features.csv".to_owned());
        }
        Ok(names)
    }

    /// HDF5 and pictures, which read the saved frames back from the disk.
    fn with_frames(&self, simulation: &Simulation) -> Names {
        let mut readers = Vec::new();
        for (species, path) in observers::frame_files(self.preset, self.folder) {
            readers.push((species, FrameReader::open(&path)?));
        }
        let mut names = Vec::new();
        if self.preset.output.wants("h5") {
            self.hdf5(&readers, simulation)?;
            names.push("run.h5".to_owned());
        }
        let observable = self.observable();
        let reader = readers.iter().find(|(species, _)| *species == observable);
        let reader = reader.map(|(_, reader)| reader);
        let last = self.fields[observable].reborrow();
        let (preset, folder) = (self.preset, self.folder);
        names.extend(pictures::draw(preset, folder, last, reader, &self.provenance)?);
        Ok(names)
    }

    fn hdf5(
        &self,
        readers: &[(usize, FrameReader)],
        simulation: &Simulation,
    ) -> Result<(), Failure> {
        let preset = self.preset;
        let species: Vec<Hdf5Species<'_>> = preset
            .model
            .species()
            .iter()
            .enumerate()
            .map(|(index, species)| Hdf5Species {
                name: species.name,
                unit: species.unit,
                description: species.meaning,
                last: self.fields[index].reborrow(),
                frames: readers.iter().find(|(own, _)| *own == index).map(|(_, reader)| reader),
            })
            .collect();
        let spacing = preset.grid.spacing();
        let centres =
            |n: usize| -> Vec<f64> { (0..n).map(|i| (i as f64 + 0.5) * spacing).collect() };
        let counters = simulation.system().counters();
        let mut attributes = vec![
            ("steps", Attribute::Integer(preset.steps as i64)),
            ("time_step", Attribute::Float(preset.time_step)),
            ("completed", Attribute::Flag(true)),
            ("observable", Attribute::Text(species[self.observable()].name.to_owned())),
        ];
        let count =
            |(name, count): &(&'static str, u64)| (*name, Attribute::Integer(*count as i64));
        attributes.extend(counters.iter().map(count));
        let run = Hdf5Run {
            species: &species,
            times: &pictures::frame_times(preset),
            time_unit: "time",
            x: &centres(preset.grid.cols()),
            y: &centres(preset.grid.rows()),
            z: &centres(preset.grid.layers()),
            length_unit: "length",
            grid: preset.grid,
            boundary: preset.boundary,
            attributes: &attributes,
            provenance: &self.provenance,
        };
        Ok(write_hdf5(&self.folder.file("run.h5"), &run)?)
    }

    /// The frames under their final name: last, because the others read them before.
    fn history(self) -> Names {
        let observable = self.observable();
        let mut names = Vec::new();
        for (species, frames) in self.frames {
            if species == observable && self.preset.output.wants("npy") {
                frames.finish(&self.folder.file("history.npy"))?;
                names.push("history.npy".to_owned());
            }
        }
        Ok(names)
    }
}

/// Bytes and SHA-256 of every file written.
pub(crate) fn describe(
    folder: &Folder,
    names: Vec<String>,
) -> Result<Vec<(String, u64, String)>, Failure> {
    let mut files = Vec::new();
    for name in names {
        let path = folder.file(&name);
        let sha256 = sha256_of_file(&path)?;
        files.push((name, size(&path)?, sha256));
    }
    Ok(files)
}

fn size(path: &Path) -> Result<u64, Failure> {
    let metadata = std::fs::metadata(path);
    Ok(metadata.map_err(|error| Failure::new(code::FILE, error))?.len())
}
