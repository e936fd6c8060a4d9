//! Work on all processors, results in the order of the input.

use std::collections::BTreeMap;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use super::Stop;

/// Workers go no further ahead of what is written than so many pieces, so that memory stays flat.
const AHEAD: usize = 8;

/// What the workers and the one that writes share.
struct Shared<D> {
    /// The next piece to be written.
    next: usize,
    done: BTreeMap<usize, Result<D, Stop>>,
    /// The number of pieces, once the input has ended.
    pieces: Option<usize>,
    /// Nobody wants more.
    stopped: bool,
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // A worker that fell over poisons nothing that others rely on.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Takes pieces from `source` until it has none, works on each and hands the results to `sink` in their order. Each worker
/// has a state of its own, made by `state`.
///
/// # Errors
/// The first of the source or of the sink.
pub fn ordered<J, D, W>(
    threads: usize,
    mut source: impl FnMut() -> Result<Option<J>, Stop> + Send,
    state: impl Fn() -> W + Sync,
    work: impl Fn(&mut W, J) -> D + Sync,
    mut sink: impl FnMut(D) -> Result<(), Stop>,
) -> Result<(), Stop>
where
    J: Send,
    D: Send,
{
    if threads <= 1 {
        let mut state = state();
        while let Some(piece) = source()? {
            sink(work(&mut state, piece))?;
        }
        return Ok(());
    }
    let source = Mutex::new((0_usize, source));
    let shared = Mutex::new(Shared {
        next: 0,
        done: BTreeMap::new(),
        pieces: None,
        stopped: false,
    });
    let changed = Condvar::new();
    let worker = || {
        let mut state = state();
        loop {
            let (number, piece) = {
                let mut source = locked(&source);
                if locked(&shared).pieces.is_some() {
                    return;
                }
                let number = source.0;
                let piece = (source.1)();
                source.0 += 1;
                if !matches!(piece, Ok(Some(_))) {
                    let ended = number + usize::from(piece.is_err());
                    locked(&shared).pieces = Some(ended);
                    changed.notify_all();
                }
                (number, piece)
            };
            let result = match piece {
                Ok(Some(piece)) => Ok(work(&mut state, piece)),
                Ok(None) => return,
                Err(stop) => Err(stop),
            };
            let mut shared = locked(&shared);
            while number >= shared.next + AHEAD && !shared.stopped {
                shared = changed.wait(shared).unwrap_or_else(PoisonError::into_inner);
            }
            if shared.stopped {
                return;
            }
            shared.done.insert(number, result);
            drop(shared);
            changed.notify_all();
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(&worker);
        }
        let mut ended = Ok(());
        loop {
            let mut guard = locked(&shared);
            let result = loop {
                let next = guard.next;
                if let Some(result) = guard.done.remove(&next) {
                    guard.next += 1;
                    break Some(result);
                }
                if guard.pieces.is_some_and(|pieces| next >= pieces) {
                    break None;
                }
                guard = changed.wait(guard).unwrap_or_else(PoisonError::into_inner);
            };
            drop(guard);
            changed.notify_all();
            let Some(result) = result else { break };
            if let Err(stop) = result.and_then(&mut sink) {
                ended = Err(stop);
                break;
            }
        }
        let mut guard = locked(&shared);
        guard.stopped = true;
        guard.pieces.get_or_insert(0);
        drop(guard);
        changed.notify_all();
        ended
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn squares(threads: usize, count: u64) -> Vec<u64> {
        let mut next = 0;
        let mut all = Vec::new();
        let source = || {
            next += 1;
            Ok((next <= count).then_some(next))
        };
        let work = |(): &mut (), number: u64| {
            // Later pieces are done sooner.
            std::thread::sleep(std::time::Duration::from_micros(200 * (number % 3)));
            number * number
        };
        ordered(threads, source, || (), work, |square| {
            all.push(square);
            Ok(())
        })
        .unwrap();
        all
    }

    #[test]
    fn results_keep_the_order() {
        let expected: Vec<u64> = (1..=200).map(|number| number * number).collect();
        for threads in [1, 2, 4, 9] {
            assert_eq!(squares(threads, 200), expected, "{threads} threads");
        }
        assert!(squares(3, 0).is_empty());
    }

    #[test]
    fn errors_end_the_work() {
        for threads in [1, 3] {
            let mut next = 0;
            let source = || {
                next += 1;
                match next {
                    50 => Err(Stop::Unusable("gone".to_owned(), None)),
                    next => Ok(Some(next)),
                }
            };
            let mut seen = 0;
            let ended = ordered(threads, source, || (), |(), number| number, |_| {
                seen += 1;
                Ok(())
            });
            assert!(matches!(ended, Err(Stop::Unusable(..))));
            assert_eq!(seen, 49, "what came before is written");

            let mut next = 0;
            let endless = || {
                next += 1;
                Ok(Some(next))
            };
            let full = |number: i32| match number {
                7 => Err(Stop::Output(std::io::Error::other("full"))),
                _ => Ok(()),
            };
            assert!(matches!(ordered(threads, endless, || (), |(), number| number, full), Err(Stop::Output(_))));
        }
    }
}
