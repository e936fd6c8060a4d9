//! Rules that bind a trial to its protocol's text.

mod differ;
mod items;
mod not_covered;
mod out_of_order;
mod quote;
mod quote_of_another;
mod quote_twice;
mod regions;
mod text;

use super::Rule;
pub(super) use text::ProtocolText;

pub(super) const RULES: &[Rule] = &[
    quote::check,
    items::check,
    not_covered::check,
    out_of_order::check,
    quote_of_another::check,
    quote_twice::check,
];
