//! Words by which a sentence leaves something to a person.

use super::words::find;

/// Words that every reader measures differently; longer ones before those that they contain.
pub(in crate::lint) const TERMS: [&str; 19] = [
    "clinically significant",
    "clinically relevant",
    "clinically important",
    "medically significant",
    "major surgery",
    "adequate",
    "adequately",
    "appropriate",
    "inadequate",
    "poorly controlled",
    "recent",
    "relevant",
    "reliable",
    "serious",
    "severe",
    "significant",
    "uncontrolled",
    "unstable",
    "well-controlled",
];

/// A sentence with one of these leaves the word to somebody.
pub(in crate::lint) const JUDGES: [&str; 6] = [
    "investigator",
    "investigators",
    "physician",
    "opinion",
    "judgement",
    "judgment",
];

/// Further words by which a person decides, or by which only a person can.
const LEFT: [&str; 32] = [
    "physicians",
    "clinician",
    "doctor",
    "judged",
    "judges",
    "deemed",
    "determined by",
    "assessed by",
    "evaluated by",
    "considers",
    "considered",
    "discretion",
    "clinical suspicion",
    "clinically suspected",
    "known or suspected",
    "suspected",
    "suitable",
    "unsuitable",
    "inappropriate",
    "candidate",
    "fit",
    "able to",
    "unable to",
    "ability to",
    "inability to",
    "willing",
    "unwilling",
    "willingness",
    "comply",
    "compliance",
    "interfere",
    "unacceptable",
];

/// Whether a sentence says of itself that a person decides, or has a word that only a person can measure.
pub(in crate::lint) fn leaves_to_a_person(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let mut words = JUDGES.iter().chain(&LEFT).chain(&TERMS);
    words.any(|word| find(&lower, word).is_some())
}
