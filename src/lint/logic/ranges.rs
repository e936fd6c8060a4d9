//! Rows whose ranges of one number leave a value out between them, or have one twice.

use super::Question;
use crate::analysis::{Literal, Place};
use crate::codes::lint::{RANGE_GAP, RANGE_OVERLAP};
use crate::diagnostic::Diagnostics;
use crate::model::expr::Aggregate;
use crate::model::{Expr, Node, Type};

pub(super) fn check(question: &mut Question<'_, '_>, out: &mut Diagnostics) {
    for index in question.units.clone() {
        let mut tables: Vec<(&Expr, Vec<(&Expr, Literal)>)> = Vec::new();
        question.parts(index, &mut |analysis, expr, place: &Place| {
            let rows = match expr.node.as_ref() {
                Node::Rows(Aggregate::Sum, rows) => rows,
                Node::Cases {
                    clauses,
                    otherwise: None,
                } if !matches!(expr.ty, Type::Truth) => clauses,
                _ => return,
            };
            let conditions = rows
                .iter()
                .map(|(condition, _)| (condition, analysis.truth_at(condition, place).yes))
                .collect();
            tables.push((expr, conditions));
        });
        for (expr, rows) in tables {
            table(question, expr, &rows, out);
        }
    }
}

fn table(question: &Question<'_, '_>, expr: &Expr, rows: &[(&Expr, Literal)], out: &mut Diagnostics) {
    let first_decides = matches!(expr.node.as_ref(), Node::Cases { .. });
    let conditions: Vec<Literal> = rows.iter().map(|(_, condition)| *condition).collect();
    let Some(regions) = question.analysis.regions(&conditions) else {
        return;
    };
    let about = ["gap", "both rows", "both count", "overlap"];
    let covered: Vec<usize> = regions.iter().map(|region| region.holding.len()).collect();
    let inner = |at: usize| {
        covered.iter().take(at).any(|count| *count > 0) && covered.iter().skip(at + 1).any(|count| *count > 0)
    };
    for (at, region) in regions.iter().enumerate() {
        match region.holding.as_slice() {
            [] if inner(at) => {
                out.push(
                    RANGE_GAP
                        .at(expr.span, format!("no row holds for {}", region.words))
                        .about(about)
                        .help("let one range end where the next begins, or say that it is meant:\nreading \"The gap between the rows: …\""),
                );
                return;
            }
            [first, second, ..] if !first_decides => {
                let (Some((a, _)), Some((b, _))) = (rows.get(*first), rows.get(*second)) else {
                    return;
                };
                out.push(
                    RANGE_OVERLAP
                        .at(b.span, format!("two rows hold for {}, and both count", region.words))
                        .label(a.span, "this one too")
                        .about(about)
                        .help("let one range end where the next begins, or say that it is meant:\nreading \"Both rows count: …\""),
                );
                return;
            }
            _ => {}
        }
    }
}
