//! One test binary; a module a promise.

mod cases;
mod completions;
mod docs;
mod exactness;
mod layers;
mod messages;
mod random;
mod robust;
mod roundtrip;
mod soundness;
mod stream;
mod support;
mod vignettes;

