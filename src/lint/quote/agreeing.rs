//! Numbers of a rule and limits of its sentence in pairs that agree, as many as possible: a number is held against another
//! one only if no such pairing has one for it.

/// A sentence and a rule with more to pair are no sentence and no rule; nothing is paired then.
const MOST: usize = 10_000;

/// For each limit the number that answers it, if any does. What `agree` tells is asked of a number and a limit.
pub(super) fn pairs(numbers: usize, limits: usize, agree: impl Fn(usize, usize) -> bool) -> Vec<Option<usize>> {
    let mut answered: Vec<Option<usize>> = vec![None; limits];
    if numbers.saturating_mul(limits) > MOST {
        return answered;
    }
    for number in 0..numbers {
        place(number, &mut vec![false; limits], &mut answered, &agree);
    }
    answered
}

/// Finds a limit for a number; one that is taken goes to it if its own number has another.
fn place(
    number: usize,
    tried: &mut [bool],
    answered: &mut [Option<usize>],
    agree: &impl Fn(usize, usize) -> bool,
) -> bool {
    for limit in 0..answered.len() {
        if tried.get(limit).copied().unwrap_or(true) || !agree(number, limit) {
            continue;
        }
        if let Some(tried) = tried.get_mut(limit) {
            *tried = true;
        }
        let free = match answered.get(limit).copied().flatten() {
            Some(other) => place(other, tried, answered, agree),
            None => true,
        };
        if let Some(answer) = answered.get_mut(limit).filter(|_| free) {
            *answer = Some(number);
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::pairs;

    #[test]
    fn a_number_makes_room_for_another() {
        let of = |edges: &'static [(usize, usize)]| pairs(3, 3, |number, limit| edges.contains(&(number, limit)));
        assert_eq!(of(&[(0, 0), (0, 1), (1, 0), (2, 2)]), [Some(1), Some(0), Some(2)]);
        assert_eq!(of(&[(0, 0), (1, 0)]), [Some(0), None, None]);
        assert_eq!(of(&[]), [None, None, None]);
    }
}
