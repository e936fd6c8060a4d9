//! Options of a grade or of a `one of`.

use super::super::json::{Json, Node, shown};
use super::scalar::{LEAVE_OUT, Possible, Shape, says_nothing, shape};
use super::{Sink, likely};
use crate::codes::record as codes;
use crate::diagnostic::Diagnostic;
use crate::model::Options;
use crate::value::{Choices, Number, Value};

impl Sink<'_> {
    /// An option, or some.
    pub(super) fn choice(&self, name: &str, options: &Options, node: &Node<'_>) -> Result<Possible, Diagnostic> {
        let one = |node: &Node<'_>| self.one_choice(name, options, node);
        let choices = match shape(self, node)? {
            Shape::One(node) => Choices::one(one(node)?),
            Shape::OneOf(nodes) => nodes.iter().map(one).collect::<Result<Choices, _>>()?,
            Shape::Between(..) if !options.ordered => {
                let message = format!("the options of `{name}` have no order");
                return Err(self.at(&codes::WRONG_KIND, &node.at, message).help("{\"one_of\": […]}"));
            }
            Shape::Between(low, high) => {
                let (low, high) = (one(low)?, one(high)?);
                if low > high {
                    let label = |at: usize| options.labels.get(at).map_or("", String::as_str);
                    return Err(self.reversed(node, label(low), label(high)));
                }
                (low..=high).collect()
            }
        };
        let labels: Vec<&str> = choices
            .iter()
            .filter_map(|at| options.labels.get(at))
            .map(String::as_str)
            .collect();
        Ok(Possible {
            value: Value::Choice(choices),
            original: labels.join(" or "),
            conversion: None,
        })
    }

    fn one_choice(&self, name: &str, options: &Options, node: &Node<'_>) -> Result<usize, Diagnostic> {
        let labels = &options.labels;
        let text = match &node.json {
            Json::String(text) | Json::Number(text) => text.trim(),
            Json::Bool(value) => {
                let words: [&str; 2] = if *value { ["true", "yes"] } else { ["false", "no"] };
                let place = labels.iter().position(|label| words.contains(&label.as_str()));
                return place.ok_or_else(|| self.no_option(name, labels, node, &value.to_string()));
            }
            _ => return Err(self.wrong_kind(name, &one_of(labels), node)),
        };
        if let Some(at) = labels.iter().position(|label| label == text) {
            return Ok(at);
        }
        // `1.0` is the label `1`.
        let number = Number::parse(text);
        let same = |label: &String| number.is_some() && Number::parse(label) == number;
        labels
            .iter()
            .position(same)
            .ok_or_else(|| self.no_option(name, labels, node, text))
    }

    fn no_option(&self, name: &str, labels: &[String], node: &Node<'_>, text: &str) -> Diagnostic {
        let message = format!("`{name}` is {}; `{}` is none of them", one_of(labels), shown(text));
        let error = self.at(&codes::UNKNOWN_OPTION, &node.at, message);
        match likely::option(text, labels) {
            Some(option) => error
                .here(format!("{option}?"))
                .help(format!("write `{option}` if that is meant")),
            None if says_nothing(text) => error.help(LEAVE_OUT),
            None if labels.len() > SHOWN => error.help(labels.join(", ")),
            None => error,
        }
    }
}

/// No more options are named in a message.
const SHOWN: usize = 7;

/// `one of a, b, c`
pub(super) fn one_of(labels: &[String]) -> String {
    match labels {
        [first, .., last] if labels.len() > SHOWN => {
            format!("one of {} options, {first} to {last}", labels.len())
        }
        _ => format!("one of {}", labels.join(", ")),
    }
}
