//! Rules that hold a criterion's rule against the words that it quotes.

mod comparator_differs;
mod connective_differs;
mod count_differs;
mod exception_missing;
mod exception_not_in_quote;
mod limit_differs;
mod number_differs;
mod pair;
mod polarity_differs;
pub(super) mod rule;
mod stray;
mod told;
mod unit_differs;
mod window_differs;

use super::Rule;
pub(super) use pair::{Quoted, Quotes};

pub(super) const RULES: &[Rule] = &[
    number_differs::check,
    unit_differs::check,
    limit_differs::check,
    comparator_differs::check,
    exception_missing::check,
    window_differs::check,
    polarity_differs::check,
    count_differs::check,
    exception_not_in_quote::check,
    connective_differs::check,
];
