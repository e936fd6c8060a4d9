//! From an explanation to the labels under the rule.

use crate::eval::{CriterionResult, Explanation, Leaf, LeafPart, Outcome, Role};
use crate::report::snippet::Mark;
use crate::report::style::Paint;
use crate::report::verdict::atoms::{self, Choice, Class};
use crate::report::verdict::reason::{self, Page, Telling};
use crate::report::words;
use crate::source::{Sources, Span};
use crate::value::{Comparison, Truths, Value};

/// Parts of a rule that are labelled, and words under one part.
const MANY_PARTS: usize = 6;
const MANY_LINES: usize = 3;

/// The labels of a criterion's rule; the first is where to look first.
#[must_use]
pub fn of_criterion(page: Page<'_>, result: &CriterionResult) -> Vec<Mark> {
    labels(
        page,
        &result.explanation,
        result.outcome,
        page.trial
            .criteria
            .get(result.criterion)
            .is_none_or(|criterion| criterion.in_favour),
        Some(result.criterion),
    )
}

/// The labels of a rule. `wanted`: whether it should hold.
#[must_use]
pub fn of_rule(page: Page<'_>, rule: &Explanation, outcome: Outcome, wanted: bool) -> Vec<Mark> {
    labels(page, rule, outcome, wanted, None)
}

fn labels(page: Page<'_>, rule: &Explanation, outcome: Outcome, wanted: bool, criterion: Option<usize>) -> Vec<Mark> {
    let mut labels = Labels {
        page,
        outcome,
        criterion,
        marks: Vec::new(),
    };
    for atom in atoms::atoms(rule).into_iter().take(MANY_PARTS) {
        labels.atom(atom.node, Some(atom.positive == wanted), "");
    }
    labels.marks
}

struct Labels<'a> {
    page: Page<'a>,
    outcome: Outcome,
    criterion: Option<usize>,
    marks: Vec<Mark>,
}

