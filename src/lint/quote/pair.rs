//! Each quoted sentence beside the rule that stands for it, and which numbers of the two answer each other.

use std::collections::{BTreeMap, BTreeSet};

use super::rule::{self, Definitions, Said, Written};
use crate::lint::Context;
use crate::lint::protocol::{Bound, Quoting};
use crate::lint::sentence::{Limit, Measure, limits, same, words};
use crate::model::CriterionKind;
use crate::source::Span;
use crate::syntax::ast::{self, Block, Node, Part, Statement};

/// A sentence of the protocol and the rule beside it.
pub(in crate::lint) struct Quoted<'a> {
    /// The number of the criterion, the label of the endpoint.
    pub(in crate::lint) id: &'a str,
    /// The section, for a criterion.
    pub(in crate::lint) kind: Option<CriterionKind>,
    /// The words.
    pub(in crate::lint) text: &'a str,
    /// Their place, with the quotes.
    pub(in crate::lint) span: Span,
    /// The limits of the sentence.
    pub(in crate::lint) limits: Vec<Limit>,
    /// What the rule says.
    pub(in crate::lint) said: Said<'a>,
    /// The item that it is a part of.
    pub(in crate::lint) parent: Option<usize>,
    /// The parts of it, and theirs.
    pub(in crate::lint) parts: Vec<usize>,
}

/// What is said of a fact or a definition elsewhere, in stems: of the name, and of its question or title.
#[derive(Default)]
pub(in crate::lint) struct Vocabulary {
    stems: BTreeMap<String, Vec<String>>,
    questions: BTreeMap<String, String>,
    truths: BTreeMap<String, bool>,
    judgements: BTreeSet<String>,
    options: BTreeSet<String>,
    definitions: BTreeSet<String>,
}

/// Everything quoted, in the order of the file.
pub(in crate::lint) struct Quotes<'a> {
    /// Each sentence with its rule.
    pub(in crate::lint) all: Vec<Quoted<'a>>,
    /// What the names mean.
    pub(in crate::lint) vocabulary: Vocabulary,
}

impl<'a> Quotes<'a> {
    pub(in crate::lint) fn new(context: &Context<'a>) -> Self {
        let mut definitions = Definitions::new();
        let mut vocabulary = Vocabulary::default();
        let files = context.modules.iter().map(|module| &module.file).chain([context.tree]);
        for part in files.flat_map(|file| &file.parts) {
            if let Part::Facts(facts) = part {
                facts.node.iter().for_each(|fact| vocabulary.learn(fact));
            }
            if let Part::Define(define) = part {
                let own = context.is_own(define.span);
                definitions.insert(define.name.node.as_str(), (&define.body, own));
                let title = define.title.as_ref().map_or("", |title| title.text.as_str());
                vocabulary.add(&define.name.node, title);
                vocabulary.definitions.insert(define.name.node.clone());
            }
        }
        let mut quotes = Self {
            all: Vec::new(),
            vocabulary,
        };
        for part in &context.tree.parts {
            match part {
                Part::Section(section) => {
                    let kind = match section.kind.node {
                        ast::SectionKind::Inclusion => CriterionKind::Inclusion,
                        ast::SectionKind::Exclusion => CriterionKind::Exclusion,
                    };
                    quotes.block(&section.block, Some(kind), None, &definitions, context);
                }
                Part::Endpoint(endpoint) => {
                    if let Some(text) = &endpoint.text {
                        quotes.all.push(Quoted {
                            id: &endpoint.id.node,
                            kind: None,
                            text: &text.text,
                            span: text.span,
                            limits: limits(&text.text),
                            said: rule::of_block(&endpoint.block, &definitions),
                            parent: None,
                            parts: Vec::new(),
                        });
                    }
                }
                _ => {}
            }
        }
        quotes
    }

