//! The shipped modules: each definition with its source, each instrument with worked cases that come out.

use std::collections::BTreeMap;

use elig::diagnostic::Diagnostics;
use elig::examples;
use elig::library::{CASES, SHIPPED, ShippedOnly, describe};
use elig::source::Sources;
use elig::syntax::ast::{DefineBody, Expected, Part};

use crate::support::{TRIALS, compile, lines, shipped};

/// What only names or forms something for the definitions around it, and was published nowhere.
const WITHOUT_SOURCE: &[&str] = &[
    "rr_seconds(rate)",
    "prior_lines",
    "washed_out_shorter(last_dose, length, half_life, anchor)",
    "washed_out_longer(last_dose, length, half_life, anchor)",
    "dosed_within_longer(last_dose, length, half_life, anchor)",
];

#[test]
fn every_worked_case_of_the_library_comes_out() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for (_, file, text) in CASES {
        let (trial, out, sources) = compile(&format!("{file}_cases.elig"), text, &ShippedOnly);
        assert!(out.is_empty(), "{}", lines(&out, &sources).join("\n"));
        for case in examples::run(&trial.unwrap()).cases {
            count += 1;
            for met in case.expectations.iter().filter(|met| !met.is_met()) {
                wrong.push(format!(
                    "{file}: {}: `{}` came out {}",
                    case.title,
                    sources.slice(met.span),
                    met.got
                ));
            }
        }
    }
    assert!(count > 500, "{count} cases");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_worked_case_of_the_trials_comes_out_and_reaches_everything() {
    for id in TRIALS {
        let run = examples::run(&shipped(id));
        for case in &run.cases {
            assert!(case.passed(), "{id}: {}", case.title);
        }
        let unreached: Vec<&str> = run.coverage.unreached_criteria().map(|c| c.id.as_str()).collect();
        assert!(unreached.is_empty(), "{id}: {unreached:?}");
        assert_eq!(run.coverage.unreached_branches().count(), 0, "{id}");
    }
}

/// Definitions that say something clinical name where it was published.
#[test]
fn every_titled_definition_has_a_source() {
    let mut without = Vec::new();
    for (name, text) in SHIPPED {
        let described = describe(name, text, std::iter::empty());
        assert!(!described.about.is_empty(), "{name} does not say what it is");
        for definition in described.definitions {
            if definition.title.is_some()
                && definition.sources.is_empty()
                && !WITHOUT_SOURCE.contains(&definition.name.as_str())
            {
                without.push(format!("{name}: {}", definition.name));
            }
        }
    }
    assert!(without.is_empty(), "{}", without.join("\n"));
}

/// At least three expectations concern each titled definition, directly or through one that is made of it.
#[test]
fn every_titled_definition_is_worked_three_times() {
    let mut named: BTreeMap<String, usize> = BTreeMap::new();
    let mut made_of: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut titled = Vec::new();
    let parse = |text: &str| {
        let mut sources = Sources::default();
        let id = sources.add("module.elig", text);
        (elig::syntax::parse(id, text, &mut Diagnostics::default()), sources)
    };
    let words = |text: &str| -> Vec<String> {
        let words = text.split(|c: char| !(c.is_alphanumeric() || c == '_'));
        words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
    };
    for (module, text) in SHIPPED {
        let (file, sources) = parse(text);
        for part in file.parts {
            if let Part::Define(define) = part
                && let DefineBody::Expr(body) = &define.body
            {
                made_of.insert(define.name.node.clone(), words(sources.slice(body.span)));
                if define.title.is_some() {
                    titled.push((*module, define.name.node));
                }
            }
        }
    }
    let texts: Vec<String> = CASES.iter().map(|(_, _, text)| (*text).to_owned()).collect();
    for text in &texts {
        let (file, sources) = parse(text);
        for part in file.parts {
            let Part::Example(example) = part else { continue };
            for expectation in &example.expectations {
                let mut reached = match &expectation.of {
                    Expected::Named(name) => vec![name.node.clone()],
                    Expected::Condition(condition) => words(sources.slice(condition.span)),
                };
                let mut at = 0;
                while let Some(name) = reached.get(at).cloned() {
                    for inner in made_of.get(&name).into_iter().flatten() {
                        if made_of.contains_key(inner) && !reached.contains(inner) {
                            reached.push(inner.clone());
                        }
                    }
                    at += 1;
                }
                reached.sort();
                reached.dedup();
                for name in reached {
                    *named.entry(name).or_default() += 1;
                }
            }
        }
    }
    let few: Vec<String> = titled
        .iter()
        .filter(|(_, name)| named.get(name).is_none_or(|count| *count < 3))
        .map(|(module, name)| format!("{module}: {name} {:?}", named.get(name)))
        .collect();
    assert!(few.is_empty(), "{}", few.join("\n"));
}
