//! Everything that elig may report, one code each.
//!
//! A code is a number that stays, a name that reads after "allow", a level, one sentence and a page. The tables stand
//! beside this file, one for each stage; the pages in `pages/`, one for each code.

pub mod check;
pub mod export;
pub mod lint;
pub mod page;
pub mod record;
pub mod syntax;

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Worth knowing.
    Note,
    /// Perhaps not meant.
    Warning,
    /// Cannot be used as it is.
    Error,
}

impl Level {
    /// The word shown to a person and written in JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// One thing that elig may report.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// `E0301`: E for a rule file's errors, W for its warnings, R for a record's errors, S for a record's warnings,
    /// X for what another language cannot say.
    pub id: &'static str,
    /// `unit-missing`.
    pub name: &'static str,
    /// How much it weighs.
    pub level: Level,
    /// What it finds, in one sentence.
    pub summary: &'static str,
}

/// Declares the codes of one stage as statics and collects them in `ALL`.
macro_rules! codes {
    ($($constant:ident $id:literal $name:literal $level:ident $summary:literal;)*) => {
        $(
            #[doc = $summary]
            pub static $constant: $crate::codes::Code = $crate::codes::Code {
                id: $id,
                name: $name,
                level: $crate::codes::Level::$level,
                summary: $summary,
            };
        )*
        /// Every code of this table.
        pub static ALL: &[&$crate::codes::Code] = &[$(&$constant),*];
        /// The page of every code of this table, in the same order.
        pub static PAGES: &[&str] = &[$(include_str!(concat!("pages/", $id, ".md"))),*];
    };
}
pub(crate) use codes;

impl Code {
    /// Whether it is the linter's: advice, which may be ignored, allowed or weighed otherwise. Everything else keeps a
    /// trial or a record from being evaluated, or belongs to a record.
    #[must_use]
    pub fn is_advice(&self) -> bool {
        self.id.starts_with('W')
    }

    /// Whether it is told of records, not of rules.
    #[must_use]
    pub fn is_of_records(&self) -> bool {
        self.id.starts_with(['R', 'S'])
    }

    /// What `elig explain` says of it, as Markdown.
    #[must_use]
    pub fn page(&self) -> &'static str {
        let codes = all().zip(
            [syntax::PAGES, check::PAGES, lint::PAGES, record::PAGES, export::PAGES]
                .into_iter()
                .flatten(),
        );
        codes
            .filter(|(code, _)| code.id == self.id)
            .map(|(_, page)| *page)
            .next()
            .unwrap_or_default()
    }
}

/// The codes that a word names: a number, a name (two stages may share one), or the beginning of a number.
#[must_use]
pub fn named(word: &str) -> Vec<&'static Code> {
    let exact: Vec<&'static Code> = all()
        .filter(|code| code.id.eq_ignore_ascii_case(word) || code.name.eq_ignore_ascii_case(word))
        .collect();
    if !exact.is_empty() {
        return exact;
    }
    let begins = |code: &&Code| {
        code.id
            .get(..word.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(word))
    };
    all().filter(|code| !word.is_empty() && begins(code)).collect()
}

/// The name or number most like a word that names no code.
#[must_use]
pub fn nearest(word: &str) -> Option<&'static str> {
    let words = all().flat_map(|code| [code.name, code.id]);
    let near = crate::suggest::nearest(word, words).first().copied();
    let part = || {
        all()
            .map(|code| code.name)
            .find(|name| word.len() > 3 && name.contains(word))
    };
    near.or_else(part)
}

/// Every code there is, in order of their tables.
pub fn all() -> impl Iterator<Item = &'static Code> {
    [syntax::ALL, check::ALL, lint::ALL, record::ALL, export::ALL]
        .into_iter()
        .flatten()
        .copied()
}
