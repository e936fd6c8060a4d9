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
const MOST: usize = 10_000;

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
    let mut open = Open::default();
    for inequality in given {
        if let Err(contradiction) = open.add(inequality) {
            return Solution::Contradiction(contradiction);
        }
    }
    let mut levels: Vec<(TermId, Vec<Inequality>)> = Vec::new();
    while let Some((term, with)) = open.take_cheapest() {
        let (above, below): (Vec<&Inequality>, Vec<&Inequality>) = with
            .iter()
            .partition(|inequality| inequality.sum.0.get(&term).is_some_and(|times| times.signum() > 0));
        if open.count + above.len() * below.len() > MOST {
            return Solution::Unknown;
        }
        for upper in &above {
            for lower in &below {
                if let Some(combined) = combined(upper, lower, term, whole)
                    && let Err(contradiction) = open.add(combined)
                {
                    return Solution::Contradiction(contradiction);
                }
            }
        }
        levels.push((term, with));
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

/// The inequalities that are left, by the terms that they speak of.
#[derive(Default)]
struct Open {
    all: Vec<Option<Inequality>>,
    /// How many are left.
    count: usize,
    /// Of each term the inequalities, and how many bound it from above and from below.
    of: BTreeMap<TermId, (BTreeSet<usize>, usize, usize)>,
    /// The terms by what their elimination adds.
    queue: BTreeSet<(usize, TermId)>,
}

impl Open {
    /// Adds one; one that cannot hold is told.
    fn add(&mut self, inequality: Inequality) -> Result<(), BTreeSet<usize>> {
        if inequality.sum.0.is_empty() {
            return if holds_of_zero(&inequality) {
                Ok(())
            } else {
                Err(inequality.from)
            };
        }
        let at = self.all.len();
        for (term, times) in &inequality.sum.0 {
            self.counted(*term, |(all, up, down)| {
                all.insert(at);
                *(if times.signum() > 0 { up } else { down }) += 1;
            });
        }
        self.all.push(Some(inequality));
        self.count += 1;
        Ok(())
    }

    fn counted(&mut self, term: TermId, change: impl FnOnce(&mut (BTreeSet<usize>, usize, usize))) {
        let entry = self.of.entry(term).or_default();
        self.queue.remove(&(entry.1 * entry.2, term));
        change(entry);
        if !entry.0.is_empty() {
            self.queue.insert((entry.1 * entry.2, term));
        }
    }

    /// Takes the term whose elimination adds least, with its inequalities.
    fn take_cheapest(&mut self) -> Option<(TermId, Vec<Inequality>)> {
        let (_, term) = self.queue.pop_first()?;
        let (places, ..) = self.of.remove(&term)?;
        let mut with = Vec::new();
        for at in places {
            let Some(inequality) = self.all.get_mut(at).and_then(Option::take) else {
                continue;
            };
            self.count -= 1;
            for (other, times) in inequality.sum.0.iter().filter(|(other, _)| **other != term) {
                self.counted(*other, |(all, up, down)| {
                    all.remove(&at);
                    *(if times.signum() > 0 { up } else { down }) -= 1;
                });
            }
            with.push(inequality);
        }
        Some((term, with))
    }
}

fn holds_of_zero(inequality: &Inequality) -> bool {
    match inequality.limit.signum() {
        0 => !inequality.strict,
        sign => sign > 0,
    }
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
