//! What was likely meant: names, options and units near to those that were written.

use strsim::damerau_levenshtein;

use crate::model::NumberKind;
use crate::value::{Number, Numbers, Unit};

use super::units::converted;

/// Units of laboratories and wards, frequent ones first.
const UNITS: [&str; 44] = [
    "mg/dL", "g/L", "g/dL", "umol/L", "mmol/L", "U/L", "10*9/L", "/uL", "10*3/uL", "10*12/L", "10*6/uL", "%", "mg/L",
    "ug/L", "ng/mL", "ug/mL", "ug/dL", "nmol/L", "pmol/L", "pg/mL", "ng/dL", "[IU]/mL", "[IU]/L", "m[IU]/mL", "mg/g",
    "g/g", "mg/mmol", "g/d", "mg/d", "mL/min", "kg", "g", "[lb_av]", "cm", "mm", "m", "[in_i]", "s", "min", "mm[Hg]",
    "kPa", "Cel", "[degF]", "mg/kg/d",
];

/// Whether two names differ in case, hyphens, underscores, points and spaces alone.
pub(super) fn same_but_typography(left: &str, right: &str) -> bool {
    fn plain(text: &str) -> impl Iterator<Item = char> {
        let letters = text.chars().filter(|c| !matches!(c, '_' | '-' | ' ' | '.'));
        letters.flat_map(char::to_lowercase)
    }
    left != right && plain(left).eq(plain(right))
}

/// The index of the name that a name which is none of them resembles.
///
/// Short names differ from each other by little (`ALT`, `AST`): of those only the typography may be wrong.
pub(super) fn similar<'n>(name: &str, names: impl Iterator<Item = &'n str> + Clone) -> Option<usize> {
    if name.len() > 100 {
        return None;
    }
    if let Some(at) = names.clone().position(|other| same_but_typography(name, other)) {
        return Some(at);
    }
    let length = name.chars().count();
    let allowed = match length {
        0..6 => return None,
        6..9 => 1,
        _ => 2,
    };
    let lower = name.to_lowercase();
    let near = names.enumerate().filter_map(|(at, other)| {
        let other = other.to_lowercase();
        let same_start = other.chars().next() == lower.chars().next();
        let same_digits = digits(&other).eq(digits(&lower));
        if !same_start || !same_digits || other.chars().count().abs_diff(length) > allowed {
            return None;
        }
        Some((damerau_levenshtein(&lower, &other), at)).filter(|(distance, _)| *distance <= allowed)
    });
    near.min().map(|(_, at)| at)
}

/// The index of the part of an observation that a name resembles: fewer and better known than facts.
pub(super) fn similar_part(name: &str, parts: &[&str]) -> Option<usize> {
    if !(4..12).contains(&name.len()) {
        return None;
    }
    let lower = name.to_lowercase();
    parts.iter().position(|part| damerau_levenshtein(&lower, part) == 1)
}

fn digits(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(char::is_ascii_digit)
}

/// The option that a word resembles.
pub(super) fn option<'o>(word: &str, options: &'o [String]) -> Option<&'o str> {
    if word.len() > 100 {
        return None;
    }
    if let Some(option) = options.iter().find(|option| same_but_typography(word, option)) {
        return Some(option);
    }
    let lower = word.to_lowercase();
    let allowed = lower.chars().count() / 3;
    let near = options
        .iter()
        .map(|option| (damerau_levenshtein(&lower, &option.to_lowercase()), option));
    near.filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, option)| option.as_str())
}

/// The unit that was likely meant by one which does not measure the same.
pub(super) fn unit(written: &str, kind: &NumberKind) -> Option<String> {
    let one = Numbers::point(Number::one());
    let fits = |text: &&str| Unit::parse(text).is_ok_and(|unit| converted(&one, &unit, kind).is_some());
    let begins = |text: &&str| text.strip_prefix(written).is_some_and(|rest| rest.starts_with('/'));
    let declared = kind.unit.text();
    if written.is_empty() {
        return None;
    }
    if begins(&declared) {
        return Some(declared.to_owned());
    }
    UNITS
        .iter()
        .find(|text| begins(text) && fits(text))
        .map(|text| (*text).to_owned())
}

/// The unit in which a value would be plausible.
pub(super) fn slip(written: &Numbers, own: &Unit, kind: &NumberKind, plausible: &Numbers) -> Option<String> {
    let good =
        |unit: &Unit| unit != own && converted(written, unit, kind).is_some_and(|numbers| numbers.is_subset(plausible));
    if good(&kind.unit) {
        return Some(kind.unit.pretty());
    }
    UNITS
        .iter()
        .filter_map(|text| Unit::parse(text).ok())
        .find(good)
        .map(|unit| unit.pretty())
}
