//! Worked cases: names of facts, what is expected, and whether it can come out at all.

use super::Checker;
use crate::codes::check::{EXAMPLE_OUTCOME, UNKNOWN_CRITERION, UNKNOWN_NAME};
use crate::model::expr::Moment;
use crate::model::{Example, Expectation, Expected, Kind, Type};
use crate::source::{Span, Spanned};
use crate::syntax::ast;

/// What may come out of a criterion.
const OF_CRITERIA: &[&str] = &["pass", "fail", "unknown", "not_applicable"];
/// What may come out of an endpoint or a condition.
const OF_CONDITIONS: &[&str] = &["yes", "no", "unknown", "not_applicable"];
/// What may come out of a trial.
const OF_TRIALS: &[&str] = &["eligible", "ineligible", "undetermined"];
/// Fields of a case that are no facts.
const RECORD_WORDS: &[&str] = &["id", "visits"];
/// Fields of a visit that are no facts.
const VISIT_WORDS: &[&str] = &["visit", "date"];
/// Fields that every reading of a lab has.
const READING_WORDS: &[&str] = &["value", "low", "high", "date"];

impl<'a> Checker<'a> {
    /// All worked cases. What only they read does not count among the facts of the trial.
    pub(super) fn examples(&mut self) {
        let (facts, values) = (self.trial.facts.len(), self.trial.values.len());
        for part in &self.file.parts {
            if let ast::Part::Example(example) = part {
                let example = self.example(example);
                self.trial.examples.push(example);
            }
        }
        self.trial.example_facts = self.forget_facts(facts);
        self.trial.values.truncate(values);
    }

    fn example(&mut self, example: &'a ast::Example) -> Example {
        self.known_facts(&example.facts, RECORD_WORDS);
        let expectations = example
            .expectations
            .iter()
            .filter_map(|expectation| self.expectation(expectation));
        Example {
            title: example.title.text.clone(),
            title_span: example.title.span,
            expectations: expectations.collect(),
            facts: example.facts.clone(),
            span: example.span,
        }
    }

    /// Tells names that no fact has; `words` may stand beside the facts.
    fn known_facts(&mut self, assignments: &'a [ast::Assignment], words: &[&str]) {
        for ast::Assignment { name, value } in assignments {
            let records = match value {
                ast::AssignedValue::Records { records, .. } => records.as_slice(),
                _ => &[],
            };
            if words.contains(&name.node.as_str()) {
                for visit in records {
                    self.known_facts(visit, VISIT_WORDS);
                }
                continue;
            }
            let fields = match self.declared.get(&name.node).map(|fact| &fact.kind) {
                Some(Kind::List(list)) => list.fields.iter().map(|field| field.name.clone()).collect(),
                Some(Kind::Lab(_)) => {
                    let further = self.declared.get(&name.node).into_iter().flat_map(|fact| &fact.with);
                    let further = further.map(|field| field.name.clone());
                    READING_WORDS
                        .iter()
                        .map(|word| (*word).to_owned())
                        .chain(further)
                        .collect()
                }
                Some(_) => Vec::new(),
                // The total of a score or the result of a formula.
                None if self
                    .defines
                    .get(&name.node)
                    .is_some_and(|define| define.title.is_some()) =>
                {
                    continue;
                }
                None if name.node == "age" => {
                    self.out.push(
                        UNKNOWN_NAME
                            .at(
                                name.span,
                                "a record holds the date of birth, from which `age` is counted",
                            )
                            .help("birth_date: 40 years before screening"),
                    );
                    continue;
                }
                None => {
                    let known: Vec<String> = self.declared.keys().cloned().collect();
                    self.unknown_fact(name, &known, "no fact");
                    continue;
                }
            };
            for assignment in records.iter().flatten() {
                if !fields.contains(&assignment.name.node) {
                    self.unknown_fact(&assignment.name, &fields, &format!("no field of `{}`", name.node));
                }
            }
        }
    }

    /// Each name once; not where it may be one of a module that could not be found.
    fn unknown_fact(&mut self, name: &Spanned<String>, known: &[String], what: &str) {
        let nearest = crate::suggest::nearest(&name.node, known.iter().map(String::as_str));
        let told = nearest.is_empty() && (!self.undeclared.insert(name.node.clone()) || self.module_missing());
        if told || self.is_unread(&name.node) {
            return;
        }
        let finding = UNKNOWN_NAME.at(name.span, format!("{what} is called `{}`", name.node));
        self.out.push(if nearest.is_empty() {
            finding.help(format!("declare it:  facts {{ {} : yes/no \"…?\" }}", name.node))
        } else {
            finding.help(format!("{}?", crate::suggest::or_list(&nearest)))
        });
    }

