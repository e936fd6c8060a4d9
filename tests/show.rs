//! What `elig show` writes: all of the trial stands in it, and two rules that differ never read alike.

use std::collections::BTreeSet;

use elig::diagnostic::Diagnostics;
use elig::model::Trial;
use elig::report::show::{Document, Item, markdown};
use elig::source::{SourceId, Sources};

use crate::support::{Beside, TRIALS, compile, root};

fn text_of(id: &str) -> String {
    std::fs::read_to_string(root().join("trials").join(format!("{id}.elig"))).unwrap()
}

fn shown(name: &str, text: &str) -> (Trial, Document) {
    let (trial, out, sources) = compile(name, text, &Beside(root().join("trials")));
    assert!(
        !out.has_errors(),
        "{}",
        crate::support::lines(&out, &sources).join("\n")
    );
    let trial = trial.unwrap();
    let document = Document::of(&trial, &sources, SourceId(0));
    (trial, document)
}

fn markdown_of(document: &Document) -> String {
    let mut out = Vec::new();
    markdown::write(&mut out, document).unwrap();
    String::from_utf8(out).unwrap()
}

/// A small trial, written out; each criterion on its line.
fn lines_of(text: &str) -> Vec<String> {
    let (_, document) = shown("small.elig", text);
    let items = document.sections.iter().flat_map(|section| &section.items);
    items.map(|item| format!("{} {}", item.id, item.prose.flat())).collect()
}

#[test]
fn the_documents_of_both_trials() {
    for id in TRIALS {
        let (_, document) = shown(&format!("{id}.elig"), &text_of(id));
        // The fingerprints change with every word of a module and are held by a test of their own.
        let text = markdown_of(&document);
        let (before, _) = text.split_once("\nWritten by elig").unwrap();
        insta::with_settings!({snapshot_path => "show", prepend_module_to_snapshot => false}, {
            insta::assert_snapshot!(id, before);
        });
    }
}

/// Markdown's signs taken back.
fn plain(text: &str) -> String {
    let text = text.replace("<br>", "\n").replace("&lt;", "<").replace("&amp;", "&");
    let mut result = String::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => result.extend(chars.next()),
            c => result.push(c),
        }
    }
    result
}

#[test]
fn every_word_of_the_protocol_and_every_reading_stands_in_it() {
    for id in TRIALS {
        let (trial, document) = shown(&format!("{id}.elig"), &text_of(id));
        let page = plain(&markdown_of(&document));
        let criteria = trial
            .criteria
            .iter()
            .map(|criterion| (&criterion.text, &criterion.readings));
        let endpoints = trial
            .endpoints
            .iter()
            .map(|endpoint| (&endpoint.text, &endpoint.readings));
        let mut count = 0;
        for (text, readings) in criteria.chain(endpoints) {
            for words in text
                .iter()
                .map(|(text, _)| text)
                .chain(readings.iter().map(|note| &note.text))
            {
                assert!(page.contains(words.as_str()), "{id}: {words}");
                count += 1;
            }
        }
        for note in &trial.readings {
            assert!(page.contains(&note.text), "{id}: {}", note.text);
        }
        assert!(count > 60, "{count}");
        for criterion in &trial.criteria {
            assert!(page.contains(&format!("\n### {}\n", criterion.id)), "{}", criterion.id);
        }
        assert!(!page.contains("a mistake stood here"), "{id}");
        for question in document.facts.iter().map(|fact| &fact.question) {
            assert!(page.contains(question.as_str()), "{question}");
        }
    }
}

/// Rows of a table have as many cells as their head, whatever stands in them.
#[test]
fn no_text_breaks_a_table() {
    let (_, document) = shown(
        "bars.elig",
        r#"
trial BARS "A | B" {
  dates screening
  assessed at screening
}
facts { kind : one of {a, b} "Which | kind?" }
inclusion {
  I1 """One | two,
`three` *four* <five> [six](seven)""" {
    kind is a
    reading "By | the bar."
  }
}
"#,
    );
    let page = markdown_of(&document);
    let cells = |line: &str| line.replace("\\|", "").matches('|').count();
    let mut expected = None;
    for line in page.lines() {
        if line.starts_with('|') {
            assert_eq!(*expected.get_or_insert(cells(line)), cells(line), "{line}");
        } else {
            expected = None;
        }
    }
    assert!(plain(&page).contains("One | two,\n`three` *four* <five> [six](seven)"));
}

