//! Codes of the linter: binding to the protocol (W01), rules against their quotes (W02), what was allowed (W03), what
//! follows from the rules (W04), limits and units (W05), windows (W06), facts and definitions (W07), the words of the
//! protocol (W08).

use super::codes;

codes! {
    PROTOCOL_MISSING "W0101" "protocol-missing" Warning "The protocol's text that the header names cannot be read.";
    QUOTE_NOT_IN_PROTOCOL "W0102" "quote-not-in-protocol" Error "A quote that does not stand in the protocol.";
    ITEM_WITHOUT_CRITERION "W0103" "item-without-criterion" Warning "A numbered item of the protocol that no criterion carries.";
    CRITERION_WITHOUT_SOURCE "W0104" "criterion-without-source" Warning "A criterion without the protocol's words.";
    CRITERION_NOT_IN_PROTOCOL "W0105" "criterion-not-in-protocol" Warning "A criterion whose number the protocol does not have.";
    TEXT_NOT_COVERED "W0106" "text-not-covered" Note "Words of a protocol's item that no quote covers.";
    UNVERIFIED_DEFINITION "W0107" "unverified-definition" Warning "A definition is used of which something was not checked against a source.";
    NUMBERING_OUT_OF_ORDER "W0108" "numbering-out-of-order" Warning "A criterion in another place than the protocol's order gives it.";
    QUOTE_OF_ANOTHER_ITEM "W0109" "quote-of-another-item" Warning "A quote that stands in the protocol under another number.";
    QUOTE_TWICE "W0110" "quote-twice" Warning "Two criteria that quote the very same words.";
    NUMBER_DIFFERS_FROM_QUOTE "W0201" "number-differs-from-quote" Warning "A number in the rule in the place of another one in the quoted sentence.";
    UNIT_DIFFERS_FROM_QUOTE "W0202" "unit-differs-from-quote" Warning "The number of the quoted sentence, with another unit.";
    LIMIT_DIFFERS_FROM_QUOTE "W0203" "limit-differs-from-quote" Warning "A limit in the rule that the quoted sentence does not have.";
    COMPARATOR_DIFFERS_FROM_QUOTE "W0204" "comparator-differs-from-quote" Warning "A limit of the quoted sentence with another sign in the rule.";
    EXCEPTION_MISSING "W0205" "exception-missing" Warning "An exception of the quoted sentence that nothing in the rule carries.";
    WINDOW_DIFFERS_FROM_QUOTE "W0206" "window-differs-from-quote" Warning "A window of another length, side or day than the quoted one.";
    POLARITY_DIFFERS "W0207" "polarity-differs" Warning "Something that the quoted sentence negates, and the rule asks for.";
    COUNT_DIFFERS_FROM_QUOTE "W0208" "count-differs-from-quote" Warning "A count in the rule that differs from the quoted one.";
    EXCEPTION_NOT_IN_QUOTE "W0209" "exception-not-in-quote" Warning "An exception in the rule of which the quoted sentence has no word.";
    CONNECTIVE_DIFFERS_FROM_QUOTE "W0210" "connective-differs-from-quote" Warning "Two things that the quoted sentence joins by \"or\" and the rule by *and*, or the other way round.";
    ALLOW_WITHOUT_REASON "W0301" "allow-without-reason" Warning "An `allow` that does not say why.";
    ALLOW_WITHOUT_EFFECT "W0302" "allow-without-effect" Warning "An `allow` that silences nothing.";
    ALLOW_IMPOSSIBLE "W0303" "allow-impossible" Warning "An `allow` of something that cannot be allowed.";
    CRITERIA_CONTRADICT "W0401" "criteria-contradict" Warning "Criteria that no patient can pass together.";
    NEVER_PASSES "W0402" "never-passes" Warning "A criterion that no patient can pass.";
    ALWAYS_PASSES "W0403" "always-passes" Warning "A criterion that every patient passes.";
    IMPLIED_BY_ANOTHER "W0404" "implied-by-another" Warning "A criterion that whoever passes another one passes too.";
    EXCEPTION_WITHOUT_EFFECT "W0405" "exception-without-effect" Warning "An exception that changes nothing for any patient.";
    EXCEPTIONS_OVERLAP "W0406" "exceptions-overlap" Warning "Two exceptions that can hold together, so that their order decides.";
    RANGE_GAP "W0407" "range-gap" Warning "A value between two ranges that neither has.";
    RANGE_OVERLAP "W0408" "range-overlap" Warning "A value that two ranges have.";
    ADDS_NOTHING "W0409" "adds-nothing" Warning "A line or an alternative that changes nothing beside the others.";
    NEVER_HOLDS "W0410" "never-holds" Warning "A condition that no patient can fulfil.";
    ALWAYS_HOLDS "W0411" "always-holds" Warning "A condition that every patient fulfils.";
    NEVER_APPLIES "W0412" "never-applies" Warning "A condition behind `if` of which the other criteria let nobody in.";
    DOUBLE_NEGATIVE "W0413" "double-negative" Warning "A negation of a negation.";
    EXCEPTION_NARROWS "W0414" "exception-narrows" Warning "An exception that lets nobody in and only keeps more patients out.";
    LIMIT_IMPLAUSIBLE "W0501" "limit-implausible" Warning "A limit that no patient is near, most likely in another unit.";
    FRACTION_FOR_PERCENT "W0502" "fraction-for-percent" Warning "A limit below one percent where a percentage is meant.";
    MIXED_UNITS "W0503" "mixed-units" Note "One thing that is compared in two units.";
    LIMIT_OF_NORMAL_NOWHERE "W0504" "limit-of-normal-nowhere" Warning "A limit of normal that no report gives.";
    EQUALITY_OF_MEASURED "W0505" "equality-of-measured" Warning "A measured quantity that must be exactly one number.";
    LIMITS_FAR_APART "W0506" "limits-far-apart" Warning "Two limits of one thing in two units, far apart.";
    ANCHOR_NOT_OF_THE_TRIAL "W0601" "anchor-not-of-the-trial" Warning "A date of the trial that its header does not name.";
    ANCHOR_AFTER_ASSESSMENT "W0602" "anchor-after-assessment" Note "Windows before a day that comes after the assessment.";
    WEEKS_AND_MONTHS "W0603" "weeks-and-months" Note "One window in weeks or days in one place and in months in another.";
    WINDOW_WITHOUT_DAYS "W0604" "window-without-days" Warning "A window that ends before it begins.";
    HOURS_OF_DAYS "W0605" "hours-of-days" Note "A window in hours between dates of which only the day is asked.";
    FACT_NEVER_READ "W0701" "fact-never-read" Warning "A fact that is declared and that no rule reads.";
    FACT_BY_TWO_NAMES "W0702" "fact-by-two-names" Warning "Two facts with one code or one question, both read.";
    JUDGEMENT_FOR_DATA "W0703" "judgement-for-data" Warning "A judgement where the sentence states a limit that data could decide.";
    FACT_WITHOUT_QUESTION "W0704" "fact-without-question" Warning "Facts that nobody can be asked for, since they have no question.";
    LAB_WITHOUT_CODE "W0705" "lab-without-code" Note "Labs without a code, which no record of a laboratory can be matched with.";
    BARE_FACT_WITH_LIMITS "W0706" "bare-fact-with-limits" Warning "A bare question where the sentence states a limit that data could decide.";
    DEFINITION_NEVER_USED "W0707" "definition-never-used" Warning "A definition that no rule uses.";
    NEGATED_FACT "W0708" "negated-fact" Warning "A fact whose yes says that something is absent.";
    CODE_MISTYPED "W0709" "code-mistyped" Warning "A LOINC or SNOMED CT code whose check digit is wrong.";
    NEGATION_ASKED "W0710" "negation-asked" Warning "A question that is a negation, of a fact whose name is none.";
    UNDEFINED_TERM "W0801" "undefined-term" Note "A word of the protocol that every reader measures differently.";
    AND_OR "W0802" "and-or" Note "The protocol says \"and/or\".";
    PART_NUMBERED_OTHERWISE "W0803" "part-numbered-otherwise" Warning "A part whose number does not go on from that of the item around it.";
    OPEN_LIST "W0804" "open-list" Note "The protocol gives examples, and the rule knows no others.";
    OPEN_LIMIT "W0805" "open-limit" Warning "A limit of the protocol that is itself a range.";
    ATTACHMENT_UNCLEAR "W0806" "attachment-unclear" Warning "Words of the protocol that can belong to the last thing before them, or to all.";
    WORDS_ADD_NOTHING "W0807" "words-add-nothing" Note "Words of the protocol that change nothing.";
    OVERLAP_IN_WORDS "W0808" "overlap-in-words" Note "An inclusion and an exclusion about the same thing.";
    ANCHOR_NOT_STATED "W0809" "anchor-not-stated" Warning "A window of the protocol of which it is not said from when it is counted.";
    WINDOWS_CLASH "W0810" "windows-clash" Warning "Months and half-lives in one sentence, and not which of them decides.";
    EXCEPTION_REPEATS_WINDOW "W0811" "exception-repeats-window" Warning "An exception of the protocol that begins where its window ends.";
}
