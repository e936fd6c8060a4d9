//! Which advice is told, and how much it weighs: what a person or a trial's settings select, ignore and weigh.
//!
//! Words are codes, names, or the beginnings of codes; of two that name the same code the longer counts. Errors that
//! keep a trial from being evaluated are told whatever is wanted.

use crate::codes::{self, Code, Level};

/// Why a word cannot be taken, and the cure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// What to say.
    pub message: String,
    /// The cure.
    pub help: String,
}

/// What a word names.
#[derive(Debug, Clone)]
struct Selector {
    codes: Vec<&'static Code>,
    /// How many signs of a code it settles.
    weight: usize,
}

/// What is told, and at which level.
#[derive(Debug, Clone, Default)]
pub struct Policy {
    /// Only these; everything where there are none.
    select: Vec<Selector>,
    ignore: Vec<Selector>,
    levels: Vec<(Selector, Level)>,
}

impl Policy {
    /// Tells only what some words name.
    ///
    /// # Errors
    /// Where a word names nothing.
    pub fn select(&mut self, words: &[String]) -> Result<(), Refused> {
        self.select = words.iter().map(|word| named(word)).collect::<Result<_, _>>()?;
        Ok(())
    }

    /// Does not tell what some words name either.
    ///
    /// # Errors
    /// Where a word names nothing, or an error.
    pub fn ignore(&mut self, words: &[String]) -> Result<(), Refused> {
        for word in words {
            self.ignore.push(advice(word, "ignored")?);
        }
        Ok(())
    }

    /// Gives what a word names a level.
    ///
    /// # Errors
    /// Where it names nothing, or an error.
    pub fn weigh(&mut self, word: &str, level: Level) -> Result<(), Refused> {
        self.levels.push((advice(word, "weighed otherwise")?, level));
        Ok(())
    }

    /// At which level a finding of a code is told; not at all where there is none.
    #[must_use]
    pub fn level(&self, code: &'static Code) -> Option<Level> {
        if !code.is_advice() {
            return Some(code.level);
        }
        let selected = if self.select.is_empty() {
            0
        } else {
            heaviest(&self.select, code)?
        };
        if heaviest(&self.ignore, code).is_some_and(|ignored| ignored >= selected) {
            return None;
        }
        // Of two that weigh the same the later one counts.
        let level = self
            .levels
            .iter()
            .filter(|(selector, _)| selector.codes.contains(&code));
        let level = level.max_by_key(|(selector, _)| selector.weight);
        Some(level.map_or(code.level, |(_, level)| *level))
    }
}

fn heaviest(selectors: &[Selector], code: &'static Code) -> Option<usize> {
    let naming = selectors.iter().filter(|selector| selector.codes.contains(&code));
    naming.map(|selector| selector.weight).max()
}

fn named(word: &str) -> Result<Selector, Refused> {
    let word = word.trim();
    let all = codes::named(word);
    let of_rules: Vec<&'static Code> = all.iter().copied().filter(|code| !code.is_of_records()).collect();
    if of_rules.is_empty() {
        let message = if all.is_empty() {
            format!("nothing that lint finds is called `{word}`")
        } else {
            format!("`{word}` is told of records, not of rules")
        };
        let help = match codes::nearest(word).filter(|_| all.is_empty()) {
            Some(near) => format!("did you mean {near}?"),
            None => "elig explain lists what there is".to_owned(),
        };
        return Err(Refused { message, help });
    }
    let exact = of_rules.iter().any(|code| code.name.eq_ignore_ascii_case(word));
    let weight = if exact { usize::MAX } else { word.len() };
    let weight = if of_rules.iter().any(|code| code.id.len() == word.len()) {
        usize::MAX
    } else {
        weight
    };
    Ok(Selector {
        codes: of_rules,
        weight,
    })
}

/// What may be ignored or weighed otherwise.
fn advice(word: &str, done: &str) -> Result<Selector, Refused> {
    let selector = named(word)?;
    match selector.codes.iter().find(|code| !code.is_advice()) {
        None => Ok(selector),
        Some(error) => Err(Refused {
            message: format!(
                "{} {} keeps a trial from being evaluated and cannot be {done}",
                error.id, error.name
            ),
            help: "only advice can, whose codes begin with W".to_owned(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::check::UNIT_MISSING;
    use crate::codes::lint::{LIMIT_DIFFERS_FROM_QUOTE as LIMIT, QUOTE_NOT_IN_PROTOCOL as QUOTE};

    fn words(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn the_longer_word_counts() {
        let mut policy = Policy::default();
        assert_eq!(policy.level(&LIMIT), Some(Level::Warning));
        policy.ignore(&words(&["W"])).unwrap();
        assert_eq!(policy.level(&LIMIT), None);
        policy.select(&words(&["limit-differs-from-quote", "W01"])).unwrap();
        assert_eq!(policy.level(&LIMIT), Some(Level::Warning));
        assert_eq!(policy.level(&QUOTE), Some(Level::Error));
        policy.ignore(&words(&["W0203", "w01"])).unwrap();
        assert_eq!((policy.level(&LIMIT), policy.level(&QUOTE)), (None, None));
        assert_eq!(policy.level(&UNIT_MISSING), Some(Level::Error));
    }

    #[test]
    fn levels() {
        let mut policy = Policy::default();
        policy.weigh("quote-not-in-protocol", Level::Warning).unwrap();
        policy.weigh("W", Level::Note).unwrap();
        assert_eq!(policy.level(&QUOTE), Some(Level::Warning));
        assert_eq!(policy.level(&LIMIT), Some(Level::Note));
        policy.weigh("W0102", Level::Error).unwrap();
        assert_eq!(policy.level(&QUOTE), Some(Level::Error));
    }

    #[test]
    fn what_cannot_be_taken() {
        let mut policy = Policy::default();
        let told = policy.ignore(&words(&["E03"])).unwrap_err();
        assert_eq!(
            told.message,
            "E0301 unit-missing keeps a trial from being evaluated and cannot be ignored"
        );
        let told = policy.select(&words(&["limit-difers-from-quote"])).unwrap_err();
        assert_eq!(told.help, "did you mean limit-differs-from-quote?");
        let told = policy.ignore(&words(&["not-json"])).unwrap_err();
        assert_eq!(told.message, "`not-json` is told of records, not of rules");
        // A name that rules and records share is that of rules.
        assert!(policy.select(&words(&["unit-unknown", "E"])).is_ok());
        assert!(policy.select(&words(&[""])).is_err());
    }
}
