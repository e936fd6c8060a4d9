//! Codes of the linter: binding to the protocol (W01), rules against their quotes (W02), what was allowed (W03), what
//! follows from the rules (W04), limits and units (W05), windows (W06), facts and definitions (W07).

use super::codes;

codes! {
    PROTOCOL_MISSING "W0101" "protocol-missing" Warning "The protocol's text that the header names cannot be read.";
    QUOTE_NOT_IN_PROTOCOL "W0102" "quote-not-in-protocol" Error "A quote that does not stand in the protocol.";
    ITEM_WITHOUT_CRITERION "W0103" "item-without-criterion" Warning "A numbered item of the protocol that no criterion carries.";
    CRITERION_WITHOUT_SOURCE "W0104" "criterion-without-source" Warning "A criterion without the protocol's words.";
    CRITERION_NOT_IN_PROTOCOL "W0105" "criterion-not-in-protocol" Warning "A criterion whose number the protocol does not have.";
    TEXT_NOT_COVERED "W0106" "text-not-covered" Note "Words of a protocol's item that no quote covers.";
    UNVERIFIED_DEFINITION "W0107" "unverified-definition" Warning "A definition is used of which something was not checked against a source.";
    LIMIT_DIFFERS_FROM_QUOTE "W0203" "limit-differs-from-quote" Warning "A limit in the rule that the quoted sentence does not have.";
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
}
