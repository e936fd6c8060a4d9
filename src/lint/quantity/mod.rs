//! Rules on limits and units.

use super::Rule;

pub(super) const RULES: &[Rule] = &[];
