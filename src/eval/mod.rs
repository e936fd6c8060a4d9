//! Model and patient to verdict. Cannot fail: what it cannot know is open, with the reason.

mod cases;
mod days;
mod domain;
mod evaluator;
mod given;
mod needs;
mod recorder;
mod records;
mod respond;
mod screen;
mod time;
pub mod verdict;

pub(crate) use evaluator::count;
pub use respond::{Answer, ask};
pub use screen::{Detail, Visits, evaluate, evaluate_at, evaluate_in, judge, unreadable};
pub(crate) use screen::{of_nothing, untouched};
pub use time::shift;
pub use verdict::{
    ComputedValue, CriterionResult, EndpointResult, Explanation, Leaf, LeafPart, Need, Outcome, Overall, Response,
    Role, Verdict, Warning, Why, WindowShown,
};
