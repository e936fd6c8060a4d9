//! Several mistakes in one run, each told once, the rest read as if nothing had happened.

use super::super::ast::{ItemBody, Part, Statement};
use super::{read, told};

/// A file of `lines` criteria; the given ones have another rule.
fn file(lines: usize, other: &[(usize, &str)]) -> String {
    let mut text = String::from("use labs\n\ninclusion {\n");
    for line in 1..=lines {
        let rule = other
            .iter()
            .find(|(at, _)| *at == line)
            .map_or("ALT, AST <= 3*ULN unless liver_infiltration then 5*ULN", |(_, rule)| rule);
        text.push_str(&format!("  I{line} \"item {line}\" {{\n    {rule}\n  }}\n"));
    }
    text.push_str("}\nexclusion {\n  E1 \"e\" asks pregnant\n}\n");
    text
}

fn items(text: &str) -> usize {
    let (file, _) = read(text);
    file.parts
        .iter()
        .map(|part| match part {
            Part::Section(section) => section
                .block
                .statements
                .iter()
                .filter(|statement| matches!(statement, Statement::Item(_)))
                .count(),
            _ => 0,
        })
        .sum()
}

#[test]
fn three_mistakes_in_two_hundred_lines() {
    let text = file(66, &[(5, "liver infiltration"), (30, "ALT <="), (60, "any lesions where site is")]);
    assert_eq!(
        told(&text),
        [
            "17:5 two-words `liver infiltration` is two words",
            "92:9 limit-missing a limit is missing behind `<=`",
            "182:28 option-missing an option is missing behind `is`",
        ]
    );
    assert_eq!(items(&text), 67);
}

#[test]
fn a_broken_line_stays_in_its_place() {
    let (file, _) = read(&file(3, &[(2, "liver infiltration")]));
    let Some(Part::Section(section)) = file.parts.get(1) else {
        panic!("a section");
    };
    let Some(Statement::Item(item)) = section.block.statements.get(1) else {
        panic!("an item");
    };
    let ItemBody::Block(block) = &item.body else {
        panic!("a block");
    };
    assert!(matches!(block.statements.as_slice(), [Statement::Broken(_)]));
}

#[test]
fn mistakes_of_every_kind_leave_their_neighbours() {
    for (rule, code) in [
        ("(ALT", "bracket-not-closed"),
        ("ALT)", "bracket-not-open"),
        ("(ALT <= 3\n    AST > 4", "bracket-not-closed"),
        ("f(a, (b)\n    c\n    d e f", "bracket-not-closed"),
        ("x is \"a", "text-not-closed"),
        ("any of { a; }", "syntax"),
        ("any of {\n a\n b c\n d\n}", "two-words"),
        ("sum of {\n a : 1\n b c : 2\n } > 3", "two-words"),
        ("sum off {\n a : 1\n b : 2\n } > 3", "two-words"),
        ("if a and then {\n b\n } otherwise {\n c\n }", "syntax"),
        ("any lesions were {\n site is brain\n }", "two-words"),
        ("site in {a, , b} and x", "syntax"),
        ("a and", "value-missing"),
        ("a \u{1} b", "control-character"),
        ("reading strict {", "bracket-not-closed"),
        ("I2.1 Text without quotes {\n a\n }", "item-text-unquoted"),
        ("I2.1 \"Text\"", "item-without-rule"),
        ("x is “a”", "curly-quotes"),
        ("x within 3 weeks before", "value-missing"),
    ] {
        let text = file(6, &[(3, rule)]);
        let found = told(&text);
        assert!(found.iter().any(|found| found.contains(&format!(" {code} "))), "{rule}: {found:#?}");
        assert!(found.len() <= 2, "{rule}: {found:#?}");
        assert_eq!(items(&text), 7, "{rule}: {found:#?}");
    }
}

#[test]
fn missing_and_stray_braces() {
    let good = file(4, &[]);
    for (from, to) in [
        ("then 5*ULN\n  }\n  I3", "then 5*ULN\n  I3"),
        ("then 5*ULN\n  }\n}\nexclusion", "then 5*ULN\n}\nexclusion"),
        ("then 5*ULN\n  }\n}\nexclusion", "then 5*ULN\n  }\nexclusion"),
        ("then 5*ULN\n  }\n  I3", "then 5*ULN\n  }\n  }\n  I3"),
        ("asks pregnant\n}\n", "asks pregnant\n"),
        ("asks pregnant\n}\n", "asks pregnant\n}\n}\n"),
        ("I2 \"item 2\" {", "I2 \"item 2\""),
        ("I2 \"item 2\" {", "I2 \"item 2 {"),
        ("I2 \"item 2\" {", "I2 item 2\" {"),
        ("I2 \"item 2\" {", "I2 item 2 {"),
    ] {
        let text = good.replacen(from, to, 1);
        assert_ne!(text, good);
        let found = told(&text);
        println!("{from:?} -> {to:?} {found:#?}");
        assert_eq!(found.len(), 1, "{to}: {found:#?}");
        assert_eq!(items(&text), 5, "{to}");
    }
}

#[test]
fn parts_of_a_file() {
    for (text, code) in [
        ("inclusoin {\n I1 \"x\" { a }\n}\n", "unknown-part"),
        ("I1 \"x\" { a }\n", "outside-section"),
        ("age >= 18\n", "outside-section"),
        ("facts {\n ALT lab U/L\n}\n", "colon-missing"),
        ("facts {\n liver infiltration : yes/no\n}\n", "two-words"),
        ("facts {\n before : date\n ALT : lab U/L\n}\n", "reserved-word"),
        ("facts {\n ALT : \n}\n", "value-missing"),
        ("facts {\n ALT : list of {\n a b\n }\n}\n", "colon-missing"),
        ("facts {\n ALT : grade 0-5\n}\n", "range-spelling"),
        ("facts {\n ALT : number 0-5\n}\n", "range-spelling"),
        ("facts {\n ALT : lab U/L plausible 1–10\n}\n", "range-spelling"),
        ("trial X {\n dates a,, b\n}\n", "syntax"),
        ("trial X {\n dates before\n}\n", "reserved-word"),
        ("define a b = 3\n", "two-words"),
        ("define a =\n", "syntax"),
        ("define a\n", "syntax"),
        ("define before = 3\n", "reserved-word"),
        ("use\n", "syntax"),
        ("use labs ecog\n", "two-words"),
        ("example \"x\" { a: 1 }\n", "syntax"),
        ("example \"x\" { a 1 } expect I1 pass\n", "colon-missing"),
        ("example { a: 1 } expect I1 pass\n", "syntax"),
        ("endpoint \"x\" { a }\n", "syntax"),
        ("inclusion\n  I1 \"x\" { a }\n", "syntax"),
        ("inclusion {\n I1 \"x\" asks before\n}\n", "reserved-word"),
        ("inclusion {\n I1 \"x\" asks\n}\n", "value-missing"),
    ] {
        let found = told(text);
        println!("{text:?} {found:#?}");
    }
}