impl Labels<'_> {
    /// Puts words under a place, below those that stand there already.
    fn put(&mut self, span: Span, text: String, paint: Paint) {
        if text.is_empty() || span.is_empty() {
            return;
        }
        let inside_another = |mark: &Mark| mark.span != span && mark.span.contains(span);
        if paint == Paint::Hint && self.marks.iter().any(inside_another) {
            return;
        }
        match self.marks.iter_mut().find(|mark| mark.span == span) {
            Some(mark) => {
                let lines: Vec<&str> = mark.text.split('\n').collect();
                if lines.contains(&text.as_str()) || lines.last() == Some(&"…") {
                    return;
                }
                let next = if lines.len() < MANY_LINES {
                    text
                } else {
                    "…".to_owned()
                };
                mark.text = format!("{}\n{next}", mark.text);
            }
            None => self.marks.push(Mark { span, text, paint }),
        }
    }

    /// `good` says whether the condition, where it holds, helps; none where that cannot be said.
    fn atom(&mut self, node: &Explanation, good: Option<bool>, prefix: &str) {
        match (&node.role, node.children.as_slice()) {
            (Role::Compare(comparison), [left, right]) => self.compare(*comparison, left, right, good, prefix),
            (Role::Window(_), [date, rest @ ..]) => self.window(node, date, rest, prefix),
            (Role::Member, [value, ..]) => self.value(value, prefix),
            (Role::Leaf(_), _) => self.value(node, prefix),
            (Role::Quantified, _) => self.records(node),
            _ => self.values_below(node, prefix),
        }
    }

    fn window(&mut self, node: &Explanation, date: &Explanation, rest: &[Explanation], prefix: &str) {
        let text = self.open_of(date).unwrap_or_else(|| {
            let told = words::value(&date.value, &date.ty, None);
            let reason = reason::atom_reason(self.telling(), node);
            match reason::anchor(rest).and_then(|anchor| reason::distance(&date.value, anchor)) {
                // The window's own reason has the distance, and by how much it misses.
                Some(distance) => {
                    let behind = reason.split_once(&distance).map_or("", |(_, behind)| behind);
                    format!("{told}, {distance}{behind}")
                }
                None => told,
            }
        });
        self.put(date.span, format!("{prefix}{text}"), self.paint());
        for other in rest {
            self.values_below(other, "");
        }
    }

    fn telling(&self) -> Telling<'_> {
        Telling {
            page: self.page,
            outcome: self.outcome,
            alone: true,
            of_record: false,
            text: None,
            criterion: self.criterion,
        }
    }

    fn paint(&self) -> Paint {
        Paint::of_outcome(self.outcome)
    }

    /// What is open in a node, without names; none where nothing is.
    fn open_of(&self, node: &Explanation) -> Option<String> {
        let leaves = atoms::leaves(node);
        let (leaf, inner) = leaves.iter().find(|(leaf, _)| leaf.open.is_some())?;
        Some(leaf_text(self.page, leaf, inner, None))
    }

    /// Under the part that holds a value: the value, or why it is open.
    fn value(&mut self, node: &Explanation, prefix: &str) {
        match &node.role {
            Role::Leaf(leaf) => {
                let text = leaf_text(self.page, leaf, node, None);
                // A record is called by one of its own values.
                let said = prefix.strip_suffix(": ") == Some(text.as_str());
                let text = if said { text } else { format!("{prefix}{text}") };
                self.put(node.span, text, self.paint());
            }
            _ => {
                let places = words::places(node, self.page.sources);
                // A score of many items: what it comes to, rather than each of them.
                if let Role::Named(name) = &node.role
                    && let Some(open) = reason::open::parts_open(self.page, node, name)
                {
                    let own = words::value(&node.value, &node.ty, Some(places));
                    return self.put(node.span, format!("{prefix}{own}, {open}"), self.paint());
                }
                let text = match self.open_of(node) {
                    Some(_) => return self.values_below(node, prefix),
                    None => reason::between_visits(self.page, node, false)
                        .unwrap_or_else(|| words::value(&node.value, &node.ty, Some(places))),
                };
                self.put(node.span, format!("{prefix}{text}"), self.paint());
            }
        }
    }

    /// Under each fact below a node its value; first those that are open.
    fn values_below(&mut self, node: &Explanation, prefix: &str) {
        let mut leaves = atoms::leaves(node);
        leaves.sort_by_key(|(leaf, _)| leaf.open.is_none());
        for (leaf, inner) in leaves.into_iter().take(MANY_PARTS) {
            let text = leaf_text(self.page, leaf, inner, None);
            let paint = if leaf.open.is_some() { self.paint() } else { Paint::Hint };
            self.put(inner.span, format!("{prefix}{text}"), paint);
        }
    }

    fn compare(
        &mut self,
        comparison: Comparison,
        left: &Explanation,
        right: &Explanation,
        good: Option<bool>,
        prefix: &str,
    ) {
        let times = reason::ratio(self.page.sources, left, right);
        match &left.role {
            Role::Leaf(leaf) => {
                let text = leaf_text(self.page, leaf, left, times.as_ref());
                self.put(left.span, format!("{prefix}{text}"), self.paint());
            }
            _ => self.value(left, prefix),
        }
        if right.role == Role::Cases {
            self.choice(comparison, left, &Choice::of(right), good);
        } else if !right.span.is_empty() && right.span != left.span {
            let sources = self.page.sources;
            let missed = reason::difference(sources, left, right).filter(|_| self.outcome == Outcome::Fail);
            let own = words::value(&right.value, &right.ty, Some(words::places(right, sources)));
            match (self.open_of(right), missed, &right.role) {
                (Some(open), ..) => self.put(right.span, open, self.paint()),
                (_, Some(missed), Role::Constant) => self.put(right.span, missed, Paint::Hint),
                (_, Some(missed), _) => self.put(right.span, format!("{own}: {missed}"), Paint::Hint),
                (_, None, Role::Constant) => {}
                _ => self.put(right.span, own, Paint::Hint),
            }
        }
    }

    /// Under each value that may count, what it comes to; under each open condition, why.
    fn choice(&mut self, comparison: Comparison, left: &Explanation, choice: &Choice<'_>, good: Option<bool>) {
        let (values, open) = choice.possible();
        let sources = self.page.sources;
        for condition in &open {
            for atom in atoms::deciding(condition) {
                self.atom(atom, None, "");
            }
        }
        for value in values {
            let own = words::value(&value.value, &value.ty, Some(words::places(value, sources)));
            let condition = match choice.clauses.as_slice() {
                [(_, Some(then))] if !open.is_empty() && std::ptr::eq(*then, value) => " if it is",
                [_] if !open.is_empty() => " if it is not",
                _ => "",
            };
            let fares = match (compared(comparison, left, value), good) {
                (Some(Truths::YES), Some(good)) => Some(good),
                (Some(Truths::NO), Some(good)) => Some(!good),
                _ => None,
            };
            let shown = words::value(&left.value, &left.ty, Some(words::places(left, sources)));
            let shown = shown.split(' ').next().unwrap_or(&shown).to_owned();
            let missed = reason::difference(sources, left, value).filter(|_| open.is_empty());
            let text = match fares {
                Some(false) if missed.is_some() => format!("{own}: {}", missed.unwrap_or_default()),
                Some(true) => format!("{own}{condition}: {shown} passes"),
                Some(false) => format!("{own}{condition}: {shown} fails"),
                None => format!("{own}{condition}"),
            };
            self.put(value.span, text, Paint::Hint);
        }
    }

    fn records(&mut self, node: &Explanation) {
        if reason::of_days(node) {
            let text = reason::atom_reason(self.telling(), node);
            self.put(node.span, text, self.paint());
            return;
        }
        for child in &node.children {
            if let Role::Leaf(leaf) = &child.role
                && leaf.part == LeafPart::List
                && let Some(why) = leaf.open
            {
                let span = word_in(self.page.sources, node.span, leaf.path.split('[').next().unwrap_or(""))
                    .unwrap_or(node.span);
                self.put(span, words::why(why).to_owned(), self.paint());
            }
        }
        let records: Vec<&Explanation> = node
            .children
            .iter()
            .filter(|child| matches!(child.role, Role::Record(_)) && !atoms::is_filter(child))
            .collect();
        let wanted = match atoms::class(node) {
            Some(Class::Open) => Class::Open,
            _ if records.iter().any(|record| atoms::class(record) == Some(Class::Yes)) => Class::Yes,
            _ => Class::No,
        };
        let chosen: Vec<&&Explanation> = records
            .iter()
            .filter(|record| atoms::class(record) == Some(wanted))
            .take(MANY_LINES)
            .collect();
        for record in &chosen {
            if let (Role::Record(path), [body, ..]) = (&record.role, record.children.as_slice()) {
                // What a list might hold besides is told under the list's name.
                if !path.contains('[') {
                    continue;
                }
                let prefix = format!("{}: ", reason::record_name(self.page, path));
                for atom in atoms::deciding(body).into_iter().take(MANY_PARTS) {
                    self.atom(atom, None, &prefix);
                }
            }
        }
    }
}

