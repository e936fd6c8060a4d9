//! A number that reads well out of a range that is left.

use super::linear::End;
use crate::value::Number;

/// A number between two ends; whole where it must be.
pub(super) fn number(whole: bool, low: End<'_>, high: End<'_>) -> Option<Number> {
    let fits = |number: &Number| {
        low.is_none_or(|(low, strict)| if strict { number > low } else { number >= low })
            && high.is_none_or(|(high, strict)| if strict { number < high } else { number <= high })
    };
    let one = Number::one();
    if whole {
        let candidate = match (low, high) {
            (Some((low, strict)), _) => {
                let ceiling = low.ceil();
                if strict && ceiling == *low {
                    ceiling + one
                } else {
                    ceiling
                }
            }
            (None, Some((high, strict))) => {
                let floor = high.floor();
                if strict && floor == *high { floor - one } else { floor }
            }
            (None, None) => Number::zero(),
        };
        return Some(candidate).filter(fits);
    }
    match (low, high) {
        (Some((low, _)), Some((high, _))) => {
            if low == high {
                return Some(low.clone()).filter(fits);
            }
            // The fewest decimals that fit; nearest to the middle.
            let half = Number::ratio(1, 2)?;
            let middle = (low + high) * &half;
            let mut step = Number::from(1000);
            let tenth = Number::ratio(1, 10)?;
            for _ in 0..24 {
                let steps = (middle.checked_div(&step)? + &half).floor();
                let candidate = &steps * &step;
                if fits(&candidate) {
                    return Some(candidate);
                }
                step = &step * &tenth;
            }
            Some(middle).filter(fits)
        }
        (Some((low, strict)), None) => {
            if !strict {
                return Some(low.clone());
            }
            Some(low.floor() + one)
        }
        (None, Some((high, strict))) => {
            if !strict {
                return Some(high.clone());
            }
            Some(high.ceil() - one)
        }
        (None, None) => Some(one),
    }
}
