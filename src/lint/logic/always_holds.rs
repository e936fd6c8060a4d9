//! A condition inside a rule that every patient fulfils.

use super::{Question, quoted};
use crate::codes::lint::ALWAYS_HOLDS;
use crate::diagnostic::Diagnostics;

pub(super) fn check(question: &mut Question<'_, '_>, out: &mut Diagnostics) {
    for constant in question.constants.iter().filter(|constant| !constant.never) {
        let text = quoted(question.context, constant.condition);
        let finding = ALWAYS_HOLDS.at(constant.condition.span, format!("every patient fulfils {text}"));
        out.push(finding.about(["every patient"]).help(
            "hold the limits against the protocol, or say that it is meant:\nreading \"Every patient fulfils it: …\"",
        ));
    }
}
