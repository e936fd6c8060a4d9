//! Files, terminal, exit codes.
