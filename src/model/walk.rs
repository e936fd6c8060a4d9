//! Walking a rule.

use super::expr::{Expr, Length, Moment, Node, Readings, Source, Window};
use crate::value::{Truths, Value};

/// Whether something stands in an expression in the place of what was told to be wrong.
#[must_use]
pub fn has_mistake(expr: &Expr) -> bool {
    let mut found = false;
    all(expr, &mut |part| {
        found |= match part.node.as_ref() {
            Node::Invalid => true,
            Node::Constant(Value::Truth(truths)) => *truths == Truths::UNKNOWN,
            _ => false,
        };
    });
    found
}

/// The walk over the direct parts of an expression, once for reading and once for changing.
macro_rules! walk {
    (
        $(#[$doc:meta])* $children:ident $readings:ident $source_parts:ident $window_parts:ident $length_parts:ident
        $as_ref:ident $iter:ident $($mutable:tt)?
    ) => {
        $(#[$doc])*
        pub fn $children<'a>(expr: &'a $($mutable)? Expr, f: &mut dyn FnMut(&'a $($mutable)? Expr)) {
            match expr.node.$as_ref() {
                Node::Constant(_)
                | Node::Fact(_)
                | Node::Field(..)
                | Node::Age { .. }
                | Node::Assessment
                | Node::Criterion(_)
                | Node::Invalid => {}
                Node::Reading { source, body } => {
                    $readings(source, f);
                    f(body);
                }
                Node::Convert(inner, _)
                | Node::DurationNumber(inner, ..)
                | Node::NumberDuration(inner, ..)
                | Node::Negative(inner)
                | Node::Edge(inner, _)
                | Node::PeriodLength(inner)
                | Node::Among(inner, _)
                | Node::Member(inner, _)
                | Node::SameText(inner, _)
                | Node::Not(inner)
                | Node::Part(_, inner)
                | Node::Named { body: inner, .. } => f(inner),
                Node::Arithmetic(_, a, b)
                | Node::Scale(a, b)
                | Node::DurationSum(_, a, b)
                | Node::Shift(a, b, _)
                | Node::DaysBetween(a, b)
                | Node::Period(a, b)
                | Node::Compare(_, a, b) => {
                    f(a);
                    f(b);
                }
                Node::InWindow(date, window) => {
                    f(date);
                    $window_parts(window, f);
                }
                Node::And(parts)
                | Node::Or(parts)
                | Node::Count(_, parts)
                | Node::Extreme(_, parts)
                | Node::Several(_, parts) => {
                    parts.$iter().for_each(f);
                }
                Node::Cases { clauses, otherwise } => {
                    for (condition, value) in clauses.$iter() {
                        f(condition);
                        f(value);
                    }
                    if let Some(otherwise) = otherwise {
                        f(otherwise);
                    }
                }
                Node::Quantified {
                    source, body, apart, ..
                } => {
                    $source_parts(source, f);
                    f(body);
                    if let Some((apart, date)) = apart {
                        f(apart);
                        f(date);
                    }
                }
                Node::Aggregate { source, body, .. } => {
                    $source_parts(source, f);
                    f(body);
                }
                Node::Rows(_, rows) => {
                    for (condition, value) in rows.$iter() {
                        f(condition);
                        f(value);
                    }
                }
                Node::At(moment, inner) => {
                    if let Moment::Date(date) = moment {
                        f(date);
                    }
                    f(inner);
                }
                Node::Alternatives(inner, others) => {
                    f(inner);
                    others.$iter().for_each(|(_, other)| f(other));
                }
            }
        }

        fn $readings<'a>(source: &'a $($mutable)? Readings, f: &mut dyn FnMut(&'a $($mutable)? Expr)) {
            source.valid.$iter().for_each(&mut *f);
            source.filter.$iter().for_each(f);
        }

        fn $source_parts<'a>(source: &'a $($mutable)? Source, f: &mut dyn FnMut(&'a $($mutable)? Expr)) {
            match source {
                Source::List { filter, .. } => filter.$iter().for_each(f),
                Source::Readings(source) => $readings(source, f),
                Source::Days(window) => $window_parts(window, f),
            }
        }

        fn $window_parts<'a>(window: &'a $($mutable)? Window, f: &mut dyn FnMut(&'a $($mutable)? Expr)) {
            match window {
                Window::Bounded { length, anchor, .. } => {
                    $length_parts(length, f);
                    f(anchor);
                }
                Window::Side(_, date) => f(date),
                Window::Between(from, to) => {
                    f(from);
                    f(to);
                }
            }
        }

        fn $length_parts<'a>(length: &'a $($mutable)? Length, f: &mut dyn FnMut(&'a $($mutable)? Expr)) {
            match length {
                Length::Value(value) => f(value),
                Length::Shorter(all) | Length::Longer(all) => all.$iter().for_each(|length| $length_parts(length, f)),
                Length::Cases(cases, otherwise) => {
                    for (condition, length) in cases.$iter() {
                        f(condition);
                        $length_parts(length, f);
                    }
                    $length_parts(otherwise, f);
                }
            }
        }
    };
}

walk! {
    /// Calls `f` on each direct part of an expression.
    children readings source_parts window_parts length_parts as_ref iter
}
walk! {
    /// Calls `f` on each direct part of an expression, which it may change.
    children_mut readings_mut source_parts_mut window_parts_mut length_parts_mut as_mut iter_mut mut
}

/// Calls `f` on an expression and everything in it.
pub fn all<'a>(expr: &'a Expr, f: &mut dyn FnMut(&'a Expr)) {
    f(expr);
    children(expr, &mut |child| all(child, f));
}

/// Calls `f` on an expression and everything in it, in the order of [`all`].
pub fn all_mut(expr: &mut Expr, f: &mut dyn FnMut(&mut Expr)) {
    f(expr);
    children_mut(expr, &mut |child| all_mut(child, f));
}
