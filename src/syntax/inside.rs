//! Walking the syntax tree for what is declared inside rules: numbered items and rows with a question.

use super::ast;

/// What stands inside a rule.
pub enum Inside<'a> {
    /// A numbered item.
    Item(&'a ast::Item),
    /// A row of a score or a table.
    Row(&'a ast::Row),
}

/// Calls `f` on every item and row of a block, outer ones first, in the order of the text.
pub fn block<'a>(block: &'a ast::Block, f: &mut dyn FnMut(Inside<'a>)) {
    for statement in &block.statements {
        match statement {
            ast::Statement::Item(item) => {
                f(Inside::Item(item));
                if let Some(inner) = item.body.block() {
                    self::block(inner, f);
                }
            }
            ast::Statement::Reading(reading) => {
                if let Some(inner) = &reading.block {
                    self::block(inner, f);
                }
            }
            ast::Statement::Condition(condition) => expr(condition, f),
            ast::Statement::Readings(_) | ast::Statement::Broken(_) => {}
        }
    }
}

/// Calls `f` on every item and row inside an expression.
pub fn expr<'a>(expr: &'a ast::Expr, f: &mut dyn FnMut(Inside<'a>)) {
    use ast::Node;
    match expr.node.as_ref() {
        Node::Number(_)
        | Node::Quantity(..)
        | Node::Titre(_)
        | Node::Date(_)
        | Node::Mark(_)
        | Node::Text(_)
        | Node::Name(_)
        | Node::Id(_)
        | Node::Broken => {}
        Node::Cast(inner, _) | Node::Of(_, inner) | Node::At(inner, _) | Node::Negative(inner) | Node::Not(inner) => {
            self::expr(inner, f);
        }
        Node::Limit(_, of) => of.iter().for_each(|of| self::expr(of, f)),
        Node::Call(_, parts) | Node::And(parts) | Node::Or(parts) => parts.iter().for_each(|part| self::expr(part, f)),
        Node::Brackets(brackets) => {
            brackets.items.iter().for_each(|item| self::expr(item, f));
            brackets.filter.iter().for_each(|filter| self::expr(filter, f));
        }
        Node::Binary(a, _, b) | Node::Unless(a, b) => {
            self::expr(a, f);
            self::expr(b, f);
        }
        Node::Test(test) => self::test(test, f),
        Node::Each(subjects, test) => {
            subjects.iter().for_each(|subject| self::expr(subject, f));
            self::test(test, f);
        }
        Node::If {
            condition,
            then,
            otherwise,
        } => {
            self::expr(condition, f);
            self::expr(then, f);
            otherwise.iter().for_each(|otherwise| self::expr(otherwise, f));
        }
        Node::Exception { value, clauses } => {
            self::expr(value, f);
            for (condition, limit) in clauses {
                self::expr(condition, f);
                self::expr(limit, f);
            }
        }
        Node::Block(inner) => block(inner, f),
        Node::Quantified(quantified) => {
            self::expr(&quantified.source, f);
            quantified.filter.iter().for_each(|filter| self::expr(filter, f));
        }
        Node::CountOf(count) => match &count.of {
            ast::CountSource::Block(inner) => block(inner, f),
            ast::CountSource::List(list) => test(list, f),
        },
        Node::Aggregate(aggregate) => match &aggregate.over {
            ast::AggregateSource::Rows(rows, _) => {
                for row in rows {
                    f(Inside::Row(row));
                    if let ast::RowHead::Condition(condition) = &row.head {
                        self::expr(condition, f);
                    }
                    row.value.iter().for_each(|value| self::expr(value, f));
                }
            }
            ast::AggregateSource::Over(a, b) => {
                self::expr(a, f);
                self::expr(b, f);
            }
            ast::AggregateSource::Of(inner) => self::expr(inner, f),
        },
    }
}

fn test<'a>(test: &'a ast::Test, f: &mut dyn FnMut(Inside<'a>)) {
    expr(&test.subject, f);
    match &test.relation {
        Some(ast::Relation::Compare(_, limit)) => expr(limit, f),
        Some(ast::Relation::In {
            set: ast::Set::Range(low, high),
            ..
        }) => {
            expr(low, f);
            expr(high, f);
        }
        Some(ast::Relation::In {
            set: ast::Set::Value(value),
            ..
        }) => expr(value, f),
        _ => {}
    }
}
