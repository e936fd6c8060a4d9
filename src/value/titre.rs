//! Titres, ordered by their denominator.

use super::{Comparison, Number, Numbers};

/// Reads `1:320`, `>=1:320` or `<1:80` as the denominators that the titre may have.
#[must_use]
pub fn parse_titre(text: &str) -> Option<Numbers> {
    let (comparison, rest) = Comparison::strip(text);
    let (one, denominator) = rest.split_once(':')?;
    let denominator = denominator.trim();
    if one.trim() != "1" || !denominator.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let denominator = Number::parse(denominator).filter(|number| number.signum() > 0)?;
    let possible = Numbers::at_least(Number::zero());
    Some(Numbers::that(comparison.unwrap_or(Comparison::Equal), denominator).intersect(&possible))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_titres() {
        let shown = |text| parse_titre(text).map(|numbers| numbers.to_string());
        assert_eq!(shown("1:320").as_deref(), Some("320"));
        assert_eq!(shown(">=1:320").as_deref(), Some("≥ 320"));
        assert_eq!(shown("<1:80").as_deref(), Some("[0, 80)"));
        assert_eq!(shown("≤ 1 : 80").as_deref(), Some("[0, 80]"));
        for text in ["", "1:", "2:80", "1:0", "1:-3", "1:3.5", "80", "1:80:2"] {
            assert_eq!(shown(text), None, "{text}");
        }
    }
}
