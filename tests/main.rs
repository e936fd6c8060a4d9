//! One test binary; a module a promise.

mod cases;
mod completions;
mod exactness;
mod layers;
mod messages;
mod random;
mod soundness;
mod support;
mod vignettes;

