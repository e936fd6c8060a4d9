//! Rules that hold a criterion's rule against the words that it quotes.

mod limit_differs;

use super::Rule;

pub(super) const RULES: &[Rule] = &[limit_differs::check];
