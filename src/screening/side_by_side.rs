//! Pieces of a table on all processors.

use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

/// So many rows are one piece of work.
pub const PIECE: usize = 1 << 14;

/// Works on each piece; what comes of them stands in their order.
pub fn each<T: Sync, D: Send>(pieces: &[T], work: impl Fn(&T) -> D + Sync) -> Vec<D> {
    let threads = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
    if threads.min(pieces.len()) <= 1 {
        return pieces.iter().map(work).collect();
    }
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<(usize, D)>> = Mutex::new(Vec::with_capacity(pieces.len()));
    let take = || {
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(piece) = pieces.get(at) else { return };
            let result = work(piece);
            done.lock().unwrap_or_else(PoisonError::into_inner).push((at, result));
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..threads.min(pieces.len()) {
            scope.spawn(take);
        }
        take();
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}
