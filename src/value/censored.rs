//! Numbers with a sign before them and a unit behind: `<20`, `>=55 %`, `130 U/L`.

use super::{Comparison, Number};

/// Splits a text into its comparison, its number and the unit's text, which may be empty.
///
/// Nothing if no number stands there, or if what follows cannot begin a unit (`1:320`, `10-15`, `2,500`).
#[must_use]
pub fn parse_censored(text: &str) -> Option<(Option<Comparison>, Number, &str)> {
    let (comparison, rest) = Comparison::strip(text);
    let (number, unit) = split_number(rest)?;
    Some((comparison, number, unit))
}

/// A number at the beginning of a text and what follows it.
pub(crate) fn split_number(text: &str) -> Option<(Number, &str)> {
    let (negative, body) = match text.strip_prefix(['-', '−']) {
        Some(body) => (true, body),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let digits = |from: usize| body.bytes().skip(from).take_while(u8::is_ascii_digit).count();
    let mut length = digits(0);
    if body.as_bytes().get(length) == Some(&b'.') && digits(length + 1) > 0 {
        length += 1 + digits(length + 1);
    }
    if let Some(b'e' | b'E') = body.as_bytes().get(length) {
        let sign = usize::from(matches!(body.as_bytes().get(length + 1), Some(b'-' | b'+')));
        let exponent = digits(length + 1 + sign);
        if exponent > 0 {
            length += 1 + sign + exponent;
        }
    }
    let (number, rest) = body.split_at_checked(length)?;
    let number = Number::parse(number)?;
    let unit = rest.trim();
    if rest.starts_with(|next: char| next.is_ascii_digit() || ".,:;-–+".contains(next)) {
        return None;
    }
    Some((if negative { -number } else { number }, unit))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Option<(Option<Comparison>, String, &str)> {
        parse_censored(text).map(|(comparison, number, unit)| (comparison, number.to_string(), unit))
    }

    #[test]
    fn splits() {
        use Comparison::{AtLeast, AtMost, Less};
        assert_eq!(split("<20"), Some((Some(Less), "20".into(), "")));
        assert_eq!(split(">=55 %"), Some((Some(AtLeast), "55".into(), "%")));
        assert_eq!(split("<=20 [IU]/mL"), Some((Some(AtMost), "20".into(), "[IU]/mL")));
        assert_eq!(split("130 U/L"), Some((None, "130".into(), "U/L")));
        assert_eq!(split("9.0g/dL"), Some((None, "9".into(), "g/dL")));
        assert_eq!(split("≤ 5"), Some((Some(AtMost), "5".into(), "")));
        assert_eq!(split(" -1.5e2 Cel "), Some((None, "-150".into(), "Cel")));
        assert_eq!(split("−2 °C"), Some((None, "-2".into(), "°C")));
        assert_eq!(split("3 ×10⁹/L"), Some((None, "3".into(), "×10⁹/L")));
        assert_eq!(split("5 eq"), Some((None, "5".into(), "eq")));
        assert_eq!(split("5eq"), Some((None, "5".into(), "eq")));
    }

    #[test]
    fn refuses() {
        for text in [
            "", "<", "mg", "1:320", "10-15", "2,500", ".5", "1.", "1.2.3", "--1", "< < 3",
        ] {
            assert_eq!(split(text), None, "{text}");
        }
    }
}
