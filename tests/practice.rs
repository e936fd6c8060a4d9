//! The trials of other sponsors: every item of their protocols under its number, worked cases that come out as expected and
//! reach everything, and nothing for lint to find.
//!
//! Their protocols are other people's texts. What is kept of each is its outline (`tests/outlines`): the marks of its items as
//! they stand on the page, and no sentence.

use std::process::Command;

use elig::examples;
use elig::library::{Modules, Protocol};
use elig::model::Trial;
use elig::source::Span;

use crate::support::{Beside, PRACTICE, compile, lines, root, shipped};

/// Files beside a trial, and the outline of its protocol.
struct WithOutline(Beside);

impl Modules for WithOutline {
    fn load(&self, name: &str, beside: &str) -> Option<(String, String)> {
        self.0.load(name, beside)
    }

    fn protocol(&self, trial: &str) -> Option<Protocol> {
        let path = root().join("tests/outlines").join(format!("{trial}.txt"));
        let name = path.display().to_string();
        Some(match std::fs::read_to_string(path) {
            Ok(text) => Protocol::Text(name, text),
            Err(_) => Protocol::Missing(name),
        })
    }
}

fn against_outline(id: &str, text: &str) -> (Trial, Vec<String>) {
    let beside = WithOutline(Beside(root().join("trials/practice")));
    let (trial, out, sources) = compile(&format!("trials/{id}.elig"), text, &beside);
    (trial.unwrap(), lines(&out, &sources))
}

fn text_of(id: &str) -> String {
    std::fs::read_to_string(root().join(format!("trials/{id}.elig"))).unwrap()
}

#[test]
fn the_list_names_each() {
    let mut found: Vec<String> = std::fs::read_dir(root().join("trials/practice"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "elig"))
        .map(|path| format!("practice/{}", path.file_stem().unwrap().to_str().unwrap()))
        .collect();
    found.sort();
    assert_eq!(found, PRACTICE);
}

#[test]
fn every_item_has_its_criterion_and_lint_finds_nothing() {
    for id in PRACTICE {
        let (trial, found) = against_outline(id, &text_of(id));
        assert!(found.is_empty(), "{}", found.join("\n"));
        assert!(trial.criteria.iter().all(|criterion| criterion.text.is_some()), "{id}");
    }
}

/// The outlines hold: whichever criterion is gone, or has another number, is told, and no other is.
#[test]
fn an_outline_misses_what_is_gone() {
    let mut tried = 0;
    for id in PRACTICE {
        let text = text_of(id);
        // Worked cases name criteria, and a name that is none is a mistake of its own.
        let rules = text.split_once("\nexample ").map_or(text.as_str(), |(rules, _)| rules);
        let (trial, found) = against_outline(id, rules);
        assert!(found.is_empty(), "{id}: {}", found.join("\n"));
        for criterion in &trial.criteria {
            let with = |span: Span, new: &str| {
                let mut text = rules.to_owned();
                text.replace_range(span.start as usize..span.end as usize, new);
                against_outline(id, &text).1
            };
            let number = &criterion.id;
            let other = match number.rsplit_once('.') {
                Some((above, _)) => format!("{above}.77"),
                None => format!("{}77", &number[..1]),
            };
            let found = with(criterion.id_span, &other);
            assert_eq!(missed(&found), [number.as_str()], "{id}");
            let unknown = format!("the protocol has no item {other}");
            assert!(
                found.iter().any(|line| line.ends_with(&unknown)),
                "{id} {number}: {found:?}"
            );
            // With it go its parts.
            let parts = trial.criteria.iter().filter(|part| criterion.span.contains(part.span));
            let gone: Vec<&str> = parts.map(|part| part.id.as_str()).collect();
            assert_eq!(missed(&with(criterion.span, "")), gone, "{id}");
            tried += 1;
        }
    }
    assert!(tried > 300, "{tried}");
}

