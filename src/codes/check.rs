//! Codes of the checker: names (E02), kinds and units (E03), structure (E04), time (E05), worked cases (E06).

use super::codes;

codes! {
    UNKNOWN_NAME "E0201" "unknown-name" Error "A name that no fact, field or definition has.";
    DECLARED_TWICE "E0202" "declared-twice" Error "One name is declared in two ways.";
    CIRCULAR_USE "E0203" "circular-use" Error "Modules use each other in a circle.";
    UNKNOWN_MODULE "E0204" "unknown-module" Error "A module that is neither shipped nor beside the file.";
    CIRCULAR_DEFINITION "E0205" "circular-definition" Error "A definition needs itself.";
    WRONG_NUMBER_OF_ARGUMENTS "E0206" "wrong-number-of-arguments" Error "A definition is given more or fewer values than it takes.";
    UNKNOWN_OPTION "E0207" "unknown-option" Error "An option that the fact does not have.";
    UNKNOWN_MOMENT "E0208" "unknown-moment" Error "A date that the trial does not have.";
    UNKNOWN_CRITERION "E0209" "unknown-criterion" Error "A criterion that the trial does not have.";
    UNIT_MISSING "E0301" "unit-missing" Error "A bare number where a unit is needed.";
    UNIT_UNKNOWN "E0302" "unit-unknown" Error "A unit that does not exist.";
    UNIT_MISMATCH "E0303" "unit-mismatch" Error "Two quantities that cannot be compared or added.";
    CONDITION_EXPECTED "E0304" "condition-expected" Error "A value stands where a condition must.";
    VALUE_EXPECTED "E0305" "value-expected" Error "A condition stands where a value must.";
    KIND_MISMATCH "E0306" "kind-mismatch" Error "Two kinds that do not go together.";
    LIMIT_WITHOUT_LAB "E0307" "limit-without-lab" Error "ULN or LLN without one lab on the other side.";
    EACH_UNCLEAR "E0308" "each-unclear" Error "A, B in an exclusion or under a negation: any of them, or all?";
    LIST_EXPECTED "E0309" "list-expected" Error "Something else stands where a list of records must.";
    LIST_UNEXPECTED "E0310" "list-unexpected" Error "A list stands where one value must.";
    NUMBER_OUT_OF_RANGE "E0311" "number-out-of-range" Error "A number too large or of the wrong form.";
    POWER_UNCLEAR "E0313" "power-unclear" Error "A power with a fraction behind it, without brackets.";
    CRITERION_TWICE "E0401" "criterion-twice" Error "Two criteria with one number.";
    EXCLUSION_MIXED "E0402" "exclusion-mixed" Error "An exclusion mixes bare conditions and nested criteria.";
    CRITERION_EMPTY "E0403" "criterion-empty" Error "A criterion without a rule.";
    CRITERION_IN_WRONG_SECTION "E0404" "criterion-in-wrong-section" Error "An I number in the exclusions, or an E number in the inclusions.";
    PART_READS_NO_FIELD "E0405" "part-reads-no-field" Error "A part of `where` that does not look at the record.";
    READING_IN_FORCE "E0406" "reading-in-force" Error "Of several readings exactly one must be in force.";
    HEADER_INCOMPLETE "E0407" "header-incomplete" Error "The trial's header lacks something that a rule needs.";
    CONDITION_OUTSIDE_CRITERION "E0408" "condition-outside-criterion" Error "A condition that belongs to no criterion.";
    TOO_LARGE "E0409" "definition-too-large" Error "Definitions that grow beyond all bounds when they are filled in.";
    CIRCULAR_CRITERIA "E0410" "circular-criteria" Error "Criteria refer to each other in a circle.";
    DATE_EXPECTED "E0501" "date-expected" Error "Something else stands where a date must.";
    DURATION_EXPECTED "E0502" "duration-expected" Error "Something else stands where a length of time must.";
    RECORD_DATE_UNCLEAR "E0503" "record-date-unclear" Error "A window on records that have no date, or several.";
    IMPOSSIBLE_DATE "E0504" "impossible-date" Error "A day that the calendar does not have.";
    EXAMPLE_OUTCOME "E0601" "example-outcome" Error "A worked case expects what cannot come out.";
    EXAMPLE_VALUE "E0602" "example-value" Error "A worked case gives a value that a record cannot hold.";
    DEFINITION_ATTRIBUTE "E0603" "definition-attribute" Error "A word behind a definition's title that it does not know.";
}
