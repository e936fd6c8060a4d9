//! The extension module `elig._elig` behind the Python package in `python/`: objects in, JSON and columns of Arrow out.
//! What a call means (one record, several, a table of some kind) is decided in `python/elig/`.

mod outcomes;
mod text;
mod trial;

use pyo3::create_exception;
use pyo3::exceptions::PyException;
use pyo3::prelude::*;

create_exception!(
    elig,
    TrialError,
    PyException,
    "Rules that cannot be evaluated; the message is what `elig evaluate` says of them."
);

/// The compiled part of the package `elig`.
#[pymodule]
mod _elig {
    #[pymodule_export]
    use super::TrialError;
    #[pymodule_export]
    use super::outcomes::Outcomes;
    #[pymodule_export]
    use super::trial::{Trial, load, loads};
}
