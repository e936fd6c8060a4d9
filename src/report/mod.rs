//! Verdicts and findings to text.
