//! So many records of a list.

use super::{Page, Telling, atom_reason};
use crate::eval::{Explanation, LeafPart, Outcome, Role};
use crate::model::Kind;
use crate::records::{Facts, Slot};
use crate::report::verdict::atoms::{self, Class};
use crate::report::{text, words};
use crate::value::Value;

/// More records than this are counted.
const MANY: usize = 2;

/// A quantifier's reason.
pub fn tell(telling: Telling<'_>, node: &Explanation) -> String {
    if super::of_days(node) {
        return super::days::tell(telling, node);
    }
    let records = looked_at(node);
    let of = |wanted: Class| -> Vec<&Explanation> {
        records
            .iter()
            .copied()
            .filter(|record| atoms::class(record) == Some(wanted))
            .collect()
    };
    let open_list = atoms_of_list(telling, node);
    match atoms::class(node) {
        Some(Class::Open) => {
            // What a list might hold besides is told as the list's own.
            let stated: Vec<&Explanation> = of(Class::Open).into_iter().filter(|record| is_stated(record)).collect();
            let mut told = some(telling, &stated);
            told.extend(open_list);
            let all = told.clone();
            told.retain(|one| !all.iter().any(|other| one != other && one.contains(other.as_str())));
            if told.is_empty() {
                "not known".to_owned()
            } else {
                told.join("; ")
            }
        }
        _ => {
            let met = of(Class::Yes);
            if !met.is_empty() {
                return some(telling, &met).join("; ");
            }
            none(telling, node, &records)
        }
    }
}

/// The records that the condition was asked of; where there are none, those that were left out.
fn looked_at(node: &Explanation) -> Vec<&Explanation> {
    let all = || {
        node.children
            .iter()
            .filter(|child| matches!(child.role, Role::Record(_)))
    };
    let asked: Vec<&Explanation> = all().filter(|record| !atoms::is_filter(record)).collect();
    if asked.is_empty() { all().collect() } else { asked }
}

/// Whether the record itself has it: `lesions[2]`, not the others that `lesions` might hold.
fn is_stated(record: &Explanation) -> bool {
    matches!(&record.role, Role::Record(path) if path.contains('['))
}

/// What leaves the list itself open.
fn atoms_of_list(telling: Telling<'_>, node: &Explanation) -> Option<String> {
    node.children.iter().find_map(|child| match &child.role {
        Role::Leaf(leaf) if leaf.part == LeafPart::List => {
            leaf.open.map(|why| super::open::named(telling.page, leaf, child, why))
        }
        _ => None,
    })
}

/// The reasons of the first records, and how many others there are.
fn some(telling: Telling<'_>, records: &[&Explanation]) -> Vec<String> {
    let mut told: Vec<String> = Vec::new();
    for record in records.iter().take(MANY) {
        if let (Role::Record(path), [body, ..]) = (&record.role, record.children.as_slice()) {
            told.push(one(telling, path, body));
        }
    }
    if records.len() > MANY {
        told.push(format!("and {} more", records.len() - MANY));
    }
    told
}

/// None of them meets the condition.
fn none(telling: Telling<'_>, node: &Explanation, records: &[&Explanation]) -> String {
    let name = list_name(telling, node);
    let stated: Vec<&Explanation> = records.iter().copied().filter(|record| is_stated(record)).collect();
    let records = stated.as_slice();
    if records.is_empty() {
        return match &name {
            Some(name) => format!("no {name} recorded"),
            None => "none recorded".to_owned(),
        };
    }
    let nearest = nearest(telling, records);
    let about = nearest.and_then(|record| match (&record.role, record.children.as_slice()) {
        (Role::Record(path), [body, ..]) => Some(one(telling, path, body)),
        _ => None,
    });
    let name = name.unwrap_or_else(|| "records".to_owned());
    match (records.len(), about) {
        (1, Some(about)) => about,
        (count, Some(about)) if telling.outcome != Outcome::Unknown => format!("{about} (nearest of {count})"),
        (count, _) => format!("none of {count} {name}"),
    }
}

