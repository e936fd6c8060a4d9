//! The shipped modules, written in the language.