    fn block(
        &mut self,
        block: &'a Block,
        kind: Option<CriterionKind>,
        parent: Option<usize>,
        definitions: &Definitions<'a>,
        context: &Context<'a>,
    ) {
        let mut items = Vec::new();
        items_of(block, &mut items);
        let bound = context.bound();
        for item in items {
            let at = self.all.len();
            let (mut text, span) = item
                .text
                .as_ref()
                .map_or(("", item.id.span), |text| (text.text.as_str(), text.span));
            // What the protocol does not say is told by itself; nothing is held against it.
            let slip = |bound: &Bound<'_>| matches!(bound.quoting(&item.id.node, text), Quoting::Slip(_));
            if bound.as_ref().is_some_and(slip) {
                text = "";
            }
            self.all.push(Quoted {
                id: &item.id.node,
                kind,
                text,
                span,
                limits: limits(text),
                said: rule::of_item(&item.body, definitions),
                parent,
                parts: Vec::new(),
            });
            let mut up = parent;
            while let Some(above) = up.and_then(|above| self.all.get_mut(above)) {
                above.parts.push(at);
                up = above.parent;
            }
            if let Some(block) = item.body.block() {
                self.block(block, kind, Some(at), definitions, context);
            }
        }
    }

    /// The items around one, nearest first.
    pub(in crate::lint) fn above<'q>(&'q self, quoted: &'q Quoted<'a>) -> impl Iterator<Item = &'q Quoted<'a>> {
        let mut up = quoted.parent;
        std::iter::from_fn(move || {
            let above = self.all.get(up?)?;
            up = above.parent;
            Some(above)
        })
    }

    /// The parts of an item, at every depth.
    pub(in crate::lint) fn below<'q>(&'q self, quoted: &'q Quoted<'a>) -> impl Iterator<Item = &'q Quoted<'a>> {
        quoted.parts.iter().filter_map(|at| self.all.get(*at))
    }

    /// The numbers of the rule of a sentence and of its parts.
    pub(super) fn numbers<'q>(&'q self, quoted: &'q Quoted<'a>) -> impl Iterator<Item = &'q Written<'a>> {
        let parts = self.below(quoted).flat_map(|part| &part.said.numbers);
        quoted.said.numbers.iter().chain(parts)
    }

    /// Whether a limit of a sentence is of what a number of a rule is of.
    fn of_one(&self, quoted: &Quoted<'a>, at: usize, written: &Written<'a>) -> bool {
        let mut at = at;
        loop {
            let Some(limit) = quoted.limits.get(at) else {
                return false;
            };
            let before = words::stems(quoted.text.get(limit.before.clone()).unwrap_or_default());
            let known = |name: &str| self.vocabulary.is_said(name, &before);
            if written.subjects.iter().any(|name| known(name)) {
                return true;
            }
            // Only where nothing else stands there, the subject of the limit before is meant.
            let other = quoted
                .said
                .numbers
                .iter()
                .flat_map(|number| &number.subjects)
                .any(|name| known(name));
            if other || !limit.goes_on || at == 0 {
                return false;
            }
            at -= 1;
        }
    }

    /// Whether a limit of a sentence surely is of what a number of its rule is of.
    pub(super) fn is_of(&self, quoted: &Quoted<'a>, limit: &Limit, written: &Written<'a>) -> bool {
        let at = quoted.limits.iter().position(|known| known == limit);
        at.is_some_and(|at| self.of_one(quoted, at, written))
    }

    /// The limits of a sentence that a number of its rule may answer: those of its subject, or all.
    pub(super) fn candidates(&self, quoted: &Quoted<'a>, written: &Written<'a>) -> Vec<usize> {
        let of_it: Vec<usize> = (0..quoted.limits.len())
            .filter(|at| {
                let near = quoted
                    .limits
                    .get(*at)
                    .is_some_and(|limit| limit.measure.is_like(&written.measure) || limit.number == written.number);
                near && self.of_one(quoted, *at, written)
            })
            .collect();
        if of_it.is_empty() {
            (0..quoted.limits.len()).collect()
        } else {
            of_it
        }
    }

    /// Whether a number of a rule is in its sentence, or in one around it.
    fn is_met(&self, quoted: &Quoted<'a>, written: &Written<'a>, candidates: &[usize]) -> bool {
        let answers = |limit: &Limit| {
            same((&limit.number, &limit.measure), (&written.number, &written.measure)) || alike(limit, written)
        };
        candidates.iter().filter_map(|at| quoted.limits.get(*at)).any(answers)
            || self.above(quoted).any(|above| above.limits.iter().any(answers))
    }

    /// Whether a limit of a sentence is in the rule, or in that of a part.
    pub(super) fn is_kept(&self, quoted: &Quoted<'a>, at: usize) -> bool {
        let Some(limit) = quoted.limits.get(at) else {
            return true;
        };
        let answers = |written: &&Written<'a>| {
            same((&limit.number, &limit.measure), (&written.number, &written.measure)) || alike(limit, written)
        };
        let mut of_it = quoted
            .said
            .numbers
            .iter()
            .filter(|written| {
                written.own && written.measure.is_like(&limit.measure) && self.of_one(quoted, at, written)
            })
            .peekable();
        if of_it.peek().is_some() {
            return of_it.any(|written| answers(&written));
        }
        self.numbers(quoted).any(|written| answers(&written))
    }

    /// Numbers of a rule that its sentence does not have, each with the limits that it has in their place.
    pub(super) fn strays<'q>(&'q self, quoted: &'q Quoted<'a>) -> Vec<(&'q Written<'a>, Vec<&'q Limit>)> {
        let mut strays = Vec::new();
        if quoted.limits.is_empty() {
            return strays;
        }
        for written in quoted.said.numbers.iter().filter(|written| written.own) {
            let candidates = self.candidates(quoted, written);
            if self.is_met(quoted, written, &candidates) {
                continue;
            }
            let open =
                |at: &&usize| quoted.limits.get(**at).is_some_and(|limit| limit.certain) && !self.is_kept(quoted, **at);
            let mut missing: Vec<&Limit> = candidates
                .iter()
                .filter(open)
                .filter_map(|at| quoted.limits.get(*at))
                .collect();
            if missing.is_empty() && (matches!(written.measure, Measure::Multiple { .. }) || written.window.is_some()) {
                // A multiple or a window that the sentence does not have is told even where all of its own are there.
                let window = |limit: &Limit| {
                    limit.time.is_some()
                        || quoted.said.numbers.iter().any(|other| {
                            other.window.is_some()
                                && same((&limit.number, &limit.measure), (&other.number, &other.measure))
                        })
                };
                let of_kind = |limit: &&Limit| limit.certain && (written.window.is_none() || window(limit));
                missing = candidates
                    .iter()
                    .filter_map(|at| quoted.limits.get(*at))
                    .filter(of_kind)
                    .collect();
            }
            strays.push((written, missing));
        }
        strays
    }
}

