//! Sentences and lists: what a rule is told in.

use crate::report::text;

/// Lines up to this length are joined by *and* or *or*; longer ones stand as a list.
const SHORT: usize = 110;
/// Subjects of more characters than this have a sentence of their own.
const SUBJECT: usize = 100;
/// More subjects than this stand as a list.
const FEW: usize = 4;

/// A sentence, or a head with a list of sentences.
///
/// Two sentences are joined by *and* or *or* only where neither has such a word outside quotes and brackets, so that
/// nothing can be read in two ways; all else is a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prose {
    /// What the sentence is about, where it can be shared with others: `ALT`.
    subject: Option<String>,
    /// What is said of it, or the whole sentence.
    words: String,
    /// A word such as *and* stands in it.
    joined: bool,
    /// What the head is followed by.
    items: Vec<Prose>,
}

impl Prose {
    /// A sentence that cannot be joined to others.
    pub fn line(words: impl Into<String>) -> Self {
        Self {
            subject: None,
            words: words.into(),
            joined: true,
            items: Vec::new(),
        }
    }

    /// A sentence about a subject.
    pub fn of(subject: impl Into<String>, words: impl Into<String>) -> Self {
        Self {
            subject: Some(subject.into()),
            words: words.into(),
            joined: false,
            items: Vec::new(),
        }
    }

    /// A sentence about a subject, in which a word such as *or* stands.
    pub fn of_several(subject: impl Into<String>, words: impl Into<String>) -> Self {
        Self {
            joined: true,
            ..Self::of(subject, words)
        }
    }

    /// A head, which ends with a colon, and what belongs to it.
    pub fn list(head: impl Into<String>, items: Vec<Self>) -> Self {
        Self {
            subject: None,
            words: head.into(),
            joined: true,
            items,
        }
    }

    /// The sentence, or the head.
    #[must_use]
    pub fn head(&self) -> String {
        match &self.subject {
            Some(subject) => format!("{subject} {}", self.words),
            None => self.words.clone(),
        }
    }

    /// What belongs to the head.
    #[must_use]
    pub fn items(&self) -> &[Self] {
        &self.items
    }

    /// Whether it is a sentence without a list.
    #[must_use]
    pub fn is_line(&self) -> bool {
        self.items.is_empty()
    }

    /// How many characters it has.
    #[must_use]
    pub fn length(&self) -> usize {
        self.head().chars().count() + self.items.iter().map(Self::length).sum::<usize>()
    }

    /// All of it in one line; a list in brackets, so that its end can be seen.
    #[must_use]
    pub fn flat(&self) -> String {
        if self.is_line() {
            return self.head();
        }
        let items: Vec<String> = self.items.iter().map(Self::flat).collect();
        format!("{} ({})", self.head().trim_end_matches(':'), items.join("; "))
    }

    /// The same behind further words: `I4.1:`, `if … :`.
    #[must_use]
    pub fn behind(self, words: &str) -> Self {
        Self {
            words: format!("{words} {}", self.head()),
            subject: None,
            joined: true,
            items: self.items,
        }
    }

    /// All of them hold.
    #[must_use]
    pub fn all(parts: Vec<Self>) -> Self {
        Self::together(parts, "and", "all of these hold:")
    }

    /// At least one of them holds.
    #[must_use]
    pub fn any(parts: Vec<Self>) -> Self {
        Self::together(parts, "or", "at least one of these holds:")
    }

    fn together(parts: Vec<Self>, word: &str, head: &str) -> Self {
        if let [only] = parts.as_slice() {
            return only.clone();
        }
        if let Some((subjects, words)) = shared(&parts) {
            let subjects: Vec<&str> = subjects.iter().map(String::as_str).collect();
            if subjects.len() > FEW && subjects.iter().any(|subject| subject.chars().count() > 12) {
                let which = if word == "and" { "each" } else { "at least one" };
                return Self::list(format!("{which} of these {words}:"), lines(&subjects));
            }
            if word == "and" {
                return Self::line(format!("each of {} {words}", text::list(&subjects, "and")));
            }
            // "A or B is not positive" could mean neither.
            if !words.starts_with("is not ") && !words.starts_with("is n") {
                return Self::line(format!("{} {words}", text::list(&subjects, "or")));
            }
        }
        // `in 18..65 years` is two comparisons of one value.
        if let [one, other] = parts.as_slice()
            && word == "and"
            && one.subject.is_some()
            && one.subject == other.subject
            && parts.iter().all(|part| part.is_line() && !part.joined)
        {
            let rest = other.words.strip_prefix("is ").unwrap_or(&other.words);
            return Self {
                joined: true,
                words: format!("{} and {rest}", one.words),
                ..one.clone()
            };
        }
        let short = parts.len() == 2
            && parts.iter().all(|part| part.is_line() && !part.joined)
            && parts.iter().map(Self::length).sum::<usize>() <= SHORT;
        if short {
            let parts: Vec<String> = parts.iter().map(Self::head).collect();
            return Self::line(parts.join(&format!(" {word} ")));
        }
        Self::list(head, parts)
    }

    /// So many of them hold: `none of`, `at least 2 of`.
    #[must_use]
    pub fn some(count: &str, verb: &str, parts: Vec<Self>) -> Self {
        if parts.len() > 1
            && let Some((subjects, words)) = shared(&parts)
        {
            let subjects: Vec<&str> = subjects.iter().map(String::as_str).collect();
            let words = match words.strip_prefix("is ") {
                Some(rest) if verb == "hold" => format!("are {rest}"),
                _ => words,
            };
            if subjects.len() > FEW {
                return Self::list(format!("{count} these {words}:"), lines(&subjects));
            }
            return Self::line(format!("{count} {} {words}", text::list(&subjects, "and")));
        }
        Self::list(format!("{count} these {verb}:"), parts)
    }

    /// What follows words such as `for which`: on the same line, or as the list that they introduce.
    #[must_use]
    pub fn introduced(self, words: &str) -> Self {
        // "if where it applies" stumbles.
        let comma = words.ends_with(" if") && self.head().starts_with("where ");
        let words = &if comma { format!("{words},") } else { words.to_owned() };
        if self.is_line() {
            return Self::line(format!("{words} {}", self.head()));
        }
        Self {
            words: format!("{words} {}", self.head()),
            subject: None,
            joined: true,
            items: self.items,
        }
    }
}

fn lines(subjects: &[&str]) -> Vec<Prose> {
    subjects.iter().map(|subject| Prose::line(*subject)).collect()
}

/// The subjects of several sentences that say the same of each.
fn shared(parts: &[Prose]) -> Option<(Vec<String>, String)> {
    let first = parts.first()?;
    let subjects: Option<Vec<String>> = parts
        .iter()
        .map(|part| {
            part.subject
                .clone()
                .filter(|_| part.is_line() && part.words == first.words)
        })
        .collect();
    let subjects = subjects?;
    let short = subjects.iter().all(|subject| subject.chars().count() <= SUBJECT);
    short.then(|| (subjects, first.words.clone()))
}
