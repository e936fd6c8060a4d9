//! The header, the sections, the numbered items and the endpoints.

use super::{Checker, constant_truth, invalid, truth};
use crate::codes::check::{
    CIRCULAR_CRITERIA, CRITERION_EMPTY, CRITERION_IN_WRONG_SECTION, CRITERION_TWICE, DATE_EXPECTED, EXCLUSION_MIXED,
    HEADER_INCOMPLETE, READING_IN_FORCE, UNKNOWN_MOMENT,
};
use crate::model::{Criterion, CriterionKind, Endpoint, Expr, Fact, Kind, List, Node, ReadingNote, Type};
use crate::source::{Span, Spanned};
use crate::syntax::inside::{self, Inside};
use crate::syntax::{ast, print_expr};
use crate::value::Truths;

/// Where the checker is among the criteria.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Place {
    /// The section; none in an endpoint.
    kind: Option<CriterionKind>,
    /// The criterion being checked.
    current: Option<usize>,
    /// What holds here is in favour of the patient, rather than what does not.
    in_favour: bool,
    /// What holds here says whether the rule applies.
    aside: bool,
}

/// Criteria of a section that apply only where something holds, or only where it does not.
#[derive(Debug, Clone)]
pub(super) struct Group {
    condition: Expr,
    holds: bool,
}

impl<'a> Checker<'a> {
    /// Takes up the header; `name` stands in where there is none.
    pub(super) fn header(&mut self, name: &str) {
        self.trial.id = name.to_owned();
        let file = self.file;
        let Some(header) = file.parts.iter().find_map(|part| match part {
            ast::Part::Trial(trial) => Some(trial),
            _ => None,
        }) else {
            return;
        };
        self.trial.id = header.id.node.clone();
        self.trial.title = header.title.as_ref().map(|title| title.text.clone());
        self.trial.span = header.span;
        for entry in &header.entries {
            match entry {
                ast::TrialEntry::Dates(dates) => {
                    for (date, question) in dates {
                        self.trial.dates.push(date.node.clone());
                        self.declare(trial_date(date, question.as_ref()));
                    }
                }
                ast::TrialEntry::Setting(word, text) => {
                    self.trial
                        .settings
                        .push((word.node.clone(), text.text.clone(), text.span));
                }
                ast::TrialEntry::Reading(reading) => {
                    let note = note_from(reading);
                    self.trial.readings.push(note);
                }
                ast::TrialEntry::Readings(window) => self.validity.push(window),
                ast::TrialEntry::Assessed(_) => {}
            }
        }
        for entry in &header.entries {
            if let ast::TrialEntry::Assessed(date) = entry {
                self.assessed(date);
            }
        }
    }

    fn assessed(&mut self, date: &Spanned<String>) {
        match self
            .declared
            .get(&date.node)
            .map(|fact| matches!(fact.kind, Kind::Date))
        {
            Some(true) => self.trial.assessed_at = self.fact(&date.node),
            Some(false) => {
                self.out
                    .push(DATE_EXPECTED.at(date.span, format!("`{}` is no date", date.node)));
            }
            None if self.is_unread(&date.node) => {}
            None => {
                let dates: Vec<&str> = self.declared.keys().map(String::as_str).collect();
                let nearest = crate::suggest::nearest(&date.node, dates.iter().copied());
                let finding = UNKNOWN_MOMENT.at(date.span, format!("the trial has no date `{}`", date.node));
                let finding = finding.help(if nearest.is_empty() {
                    let dates = self
                        .declared
                        .values()
                        .filter(|fact| fact.trial_date)
                        .map(|fact| fact.name.as_str());
                    let dates: Vec<&str> = dates.chain(std::iter::once(date.node.as_str())).collect();
                    format!("add it to the header:  dates {}", dates.join(", "))
                } else {
                    format!("{}?", crate::suggest::or_list(&nearest))
                });
                self.out.push(finding);
            }
        }
    }

