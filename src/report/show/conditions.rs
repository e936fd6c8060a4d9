//! Conditions.

use super::prose::Prose;
use super::values;
use super::writer::Writer;
use crate::model::expr::{Arithmetic, Given, Moment, Node, Quantifier};
use crate::model::{CriterionKind, Expr, Type};
use crate::report::{text, words};
use crate::value::{Comparison, Truths, Value};

/// A definition that takes more characters than this is written out by itself.
pub(super) const LONG: usize = 900;
/// A value of more characters than this stands behind its limit, as a list.
const LONG_VALUE: usize = 150;

impl Writer<'_> {
    /// A condition in words.
    pub(super) fn condition(&mut self, expr: &Expr) -> Prose {
        match expr.node.as_ref() {
            Node::Compare(op, left, right) => self.compare(*op, left, right),
            Node::Among(inner, set) => {
                let words = values::range(set, &inner.ty);
                let words = format!("is {words}");
                let subject = self.value(inner).text;
                if set.pieces().len() > 1 {
                    Prose::of_several(subject, words)
                } else {
                    Prose::of(subject, words)
                }
            }
            Node::Member(inner, set) => {
                let labels = match &inner.ty {
                    Type::Choice(options) => values::labels(*set, options),
                    _ => Vec::new(),
                };
                let subject = self.value(inner).text;
                match labels.as_slice() {
                    [] => Prose::of(subject, "is none of the options there are"),
                    [one] => Prose::of(subject, format!("is {one}")),
                    several => Prose::of_several(subject, format!("is {}", text::list(several, "or"))),
                }
            }
            Node::SameText(inner, word) => Prose::of(self.value(inner).text, format!("is “{word}”, capitals aside")),
            Node::InWindow(date, window) => self.in_window(date, window),
            Node::Not(inner) => self.negated(inner),
            Node::And(parts) => Prose::all(self.conditions(parts)),
            Node::Or(parts) => Prose::any(self.conditions(parts)),
            Node::Count(quantifier, parts) => {
                let parts = self.conditions(parts);
                counted(*quantifier, parts)
            }
            Node::Cases { clauses, otherwise } => self.cases(clauses, otherwise.as_ref()),
            Node::Quantified {
                quantifier,
                source,
                body,
                level,
                apart,
            } => self.quantified(*quantifier, source, body, *level, apart.as_ref()),
            Node::Reading { source, body } => self.of_reading(source, |writer| writer.condition(body)),
            Node::At(moment, inner) => {
                let moment = self.moment(moment);
                self.condition(inner).behind(&format!("{moment},"))
            }
            Node::Named { name, body, given } => self.named(name, body, *given),
            Node::Part(part, inner) => {
                let id = self
                    .trial
                    .criteria
                    .get(*part)
                    .map_or("", |criterion| criterion.id.as_str());
                let prose = self.condition(inner);
                self.parts.insert(*part, prose.clone());
                prose.behind(&format!("{id}:"))
            }
            Node::Criterion(other) => self.criterion(*other),
            Node::Alternatives(in_force, others) => {
                let mut items = vec![self.condition(in_force).introduced("in force:")];
                for (name, other) in others {
                    let told = format!("not in force, the reading “{}”:", words::spaced(name));
                    items.push(self.condition(other).introduced(&told));
                }
                Prose::list(
                    "the reading in force holds (other readings change nothing; a warning names the patients on whom they differ):",
                    items,
                )
            }
            Node::Constant(Value::Truth(truths)) => Prose::of("this", format!("is {}", truth(*truths))),
            Node::Invalid => Prose::line("a mistake stood here: nothing is known of it"),
            // Values: as a condition only a yes/no among them stands.
            Node::Constant(_)
            | Node::Fact(_)
            | Node::Field(..)
            | Node::Age { .. }
            | Node::Assessment
            | Node::Convert(..)
            | Node::DurationNumber(..)
            | Node::NumberDuration(..)
            | Node::Negative(_)
            | Node::Arithmetic(..)
            | Node::Scale(..)
            | Node::DurationSum(..)
            | Node::Shift(..)
            | Node::DaysBetween(..)
            | Node::Period(..)
            | Node::Edge(..)
            | Node::PeriodLength(_)
            | Node::Aggregate { .. }
            | Node::Extreme(..)
            | Node::Several(..)
            | Node::Rows(..) => Prose::of(self.value(expr).text, "is yes"),
        }
    }

    pub(super) fn conditions(&mut self, parts: &[Expr]) -> Vec<Prose> {
        parts.iter().map(|part| self.condition(part)).collect()
    }

    fn compare(&mut self, op: Comparison, left: &Expr, right: &Expr) -> Prose {
        let verb = values::comparison(op, &left.ty);
        let (value, mut limit) = (self.value(left), self.value(right));
        // A ratio of two values in one unit is a bare number, whatever that unit is.
        if let (Node::Arithmetic(Arithmetic::Divide, above, below), Node::Constant(Value::Number(set))) =
            (left.node.as_ref(), right.node.as_ref())
            && above.ty == below.ty
            && let Some(number) = set.as_point()
        {
            limit.text = values::number(number);
        }
        if value.text.chars().count() > LONG_VALUE {
            let whole = self.written_out(left);
            if !whole.is_line() {
                return Prose::list(format!("this value {verb} {}:", limit.text), vec![whole]);
            }
        }
        Prose::of(value.text, format!("{verb} {}", limit.text))
    }

    fn negated(&mut self, inner: &Expr) -> Prose {
        match inner.node.as_ref() {
            Node::Fact(_) | Node::Field(..) => Prose::of(self.value(inner).text, "is no"),
            Node::Member(value, set) => {
                let labels = match &value.ty {
                    Type::Choice(options) => values::labels(*set, options),
                    _ => Vec::new(),
                };
                let subject = self.value(value).text;
                match labels.as_slice() {
                    [] => Prose::of(subject, "is any of the options there are"),
                    [one] => Prose::of(subject, format!("is not {one}")),
                    several => Prose::of_several(subject, format!("is neither {}", text::list(several, "nor"))),
                }
            }
            Node::SameText(value, word) => {
                Prose::of(self.value(value).text, format!("is not “{word}”, capitals aside"))
            }
            Node::InWindow(date, window) => self.not_in_window(date, window),
            Node::Or(parts) => Prose::some("none of", "holds", self.conditions(parts)),
            Node::And(parts) => Prose::list("not all of these hold:", self.conditions(parts)),
            Node::Quantified {
                quantifier: Quantifier::Any,
                source,
                body,
                level,
                apart: None,
            } => self.quantified(Quantifier::None, source, body, *level, None),
            Node::Reading { source, body } => self.of_reading(source, |writer| writer.negated(body)),
            Node::Named { name, body, given } => {
                let prose = self.condition(body);
                match self.defined(name, &prose, *given, &inner.ty) {
                    Some(defined) if prose.length() > LONG => Prose::of(defined.reference(), "is not met"),
                    Some(defined) => {
                        let inside = prose.introduced(&format!("{}, that is:", defined.reference()));
                        Prose::list("it is not so that:", vec![inside])
                    }
                    None => self.negated(body),
                }
            }
            Node::Criterion(other) => {
                let (id, _, negative) = self.criterion_words(*other);
                Prose::of(id, negative)
            }
            Node::Compare(..) | Node::Among(..) => {
                Prose::line(format!("it is not so that {}", self.condition(inner).flat()))
            }
            _ => Prose::list("it is not so that:", vec![self.condition(inner)]),
        }
    }

    /// `if`, `unless`, rows of conditions.
    fn cases(&mut self, clauses: &[(Expr, Expr)], otherwise: Option<&Expr>) -> Prose {
        match (clauses, otherwise) {
            // A line that ends with `unless`.
            ([(condition, left_out)], Some(rule)) if is_left_out(left_out) => {
                let rule = self.condition(rule);
                let exception = self.condition(condition);
                if rule.is_line() && exception.is_line() {
                    let (rule, exception) = (rule.head(), exception.head());
                    return Prose::line(format!("{rule}, unless (then not applicable) {exception}"));
                }
                Prose::list(
                    "the following holds, unless it is excepted (then not applicable):",
                    vec![rule, exception.introduced("excepted if")],
                )
            }
            ([(condition, rule)], None) => {
                let condition = self.condition(condition).flat();
                let rule = self.condition(rule);
                rule.introduced(&format!("where {condition} (elsewhere not applicable):"))
            }
            _ => {
                let mut items = Vec::new();
                for (condition, rule) in clauses {
                    let condition = self.condition(condition).flat();
                    items.push(self.condition(rule).introduced(&format!("if {condition}:")));
                }
                items.push(match otherwise {
                    Some(otherwise) => self.condition(otherwise).introduced("otherwise:"),
                    None => Prose::line("otherwise: not applicable"),
                });
                Prose::list("the first of these that applies:", items)
            }
        }
    }

    fn named(&mut self, name: &str, body: &Expr, given: Option<Given>) -> Prose {
        let prose = self.condition(body);
        match self.defined(name, &prose, given, &Type::Truth) {
            Some(defined) if prose.length() > LONG => Prose::of(defined.reference(), "is met"),
            Some(defined) => prose.introduced(&format!("{}, that is:", defined.reference())),
            None => prose,
        }
    }

    fn criterion(&mut self, other: usize) -> Prose {
        let (id, verb, _) = self.criterion_words(other);
        Prose::of(id, verb)
    }

    /// Its number, what is said of it where its rule holds, and where it does not.
    fn criterion_words(&self, other: usize) -> (String, &'static str, &'static str) {
        let criterion = self.trial.criteria.get(other);
        let id = criterion.map_or_else(String::new, |criterion| criterion.id.clone());
        match criterion.map(|criterion| criterion.kind) {
            Some(CriterionKind::Exclusion) => (id, "excludes", "does not exclude"),
            _ => (id, "is met", "is not met"),
        }
    }

    /// `at baseline`, `as of consent`
    pub(super) fn moment(&mut self, moment: &Moment) -> String {
        match moment {
            Moment::Date(date) => format!("as of {}", self.value(date).text),
            Moment::Visit(name) => format!("at {}", words::spaced(name)),
        }
    }
}

/// So many of several conditions.
fn counted(quantifier: Quantifier, parts: Vec<Prose>) -> Prose {
    let (count, verb) = match quantifier {
        Quantifier::Any => return Prose::any(parts),
        Quantifier::All => return Prose::all(parts),
        Quantifier::None => ("none of".to_owned(), "holds"),
        Quantifier::AtLeast(count) => (format!("at least {count} of"), "hold"),
        Quantifier::AtMost(count) => (format!("at most {count} of"), "hold"),
        Quantifier::Exactly(count) => (format!("exactly {count} of"), "hold"),
    };
    Prose::some(&count, verb, parts)
}

fn is_left_out(expr: &Expr) -> bool {
    matches!(expr.node.as_ref(), Node::Constant(Value::Truth(Truths::NOT_APPLICABLE)))
}

fn truth(truths: Truths) -> &'static str {
    match truths {
        Truths::YES => "so in any case",
        Truths::NO => "so in no case",
        Truths::NOT_APPLICABLE => "not applicable",
        _ => "open in any case",
    }
}

/// Whether a condition asks nothing.
pub(super) fn is_certain(expr: &Expr) -> bool {
    matches!(expr.node.as_ref(), Node::Constant(Value::Truth(Truths::YES)))
}
