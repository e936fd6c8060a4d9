//! The `elig` command.
fn main() {}
