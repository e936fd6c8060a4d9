//! Bounded time and stack, whatever the text.

use super::super::{Formatted, format, parse};
use super::{good, read, told};
use crate::diagnostic::Diagnostics;
use crate::source::SourceId;
use proptest::prelude::*;
use std::time::{Duration, Instant};

const SAMPLE: &str = include_str!("sample.elig");

/// A criterion with one rule.
fn criterion(rule: &str) -> String {
    format!("inclusion {{\n  I1 \"x\" {{\n    {rule}\n  }}\n}}\n")
}

/// The findings, which must come quickly.
#[track_caller]
fn quickly(text: &str) -> Vec<String> {
    let start = Instant::now();
    let found = told(text);
    assert!(start.elapsed() < Duration::from_secs(3), "{:?}", start.elapsed());
    found
}

#[test]
fn deep_but_not_too_deep() {
    for rule in [
        format!("{}x{} > 3", "(".repeat(150), ")".repeat(150)),
        format!("{}x{} > 3", "sum of (".repeat(90), ")".repeat(90)),
        format!("{}x{} > 3", "f(".repeat(150), ")".repeat(150)),
        format!("{}x{} > 3", "sum of {a : (".repeat(60), ")}".repeat(60)),
        format!("{}x{}", "if a then (".repeat(60), ")".repeat(60)),
        format!("{}x", "not ".repeat(180)),
        format!("{}x", "if a then ".repeat(90)),
        format!("{}x unless y", "any a where ".repeat(66)),
        format!("x{}", " within 3 weeks before (a".repeat(120) + &")".repeat(120)),
        format!("{}x{}", "any of { ".repeat(60), " }".repeat(60)),
        format!("x <= {}", vec!["1"; 400].join(" + ")),
        format!("x <= 1{}", " unless a then 2".repeat(150)),
    ] {
        assert_eq!(quickly(&criterion(&rule)), Vec::<String>::new(), "{rule}");
    }
}

#[test]
fn deep_and_wrong() {
    // What fails inside must not be read again at each level.
    for rule in [
        format!("{}x y{} > 3", "(".repeat(150), ")".repeat(150)),
        format!("{}x y{} > 3", "sum of (".repeat(90), ")".repeat(90)),
        format!("{}x y{} > 3", "f(".repeat(150), ")".repeat(150)),
        format!("{}x y{} > 3", "start of (".repeat(90), ")".repeat(90)),
        format!("{}x y{} > 3", "a before (".repeat(90), ")".repeat(90)),
        format!("{}x y{} > 3", "sum of {a : (".repeat(60), ")}".repeat(60)),
        format!("{}x y{}", "any of { ".repeat(60), " }".repeat(60)),
        format!("{}x y{}", "I1 { ".repeat(90), " }".repeat(90)),
    ] {
        let found = quickly(&criterion(&rule));
        assert!(!found.is_empty(), "{rule}");
    }
}

#[test]
fn too_deep() {
    for rule in [
        "(".repeat(1_000_000),
        "(".repeat(5000) + &")".repeat(5000),
        "{".repeat(100_000),
        "any of {".repeat(20_000),
        "[{".repeat(100_000),
        "not ".repeat(100_000),
        "if a then ".repeat(100_000),
        "any a where ".repeat(100_000),
        "any a where\n".repeat(100_000),
        "sum of ".repeat(100_000),
        "date of ".repeat(100_000),
        "- ".repeat(100_000),
        "x unless ".repeat(100_000),
        "x + ".repeat(20_000) + "x",
        "x and ".repeat(20_000) + "x",
        "x at a ".repeat(100_000),
        "a, ".repeat(20_000) + "b <= 3",
        ")".repeat(100_000),
        "}".repeat(100_000),
        "(\n".repeat(10_000),
        "\"".repeat(100_001),
        "“".repeat(10_000),
        "in {".repeat(10_000),
        "a\n}\n".repeat(10_000),
        "x y\n".repeat(10_000),
        "(x\n".repeat(10_000),
        "x)\n".repeat(10_000),
        "I1 \"x\" {\n".repeat(10_000),
    ] {
        let shown: String = rule.chars().take(30).collect();
        let start = Instant::now();
        let found = told(&criterion(&rule));
        assert!(found.len() <= 102, "{shown:?} {}", found.len());
        assert!(start.elapsed() < Duration::from_secs(20), "{shown:?}");
        if !rule.starts_with("x and") && !rule.starts_with("a, ") {
            assert!(!found.is_empty(), "{shown:?}");
        }
        told(&rule);
    }
}

