//! What is told about one line, where, and with which cure.

use super::read;
use crate::source::Sources;

/// A line, `column code message`, the help.
#[rustfmt::skip]
const LINES: &[(&str, &str, &str)] = &[
    ("liver infiltration", "1 two-words `liver infiltration` is two words", "`liver_infiltration`"),
    ("ALT <= 3*ULN unless liver infiltration then 5*ULN", "21 two-words `liver infiltration` is two words", "`liver_infiltration`"),
    ("ALT <=", "5 limit-missing a limit is missing behind `<=`", "ALT <= 3*ULN"),
    ("ALT <= and x", "5 limit-missing a limit is missing behind `<=`", "ALT <= 3*ULN"),
    ("x is", "3 option-missing an option is missing behind `is`", "is positive"),
    ("x is not", "6 option-missing an option is missing behind `is not`", "is not positive"),
    ("1 < x < 5", "7 comparison-chain `x` stands between two comparisons", "1 < x and x < 5"),
    ("if sex is female contraception", "18 then-missing `then` is missing behind the condition of `if`", "if sex is female then contraception"),
    ("if sex is female", "1 then-missing `then` is missing behind the condition of `if`", "if sex is female then …"),
    ("ALT <= 3*ULN unless liver_infiltration 5*ULN", "40 then-missing `then` is missing behind the condition of `unless`", "unless liver_infiltration then 5*ULN"),
    ("ALT <= 3*ULN unless liver_infiltration then", "40 value-missing a value or a condition is missing behind `then`", "ALT <= 3*ULN unless liver_infiltration then …"),
    ("ALT <= 3*ULN unless", "14 value-missing a condition is missing behind `unless`", "ALT <= 3*ULN unless …"),
    ("before >= 3", "1 reserved-word `before` is a word of the language and no name", "call it `before_…`"),
    ("x within 4 weeks", "12 syntax `before` or `after` is missing behind `weeks`", "x within 4 weeks before …"),
    ("x within 4 weeks before", "18 value-missing a date is missing behind `before`", "x within 4 weeks before …"),
    ("x within weeks before y", "10 unit-without-number a number is missing before `weeks`", "2 weeks"),
    ("x <= %", "6 unit-without-number a number is missing before `%`", "<= 50 %"),
    ("ALT <= 3 ULN", "8 times-missing a multiple is written `3*ULN`", "3*ULN"),
    ("ALT <= 3ULN", "8 times-missing a multiple is written `3*ULN`", "3*ULN"),
    ("ALT < = 3", "5 operator-spelling `< =` is written `<=`", "`<=`"),
    ("ALT =< 3 and b => 4 and c == 5 and d <> 6", "5 operator-spelling `=<` is written `<=`", "`<=`"),
    ("a && b", "3 operator-spelling `&&` is written `and`", "`and`"),
    ("a || b", "3 operator-spelling `||` is written `or`", "`or`"),
    ("ecog in 0-2", "9 range-spelling a range is written `0..2`", "0..2"),
    ("age in 18–65 years", "8 range-spelling a range is written `18..65 years`", "18..65 years"),
    ("age 18–65", "5 range-spelling a range is written `in 18..65`", "age in 18..65"),
    ("ecog 2", "6 syntax a comparison is missing between `ecog` and `2`", "ecog >= 2\necog in 0..2"),
    ("x >= 2,500", "6 thousands-comma a number has no comma in it: `2500`", "2500"),
    ("platelets >= 100 x 109/L", "20 lost-superscript `109/L` has lost its superscript", "100×10⁹/L"),
    ("a or b and c", "3 and-or-mixed `or` beside `and` can be read in two ways", "(a or b) and c\na or (b and c)"),
    ("a and b or c and d unless e", "9 and-or-mixed `or` beside `and` can be read in two ways", "a and (b or c) and d unless e\n(a and b) or (c and d) unless e"),
    ("a unless b or c and d", "12 and-or-mixed `or` beside `and` can be read in two ways", "(b or c) and d\nb or (c and d)"),
    ("ALT greater than 3", "5 words-for-sign `greater than` is written `>`", "ALT > 3"),
    ("ALT less than 3 U/L", "5 words-for-sign `less than` begins a window of time; a comparison is written `<`", "ALT < 3 U/L\nALT less than 3 U/L before …"),
    ("ALT at least 3 U/L", "5 words-for-sign `at least` begins a window of time; a comparison is written `>=`", "ALT >= 3 U/L\nALT at least 3 U/L before …"),
    ("x;", "2 syntax a line ends without `;`", "delete it"),
    ("x // why", "3 syntax a comment begins with `#`", "# why"),
    ("any lesions > 3", "13 syntax what is asked of each record stands behind `where`", "any lesions where … > 3"),
    ("a unless b unless c", "12 unless-inside an `unless` inside an `unless` needs brackets", "unless (… unless c)"),
    ("if a unless b then c otherwise d", "22 then-missing `then` is missing behind the condition of `if`", "if a unless b then c then otherwise d"),
    ("x is positive unless a then b", "22 exception-without-limit `unless … then …` changes the limit of a comparison, and there is none here", "if a then … otherwise …"),
    ("ALT, AST", "1 list-without-relation `ALT, AST` is compared with nothing", "ALT, AST <= …"),
    ("a > 1, b > 2", "1 list-without-relation a comma stands only between the subjects of one comparison", "a > 1 and …"),
    ("x at least 2 weeks apart", "3 apart-without-count `apart` stands only behind what is counted", "at least 2 … at least 2 weeks apart where …"),
    ("I5 Age at least 18", "4 item-text-unquoted the text of a criterion stands in quotes", "I5 \"Age at least 18\" {"),
    ("I5 \"Age\"", "1 item-without-rule criterion I5 has no rule behind its text", "I5 \"…\" { … }\nI5 \"…\" asks …\nI5 \"…\" judged …"),
    ("x in {a, b c}", "10 two-words `b c` is two words", "`b_c`\nb, c"),
    ("sum of { a : 1, b : }", "19 value-missing a kind or a value is missing behind `:`", "a : 1, b : …"),
    ("x within 4 weeks prior to y", "18 syntax `prior` stands where `before` or `after` is expected", "x within 4 weeks before …"),
    ("any of ALT, AST > 3", "1 list-without-relation what is counted stands in brackets", "any of (ALT, AST) > 2*ULN"),
    (")", "1 bracket-not-open nothing is open that this `)` could close", "delete it, or write `(` where it begins"),
    ("(a", "1 bracket-not-closed this `(` is not closed", "write `)` where it ends"),
    ("x <= 'a'", "6 syntax a text stands in double quotes", "\"…\""),
    ("x ! y", "5 syntax `y` stands where a comparison is expected", ""),
    ("x = $", "3 limit-missing a limit is missing behind `=`", "x = 3*ULN"),
    ("any where x", "1 value-missing what is counted is missing behind `any`", "any … where x"),
];

