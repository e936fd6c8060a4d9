//! Why a fact is open, in words.

use super::Page;
use crate::eval::{Explanation, Leaf, LeafPart, Role, Why};
use crate::model::Type;
use crate::records::{Reading, Slot};
use crate::report::verdict::atoms;
use crate::report::words;
use crate::value::Instant;

/// Between two reasons.
const JOINT: &str = "; ";
/// So many are kept of one condition, and named on one line.
const MOST: usize = 200;
const FEW: usize = 4;
/// From so many open parts on a score is told as a whole.
const MANY_PARTS: usize = 4;

/// Why a leaf is open, behind its name.
#[must_use]
pub fn named(page: Page<'_>, leaf: &Leaf, node: &Explanation, why: Why) -> String {
    format!("{}: {}", super::leaf_name(page, leaf), unnamed(page, leaf, node, why))
}

/// Why a leaf is open.
#[must_use]
pub fn unnamed(page: Page<'_>, leaf: &Leaf, node: &Explanation, why: Why) -> String {
    let whole = || words::value(&node.value, &node.ty, None);
    match why {
        Why::Expired | Why::Inadmissible => {
            let fault = if why == Why::Expired {
                "too old"
            } else {
                "does not qualify"
            };
            match latest(page, leaf) {
                Some(reading) => {
                    let date = reading.date.as_ref().map(|date| format!(" on {}", words::dates(date)));
                    format!(
                        "{}{}, {fault}",
                        words::quantity(&reading.known.original),
                        date.unwrap_or_default()
                    )
                }
                None => words::why(why).to_owned(),
            }
        }
        Why::Imprecise => match &leaf.original {
            Some(_) => format!("known only as {}", words::leaf_value(leaf, node)),
            None => format!("known only as {}", whole()),
        },
        Why::Conflict => match node.ty {
            Type::Number(..) | Type::Titre if leaf.part != LeafPart::List => format!("readings disagree ({})", whole()),
            _ if leaf.part == LeafPart::List => "readings disagree".to_owned(),
            _ => words::why(why).to_owned(),
        },
        why => words::why(why).to_owned(),
    }
}

/// The last reading that the record has of a lab.
fn latest<'a>(page: Page<'a>, leaf: &Leaf) -> Option<&'a Reading> {
    let Slot::Readings(readings) = page.facts_at(leaf.visit.as_deref())?.get(leaf.fact) else {
        return None;
    };
    readings
        .iter()
        .max_by_key(|reading| reading.date.as_ref().map_or(Instant::LAST, crate::value::Dates::high))
}

/// `SLEDAI-2K 8 to 30, 12 of 24 not recorded`: a score or formula of many parts, some of them open; none for what has few.
#[must_use]
pub fn of_score(page: Page<'_>, node: &Explanation) -> Option<String> {
    let Role::Named(name) = &node.role else { return None };
    let value = words::value(&node.value, &node.ty, Some(words::places(node, page.sources)));
    parts_open(page, node, name).map(|open| format!("{} {value}, {open}", words::title(page.trial, name)))
}

/// `12 of 24 not recorded`
#[must_use]
pub fn parts_open(page: Page<'_>, node: &Explanation, name: &str) -> Option<String> {
    let is_total = |leaf: &Leaf| {
        let fact = page.trial.facts.get(leaf.fact.index());
        fact.is_some_and(|fact| fact.name == name || page.trial.definitions.iter().any(|other| other.name == fact.name))
    };
    let mut parts: Vec<(&str, Option<Why>)> = Vec::new();
    for (leaf, _) in atoms::leaves(node) {
        if !is_total(leaf) && !parts.iter().any(|(path, _)| *path == leaf.path) {
            parts.push((&leaf.path, leaf.open));
        }
    }
    let open: Vec<Why> = parts.iter().filter_map(|(_, open)| *open).collect();
    if open.len() < MANY_PARTS {
        return None;
    }
    let why = match open.iter().all(|why| *why == Why::Missing) {
        true => words::why(Why::Missing),
        false => "open",
    };
    Some(format!("{} of {} {why}", open.len(), parts.len()))
}

/// What is open below a node, each once; none where nothing is.
#[must_use]
pub fn below(page: Page<'_>, node: &Explanation) -> Option<String> {
    let mut told: Vec<String> = Vec::new();
    for (leaf, node) in atoms::leaves(node) {
        if let Some(why) = leaf.open {
            let text = named(page, leaf, node, why);
            if !told.contains(&text) && told.len() < MOST {
                told.push(text);
            }
        }
    }
    (!told.is_empty()).then(|| told.join(JOINT))
}

/// Reasons why something is open as one line: what is not recorded is named together.
#[must_use]
pub fn together(reasons: &[String]) -> String {
    let ending = format!(": {}", words::why(Why::Missing));
    let (mut missing, mut others): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
    for reason in reasons.iter().flat_map(|reason| reason.split(JOINT)) {
        let (kind, text) = match reason.strip_suffix(ending.as_str()) {
            Some(name) => (&mut missing, name),
            None => (&mut others, reason),
        };
        if !kind.contains(&text) {
            kind.push(text);
        }
    }
    let mut parts = shortened(&others);
    match missing.as_slice() {
        [] => {}
        [only] => parts.push(format!("{only}{ending}")),
        names => parts.push(format!(
            "{}: {}",
            words::why(Why::Missing),
            shortened(names).join(JOINT)
        )),
    }
    parts.join(JOINT)
}

/// The first few, and how many more there are.
fn shortened(texts: &[&str]) -> Vec<String> {
    let mut kept: Vec<String> = texts.iter().take(FEW).map(|text| (*text).to_owned()).collect();
    match texts.len().saturating_sub(FEW) {
        0 => {}
        1 => kept.extend(texts.last().map(|text| (*text).to_owned())),
        more => kept.push(format!("and {more} more")),
    }
    kept
}