#[test]
fn a_long_line_is_read_quickly() {
    let text = criterion(&format!("site in {{{}}}", vec!["brain"; 200_000].join(", ")));
    assert_eq!(quickly(&text), Vec::<String>::new());
}

#[test]
fn too_large() {
    let text = " ".repeat((16 << 20) + 1);
    assert_eq!(
        told(&text),
        ["1:1 file-too-large a file of more than 16 MB is not read"]
    );
}

#[test]
fn every_prefix_of_a_file() {
    good(SAMPLE);
    // The trial sign by sign, the rest line by line.
    let trial = SAMPLE.find("trial NCT").unwrap();
    let after = SAMPLE.find("item 1").unwrap();
    for (end, _) in SAMPLE.char_indices() {
        if !(trial..after).contains(&end) && !SAMPLE[..end].ends_with('\n') {
            continue;
        }
        let prefix = &SAMPLE[..end];
        let mut out = Diagnostics::default();
        parse(SourceId(0), prefix, &mut out);
    }
}

#[test]
fn every_file_without_one_token() {
    // Whatever is lost, what is told is little.
    let mut worst = 0;
    let (end, _) = SAMPLE.match_indices("exclusion").nth(1).unwrap();
    let sample = &SAMPLE[..end];
    for (at, token) in sample.match_indices(|char: char| !char.is_alphanumeric() && char != ' ' && char != '_') {
        let mut text = sample.to_owned();
        text.replace_range(at..at + token.len(), " ");
        let mut out = Diagnostics::default();
        parse(SourceId(0), &text, &mut out);
        worst = worst.max(out.len());
    }
    assert!(worst <= 4, "{worst}");
}

/// What is laid out, which must be the same the second time; none where there are mistakes.
#[track_caller]
fn laid_out(text: &str) -> Option<String> {
    let mut out = Diagnostics::default();
    let once = match format(SourceId(0), text, &mut out) {
        Formatted::Text(once) => once,
        Formatted::Mistakes => return None,
        Formatted::Unsure => panic!("not laid out: {text:?}"),
    };
    let twice = format(SourceId(0), &once, &mut out);
    assert_eq!(twice, Formatted::Text(once.clone()), "{text:?}");
    Some(once)
}

#[test]
fn the_sample_comes_back() {
    let (file, _) = read(SAMPLE);
    let text = laid_out(SAMPLE).unwrap();
    let (second, found) = read(&text);
    assert_eq!(found, [], "{text}");
    assert_eq!(second.comments, file.comments);
}

/// Pieces of the language in any order.
fn soup() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "inclusion {\n",
        "exclusion {",
        "}",
        "}\n",
        "{",
        "(",
        ")",
        "[",
        "]",
        "I1 \"x\"",
        "I8.4",
        "\"",
        "\"\"\"",
        "“",
        "\n",
        "\n",
        " ",
        "and",
        "or",
        "not",
        "unless",
        "then",
        "if",
        "where",
        "any",
        "any of",
        "sum of",
        "of",
        "at least",
        "2",
        "3+",
        "1:80",
        "..",
        "4 weeks",
        "mg/dL",
        "10^9/L",
        "×",
        "x",
        "ULN",
        "<=",
        ">",
        "=",
        "is",
        "in",
        "within",
        "before",
        "from",
        "to",
        "otherwise",
        ":",
        ",",
        "#",
        "ALT",
        "facts {\n",
        "lab U/L",
        "define a =",
        "example",
        "expect",
        "é",
        "\u{1}",
        "\u{2}",
        "\u{3}",
        "\r\n",
        "-",
        "–",
        "trial X {\n",
        "reading",
        "asks",
        "\u{feff}",
    ]);
    prop::collection::vec(pieces, 0..60).prop_map(|pieces| pieces.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2000) })]

    #[test]
    fn any_text(text in any::<String>()) {
        let _ = laid_out(&text);
    }

    #[test]
    fn any_soup(text in soup()) {
        let (_, found) = read(&text);
        let _ = laid_out(&text);
        for one in found {
            let span = one.span().unwrap();
            prop_assert!(span.end as usize <= text.len() + 2);
            prop_assert!(!one.message.contains("you") && !one.message.ends_with('.'));
        }
    }

}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(25) })]

    #[test]
    fn any_damage(at in 0..SAMPLE.len(), length in 0usize..200, with in soup()) {
        let mut text = SAMPLE.to_owned();
        let start = (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        let end = (start + length..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len());
        text.replace_range(start..end, &with);
        let _ = laid_out(&text);
    }
}
