//! What a trial means: resolved, typed, in canonical units.