#[test]
fn every_mistake_has_its_place_and_its_cure() {
    let mut wrong = Vec::new();
    for (line, wanted, help) in LINES {
        let text = format!("inclusion {{\n  I1 \"x\" {{\n{line}\n  }}\n}}\n");
        let mut sources = Sources::default();
        let id = sources.add("test.elig", text.as_str());
        let (_, found) = read(&text);
        let first = found.first().unwrap();
        let start = first.span().map_or(0, |span| span.start as usize);
        let (_, column) = sources.get(id).unwrap().position(start);
        let told = format!("{column} {} {}", first.code.name, first.message);
        let cure = first.help.clone().unwrap_or_default();
        if told != *wanted || cure != *help {
            wrong.push(format!(
                "{line}\n  told   {told:?} {cure:?}\n  wanted {wanted:?} {help:?}"
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_fix_mends_its_line() {
    for (line, told, _) in LINES {
        let mut text = format!("inclusion {{\n  I1 \"x\" {{\n{line}\n  }}\n}}\n");
        let (_, found) = read(&text);
        let fixes: Vec<_> = found.iter().filter_map(|found| found.fix.clone()).collect();
        if fixes.len() < found.len() {
            continue;
        }
        for fix in fixes.iter().rev() {
            text.replace_range(fix.span.start as usize..fix.span.end as usize, &fix.replacement);
        }
        let (_, left) = read(&text);
        assert_eq!(left, [], "{told}\n{text}");
    }
}
