//! `asks` on a sentence that negates: the yes to it is the fact's no.

use super::negated_fact::BEGINNINGS;
use crate::codes::lint::NEGATION_ASKED;
use crate::diagnostic::Diagnostics;
use crate::lint::Context;
use crate::syntax::ast;
use crate::syntax::inside::{self, Inside};

/// How sentences begin that say that something is absent.
const NEGATIONS: [&str; 9] = [
    "no ",
    "not ",
    "none ",
    "never ",
    "without ",
    "absence of ",
    "lack of ",
    "free of ",
    "must not ",
];

/// How names begin that say so too.
const ABSENCE: [&str; 7] = ["lack", "absen", "never", "without", "unable", "unwilling", "inab"];

pub(super) fn check(context: &Context<'_>, out: &mut Diagnostics) {
    for part in &context.tree.parts {
        if let ast::Part::Section(section) = part {
            inside::block(&section.block, &mut |found| {
                if let Inside::Item(item) = found {
                    of_item(item, out);
                }
            });
        }
    }
}

fn of_item(item: &ast::Item, out: &mut Diagnostics) {
    let (ast::ItemBody::Asks(name) | ast::ItemBody::Judged(name)) = &item.body else {
        return;
    };
    let Some(text) = &item.text else { return };
    let sentence = text.text.trim_start().to_lowercase();
    let negates = NEGATIONS.iter().any(|beginning| sentence.starts_with(beginning));
    // A name that begins so itself is told as such, or agrees with the sentence.
    let agrees = BEGINNINGS
        .iter()
        .chain(&ABSENCE)
        .any(|beginning| name.node.starts_with(beginning));
    if !negates || agrees {
        return;
    }
    let kind = match &item.body {
        ast::ItemBody::Judged(_) => "judgement",
        _ => "yes/no",
    };
    let quote = format!("{} \"…\"", item.id.node);
    out.push(
        NEGATION_ASKED
            .at(name.span, format!("a yes to `{}` says that there is none: the question is a negation", name.node))
            .label(text.span, "the question")
            .about([format!("yes to {}", name.node), format!("{} means", name.node)])
            .help(format!(
                "facts {{ {name} : {kind} \"Is there …?\" }}\n{quote} {{ not {name} }}\nor say how it is answered:  reading \"A yes to {name} means that there is none.\"",
                name = name.node
            )),
    );
}