/// The place of a word in a rule.
fn word_in(sources: &Sources, span: Span, word: &str) -> Option<Span> {
    let text = sources.slice(span);
    let letter = |c: char| c.is_alphanumeric() || c == '_';
    let mut from = 0;
    while let Some(at) = text.get(from..)?.find(word).map(|at| from + at) {
        let before = text.get(..at)?.chars().next_back().is_some_and(letter);
        let behind = text.get(at + word.len()..)?.chars().next().is_some_and(letter);
        if !before && !behind && !word.is_empty() {
            let start = span.start as usize + at;
            return Some(Span::new(span.source, start, start + word.len()));
        }
        from = at + word.len().max(1);
    }
    None
}

/// What a comparison of two nodes gives, where both are numbers.
fn compared(comparison: Comparison, left: &Explanation, right: &Explanation) -> Option<Truths> {
    match (&left.value, &right.value) {
        (Value::Number(left), Value::Number(right)) => Some(left.compare(comparison, right)),
        (Value::Duration(left), Value::Duration(right)) => Some(left.compare(comparison, right)),
        _ => None,
    }
}

/// A fact's value with what belongs to it, or why it is open; without its name.
#[must_use]
pub fn leaf_text(page: Page<'_>, leaf: &Leaf, node: &Explanation, times: Option<&(String, String)>) -> String {
    if let Some(why) = leaf.open {
        return reason::open::unnamed(page, leaf, node, why);
    }
    let mut text = words::leaf_value(leaf, node);
    if let Some((times, of)) = times {
        text = format!("{text}, {times} ({of})");
    }
    match &leaf.date {
        Some(date) if leaf.part == LeafPart::Value => format!("{text} on {}", words::dates(date)),
        _ => text,
    }
}
