//! elig: a small language for the eligibility criteria of clinical trials.
//!
//! The modules stand in the order of the pipeline; each knows only those before it.

pub mod source;

pub mod codes;

pub mod diagnostic;

pub mod value;

pub mod syntax;

pub mod library;

pub mod model;

pub mod check;

pub mod lint;

pub mod records;

pub mod eval;

pub mod report;

pub mod cli;
