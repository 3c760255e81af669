//! The tables of a data set, read once, one part at a time.

use crate::commands::failure::Failure;
use crate::commands::sweep::plan::Plan;
use crate::commands::validate::data::dataset::column::Column;
use crate::commands::validate::data::dataset::rows::{Heads, TableRows};
use crate::commands::validate::data::row::{offences, several};
use arrow_schema::{Field, Schema};
use mfn::dataset::Chunk;
use mfn::format::{Table, read_parquet};
use mfn::verify::{Finding, Obstacle};
use std::path::{Path, PathBuf};

/// What was found of all parts.
#[derive(Debug)]
pub(crate) struct Scan {
    pub(crate) n_parts: usize,
    pub(crate) n_rows: u64,
    /// Parts that cannot be read, each with its reason.
    unreadable: Vec<String>,
    /// The columns that every part should have: the preset's, else the first part's.
    wanted: Option<Vec<String>>,
    /// Parts with other columns.
    differing: Vec<String>,
    columns: Vec<Column>,
    pub(crate) rows: TableRows,
}

impl Scan {
    /// Reads the parts in their order.
    pub(crate) fn of(parts: &[PathBuf], plan: Option<&Plan>) -> Self {
        let mut scan = Self {
            n_parts: 0,
            n_rows: 0,
            unreadable: Vec::new(),
            wanted: plan.map(planned),
            differing: Vec::new(),
            columns: Vec::new(),
            rows: TableRows::default(),
        };
        for part in parts {
            if let Some(chunk) = plan.and_then(|plan| chunk(part, plan)) {
                scan.rows.expect(chunk.runs);
            }
            match read_parquet(part) {
                Ok(table) => scan.take(part, &table, plan),
                Err(error) => scan.unreadable.push(Failure::from(error).into_words()),
            }
        }
        scan
    }

    fn take(&mut self, part: &Path, table: &Table, plan: Option<&Plan>) {
        self.n_parts += 1;
        let found = words(&table.schema);
        let wanted = self.wanted.get_or_insert_with(|| found.clone());
        if found != *wanted {
            self.differing.push(format!("{}: {}", part.display(), difference(&found, wanted)));
        }
        if self.columns.is_empty() {
            let fields = table.schema.fields().iter();
            self.columns = fields.map(|field| Column::new(field, plan)).collect();
        }
        let heads = Heads::of(&table.schema);
        for batch in &table.batches {
            self.n_rows += batch.num_rows() as u64;
            for (field, array) in table.schema.fields().iter().zip(batch.columns()) {
                // Of a part with other columns, those that are known by name still count.
                let own = self.columns.iter_mut().find(|column| column.name == *field.name());
                if let Some(own) = own {
                    own.take(array.as_ref());
                }
            }
            self.rows.take(batch, &heads, plan);
        }
        self.rows.fail(table);
    }

    /// Every part can be read.
    pub(crate) fn readable(&self) -> Result<Finding, Obstacle> {
        if self.n_parts == 0 && self.unreadable.is_empty() {
            return Err(Obstacle::Broke("there is no table yet".to_owned()));
        }
        if self.n_parts == 0 {
            return Err(Obstacle::Broke(several(&self.unreadable)));
        }
        let finding = offences(&self.unreadable, "tables");
        let (parts, rows) = (self.n_parts, self.n_rows);
        let note = format!("{rows} rows of {} columns in {parts} tables", self.columns.len());
        Ok(if self.unreadable.is_empty() { finding.note(note) } else { finding })
    }

    /// Runs are numbered and whole, as far as all parts can be read.
    pub(crate) fn runs(&self) -> Result<Finding, Obstacle> {
        self.if_whole(TableRows::runs)
    }

    /// As many seeds as the rule of the sweep gives the runs.
    pub(crate) fn seeds(&self, plan: &Plan) -> Result<Finding, Obstacle> {
        self.if_whole(|rows| rows.seeds(plan))
    }

    /// What can be said only if every part can be read.
    fn if_whole(&self, look: impl Fn(&TableRows) -> Finding) -> Result<Finding, Obstacle> {
        match self.unreadable.len() {
            0 => Ok(look(&self.rows)),
            n => Err(Obstacle::NotRun(format!("{n} tables cannot be read"))),
        }
    }

    /// Every part has the same columns.
    pub(crate) fn schema(&self) -> Finding {
        offences(&self.differing, "tables")
    }

