//! What facts are called in sentences: never two by one name.

use std::collections::BTreeMap;

use crate::model::{Fact, FactId, Kind, Trial};
use crate::report::words;

/// Longer questions are quoted rather than taken for a noun.
const LONG: usize = 44;
/// Words that a question begins with that is no noun.
const ASKING: [&str; 22] = [
    "Any", "Are", "At", "By", "Can", "Did", "Do", "Does", "For", "From", "Has", "Have", "How", "In", "Is", "Should",
    "Was", "Were", "What", "When", "Which", "Who",
];

/// The names of all facts of a trial.
#[derive(Debug)]
pub struct Names(Vec<String>);

impl Names {
    /// Gives each fact its name; two that would share one have the name of their records behind it.
    #[must_use]
    pub fn of(trial: &Trial) -> Self {
        let names: Vec<String> = trial.facts.iter().map(name).collect();
        let mut count: BTreeMap<&str, usize> = BTreeMap::new();
        for name in &names {
            *count.entry(name).or_default() += 1;
        }
        let told = names.iter().zip(&trial.facts).map(|(name, fact)| {
            if count.get(name.as_str()).is_some_and(|count| *count > 1) {
                format!("{name} ({})", words::spaced(&fact.name))
            } else {
                name.clone()
            }
        });
        Self(told.collect())
    }

    /// A fact's name.
    #[must_use]
    pub fn fact(&self, id: FactId) -> String {
        self.0.get(id.index()).cloned().unwrap_or_default()
    }
}

/// A field of a record: a yes/no by its question, anything else by its name, which is a noun.
#[must_use]
pub fn field(field: &Fact) -> String {
    match (&field.kind, &field.question) {
        (Kind::YesNo, Some(question)) => judged(field, quoted(question)),
        _ => judged(field, words::spaced(&field.name)),
    }
}

fn name(fact: &Fact) -> String {
    let spaced = words::spaced(&fact.name);
    if fact.trial_date {
        return spaced;
    }
    let named = match (&fact.kind, &fact.question) {
        (Kind::List(_), _) => format!("“{spaced}”"),
        (_, None) => spaced,
        (Kind::YesNo, Some(question)) => quoted(question),
        _ if is_abbreviation(&fact.name) => fact.name.clone(),
        (_, Some(question)) => match noun(question) {
            Some(noun) => noun,
            None => quoted(question),
        },
    };
    judged(fact, named)
}

/// Only a person can say it: that belongs to the name.
fn judged(fact: &Fact, name: String) -> String {
    if fact.judgement {
        format!("{name} (a judgement)")
    } else {
        name
    }
}

/// The question itself in quotes, without what explains it behind.
fn quoted(question: &str) -> String {
    let question = question.trim();
    let itself = match question.find('?') {
        Some(at) => question.get(..=at).unwrap_or(question),
        None => question.trim_end_matches([';', '.', ',', ':']),
    };
    format!("“{itself}”")
}

/// The question as a noun, where it is one: `Serum creatinine?`
fn noun(question: &str) -> Option<String> {
    let first = question.split('?').next()?.trim();
    let asks = first.split(' ').next().is_some_and(|word| ASKING.contains(&word));
    let plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '(' | ')' | '\'');
    if first.is_empty() || asks || first.chars().count() > LONG || !first.chars().all(plain) {
        return None;
    }
    // "Platelets is" would not do.
    let several = first.ends_with('s') && !["ss", "is", "us"].iter().any(|end| first.ends_with(end));
    if several || first.contains(" and ") || first.contains(" or ") {
        return None;
    }
    let mut letters = first.chars();
    let (start, next) = (letters.next()?, letters.clone().next());
    // Abbreviations and names keep their capital.
    if next.is_some_and(char::is_lowercase) {
        Some(format!("{}{}", start.to_lowercase(), letters.as_str()))
    } else {
        Some(first.to_owned())
    }
}

/// Written as a laboratory prints it: `ALT`, `SpO2`.
fn is_abbreviation(name: &str) -> bool {
    name.chars().any(char::is_uppercase) && name.len() <= 12 && !name.contains('_')
}
