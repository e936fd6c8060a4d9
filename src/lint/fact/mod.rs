//! Rules on facts and definitions.

mod unverified_definition;

use super::Rule;

pub(super) const RULES: &[Rule] = &[unverified_definition::check];
