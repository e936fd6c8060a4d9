//! The words for units that protocols and laboratories use instead of UCUM's.

/// The UCUM code of a word. UCUM's own codes need no entry.
pub(super) fn code_of(word: &str) -> Option<&'static str> {
    exact_code(word).or_else(|| word_code(&word.to_lowercase()))
}

/// Where capitals matter.
fn exact_code(word: &str) -> Option<&'static str> {
    Some(match word {
        "mcg" | "MCG" | "UG" => "ug",
        "mcL" | "mcl" | "MCL" | "UL" => "uL",
        "mcmol" | "mcM" | "UMOL" => "umol",
        "uM" => "umol/L",
        "nM" => "nmol/L",
        "mM" => "mmol/L",
        "cc" | "ML" => "mL",
        "DL" => "dL",
        "MG" => "mg",
        "NG" => "ng",
        "PG" => "pg",
        "KG" | "Kg" => "kg",
        "MMOL" => "mmol",
        "NMOL" => "nmol",
        "PMOL" => "pmol",
        "Eq" | "EQ" => "eq",
        "mEq" | "MEQ" | "mEQ" | "Meq" | "MEq" | "mequiv" | "mEquiv" | "mval" => "meq",
        "uEq" | "UEQ" => "ueq",
        "mOsm" | "mosmol" | "mOsmol" => "mosm",
        "u" => "U",
        "IU" | "iu" => "[IU]",
        "mIU" | "miu" | "MIU" => "m[IU]",
        "uIU" | "uiu" | "UIU" | "mcIU" => "u[IU]",
        "kIU" => "k[IU]",
        "AU" => "[arb'U]",
        "EU" => "[EU]",
        "CFU" | "cfu" => "[CFU]",
        "PFU" | "pfu" => "[PFU]",
        "FFU" | "ffu" => "[FFU]",
        "GPL" => "[GPL'U]",
        "MPL" => "[MPL'U]",
        "mmHg" | "mmhg" | "MMHG" => "mm[Hg]",
        "cmH2O" => "cm[H2O]",
        "°C" | "℃" => "Cel",
        "°F" | "℉" => "[degF]",
        "pH" => "[pH]",
        _ => return None,
    })
}

/// Where they do not.
fn word_code(word: &str) -> Option<&'static str> {
    Some(match word {
        "second" | "seconds" | "sec" | "secs" => "s",
        "minute" | "minutes" | "mins" => "min",
        "hour" | "hours" | "hr" | "hrs" => "h",
        "day" | "days" => "d",
        "week" | "weeks" | "wks" => "wk",
        "month" | "months" | "mos" | "mth" | "mths" => "mo",
        "year" | "years" | "yr" | "yrs" | "y" => "a",
        "percent" | "pct" => "%",
        "unit" | "units" => "U",
        "international-units" => "[IU]",
        "ratio" | "points" | "point" | "score" => "1",
        "inr" => "{INR}",
        "gram" | "grams" | "gm" | "gms" => "g",
        "kilogram" | "kilograms" | "kgs" => "kg",
        "milligram" | "milligrams" | "mgs" => "mg",
        "microgram" | "micrograms" => "ug",
        "liter" | "liters" | "litre" | "litres" => "L",
        "milliliter" | "milliliters" | "millilitre" | "millilitres" | "mls" => "mL",
        "deciliter" | "decilitre" => "dL",
        "microliter" | "microliters" | "microlitre" | "microlitres" => "uL",
        "mole" | "moles" => "mol",
        "lb" | "lbs" | "pound" | "pounds" => "[lb_av]",
        "inch" | "inches" => "[in_i]",
        "ft" | "foot" | "feet" => "[ft_i]",
        "oz" => "[oz_av]",
        "degc" | "celsius" => "Cel",
        "degf" | "fahrenheit" => "[degF]",
        "kelvin" => "K",
        "bpm" => "/min",
        "msec" | "msecs" => "ms",
        "copies" | "copy" | "cp" => "{copies}",
        "cell" | "cells" => "{cells}",
        "creatinine" | "creat" | "cr" => "{creat}",
        "beat" | "beats" => "{beats}",
        "breath" | "breaths" => "{breaths}",
        "platelets" => "{platelets}",
        "leukocytes" | "wbc" => "{wbc}",
        "rbc" => "{rbc}",
        "events" => "{events}",
        "lesions" => "{lesions}",
        "mitoses" => "{mitoses}",
        "doses" | "dose" => "{doses}",
        "drinks" => "{drinks}",
        "cigarettes" => "{cigarettes}",
        "packs" | "pack" => "{packs}",
        "times" => "{times}",
        "hpf" => "[HPF]",
        "lpf" => "[LPF]",
        "feu" => "{FEU}",
        "ddu" => "{DDU}",
        _ => return None,
    })
}

/// Units that are common in protocols, as they are shown.
pub(super) const COMMON: &[&str] = &[
    "U/L",
    "×10⁹/L",
    "×10³/µL",
    "cells/µL",
    "/µL",
    "copies/mL",
    "mg/dL",
    "g/dL",
    "g/L",
    "µmol/L",
    "mmol/L",
    "µg/L",
    "ng/mL",
    "pg/mL",
    "µg/mL",
    "mg/L",
    "IU/mL",
    "mIU/mL",
    "%",
    "mmol/mol",
    "mL/min",
    "mL/min/1.73 m²",
    "mmHg",
    "kg",
    "kg/m²",
    "g",
    "mg",
    "µg",
    "mg/day",
    "mg/kg",
    "mg/kg/day",
    "mg/m²",
    "g/day",
    "g/24 h",
    "mg/g",
    "mg/mmol",
    "cm",
    "mm",
    "m",
    "m²",
    "days",
    "weeks",
    "months",
    "years",
    "hours",
    "minutes",
    "seconds",
    "ms",
    "/min",
    "°C",
    "°F",
    "mEq/L",
    "mL",
    "L",
    "L/min",
    "kU/L",
    "Gy",
    "mOsm/kg",
    "nmol/L",
    "pmol/L",
    "fL",
    "pg",
    "mm/h",
];

/// The common unit that a text resembles most, if one is near.
pub(super) fn suggest(text: &str) -> Option<String> {
    if let Some(rest) = text.strip_prefix("10").or_else(|| text.strip_prefix("x10")) {
        // A power of ten that lost its superscript: 109/L.
        let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
        let unit = rest.get(digits.len()..).unwrap_or("");
        if matches!(digits.as_str(), "3" | "6" | "9" | "12") && unit.starts_with('/') {
            return Some(format!("10^{digits}{unit}"));
        }
    }
    let plain = |text: &str| text.replace('µ', "u").to_lowercase();
    let wanted = plain(text);
    let (distance, nearest) = COMMON
        .iter()
        .map(|unit| (strsim::osa_distance(&wanted, &plain(unit)), unit))
        .min_by_key(|(far, _)| *far)?;
    (distance <= 1 + wanted.chars().count() / 5 && distance < wanted.chars().count()).then(|| (*nearest).to_owned())
}
