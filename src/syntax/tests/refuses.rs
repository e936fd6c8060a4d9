//! What is told, and where.

use super::told;

/// The findings of one line in a criterion, without `3:`.
fn line(text: &str) -> Vec<String> {
    let found = told(&format!("inclusion {{\n  I1 \"x\" {{\n{text}\n  }}\n}}\n"));
    found
        .into_iter()
        .map(|found| found.strip_prefix("3:").map(str::to_owned).unwrap_or(found))
        .collect()
}

#[test]
fn show() {
    for text in [
        "liver infiltration",
        "ALT <= 3*ULN unless liver infiltration then 5*ULN",
        "ALT <=",
        "ALT <= and x",
        "x is",
        "x is not",
        "1 < x < 5",
        "if sex is female contraception",
        "if sex is female",
        "ALT <= 3*ULN unless liver_infiltration 5*ULN",
        "ALT <= 3*ULN unless liver_infiltration then",
        "ALT <= 3*ULN unless",
        "before >= 3",
        "x within 4 weeks",
        "x within 4 weeks before",
        "x within weeks before y",
        "x <= %",
        "ALT <= 3 ULN",
        "ALT <= 3ULN",
        "ALT < = 3",
        "ALT =< 3 and b => 4 and c == 5 and d <> 6",
        "a && b",
        "a || b",
        "ecog in 0-2",
        "age in 18–65 years",
        "age 18–65",
        "ecog 2",
        "x >= 2,500",
        "platelets >= 100 x 109/L",
        "a or b and c",
        "a and b or c and d unless e",
        "a unless b or c and d",
        "ALT greater than 3",
        "ALT less than 3 U/L",
        "ALT at least 3 U/L",
        "x;",
        "x // why",
        "any lesions > 3",
        "(a unless b or c) and d",
        "a unless b unless c",
        "if a unless b then c otherwise d",
        "x is positive unless a then b",
        "ALT, AST",
        "a > 1, b > 2",
        "x at least 2 weeks apart",
        "I5 Age at least 18",
        "I5 \"Age\"",
        "x in {a, b c}",
        "x in {a, }, }",
        "sum of { a : 1, b : }",
        "x within 4 weeks prior to y",
        "any of ALT, AST > 3",
        ")",
        "(a",
        "x <= 'a'",
        "reading",
        "x ! y",
        "x = $",
        "any where x",
    ] {
        println!("{text:60} {:#?}", line(text));
    }
}