    /// What rules declare on the side: `asks`, `judged`, rows with a question.
    pub(super) fn declarations_within(&mut self, file: &'a ast::File) {
        let mut found: Vec<Fact> = Vec::new();
        let mut take = |inside: Inside<'a>| match inside {
            Inside::Item(item) => match &item.body {
                ast::ItemBody::Asks(name) => found.push(asked(name, item.text.as_ref(), false)),
                ast::ItemBody::AsksWhen(dated, _) => found.push(asked_when(dated, item.text.as_ref())),
                ast::ItemBody::Judged(name) => found.push(asked(name, item.text.as_ref(), true)),
                _ => {}
            },
            Inside::Row(row) => {
                if let ast::RowHead::Declares(name, text) = &row.head {
                    found.push(asked(name, Some(text), false));
                }
            }
        };
        for part in &file.parts {
            match part {
                ast::Part::Section(section) => inside::block(&section.block, &mut take),
                ast::Part::Endpoint(endpoint) => inside::block(&endpoint.block, &mut take),
                ast::Part::Define(define) => {
                    if let ast::DefineBody::Expr(body) = &define.body {
                        inside::expr(body, &mut take);
                    }
                }
                _ => {}
            }
        }
        for fact in found {
            // A fact that a module declares with more detail stays as it is.
            let declared = self.declared.get(&fact.name).is_some_and(|earlier| {
                let kind = &earlier.kind;
                let says_more = kind.same(&fact.kind) || kind.extended(&fact.kind).is_some_and(|all| all == *kind);
                // What is left to a person's judgement here is no plain fact there.
                says_more && (earlier.judgement || !fact.judgement)
            });
            if !declared {
                self.declare(fact);
            }
        }
    }

    /// Gives every numbered item its place before any rule is read, so that rules may refer to each other.
    pub(super) fn number_criteria(&mut self) {
        let file = self.file;
        for part in &file.parts {
            let ast::Part::Section(section) = part else { continue };
            let kind = kind_of(section.kind.node);
            let mut items: Vec<&ast::Item> = Vec::new();
            inside::block(&section.block, &mut |inside| {
                if let Inside::Item(item) = inside {
                    items.push(item);
                }
            });
            for item in items {
                self.number_criterion(item, kind, section);
            }
        }
    }

    fn number_criterion(&mut self, item: &'a ast::Item, kind: CriterionKind, section: &'a ast::Section) {
        let id = &item.id;
        let (expected, other) = match kind {
            CriterionKind::Inclusion => ('I', CriterionKind::Exclusion.word()),
            CriterionKind::Exclusion => ('E', CriterionKind::Inclusion.word()),
        };
        if !id.node.starts_with(expected) {
            self.out.push(
                CRITERION_IN_WRONG_SECTION
                    .at(id.span, format!("{} stands among the {}s", id.node, kind.word()))
                    .label(section.kind.span, "this section")
                    .help(format!(
                        "move it to the {other}s, or number it {}",
                        self.free_number(expected)
                    )),
            );
        }
        let index = self.push_criterion(Criterion {
            id: id.node.clone(),
            id_span: id.span,
            kind,
            text: item.text.as_ref().map(|text| (text.text.clone(), text.span)),
            span: item.span,
            parent: None,
            part: false,
            per_record: false,
            in_favour: kind == CriterionKind::Inclusion,
            aside: false,
            rule: invalid(item.span),
            readings: Vec::new(),
        });
        if let Some(earlier) = self.criterion_index.get(&id.node) {
            let first = self.trial.criteria.get(*earlier).map_or(id.span, |c| c.id_span);
            self.out.push(
                CRITERION_TWICE
                    .at(id.span, format!("there are two criteria {}", id.node))
                    .label(first, "the first")
                    .help("number criteria as the protocol does"),
            );
        } else {
            self.criterion_index.insert(id.node.clone(), index);
        }
        self.item_places.insert(item.span, index);
    }

    /// The first number behind those that a section's criteria have.
    fn free_number(&self, letter: char) -> String {
        let numbers = self.file.parts.iter().filter_map(|part| match part {
            ast::Part::Section(section) => Some(section),
            _ => None,
        });
        let statements = numbers.flat_map(|section| &section.block.statements);
        let last = statements
            .filter_map(|statement| match statement {
                ast::Statement::Item(item) => {
                    let digits: String = item
                        .id
                        .node
                        .strip_prefix(letter)?
                        .chars()
                        .take_while(char::is_ascii_digit)
                        .collect();
                    digits.parse::<u32>().ok()
                }
                _ => None,
            })
            .max();
        format!("{letter}{}", last.unwrap_or(0).saturating_add(1))
    }

    pub(super) fn section(&mut self, section: &'a ast::Section) {
        let kind = kind_of(section.kind.node);
        let negative = std::mem::replace(&mut self.negative, kind == CriterionKind::Exclusion);
        self.place = Place {
            kind: Some(kind),
            current: None,
            in_favour: kind == CriterionKind::Inclusion,
            aside: false,
        };
        self.section_lines(&section.block, kind);
        self.negative = negative;
        self.place = Place::default();
    }

    /// The criteria of a section, or those of a group in it.
    fn section_lines(&mut self, block: &'a ast::Block, kind: CriterionKind) {
        let validity = self.validity.len();
        for statement in &block.statements {
            match statement {
                ast::Statement::Item(item) => {
                    let _ = self.item(item, false);
                }
                ast::Statement::Readings(window) => self.validity.push(window),
                ast::Statement::Reading(reading) => self.trial.readings.push(note_from(reading)),
                ast::Statement::Condition(condition) if is_group(condition) => self.group(condition, kind),
                ast::Statement::Condition(condition) => {
                    let _ = self.condition(condition);
                    // Most likely what is left of a criterion whose head could not be read.
                    let is_broken = |s: &ast::Statement| matches!(s, ast::Statement::Broken(_));
                    if block.statements.iter().any(is_broken) {
                        continue;
                    }
                    let letter = if kind == CriterionKind::Inclusion { 'I' } else { 'E' };
                    let number = self.free_number(letter);
                    self.out.push(
                        crate::codes::check::CONDITION_OUTSIDE_CRITERION
                            .at(condition.span, "this condition belongs to no criterion")
                            .help(format!(
                                "{number} \"the protocol's words\" {{ {} }}",
                                print_expr(condition)
                            )),
                    );
                }
                ast::Statement::Broken(_) => {}
            }
        }
        self.validity.truncate(validity);
    }

    /// `if C then { I1 … I2 … } otherwise { … }` in a section: each of these criteria applies only where C holds, or only
    /// where it does not.
    fn group(&mut self, guard: &'a ast::Expr, kind: CriterionKind) {
        let ast::Node::If {
            condition,
            then,
            otherwise,
        } = guard.node.as_ref()
        else {
            return;
        };
        let condition = self.waiver(condition);
        for (criteria, holds) in [(Some(then), true), (otherwise.as_ref(), false)] {
            let Some(ast::Node::Block(block)) = criteria.map(|criteria| criteria.node.as_ref()) else {
                continue;
            };
            self.groups.push(Group {
                condition: condition.clone(),
                holds,
            });
            self.section_lines(block, kind);
            self.groups.pop();
        }
    }

    /// A criterion's rule where it applies.
    fn in_its_groups(&self, rule: Expr) -> Expr {
        self.groups.iter().rev().fold(rule, |rule, group| {
            let (span, condition) = (rule.span, group.condition.clone());
            let node = if group.holds {
                Node::Cases {
                    clauses: vec![(condition, rule)],
                    otherwise: None,
                }
            } else {
                let left_out = constant_truth(Truths::NOT_APPLICABLE, condition.span);
                Node::Cases {
                    clauses: vec![(condition, left_out)],
                    otherwise: Some(rule),
                }
            };
            truth(node, span)
        })
    }

    pub(super) fn endpoint(&mut self, endpoint: &'a ast::Endpoint) {
        let outer = std::mem::take(&mut self.validity);
        let mut readings = Vec::new();
        for statement in &endpoint.block.statements {
            if let ast::Statement::Reading(reading) = statement
                && reading.block.is_none()
            {
                readings.push(note_from(reading));
            }
        }
        if self
            .trial
            .endpoints
            .iter()
            .any(|earlier| earlier.id == endpoint.id.node)
        {
            self.out.push(CRITERION_TWICE.at(
                endpoint.id.span,
                format!("there are two endpoints {}", endpoint.id.node),
            ));
        }
        let parts = self.lines(&endpoint.block, true);
        if parts.is_empty() {
            self.empty(endpoint.id.span, &endpoint.id.node);
        }
        let rule = joined(parts, endpoint.block.span);
        self.validity = outer;
        self.push_endpoint(Endpoint {
            id: endpoint.id.node.clone(),
            text: endpoint.text.as_ref().map(|text| (text.text.clone(), text.span)),
            span: endpoint.span,
            rule,
            readings,
        });
    }

    fn empty(&mut self, span: Span, id: &str) {
        self.out
            .push(CRITERION_EMPTY.at(span, format!("{id} has no rule")).help(format!(
                "{id} \"…\" {{ a condition }}    {id} \"…\" asks a_fact    {id} \"…\" judged a_judgement"
            )));
    }

    /// A numbered item. `part`: only its parent decides.
    fn item(&mut self, item: &'a ast::Item, part: bool) -> Expr {
        let Some(index) = self.item_places.get(&item.span).copied() else {
            return invalid(item.span);
        };
        let outer = self.place;
        self.place.current = Some(index);
        let rule = match &item.body {
            ast::ItemBody::Asks(name) | ast::ItemBody::Judged(name) => {
                let fact = self.name(&name.node, name.span);
                if matches!(fact.ty, Type::Truth | Type::Invalid) {
                    fact
                } else {
                    self.out.push(crate::codes::check::CONDITION_EXPECTED.at(
                        name.span,
                        format!("`{}` is declared as something else than yes/no", name.node),
                    ));
                    invalid(name.span)
                }
            }
            ast::ItemBody::Block(block) | ast::ItemBody::AsksWhen(_, block) => self.item_block(item, block),
            ast::ItemBody::Broken => invalid(item.span),
        };
        self.place = outer;
        let rule = if part { rule } else { self.in_its_groups(rule) };
        let per_record = !self.scopes.is_empty();
        if let Some(criterion) = self.trial.criteria.get_mut(index) {
            let notes = item.notes.iter().flat_map(|block| &block.statements);
            criterion.readings.extend(notes.filter_map(|note| match note {
                ast::Statement::Reading(reading) => Some(note_from(reading)),
                _ => None,
            }));
            criterion.parent = outer.current;
            criterion.part = part;
            criterion.per_record = per_record;
            criterion.in_favour = outer.in_favour;
            criterion.aside = outer.aside;
            criterion.rule = rule.clone();
        }
        truth(
            if part {
                Node::Part(index, rule)
            } else {
                Node::Criterion(index)
            },
            item.span,
        )
    }

    /// Checks what is said the other way round: what holds in it speaks for the patient where it spoke against.
    pub(super) fn turned<T>(&mut self, turned: bool, check: impl FnOnce(&mut Self) -> T) -> T {
        let outer = self.place;
        self.place.in_favour = outer.in_favour != turned;
        let checked = check(self);
        self.place = outer;
        checked
    }

    /// Checks a condition that says whether a rule applies: where it holds an exception speaks for the patient, whatever
    /// the rule says, and a condition with `if` against, since only then something is asked.
    pub(super) fn beside_rule<T>(&mut self, in_favour: bool, check: impl FnOnce(&mut Self) -> T) -> T {
        let outer = self.place;
        (self.place.in_favour, self.place.aside) = (in_favour, true);
        let checked = check(self);
        self.place = outer;
        checked
    }

    /// The block of a criterion: bare lines joined by *and*, or nested criteria.
    fn item_block(&mut self, item: &'a ast::Item, block: &'a ast::Block) -> Expr {
        let nested = block.statements.iter().find_map(|s| match s {
            ast::Statement::Item(item) => Some(item),
            _ => None,
        });
        let bare = block.statements.iter().find_map(|s| match s {
            ast::Statement::Condition(condition) => Some(condition.span),
            ast::Statement::Reading(reading) if reading.block.is_some() => Some(reading.span),
            _ => None,
        });
        let exclusion = self.place.kind == Some(CriterionKind::Exclusion);
        if let (Some(nested), Some(bare), true) = (nested, bare, exclusion) {
            self.out.push(
                EXCLUSION_MIXED
                    .at(
                        bare,
                        format!("{} mixes a bare condition with nested criteria", item.id.node),
                    )
                    .label(
                        nested.id.span,
                        "a nested criterion excludes by itself; a bare line does so only with the others",
                    )
                    .help("put both into `any of { … }` or `all of { … }`"),
            );
        }
        let parts = self.lines(block, false);
        let broken = block.statements.iter().any(|s| matches!(s, ast::Statement::Broken(_)));
        if parts.is_empty() && !broken {
            // A permission or a heading: the reading says so, and lint tells that every patient passes.
            if block.statements.iter().any(|s| matches!(s, ast::Statement::Reading(_))) {
                return constant_truth(Truths::NOT_APPLICABLE, block.span);
            }
            self.empty(item.id.span, &item.id.node);
            return invalid(item.span);
        }
        if exclusion && nested.is_some() {
            return match parts.len() {
                1 => parts.into_iter().next().unwrap_or_else(|| invalid(block.span)),
                _ => truth(Node::Or(parts), block.span),
            };
        }
        joined(parts, block.span)
    }

    /// `{ … }` where a condition may stand: its lines joined by *and*.
    pub(super) fn block(&mut self, block: &'a ast::Block) -> Expr {
        let parts = self.lines(block, true);
        if parts.is_empty() {
            if !block.statements.iter().any(|s| matches!(s, ast::Statement::Broken(_))) {
                self.out
                    .push(CRITERION_EMPTY.at(block.span, "these braces hold no condition"));
            }
            return invalid(block.span);
        }
        joined(parts, block.span)
    }

    /// The lines of a block. `parts`: numbered items in it are judged by their parent alone.
    pub(super) fn lines(&mut self, block: &'a ast::Block, parts: bool) -> Vec<Expr> {
        let validity = self.validity.len();
        let mut lines = Vec::new();
        let mut alternatives: Vec<&'a ast::Reading> = Vec::new();
        for statement in &block.statements {
            match statement {
                ast::Statement::Item(item) => {
                    let line = self.item(item, parts);
                    lines.push(line);
                }
                ast::Statement::Readings(window) => self.validity.push(window),
                ast::Statement::Reading(reading) => {
                    if reading.block.is_some() {
                        alternatives.push(reading);
                    }
                    if let Some(current) = self.place.current
                        && let Some(criterion) = self.trial.criteria.get_mut(current)
                    {
                        criterion.readings.push(note_from(reading));
                    }
                }
                ast::Statement::Condition(condition) => {
                    let line = self.condition(condition);
                    lines.push(line);
                }
                ast::Statement::Broken(span) => lines.push(invalid(*span)),
            }
        }
        if let Some(line) = self.alternatives(&alternatives) {
            lines.push(line);
        }
        self.validity.truncate(validity);
        lines
    }

    /// Readings as code: the one in force, beside the others.
    fn alternatives(&mut self, readings: &[&'a ast::Reading]) -> Option<Expr> {
        let first = readings.first()?;
        let mut in_force = None;
        let mut others = Vec::new();
        let mut forces = 0;
        for reading in readings {
            let Some(block) = &reading.block else { continue };
            let rule = self.block(block);
            if reading.in_force {
                forces += 1;
                in_force = Some(rule);
            } else {
                let name = reading
                    .name
                    .as_ref()
                    .map_or_else(|| "another".to_owned(), |n| n.node.clone());
                others.push((name, rule));
            }
        }
        if forces != 1 {
            let place = |reading: &ast::Reading| reading.name.as_ref().map_or(reading.span, |name| name.span);
            let mut chosen = readings.iter().filter(|reading| reading.in_force);
            let finding = match (chosen.next(), chosen.next()) {
                (Some(one), Some(two)) => READING_IN_FORCE
                    .at(place(two), "several readings are in force")
                    .label(place(one), "the first")
                    .help("take `in force` away from all but one"),
                _ => {
                    let name = first.name.as_ref().map_or("strict", |name| name.node.as_str());
                    let text = first.text.as_ref().map_or("…", |text| text.text.as_str());
                    READING_IN_FORCE
                        .at(place(first), "no reading is in force")
                        .help(format!(
                            "write `in force` behind one of them:  reading {name} \"{text}\" in force {{ … }}"
                        ))
                }
            };
            self.out.push(finding);
            return Some(invalid(first.span));
        }
        let in_force = in_force?;
        let span = in_force.span;
        Some(truth(Node::Alternatives(in_force, others), span))
    }

    /// Criteria that refer to each other in a circle are told, and their rules dropped.
    pub(super) fn circular_criteria(&mut self) {
        let references: Vec<Vec<usize>> = self
            .trial
            .criteria
            .iter()
            .map(|criterion| {
                let mut found = Vec::new();
                crate::model::walk::all(&criterion.rule, &mut |expr| {
                    if let Node::Criterion(index) = expr.node.as_ref() {
                        found.push(*index);
                    }
                });
                found
            })
            .collect();
        let mut told = vec![false; references.len()];
        for start in 0..references.len() {
            let mut seen = vec![false; references.len()];
            let mut open: Vec<usize> = references.get(start).cloned().unwrap_or_default();
            while let Some(next) = open.pop() {
                if next == start {
                    let ring = ring_through(start, &references);
                    let known = ring.iter().any(|at| told.get(*at) == Some(&true));
                    for at in &ring {
                        if let Some(told) = told.get_mut(*at) {
                            *told = true;
                        }
                    }
                    let ids: Vec<String> = ring
                        .iter()
                        .filter_map(|at| self.trial.criteria.get(*at))
                        .map(|c| c.id.clone())
                        .collect();
                    if let Some(criterion) = self.trial.criteria.get_mut(start) {
                        if !known {
                            self.out.push(
                                CIRCULAR_CRITERIA
                                    .at(criterion.id_span, format!("{} needs its own answer", criterion.id))
                                    .here(format!("{} → {}", ids.join(" → "), criterion.id))
                                    .help("let one of them stand on facts alone"),
                            );
                        }
                        criterion.rule = constant_truth(Truths::UNKNOWN, criterion.span);
                    }
                    break;
                }
                match seen.get_mut(next) {
                    Some(seen) if !*seen => *seen = true,
                    _ => continue,
                }
                open.extend(references.get(next).into_iter().flatten());
            }
        }
        if self.trial.assessed_at.is_none() && self.trial.span != Span::default() {
            let lab = self.trial.facts.iter().find(|f| matches!(f.kind, Kind::Lab(_)));
            if let Some(lab) = lab {
                self.out.push(
                    HEADER_INCOMPLETE
                        .at(
                            self.trial.span,
                            format!(
                                "`{}` is read as of the moment of assessment, which the header does not name",
                                lab.name
                            ),
                        )
                        .help(match self.declared.values().find(|fact| fact.trial_date) {
                            Some(date) => format!("assessed at {}", date.name),
                            None => "dates screening\nassessed at screening".to_owned(),
                        }),
                );
            }
        }
    }
}

