//! One test binary; a module a promise.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::dbg_macro)] // a test says what went wrong by panicking

mod analysis;
mod batch;
mod careful_reader;
mod cases;
mod completions;
mod docs;
mod exactness;
mod explain;
mod figures;
mod format;
mod layers;
mod library;
mod messages;
mod monotone;
mod practice;
mod promises;
mod random;
mod robust;
mod screening;
mod show;
mod slips;
mod soundness;
mod sql;
mod stream;
mod support;
mod tables;
mod terminal;
mod totals;
mod trials;
mod units;
mod vignettes;
mod visits;
