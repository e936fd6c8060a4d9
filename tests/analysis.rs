//! What the analysis says of every patient, held against all patients one by one.
//!
//! Random trials over a few facts whose limits are few, and every patient that those limits can tell apart. The analysis
//! must say "no patient" exactly where the evaluator passes none of them, and a patient that it finds must be one.

use elig::analysis::{Analysis, Literal};
use elig::eval::{Detail, Outcome, evaluate_in};
use elig::model::Trial;
use elig::records::{Decoder, Patient, Raw};
use elig::source::SourceId;

use crate::random::Random;
use crate::support::{Beside, compile, lines, root};

const HEADER: &str = "\
trial T-1 \"Random\" {
  dates    screening
  assessed at screening
}
use demographics
facts {
  a : number 0..4  \"A?\"
  b : number 0..4  \"B?\"
  p : yes/no  \"P?\"
  q : yes/no  \"Q?\"
  g : grade 0..3  \"G?\"
  X : lab U/L  \"X?\"
  c : number mmol/L  \"C?\"
  wait : number d  \"Wait?\"
  operation : date  \"Operation?\"
  items : list of {
    v : number 0..4  \"V?\"
    w : yes/no       \"W?\"
  }  \"Items?\"
}
";

/// What the conditions of a trial speak of.
#[derive(Clone, Copy, Debug)]
enum About {
    Numbers,
    Signed,
    Readings,
    Records,
    Days,
}

const COMPARISONS: [&str; 6] = ["<", "<=", ">", ">=", "=", "!="];

fn atom(random: &mut Random, about: About) -> String {
    let op = COMPARISONS[random.below(6)];
    let limit = random.below(5);
    match (about, random.below(6)) {
        (_, 0) => "p".to_owned(),
        (About::Numbers, 1) => "q".to_owned(),
        (About::Numbers, 2) => format!("a - b {op} {}", random.below(3)),
        (About::Numbers, 3) => format!("a + b {op} {limit}"),
        (About::Numbers, 4) => format!("b {op} {limit}"),
        (About::Numbers, _) => format!("a {op} {limit} unless q then {}", random.below(5)),
        (About::Signed, 1) => format!("c {op} {} mmol/L", random.below(3) as i64 - 1),
        (About::Signed, 2) => format!("c in -{} mmol/L..{} mmol/L", random.below(3), random.below(2)),
        (About::Signed, 3) => format!("wait {op} {} days", random.below(3)),
        (About::Signed, 4) => format!(
            "wait {op} {} hours unless c < 0 mmol/L then 24 hours",
            24 * random.below(3)
        ),
        (About::Signed, _) => format!("age {op} {} years", random.below(3)),
        (About::Readings, 1) => format!("g {op} {}", random.below(4)),
        (About::Readings, 2) => "g in 1..2".to_owned(),
        (About::Readings, 3) => format!(
            "X {op} {}*ULN unless p then {}*ULN",
            1 + random.below(3),
            1 + random.below(3)
        ),
        (About::Readings, _) => format!("X {op} {}*ULN", 1 + random.below(3)),
        (About::Records, 1) => format!(
            "at least {} items where v {op} {}",
            1 + random.below(2),
            random.below(3)
        ),
        (About::Records, 2) => format!("exactly 1 items where w and v {op} {}", random.below(3)),
        (About::Records, 3) => format!("all items where v {op} {} or w", random.below(3)),
        (About::Records, 4) => format!("no items where v {op} {}", random.below(3)),
        (About::Records, _) => format!("any items where w and v {op} {}", random.below(3)),
        (About::Days, 1) => "operation within 4 weeks before screening".to_owned(),
        (About::Days, 2) => "operation at least 1 month before screening".to_owned(),
        (About::Days, 3) => format!("operation more than {} months before screening", 1 + random.below(3)),
        (About::Days, 4) => "operation after screening".to_owned(),
        (About::Days, _) => format!(
            "operation within {} days before screening",
            [7, 28, 31, 92][random.below(4)]
        ),
    }
}

fn condition(random: &mut Random, about: About, depth: usize) -> String {
    if depth == 0 {
        return atom(random, about);
    }
    let mut inner = || condition(random, about, depth - 1);
    let (left, right, third) = (inner(), inner(), inner());
    let block = |word: &str| format!("{word} {{\n{left}\n{right}\n{third}\n}}");
    match random.below(7) {
        0 => block("all of"),
        1 | 2 => block("any of"),
        3 => block("at least 2 of"),
        4 => format!("not all of {{\n{left}\n{right}\n}}"),
        5 => format!("if all of {{\n{left}\n}} then all of {{\n{right}\n}}"),
        _ => left,
    }
}