/// The items that are told to have no criterion.
fn missed(found: &[String]) -> Vec<&str> {
    let items = found.iter().filter_map(|line| line.strip_suffix(" has no criterion"));
    items.filter_map(|line| line.rsplit(' ').next()).collect()
}

#[test]
fn worked_cases_come_out_as_expected_and_reach_everything() {
    for id in PRACTICE {
        let trial = shipped(id);
        let run = examples::run(&trial);
        assert!(run.cases.len() >= 4, "{id}: {} cases", run.cases.len());
        let failed: Vec<&String> = run
            .cases
            .iter()
            .filter(|case| !case.passed())
            .map(|case| &case.title)
            .collect();
        assert!(failed.is_empty(), "{id}: {failed:?}");
        let reached = &run.coverage;
        let unnamed: Vec<&String> = reached.unreached_criteria().map(|criterion| &criterion.id).collect();
        assert!(unnamed.is_empty(), "{id}: {unnamed:?}");
        assert_eq!(reached.unreached_branches().count(), 0, "{id}");
        // Of the whole patient each of the three is shown.
        for verdict in ["eligible", "ineligible", "undetermined"] {
            let shown = |case: &examples::Case| case.expectations.iter().any(|met| met.expected == verdict);
            assert!(run.cases.iter().any(shown), "{id}: no case is {verdict}");
        }
    }
}

/// A heading says in few words what its criterion is about. Whether it is in words of ours cannot be told without the text; a
/// sentence taken over as it stands would mostly be longer.
#[test]
fn headings_are_short() {
    for id in PRACTICE {
        for criterion in &shipped(id).criteria {
            let (text, _) = criterion.text.as_ref().unwrap();
            let (words, signs) = (text.split_whitespace().count(), text.chars().count());
            assert!(
                words <= 20 && signs <= 135,
                "{id} {}: {words} words, {signs} signs",
                criterion.id
            );
        }
    }
}

/// The figures of the page are those of the command, and so is the one criterion that asks a person of its own accord.
#[test]
fn coverage_is_as_its_page_says() {
    let stats = |format: &str| {
        let run = Command::new(env!("CARGO_BIN_EXE_elig"))
            .args(["stats", "trials", "--protocol", "tests/outlines", "--format", format])
            .current_dir(root())
            .output()
            .unwrap();
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
        String::from_utf8(run.stdout).unwrap()
    };
    let path = root().join("docs/coverage.md");
    let page = std::fs::read_to_string(&path).unwrap();
    let (before, rest) = page.split_once("<!-- figures -->\n").unwrap();
    let (figures, after) = rest.split_once("<!-- end -->").unwrap();
    let written = stats("markdown");
    if std::env::var_os("ELIG_UPDATE").is_some() {
        std::fs::write(&path, format!("{before}<!-- figures -->\n{written}<!-- end -->{after}")).unwrap();
    } else {
        assert!(figures == written, "ELIG_UPDATE=1 cargo test --test elig coverage");
    }
    let total: serde_json::Value = serde_json::from_str(&stats("json")).unwrap();
    let criteria = &total["total"]["criteria"];
    let count = |name: &str| criteria[name].as_u64().unwrap();
    let (all, judged, left) = (
        count("all"),
        count("judged") + count("mixed"),
        count("left_to_a_person"),
    );
    let page = page.split_whitespace().collect::<Vec<_>>().join(" ");
    let says = |words: &str| assert!(page.contains(words), "the page does not say: {words}");
    says(&format!("Of the {all} criteria, {judged} read a judgement"));
    says(&format!("the words of {left} of these leave it to a person"));
    let others = judged - 16;
    let share = (others * 100 + all / 2) / all;
    says("Sixteen name the person or the opinion");
    says(&format!("{others} of {all}, or {share} %, would stand outside"));
    // A person is asked for nothing that a protocol does not leave to one, but here.
    assert_eq!(criteria["not_left"], serde_json::json!(["NCT03424005 E18"]));
    assert_eq!(judged - left, 1);
    says(
        "The one without any such word is NCT03424005 E18: whether a need for immunosuppressants is to be anticipated",
    );
}
