//! Conditions that may hold, may not, and may have nothing to say.
//!
//! A condition is a three-valued expression, where `NULL` is *open*. One that may not apply has a second expression
//! beside it: whether it applies, three-valued too. The two together are every set of yes, no and not applicable:
//! where it does not apply the value is of no account, where that is open both stand side by side.

use std::fmt::{self, Write};

use super::build::{Sql, and, case, compare, constant, first_known, is_null, not, null, or, truth};
use crate::value::Comparison;

/// Room for so many signs.
struct Room(usize);

impl Write for Room {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0 = self.0.checked_sub(text.len()).ok_or(fmt::Error)?;
        Ok(())
    }
}

/// A condition.
#[derive(Debug, Clone, PartialEq)]
pub struct Truth {
    /// Whether it holds, given that it applies.
    pub value: Sql,
    /// Whether it applies, where it may not.
    pub applies: Option<Sql>,
}

impl From<Sql> for Truth {
    fn from(value: Sql) -> Self {
        Self { value, applies: None }
    }
}

impl Truth {
    /// It has no truth here.
    pub fn not_applicable() -> Self {
        Self {
            value: null(),
            applies: Some(truth(false)),
        }
    }

    fn new(value: Sql, applies: Sql) -> Self {
        match constant(&applies) {
            Some(true) => value.into(),
            _ => Self {
                value,
                applies: Some(applies),
            },
        }
    }

    fn applied(&self) -> Sql {
        self.applies.clone().unwrap_or_else(|| truth(true))
    }

    /// Whether it is written with more than so many signs. No more than those are written to find out.
    pub fn is_longer_than(&self, signs: usize) -> bool {
        let mut room = Room(signs);
        write!(room, "{}", self.value).is_err()
            || self
                .applies
                .as_ref()
                .is_some_and(|applies| write!(room, "{applies}").is_err())
    }

    /// As a condition: what does not apply does not hold.
    pub fn holds(self) -> Sql {
        match self.applies {
            None => self.value,
            Some(applies) => and([self.value, applies]),
        }
    }

    /// As a part of a conjunction: what does not apply is left out.
    pub fn unless_left_out(self) -> Sql {
        match self.applies {
            None => self.value,
            Some(applies) => or([self.value, not(applies)]),
        }
    }

    /// The opposite.
    pub fn not(self) -> Self {
        Self {
            value: not(self.value),
            applies: self.applies,
        }
    }

    /// All of them, those left out that do not apply.
    pub fn all(parts: Vec<Self>) -> Self {
        Self::joined(parts, true)
    }

    /// One of them, those left out that do not apply.
    pub fn any(parts: Vec<Self>) -> Self {
        Self::joined(parts, false)
    }

    fn joined(parts: Vec<Self>, conjunction: bool) -> Self {
        if parts.is_empty() {
            return Self::not_applicable();
        }
        let applies = or(parts.iter().map(Self::applied));
        let may_be_left_out = parts.iter().all(|part| part.applies.is_some());
        // What one of them must be for the result to be other than all the rest.
        let seen = or(parts.iter().map(|part| match conjunction {
            true => part.clone().holds(),
            false => part.clone().not().holds(),
        }));
        let value = match conjunction {
            true => and(parts.into_iter().map(Self::unless_left_out)),
            false => or(parts.into_iter().map(Self::holds)),
        };
        let value = match (may_be_left_out, conjunction) {
            (false, _) => value,
            // Leaving all of them out is no truth of the result.
            (true, true) => and([value, first_known([seen, truth(true)])]),
            (true, false) => or([value, not(first_known([seen, truth(true)]))]),
        };
        Self::new(value, applies)
    }

    /// The one where a condition holds, the other where it does not, either where that is open.
    pub fn either(condition: &Sql, yes: Self, no: Self) -> Self {
        if yes == no {
            return yes;
        }
        match constant(condition) {
            Some(true) => return yes,
            Some(false) => return no,
            None => {}
        }
        if yes.applies.is_none() && no.applies.is_none() {
            return either(condition, yes.value, no.value).into();
        }
        let applies = either(condition, yes.applied(), no.applied());
        let both = Self::union(&yes, &no);
        let value = if is_null(condition) {
            both.value
        } else {
            case(
                [(condition.clone(), yes.value), (not(condition.clone()), no.value)],
                both.value,
            )
        };
        Self::new(value, applies)
    }

    /// What either of them may be.
    fn union(a: &Self, b: &Self) -> Self {
        let applies = same(a.applied(), b.applied());
        let value = case(
            [(not(a.applied()), b.value.clone()), (not(b.applied()), a.value.clone())],
            same(a.value.clone(), b.value.clone()),
        );
        Self::new(value, applies)
    }

    /// What any of them may be.
    pub fn union_of(all: Vec<Self>) -> Self {
        let mut distinct: Vec<Self> = Vec::new();
        for one in all {
            if !distinct.contains(&one) {
                distinct.push(one);
            }
        }
        let mut all = distinct.into_iter();
        let first = all.next().unwrap_or_else(|| null().into());
        if first.applies.is_none() && all.as_slice().iter().all(|one| one.applies.is_none()) {
            let equal = all.map(|one| compare(first.value.clone(), Comparison::Equal, one.value));
            let equal: Vec<Sql> = equal.collect();
            if equal.iter().any(is_null) {
                return null().into();
            }
            return case([(and(equal), first.value)], null()).into();
        }
        all.fold(first, |union, one| Self::union(&union, &one))
    }
}

/// A truth that two conditions share; open where they differ.
fn same(a: Sql, b: Sql) -> Sql {
    if a == b {
        return a;
    }
    if is_null(&a) || is_null(&b) || (constant(&a).is_some() && constant(&b).is_some()) {
        return null();
    }
    case([(compare(a.clone(), Comparison::Equal, b), a)], null())
}

/// The same for conditions that always apply.
pub fn either(condition: &Sql, yes: Sql, no: Sql) -> Sql {
    if yes == no {
        return yes;
    }
    if is_null(condition) {
        return same(yes, no);
    }
    match (constant(condition), constant(&yes), constant(&no)) {
        (Some(true), ..) => yes,
        (Some(false), ..) => no,
        (_, Some(true), _) => or([condition.clone(), no]),
        (_, Some(false), _) => and([not(condition.clone()), no]),
        (_, _, Some(true)) => or([not(condition.clone()), yes]),
        (_, _, Some(false)) => and([condition.clone(), yes]),
        _ => {
            let shared = same(yes.clone(), no.clone());
            case([(condition.clone(), yes), (not(condition.clone()), no)], shared)
        }
    }
}
