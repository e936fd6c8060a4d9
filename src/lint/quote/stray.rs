//! Which fault it is that a rule has a number that its sentence does not have.

use super::exception_not_in_quote;
use super::pair::{Quoted, Quotes};
use super::rule::Written;
use crate::lint::sentence::{Limit, Measure};

/// What differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// A multiple of a reference limit.
    Multiple,
    /// The number.
    Number,
    /// The unit, the number being the same.
    Unit,
    /// The length of a window.
    Window,
}

/// The numbers of a rule that its sentence does not have, where it is clear what stands there instead.
pub(super) fn strays<'q, 'a>(
    quotes: &'q Quotes<'a>,
    quoted: &'q Quoted<'a>,
    wanted: Fault,
) -> impl Iterator<Item = (&'q Written<'a>, Vec<&'q Limit>)> {
    // An exception out of nowhere is told by itself, and its limit with it.
    let invented = exception_not_in_quote::place(quotes, quoted).is_some();
    let strays = quotes.strays(quoted).into_iter();
    let strays = strays.filter(move |(written, _)| !(invented && written.excepted));
    strays.filter_map(move |(written, missing)| {
        let (fault, limits) = fault(quotes, quoted, written, &missing)?;
        (fault == wanted).then_some((written, limits))
    })
}

fn fault<'q, 'a>(
    quotes: &Quotes<'a>,
    quoted: &Quoted<'a>,
    written: &Written<'a>,
    missing: &[&'q Limit],
) -> Option<(Fault, Vec<&'q Limit>)> {
    let missing: Vec<&Limit> = missing
        .iter()
        .copied()
        .filter(|limit| is_of_kind(quoted, written, limit))
        .collect();
    if let Measure::Multiple { .. } = written.measure {
        let same = missing.iter().filter(|limit| limit.measure.is_like(&written.measure));
        let same: Vec<&Limit> = same.copied().collect();
        return (!same.is_empty()).then_some((Fault::Multiple, same));
    }
    let window = |limit: &Limit| {
        written.measure == Measure::HalfLives || written.window.is_some() || (written.argument && limit.time.is_some())
    };
    let units = |limit: &&&Limit| {
        let (Measure::Unit(said), Measure::Unit(meant)) = (&limit.measure, &written.measure) else {
            return false;
        };
        // "10 mg … a day": what the dose is divided by may stand anywhere in the sentence.
        limit.number == written.number
            && (said.same_dimension(meant) || !meant.code().contains('/') || said.code().contains('/'))
    };
    // Of what is like it, what plays the same part goes before: a window before an age.
    let mut like: Vec<&&Limit> = missing
        .iter()
        .filter(|limit| limit.measure.is_like(&written.measure))
        .collect();
    let side = written.window.as_ref().map(|(side, _)| *side);
    like.sort_by_key(|limit| {
        let other_side = limit.time.as_ref().map(|time| time.side) != side;
        (
            limit.time.is_some() != written.window.is_some(),
            other_side,
            limit.measure != written.measure,
        )
    });
    if let Some(limit) = missing.iter().find(units) {
        let fault = if window(limit) { Fault::Window } else { Fault::Unit };
        return Some((fault, vec![limit]));
    }
    let limit = *like.first()?;
    match written.measure {
        // A score or a grade: only of what surely is the same.
        Measure::Bare if !quotes.is_of(quoted, limit, written) => None,
        _ if window(limit) => Some((Fault::Window, vec![limit])),
        _ => Some((Fault::Number, vec![limit])),
    }
}

/// "For >14 days within 96 weeks": how long something lasts, and how far back it counts. Where a rule has both, one does not
/// stand in the place of the other.
fn is_of_kind(quoted: &Quoted<'_>, written: &Written<'_>, limit: &Limit) -> bool {
    let lasts = |number: &&Written<'_>| {
        let of_days = |name: &&str| name.split('_').any(|word| matches!(word, "day" | "days"));
        let counts_days = number.measure == Measure::Bare && number.subjects.iter().any(of_days);
        number.measure.is_time() || counts_days
    };
    let mut lengths = quoted.said.numbers.iter().filter(lasts);
    match (&written.window, &limit.time) {
        (Some(_), None) => !lengths.any(|number| number.window.is_none()),
        (None, Some(_)) if written.measure.is_time() => !lengths.any(|number| number.window.is_some()),
        _ => true,
    }
}