/// The only record, or the one that comes nearest to a window that all were held against.
fn nearest<'a>(telling: Telling<'_>, records: &[&'a Explanation]) -> Option<&'a Explanation> {
    if let [only] = records {
        return Some(only);
    }
    let mut best: Option<(i64, &Explanation)> = None;
    for record in records {
        // Only those that nothing but the window keeps out.
        let atoms = atoms::deciding(record.children.first()?);
        let [atom] = atoms.as_slice() else { continue };
        if let (Role::Window(_), Some(margin)) = (&atom.role, super::window::margin(telling, atom))
            && best.is_none_or(|(least, _)| margin < least)
        {
            best = Some((margin, record));
        }
    }
    best.map(|(_, record)| record)
}

/// One record's reason, behind its name.
pub fn one(telling: Telling<'_>, path: &str, body: &Explanation) -> String {
    let name = name(telling.page, path);
    let deciding = atoms::deciding(body);
    let inner = Telling {
        alone: deciding.len() == 1,
        of_record: true,
        text: None,
        ..telling
    };
    let mut reasons: Vec<String> = Vec::new();
    for atom in deciding {
        let reason = atom_reason(inner, atom);
        // The name has been said.
        let reason = match reason.strip_prefix(name.as_str()) {
            Some(rest) if rest.is_empty() || rest.starts_with(';') => rest.trim_start_matches(';').trim().to_owned(),
            _ => reason,
        };
        if !reason.is_empty() && !reasons.contains(&reason) {
            reasons.push(reason);
        }
    }
    reasons.truncate(3);
    if reasons.is_empty() {
        name
    } else {
        format!("{name}, {}", reasons.join(", "))
    }
}

/// What a list is called: by its name, without its question.
fn list_name(telling: Telling<'_>, node: &Explanation) -> Option<String> {
    let path = node.children.iter().find_map(|child| match &child.role {
        Role::Record(path) => Some(path.as_str()),
        Role::Leaf(leaf) if leaf.part == LeafPart::List => Some(leaf.path.as_str()),
        _ => None,
    });
    let path = path.map(str::to_owned).or_else(|| {
        // A list that is known to be empty may have no child: the rule names it.
        let rule = words::rule_text(telling.page.sources, node.span);
        let found = rule.split(|c: char| !(c.is_alphanumeric() || c == '_')).find(|word| {
            telling
                .page
                .trial
                .facts
                .iter()
                .any(|fact| fact.name == *word && is_many(&fact.kind))
        });
        found.map(str::to_owned)
    })?;
    let fact = words::declared(telling.page.trial, path.split('[').next().unwrap_or(&path))?;
    let name = words::spaced(&fact.name);
    Some(if matches!(fact.kind, Kind::Lab(_)) {
        format!("{name} readings")
    } else {
        name
    })
}

fn is_many(kind: &Kind) -> bool {
    matches!(kind, Kind::List(_) | Kind::Lab(_))
}

/// What a record is called: its name, agent or site; else its place.
#[must_use]
pub fn name(page: Page<'_>, path: &str) -> String {
    let place = place(path);
    page.facts_at(page.visit)
        .zip(place)
        .and_then(|(facts, (list, at))| own_name(page, facts, list, at))
        .unwrap_or_else(|| match place {
            Some((list, at)) => format!("{} {}", words::spaced(list), text::thousands(at + 1)),
            None => words::spaced(path),
        })
}

/// `lesions[2]` as a name and a number.
fn place(path: &str) -> Option<(&str, usize)> {
    let (list, rest) = path.split_once('[')?;
    Some((list, rest.split(']').next()?.parse().ok()?))
}

fn own_name(page: Page<'_>, facts: &Facts, list: &str, at: usize) -> Option<String> {
    let number = page.trial.facts.iter().position(|fact| fact.name == list)?;
    let Kind::List(declared) = &page.trial.facts.get(number)?.kind else {
        return None;
    };
    let Slot::List(records) = facts.slots.get(number)? else {
        return None;
    };
    let record = records.records.get(at)?;
    let known = |field: usize| match record.fields.get(field) {
        Some(Slot::Value(known)) => match &known.value {
            Value::Choice(set) if set.as_one().is_none() => None,
            _ => Some(known.original.clone()),
        },
        _ => None,
    };
    let kinds = |wanted: fn(&Kind) -> bool| {
        declared
            .fields
            .iter()
            .enumerate()
            .filter(move |(_, field)| wanted(&field.kind))
            .map(|(at, _)| at)
    };
    let mut fields: Vec<usize> = declared.key.into_iter().collect();
    fields.extend(kinds(|kind| matches!(kind, Kind::Text)));
    fields.extend(kinds(|kind| matches!(kind, Kind::Choice(options) if !options.ordered)));
    let name = fields.into_iter().find_map(known)?;
    Some(words::spaced(name.trim_matches('"')))
}