    /// Every feature, and every column of fractions, has a unit.
    pub(crate) fn units(&self) -> Finding {
        let is_bare = |column: &&Column| {
            let wants = column.is_feature() || column.is_float && column.role.is_empty();
            wants && column.unit.is_empty()
        };
        let bare: Vec<String> =
            self.columns.iter().filter(is_bare).map(|column| column.name.clone()).collect();
        offences(&bare, "columns")
    }

    /// No number is NaN or infinite.
    pub(crate) fn finite(&self) -> Finding {
        let bad = self.columns.iter().filter(|column| column.nan + column.infinite > 0);
        let count: u64 = self.columns.iter().map(|column| column.nan + column.infinite).sum();
        let each = bad.map(|c| format!("{}: {} NaN, {} infinite", c.name, c.nan, c.infinite));
        counted(count, "cells", &each.collect::<Vec<_>>())
    }

    /// No cell is empty that may not be; the others are counted.
    pub(crate) fn nulls(&self) -> Finding {
        let of = |required: bool| {
            let columns = self.columns.iter().filter(move |c| c.nulls > 0);
            columns.filter(move |column| column.is_required == required)
        };
        let count: u64 = of(true).map(|column| column.nulls).sum();
        let words = |column: &Column| format!("{}: {}", column.name, column.nulls);
        if count > 0 {
            return counted(count, "cells", &of(true).map(words).collect::<Vec<_>>());
        }
        let allowed: Vec<String> = of(false).map(words).collect();
        let finding = Finding::none(0).unit("cells");
        if allowed.is_empty() {
            finding
        } else {
            finding.note(format!("empty where that is allowed: {}", several(&allowed)))
        }
    }

    /// No value is outside its declared range.
    pub(crate) fn ranges(&self) -> Finding {
        let count: u64 = self.columns.iter().map(|column| column.outside).sum();
        let words = |column: &Column| {
            let unit = if column.unit.is_empty() { "" } else { " " }.to_owned() + &column.unit;
            let (low, high) = (column.low, column.high);
            let wanted = column.bounds.words();
            format!("{} from {low} to {high}{unit}, wanted {wanted}", column.name)
        };
        let bad = self.columns.iter().filter(|column| column.outside > 0).map(words);
        counted(count, "cells", &bad.collect::<Vec<_>>())
    }

    /// Whether there is a feature among the columns.
    pub(crate) fn has_features(&self) -> bool {
        self.columns.iter().any(Column::is_feature)
    }

    /// Not every feature is constant; all columns that are get a name.
    pub(crate) fn constant(&self) -> Finding {
        let constant = self.columns.iter().filter(|column| !column.varies);
        let names: Vec<String> = constant.map(|column| column.name.clone()).collect();
        let mut features = self.columns.iter().filter(|column| column.is_feature());
        let all = features.all(|column| !column.varies);
        let finding = Finding::none(usize::from(all)).unit("tables of constant features");
        if names.is_empty() {
            finding
        } else {
            finding.note(format!("{} constant columns: {}", names.len(), names.join(", ")))
        }
    }
}

/// The chunk that a part is of, by its name.
fn chunk(part: &Path, plan: &Plan) -> Option<Chunk> {
    let digits = part.file_stem()?.to_str()?.strip_prefix("part-")?;
    let chunk = digits.parse().ok().filter(|chunk| *chunk < plan.chunks.count())?;
    Some(plan.chunks.chunk(chunk))
}

fn counted(count: u64, unit: &'static str, each: &[String]) -> Finding {
    let finding = Finding::at_most(count as f64, 0.0).unit(unit);
    if each.is_empty() { finding } else { finding.note(several(each)) }
}

/// Name, type and unit of each column.
fn words(schema: &Schema) -> Vec<String> {
    schema.fields().iter().map(|field| field_words(field)).collect()
}

fn field_words(field: &Field) -> String {
    let unit = field.metadata().get("unit").map_or("", String::as_str);
    let empty = if field.is_nullable() { ", may be empty" } else { "" };
    format!("{} ({}{empty}) in \"{unit}\"", field.name(), field.data_type())
}

/// The columns that the preset gives a data set.
fn planned(plan: &Plan) -> Vec<String> {
    let empty = mfn::dataset::Rows::default().batch(&plan.table.columns);
    empty.map_or_else(|_| Vec::new(), |batch| words(batch.schema_ref()))
}

fn difference(found: &[String], wanted: &[String]) -> String {
    let pair = found.iter().zip(wanted).find(|(found, wanted)| found != wanted);
    match pair {
        Some((found, wanted)) => format!("{found}, wanted {wanted}"),
        None => format!("{} columns, wanted {}", found.len(), wanted.len()),
    }
}
