//! One line that says why a criterion came out as it did.

mod compare;
mod days;
mod frame;
mod limit;
pub mod open;
mod promise;
mod records;
mod window;

use crate::eval::{CriterionResult, EndpointResult, Explanation, Leaf, Outcome, Response, Role};
use crate::model::{Trial, Type};
use crate::records::{Facts, Patient};
use crate::report::verdict::atoms::{self, Class};
use crate::report::words;
use crate::source::{Source, SourceId, Sources};

pub use compare::between_visits;
pub use days::of_days;
pub use frame::{Frame, Windows};
pub use limit::{difference, limit, ratio};
pub use records::name as record_name;
pub use window::{anchor, distance};

/// More reasons than this are counted.
const MANY: usize = 6;

/// What the renderers of a verdict look things up in.
#[derive(Debug, Clone, Copy)]
pub struct Page<'a> {
    /// The trial that was evaluated.
    pub trial: &'a Trial,
    /// Its windows.
    pub windows: &'a Windows<'a>,
    /// Its texts.
    pub sources: &'a Sources,
    /// The patient, where there is one.
    pub patient: Option<&'a Patient>,
    /// The patient's own text, which need not be among `sources`.
    pub record: Option<(SourceId, &'a Source)>,
    /// The visit that is told of; none for a criterion. What was read at it is told without its name.
    pub visit: Option<&'a str>,
}

impl<'a> Page<'a> {
    /// The same, to tell of an endpoint at a visit.
    #[must_use]
    pub fn at(self, visit: &'a str) -> Self {
        Self {
            visit: Some(visit),
            ..self
        }
    }

    /// What the record has at a visit, or at the moment of assessment.
    #[must_use]
    pub fn facts_at(&self, visit: Option<&str>) -> Option<&'a Facts> {
        let patient = self.patient?;
        match visit {
            None => Some(&patient.facts),
            Some(name) => patient
                .visits
                .iter()
                .find(|visit| visit.name == name)
                .map(|visit| &visit.facts),
        }
    }
}

/// What a reason is told for.
#[derive(Debug, Clone, Copy)]
pub struct Telling<'a> {
    /// Where to look things up.
    pub page: Page<'a>,
    /// What came out, in the direction of eligibility.
    pub outcome: Outcome,
    /// Names can be left out: there is one value only.
    pub alone: bool,
    /// A record of a list is told of; its own name stands before.
    pub of_record: bool,
    /// The protocol's words, which stand beside the reason and need not be said again.
    pub text: Option<&'a str>,
    /// The criterion that is told of, by its place in the trial; none where it is something else.
    pub criterion: Option<usize>,
}

/// The reason of a criterion.
#[must_use]
pub fn of_criterion(page: Page<'_>, result: &CriterionResult) -> String {
    let text = page
        .trial
        .criteria
        .get(result.criterion)
        .and_then(|criterion| criterion.text.as_ref());
    let text = text.map(|(text, _)| text.as_str());
    if result.not_applicable {
        return not_applicable(page, &result.explanation, text);
    }
    told(page, &result.explanation, result.outcome, text, Some(result.criterion))
}

/// The reason of an endpoint at its visit.
#[must_use]
pub fn of_endpoint<'a>(page: Page<'a>, result: &'a EndpointResult) -> String {
    let page = page.at(&result.visit);
    let outcome = match result.outcome {
        Response::Yes => Outcome::Pass,
        Response::No => Outcome::Fail,
        Response::NotApplicable => return hindered(page, &result.explanation, None),
        Response::Unknown if !result.recorded => return format!("the record has no visit {}", result.visit),
        Response::Unknown => Outcome::Unknown,
    };
    tell(page, &result.explanation, outcome, None)
}

/// The reason of a node.
#[must_use]
pub fn tell(page: Page<'_>, node: &Explanation, outcome: Outcome, text: Option<&str>) -> String {
    told(page, node, outcome, text, None)
}

fn told(page: Page<'_>, node: &Explanation, outcome: Outcome, text: Option<&str>, criterion: Option<usize>) -> String {
    let deciding = atoms::deciding(node);
    let telling = Telling {
        page,
        outcome,
        alone: deciding.len() == 1,
        of_record: false,
        text,
        criterion,
    };
    let mut reasons: Vec<String> = Vec::new();
    for atom in &deciding {
        let reason = atom_reason(telling, atom);
        if !reason.is_empty() && !reasons.contains(&reason) {
            reasons.push(reason);
        }
    }
    let mut line = if outcome == Outcome::Unknown {
        open::together(&reasons)
    } else {
        let more = reasons.len().saturating_sub(MANY);
        reasons.truncate(MANY);
        let joint = if outcome == Outcome::Pass { ", " } else { "; " };
        if more > 0 {
            reasons.push(format!("and {more} more"));
        }
        reasons.join(joint)
    };
    if let Role::ByCases(facts) = &node.role
        && outcome != Outcome::Unknown
    {
        let facts: Vec<String> = facts.iter().map(|fact| fact_name(page, fact)).collect();
        line = format!("whatever the answer to: {}", facts.join(", "));
    }
    line
}

