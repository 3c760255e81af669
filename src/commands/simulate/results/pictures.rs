//! The pictures of a run: heat map, animation and frame strip.

use crate::commands::failure::{Failure, code};
use crate::commands::simulate::folder::Folder;
use crate::commands::simulate::observers::Shown;
use mfn::config::Preset;
use mfn::format::{FieldArray, FrameReader, Provenance, write_atomic};
use mfn::format::{annotate_gif, annotate_png, annotate_svg};
use mfn::grid::FieldView;
use mfn::plot::{Animation, ColorMap, HeatMap, Quantity, Slices, Strip, Surface, Volume};
use std::io::Write as _;

/// Time of every saved frame, in unit time.
pub(crate) fn frame_times(preset: &Preset) -> Vec<f64> {
    let step = |frame: u64| (frame * preset.save_every) as f64 * preset.time_step;
    (1..=preset.n_frames()).map(step).collect()
}

/// Draws the pictures that the preset asks for and gives their names; each carries its origin.
pub(crate) fn draw(
    preset: &Preset,
    folder: &Folder,
    last: FieldView<'_>,
    frames: Option<&FrameReader>,
    provenance: &Provenance,
) -> Result<Vec<String>, Failure> {
    let label = label(preset);
    let pictures = Pictures { preset, quantity: quantity(preset, &label)? };
    let mut names = Vec::new();
    let mut keep = |name: &str, bytes: Vec<u8>| -> Result<(), Failure> {
        write_atomic(&folder.file(name), |file| file.write_all(&bytes))?;
        names.push(name.to_owned());
        Ok(())
    };
    let time = pictures.time(preset.steps);
    let caption = pictures.caption(&time);
    let plane = Shown::of(preset).plane(last);
    let heat_map = pictures.heat_map(plane.reborrow(), &caption);
    if preset.output.wants("png") {
        keep("field.png", annotate_png(&heat_map.png()?, provenance)?)?;
    }
    if preset.output.wants("svg") {
        keep("field.svg", annotate_svg(&heat_map.svg()?, provenance)?.into_bytes())?;
    }
    if preset.output.wants("slices") {
        keep("slices.png", annotate_png(&pictures.slices(last, &time)?, provenance)?)?;
    }
    if preset.output.wants("surface") {
        keep("surface.png", annotate_png(&pictures.surface(last, &time)?, provenance)?)?;
    }
    if let Some(frames) = frames {
        if preset.output.wants("gif") {
            keep("run.gif", annotate_gif(&pictures.animation(frames)?, provenance)?)?;
        }
        if preset.output.wants("strip") {
            keep("strip.png", annotate_png(&pictures.strip(frames)?, provenance)?)?;
        }
    }
    Ok(names)
}

/// The observable with its unit, for the colour bar.
pub(crate) fn label(preset: &Preset) -> String {
    let observable = preset.model.observable();
    let species = &preset.model.species()[observable.species];
    match observable.unit {
        "1" => format!("{} ({})", species.name, species.meaning),
        unit => format!("{} ({unit})", species.meaning),
    }
}

fn quantity<'a>(preset: &Preset, label: &'a str) -> Result<Quantity<'a>, Failure> {
    let name = preset.output.color_map.as_str();
    let color_map = ColorMap::from_name(name)
        .ok_or_else(|| Failure::message(code::USAGE, format!("there is no colour map {name}")))?;
    Ok(Quantity { label, scale: preset.model.observable().scale, color_map })
}

struct Pictures<'a> {
    preset: &'a Preset,
    quantity: Quantity<'a>,
}

impl Pictures<'_> {
    fn time(&self, step: u64) -> String {
        format!("t = {}", significant(step as f64 * self.preset.time_step))
    }

    fn volume<'b>(&self, field: FieldView<'b>) -> Volume<'b> {
        Volume { field, layers: self.preset.grid.layers() }
    }

    fn slices(&self, field: FieldView<'_>, time: &str) -> Result<Vec<u8>, Failure> {
        let grid = self.preset.grid;
        let cell = [self.preset.layer, grid.rows() / 2, grid.cols() / 2];
        let (volume, spacing, quantity) =
            (self.volume(field.reborrow()), grid.spacing(), self.quantity);
        let title = &self.preset.name;
        Ok(Slices { volume, spacing, cell, title, subtitle: time, quantity }.png()?)
    }

    fn surface(&self, field: FieldView<'_>, time: &str) -> Result<Vec<u8>, Failure> {
        let (volume, quantity, title) =
            (self.volume(field.reborrow()), self.quantity, &self.preset.name);
        Ok(Surface { volume, level: None, title, subtitle: time, quantity }.png()?)
    }

    /// The time, and of a volume the layer that is shown.
    fn caption(&self, time: &str) -> String {
        if self.preset.grid.is_volume() {
            format!("{time} · layer {}", self.preset.layer)
        } else {
            time.to_owned()
        }
    }

    fn heat_map<'b>(&'b self, field: FieldView<'b>, time: &'b str) -> HeatMap<'b> {
        HeatMap {
            field,
            spacing: self.preset.grid.spacing(),
            title: &self.preset.name,
            subtitle: time,
            quantity: self.quantity,
            range: None,
        }
    }

    /// The range of all frames, so that one colour means one value throughout.
    fn range(&self, frames: &FrameReader) -> Result<(f64, f64), Failure> {
        let shown = Shown::of(self.preset);
        let mut range = (f64::INFINITY, f64::NEG_INFINITY);
        for index in 0..frames.layout().n_frames {
            if let Some((low, high)) = shown.plane(frames.read_frame(index)?.view()).range() {
                range = (range.0.min(low), range.1.max(high));
            }
        }
        Ok(range)
    }

    fn animation(&self, frames: &FrameReader) -> Result<Vec<u8>, Failure> {
        let layout = frames.layout();
        let delay = u16::try_from(self.preset.output.frame_delay_ms).unwrap_or(u16::MAX);
        let shape = (layout.rows, layout.cols);
        let (range, shown) = (self.range(frames)?, Shown::of(self.preset));
        let mut animation = Animation::new(shape, range, &self.quantity, delay.into())?;
        for index in 0..layout.n_frames {
            let label = self.time((index as u64 + 1) * self.preset.save_every);
            animation.push(&shown.plane(frames.read_frame(index)?.view()), &label)?;
        }
        Ok(animation.finish()?)
    }

    fn strip(&self, frames: &FrameReader) -> Result<Vec<u8>, Failure> {
        let n_frames = frames.layout().n_frames;
        let n_tiles = (self.preset.output.strip_frames as usize).min(n_frames);
        let mut tiles: Vec<(FieldArray, String)> = Vec::with_capacity(n_tiles);
        for tile in 0..n_tiles {
            // Evenly spread, the first and the last frame among them.
            let index = tile * (n_frames - 1) / (n_tiles - 1).max(1);
            let time = self.time((index as u64 + 1) * self.preset.save_every);
            tiles.push((frames.read_frame(index)?, time));
        }
        let shown = Shown::of(self.preset);
        let views: Vec<(FieldView<'_>, &str)> =
            tiles.iter().map(|(field, time)| (shown.plane(field.view()), time.as_str())).collect();
        let (title, quantity) = (self.preset.name.as_str(), self.quantity);
        Ok(Strip { frames: &views, title, quantity, range: None }.png()?)
    }
}

/// Six significant digits are enough for a caption: 0.1 × 3 reads 0.3.
pub(crate) fn significant(number: f64) -> String {
    let rounded: f64 = format!("{number:.5e}").parse().unwrap_or(number);
    rounded.to_string()
}
