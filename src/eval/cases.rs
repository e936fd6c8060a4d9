//! Deciding by cases: where a rule reads one open fact in several places, each way it may turn out is tried.

use super::evaluator::{Evaluator, pieces};
use super::recorder::{Address, Cut, Silent, Tree};
use crate::model::Expr;
use crate::value::{Truths, Value};

/// No more cases than this are tried for one rule.
const MOST_CASES: usize = 256;

/// What a rule still could be once the facts that it reads more than once are taken case by case, and those facts.
/// `open_truths` is what it could be before; `evaluator` looks where the rule is to be evaluated, at a visit for example.
pub(super) fn decide<'a>(
    mut evaluator: Evaluator<'a, Silent>,
    rule: &'a Expr,
    tree: &Tree,
    open_truths: Truths,
) -> (Truths, Vec<Address>) {
    let mut open: Vec<(Address, usize, Vec<Value>)> = tree
        .reads
        .iter()
        .filter(|(_, (count, _))| *count > 1)
        .map(|(address, (count, value))| {
            let cuts: &[Cut] = tree.cuts.get(address).map_or(&[], Vec::as_slice);
            (*address, *count, pieces(value, cuts))
        })
        .filter(|(_, _, pieces)| pieces.len() > 1 && pieces.len() <= 64)
        .collect();
    // Those with few ways to turn out and many readers first.
    open.sort_by(|a, b| (a.2.len(), b.1).cmp(&(b.2.len(), a.1)).then(a.0.cmp(&b.0)));
    let mut chosen: Vec<(Address, Vec<Value>)> = Vec::new();
    let mut cases = 1usize;
    for (address, _, pieces) in open {
        let more = cases.saturating_mul(pieces.len());
        if more > MOST_CASES {
            continue;
        }
        cases = more;
        chosen.push((address, pieces));
    }
    if chosen.is_empty() {
        return (Truths::ANY, Vec::new());
    }
    let mut truths = Truths::NONE;
    for case in 0..cases {
        let mut rest = case;
        evaluator.assumed.clear();
        for (address, pieces) in &chosen {
            if let Some(piece) = pieces.get(rest % pieces.len()) {
                evaluator.assumed.push((*address, piece.clone()));
            }
            rest /= pieces.len();
        }
        truths = truths.union(evaluator.truth(rule));
        // Nothing can be ruled out any more.
        if open_truths.is_subset(truths) {
            break;
        }
    }
    (truths, chosen.into_iter().map(|(address, _)| address).collect())
}
