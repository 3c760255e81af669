//! `mfn features`: what can be measured of fields and histories, from files to tables.

mod describe;
mod exact;
mod measure;
mod plots;
pub(crate) mod reading;
pub(crate) mod report;
mod tables;
mod terminal;

use crate::cli::Features;
use crate::commands::failure::{Failure, code};
use crate::commands::features::measure::{Measured, measure};
use crate::commands::features::plots::Plots;
use crate::commands::features::reading::Reading;
use crate::commands::features::tables::TableWriter;
use crate::commands::output::Output;
use crate::commands::threads;
use mfn::format::{Input, InputOptions, expand, open_inputs};
use rayon::iter::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};

/// A finished data set has no fields of single runs to measure.
pub(crate) fn explained(error: mfn::format::Error) -> Failure {
    match &error {
        mfn::format::Error::Folder { path, .. } if path.join("manifest.json").is_file() => {
            let place = path.display();
            Failure::message(code::FILE, format!("{place} is a data set, measured already"))
                .with_hint(format!("report on its table: mfn features --report {place}"))
        }
        _ => error.into(),
    }
}

/// Inputs measured before their rows are written: bounds the memory, whatever their number.
const CHUNK: usize = 64;

/// Runs `mfn features`.
pub(crate) fn run(arguments: &Features, output: &mut Output) -> Result<(), Failure> {
    output.set_quiet(arguments.quiet);
    if arguments.describe {
        return describe::run(arguments, output);
    }
    if arguments.exact {
        return exact::run(arguments.json, output);
    }
    if let Some(path) = &arguments.report {
        return report::run(path, arguments.out.as_deref(), arguments.json, output);
    }
    let reading = Reading::check(arguments)?;
    let table = arguments.out.as_deref().map(TableWriter::for_path).transpose()?;
    let paths = expand(&arguments.inputs).map_err(explained)?;
    let pool = threads::pool(arguments.threads.map_or(0, usize::from))?;
    let mut work = Work {
        arguments,
        reading,
        table,
        plots: arguments.plot.as_deref().map(Plots::into_folder).transpose()?,
        shown: Vec::new(),
        failed: 0,
        done: 0,
    };
    let options = InputOptions { dataset: arguments.dataset.clone(), layer: arguments.layer };
    let mut waiting = Vec::new();
    for path in &paths {
        match open_inputs(path, &options) {
            Ok(inputs) => waiting.extend(inputs),
            Err(error) => work.fails(&error.into(), output),
        }
        while waiting.len() >= CHUNK {
            let chunk: Vec<Input> = waiting.drain(..CHUNK).collect();
            work.measure(&chunk, &pool, output)?;
        }
    }
    for chunk in waiting.chunks(CHUNK) {
        work.measure(chunk, &pool, output)?;
    }
    work.finish(output)
}

/// What is under way.
struct Work<'a> {
    arguments: &'a Features,
    reading: Reading,
    table: Option<TableWriter>,
    plots: Option<Plots>,
    /// For the terminal.
    shown: Vec<Measured>,
    failed: usize,
    done: usize,
}

impl Work<'_> {
    /// Measures some inputs in parallel and hands on their rows in order.
    fn measure(
        &mut self,
        inputs: &[Input],
        pool: &rayon::ThreadPool,
        output: &mut Output,
    ) -> Result<(), Failure> {
        let (arguments, reading, plots) = (self.arguments, &self.reading, self.plots.as_ref());
        let one = |input: &Input| -> Result<Measured, Failure> {
            let (row, extended) = measure(input, reading, arguments)?;
            if let Some(plots) = plots {
                plots.draw(&row, extended.as_ref())?;
            }
            Ok(row)
        };
        let found: Vec<Result<Measured, Failure>> =
            pool.install(|| inputs.par_iter().with_max_len(1).map(one).collect());
        for (input, found) in inputs.iter().zip(found) {
            match found {
                Ok(row) => self.take(row, output)?,
                Err(failure) => self.fails(&failure.about(input.label()), output),
            }
        }
        Ok(())
    }

    fn take(&mut self, row: Measured, output: &mut Output) -> Result<(), Failure> {
        self.done += 1;
        if self.arguments.json {
            output.data(&format!("{}\n", row.json()))?;
        }
        if let Some(table) = &mut self.table {
            table.push(&row);
        }
        if !self.arguments.json && self.table.is_none() {
            self.shown.push(row.without_extra());
        }
        Ok(())
    }

    fn fails(&mut self, failure: &Failure, output: &mut Output) {
        self.failed += 1;
        output.complain(failure);
    }

    fn finish(mut self, output: &mut Output) -> Result<(), Failure> {
        if let Some(table) = self.table.take() {
            let path = table.finish()?;
            output.note(&format!("{}: {} rows", path.display(), self.done));
        }
        if !self.shown.is_empty() {
            output.data(&terminal::table(&self.shown))?;
        }
        if let Some(plots) = &self.plots {
            output.note(&format!("{}: pictures of {} inputs", plots.folder().display(), self.done));
        }
        if self.failed == 0 {
            return Ok(());
        }
        let of = self.failed + self.done;
        Err(Failure::message(
            code::NO,
            format!("{} of {of} inputs could not be measured", self.failed),
        ))
    }
}
