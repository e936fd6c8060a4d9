//! A value that is one of several, as conditions or readings have it.
//!
//! What is asked of such a value is asked of each that it may be. So a comparison with `3*ULN unless C then 5*ULN`
//! becomes two comparisons and a choice between them, and one with a lab becomes one for each reading that may count.

use super::build::{self, Sql, case, cast, compare, first_known, integer, minus, null, number, truth};
use super::dialect::{Dialect, Fold};
use super::truth::Truth;
use crate::value::Comparison;

/// One of several.
#[expect(clippy::large_enum_variant, reason = "a handful at a time, on the way to a query")]
#[derive(Debug, Clone)]
pub enum Tree<T> {
    /// That.
    One(T),
    /// The first where the condition holds, otherwise the second.
    If(Sql, Box<Tree<T>>, Box<Tree<T>>),
    /// What each of some records gives; without one, what is known of none.
    Each {
        /// The records.
        list: Sql,
        /// The name of one of them in `body`.
        var: String,
        /// What it gives.
        body: Box<Tree<T>>,
        /// What it is without one.
        without: Box<Tree<T>>,
        /// Whether what it is without one is possible beside the records, where that may be.
        perhaps_without: Option<Sql>,
    },
}

impl<T: Clone> Tree<T> {
    /// Each turned to something else.
    pub fn map<U>(self, f: &mut dyn FnMut(T) -> U) -> Tree<U> {
        match self {
            Self::One(one) => Tree::One(f(one)),
            Self::If(condition, yes, no) => {
                let yes = yes.map(f);
                Tree::If(condition, Box::new(yes), Box::new(no.map(f)))
            }
            Self::Each {
                list,
                var,
                body,
                without,
                perhaps_without,
            } => Tree::Each {
                list,
                var,
                body: Box::new(body.map(f)),
                without: Box::new(without.map(f)),
                perhaps_without,
            },
        }
    }

    /// Each turned to several.
    pub fn then<U: Clone>(self, f: &mut dyn FnMut(T) -> Tree<U>) -> Tree<U> {
        match self {
            Self::One(one) => f(one),
            Self::If(condition, yes, no) => {
                let yes = yes.then(f);
                Tree::If(condition, Box::new(yes), Box::new(no.then(f)))
            }
            Self::Each {
                list,
                var,
                body,
                without,
                perhaps_without,
            } => Tree::Each {
                list,
                var,
                body: Box::new(body.then(f)),
                without: Box::new(without.then(f)),
                perhaps_without,
            },
        }
    }

    /// How many it may be.
    pub fn ways(&self) -> usize {
        match self {
            Self::One(_) => 1,
            Self::If(_, yes, no) => yes.ways().saturating_add(no.ways()),
            Self::Each { body, without, .. } => body.ways().saturating_add(without.ways()),
        }
    }

    /// Each pair.
    pub fn zip<U: Clone, V: Clone>(self, other: &Tree<U>, f: &mut dyn FnMut(T, U) -> V) -> Tree<V> {
        self.then(&mut |one: T| other.clone().map(&mut |two| f(one.clone(), two)))
    }
}

impl Tree<Truth> {
    /// The condition that holds of all of them, or of none.
    pub fn decide(self, dialect: Dialect) -> Truth {
        match self {
            Self::One(one) => one,
            Self::If(condition, yes, no) => Truth::either(&condition, yes.decide(dialect), no.decide(dialect)),
            Self::Each {
                list,
                var,
                body,
                without,
                perhaps_without,
            } => {
                let (body, without) = (body.decide(dialect), without.decide(dialect));
                let value = shared(dialect, list, &var, body.value, without.value, perhaps_without);
                // Whether a condition applies does not depend on readings anywhere but in what they give.
                match (body.applies, without.applies) {
                    (None, None) => value.into(),
                    _ => Truth {
                        value,
                        applies: Some(null()),
                    },
                }
            }
        }
    }

    /// Whether one of the conditions below a reading may not apply.
    pub fn leaves_open_what_applies(&self) -> bool {
        match self {
            Self::One(_) => false,
            Self::If(_, yes, no) => yes.leaves_open_what_applies() || no.leaves_open_what_applies(),
            Self::Each { body, without, .. } => body.may_not_apply() || without.may_not_apply(),
        }
    }

    fn may_not_apply(&self) -> bool {
        match self {
            Self::One(one) => one.applies.is_some(),
            Self::If(_, yes, no) => yes.may_not_apply() || no.may_not_apply(),
            Self::Each { body, without, .. } => body.may_not_apply() || without.may_not_apply(),
        }
    }
}

/// The truth that all of the records give; `without` where there are none, or perhaps beside them.
fn shared(dialect: Dialect, list: Sql, var: &str, value: Sql, without: Sql, perhaps: Option<Sql>) -> Sql {
    // True is 1, false 2, open 3: bit by bit together they are what it may be.
    let code = |value: &Sql| match build::constant(value) {
        Some(true) => number("1"),
        Some(false) => number("2"),
        None if build::is_null(value) => number("3"),
        None => first_known([minus(number("2"), cast(value.clone(), integer())), number("3")]),
    };
    let given = dialect.fold(Fold::Bits, list, var, code(&value));
    if perhaps.is_none() && build::is_null(&without) {
        let known = build::call("NULLIF", [build::call("NULLIF", [given, number("3")]), number("0")]);
        return compare(known, Comparison::Equal, number("1"));
    }
    let is = |code: &str| compare(given.clone(), Comparison::Equal, number(code));
    let alone = case(
        [(is("1"), truth(true)), (is("2"), truth(false)), (is("3"), null())],
        without.clone(),
    );
    match perhaps {
        None => alone,
        Some(perhaps) => {
            let beside = case(
                [
                    (build::and([is("1"), compare_known(&without, true)]), truth(true)),
                    (build::and([is("2"), compare_known(&without, false)]), truth(false)),
                    (compare(given.clone(), Comparison::Greater, number("0")), null()),
                ],
                without,
            );
            case([(perhaps, beside)], alone)
        }
    }
}

fn compare_known(value: &Sql, wanted: bool) -> Sql {
    match build::constant(value) {
        Some(known) => truth(known == wanted),
        None if build::is_null(value) => truth(false),
        None => first_known([
            if wanted {
                value.clone()
            } else {
                build::not(value.clone())
            },
            truth(false),
        ]),
    }
}
