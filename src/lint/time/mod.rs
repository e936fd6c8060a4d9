//! Rules on windows and the dates that they are counted from.

use super::Rule;

pub(super) const RULES: &[Rule] = &[];
