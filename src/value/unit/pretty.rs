//! The one spelling of a unit that is shown to people.

use octofhir_ucum::{UnitExpr, parse_expression};

/// The spelling of a UCUM code; it reads back as the same unit.
pub(super) fn pretty(code: &str) -> Option<String> {
    let tree = parse_expression(code).ok()?;
    let text = show(&tree, false);
    Some(if text == "1" { String::new() } else { text })
}

/// Walks the tree, which the library's parser keeps shallow. A compound part stands in brackets.
fn show(tree: &UnitExpr, part: bool) -> String {
    let text = match tree {
        UnitExpr::Symbol(symbol) => return word(symbol),
        UnitExpr::Numeric(_) => return tree.to_string(),
        UnitExpr::Power(base, exponent) => return power(base, *exponent),
        UnitExpr::Annotation(text) => return annotation(text),
        UnitExpr::Annotated(inner, text) => {
            let inner = show(inner, true);
            return if text.starts_with(|first: char| first.is_ascii_digit()) {
                format!("{inner}{{{text}}}")
            } else {
                format!("{inner} {}", annotation(text))
            };
        }
        UnitExpr::Product(parts) => match parts.as_slice() {
            // 24 h, 100 mL
            [UnitExpr::Numeric(number), unit @ UnitExpr::Symbol(_)] => {
                return format!("{number} {}", show(unit, true));
            }
            [power @ UnitExpr::Power(..), counted] if is_ten(power) => {
                format!("{} {}", show(power, true), show(counted, true))
            }
            parts => parts.iter().map(|part| show(part, true)).collect::<Vec<_>>().join("·"),
        },
        UnitExpr::Quotient(above, below) => {
            let above = if matches!(**above, UnitExpr::Quotient(..) | UnitExpr::Reciprocal(_)) {
                show(above, false)
            } else {
                show(above, true)
            };
            format!("{above}/{}", below_line(below))
        }
        UnitExpr::Reciprocal(below) => format!("/{}", below_line(below)),
    };
    if part { format!("({text})") } else { text }
}

/// Below the line a unit of time is a word: mg/day.
fn below_line(tree: &UnitExpr) -> String {
    if let UnitExpr::Symbol(symbol) = tree {
        let time = match symbol.as_str() {
            "d" => "day",
            "wk" => "week",
            "mo" => "month",
            "a" => "year",
            _ => return word(symbol),
        };
        return time.to_owned();
    }
    show(tree, true)
}

/// Whether this is a power of ten.
fn is_ten(tree: &UnitExpr) -> bool {
    matches!(tree, UnitExpr::Power(base, _) if matches!(&**base, UnitExpr::Symbol(symbol) if symbol == "10*" || symbol == "10^"))
}

/// A power with its exponent raised.
fn power(base: &UnitExpr, exponent: i32) -> String {
    let raised: String = exponent
        .to_string()
        .chars()
        .map(|letter| {
            letter
                .to_digit(10)
                .and_then(|digit| "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().nth(digit as usize))
                .unwrap_or('⁻')
        })
        .collect();
    match base {
        UnitExpr::Symbol(symbol) if symbol == "10*" || symbol == "10^" => format!("×10{raised}"),
        base => format!("{}{raised}", show(base, true)),
    }
}

/// What was counted, without its braces where it reads back.
fn annotation(text: &str) -> String {
    match text {
        "1.73_m2" => "1.73 m²".to_owned(),
        "creat" => "creatinine".to_owned(),
        _ if super::words::code_of(text) == Some(&format!("{{{text}}}")) => text.to_owned(),
        _ => format!("{{{text}}}"),
    }
}

/// A symbol as people write it.
fn word(symbol: &str) -> String {
    let known = match symbol {
        "Cel" => "°C",
        "[degF]" => "°F",
        "mm[Hg]" => "mmHg",
        "cm[H2O]" => "cmH2O",
        "[IU]" | "[iU]" => "IU",
        "m[IU]" | "m[iU]" => "mIU",
        "u[IU]" | "u[iU]" => "µIU",
        "k[IU]" | "k[iU]" => "kIU",
        "[arb'U]" => "AU",
        "[CFU]" => "CFU",
        "[PFU]" => "PFU",
        "[lb_av]" => "lb",
        "[in_i]" => "in",
        "[ft_i]" => "ft",
        "[pH]" => "pH",
        "[HPF]" => "HPF",
        "[LPF]" => "LPF",
        "meq" => "mEq",
        "ueq" => "µEq",
        "mosm" => "mOsm",
        "l" => "L",
        "ml" => "mL",
        "dl" => "dL",
        "ul" => "µL",
        _ => "",
    };
    if !known.is_empty() {
        return known.to_owned();
    }
    match symbol.strip_prefix('u') {
        Some(rest) if !rest.is_empty() => format!("µ{rest}"),
        _ => symbol.to_owned(),
    }
}
