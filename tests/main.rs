//! One test binary; a module a promise.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::dbg_macro)] // a test says what went wrong by panicking

mod cases;
mod completions;
mod docs;
mod exactness;
mod figures;
mod library;

mod layers;
mod messages;
mod random;
mod robust;
mod roundtrip;
mod soundness;
mod stream;
mod support;
mod units;
mod vignettes;
