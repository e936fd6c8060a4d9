//! The visit that is asked for: whether there is such a one.

use super::args::EvaluateArgs;
use super::records::Screen;
use super::{Stop, Streams};
use crate::model::{BASELINE, Trial};
use crate::report::text;
use crate::report::verdict::visits;
use crate::suggest;

/// What a visit may be called, for those who misspell one that no record has.
const USUAL: [&str; 9] = [
    "day_1", "day_28", "week_4", "week_12", "month_1", "month_3", "month_6", "month_12", "year_1",
];

/// So many visits of the records are named.
const MANY: usize = 12;

/// Whether a visit can be asked for at all, before any record is read.
pub fn check(asked: &str, trials: &[Trial]) -> Result<(), Stop> {
    if asked == BASELINE {
        let message = "endpoints are told of the visits after baseline, which they are compared with";
        return Err(Stop::Unusable(message.to_owned(), None));
    }
    if trials.iter().all(|trial| trial.endpoints.is_empty()) {
        let names: Vec<&str> = trials.iter().map(|trial| trial.id.as_str()).collect();
        let has = if names.len() == 1 { "has" } else { "have" };
        let message = format!("{} {has} no endpoints", text::list(&names, "and"));
        return Err(Stop::Unusable(message, None));
    }
    Ok(())
}

/// Trials without endpoints have no place among responses; that they are left out is told.
pub fn keep_those_with_endpoints(trials: &mut Vec<Trial>, streams: &mut Streams<'_>) -> Result<(), Stop> {
    for trial in trials.iter().filter(|trial| trial.endpoints.is_empty()) {
        writeln!(streams.err, "elig: {} has no endpoints and is left out", trial.id)?;
    }
    trials.retain(|trial| !trial.endpoints.is_empty());
    Ok(())
}

/// Whether the visit was one, once all records were read: a name that no record has and that names no time either is
/// most likely misspelt. That no record has a usual one yet is only told, if at all.
pub fn found(
    args: &EvaluateArgs,
    trials: &[Trial],
    screen: &Screen<'_>,
    told: bool,
    streams: &mut Streams<'_>,
) -> Result<(), Stop> {
    let Some(asked) = args.at.as_deref().filter(|asked| !screen.recorded.contains(*asked)) else {
        return Ok(());
    };
    if screen.seen == 0 {
        return Ok(());
    }
    let mut after: Vec<String> = screen
        .recorded
        .iter()
        .filter(|name| *name != BASELINE)
        .cloned()
        .collect();
    visits::sort_names(&mut after);
    let after: Vec<&str> = after.iter().map(String::as_str).collect();
    let message = format!("no record has a visit \"{asked}\"");
    if trials.iter().any(|trial| trial.knows_visit(asked)) {
        if told {
            streams.out.flush()?;
            writeln!(streams.err, "elig: {message}{}", having(&after, "; they have "))?;
        }
        return Ok(());
    }
    let listed = trials.iter().flat_map(Trial::listed_visits);
    let mut near = suggest::nearest(asked, after.iter().copied());
    if near.is_empty() {
        near = suggest::nearest(asked, listed.chain(USUAL));
    }
    let help = match (near.is_empty(), after.is_empty()) {
        (false, _) => format!("did you mean {}?", text::list(&near, "or")),
        (true, false) => format!("the visits are{}", having(&after, " ")),
        (true, true) => "visits are called as in the records: month_3, week_12".to_owned(),
    };
    Err(Stop::Unusable(message, Some(help)))
}

/// The first of the visits behind a word; nothing where there are none.
fn having(visits: &[&str], word: &str) -> String {
    let first: Vec<&str> = visits.iter().take(MANY).copied().collect();
    match visits.len() - first.len() {
        0 if visits.is_empty() => String::new(),
        0 => format!("{word}{}", text::list(&first, "and")),
        more => format!("{word}{} and {more} more", first.join(", ")),
    }
}
