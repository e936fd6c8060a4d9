//! One test binary; a module a promise.

mod cases;
mod completions;
mod docs;
mod exactness;
mod layers;
mod random;
mod soundness;
mod support;
mod vignettes;

