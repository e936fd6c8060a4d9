//! Rules on the words of the protocol: those that say nothing exactly, or two things at once.

mod anchor_not_stated;
mod and_or;
mod attachment_unclear;
mod exception_repeats_window;
mod open_limit;
mod open_list;
mod overlap_in_words;
mod part_numbered_otherwise;
mod undefined_term;
mod windows_clash;
mod words_add_nothing;

use super::Rule;

pub(super) const RULES: &[Rule] = &[
    undefined_term::check,
    and_or::check,
    part_numbered_otherwise::check,
    open_list::check,
    open_limit::check,
    attachment_unclear::check,
    words_add_nothing::check,
    overlap_in_words::check,
    anchor_not_stated::check,
    windows_clash::check,
    exception_repeats_window::check,
];
