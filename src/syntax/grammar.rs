//! pest's parser, and its rules in an author's words.

use pest::Parser;
use pest::error::{ErrorVariant, InputLocation};
use pest::iterators::{Pair, Pairs};

/// The grammar as a parser.
#[derive(pest_derive::Parser)]
#[grammar = "grammar/elig.pest"]
struct Grammar;

/// One node of what was matched.
pub type Matched<'i> = Pair<'i, Rule>;

/// Where reading stopped, and what could have stood there.
#[derive(Debug)]
pub struct Stop {
    /// The byte.
    pub at: usize,
    /// What was tried there.
    pub tried: Vec<Rule>,
}

/// Matches a whole file.
pub fn match_file(text: &str) -> Result<Pairs<'_, Rule>, Stop> {
    Grammar::parse(Rule::file, text).map_err(|error| Stop {
        at: match error.location {
            InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
        },
        tried: match error.variant {
            ErrorVariant::ParsingError { positives, .. } => positives,
            ErrorVariant::CustomError { .. } => Vec::new(),
        },
    })
}

/// The children of a node that carry meaning, in order.
pub type Children<'i> = std::iter::Peekable<std::iter::Filter<Pairs<'i, Rule>, fn(&Matched<'i>) -> bool>>;

/// The children of a node, punctuation left out.
pub fn children<'i>(pair: Matched<'i>) -> Children<'i> {
    let meaningful: fn(&Matched<'i>) -> bool = |pair| !is_punctuation(pair.as_rule());
    pair.into_inner().filter(meaningful).peekable()
}

/// Takes the next child if it is of a rule.
pub fn take<'i>(children: &mut Children<'i>, rule: Rule) -> Option<Matched<'i>> {
    children.next_if(|pair| pair.as_rule() == rule)
}

fn is_punctuation(rule: Rule) -> bool {
    use Rule::*;
    matches!(
        rule,
        line_end
            | comma
            | open
            | close
            | left
            | right
            | left_square
            | right_square
            | colon
            | equals
            | EOI
            | kw_use
            | kw_trial
            | kw_dates
            | kw_assessed
            | kw_define
            | kw_endpoint
            | kw_example
            | kw_expect
            | kw_facts
            | kw_with
            | kw_when
            | kw_absent
            | kw_number
            | kw_lab
            | kw_grade
            | kw_one
            | kw_list
            | kw_by
            | kw_asks
            | kw_judged
            | kw_reading
            | kw_readings
            | kw_force
            | kw_if
            | kw_then
            | kw_unless
            | kw_where
            | kw_over
            | kw_is
            | kw_in
            | kw_than
            | kw_of
    )
}

/// What an author would call a rule; empty for what need not be named.
pub fn words(rule: Rule) -> &'static str {
    use Rule::*;
    match rule {
        file | part | use_line | trial | facts | define | section | endpoint | example | between => {
            "a part of the file"
        }
        trial_line | dates | date_declared | assessed | setting => "a line of the header",
        params => "parameters in brackets",
        expectation | outcome => "what must come out",
        assignments | open | block | rows | fields | with => "`{`",
        assignment => "a fact with its value",
        records | before_next | lone_word | from_to | moment_value | short_mark => "a value",
        fact => "a fact",
        attribute | attribute_word | texts | when_absent => "",
        limits | range_sign => "a range",
        kind | kind_proper | base_kind | yes_no | number_kind | lab | grade | one_of | list_kind | plain_kind
        | named_kind | kw_judgement | kw_number | kw_lab | kw_grade | kw_one | kw_list => "what it holds",
        kind_unit | unit | ten_unit | unit_tail | unit_part | denominator | unit_atom | unit_bracket | unit_letter
        | superscript | not_a_unit | by_volume | cast => "a unit",
        statement | line | condition | conjunction | unary | guard | counted | test | filter => "a condition",
        item | item_id => "a criterion",
        asks | judged | in_force | reading | readings | broken | next_item => "",
        quantifier | kw_any | kw_all | kw_none | kw_no | kw_exactly => "a condition",
        relation | comparison => "a comparison",
        exception | kw_unless => "",
        set => "options in braces",
        window | bound | side => "a window of time",
        moment | date => "a date",
        sum | product | factor | power | postfix | primary | aggregate | number | quantity | limit => "a limit",
        row | declares => "a row",
        call | of | callee | of_word | aggregate_word | list | titre | mark | id | id_part | at => "a limit",
        letter_or_digit | end | blank | WHITESPACE => "",
        name | word => "a name",
        label => "a label",
        option => "an option",
        string => "a text in quotes",
        count => "a number",
        times | times_sign | divided | plus | minus | caret => "",
        equals => "`=`",
        colon => "`:`",
        comma | gap => "`,`",
        close => "`}`",
        left => "`(`",
        right => "`)`",
        left_square | right_square => "",
        line_end | stop | EOI => "the end of the line",
        reserved => "",
        kw_use | kw_trial | kw_define | kw_inclusion | kw_exclusion | kw_endpoint | kw_example | kw_facts => {
            "a part of the file"
        }
        kw_dates | kw_assessed => "a line of the header",
        kw_expect => "`expect`",
        kw_partial => "",
        kw_with | kw_when => "",
        kw_absent => "`absent`",
        kw_by => "",
        kw_asks | kw_judged | kw_reading | kw_damaged | kw_readings => "",
        kw_force => "`force`",
        kw_and | kw_or => "",
        kw_not => "a condition",
        kw_if => "a condition",
        kw_then => "`then`",
        kw_otherwise => "",
        kw_where => "`where`",
        kw_over => "",
        kw_is | kw_in => "a comparison",
        kw_at | kw_within | kw_more | kw_less | kw_from => "",
        kw_least | kw_most => "`least` or `most`",
        kw_than => "`than`",
        direction | kw_before | kw_after | kw_around => "`before` or `after`",
        kw_apart => "",
        kw_to => "`to`",
        kw_of => "`of`",
        kw_uln | kw_lln => "a limit",
    }
}
