//! Blocks, criteria and readings.

use super::super::ast::{Block, DatedFact, Expr, Item, ItemBody, Node, Reading, Statement, Test};
use super::super::grammar::{Matched, Rule, children, take};
use super::{Builder, Built, covered, expr};
use crate::codes::syntax as codes;
use crate::source::{Span, Spanned};

impl Builder<'_> {
    /// A block that the grammar asks for.
    pub(super) fn block_in(&mut self, pair: Option<Matched<'_>>, span: Span) -> Block {
        match pair {
            Some(pair) => self.block(pair),
            None => Block {
                statements: Vec::new(),
                span,
            },
        }
    }

    /// Lines in braces.
    pub(super) fn block(&mut self, pair: Matched<'_>) -> Block {
        let span = self.span(&pair);
        let statements = self.afresh(|builder| {
            let mut statements = Vec::new();
            for pair in children(pair) {
                builder.statement(pair, &mut statements);
            }
            statements
        });
        Block { statements, span }
    }

    fn statement(&mut self, pair: Matched<'_>, statements: &mut Vec<Statement>) {
        let span = self.trimmed(&pair);
        let statement = match pair.as_rule() {
            Rule::item => Statement::Item(self.item(pair)),
            Rule::reading => Statement::Reading(self.reading(pair)),
            Rule::readings => match children(pair).next() {
                Some(window) => Statement::Readings(self.window(window).0),
                None => Statement::Broken(span),
            },
            Rule::line => Statement::Condition(self.line(pair)),
            _ => {
                let place = Span::new(span.source, span.start as usize, span.start as usize + 1);
                statements.push(Statement::Broken(place));
                // Its braces were left: their lines are read as lines of this block.
                if let Some(block) = children(pair).next() {
                    statements.extend(self.block(block).statements);
                }
                return;
            }
        };
        statements.push(statement);
    }

    fn item(&mut self, pair: Matched<'_>) -> Item {
        let span = self.trimmed(&pair);
        let mut inner = children(pair);
        let id = self.name_in(inner.next());
        let text = take(&mut inner, Rule::string).map(|text| self.quoted(&text));
        let body = match inner.next() {
            Some(body) if body.as_rule() == Rule::asks => self.asks(body),
            Some(body) if body.as_rule() == Rule::judged => ItemBody::Judged(self.name_in(children(body).next())),
            Some(body) => ItemBody::Block(self.block(body)),
            None => ItemBody::Broken,
        };
        let notes = inner.next().map(|block| self.notes(block));
        Item {
            id,
            text,
            body,
            notes,
            span,
        }
    }

    /// The braces behind `asks` and `judged`: readings, and nothing that would be a rule beside the fact.
    fn notes(&mut self, pair: Matched<'_>) -> Block {
        let mut block = self.block(pair);
        let is_note =
            |statement: &Statement| matches!(statement, Statement::Reading(reading) if reading.block.is_none());
        let (notes, rules) = block.statements.into_iter().partition(is_note);
        block.statements = notes;
        let rules: Vec<Statement> = rules;
        for statement in rules {
            let span = match statement {
                Statement::Broken(_) => continue,
                Statement::Reading(reading) => reading.span,
                Statement::Item(item) => item.span,
                Statement::Readings(window) => window.span,
                Statement::Condition(condition) => condition.span,
            };
            self.tell(
                codes::ASKS_TOO_MUCH
                    .at(
                        span,
                        "behind `asks` and `judged` the braces hold how the sentence was read, and no rule",
                    )
                    .help("asks NAME { reading \"…\" }\nor declare the fact, and write the whole rule in { … }"),
            );
        }
        block
    }

    /// `asks NAME`, or a window that a date or the records of a list lie in.
    fn asks(&mut self, pair: Matched<'_>) -> ItemBody {
        let Some(condition) = children(pair).next() else {
            return ItemBody::Broken;
        };
        let condition = covered(self.condition(condition));
        let named = |expr: &Expr| match &*expr.node {
            Node::Name(name) => Some(Spanned::new(name.clone(), expr.span)),
            _ => None,
        };
        if let Some(name) = named(&condition) {
            return ItemBody::Asks(name);
        }
        let dated = match &*condition.node {
            Node::Test(test) if test.relation.is_none() && !test.windows.is_empty() => {
                named(&test.subject).map(|name| DatedFact { name, list: false })
            }
            Node::Quantified(counted) if counted.filter.is_none() && !counted.windows.is_empty() => {
                named(&counted.source).map(|name| DatedFact { name, list: true })
            }
            _ => None,
        };
        let span = condition.span;
        match dated {
            Some(dated) => {
                let statements = vec![Statement::Condition(condition)];
                ItemBody::AsksWhen(dated, Block { statements, span })
            }
            None => {
                if !matches!(&*condition.node, Node::Broken) {
                    self.tell(
                        codes::ASKS_TOO_MUCH
                            .at(span, "`asks` declares one fact, and this is more than it can declare")
                            .help(
                                "asks NAME\nasks NAME within … before …\nasks any NAME within … before …\n\
                                 or declare the facts, and write the rule in { … }",
                            ),
                    );
                }
                ItemBody::Broken
            }
        }
    }

    /// How a sentence was read.
    pub(super) fn reading(&mut self, pair: Matched<'_>) -> Reading {
        let span = self.trimmed(&pair);
        let mut inner = children(pair);
        let damaged = take(&mut inner, Rule::kw_damaged).is_some();
        let name = take(&mut inner, Rule::name).map(|name| self.spanned(&name));
        let text = take(&mut inner, Rule::string).map(|text| self.quoted(&text));
        let in_force = take(&mut inner, Rule::in_force).is_some();
        Reading {
            damaged,
            name,
            text,
            in_force,
            block: inner.next().map(|block| self.block(block)),
            span,
        }
    }

    /// A condition, or `A, B <= L`.
    fn line(&mut self, pair: Matched<'_>) -> Expr {
        let span = self.trimmed(&pair);
        let mut built: Vec<Built> = children(pair).map(|pair| self.condition(pair)).collect();
        let Some(last) = built.pop() else {
            return self.broken(span);
        };
        if built.is_empty() {
            return covered(last);
        }
        if let Some(found) = self.thousands(&built, &last, span) {
            return found;
        }
        if let Some(whole) = built.iter().find(|one| !is_subject(one)) {
            let span = whole.expr.span;
            if let Node::CountOf(_) = &*whole.expr.node {
                let message = "what is counted stands in brackets";
                return self.fault(
                    &codes::LIST_WITHOUT_RELATION,
                    span,
                    message,
                    "any of (ALT, AST) > 2*ULN",
                );
            }
            let head = self.written(span);
            let message = "a comma stands only between the subjects of one comparison";
            let help = format!("{head} and …");
            return self.fault(&codes::LIST_WITHOUT_RELATION, span, message, &help);
        }
        let Built { expr: tested, unless } = last;
        let place = tested.span;
        match *tested.node {
            Node::Test(test) if test.relation.is_some() => {
                let Some(first) = built.first().map(|one| one.expr.clone()) else {
                    return self.broken(span);
                };
                let mut subjects: Vec<Expr> = built.into_iter().map(|one| one.expr).collect();
                subjects.push(test.subject);
                let whole = first.span.to(place);
                let test = Test { subject: first, ..test };
                covered(Built {
                    expr: expr(Node::Each(subjects, test), whole),
                    unless,
                })
            }
            _ => {
                let written = self.written(span);
                let message = &format!("`{written}` is compared with nothing");
                let help = format!("{written} <= …");
                self.fault(&codes::LIST_WITHOUT_RELATION, span, message, &help)
            }
        }
    }

    /// `2,500`: a comma inside a number.
    fn thousands(&mut self, before: &[Built], last: &Built, span: Span) -> Option<Expr> {
        for (left, right) in before.iter().zip(before.iter().skip(1).chain([last])) {
            let comma = Span::new(self.source, left.expr.span.end as usize, right.expr.span.start as usize);
            if let Some(found) = self.comma_in_number(comma) {
                self.tell(found);
                return Some(self.broken(span));
            }
        }
        None
    }

    /// The finding where a lone comma between two digits is part of a number.
    pub(super) fn comma_in_number(&self, comma: Span) -> Option<crate::diagnostic::Diagnostic> {
        let (start, end) = (comma.start as usize, comma.end as usize);
        if self.text.get(start..end) != Some(",") {
            return None;
        }
        let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
        let before: String = self.text.get(..start)?.chars().rev().take(3).collect();
        let (head, tail) = (digits(&before), digits(self.text.get(end..)?));
        if head == 0 || tail == 0 {
            return None;
        }
        let span = Span::new(self.source, start - head, end + tail);
        // Three digits behind it are thousands; fewer or more, or a zero in front, are decimals.
        let thousands = tail == 3 && !self.written(span).starts_with('0');
        let right = self.written(span).replace(',', if thousands { "" } else { "." });
        let message = format!("a number has no comma in it: `{right}`");
        let found = codes::THOUSANDS_COMMA.at(span, message);
        Some(found.help(right.clone()).fix(span, right))
    }

    /// A condition in words or in braces.
    pub(super) fn body(&mut self, pair: Matched<'_>) -> Expr {
        let built = self.open_body(pair);
        covered(built)
    }

    /// The same with its `unless` still to be placed.
    pub(super) fn open_body(&mut self, pair: Matched<'_>) -> Built {
        if pair.as_rule() == Rule::block {
            let span = self.span(&pair);
            let block = self.block(pair);
            return expr(Node::Block(block), span).into();
        }
        self.condition(pair)
    }

    /// The options in braces.
    pub(super) fn options_in(&mut self, pair: Option<Matched<'_>>) -> Vec<Spanned<String>> {
        pair.into_iter()
            .flat_map(children)
            .map(|option| self.spanned(&option))
            .collect()
    }
}

/// Whether it may stand in front of a comma at the head of a line.
fn is_subject(built: &Built) -> bool {
    built.unless.is_none()
        && !matches!(
            &*built.expr.node,
            Node::Test(_)
                | Node::And(_)
                | Node::Or(_)
                | Node::Not(_)
                | Node::If { .. }
                | Node::Quantified(_)
                | Node::CountOf(_)
                | Node::Exception { .. }
        )
}