/// What a path is called.
#[must_use]
pub fn fact_name(page: Page<'_>, path: &str) -> String {
    words::declared(page.trial, path).map_or_else(|| words::spaced(path), words::label)
}

/// What a leaf is called; with its visit, where another one is told of.
#[must_use]
pub fn leaf_name(page: Page<'_>, leaf: &Leaf) -> String {
    let name = words::leaf_label(page.trial, leaf);
    match leaf.visit.as_deref() {
        Some(visit) if page.visit != Some(visit) => format!("{name} at {visit}"),
        _ => name,
    }
}

/// The reason of one condition.
#[must_use]
pub fn atom_reason(telling: Telling<'_>, node: &Explanation) -> String {
    let page = telling.page;
    match (&node.role, node.children.as_slice()) {
        (Role::Leaf(leaf), _) => of_leaf(telling, leaf, node),
        (Role::Compare(comparison), [left, right]) => compare::tell(telling, node, *comparison, left, right),
        (Role::Member, [value, ..]) => member(telling, node, value),
        (Role::Window(_), [date, rest @ ..]) => window::tell(telling, node, date, rest),
        (Role::Quantified, _) => records::tell(telling, node),
        (Role::Record(path), [body, ..]) => records::one(telling, path, body),
        (Role::Constant, _) => String::new(),
        _ => open::below(page, node).unwrap_or_else(|| {
            let rule = crate::report::text::cut(&words::printed(&words::rule_text(page.sources, node.span)), 40, "…");
            format!("{rule}: {}", words::value(&node.value, &node.ty, Some(2)))
        }),
    }
}

/// A yes/no fact.
fn of_leaf(telling: Telling<'_>, leaf: &Leaf, node: &Explanation) -> String {
    let page = telling.page;
    let said = telling
        .text
        .is_some_and(|text| leaf.question.as_deref().is_some_and(|question| question == text));
    if let Some(why) = leaf.open {
        return if said {
            words::why(why).to_owned()
        } else {
            open::named(page, leaf, node, why)
        };
    }
    let value = words::leaf_value(leaf, node);
    let value = match value.as_str() {
        "true" => "yes".to_owned(),
        "false" => "no".to_owned(),
        _ => value,
    };
    // The answer goes first: what is cut is the question.
    if said {
        value
    } else {
        format!("{value} ({})", leaf_name(page, leaf))
    }
}

/// A value among options or in a range.
fn member(telling: Telling<'_>, node: &Explanation, value: &Explanation) -> String {
    let page = telling.page;
    let certain = atoms::class(node) != Some(Class::Open);
    if !certain && let Some(open) = open::below(page, value) {
        return open;
    }
    let shown = compare::operand(telling, value);
    let plain_option = matches!(&value.ty, Type::Choice(options) if !options.ordered);
    let bare =
        (telling.outcome == Outcome::Pass && (telling.alone || plain_option)) || (telling.of_record && plain_option);
    let line = if bare && certain {
        shown.value.clone()
    } else {
        shown.named()
    };
    if telling.outcome == Outcome::Pass || atoms::class(node) != Some(Class::No) {
        return line;
    }
    match asked(page, node, value) {
        Some(asked) => format!("{line}; asked: {asked}"),
        None => line,
    }
}

/// What the rule asks of a value: its words behind the value.
fn asked(page: Page<'_>, node: &Explanation, value: &Explanation) -> Option<String> {
    let behind = crate::source::Span {
        start: value.span.end,
        ..node.span
    };
    if behind.end <= behind.start || behind.source != value.span.source {
        return None;
    }
    let text = words::printed(&words::rule_text(page.sources, behind));
    let text = text.trim();
    let text = text
        .strip_prefix("is not ")
        .map_or_else(|| text.to_owned(), |rest| format!("not {rest}"));
    let text = text
        .strip_prefix("is ")
        .or_else(|| text.strip_prefix("in "))
        .unwrap_or(&text)
        .trim();
    let text = text.trim_start_matches('{').trim_end_matches('}').trim();
    let text = words::spaced(text);
    (!text.is_empty() && text.chars().count() <= 40).then_some(text)
}

/// Why a criterion does not apply.
fn not_applicable(page: Page<'_>, node: &Explanation, text: Option<&str>) -> String {
    match hindered(page, node, text).as_str() {
        "" => "not applicable".to_owned(),
        reason => format!("not applicable ({reason})"),
    }
}

/// The conditions that keep a rule from applying.
fn hindered(page: Page<'_>, node: &Explanation, text: Option<&str>) -> String {
    let telling = Telling {
        page,
        outcome: Outcome::Pass,
        alone: true,
        of_record: false,
        text,
        criterion: None,
    };
    let mut reasons: Vec<String> = Vec::new();
    for atom in atoms::hindrances(node) {
        let reason = atom_reason(telling, atom);
        if !reason.is_empty() && !reasons.contains(&reason) {
            reasons.push(reason);
        }
    }
    reasons.truncate(2);
    reasons.join(", ")
}
