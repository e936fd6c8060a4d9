//! Rules that bind a trial to its protocol's text.

mod bound;
mod criterion_not_in_protocol;
mod criterion_without_source;
mod differ;
mod item_without_criterion;
mod numbering_out_of_order;
pub(super) mod quote_not_in_protocol;
mod quote_of_another_item;
mod quote_twice;
mod text_not_covered;

use super::Rule;
pub use bound::Bound;
pub(super) use bound::Quoting;

pub(super) const RULES: &[Rule] = &[
    quote_not_in_protocol::check,
    criterion_without_source::check,
    item_without_criterion::check,
    criterion_not_in_protocol::check,
    text_not_covered::check,
    numbering_out_of_order::check,
    quote_of_another_item::check,
    quote_twice::check,
];
