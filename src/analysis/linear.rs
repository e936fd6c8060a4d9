//! Sums of multiples of numbers, and whether inequalities between such sums have a solution.
//!
//! Fourier–Motzkin elimination in exact arithmetic. Of each inequality that is derived it is known from which it comes,
//! so that a contradiction names the inequalities that make it.

use std::collections::{BTreeMap, BTreeSet};

use super::term::TermId;
use crate::value::Number;

/// Multiples of terms, none of them 0.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Linear(pub BTreeMap<TermId, Number>);

impl Linear {
    /// One term.
    #[must_use]
    pub fn term(term: TermId) -> Self {
        Self(BTreeMap::from([(term, Number::one())]))
    }

    /// So many times as much.
    #[must_use]
    pub fn scale(&self, factor: &Number) -> Self {
        if factor.is_zero() {
            return Self::default();
        }
        Self(self.0.iter().map(|(term, times)| (*term, times * factor)).collect())
    }

    /// Both together.
    #[must_use]
    pub fn add(&self, other: &Self) -> Self {
        let mut sum = self.0.clone();
        for (term, times) in &other.0 {
            let entry = sum.entry(*term).or_default();
            *entry = &*entry + times;
        }
        sum.retain(|_, times| !times.is_zero());
        Self(sum)
    }
}

/// A sum at most, or below, a limit.
#[derive(Debug, Clone, PartialEq)]
pub struct Inequality {
    /// The sum.
    pub sum: Linear,
    /// The limit.
    pub limit: Number,
    /// Whether the limit itself is excluded.
    pub strict: bool,
    /// From which of the given inequalities it comes, by their numbers.
    pub from: BTreeSet<usize>,
}

/// An end of a range: the number, and whether it is excluded.
pub type End<'a> = Option<(&'a Number, bool)>;

/// Which number of a range is wanted for a term.
pub type Prefer<'a> = &'a dyn Fn(TermId, End<'_>, End<'_>) -> Option<Number>;

/// More derived inequalities than this are not followed up.
const MOST: usize = 4000;

/// What comes of inequalities.
#[derive(Debug, Clone, PartialEq)]
pub enum Solution {
    /// They hold together, for example with these numbers.
    Found(BTreeMap<TermId, Number>),
    /// These of them do not.
    Contradiction(BTreeSet<usize>),
    /// There were too many to say.
    Unknown,
}

/// Whether inequalities have a solution; `whole` says which terms are whole numbers, `prefer` which number is wanted
/// where a range is left.
pub fn solve(given: Vec<Inequality>, whole: &dyn Fn(TermId) -> bool, prefer: Prefer<'_>) -> Solution {
    let mut levels: Vec<(TermId, Vec<Inequality>)> = Vec::new();
    let mut open = given;
    loop {
        if let Some(contradiction) = open
            .iter()
            .find(|inequality| inequality.sum.0.is_empty() && !holds_of_zero(inequality))
        {
            return Solution::Contradiction(contradiction.from.clone());
        }
        open.retain(|inequality| !inequality.sum.0.is_empty());
        let Some(term) = cheapest(&open) else { break };
        let (with, mut without): (Vec<Inequality>, Vec<Inequality>) = open
            .into_iter()
            .partition(|inequality| inequality.sum.0.contains_key(&term));
        let (above, below): (Vec<&Inequality>, Vec<&Inequality>) = with
            .iter()
            .partition(|inequality| inequality.sum.0.get(&term).is_some_and(|times| times.signum() > 0));
        if without.len() + above.len() * below.len() > MOST {
            return Solution::Unknown;
        }
        for upper in &above {
            for lower in &below {
                without.extend(combined(upper, lower, term, whole));
            }
        }
        without.dedup();
        levels.push((term, with));
        open = without;
    }
    // Back through the terms: each has a range that is left once the later ones are known.
    let mut numbers: BTreeMap<TermId, Number> = BTreeMap::new();
    for (term, inequalities) in levels.into_iter().rev() {
        match between(term, &inequalities, &numbers, prefer) {
            Some(number) => numbers.insert(term, number),
            None => return Solution::Unknown,
        };
    }
    Solution::Found(numbers)
}

fn holds_of_zero(inequality: &Inequality) -> bool {
    match inequality.limit.signum() {
        0 => !inequality.strict,
        sign => sign > 0,
    }
}

/// The term whose elimination adds least.
fn cheapest(open: &[Inequality]) -> Option<TermId> {
    let mut counts: BTreeMap<TermId, (usize, usize)> = BTreeMap::new();
    for inequality in open {
        for (term, times) in &inequality.sum.0 {
            let (up, down) = counts.entry(*term).or_default();
            if times.signum() > 0 {
                *up += 1;
            } else {
                *down += 1;
            }
        }
    }
    counts
        .into_iter()
        .min_by_key(|(_, (up, down))| up * down)
        .map(|(term, _)| term)
}

/// What an upper and a lower bound of a term say together.
fn combined(
    upper: &Inequality,
    lower: &Inequality,
    term: TermId,
    whole: &dyn Fn(TermId) -> bool,
) -> Option<Inequality> {
    let up = upper.sum.0.get(&term)?;
    let down = -lower.sum.0.get(&term)?;
    let sum = upper.sum.scale(&down).add(&lower.sum.scale(up));
    let limit = &(&upper.limit * &down) + &(&lower.limit * up);
    let from = upper.from.union(&lower.from).copied().collect();
    let strict = upper.strict || lower.strict;
    Some(tightened(
        Inequality {
            sum,
            limit,
            strict,
            from,
        },
        whole,
    ))
}

/// Among whole numbers "below 3" is "at most 2".
#[must_use]
pub fn tightened(mut inequality: Inequality, whole: &dyn Fn(TermId) -> bool) -> Inequality {
    if !inequality.sum.0.is_empty()
        && inequality
            .sum
            .0
            .iter()
            .all(|(term, times)| times.is_integer() && whole(*term))
    {
        let floor = inequality.limit.floor();
        inequality.limit = if inequality.strict && floor == inequality.limit {
            floor - Number::one()
        } else {
            floor
        };
        inequality.strict = false;
    }
    inequality
}

fn between(
    term: TermId,
    inequalities: &[Inequality],
    numbers: &BTreeMap<TermId, Number>,
    prefer: Prefer<'_>,
) -> Option<Number> {
    let mut low: Option<(Number, bool)> = None;
    let mut high: Option<(Number, bool)> = None;
    for inequality in inequalities {
        let times = inequality.sum.0.get(&term)?;
        let mut rest = inequality.limit.clone();
        for (other, factor) in inequality.sum.0.iter().filter(|(other, _)| **other != term) {
            rest = &rest - &(factor * &numbers.get(other).cloned().unwrap_or_default());
        }
        let bound = (rest.checked_div(times)?, inequality.strict);
        if times.signum() > 0 {
            if high
                .as_ref()
                .is_none_or(|high| (&bound.0, !bound.1) < (&high.0, !high.1))
            {
                high = Some(bound);
            }
        } else if low.as_ref().is_none_or(|low| (&bound.0, bound.1) > (&low.0, low.1)) {
            low = Some(bound);
        }
    }
    prefer(
        term,
        low.as_ref().map(|(number, strict)| (number, *strict)),
        high.as_ref().map(|(number, strict)| (number, *strict)),
    )
}
