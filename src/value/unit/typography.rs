//! From the typography of protocols and laboratories to UCUM.

use super::words;

/// A piece of a unit's text.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Token {
    /// A unit, a number or an annotation.
    Word(String),
    /// `/`, `.`, `(` or `)`.
    Sign(char),
}

/// The UCUM code that a text means, not yet checked to be one; nothing if it cannot be any.
pub(super) fn to_ucum(text: &str) -> Option<String> {
    match text {
        "" | "1" => return Some("1".to_owned()),
        // A giga or tera of cells, in European laboratories; gauss and tesla in UCUM.
        "G/L" | "G/l" => return Some("10*9/L".to_owned()),
        "T/L" | "T/l" => return Some("10*12/L".to_owned()),
        "G/DL" | "G/dL" => return Some("g/dL".to_owned()),
        _ => {}
    }
    let text = surface(&plain(text));
    let tokens = tokens(&text)?;
    write(&thousands(tokens))
}

/// Letters, digits and signs that look alike become one.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for letter in text.chars() {
        let digit = "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().position(|superscript| superscript == letter);
        match letter {
            _ if digit.is_some() || letter == '⁻' => {
                // 10⁹ is a power of the number, m² a power of the unit: both are written with a caret here.
                if !plain.ends_with(['^', '-']) && !in_exponent(&plain) {
                    plain.push('^');
                }
                plain.push(
                    digit
                        .and_then(|digit| char::from_digit(u32::try_from(digit).ok()?, 10))
                        .unwrap_or('-'),
                );
            }
            'µ' | 'μ' => plain.push('u'),
            '×' | '✕' | '✖' | '∗' => plain.push('x'),
            '·' | '⋅' | '•' | '∙' => plain.push('.'),
            '−' | '–' => plain.push('-'),
            '⁄' | '∕' | '÷' => plain.push('/'),
            '％' => plain.push('%'),
            'ℓ' => plain.push('L'),
            _ if letter.is_whitespace() => plain.push(' '),
            _ => plain.push(letter),
        }
    }
    plain
}

/// Whether a text ends in a caret and digits.
fn in_exponent(text: &str) -> bool {
    let base = text.trim_end_matches(|letter: char| letter.is_ascii_digit());
    base.len() < text.len() && base.ends_with(['^', '-'])
}

/// The body surface that a clearance is normalised to becomes an annotation, and `{24h}` a day of hours.
fn surface(text: &str) -> String {
    let text = text
        .replace("{24h}", "(24.h)")
        .replace("{24_h}", "(24.h)")
        .replace("{24 h}", "(24.h)");
    let Some(at) = text.find("1.73").or_else(|| text.find("1,73")) else {
        return text;
    };
    let (before, rest) = (text.get(..at).unwrap_or(""), text.get(at + 4..).unwrap_or(""));
    let unit = rest.trim_start_matches([' ', '_', '.', '*']);
    let after = ["m^2", "m2", "sqm", "sq m", "m**2"]
        .iter()
        .find_map(|unit_text| unit.strip_prefix(unit_text));
    let Some(after) = after else { return text };
    let before = before.trim_end_matches([' ', '{', '(', '[']);
    let after = after.trim_start().trim_start_matches(['}', ')', ']']);
    let slash = if before.ends_with('/') || before.ends_with("per") {
        ""
    } else {
        "/"
    };
    format!("{before}{slash} {{1.73_m2}}{after}")
}

/// Cuts a text into words and signs.
fn tokens(text: &str) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut word = String::new();
    let mut letters = text.chars().peekable();
    let finish = |word: &mut String, tokens: &mut Vec<Token>| {
        if !word.is_empty() {
            tokens.push(read_word(&std::mem::take(word)));
        }
    };
    while let Some(letter) = letters.next() {
        match letter {
            '{' | '[' => {
                let close = if letter == '{' { '}' } else { ']' };
                word.push(letter);
                loop {
                    let inner = letters.next()?;
                    word.push(if inner == ' ' { '_' } else { inner });
                    if inner == close {
                        break;
                    }
                }
            }
            // A point between digits belongs to their number.
            '.' if word.ends_with(|last: char| last.is_ascii_digit())
                && word.starts_with(|first: char| first.is_ascii_digit())
                && !word.contains(['*', '^'])
                && letters.peek().is_some_and(char::is_ascii_digit) =>
            {
                word.push('.');
            }
            // 10(9) is a power of ten.
            '(' if matches!(word.as_str(), "10" | "x10" | "X10") => {
                word.push('^');
                while let Some(digit) = letters.next_if(|next| *next != ')') {
                    word.push(digit);
                }
                letters.next()?;
            }
            '/' | '.' | '(' | ')' => {
                finish(&mut word, &mut tokens);
                tokens.push(Token::Sign(letter));
            }
            ' ' => finish(&mut word, &mut tokens),
            _ => word.push(letter),
        }
    }
    finish(&mut word, &mut tokens);
    Some(tokens)
}

/// `per` is a slash.
fn read_word(word: &str) -> Token {
    if word.eq_ignore_ascii_case("per") {
        Token::Sign('/')
    } else {
        Token::Word(word.to_owned())
    }
}

