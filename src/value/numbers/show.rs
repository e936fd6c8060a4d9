//! Sets of numbers as people read them.

use std::fmt;

use super::{Bound, Numbers};

impl fmt::Debug for Numbers {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{self}")
    }
}

impl fmt::Display for Numbers {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_empty() {
            return formatter.write_str("nothing");
        }
        for (index, piece) in self.0.iter().enumerate() {
            if index > 0 {
                formatter.write_str(" or ")?;
            }
            if let Some(number) = piece.as_point() {
                write!(formatter, "{number}")?;
                continue;
            }
            if let Some(number) = piece.nearly_point() {
                formatter.write_str(&number.approximate())?;
                continue;
            }
            match (&piece.low, &piece.high) {
                (Bound::Unbounded, Bound::Unbounded) => formatter.write_str("any number")?,
                (Bound::Unbounded, Bound::Open(high)) => write!(formatter, "< {high}")?,
                (Bound::Unbounded, Bound::Closed(high)) => write!(formatter, "≤ {high}")?,
                (Bound::Open(low), Bound::Unbounded) => write!(formatter, "> {low}")?,
                (Bound::Closed(low), Bound::Unbounded) => write!(formatter, "≥ {low}")?,
                (low, high) => {
                    formatter.write_str(if low.is_closed() { "[" } else { "(" })?;
                    write!(formatter, "{}, ", low.number().cloned().unwrap_or_default())?;
                    write!(formatter, "{}", high.number().cloned().unwrap_or_default())?;
                    formatter.write_str(if high.is_closed() { "]" } else { ")" })?;
                }
            }
        }
        Ok(())
    }
}
