//! Which facts of a criterion have to be taken value by value, and by which values.

use super::build;
use super::build::Sql;
use super::lower::{Assumed, Ends, Lower};
use super::tree::Tree;
use crate::codes::export as codes;
use crate::model::expr::reading_field::DATE;
use crate::model::expr::{Length, Source, Window};
use crate::model::monotone::{self, Place};
use crate::model::{Expr, Fact, Kind, Node, walk};
use crate::value::{Choices, Number, Numbers, TimeScale, Value};

/// Together no more cases than this.
const MOST_CASES: usize = 64;

/// Values of a place.
pub type Cases = Vec<(Place, Vec<Assumed>)>;

/// What a criterion's rule is decided by: values of facts, and values of fields of each record.
pub fn of_rule<'a>(lower: &mut Lower<'a>, rule: &'a Expr) -> (Cases, Cases) {
    let (mut facts, mut fields) = (Vec::new(), Vec::new());
    let trial = lower.trial;
    for place in monotone::own_both_ways(trial, rule) {
        if trial.assessed_at == Some(place.0) && place.1.is_none() || lower.is_known_place(place) {
            continue;
        }
        let Some(fact) = trial.facts.get(place.0.index()) else {
            continue;
        };
        match (&fact.kind, place.1) {
            (Kind::List(list), Some(field)) => {
                let Some(declared) = list.fields.get(field) else {
                    continue;
                };
                let contexts = contexts(rule, place);
                let values = values(lower, rule, place, declared);
                match (values, contexts) {
                    (Some(values), _) if values.is_empty() => {}
                    (
                        _,
                        Contexts {
                            quantified: 0,
                            totals: 0,
                        },
                    ) => {}
                    (
                        Some(values),
                        Contexts {
                            quantified: 1,
                            totals: 0,
                        },
                    ) => fields.push((place, values)),
                    _ => refuse(lower, rule, place, &format!("{}.{}", fact.name, declared.name)),
                }
            }
            (_, None) => match values(lower, rule, place, fact) {
                Some(values) if values.is_empty() => {}
                Some(values) => facts.push((place, values)),
                None => refuse(lower, rule, place, &fact.name),
            },
            // Only what is compared directly is decided by cases at all.
            (Kind::Lab(_), Some(field)) if field != DATE && directly(rule, place).0 > 0 => {
                refuse(lower, rule, place, &fact.name);
            }
            _ => {}
        }
    }
    for cases in [&facts, &fields] {
        let together = cases
            .iter()
            .map(|(_, values)| values.len())
            .fold(1, usize::saturating_mul);
        if together > MOST_CASES
            && let Some((place, _)) = cases.last()
        {
            let fact = trial
                .facts
                .get(place.0.index())
                .map(|fact| fact.name.clone())
                .unwrap_or_default();
            refuse(lower, rule, *place, &fact);
            return (Vec::new(), Vec::new());
        }
    }
    (facts, fields)
}

fn refuse(lower: &mut Lower<'_>, rule: &Expr, place: Place, name: &str) {
    let trial = lower.trial;
    let id = trial
        .criteria
        .get(lower.criterion)
        .map_or("", |criterion| &criterion.id);
    let message = format!("`{name}` decides {id} in both directions, and cannot be taken value by value in SQL");
    let mut span = rule.span;
    walk::all(rule, &mut |expr| {
        if let Node::Fact(fact) = expr.node.as_ref()
            && (*fact, None) == place
        {
            span = expr.span;
        }
    });
    let finding = codes::OPEN_PLACE.at(span, message);
    lower.refused_place(finding.help(format!("if every row of the table has it: --known {name}")));
}

/// The values that a place is tried with: none where its reading is as exact without.
fn values<'a>(lower: &mut Lower<'a>, rule: &'a Expr, place: Place, declared: &'a Fact) -> Option<Vec<Assumed>> {
    match &declared.kind {
        Kind::YesNo => Some(vec![Assumed::Truth(true), Assumed::Truth(false)]),
        Kind::Choice(options) => {
            let count = options.labels.len();
            if harmless(lower, rule, place, count) {
                return Some(Vec::new());
            }
            Some((0..count).map(Assumed::Option).collect())
        }
        Kind::Date | Kind::Number(_) | Kind::Titre | Kind::Duration(_) => {
            let (direct, others) = directly(rule, place);
            match (direct, others) {
                (0, _) => Some(Vec::new()),
                (_, 0) => candidates(lower, rule, place, declared),
                _ => None,
            }
        }
        Kind::Period | Kind::Text | Kind::Lab(_) | Kind::List(_) => Some(Vec::new()),
    }
}