#[test]
fn the_fingerprint_is_that_of_the_file() {
    let (_, document) = shown("empty_but_one.elig", "inclusion { I1 \"x\" asks x }\n");
    let (name, digest) = &document.fingerprints[0];
    // By `sha256sum`.
    assert_eq!(name, "empty_but_one.elig");
    assert_eq!(
        digest,
        "1ddd5198d9e32d2481f64b4fa952695164dbde4836f203b11d8bb020146bd9be"
    );
    let (_, other) = shown("empty_but_one.elig", "inclusion { I1 \"x\" asks y }\n");
    assert_ne!(digest, &other.fingerprints[0].1);
}

#[test]
fn a_limit_that_stands_in_is_told() {
    let text = r#"
use labs
facts { GGT : lab U/L "Gamma-glutamyl transferase?" uln 55 U/L when absent }
trial T "T" {
  dates screening
  assessed at screening
}
inclusion { I1 "x" { GGT <= 2*ULN } }
"#;
    let (_, document) = shown("t.elig", text);
    let preface = document.preface().join("\n");
    assert!(preface.contains("these stand in: ULN of GGT 55 U/L."), "{preface}");
    let (_, document) = shown("t.elig", &text.replace(" uln 55 U/L when absent", ""));
    assert!(document.preface().join("\n").contains("none is assumed."));
}

#[test]
fn a_criterion_alone_brings_what_it_needs() {
    let (_, document) = shown("CHT101-SLE.elig", &text_of("CHT101-SLE"));
    let only = document.only(&["I2".to_owned()]);
    assert_eq!(only.ids().collect::<Vec<_>>(), ["I2"]);
    let titles: Vec<&str> = only.definitions.iter().map(|defined| defined.name.as_str()).collect();
    assert_eq!(titles, ["sledai_clinical", "sledai_serological", "sledai_2k"]);
    assert!(only.facts.iter().all(|fact| fact.read_by.contains("I2")));
}

const FACTS: &str = r#"
trial SMALL "Small" {
  dates screening, infusion
  assessed at screening
  readings within 28 days before screening
}
use labs
use demographics
facts {
  a : yes/no "A?"
  b : yes/no "B?"
  c : judgement "C?"
  stage : grade {I, II, III, IV} "Stage?"
  score : number 0..10 "Score?"
  surgery : date "Surgery?"
  stay : period "Stay?"
  interval : number months "Interval?"
  titre_of_ana : titre "ANA titre?"
  doses : list of { day_of_dose : date "Day", amount : number mg "Amount", agent : text "Agent", live : yes/no "Live?" } "Doses"
  echo : lab % "Ejection fraction?" with { method : one of {echo_method, MUGA} "Method" }
}
"#;

