//! The promise of the whole program: a verdict given for a record holds for each of its completions.

use std::collections::BTreeMap;

use elig::eval::{Detail, Outcome, Overall};

use crate::completions::{Generator, completion, partial};
use crate::random::Random;
use crate::support::{TRIALS, shipped, verdict_with};

/// Pairs of a partial record and a completion, over both trials.
const PARTIALS: usize = 5_000;
const COMPLETIONS: usize = 10;

#[test]
fn no_completion_reverses_a_verdict() {
    let mut pairs = 0;
    let (mut needless, mut unknown, mut outcomes) = (0usize, 0usize, 0usize);
    let mut worst: BTreeMap<String, usize> = BTreeMap::new();
    for (seed, id) in TRIALS.into_iter().enumerate() {
        let trial = shipped(id);
        let mut generator = Generator::new(&trial, 0xE11A + seed as u64);
        for _ in 0..PARTIALS {
            let record = generator.record();
            let known = partial(&record).to_string();
            let verdict = verdict_with(&trial, &known, Detail::Outcomes);
            // What the completions agree on, criterion by criterion.
            let mut agreed: Vec<Option<Outcome>> = Vec::new();
            let mut seed = Random(generator.random.next());
            for round in 0..COMPLETIONS {
                let complete = completion(&record, &mut seed).to_string();
                let completed = verdict_with(&trial, &complete, Detail::Outcomes);
                pairs += 1;
                assert!(
                    matches!(verdict.overall, Overall::Undetermined) || verdict.overall == completed.overall,
                    "{id}: {} became {}\n{known}\n{complete}",
                    verdict.overall.word(),
                    completed.overall.word()
                );
                for (index, (before, after)) in verdict.criteria.iter().zip(&completed.criteria).enumerate() {
                    assert!(
                        before.outcome == Outcome::Unknown || before.outcome == after.outcome,
                        "{id} {}: {} became {}\n{known}\n{complete}",
                        before.id,
                        before.outcome.word(),
                        after.outcome.word()
                    );
                    match agreed.get_mut(index) {
                        _ if round == 0 => agreed.push(Some(after.outcome)),
                        Some(agreed) if *agreed != Some(after.outcome) => *agreed = None,
                        _ => {}
                    }
                }
            }
            for (result, agreed) in verdict.criteria.iter().zip(&agreed) {
                outcomes += 1;
                if result.outcome == Outcome::Unknown {
                    unknown += 1;
                    if agreed.is_some_and(|agreed| agreed != Outcome::Unknown) {
                        needless += 1;
                        *worst.entry(format!("{id} {}", result.id)).or_default() += 1;
                    }
                }
            }
        }
    }
    assert!(pairs >= 100_000);
    let mut worst: Vec<(usize, String)> = worst.into_iter().map(|(id, count)| (count, id)).collect();
    worst.sort();
    worst.reverse();
    println!(
        "{pairs} pairs; {outcomes} outcomes, {unknown} unknown, {needless} of them alike in all {COMPLETIONS} completions; most: {:?}",
        worst.iter().take(8).collect::<Vec<_>>()
    );
}
