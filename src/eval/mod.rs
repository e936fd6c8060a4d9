//! Model and patient to verdict.
