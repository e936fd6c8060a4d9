//! Rules that hold a criterion's rule against the words that it quotes.

mod agreeing;
mod comparator_differs_from_quote;
mod connective_differs_from_quote;
mod count_differs_from_quote;
mod exception_missing;
mod exception_not_in_quote;
mod finding;
mod limit_differs_from_quote;
mod number_differs_from_quote;
mod pair;
mod polarity_differs;
pub(super) mod rule;
mod stray;
mod unit_differs_from_quote;
mod window_differs_from_quote;

use super::Rule;
pub(super) use pair::{Quoted, Quotes};

pub(super) const RULES: &[Rule] = &[
    number_differs_from_quote::check,
    unit_differs_from_quote::check,
    limit_differs_from_quote::check,
    comparator_differs_from_quote::check,
    exception_missing::check,
    window_differs_from_quote::check,
    polarity_differs::check,
    count_differs_from_quote::check,
    exception_not_in_quote::check,
    connective_differs_from_quote::check,
];
