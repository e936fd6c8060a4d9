//! Rules that bind a trial to its protocol's text.

mod differ;
mod items;
mod quote;
mod text;

use super::Rule;
pub(super) use text::ProtocolText;

pub(super) const RULES: &[Rule] = &[quote::check, items::check];
