//! Rules on what follows from the rules: contradictions, what adds nothing, what never happens.

use super::Rule;

pub(super) const RULES: &[Rule] = &[];
