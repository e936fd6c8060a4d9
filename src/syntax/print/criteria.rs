//! Blocks, criteria and readings.

use super::super::ast::{Block, Item, ItemBody, Reading, Statement};
use super::layout::Group;
use super::{Printer, end, start};

impl Printer<'_> {
    /// Lines in braces; a single one on the line of its braces where the author wrote it so and it fits.
    pub(super) fn block(&mut self, block: &Block) {
        let close = end(block.span).saturating_sub(1);
        if let [only] = block.statements.as_slice() {
            let first = self.place(only);
            if self.on_one_line(first) && !self.has_comment(first, close) {
                self.begin(Group::Braces);
                self.put("{");
                self.soft_at(first, " ");
                let round = std::mem::take(&mut self.round);
                self.statement(only);
                self.round = round;
                self.soft_back(close, " ");
                self.put("}");
                self.end();
                return;
            }
        }
        self.braces(&block.statements, Self::place, close, Self::statement);
    }

    fn place(&self, statement: &Statement) -> usize {
        match statement {
            Statement::Item(item) => start(item.span),
            Statement::Reading(reading) => start(reading.span),
            Statement::Readings(window) => self.behind(start(window.span), &["readings"]),
            Statement::Condition(condition) => start(condition.span),
            Statement::Broken(span) => start(*span),
        }
    }

    fn statement(&mut self, statement: &Statement) {
        match statement {
            Statement::Item(item) => self.item(item),
            Statement::Reading(reading) => self.reading(reading),
            Statement::Readings(window) => {
                self.put("readings ");
                self.window(window);
            }
            Statement::Condition(condition) => self.line(condition),
            Statement::Broken(_) => self.put("# a line that could not be read"),
        }
    }

    fn item(&mut self, item: &Item) {
        self.put(&item.id.node);
        self.text_after(item.text.as_ref());
        match &item.body {
            ItemBody::Block(block) => {
                self.put(" ");
                self.block(block);
            }
            ItemBody::Asks(name) => self.answered(start(name.span), "asks", |printer| printer.put(&name.node)),
            ItemBody::AsksWhen(name, block) => self.answered(start(name.name.span), "asks", |printer| {
                if let Some(Statement::Condition(condition)) = block.statements.first() {
                    printer.line(condition);
                }
            }),
            ItemBody::Judged(name) => self.answered(start(name.span), "judged", |printer| printer.put(&name.node)),
            ItemBody::Broken => self.put(" { }"),
        }
        if let Some(notes) = &item.notes {
            self.put(" ");
            self.block(notes);
        }
    }

    /// What answers a criterion's text: behind it, or on a line of its own where both do not fit on one.
    fn answered(&mut self, place: usize, word: &str, print: impl FnOnce(&mut Self)) {
        let place = self.behind(self.behind(place, &["any"]), &[word]);
        self.begin(Group::Fill);
        self.soft_at(place, " ");
        self.put(&format!("{word} "));
        print(self);
        self.end();
    }

    pub(super) fn reading(&mut self, reading: &Reading) {
        self.put(if reading.damaged { "damaged" } else { "reading" });
        if let Some(name) = &reading.name {
            self.put(&format!(" {}", name.node));
        }
        self.text_after(reading.text.as_ref());
        if reading.in_force {
            self.put(" in force");
        }
        if let Some(block) = &reading.block {
            self.put(" ");
            self.block(block);
        }
    }
}
