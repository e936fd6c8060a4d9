//! Tables whose rows speak of one number.

use super::Question;
use crate::analysis::{Literal, Place, Region};
use crate::model::expr::Aggregate;
use crate::model::{Expr, Node, Type};

/// A table with the ranges between the limits of its rows.
pub(super) struct Table<'a> {
    /// The whole of it.
    pub(super) whole: &'a Expr,
    /// The conditions of its rows.
    pub(super) rows: Vec<&'a Expr>,
    /// The ranges, lowest first, with the rows that hold in each.
    pub(super) regions: Vec<Region>,
    /// Of several rows that hold the first decides; otherwise all count.
    pub(super) first_decides: bool,
}

/// The tables of the rules.
pub(super) fn tables<'a>(question: &mut Question<'_, 'a>) -> Vec<Table<'a>> {
    let mut found: Vec<(&Expr, Vec<&Expr>, Vec<Literal>)> = Vec::new();
    for index in question.units.clone() {
        if question.told.contains(&index) {
            continue;
        }
        question.parts(index, &mut |analysis, whole, place: &Place| {
            let rows = match whole.node.as_ref() {
                Node::Rows(Aggregate::Sum, rows) => rows,
                Node::Cases {
                    clauses,
                    otherwise: None,
                } if !matches!(whole.ty, Type::Truth) => clauses,
                _ => return,
            };
            let conditions = rows.iter().map(|(condition, _)| condition);
            let holds = conditions
                .clone()
                .map(|row| analysis.truth_at(row, place).yes)
                .collect();
            found.push((whole, conditions.collect(), holds));
        });
    }
    let mut tables = Vec::new();
    for (whole, rows, holds) in found {
        if let Some(regions) = question.analysis.regions(&holds) {
            tables.push(Table {
                whole,
                rows,
                regions,
                first_decides: matches!(whole.node.as_ref(), Node::Cases { .. }),
            });
        }
    }
    tables
}