/// Where the sentence's unit cannot be read, or the rule's is left out, the number is enough.
fn alike(limit: &Limit, written: &Written<'_>) -> bool {
    let left_out = written.measure == Measure::Bare && (written.own || written.argument);
    limit.number == written.number && (limit.measure == Measure::Bare || left_out)
}

impl Vocabulary {
    fn learn(&mut self, fact: &ast::Fact) {
        let name = fact.name.node.as_str();
        self.add(
            name,
            fact.question.as_ref().map_or("", |question| question.text.as_str()),
        );
        let mut kind = &fact.kind;
        while let ast::KindNode::Lab(inner) = &kind.node {
            kind = inner;
        }
        self.truths
            .insert(name.to_owned(), matches!(kind.node, ast::KindNode::YesNo));
        if kind.judgement {
            self.judgements.insert(name.to_owned());
        }
        match &kind.node {
            ast::KindNode::OneOf(options) => {
                self.options.extend(options.iter().map(|option| option.node.clone()));
            }
            ast::KindNode::List { fields, .. } => fields.iter().for_each(|field| self.learn(field)),
            _ => {}
        }
        fact.with.iter().for_each(|field| self.learn(field));
    }

    fn add(&mut self, name: &str, question: &str) {
        let mut stems = words::stems(&name.replace('_', " "));
        stems.extend(words::stems(question));
        stems.extend(also(name).iter().map(|word| words::stem(word)));
        let known = self.stems.entry(name.to_owned()).or_default();
        known.extend(stems);
        self.questions.entry(name.to_owned()).or_default().push_str(question);
    }