/// Every line of this list is a rule that means something else than all others; none reads like another.
const DIFFERENT: &[&str] = &[
    "a",
    "not a",
    "b",
    "c",
    "a and b",
    "a or b",
    "not (a and b)",
    "not (a or b)",
    "at least 2 of (a, b, c)",
    "at most 2 of (a, b, c)",
    "exactly 2 of (a, b, c)",
    "at least 1 of (a, b, c)",
    "all of (a, b, c)",
    "(a and b) or c",
    "a and (b or c)",
    "(a or b) and c",
    "a or (b and c)",
    "if a then b",
    "if b then a",
    "if a then b otherwise c",
    "if a then c otherwise b",
    "(if a then b) or c",
    "if a then (b or c)",
    "b unless a",
    "a unless b",
    "stage >= III",
    "stage > III",
    "stage <= III",
    "stage < III",
    "stage is III",
    "stage is not III",
    "stage in {I, III}",
    "stage not in {I, III}",
    "stage in {I, II, IV}",
    "score in 2..5",
    "not score in 2..5",
    "score >= 2",
    "score > 2",
    "score = 2",
    "score != 2",
    "score >= 1/3",
    "score >= 0.33333",
    "score + 1 >= 2",
    "score - 1 >= 2",
    "1 - score >= 2",
    "score * 2 >= 2",
    "score / 2 >= 2",
    "2 / score >= 2",
    "score ^ 2 >= 2",
    "score ^ (1/2) >= 2",
    "-score >= 2",
    "(score + 1) * 2 >= 2",
    "score + 1 * 2 >= 2",
    "score - (1 - score) >= 2",
    "score - 1 - score >= 2",
    "highest of (score, 3) >= 2",
    "lowest of (score, 3) >= 2",
    "sum of (score, 3) >= 2",
    "mean of (score, 3) >= 2",
    "median of (score, 3) >= 2",
    "score >= 2 unless a then 3",
    "score >= 3 unless a then 2",
    "score >= 2 unless b then 3",
    "score >= 2 unless a then 3 unless b then 4",
    "score >= 2 unless b then 4 unless a then 3",
    "sum of { a : 2, b : 3 } >= 2",
    "sum of { a : 3, b : 2 } >= 2",
    "highest of { a : 2, b : 3 } >= 2",
    "lowest of { a : 2, b : 3 } >= 2",
    "count of { a, b } >= 2",
    "first of { a : 2, b : 3 } >= 2",
    "first of { a : 2, otherwise : 3 } >= 2",
    "surgery within 4 weeks before screening",
    "surgery less than 4 weeks before screening",
    "surgery at least 4 weeks before screening",
    "surgery more than 4 weeks before screening",
    "not surgery within 4 weeks before screening",
    "not surgery less than 4 weeks before screening",
    "not surgery at least 4 weeks before screening",
    "not surgery more than 4 weeks before screening",
    "surgery within 4 weeks after screening",
    "surgery within 4 weeks around screening",
    "not surgery at least 4 weeks after screening",
    "not surgery more than 4 weeks after screening",
    "surgery at least 4 weeks around screening",
    "surgery within 4 weeks before infusion",
    "surgery within 29 days before screening",
    "surgery within 1 month before screening",
    "surgery within 672 h before screening",
    "surgery before screening",
    "surgery after screening",
    "surgery from screening to infusion",
    "surgery from infusion to screening",
    "surgery within shorter of (2 weeks, 1 month) before screening",
    "surgery within longer of (2 weeks, 1 month) before screening",
    "surgery within (2 weeks unless a then 1 month) before screening",
    "surgery within 4 weeks before 2 weeks before screening",
    "surgery within 2 weeks before 4 weeks before screening",
    "surgery < screening",
    "surgery <= screening",
    "surgery = screening",
    "surgery != screening",
    "screening - surgery >= 30 days",
    "surgery - screening >= 30 days",
    "surgery + 30 days < screening",
    "surgery - 30 days < screening",
    "stay within 4 weeks before screening",
    "stay at least 4 weeks before screening",
    "not stay at least 4 weeks before screening",
    "start of stay at least 4 weeks before screening",
    "end of stay at least 4 weeks before screening",
    "duration of stay >= 4 weeks",
    "surgery in stay",
    "interval >= 3 months",
    "interval >= 3 weeks",
    "interval >= 3 years",
    "2 * interval >= 3 months",
    "titre_of_ana >= 1:80",
    "titre_of_ana >= 1:160",
    "age >= 18 years",
    "age >= 216 months",
    "age at infusion >= 18 years",
    "age in 18..65 years",
    "ALT <= 3*ULN",
    "ALT <= 3*LLN",
    "ALT < 3*ULN",
    "ALT <= 3 * ULN of AST",
    "ALT <= 3*ULN unless a then 5*ULN",
    "AST <= 3*ULN",
    "ALT, AST <= 3*ULN",
    "any of (ALT, AST) <= 3*ULN",
    "none of (ALT, AST) <= 3*ULN",
    "ALT at infusion <= 3*ULN",
    "ALT <= 3 U/L",
    "ALT <= AST",
    "ALT / AST <= 2",
    "ALT + AST <= 5 * ULN of ALT",
    "ALT + AST <= 5 * ULN of AST",
    "(ALT where value > 5 U/L) <= 3*ULN",
    "(ALT where ALT > 5 U/L and ALT < ULN) <= 3*ULN",
    "(ALT within 7 days before screening) <= 3*ULN",
    "(ALT within 8 days before screening) <= 3*ULN",
    "any ALT where value <= 3*ULN",
    "no ALT where value <= 3*ULN",
    "all ALT where value <= 3*ULN",
    "at least 2 ALT where value <= 3*ULN",
    "any ALT within 7 days before screening where value <= 3*ULN",
    "highest of ALT <= 50 U/L",
    "lowest of ALT <= 50 U/L",
    "mean of latest 3 of ALT <= 50 U/L",
    "mean of latest 4 of ALT <= 50 U/L",
    "mean of ALT <= 50 U/L",
    "date of ALT before infusion",
    "method of echo is MUGA",
    "(echo where method is MUGA) >= 50 %",
    "(echo where method is not MUGA) >= 50 %",
    "count of doses >= 2",
    "count of (doses where live) >= 2",
    "count of (doses where not live) >= 2",
    "any doses where live",
    "no doses where live",
    "all doses where live",
    "not all doses where live",
    "at least 2 doses where live",
    "at most 2 doses where live",
    "exactly 2 doses where live",
    "any doses where amount > 2 mg",
    "any doses where amount > 2 g",
    "any doses where live and amount > 2 mg",
    "(any doses where live) and (any doses where amount > 2 mg)",
    "any doses where agent = \"x\"",
    "any doses where agent = \"y\"",
    "any doses where agent != \"x\"",
    "any doses within 4 weeks before screening where live",
    "at least 2 doses at least 7 days apart",
    "at least 2 doses at least 8 days apart",
    "at least 2 doses",
    "sum of amount over doses >= 2 mg",
    "highest of amount over doses >= 2 mg",
    "lowest of amount over doses >= 2 mg",
    "mean of amount over doses >= 2 mg",
    "sum of amount over (doses where live) >= 2 mg",
    "latest of day_of_dose over doses before screening",
    "earliest of day_of_dose over doses before screening",
    "any day within 2 weeks before screening where { sum of amount over (doses where day_of_dose within 1 day before day) > 2 mg }",
    "all day within 2 weeks before screening where { sum of amount over (doses where day_of_dose within 1 day before day) > 2 mg }",
    "no doses where any ALT where value > 3*ULN and date within 1 week after day_of_dose",
    "weight / (height * height) < 40 kg/m2",
    "weight[kg] / height[m] < 40",
    "weight[g] / height[m] < 40",
    "(weight[kg] * 2)[mg] < 40 mg",
    "(weight[kg] * 2)[g] < 40 g",
];

