//! What counts and gathers: quantifiers, aggregates, rows.

use super::super::ast::{
    Aggregate, AggregateOp, AggregateSource, CountOf, CountSource, Expr, Node, Quantified, Quantifier, Row, RowHead,
};
use super::expressions::Level;
use super::layout::{Column, Group, Token};
use super::{Printer, end, start};

impl Printer<'_> {
    fn quantifier(&mut self, quantifier: Quantifier, of: bool) {
        let text = match quantifier {
            Quantifier::Any => "any".to_owned(),
            Quantifier::All => "all".to_owned(),
            Quantifier::None => if of { "none" } else { "no" }.to_owned(),
            Quantifier::AtLeast(n) => format!("at least {n}"),
            Quantifier::AtMost(n) => format!("at most {n}"),
            Quantifier::Exactly(n) => format!("exactly {n}"),
        };
        self.put(&text);
        self.put(if of { " of " } else { " " });
    }

    pub(super) fn quantified(&mut self, quantified: &Quantified) {
        self.quantifier(quantified.quantifier.node, false);
        self.at(&quantified.source, Level::Postfix);
        if let Some(apart) = &quantified.apart {
            self.put(" at least ");
            self.at(apart, Level::Sum);
            self.put(" apart");
        }
        for window in &quantified.windows {
            self.put(" ");
            self.window(window);
        }
        let Some(filter) = &quantified.filter else { return };
        match &*filter.node {
            // Nothing but an exception stands behind it.
            Node::Not(condition) if self.text.is_some() && condition.span == filter.span => {
                self.put(" unless ");
                self.body(condition);
            }
            // These break themselves.
            Node::And(_) | Node::Or(_) | Node::Unless(..) | Node::Block(_) => {
                self.put(" ");
                self.filter(filter);
            }
            _ => {
                self.begin(Group::Fill);
                self.soft_at(start(filter.span), " ");
                self.filter(filter);
                self.end();
            }
        }
    }

    pub(super) fn count_of(&mut self, count: &CountOf) {
        self.quantifier(count.quantifier.node, true);
        match &count.of {
            CountSource::Block(block) => self.block(block),
            CountSource::List(test) => self.test(test),
        }
    }

    pub(super) fn aggregate(&mut self, aggregate: &Aggregate) {
        self.put(match aggregate.op.node {
            AggregateOp::Sum => "sum",
            AggregateOp::Mean => "mean",
            AggregateOp::Median => "median",
            AggregateOp::Count => "count",
            AggregateOp::Highest => "highest",
            AggregateOp::Lowest => "lowest",
            AggregateOp::Earliest => "earliest",
            AggregateOp::Latest => "latest",
            AggregateOp::First => "first",
            AggregateOp::Shorter => "shorter",
            AggregateOp::Longer => "longer",
        });
        if let Some(count) = &aggregate.count {
            self.put(&format!(" {}", count.node));
        }
        self.put(" of ");
        match &aggregate.over {
            AggregateSource::Rows(rows, span) => self.rows(rows, end(*span).saturating_sub(1)),
            AggregateSource::Over(value, list) => {
                self.begin(Group::Fill);
                self.at(value, Level::Product);
                self.soft_at(start(list.span), " ");
                self.put("over ");
                self.at(list, Level::Postfix);
                self.end();
            }
            AggregateSource::Of(value) => self.at(value, Level::Factor),
        }
    }

    /// Rows in braces: on one line where the author wrote them so and they fit.
    fn rows(&mut self, rows: &[Row], close: usize) {
        let first = rows.first().map_or(0, |row| start(row.span));
        if !self.on_one_line(first) || self.has_comment(first, close) {
            return self.braces(rows, |_, row| start(row.span), close, Self::row);
        }
        self.begin(Group::Braces);
        self.put("{");
        for (at, row) in rows.iter().enumerate() {
            self.soft_at(start(row.span), if at == 0 { " " } else { ", " });
            self.row(row);
        }
        self.soft_back(close, " ");
        self.put("}");
        self.end();
    }

    fn row(&mut self, row: &Row) {
        match &row.head {
            RowHead::Otherwise => self.put("otherwise"),
            RowHead::Declares(name, text) => {
                self.put(&name.node);
                self.tokens.push(Token::Tab(Column::Declared));
                self.put(" ");
                self.quote(&text.text, text.span);
            }
            RowHead::Condition(condition) => self.row_side(condition),
        }
        if let Some(value) = &row.value {
            self.tokens.push(Token::Tab(Column::Points));
            self.put(" : ");
            self.row_side(value);
        }
    }

    fn row_side(&mut self, expr: &Expr) {
        match &*expr.node {
            Node::Unless(..) => self.node(expr),
            _ => self.at(expr, Level::Or),
        }
    }
}