    /// Whether one of some stems is of a name.
    pub(in crate::lint) fn is_said(&self, name: &str, stems: &[String]) -> bool {
        self.stems
            .get(name)
            .is_some_and(|of_name| stems.iter().any(|stem| of_name.contains(stem)))
    }

    /// The stems of a name that another one does not have.
    pub(in crate::lint) fn apart(&self, name: &str, other: &str) -> Vec<String> {
        let of_other = self.stems.get(other);
        let stems = self.stems.get(name).into_iter().flatten();
        stems
            .filter(|stem| !of_other.is_some_and(|other| other.contains(stem)))
            .cloned()
            .collect()
    }

    /// How many different ones of some stems are of a name.
    pub(in crate::lint) fn in_common(&self, name: &str, stems: &[String]) -> usize {
        let of_name = self.stems.get(name);
        stems
            .iter()
            .filter(|stem| of_name.is_some_and(|of_name| of_name.contains(stem)))
            .count()
    }

    /// What a fact asks.
    pub(in crate::lint) fn question(&self, name: &str) -> &str {
        self.questions.get(name).map_or("", String::as_str)
    }

    /// Whether a name is a fact that is yes or no.
    pub(in crate::lint) fn is_truth(&self, name: &str) -> bool {
        self.truths.get(name).copied().unwrap_or(false)
    }

    /// Whether it is a definition.
    pub(in crate::lint) fn is_defined(&self, name: &str) -> bool {
        self.definitions.contains(name)
    }

    /// Whether only a person can say it.
    pub(in crate::lint) fn is_judgement(&self, name: &str) -> bool {
        self.judgements.contains(name)
    }

    /// The names of facts that are yes or no, and of options.
    pub(in crate::lint) fn truths_and_options(&self) -> impl Iterator<Item = &str> {
        let truths = self
            .truths
            .iter()
            .filter(|(_, truth)| **truth)
            .map(|(name, _)| name.as_str());
        truths.chain(self.options.iter().map(String::as_str))
    }
}

/// Other words for what is measured.
fn also(name: &str) -> &'static [&'static str] {
    match name {
        "age" => &["age", "aged", "old", "older", "adult", "years"],
        "WBC" => &["leukocytes", "leucocytes", "WBC", "white"],
        "ANC" => &["neutrophil", "granulocytes"],
        "hemoglobin" => &["Hb", "Hgb"],
        "platelets" => &["PLT", "thrombocytes"],
        "ALT" => &["SGPT", "alanine", "transaminases", "aminotransferases"],
        "AST" => &["SGOT", "aspartate", "transaminases", "aminotransferases"],
        "total_bilirubin" => &["TBIL", "bilirubin"],
        "SpO2" => &["saturation"],
        "ecog" => &["ECOG", "performance"],
        _ => &[],
    }
}

/// The items directly in a block, those in the braces of its conditions included.
fn items_of<'a>(block: &'a Block, items: &mut Vec<&'a ast::Item>) {
    for statement in &block.statements {
        match statement {
            Statement::Item(item) => items.push(item),
            Statement::Condition(expr) => items_in(expr, items),
            Statement::Reading(ast::Reading { block: Some(block), .. }) => items_of(block, items),
            Statement::Reading(_) | Statement::Readings(_) | Statement::Broken(_) => {}
        }
    }
}

fn items_in<'a>(expr: &'a ast::Expr, items: &mut Vec<&'a ast::Item>) {
    match expr.node.as_ref() {
        Node::Block(block) => items_of(block, items),
        Node::Not(inner) => items_in(inner, items),
        Node::And(parts) | Node::Or(parts) => parts.iter().for_each(|part| items_in(part, items)),
        Node::Unless(inner, condition) => {
            items_in(inner, items);
            items_in(condition, items);
        }
        Node::If {
            condition,
            then,
            otherwise,
        } => {
            items_in(condition, items);
            items_in(then, items);
            otherwise.iter().for_each(|otherwise| items_in(otherwise, items));
        }
        Node::Quantified(quantified) => quantified.filter.iter().for_each(|filter| items_in(filter, items)),
        Node::CountOf(count) => {
            if let ast::CountSource::Block(block) = &count.of {
                items_of(block, items);
            }
        }
        _ => {}
    }
}
