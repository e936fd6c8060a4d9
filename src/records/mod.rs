//! The patients' door.
