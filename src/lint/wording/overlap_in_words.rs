//! An inclusion and an exclusion about the same thing, neither of which says what the other is for.

use crate::codes::lint::OVERLAP_IN_WORDS;
use crate::diagnostic::Diagnostics;
use crate::lint::Context;
use crate::lint::quote::Quoted;
use crate::lint::sentence::words;
use crate::model::CriterionKind;

/// A matter that protocols settle twice.
struct Topic {
    name: &'static str,
    inclusion: &'static [&'static str],
    exclusion: &'static [&'static str],
    /// Why it matters.
    why: &'static str,
}

const TOPICS: [Topic; 7] = [
    Topic {
        name: "pregnancy",
        inclusion: &[
            "pregnancy test",
            "hcg",
            "hcg test",
            "not pregnant",
            "non-pregnant",
            "not be pregnant",
        ],
        exclusion: &["pregnant", "pregnancy"],
        why: "a test of one day and a pregnancy of another may contradict each other",
    },
    Topic {
        name: "breastfeeding",
        inclusion: &["lactating", "breastfeeding", "breast-feeding", "nursing"],
        exclusion: &["lactating", "breastfeeding", "breast-feeding", "nursing"],
        why: "the one is perhaps wider than the other",
    },
    Topic {
        name: "the kidneys",
        inclusion: &[
            "creatinine clearance",
            "crcl",
            "egfr",
            "gfr",
            "glomerular filtration rate",
        ],
        exclusion: &[
            "renal failure",
            "end-stage renal",
            "end stage renal",
            "kidney failure",
            "dialysis",
            "renal insufficiency",
        ],
        why: "whoever is excluded fails the limit of the inclusion already",
    },
    Topic {
        name: "ejection fraction",
        inclusion: &["ejection fraction", "lvef"],
        exclusion: &["ejection fraction", "lvef"],
        why: "two limits for one measurement may differ",
    },
    Topic {
        name: "HIV",
        inclusion: &["hiv"],
        exclusion: &["hiv"],
        why: "the one is perhaps wider than the other",
    },
    Topic {
        name: "life expectancy",
        inclusion: &["life expectancy", "expected survival"],
        exclusion: &["life expectancy", "expected survival"],
        why: "two limits for one estimate may differ",
    },
    Topic {
        name: "performance status",
        inclusion: &["ecog", "karnofsky", "performance status"],
        exclusion: &["ecog", "karnofsky", "performance status"],
        why: "two limits for one score may differ",
    },
];

pub(super) fn check(context: &Context<'_>, out: &mut Diagnostics) {
    let quotes = context.quotes();
    let texts: Vec<(&Quoted<'_>, String)> = quotes
        .all
        .iter()
        .filter(|quoted| quoted.kind.is_some())
        .map(|quoted| (quoted, quoted.text.to_ascii_lowercase()))
        .collect();
    let first = |kind: CriterionKind, phrases: &[&str]| {
        let speaks = |text: &str| phrases.iter().any(|phrase| words::find(text, phrase).is_some());
        let found = texts
            .iter()
            .filter(|(quoted, text)| quoted.kind == Some(kind) && speaks(text));
        // The part that says it, rather than the item that quotes all its parts.
        found
            .min_by_key(|(quoted, _)| (!quoted.parts.is_empty(), quoted.span))
            .map(|(quoted, _)| *quoted)
    };
    for topic in TOPICS {
        let (Some(inclusion), Some(exclusion)) = (
            first(CriterionKind::Inclusion, topic.inclusion),
            first(CriterionKind::Exclusion, topic.exclusion),
        ) else {
            continue;
        };
        out.push(
            OVERLAP_IN_WORDS
                .at(
                    exclusion.span,
                    format!("{} and {} are both about {}", inclusion.id, exclusion.id, topic.name),
                )
                .here(topic.why)
                .label(inclusion.span, "the inclusion")
                .help(format!(
                    "say what each is for, in {}:\nreading \"Beside {}: …\"",
                    inclusion.id, exclusion.id
                ))
                .about([inclusion.id, exclusion.id]),
        );
    }
}
