//! The promise of the whole program: a verdict given for a record holds for each of its completions.

use std::collections::{BTreeMap, BTreeSet};

use elig::eval::{Detail, Outcome, Overall, Response, Verdict};
use elig::library::{SHIPPED, ShippedOnly};
use elig::model::{Trial, Type};
use elig::syntax::ast::{DefineBody, Part};
use serde_json::{Value, json};

use crate::completions::{Generator, completion, partial};
use crate::random::Random;
use crate::support::{PRACTICE, TRIALS, compile, lines, root, shipped, verdict_with};

/// Partial records of each trial, of each of another sponsor, of the trial of the library, and of each trial with visits.
const PARTIALS: usize = 5_000;
const PRACTICE_PARTIALS: usize = 300;
const LIBRARY_PARTIALS: usize = 100;
const VISIT_PARTIALS: usize = 1_500;
const COMPLETIONS: usize = 10;

/// What a run over many records counted.
#[derive(Default)]
struct Tally {
    pairs: usize,
    outcomes: usize,
    unknown: usize,
    /// Unknown although all completions that were drawn agree: an upper bound of the needless ones.
    alike: usize,
    worst: BTreeMap<String, usize>,
    /// Partial records, and those of them whose verdict was decided.
    records: usize,
    verdicts: usize,
    /// Pairs in which the completion decides what the partial record leaves open.
    settling: usize,
    /// What each criterion and each endpoint was decided as, over all partial records.
    words: BTreeSet<(String, &'static str)>,
}

impl Tally {
    /// That the run over a trial says something: an evaluator that leaves all open, or lets all pass, reverses nothing.
    fn is_telling(&self, trial: &Trial, one_way: usize) {
        let told = format!("{}: {}", trial.id, self.told());
        assert!(
            (self.outcomes - self.unknown) * 3 >= self.outcomes * 2,
            "decided: {told}"
        );
        assert!(
            self.verdicts * 3 >= self.records * 2,
            "{} verdicts of {}: {told}",
            self.verdicts,
            self.records
        );
        assert!(
            self.settling * 10 >= self.pairs * 7,
            "{} settling: {told}",
            self.settling
        );
        assert!(self.alike * 12 <= self.outcomes, "needlessly unknown: {told}");
        let ways = |id: &str| self.words.iter().filter(|(of, _)| of == id).count();
        let ids = trial.criteria.iter().map(|criterion| criterion.id.as_str());
        let alone: Vec<&str> = ids.filter(|id| ways(id) < 2).collect();
        assert!(
            alone.len() <= one_way,
            "decided in one way only: {alone:?} of {}",
            trial.id
        );
    }

    fn add(&mut self, one: Self) {
        self.pairs += one.pairs;
        self.outcomes += one.outcomes;
        self.unknown += one.unknown;
        self.alike += one.alike;
        self.worst.extend(one.worst);
        self.records += one.records;
        self.verdicts += one.verdicts;
        self.settling += one.settling;
    }

