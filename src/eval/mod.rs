//! Model and patient to verdict. Cannot fail: what it cannot know is open, with the reason.

pub mod verdict;

pub use verdict::{
    ComputedValue, CriterionResult, EndpointResult, Explanation, Leaf, LeafPart, Need, Outcome, Overall, Response,
    Role, Verdict, Warning, Why, WindowShown,
};
