//! The order of visits.

use crate::model::BASELINE;
use crate::records::{Patient, Visit};
use crate::value::Instant;

/// A patient's visits after baseline in the order of their dates; where one has no date, in that of their names.
#[must_use]
pub fn of_patient(patient: &Patient) -> Vec<&Visit> {
    let after = patient.visits.iter().filter(|visit| visit.name != BASELINE);
    let mut visits: Vec<&Visit> = after.collect();
    if visits.iter().all(|visit| visit.date.low() > Instant::FIRST) {
        visits.sort_by_key(|visit| visit.date.low());
    } else {
        visits.sort_by_key(|visit| rank(&visit.name));
    }
    visits
}

/// By their names: days, weeks, months and years as they follow one another, then numbered visits and cycles, then
/// those of other names as they came, and the end.
pub fn sort_names(names: &mut [String]) {
    names.sort_by_key(|name| rank(name));
}

/// The kind of name, and its place among those. A month counts as 30.44 days.
fn rank(name: &str) -> (u8, u64) {
    const OTHER: (u8, u64) = (3, 0);
    let Some((word, rest)) = name.split_once('_') else {
        return OTHER;
    };
    if word == "end" {
        return (4, 0);
    }
    let digits = rest.split(|c: char| !c.is_ascii_digit()).next().unwrap_or_default();
    let Ok(number) = digits.parse::<u64>() else {
        return OTHER;
    };
    let hundredths = |days: u64| (0, number.saturating_mul(days));
    match word {
        "day" => hundredths(100),
        "week" => hundredths(700),
        "month" => hundredths(3_044),
        "year" => hundredths(36_525),
        "visit" => (1, number),
        "cycle" => (2, number),
        _ => OTHER,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_the_order_of_time() {
        let mut names: Vec<String> = [
            "end_of_study",
            "month_12",
            "V3",
            "visit_10",
            "month_3",
            "year_1",
            "week_2",
            "visit_2",
            "day_1",
            "unscheduled",
            "cycle_2_day_1",
            "month_late",
        ]
        .map(str::to_owned)
        .to_vec();
        sort_names(&mut names);
        assert_eq!(
            names.join(" "),
            "day_1 week_2 month_3 year_1 month_12 visit_2 visit_10 cycle_2_day_1 V3 unscheduled month_late end_of_study"
        );
    }
}
