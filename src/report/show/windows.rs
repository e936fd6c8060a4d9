//! Windows of time.

use super::prose::Prose;
use super::writer::Writer;
use crate::model::expr::{Direction, Length, Window, WindowBound};
use crate::model::{Expr, Type};

impl Writer<'_> {
    /// A date or a period in a window.
    pub(super) fn in_window(&mut self, date: &Expr, window: &Window) -> Prose {
        let subject = self.value(date).text;
        let words = self.window(window);
        let verb = match (&date.ty, window) {
            (
                Type::Period,
                Window::Side(..)
                | Window::Bounded {
                    bound: WindowBound::AtLeast | WindowBound::MoreThan,
                    ..
                },
            ) => "lies as a whole",
            (Type::Period, _) => "has at least one day",
            _ => "is",
        };
        Prose::of(subject, format!("{verb} {words}"))
    }

    /// A date that does not lie in a window. What lies beyond the far edge of one is told from the other side of that
    /// edge: "not more than 3 months before" would be read as "in the 3 months before", and later days lie there too.
    pub(super) fn not_in_window(&mut self, date: &Expr, window: &Window) -> Prose {
        let subject = self.value(date).text;
        if let (
            Type::Date,
            Window::Bounded {
                bound: bound @ (WindowBound::AtLeast | WindowBound::MoreThan),
                length,
                direction: direction @ (Direction::Before | Direction::After),
                anchor,
            },
        ) = (&date.ty, window)
        {
            let length = self.length(length);
            let anchor = self.value(anchor).text;
            let (side, edge, beyond) = match direction {
                Direction::Before => ("before", ["later than", "not earlier than"], "later"),
                _ => ("after", ["earlier than", "not later than"], "earlier"),
            };
            let other = if side == "before" { "after" } else { "before" };
            let edge = match bound {
                WindowBound::AtLeast => edge[0],
                _ => edge[1],
            };
            let words =
                format!("is {edge} {length} {side} {anchor} (any {beyond} time counts too, also {other} {anchor})");
            return Prose::of(subject, words);
        }
        if matches!(date.ty, Type::Date) {
            let words = self.window(window);
            return Prose::of(subject, format!("is not {words}"));
        }
        Prose::list("it is not so that:", vec![self.in_window(date, window)])
    }

    /// `within 2 weeks before screening (both ends included)`
    pub(super) fn window(&mut self, window: &Window) -> String {
        match window {
            Window::Bounded {
                bound,
                length,
                direction,
                anchor,
            } => {
                let length = self.length(length);
                let side = match direction {
                    Direction::Before => "before",
                    Direction::After => "after",
                    Direction::Around => "before or after",
                };
                let anchor = self.value(anchor).text;
                match bound {
                    WindowBound::Within | WindowBound::AtMost => {
                        format!("within {length} {side} {anchor} (both ends included)")
                    }
                    WindowBound::LessThan => {
                        format!(
                            "less than {length} {side} {anchor} (the far end not included, {anchor} itself included)"
                        )
                    }
                    WindowBound::AtLeast => format!("at least {length} {side} {anchor}"),
                    WindowBound::MoreThan => format!("more than {length} {side} {anchor}"),
                }
            }
            Window::Side(before, date) => {
                let date = self.value(date).text;
                let side = if *before { "before" } else { "after" };
                format!("{side} {date} (that day not included)")
            }
            Window::Between(from, to) => {
                let (from, to) = (self.value(from).text, self.value(to).text);
                format!("from {from} to {to} (both included)")
            }
        }
    }

    fn length(&mut self, length: &Length) -> String {
        match length {
            Length::Value(value) => self.value(value).text,
            Length::Shorter(lengths) => format!("the shorter of ({})", self.lengths(lengths)),
            Length::Longer(lengths) => format!("the longer of ({})", self.lengths(lengths)),
            Length::Cases(cases, otherwise) => {
                let otherwise = self.length(otherwise);
                let cases: Vec<(String, String)> = cases
                    .iter()
                    .map(|(condition, length)| (self.condition(condition).flat(), self.length(length)))
                    .collect();
                super::quantities::chosen(&cases, Some(otherwise))
            }
        }
    }

    fn lengths(&mut self, lengths: &[Length]) -> String {
        let lengths: Vec<String> = lengths.iter().map(|length| self.length(length)).collect();
        lengths.join("; ")
    }
}
