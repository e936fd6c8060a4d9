//! Everything that elig may report, one code each.
//!
//! A code is a number that stays, a name that reads after "allow", a level and one sentence. The tables stand
//! beside this file, one for each stage.

pub mod check;
pub mod lint;
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
    /// `E0301`: E for a rule file's errors, W for its warnings, R for a record's errors, S for a record's warnings.
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
    };
}
pub(crate) use codes;

/// Every code there is, in order of their tables.
pub fn all() -> impl Iterator<Item = &'static Code> {
    [syntax::ALL, check::ALL, lint::ALL, record::ALL]
        .into_iter()
        .flatten()
        .copied()
}
