//! What would come of waiting: told only after trying it.

use super::Telling;
use super::frame::Frame;
use crate::eval::{self, Outcome};
use crate::model::FactId;
use crate::records::{Known, Patient, Slot};
use crate::report::words;
use crate::source::Span;
use crate::value::{Dates, Day, Instant, Value};

/// Months differ by so many days, so that waiting may take that much less, or more, than the window is overstepped by.
const MONTHS_DIFFER: i64 = 3;

/// `passes with screening on 2028-06-02 or later`: where the criterion passes on that day and on each day after it, with
/// everything else as the record has it. A window alone does not tell: the rule may have other reasons, other windows may
/// count from the same date, and the readings of a lab grow old.
pub(super) fn made(telling: Telling<'_>, frame: &Frame, day: Day) -> Option<String> {
    let last = passes_from(telling, frame, day.add_days(MONTHS_DIFFER))?;
    let earlier = -MONTHS_DIFFER..MONTHS_DIFFER;
    Some(
        earlier
            .filter_map(|days| passes_from(telling, frame, day.add_days(days)))
            .next()
            .unwrap_or(last),
    )
}

fn passes_from(telling: Telling<'_>, frame: &Frame, day: Day) -> Option<String> {
    let (page, criterion) = (telling.page, telling.criterion?);
    let date = frame.counted_from?;
    let declared = page.trial.facts.get(date.index()).filter(|fact| fact.trial_date)?;
    let waited = waiting(page.patient?, date, day)?;
    // A verdict on a date that could be any of these holds for each of them.
    let verdict = eval::evaluate_at(page.trial, &waited, eval::Detail::Outcomes, eval::Visits::None);
    let result = verdict.criteria.iter().find(|result| result.criterion == criterion)?;
    let name = words::spaced(&declared.name);
    (result.outcome == Outcome::Pass).then(|| format!("passes with {name} on {day} or later"))
}

/// The patient with a date of the trial on a day or on any day after it.
fn waiting(patient: &Patient, date: FactId, day: Day) -> Option<Patient> {
    let mut waited = patient.clone();
    let slot = waited.facts.slots.get_mut(date.index())?;
    *slot = Slot::Value(Known {
        value: Value::Date(Dates::range(day.start(), Instant::LAST)),
        original: day.to_string(),
        conversion: None,
        span: Span::default(),
    });
    Some(waited)
}
