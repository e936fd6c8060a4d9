//! A condition inside a rule that no patient can fulfil.

use super::{Question, quoted};
use crate::codes::lint::NEVER_HOLDS;
use crate::diagnostic::Diagnostics;

pub(super) fn check(question: &mut Question<'_, '_>, out: &mut Diagnostics) {
    for constant in question.constants.iter().filter(|constant| constant.never) {
        let text = quoted(question.context, constant.condition);
        let finding = NEVER_HOLDS.at(constant.condition.span, format!("no patient can fulfil {text}"));
        out.push(finding.about(["no patient"]).help(
            "hold the limits against the protocol, or say that it is meant:\nreading \"No patient fulfils it: …\"",
        ));
    }
}
