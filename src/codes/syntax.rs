//! Codes of the stage `syntax`.

use super::codes;

codes! {
    SYNTAX "E0101" "syntax" Error "A line does not read as the language is written.";
    AND_OR_MIXED "E0102" "and-or-mixed" Error "`and` beside `or` without brackets can be read in two ways.";
    NESTED_TOO_DEEP "E0103" "nested-too-deep" Error "Brackets or conditions nest deeper than is read.";
    FILE_TOO_LARGE "E0104" "file-too-large" Error "A file is larger than is read.";
    CONTROL_CHARACTER "E0105" "control-character" Error "An invisible control character stands in the text.";
    CURLY_QUOTES "E0106" "curly-quotes" Error "A text stands in curly quotes instead of straight ones.";
    TEXT_NOT_CLOSED "E0107" "text-not-closed" Error "A text has no closing quote.";
    BRACKET_NOT_CLOSED "E0108" "bracket-not-closed" Error "A bracket is opened and never closed.";
    BRACKET_NOT_OPEN "E0109" "bracket-not-open" Error "A bracket is closed that was never opened.";
    TWO_WORDS "E0110" "two-words" Error "A name is written as two words.";
    RESERVED_WORD "E0111" "reserved-word" Error "A word of the language is used as a name.";
    LIMIT_MISSING "E0112" "limit-missing" Error "A comparison has no limit.";
    OPTION_MISSING "E0113" "option-missing" Error "No option stands behind `is`.";
    COMPARISON_CHAIN "E0114" "comparison-chain" Error "Two comparisons share one value.";
    THEN_MISSING "E0115" "then-missing" Error "An `if` has no `then`.";
    VALUE_MISSING "E0116" "value-missing" Error "Nothing stands behind a word that needs a value or a condition.";
    ITEM_TEXT_UNQUOTED "E0117" "item-text-unquoted" Error "The text of a criterion stands without quotes.";
    ITEM_WITHOUT_RULE "E0118" "item-without-rule" Error "A criterion has no rule.";
    COLON_MISSING "E0119" "colon-missing" Error "No `:` stands between a name and what it holds.";
    UNKNOWN_PART "E0120" "unknown-part" Error "A word at the top of a file begins none of its parts.";
    OUTSIDE_SECTION "E0121" "outside-section" Error "A criterion or a condition stands outside `inclusion` and `exclusion`.";
    OPERATOR_SPELLING "E0122" "operator-spelling" Error "A sign is spelled as in another language.";
    RANGE_SPELLING "E0123" "range-spelling" Error "A range is written with a dash.";
    THOUSANDS_COMMA "E0124" "thousands-comma" Error "A number has a comma in it.";
    LOST_SUPERSCRIPT "E0125" "lost-superscript" Error "A power of ten has lost its superscript.";
    UNIT_WITHOUT_NUMBER "E0126" "unit-without-number" Error "A unit has no number.";
    UNLESS_INSIDE "E0127" "unless-inside" Error "An `unless` stands where it could cover more than one thing.";
    EXCEPTION_WITHOUT_LIMIT "E0128" "exception-without-limit" Error "`unless … then …` has no limit to change.";
    LIST_WITHOUT_RELATION "E0129" "list-without-relation" Error "A list at the head of a line is compared with nothing.";
    COUNT_TOO_LARGE "E0130" "count-too-large" Error "A count is larger than can be meant.";
    APART_WITHOUT_COUNT "E0131" "apart-without-count" Error "`apart` stands where nothing is counted.";
    TIMES_MISSING "E0132" "times-missing" Error "A multiple is written without its sign.";
    WORDS_FOR_SIGN "E0133" "words-for-sign" Error "A comparison is written in words.";
    ASKS_TOO_MUCH "E0134" "asks-too-much" Error "`asks` is followed by more than one fact and its window.";
}