#[test]
fn no_two_rules_that_differ_read_alike() {
    let mut seen: Vec<(String, &str)> = Vec::new();
    let mut alike = Vec::new();
    for rule in DIFFERENT {
        let text = format!("{FACTS}inclusion {{ I1 \"x\" {{ {rule} }} }}\n");
        let line = lines_of(&text).remove(0);
        if let Some((_, other)) = seen.iter().find(|(known, _)| *known == line) {
            alike.push(format!("`{other}` and `{rule}`: {line}"));
        }
        seen.push((line, rule));
    }
    assert!(alike.is_empty(), "{}", alike.join("\n"));
    let page: Vec<String> = seen.iter().map(|(line, rule)| format!("{rule}\n    {line}")).collect();
    insta::with_settings!({snapshot_path => "show", prepend_module_to_snapshot => false}, {
        insta::assert_snapshot!("shapes", page.join("\n"));
    });
}

/// A word or sign of the rules, with its place.
#[derive(Debug, Clone, Copy)]
struct Token<'a> {
    start: usize,
    text: &'a str,
}

/// The words and signs of a text, quotes and comments left out.
fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut found = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        let class = |c: char| -> u8 {
            match c {
                c if c.is_alphanumeric() || matches!(c, '_' | '.') => 1,
                '<' | '>' | '=' | '!' => 2,
                _ => 0,
            }
        };
        match c {
            '"' if text[start..].starts_with("\"\"\"") => {
                let end = start + 3 + text[start + 3..].find("\"\"\"").unwrap() + 3;
                while chars.peek().is_some_and(|(at, _)| *at < end) {
                    chars.next();
                }
            }
            '"' => while chars.next().is_some_and(|(_, c)| c != '"') {},
            '#' => while chars.next().is_some_and(|(_, c)| c != '\n') {},
            c if class(c) > 0 => {
                let mut end = start + c.len_utf8();
                while let Some((at, next)) = chars.peek().copied() {
                    if class(next) != class(c) {
                        break;
                    }
                    end = at + next.len_utf8();
                    chars.next();
                }
                let text = &text[start..end];
                found.push(Token { start, text });
            }
            _ => {}
        }
    }
    found
}

