//! Windows of time.

use super::super::ast::{Direction, Moment, Window, WindowBound, WindowNode};
use super::Printer;
use super::expressions::Level;

impl Printer<'_> {
    /// A window of time.
    pub(super) fn window(&mut self, window: &Window) {
        match &window.node {
            WindowNode::Bounded {
                bound,
                length,
                direction,
                anchor,
            } => {
                self.put(match bound.node {
                    WindowBound::Within => "within ",
                    WindowBound::AtLeast => "at least ",
                    WindowBound::AtMost => "at most ",
                    WindowBound::MoreThan => "more than ",
                    WindowBound::LessThan => "less than ",
                });
                self.at(length, Level::Sum);
                self.direction(direction.node);
                self.moment(anchor);
            }
            WindowNode::Side(direction, anchor) => {
                self.put(match direction.node {
                    Direction::After => "after ",
                    _ => "before ",
                });
                self.moment(anchor);
            }
            WindowNode::Between(from, to) => {
                self.put("from ");
                self.moment(from);
                self.put(" to ");
                self.moment(to);
            }
        }
    }

    fn direction(&mut self, direction: Direction) {
        self.put(match direction {
            Direction::Before => " before ",
            Direction::After => " after ",
            Direction::Around => " around ",
        });
    }

    /// A date, perhaps shifted.
    pub(super) fn moment(&mut self, moment: &Moment) {
        if let Some((length, direction)) = &moment.shift {
            self.at(length, Level::Product);
            self.direction(direction.node);
        }
        self.at(&moment.anchor, Level::Postfix);
    }
}