/// A shortest way from a criterion back to itself.
fn ring_through(start: usize, references: &[Vec<usize>]) -> Vec<usize> {
    let mut ways: Vec<Vec<usize>> = vec![vec![start]];
    let mut seen = vec![false; references.len()];
    while !ways.is_empty() {
        let mut longer = Vec::new();
        for way in &ways {
            for next in way.last().and_then(|last| references.get(*last)).into_iter().flatten() {
                if *next == start {
                    return way.clone();
                }
                if let Some(seen) = seen.get_mut(*next)
                    && !std::mem::replace(seen, true)
                {
                    let mut way = way.clone();
                    way.push(*next);
                    longer.push(way);
                }
            }
        }
        ways = longer;
    }
    vec![start]
}

fn kind_of(kind: ast::SectionKind) -> CriterionKind {
    match kind {
        ast::SectionKind::Inclusion => CriterionKind::Inclusion,
        ast::SectionKind::Exclusion => CriterionKind::Exclusion,
    }
}

fn joined(mut parts: Vec<Expr>, span: Span) -> Expr {
    match parts.len() {
        1 => parts.remove(0),
        _ => truth(Node::And(parts), span),
    }
}

fn note_from(reading: &ast::Reading) -> ReadingNote {
    ReadingNote {
        damaged: reading.damaged,
        name: reading.name.as_ref().map(|name| name.node.clone()),
        in_force: reading.in_force,
        text: reading.text.as_ref().map(|text| text.text.clone()).unwrap_or_default(),
        span: reading.span,
    }
}

