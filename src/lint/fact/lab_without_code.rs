//! Labs that no record can be matched with: they have no code.

use super::{has_rules, own_facts};
use crate::codes::lint::LAB_WITHOUT_CODE;
use crate::diagnostic::Diagnostics;
use crate::lint::Context;
use crate::model::{Fact, Kind};

pub(super) fn check(context: &Context<'_>, out: &mut Diagnostics) {
    if !has_rules(context) || !context.broken.is_empty() {
        return;
    }
    let without: Vec<&Fact> = own_facts(context)
        .filter(|fact| matches!(fact.kind, Kind::Lab(_)) && fact.codes.is_empty() && !fact.judgement)
        .collect();
    let Some((first, others)) = without.split_first() else {
        return;
    };
    let message = match others.len() {
        0 => format!("the lab `{}` has no code", first.name),
        1 => format!("the lab `{}` and one more have no code", first.name),
        more => format!("the lab `{}` and {more} more have no code", first.name),
    };
    let mut finding = LAB_WITHOUT_CODE.at(first.span, message);
    for other in others.iter().take(4) {
        finding = finding.label(other.span, "and here");
    }
    out.push(finding.help(format!(
        "{} : lab …  loinc \"…\"    the codes are at loinc.org",
        first.name
    )));
}