/// Options that meet no reader, or decide the rule; and options that meet all, or decide it: then the ends of what the
/// rule could be are reached, and nothing is lost.
fn harmless<'a>(lower: &mut Lower<'a>, rule: &'a Expr, place: Place, count: usize) -> bool {
    let Some(wanted) = monotone::wanted_options(lower.trial, rule, place) else {
        return false;
    };
    let all = Choices::all(count);
    let any = wanted.iter().fold(Choices::none(), |any, options| any.union(*options));
    let each = wanted.iter().fold(all, |each, options| each.intersect(*options));
    let mut decides = |truth: bool| {
        place.1.is_none()
            && (0..count).any(|index| {
                let decided = lower.tried(rule, place, Assumed::Option(index));
                decided.applies.is_none() && build::constant(&decided.value) == Some(truth)
            })
    };
    let low = !all.is_subset(any) || decides(false);
    low && (!each.is_empty() || decides(true))
}

/// Where the fields of a list are read.
struct Contexts {
    quantified: usize,
    totals: usize,
}

fn contexts(rule: &Expr, place: Place) -> Contexts {
    let mut found = Contexts {
        quantified: 0,
        totals: 0,
    };
    walk::all(rule, &mut |expr| {
        // What is asked of each reading is asked of one record several times.
        if let Node::Reading { source, .. } = expr.node.as_ref()
            && let Some(filter) = &source.filter
        {
            walk::all(filter, &mut |part| {
                if let Node::Quantified {
                    source: Source::List { fact, .. },
                    ..
                } = part.node.as_ref()
                    && *fact == place.0
                {
                    found.totals += 1;
                }
            });
        }
        let (source, body, level) = match expr.node.as_ref() {
            Node::Quantified {
                source, body, level, ..
            }
            | Node::Aggregate {
                source, body, level, ..
            } => (source, body, *level),
            _ => return,
        };
        let Source::List { fact, filter, .. } = source else {
            return;
        };
        let reads = |part: &Expr| reads(part, level, place.1);
        if *fact != place.0 || !(filter.as_ref().is_some_and(reads) || reads(body)) {
            return;
        }
        match expr.node.as_ref() {
            Node::Quantified { .. } => found.quantified += 1,
            _ => found.totals += 1,
        }
    });
    found
}

/// Whether a field is read, other than by a table of its options.
fn reads(expr: &Expr, level: usize, field: Option<usize>) -> bool {
    if let Node::Cases { clauses, .. } = expr.node.as_ref()
        && is_table(clauses)
    {
        return false;
    }
    if let Node::Field(at, index) = expr.node.as_ref() {
        return *at == level && Some(*index) == field;
    }
    let mut found = false;
    walk::children(expr, &mut |child| found |= reads(child, level, field));
    found
}

fn is_table(clauses: &[(Expr, Expr)]) -> bool {
    let number = |expr: &Expr| matches!(expr.ty, crate::model::Type::Number(..));
    clauses.iter().all(|(condition, value)| {
        let mut plain = number(value);
        walk::all(value, &mut |part| {
            plain &= matches!(part.node.as_ref(), Node::Constant(_) | Node::Arithmetic(..))
        });
        plain && matches!(condition.node.as_ref(), Node::Member(..))
    })
}

fn is_place(expr: &Expr, place: Place) -> bool {
    match (expr.node.as_ref(), place.1) {
        (Node::Fact(fact), None) => *fact == place.0,
        (Node::Field(_, index), Some(field)) => *index == field,
        (Node::Convert(inner, _), _) => is_place(inner, place),
        _ => false,
    }
}

/// How often a place is compared directly, and how often it is read otherwise.
fn directly(rule: &Expr, place: Place) -> (usize, usize) {
    let (mut direct, mut reads) = (0_usize, 0_usize);
    walk::all(rule, &mut |expr| match expr.node.as_ref() {
        Node::Fact(fact) => reads += usize::from((*fact, None) == place),
        Node::Field(_, field) => reads += usize::from(Some(*field) == place.1),
        Node::Compare(_, left, right) => {
            direct += usize::from(is_place(left, place)) + usize::from(is_place(right, place))
        }
        Node::Among(inner, _) | Node::InWindow(inner, _) => direct += usize::from(is_place(inner, place)),
        _ => {}
    });
    (direct, reads.saturating_sub(direct))
}