/// `K/uL` means thousands and `M/uL` millions, not kelvins.
fn thousands(mut tokens: Vec<Token>) -> Vec<Token> {
    let (Some(Token::Word(first)), Some(Token::Sign('/')), Some(Token::Word(below))) =
        (tokens.first(), tokens.get(1), tokens.get(2))
    else {
        return tokens;
    };
    let volume = matches!(
        below.as_str(),
        "uL" | "ul" | "UL" | "mcL" | "mcl" | "mm3" | "mm^3" | "cumm" | "cmm"
    );
    let power = match first.as_str() {
        "K" | "k" | "Thousand" | "thousand" | "thou" | "Thou" | "Thous" if volume => "10*3",
        "M" | "Million" | "million" | "Mil" | "mil" if volume => "10*6",
        _ => return tokens,
    };
    if let Some(first) = tokens.first_mut() {
        *first = Token::Word(power.to_owned());
    }
    tokens
}

/// Puts the UCUM codes of the words together.
fn write(tokens: &[Token]) -> Option<String> {
    let mut code = String::new();
    let mut index = 0;
    let (mut after_word, mut after_power) = (false, false);
    while let Some(token) = tokens.get(index) {
        index += 1;
        match token {
            Token::Sign(sign) => {
                code.push(*sign);
                (after_word, after_power) = (*sign == ')', false);
            }
            Token::Word(word) => {
                let next = match tokens.get(index) {
                    Some(Token::Word(next)) => Some(next.as_str()),
                    _ => None,
                };
                // A times sign before a power of ten.
                if matches!(word.as_str(), "x" | "X" | "*") {
                    if next.is_none() || after_word {
                        return None;
                    }
                    continue;
                }
                // A number alone is no unit: only 24.h, 24 h and 24h have one.
                if is_count(word) && next.is_none() && tokens.get(index) != Some(&Token::Sign('.')) {
                    return None;
                }
                let (part, taken) = join(word, next)?;
                index += usize::from(taken);
                if after_word && !part.starts_with('{') {
                    // 10^9 cells; of two units side by side nobody knows what was meant.
                    if !after_power {
                        return None;
                    }
                    code.push('.');
                }
                code.push_str(&part);
                (after_word, after_power) = (true, part.starts_with("10*"));
            }
        }
    }
    Some(code)
}

/// The code of a word, with the next one where both are one unit: `mm Hg`, `24 h`.
fn join(word: &str, next: Option<&str>) -> Option<(String, bool)> {
    if let Some(next) = next {
        match (word, next) {
            ("mm", "Hg" | "HG" | "hg") => return Some(("mm[Hg]".to_owned(), true)),
            ("cm", "H2O") => return Some(("cm[H2O]".to_owned(), true)),
            ("deg" | "degrees" | "degree" | "°", "C" | "Celsius") => {
                return Some(("Cel".to_owned(), true));
            }
            ("deg" | "degrees" | "degree" | "°", "F" | "Fahrenheit") => {
                return Some(("[degF]".to_owned(), true));
            }
            ("sq" | "square", "m") => return Some(("m2".to_owned(), true)),
            ("cu" | "cubic", "mm") => return Some(("mm3".to_owned(), true)),
            _ => {}
        }
        // Only a number that something follows counts a multiple of it: 24 h, 100 mL.
        if is_count(word) {
            return Some((format!("({word}.{})", one_word(next)?), true));
        }
    }
    Some((one_word(word)?, false))
}

/// Whether a word is a whole number above 1 in its usual spelling, so that a lost superscript does not pass as one.
fn is_count(word: &str) -> bool {
    matches!(
        word,
        "2" | "3"
            | "4"
            | "5"
            | "6"
            | "8"
            | "10"
            | "12"
            | "24"
            | "48"
            | "50"
            | "72"
            | "100"
            | "200"
            | "400"
            | "500"
            | "1000"
    )
}

/// The code of one word.
fn one_word(word: &str) -> Option<String> {
    if let Some(power) = power_of_ten(word) {
        return Some(power);
    }
    if word == "1" || word.starts_with('{') {
        return Some(word.to_owned());
    }
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 {
        // 24h; a bare number is a multiple only in what is UCUM already: (24.h).
        let (number, unit) = word.split_at_checked(digits)?;
        return match unit {
            "" => is_count(number).then(|| number.to_owned()),
            _ if is_count(number) => Some(format!("({number}.{})", one_unit(unit)?)),
            _ => None,
        };
    }
    one_unit(word)
}

/// The code of a unit with its exponent.
fn one_unit(word: &str) -> Option<String> {
    if let Some(code) = words::code_of(word) {
        return Some(code.to_owned());
    }
    let word = word.replace("**", "^");
    let Some((unit, exponent)) = word.split_once('^') else {
        return Some(match word.as_str() {
            "cumm" | "cmm" => "mm3".to_owned(),
            _ => word,
        });
    };
    let exponent_digits = exponent.strip_prefix('-').unwrap_or(exponent);
    if unit.is_empty() || exponent_digits.is_empty() || !exponent_digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let unit = words::code_of(unit).unwrap_or(unit);
    Some(format!("{unit}{exponent}"))
}

/// `10*9` for `10^9`, `x10^9`, `10E9`, `1e9`, `E9`, `*10**9`.
fn power_of_ten(word: &str) -> Option<String> {
    let word = word.strip_prefix(['x', 'X', '*']).unwrap_or(word);
    let exponent = ["10^", "10**", "10*", "10e", "10E", "1e", "1E", "e", "E"]
        .iter()
        .find_map(|prefix| word.strip_prefix(prefix))?;
    let digits = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
    let right = (1..=2).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    right.then(|| format!("10*{}", exponent.trim_start_matches('+')))
}
