//! Rules on the words of the protocol, numbers of criteria, and spelling.

use super::Rule;

pub(super) const RULES: &[Rule] = &[];
