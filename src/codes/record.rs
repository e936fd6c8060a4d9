//! Codes of the stage `record`.

use super::codes;

codes! {
    NOT_JSON "R0101" "not-json" Error "A record is not JSON.";
    CUT_OFF "R0102" "cut-off" Error "A record or a file ends before it is complete.";
    TOO_LONG "R0103" "too-long" Error "A record is longer than 64 MB.";
    NOT_UTF8 "R0104" "not-utf8" Error "A record holds bytes that are no UTF-8 text.";
    TOO_DEEP "R0105" "too-deep" Error "A record nests deeper than 128 brackets.";
    NOT_AN_OBJECT "R0106" "not-an-object" Error "A record, or a record of a list, is no object.";
    DUPLICATE_KEY "R0107" "duplicate-key" Error "A record gives one field twice.";
    UNREADABLE "R0108" "unreadable" Error "The input could not be read to its end.";
    BAD_ROW "R0109" "bad-row" Error "A row of a table does not fit its header, or its quotes do not close.";
    BAD_HEADER "R0110" "bad-header" Error "A table's header names a column twice or not at all.";
    BAD_ID "R0111" "bad-id" Error "A record's `id` is neither a text nor a number.";
    BAD_VISIT "R0112" "bad-visit" Error "A visit has no name.";
    DUPLICATE_VISIT "R0113" "duplicate-visit" Error "Two visits of a record have the same name.";

    WRONG_KIND "R0201" "wrong-kind" Error "A value is not of the kind that its fact holds.";
    OUTSIDE_RANGE "R0202" "outside-range" Error "A value lies outside the range that its fact declares.";
    UNIT_UNKNOWN "R0203" "unit-unknown" Error "A unit is not known.";
    UNIT_CANNOT_CONVERT "R0204" "unit-cannot-convert" Error "A unit cannot be converted to that of the fact.";
    UNKNOWN_OPTION "R0205" "unknown-option" Error "A value is none of the options of its fact.";
    IMPOSSIBLE_DATE "R0206" "impossible-date" Error "A date does not exist or cannot be read.";
    UNITS_DISAGREE "R0207" "units-disagree" Error "A value has one unit in its text and another beside it.";
    NOTHING_LEFT "R0208" "nothing-left" Error "A value known in part leaves no possibility.";
    DUPLICATE_RECORD "R0209" "duplicate-record" Error "A list by a key gives one option twice.";
    KEY_MISSING "R0210" "key-missing" Error "A record of a list by a key does not say which option it is of.";
    NO_VALUE "R0211" "no-value" Error "An object has none of the fields of an observation.";
    NUMBER_TOO_LONG "R0212" "number-too-long" Error "A number has more digits than can be kept.";

    IMPLAUSIBLE "S0301" "implausible-value" Warning "A value is not plausible; perhaps it is in another unit.";
    SIMILAR_NAME "S0302" "similar-name" Warning "A field is not read; its name resembles one that is.";
    LIMITS_REVERSED "S0303" "limits-reversed" Warning "A lower reference limit lies above the upper one.";
}