    fn told(&self) -> String {
        let mut worst: Vec<(&usize, &String)> = self.worst.iter().map(|(id, count)| (count, id)).collect();
        worst.sort();
        worst.reverse();
        format!(
            "{} pairs; {} outcomes, {} unknown, {} of them alike in all {COMPLETIONS} completions; most: {:?}",
            self.pairs,
            self.outcomes,
            self.unknown,
            self.alike,
            worst.iter().take(8).collect::<Vec<_>>()
        )
    }
}

/// Everything that a verdict decides, by name: no outcome is compared in any other way.
fn decided(verdict: &Verdict) -> Vec<(String, Option<&'static str>)> {
    let overall = (verdict.overall != Overall::Undetermined).then(|| verdict.overall.word());
    let mut all = vec![("verdict".to_owned(), overall)];
    all.extend(verdict.criteria.iter().map(|result| {
        let word = (result.outcome != Outcome::Unknown).then(|| result.outcome.word());
        (result.id.clone(), word)
    }));
    all.extend(verdict.endpoints.iter().map(|result| {
        let word = (result.outcome != Response::Unknown).then(|| result.outcome.word());
        (format!("{} at {}", result.id, result.visit), word)
    }));
    all
}

/// At most `one_way` criteria are decided in one way only: some are rarely met by records drawn at random.
fn holds(trial: &Trial, partials: usize, seed: u64, visits: &[&str], one_way: usize) -> Tally {
    let mut tally = Tally::default();
    let mut generator = Generator::new(trial, seed);
    for _ in 0..partials {
        let record = generator.record();
        let at_visits: Vec<_> = visits.iter().map(|visit| (*visit, generator.visit())).collect();
        let with_visits = |mut record: Value, each: &mut dyn FnMut(&crate::completions::Map2) -> Value| {
            if !at_visits.is_empty() {
                let visits = at_visits.iter().enumerate().map(|(month, (name, facts))| {
                    let mut visit = each(facts);
                    visit["visit"] = json!(name);
                    visit["date"] = json!(format!("2026-{:02}-10", 6 + month));
                    visit
                });
                record["visits"] = visits.collect();
            }
            record.to_string()
        };
        let known = with_visits(partial(&record), &mut |facts| partial(facts));
        let before = decided(&verdict_with(trial, &known, Detail::Outcomes));
        let mut seed = Random(generator.random.next());
        let mut agreed: Vec<Option<&str>> = Vec::new();
        for round in 0..COMPLETIONS {
            let complete = completion(&record, &mut seed);
            let complete = with_visits(complete, &mut |facts| completion(facts, &mut seed));
            let after = decided(&verdict_with(trial, &complete, Detail::Outcomes));
            tally.pairs += 1;
            assert_eq!(before.len(), after.len());
            let mut both = before.iter().zip(&after);
            tally.settling += usize::from(both.any(|((_, before), (_, after))| before.is_none() && after.is_some()));
            for (index, ((id, before), (_, after))) in before.iter().zip(&after).enumerate() {
                assert!(
                    before.is_none() || before == after,
                    "{} {id}: {before:?} became {after:?}\n{known}\n{complete}",
                    trial.id
                );
                match agreed.get_mut(index) {
                    _ if round == 0 => agreed.push(*after),
                    Some(agreed) if *agreed != *after => *agreed = None,
                    _ => {}
                }
            }
        }
        tally.records += 1;
        tally.verdicts += usize::from(before[0].1.is_some());
        for ((id, before), agreed) in before.iter().zip(&agreed).skip(1) {
            tally.outcomes += 1;
            tally.words.extend(before.map(|word| (id.clone(), word)));
            if before.is_none() {
                tally.unknown += 1;
                if agreed.is_some() {
                    tally.alike += 1;
                    let words = trial.criteria.iter().find(|criterion| criterion.id == *id);
                    let words = words
                        .and_then(|criterion| criterion.text.as_ref())
                        .map_or("", |(text, _)| text);
                    let words: String = words.chars().take(40).collect();
                    *tally.worst.entry(format!("{} {id} {words}", trial.id)).or_default() += 1;
                }
            }
        }
    }
    tally.is_telling(trial, one_way);
    tally
}

/// That the page of what *unknown* promises has the figures.
fn page_says(words: &str) {
    let page = std::fs::read_to_string(root().join("docs/soundness.md")).unwrap();
    let page = page.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(page.contains(words), "docs/soundness.md does not say: {words}");
}

/// `100,000`
fn thousands(count: usize) -> String {
    match count / 1000 {
        0 => count.to_string(),
        above => format!("{},{:03}", thousands(above), count % 1000),
    }
}

#[test]
fn no_completion_reverses_a_verdict() {
    let mut all = Tally::default();
    for (seed, id) in TRIALS.into_iter().enumerate() {
        all.add(holds(&shipped(id), PARTIALS, 0xE11A + seed as u64, &[], 3));
    }
    println!("{}", all.told());
    let [outcomes, records, pairs] = [all.outcomes, all.records, all.pairs].map(thousands);
    page_says(&format!(
        "{outcomes} outcomes of {records} partial records ({pairs} pairs): no reversal."
    ));
    let [unknown, alike] = [all.unknown, all.alike].map(thousands);
    let share = (all.alike * 1000 + all.outcomes / 2) / all.outcomes;
    page_says(&format!(
        "{unknown} outcomes were unknown; in {alike} of them, {}.{} % of all outcomes",
        share / 10,
        share % 10
    ));
}

#[test]
fn no_completion_reverses_a_verdict_of_other_trials() {
    let mut all = Tally::default();
    for (seed, id) in PRACTICE.into_iter().enumerate() {
        all.add(holds(&shipped(id), PRACTICE_PARTIALS, 0xE14A + seed as u64, &[], 1));
    }
    println!("{}", all.told());
    page_says(&format!(
        "with {PRACTICE_PARTIALS} partial records each: {} pairs.",
        thousands(all.pairs)
    ));
}

#[test]
fn no_completion_reverses_a_response() {
    let trial = shipped("CHT101-SLE");
    let tally = holds(&trial, VISIT_PARTIALS, 0xE12A, &["baseline", "month_1"], 3);
    println!("{}", tally.told());
    // Remission and low disease activity ask for more than records drawn at random fulfil.
    let responds = |id: &str| tally.words.contains(&(format!("{id} at month_1"), "yes"));
    let never = trial.endpoints.iter().map(|endpoint| endpoint.id.as_str());
    let never: Vec<&str> = never.filter(|id| !responds(id)).collect();
    assert_eq!(never, ["DORIS", "LLDAS"]);
}

/// A trial that asks something of every definition of every shipped module.
fn trial_of_the_library() -> Trial {
    let uses: String = SHIPPED.iter().map(|(name, _)| format!("use {name}\n")).collect();
    let header = "trial LIBRARY \"Every definition\" {\n  dates screening\n  assessed at screening\n}\n";
    let mut names = Vec::new();
    for (name, text) in SHIPPED {
        let mut sources = elig::source::Sources::default();
        let id = sources.add(*name, *text);
        let file = elig::syntax::parse(id, text, &mut elig::diagnostic::Diagnostics::default());
        for part in file.parts {
            if let Part::Define(define) = part
                && define.params.is_empty()
                && matches!(define.body, DefineBody::Expr(_))
            {
                names.push(define.name.node);
            }
        }
    }
    let rule_of = |name: &String| {
        let alone = |rule: &str| {
            let text = format!("{header}{uses}inclusion {{ I1 \"x\" {{ {rule} }} }}\n");
            let (trial, out, _) = compile("one.elig", &text, &ShippedOnly);
            (!out.has_errors()).then_some(trial).flatten()
        };
        if alone(name).is_some() {
            return vec![name.clone()];
        }
        let Some(trial) = alone(&format!("{name} = {name}")) else {
            // A list of several.
            assert!(
                alone(&format!("any of {name}")).is_some() || alone(&format!("any of {name} is A")).is_some(),
                "{name}"
            );
            return Vec::new();
        };
        let unit = trial.values.iter().find_map(|(value, expr)| match &expr.ty {
            Type::Number(unit, _) if value == name => Some(unit.code().to_owned()),
            _ => None,
        });
        match unit.as_deref() {
            None => Vec::new(),
            Some("" | "1") => ["0.5", "6", "60"].map(|limit| format!("{name} >= {limit}")).to_vec(),
            Some(unit) => ["0.5", "6", "60"]
                .map(|limit| format!("{name}[{unit}] >= {limit}"))
                .to_vec(),
        }
    };
    let rules: Vec<String> = names.iter().flat_map(rule_of).collect();
    assert!(rules.len() > 100, "{rules:#?}");
    let criteria: String = rules
        .iter()
        .enumerate()
        .map(|(at, rule)| format!("  I{} \"{rule}\" {{ {rule} }}\n", at + 1))
        .collect();
    let text = format!("{header}{uses}inclusion {{\n{criteria}}}\n");
    let (trial, out, sources) = compile("library.elig", &text, &ShippedOnly);
    assert!(!out.has_errors(), "{}", lines(&out, &sources).join("\n"));
    trial.unwrap()
}

#[test]
fn no_completion_reverses_a_score_or_a_formula() {
    // A limit that a score cannot reach is never reached: of each score and formula there are three.
    let tally = holds(&trial_of_the_library(), LIBRARY_PARTIALS, 0xE13A, &[], 150);
    println!("{}", tally.told());
}

/// A total that the record gives, with some of its items, decides nothing that the items themselves do not.
#[test]
fn a_total_beside_some_items_is_sound() {
    let trial = shipped("CHT101-SLE");
    let totals = ["sledai_2k", "eular_acr_2019"];
    let mut generator = Generator::new(&trial, 0xE14A);
    let mut settled = 0;
    for round in 0..2_000 {
        let record = generator.record();
        let mut seed = Random(generator.random.next());
        let complete = completion(&record, &mut seed);
        let after = verdict_with(&trial, &complete.to_string(), Detail::Full);
        let mut known = complete.clone();
        for (name, _) in &record {
            if (name.starts_with("sledai_") || name.starts_with("eular_")) && seed.chance(50) {
                known.as_object_mut().unwrap().remove(name);
            }
        }
        let without = verdict_with(&trial, &known.to_string(), Detail::Outcomes);
        for total in totals {
            let value = after.values.iter().find(|value| value.name == total).unwrap();
            let exact = value.value.as_point().unwrap().to_string();
            known[total] = match round % 2 {
                0 => json!(exact),
                _ => json!(format!(">={exact}")),
            };
        }
        let before = verdict_with(&trial, &known.to_string(), Detail::Outcomes);
        for id in ["I1", "I2"] {
            let of = |verdict: &Verdict| verdict.criteria.iter().find(|result| result.id == id).unwrap().outcome;
            assert!(
                of(&before) == Outcome::Unknown || of(&before) == of(&after),
                "{id}: {} became {}\n{known}\n{complete}",
                of(&before).word(),
                of(&after).word()
            );
            settled += usize::from(of(&without) == Outcome::Unknown && of(&before) != Outcome::Unknown);
        }
    }
    assert!(settled > 200, "the totals settled {settled}");
}
