//! One text for one meaning: expressions that read the same facts in the same way have the same key, wherever they stand.

use std::fmt::Write;

use super::lower::Change;
use super::scope::Scope;
use crate::model::expr::{Length, Moment, Node, Readings, Source, Window};
use crate::model::{Expr, walk};

/// The key of an expression where it is evaluated.
#[must_use]
pub(super) fn of(expr: &Expr, scope: &Scope, change: Option<&Change<'_>>) -> String {
    let mut key = scope.moment_key();
    write_expr(expr, scope, change, &mut key);
    key
}

/// The key of the readings of a lab.
pub(super) fn of_readings(readings: &Readings, scope: &Scope, change: Option<&Change<'_>>) -> String {
    let mut key = scope.moment_key();
    write_readings(readings, scope, change, &mut key);
    key
}

fn write_readings(readings: &Readings, scope: &Scope, change: Option<&Change<'_>>, key: &mut String) {
    let _ = write!(key, "readings {} latest {:?}", readings.lab.0, readings.latest);
    for (word, condition) in [("valid", &readings.valid), ("where", &readings.filter)] {
        if let Some(condition) = condition {
            let _ = write!(key, " {word} ");
            write_expr(condition, scope, change, key);
        }
    }
}

fn write_expr(expr: &Expr, scope: &Scope, change: Option<&Change<'_>>, key: &mut String) {
    if let Node::Named { body, .. } | Node::Part(_, body) | Node::Alternatives(body, _) = expr.node.as_ref() {
        return write_expr(body, scope, change, key);
    }
    key.push('(');
    if let Some(change) = change.filter(|change| change.is_of(expr)) {
        let _ = write!(key, "changed {:?} ", change.without);
    }
    head(expr, scope, key);
    walk::children(expr, &mut |child| {
        key.push(' ');
        write_expr(child, scope, change, key);
    });
    key.push(')');
}

/// What a shape has of its own, without its parts.
fn head(expr: &Expr, scope: &Scope, key: &mut String) {
    let _ = match expr.node.as_ref() {
        Node::Constant(value) => write!(key, "{value:?}"),
        Node::Fact(fact) => write!(key, "fact {}", fact.0),
        Node::Field(level, index) => write!(key, "field {} {index}", scope.frame_key(*level)),
        Node::Age { birth, scale, years } => write!(key, "age {} {scale:?} {years}", birth.0),
        Node::Assessment => write!(key, "assessment"),
        Node::Reading { source, .. } => write!(key, "reading {} {:?}", source.lab.0, source.latest),
        Node::Convert(_, factor) => write!(key, "convert {factor:?}"),
        Node::DurationNumber(_, scale, factor) => write!(key, "number of {scale:?} {factor:?}"),
        Node::NumberDuration(_, scale, factor) => write!(key, "duration {scale:?} {factor:?}"),
        Node::Negative(_) => write!(key, "-"),
        Node::Arithmetic(op, ..) => write!(key, "{op:?}"),
        Node::Scale(..) => write!(key, "scale"),
        Node::DurationSum(subtract, ..) => write!(key, "sum {subtract}"),
        Node::Shift(_, _, past) => write!(key, "shift {past}"),
        Node::DaysBetween(..) => write!(key, "days"),
        Node::Period(..) => write!(key, "period"),
        Node::Edge(_, edge) => write!(key, "{edge:?}"),
        Node::PeriodLength(_) => write!(key, "length"),
        Node::Compare(op, ..) => write!(key, "{op:?}"),
        Node::Among(_, set) => write!(key, "among {set:?}"),
        Node::Member(_, set) => write!(key, "member {set:?}"),
        Node::SameText(_, word) => write!(key, "same {word:?}"),
        Node::InWindow(_, window) => {
            key.push_str("in ");
            window_head(window, key);
            Ok(())
        }
        Node::Not(_) => write!(key, "not"),
        Node::And(parts) => write!(key, "and {}", parts.len()),
        Node::Or(parts) => write!(key, "or {}", parts.len()),
        Node::Count(quantifier, _) => write!(key, "{quantifier:?}"),
        Node::Cases { clauses, otherwise } => write!(key, "cases {} {}", clauses.len(), otherwise.is_some()),
        Node::Quantified {
            quantifier,
            source,
            apart,
            ..
        } => {
            let _ = write!(key, "{quantifier:?} apart {} ", apart.is_some());
            source_head(source, key);
            Ok(())
        }
        Node::Aggregate { op, source, .. } => {
            let _ = write!(key, "{op:?} ");
            source_head(source, key);
            Ok(())
        }
        Node::Extreme(extreme, _) => write!(key, "{extreme:?}"),
        Node::Several(op, parts) => write!(key, "{op:?} {}", parts.len()),
        Node::Rows(op, rows) => write!(key, "rows {op:?} {}", rows.len()),
        Node::At(Moment::Date(_), _) => write!(key, "at"),
        Node::At(Moment::Visit(name), _) => write!(key, "at {name:?}"),
        Node::Criterion(index) => write!(key, "criterion {index}"),
        Node::Invalid => write!(key, "invalid"),
        Node::Named { .. } | Node::Part(..) | Node::Alternatives(..) => Ok(()),
    };
}

fn source_head(source: &Source, key: &mut String) {
    let _ = match source {
        Source::List { fact, filter, .. } => write!(key, "list {} {}", fact.0, filter.is_some()),
        Source::Readings(readings) => write!(
            key,
            "readings {} {:?} {} {}",
            readings.lab.0,
            readings.latest,
            readings.valid.is_some(),
            readings.filter.is_some()
        ),
        Source::Days(window) => {
            key.push_str("days ");
            window_head(window, key);
            Ok(())
        }
    };
}

fn window_head(window: &Window, key: &mut String) {
    match window {
        Window::Bounded {
            bound,
            length,
            direction,
            ..
        } => {
            let _ = write!(key, "{bound:?} {direction:?} ");
            length_head(length, key);
        }
        Window::Side(before, _) => {
            let _ = write!(key, "side {before}");
        }
        Window::Between(..) => key.push_str("between"),
    }
}

fn length_head(length: &Length, key: &mut String) {
    match length {
        Length::Value(_) => key.push('v'),
        Length::Shorter(lengths) | Length::Longer(lengths) => {
            key.push_str(if matches!(length, Length::Shorter(_)) {
                "s["
            } else {
                "l["
            });
            lengths.iter().for_each(|length| length_head(length, key));
            key.push(']');
        }
        Length::Cases(cases, otherwise) => {
            key.push_str("c[");
            cases.iter().for_each(|(_, length)| length_head(length, key));
            length_head(otherwise, key);
            key.push(']');
        }
    }
}