    fn expectation(&mut self, expectation: &'a ast::Expectation) -> Option<Expectation> {
        let visit = match &expectation.visit {
            Some(visit) => match self.moment_name(visit)? {
                Moment::Visit(visit) => Some(visit),
                Moment::Date(_) => {
                    self.out.push(
                        EXAMPLE_OUTCOME
                            .at(visit.span, format!("`{}` is a date; a visit is expected", visit.node))
                            .help("baseline, month_1, week_12"),
                    );
                    return None;
                }
            },
            None => None,
        };
        let of = match &expectation.of {
            ast::Expected::Named(name) => self.named_expectation(name)?,
            ast::Expected::Condition(condition) => match condition.node.as_ref() {
                ast::Node::Name(word) if OF_TRIALS.contains(&word.as_str()) && expectation.outcome.is_none() => {
                    return Some(Expectation {
                        of: Expected::Verdict,
                        outcome: word.clone(),
                        visit,
                        span: expectation.span,
                    });
                }
                ast::Node::Id(id) => self.named_expectation(&Spanned::new(id.clone(), condition.span))?,
                _ => Expected::Condition(Box::new(self.condition(condition))),
            },
        };
        if let Expected::Condition(condition) = &of
            && matches!(condition.ty, Type::Invalid)
        {
            return None;
        }
        let allowed = match of {
            Expected::Criterion(_) => OF_CRITERIA,
            _ => OF_CONDITIONS,
        };
        let outcome = self.expected_outcome(&of, expectation, allowed)?;
        if let (Expected::Criterion(_), Some(_), Some(written)) = (&of, &visit, &expectation.visit) {
            self.out.push(
                EXAMPLE_OUTCOME
                    .at(
                        written.span,
                        "a criterion has no visits; it is decided at the moment of assessment",
                    )
                    .help("only an endpoint or a condition is asked at a visit"),
            );
            return None;
        }
        let needs_visit = matches!(of, Expected::Endpoint(_));
        if needs_visit && visit.is_none() {
            self.out.push(
                EXAMPLE_OUTCOME
                    .at(expectation.span, "at which visit? an endpoint has a response at each")
                    .help(format!("{outcome} at month_1")),
            );
            return None;
        }
        Some(Expectation {
            of,
            outcome,
            visit,
            span: expectation.span,
        })
    }

    /// A criterion, an endpoint, or a condition that has a name.
    fn named_expectation(&mut self, name: &Spanned<String>) -> Option<Expected> {
        if let Some(index) = self.criterion_index.get(&name.node) {
            return Some(Expected::Criterion(*index));
        }
        let endpoint = self
            .trial
            .endpoints
            .iter()
            .position(|endpoint| endpoint.id == name.node);
        if let Some(index) = endpoint {
            return Some(Expected::Endpoint(index));
        }
        if self.declared.contains_key(&name.node) || self.defines.contains_key(&name.node) {
            let condition = self.name(&name.node, name.span);
            return match condition.ty {
                Type::Truth => Some(Expected::Condition(Box::new(condition))),
                Type::Invalid => None,
                other => {
                    let words = super::units::kind_words(&other);
                    self.out.push(
                        EXAMPLE_OUTCOME
                            .at(name.span, format!("`{}` is {words}; compared with what?", name.node))
                            .help(format!("{} = …", name.node)),
                    );
                    None
                }
            };
        }
        if self.is_unread(&name.node) {
            return None;
        }
        let endpoints: Vec<String> = self.trial.endpoints.iter().map(|e| e.id.clone()).collect();
        let known = self.criterion_index.keys().chain(&endpoints).chain(self.defines.keys());
        let nearest = crate::suggest::nearest(&name.node, known.map(String::as_str));
        let message = format!("no criterion, endpoint or definition is called `{}`", name.node);
        let finding = UNKNOWN_CRITERION.at(name.span, message);
        self.out.push(match nearest.is_empty() {
            true => finding,
            false => finding.help(format!("{}?", crate::suggest::or_list(&nearest))),
        });
        None
    }

    fn expected_outcome(&mut self, of: &Expected, expectation: &ast::Expectation, allowed: &[&str]) -> Option<String> {
        let Some(outcome) = &expectation.outcome else {
            if matches!(of, Expected::Condition(_)) {
                return Some("yes".to_owned());
            }
            self.no_outcome(expectation.span, "what must come out is missing", allowed);
            return None;
        };
        if allowed.contains(&outcome.node.as_str()) {
            return Some(outcome.node.clone());
        }
        let what = match of {
            Expected::Criterion(_) => "a criterion comes out",
            Expected::Endpoint(_) => "an endpoint comes out",
            _ => "a condition comes out",
        };
        let message = format!("{what} {}, not `{}`", crate::suggest::or_list(allowed), outcome.node);
        let finding = EXAMPLE_OUTCOME.at(outcome.span, message);
        let nearest = crate::suggest::nearest(&outcome.node, allowed.iter().copied());
        self.out.push(match nearest.first() {
            Some(near) => finding.help(format!("`{near}`?")),
            None => finding,
        });
        None
    }

    fn no_outcome(&mut self, span: Span, message: &str, allowed: &[&str]) {
        self.out
            .push(EXAMPLE_OUTCOME.at(span, message).help(crate::suggest::or_list(allowed)));
    }
}
