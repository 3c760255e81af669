//! `mfn features`: features of fields, and reports on tables of them.

pub(crate) mod report;
