//! A definition of which something was not checked against a source, where a rule uses it.

use std::collections::BTreeMap;

use crate::codes::lint::UNVERIFIED_DEFINITION;
use crate::diagnostic::Diagnostics;
use crate::lint::Context;
use crate::model::{Definition, Expr, Node, walk};
use crate::source::Span;

pub(super) fn check(context: &Context<'_>, out: &mut Diagnostics) {
    let trial = context.trial;
    let unverified: BTreeMap<&str, &Definition> = trial
        .definitions
        .iter()
        .filter(|definition| definition.unverified.is_some())
        .map(|definition| (definition.name.as_str(), definition))
        .collect();
    if unverified.is_empty() {
        return;
    }
    let mut uses: BTreeMap<&str, Span> = BTreeMap::new();
    let rules = trial.criteria.iter().map(|criterion| &criterion.rule);
    for rule in rules.chain(trial.endpoints.iter().map(|endpoint| &endpoint.rule)) {
        found_in(rule, rule.span, &unverified, &mut uses);
    }
    for (name, place) in uses {
        let Some((definition, (said, at))) = unverified
            .get(name)
            .and_then(|definition| Some((definition, definition.unverified.as_ref()?)))
        else {
            continue;
        };
        let message = format!(
            "`{}` rests on something that was not checked against a source",
            definition.name
        );
        out.push(
            UNVERIFIED_DEFINITION
                .at(place, message)
                .label(*at, said.clone())
                .help("hold it against the publication, and say so with `source \"…\"`"),
        );
    }
}

/// The first use of each, at its place in the rules themselves: of what a module uses, the use of the module's.
fn found_in<'a>(
    rule: &Expr,
    place: Span,
    unverified: &BTreeMap<&'a str, &Definition>,
    uses: &mut BTreeMap<&'a str, Span>,
) {
    let place = if rule.span.source == place.source {
        rule.span
    } else {
        place
    };
    if let Node::Named { name, .. } = rule.node.as_ref()
        && let Some((known, definition)) = unverified.get_key_value(name.as_str())
        && definition.span.source != place.source
    {
        uses.entry(known).or_insert(place);
    }
    walk::children(rule, &mut |child| found_in(child, place, unverified, uses));
}