fn random_trial(random: &mut Random, about: About) -> String {
    let mut text = HEADER.to_owned();
    for (section, letter) in [("inclusion", 'I'), ("exclusion", 'E')] {
        text.push_str(&format!("{section} {{\n"));
        for number in 1..=2 {
            let depth = random.below(if matches!(about, About::Records) { 2 } else { 3 });
            text.push_str(&format!(
                "{letter}{number} \"{letter}{number}\" {{\n{}\n}}\n",
                condition(random, about, depth)
            ));
        }
        text.push_str("}\n");
    }
    text
}

/// Every record that the limits of such conditions can tell apart.
fn records(about: About) -> Vec<String> {
    let truths = [false, true];
    let quarters = |most: usize| {
        (0..=most * 4)
            .map(|n| format!("{}", n as f64 / 4.0))
            .collect::<Vec<_>>()
    };
    let mut all = Vec::new();
    match about {
        About::Numbers => {
            for (p, q) in [(false, false), (false, true), (true, false), (true, true)] {
                for a in quarters(4) {
                    for b in quarters(4) {
                        all.push(format!("\"p\":{p},\"q\":{q},\"a\":{a},\"b\":{b}"));
                    }
                }
            }
        }
        About::Signed => {
            for p in truths {
                for c in ["-3", "-2", "-1.5", "-1", "-0.5", "0", "0.5", "1", "2"] {
                    for wait in ["-1", "-0.5", "0", "0.5", "1", "1.5", "2", "3"] {
                        for born in [2027, 2026, 2025, 2024, 2023, 2022] {
                            all.push(format!(
                                "\"p\":{p},\"c\":{c},\"wait\":{wait},\"birth_date\":\"{born}-06-01\""
                            ));
                        }
                    }
                }
            }
        }
        About::Readings => {
            for p in truths {
                for g in 0..4 {
                    for x in quarters(4) {
                        all.push(format!("\"p\":{p},\"g\":{g},\"X\":{{\"value\":{x},\"high\":1}}"));
                    }
                }
            }
        }
        About::Records => {
            let kinds: Vec<String> = ["0", "0.5", "1", "1.5", "2", "2.5"]
                .iter()
                .flat_map(|v| truths.map(|w| format!("{{\"v\":{v},\"w\":{w}}}")))
                .collect();
            let mut lists = vec![(0, Vec::new())];
            let mut at = 0;
            while let Some((from, list)) = lists.get(at).cloned() {
                at += 1;
                if list.len() < 4 {
                    for (next, kind) in kinds.iter().enumerate().skip(from) {
                        let mut longer: Vec<String> = list.clone();
                        longer.push(kind.clone());
                        lists.push((next, longer));
                    }
                }
            }
            for p in truths {
                for (_, list) in &lists {
                    all.push(format!("\"p\":{p},\"items\":[{}]", list.join(",")));
                }
            }
        }
        About::Days => {
            // Days around a day of assessment on which months are short and on which they are long.
            for p in truths {
                for screening in [
                    "2026-03-01",
                    "2026-03-28",
                    "2026-03-30",
                    "2026-06-01",
                    "2026-08-15",
                    "2026-12-31",
                    "2028-03-29",
                ] {
                    for back in -1..=130 {
                        let day = shifted(screening, back);
                        all.push(format!(
                            "\"p\":{p},\"operation\":\"{day}\",\"screening\":\"{screening}\""
                        ));
                    }
                }
            }
        }
    }
    all
}

fn shifted(date: &str, back: i64) -> String {
    let date: jiff::civil::Date = date.parse().unwrap();
    (date - jiff::Span::new().days(back)).to_string()
}

fn patients(trial: &Trial, about: About) -> Vec<Patient> {
    let decoder = Decoder::new(&trial.facts);
    records(about)
        .into_iter()
        .map(|fields| {
            let screening = if fields.contains("screening") {
                ""
            } else {
                ",\"screening\":\"2026-06-01\""
            };
            let text = format!("{{\"id\":\"1\",{fields}{screening}}}");
            let decoded = decoder.decode(&Raw::json("record", text), SourceId(0));
            assert!(decoded.errors.is_empty(), "{:?}", decoded.errors);
            decoded.patient
        })
        .collect()
}