/// The limits that a number or a date is compared with, and what lies beside and between them.
fn candidates<'a>(lower: &mut Lower<'a>, rule: &'a Expr, place: Place, declared: &'a Fact) -> Option<Vec<Assumed>> {
    let mut limits: Vec<Number> = Vec::new();
    let mut days: Vec<Sql> = Vec::new();
    let mut known = true;
    let mut compared: Vec<(&'a Expr, &'a Expr)> = Vec::new();
    let mut windows: Vec<&'a Window> = Vec::new();
    walk::all(rule, &mut |expr| match expr.node.as_ref() {
        Node::Compare(_, left, right) if is_place(left, place) => compared.push((left, right)),
        Node::Compare(_, left, right) if is_place(right, place) => compared.push((right, left)),
        Node::Among(inner, numbers) if is_place(inner, place) => known &= ends(numbers, &mut limits),
        Node::InWindow(inner, window) if is_place(inner, place) => windows.push(window),
        _ => {}
    });
    for (own, other) in compared {
        match (own.node.as_ref(), other.node.as_ref()) {
            (Node::Convert(..), _) => known = false,
            (_, Node::Constant(Value::Number(numbers))) => known &= ends(numbers, &mut limits),
            _ => known = false,
        }
    }
    for window in windows {
        match edges(lower, window) {
            Some(edges) => days.extend(edges),
            None => known = false,
        }
    }
    if !known {
        return None;
    }
    if matches!(declared.kind, Kind::Date) {
        let beside = |day: Sql| {
            let moved = |by| Assumed::Value(lower.dialect.add_days(day.clone(), by));
            [moved(-1), Assumed::Value(day.clone()), moved(1)]
        };
        return Some(days.into_iter().flat_map(beside).collect());
    }
    limits.sort();
    limits.dedup();
    let mut points = limits.clone();
    points.extend(limits.windows(2).filter_map(|pair| match pair {
        [a, b] => (a + b).checked_div(&Number::from(2)),
        _ => None,
    }));
    if let (Some(first), Some(last)) = (limits.first(), limits.last()) {
        points.push(first - &Number::one());
        points.push(last + &Number::one());
        // The declared range may end nearer than that.
        let between = |a: &Number, b: &Number| (a + b).checked_div(&Number::from(2));
        match &declared.kind {
            Kind::Number(kind) => {
                if let Some((low, high)) = &kind.range {
                    points.extend([low.clone(), high.clone()]);
                    points.extend(between(low, first));
                    points.extend(between(last, high));
                }
            }
            Kind::Titre => points.extend(between(&Number::zero(), first)),
            _ => {}
        }
        points.sort();
        points.dedup();
    }
    let possible = match &declared.kind {
        Kind::Number(kind) => match &kind.range {
            Some((low, high)) => Numbers::closed(low.clone(), high.clone()),
            None => Numbers::all(),
        },
        Kind::Titre => Numbers::positive(),
        _ => return None,
    };
    points.retain(|point| possible.contains(point));
    let written = |point: &Number| {
        let quantity = super::quantity::Quantity::constant(point);
        (quantity.over == 1.into()).then_some(Assumed::Value(quantity.sql))
    };
    points.iter().map(written).collect()
}

fn ends(numbers: &Numbers, limits: &mut Vec<Number>) -> bool {
    for piece in numbers.pieces() {
        limits.extend(
            [&piece.low, &piece.high]
                .into_iter()
                .filter_map(|bound| bound.number().cloned()),
        );
    }
    true
}

/// The days with which a window begins or ends.
fn edges<'a>(lower: &mut Lower<'a>, window: &'a Window) -> Option<Vec<Sql>> {
    // Beside a day that may not be known there is none to be tried.
    let mut plain = |expr: &'a Expr| match lower.is_known(expr).then(|| lower.date_of(expr))? {
        Tree::One(Ends { first, last }) if first == last => Some(first),
        _ => None,
    };
    match window {
        Window::Side(_, anchor) => Some(vec![plain(anchor)?]),
        Window::Between(from, to) => Some(vec![plain(from)?, plain(to)?]),
        Window::Bounded {
            length: Length::Value(length),
            anchor,
            ..
        } => {
            let anchor = plain(anchor)?;
            let (scale, amount) = Lower::whole_length(length)?;
            let moved = |by: i64| match scale {
                TimeScale::Months => lower.dialect.add_months(anchor.clone(), by),
                _ => lower.dialect.add_days(anchor.clone(), by),
            };
            Some(vec![moved(-amount), moved(amount), anchor.clone()])
        }
        Window::Bounded { .. } => None,
    }
}