/// What may stand in place of a word: something of the same kind that means something else.
fn instead(token: &str) -> Vec<String> {
    let words: &[&str] = match token {
        "<=" => &["<", ">="],
        "<" => &["<=", ">"],
        ">=" => &[">", "<="],
        ">" => &[">=", "<"],
        "=" => &["!="],
        "and" => &["or"],
        "or" => &["and"],
        "any" => &["no", "all"],
        "all" => &["any", "none"],
        "no" => &["any"],
        "none" => &["any"],
        "least" => &["most"],
        "most" => &["least"],
        "more" => &["less"],
        "within" => &["at least", "less than"],
        "before" => &["after"],
        "after" => &["before"],
        "is" => &["is not"],
        "in" => &["not in"],
        "not" => &[""],
        "days" => &["weeks"],
        "day" => &["week"],
        "weeks" => &["days"],
        "week" => &["days"],
        "months" => &["weeks"],
        "years" => &["months"],
        "ULN" => &["LLN"],
        "highest" => &["lowest"],
        "shorter" => &["longer"],
        "screening" => &["consent", "infusion"],
        "enrolment" | "infusion" | "consent" => &["screening"],
        "blood_collection" => &["infusion"],
        "ALT" => &["AST"],
        "WBC" => &["ANC"],
        "positive" => &["negative"],
        "negative" => &["positive"],
        "baseline" => &["month_1"],
        "sum" => &["highest"],
        _ => &[],
    };
    let mut words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
    if token.chars().all(|c| c.is_ascii_digit() || c == '.') && token.starts_with(|c: char| c.is_ascii_digit()) {
        // A range is one word here: `18..65`.
        for part in token.split("..").filter(|part| !part.is_empty()) {
            if part.contains('.') {
                words.push(token.replacen(part, &format!("{part}1"), 1));
            } else if let Ok(number) = part.parse::<i64>() {
                words.push(token.replacen(part, &(number + 1).to_string(), 1));
            }
        }
    }
    words
}

/// A trial's model and document without lint, which says nothing of what a rule means.
fn checked(name: &str, text: &str) -> Option<(Trial, Document)> {
    let mut sources = Sources::default();
    let file = sources.add(name, text);
    let mut out = Diagnostics::default();
    let tree = elig::syntax::parse(file, text, &mut out);
    let used = elig::library::load(&mut sources, &tree, file, &Beside(root().join("trials")), &mut out);
    let trial = elig::check::check(&tree, &used, name, &mut out);
    if out.has_errors() {
        return None;
    }
    let document = Document::of(&trial, &sources, file);
    Some((trial, document))
}