/// Of each patient, which of the four criteria are passed.
fn passed(trial: &Trial, patients: &[Patient]) -> Vec<[bool; 4]> {
    let outcome = |patient| {
        let verdict = evaluate_in(trial, patient, Detail::Outcomes);
        let mut all = [false; 4];
        for (at, result) in verdict.criteria.iter().enumerate() {
            assert_ne!(result.outcome, Outcome::Unknown, "{}", result.id);
            all[at] = result.outcome == Outcome::Pass;
        }
        all
    };
    patients.iter().map(outcome).collect()
}

fn hold(about: About, trials: usize, seed: u64) {
    let mut random = Random(seed);
    let (mut never, mut perhaps, mut unseen) = (0_usize, 0_usize, 0_usize);
    let mut undecided: Vec<String> = Vec::new();
    let mut last = String::new();
    for _ in 0..trials {
        let text = random_trial(&mut random, about);
        let (trial, out, sources) = compile("random.elig", &text, &Beside(root()));
        assert!(!out.has_errors(), "{text}\n{}", lines(&out, &sources).join("\n"));
        let trial = trial.unwrap();
        let patients = patients(&trial, about);
        let passed = passed(&trial, &patients);
        let mut analysis = Analysis::new(&trial);
        let conditions: Vec<Literal> = (0..4).map(|index| analysis.passes(index)).collect();
        // Every choice of passing, failing and not asked for.
        for choice in 0..3_usize.pow(4) {
            let wants: Vec<Option<bool>> = (0..4)
                .map(|at| match choice / 3_usize.pow(at) % 3 {
                    0 => None,
                    1 => Some(true),
                    _ => Some(false),
                })
                .collect();
            let wanted: Vec<Literal> = wants
                .iter()
                .zip(&conditions)
                .filter_map(|(want, condition)| want.map(|want| if want { *condition } else { !*condition }))
                .collect();
            let is_wanted = |all: &[bool; 4]| {
                wants
                    .iter()
                    .zip(all)
                    .all(|(want, passes)| want.is_none_or(|want| want == *passes))
            };
            let exists = passed.iter().any(is_wanted);
            let answer = analysis.ask(&wanted);
            if answer.is_never() {
                assert!(!exists, "{about:?} {wants:?}: there is such a patient\n{text}");
                never += 1;
                continue;
            }
            let shown = analysis.witness(&wanted).is_some_and(|witness| {
                let verdict = witness.verdict(&trial);
                verdict.criteria.iter().zip(&wants).all(|(result, want)| match want {
                    Some(want) => result.outcome == if *want { Outcome::Pass } else { Outcome::Fail },
                    None => true,
                })
            });
            match (exists, shown) {
                (_, true) => perhaps += 1,
                (true, false) => {
                    unseen += 1;
                    last = format!("{wants:?} {:?}\n{text}", analysis.witness(&wanted));
                }
                (false, false) => undecided.push(format!("{wants:?} {answer:?}\n{text}")),
            }
        }
    }
    println!(
        "{about:?}: {never} times nobody, {perhaps} times somebody who is shown, {unseen} who is not, {} undecided",
        undecided.len()
    );
    assert!(never > trials, "{about:?}: hardly anything was impossible");
    if matches!(about, About::Days) {
        // The length of a month depends on the day; a patient is shown for one day of assessment only.
        assert!(undecided.len() * 100 <= never, "{}", undecided.join("\n"));
        assert!(unseen * 3 <= perhaps);
    } else {
        assert!(undecided.is_empty(), "{about:?}: {}", undecided.join("\n"));
        // A value of which the analysis sees that it does not matter is not in the record; the evaluator may want it.
        assert!(unseen * 200 <= perhaps, "{about:?} {unseen} {last}");
    }
}

#[test]
fn sums_of_numbers() {
    hold(About::Numbers, 40, 1);
}

/// Without a declared range a record may hold a number below zero, and so may a length of time.
#[test]
fn numbers_below_zero() {
    hold(About::Signed, 60, 5);
}

#[test]
fn readings_and_grades() {
    hold(About::Readings, 100, 2);
}

#[test]
fn records_of_a_list() {
    hold(About::Records, 30, 3);
}

#[test]
fn days_and_months() {
    hold(About::Days, 60, 4);
}