fn trial_date(name: &Spanned<String>, question: Option<&ast::Text>) -> Fact {
    Fact {
        kind: Kind::Date,
        trial_date: true,
        personal: true,
        ..asked(name, question, false)
    }
}

fn asked(name: &Spanned<String>, question: Option<&ast::Text>, judgement: bool) -> Fact {
    Fact {
        name: name.node.clone(),
        kind: Kind::YesNo,
        judgement,
        trial_date: false,
        personal: false,
        question: question.map(|q| q.text.clone()),
        codes: Vec::new(),
        plausible: None,
        with: Vec::new(),
        stand_in: (None, None),
        span: name.span,
    }
}

/// The fact that `asks` declares beside a window: a date, or a list of days.
fn asked_when(dated: &ast::DatedFact, question: Option<&ast::Text>) -> Fact {
    let mut fact = asked(&dated.name, question, false);
    fact.kind = if dated.list {
        let mut day = asked(&Spanned::new("date".to_owned(), dated.name.span), None, false);
        day.kind = Kind::Date;
        day.question = Some("Day".to_owned());
        Kind::List(List {
            fields: vec![day],
            key: None,
        })
    } else {
        Kind::Date
    };
    fact
}

/// Whether a line of a section is `if … then { … }` over criteria.
fn is_group(line: &ast::Expr) -> bool {
    let ast::Node::If { then, otherwise, .. } = line.node.as_ref() else {
        return false;
    };
    let holds_criteria = |expr: &ast::Expr| {
        let ast::Node::Block(block) = expr.node.as_ref() else {
            return false;
        };
        let mut statements = block.statements.iter();
        statements.any(|statement| match statement {
            ast::Statement::Item(_) => true,
            ast::Statement::Condition(condition) => is_group(condition),
            _ => false,
        })
    };
    holds_criteria(then) && otherwise.as_ref().is_none_or(holds_criteria)
}