/// A rule's meaning: the model without the places in the text, facts by their names.
fn meaning(rule: &impl std::fmt::Debug, trial: &Trial) -> String {
    let text = format!("{rule:?}");
    let mut result = String::new();
    for part in text.split("span: ") {
        // `0:12..15`
        let place = |c: char| c.is_ascii_digit() || c == ':' || c == '.';
        result.push_str(part.trim_start_matches(place));
    }
    let mut named = String::new();
    for part in result.split("FactId(") {
        let number = part.split(')').next().and_then(|number| number.parse::<usize>().ok());
        named.push_str(number.map_or("", |number| trial.facts[number].name.as_str()));
        named.push_str(part);
        // The number itself says nothing.
        if let Some(number) = number {
            let tail = &part[number.to_string().len()..];
            named.truncate(named.len() - part.len());
            named.push_str(tail);
        }
    }
    named
}

/// What a criterion reads like, with the definitions it needs.
fn reads(document: &Document, item: &Item) -> String {
    let only = document.clone().only(std::slice::from_ref(&item.id));
    let definitions = only
        .definitions
        .iter()
        .map(|defined| format!("\n{} {}", defined.mark, defined.prose.flat()));
    format!("{}{}", item.prose.flat(), definitions.collect::<String>())
}

/// Each constant, sign, word, window and option of both trials changed, one at a time: where the meaning of a criterion
/// changes, what it reads like does.
#[test]
fn a_changed_rule_reads_otherwise() {
    for id in TRIALS {
        let whole = text_of(id);
        // Worked cases are no rules.
        let text = whole.find("\nexample ").map_or(whole.as_str(), |at| &whole[..at]);
        let name = format!("{id}.elig");
        let (trial, document) = checked(&name, text).unwrap();
        let rules = |trial: &Trial| -> Vec<(String, String)> {
            let criteria = trial.criteria.iter().map(|c| (c.id.clone(), meaning(&c.rule, trial)));
            let endpoints = trial.endpoints.iter().map(|e| (e.id.clone(), meaning(&e.rule, trial)));
            criteria.chain(endpoints).collect()
        };
        let told_at = |document: &Document, at: usize| -> String {
            let item = document.sections.iter().flat_map(|section| &section.items).nth(at);
            reads(document, item.unwrap())
        };
        let meant = rules(&trial);
        let told: Vec<String> = (0..meant.len()).map(|at| told_at(&document, at)).collect();
        let begin = text.find("\ninclusion {").unwrap();
        let mut changed = 0;
        let mut kinds = BTreeSet::new();
        let mut silent = Vec::new();
        let mut mutants: Vec<(String, String)> = Vec::new();
        for token in tokens(text).into_iter().filter(|token| token.start > begin) {
            for word in instead(token.text) {
                let end = token.start + token.text.len();
                let line = text[..token.start].matches('\n').count() + 1;
                let told = format!("line {line}: `{}` became `{word}`", token.text);
                mutants.push((told, format!("{}{word}{}", &text[..token.start], &text[end..])));
            }
        }
        // Each option of a set left out.
        for (at, _) in text.match_indices(", ").filter(|(at, _)| *at > begin) {
            let rest = &text[at + 2..];
            let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(0);
            if end > 0 && rest[end..].starts_with(['}', ',']) {
                let line = text[..at].matches('\n').count() + 1;
                let told = format!("line {line}: `{}` left out", &rest[..end]);
                mutants.push((told, format!("{}{}", &text[..at], &rest[end..])));
            }
        }
        for (what, mutant) in mutants {
            let Some((trial, document)) = checked(&name, &mutant) else {
                continue;
            };
            let now_meant = rules(&trial);
            if now_meant.len() != meant.len() {
                continue;
            }
            for (at, ((id, meaning), (_, before))) in now_meant.iter().zip(&meant).enumerate() {
                if meaning == before {
                    continue;
                }
                changed += 1;
                kinds.insert(what.split('`').nth(1).unwrap_or("").to_owned());
                if told_at(&document, at) == told[at] {
                    silent.push(format!("{id}, {what}: {}", told[at]));
                }
            }
        }
        assert!(changed > 150, "{id}: only {changed} changes");
        assert!(kinds.len() > 25, "{id}: {kinds:?}");
        assert!(
            silent.is_empty(),
            "{id}: {} of {changed}\n{}",
            silent.len(),
            silent.join("\n")
        );
    }
}
