//! Model to advice.
