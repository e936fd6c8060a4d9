//! Work on all processors, results in the order of the input.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::Stop;

/// So long the one that writes waits before it looks up.
const PATIENCE: Duration = Duration::from_millis(100);

/// What the workers and the one that writes share.
struct Shared<D> {
    /// The piece whose results are being written.
    current: usize,
    /// Results that wait, by the number of their piece.
    waiting: BTreeMap<usize, VecDeque<Result<D, Stop>>>,
    /// How many those are.
    count: usize,
    /// Pieces that are done.
    finished: BTreeSet<usize>,
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
/// has a state of its own, made by `state`; it hands results over by the function that it gets, which says whether more
/// are wanted. While nothing is to be written, `sink` is asked with nothing, several times a second. `ahead` results may wait to be written, so that memory
/// stays flat.
///
/// # Errors
/// The first of the source or of the sink.
pub fn ordered<J, D, W>(
    (threads, ahead): (usize, usize),
    source: impl FnMut() -> Result<Option<J>, Stop> + Send,
    state: impl Fn() -> W + Sync,
    work: impl Fn(&mut W, J, &mut dyn FnMut(Result<D, Stop>) -> bool) + Sync,
    mut sink: impl FnMut(Option<D>) -> Result<(), Stop>,
) -> Result<(), Stop>
where
    J: Send,
    D: Send,
{
    let source = Mutex::new((0_usize, source));
    let shared = Mutex::new(Shared {
        current: 0,
        waiting: BTreeMap::new(),
        count: 0,
        finished: BTreeSet::new(),
        pieces: None,
        stopped: false,
    });
    let changed = Condvar::new();
    let hand_over = |number: usize, result: Result<D, Stop>| {
        let mut shared = locked(&shared);
        // The piece that is being written is never held up, or nothing would go on.
        while shared.count >= ahead && number != shared.current && !shared.stopped {
            shared = changed.wait(shared).unwrap_or_else(PoisonError::into_inner);
        }
        if shared.stopped {
            return false;
        }
        shared.waiting.entry(number).or_default().push_back(result);
        shared.count += 1;
        if number == shared.current {
            changed.notify_all();
        }
        true
    };
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
                    locked(&shared).pieces = Some(number + usize::from(piece.is_err()));
                    changed.notify_all();
                }
                (number, piece)
            };
            match piece {
                Ok(Some(piece)) => work(&mut state, piece, &mut |result| hand_over(number, result)),
                Ok(None) => return,
                Err(stop) => {
                    hand_over(number, Err(stop));
                }
            }
            let mut shared = locked(&shared);
            shared.finished.insert(number);
            if shared.stopped {
                return;
            }
            if number == shared.current {
                changed.notify_all();
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..threads.max(1) {
            scope.spawn(|| {
                let _fallen = StopsWhenFallen(&shared, &changed);
                worker();
            });
        }
        let ended = drain(&shared, &changed, &mut sink);
        stop(&shared, &changed);
        ended
    })
}

/// Hands the results to `sink`, piece by piece, until there are no more.
fn drain<D>(
    shared: &Mutex<Shared<D>>,
    changed: &Condvar,
    sink: &mut impl FnMut(Option<D>) -> Result<(), Stop>,
) -> Result<(), Stop> {
    let mut guard = locked(shared);
    loop {
        let current = guard.current;
        if let Some(result) = guard.waiting.get_mut(&current).and_then(VecDeque::pop_front) {
            guard.count -= 1;
            drop(guard);
            changed.notify_all();
            sink(Some(result?))?;
            guard = locked(shared);
        } else if guard.finished.remove(&current) {
            guard.waiting.remove(&current);
            guard.current += 1;
            changed.notify_all();
        } else if guard.stopped || guard.pieces.is_some_and(|pieces| current >= pieces) {
            return Ok(());
        } else {
            let waited = changed.wait_timeout(guard, PATIENCE);
            let (again, late) = waited.unwrap_or_else(PoisonError::into_inner);
            guard = again;
            if late.timed_out() {
                drop(guard);
                sink(None)?;
                guard = locked(shared);
            }
        }
    }
}

fn stop<D>(shared: &Mutex<Shared<D>>, changed: &Condvar) {
    let mut guard = locked(shared);
    guard.stopped = true;
    guard.pieces.get_or_insert(0);
    drop(guard);
    changed.notify_all();
}

/// Nobody waits for a worker that fell over: its panic ends the program.
struct StopsWhenFallen<'s, D>(&'s Mutex<Shared<D>>, &'s Condvar);

impl<D> Drop for StopsWhenFallen<'_, D> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            stop(self.0, self.1);
        }
    }
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
        let work = |(): &mut (), number: u64, hand_over: &mut dyn FnMut(Result<u64, Stop>) -> bool| {
            // Later pieces are done sooner.
            std::thread::sleep(std::time::Duration::from_micros(200 * (number % 3)));
            // More than may wait, now and then.
            for _ in 0..if number.is_multiple_of(50) { 60 } else { 1 } {
                hand_over(Ok(number * number));
            }
        };
        ordered(
            (threads, 4),
            source,
            || (),
            work,
            |square| {
                all.extend(square);
                Ok(())
            },
        )
        .unwrap();
        all
    }

    #[test]
    fn results_keep_the_order() {
        let times = |number: u64| if number.is_multiple_of(50) { 60 } else { 1 };
        let results = |number: u64| std::iter::repeat_n(number * number, times(number));
        let expected: Vec<u64> = (1..=200).flat_map(results).collect();
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
            let pass = |(): &mut (), number: i32, hand_over: &mut dyn FnMut(Result<i32, Stop>) -> bool| {
                hand_over(Ok(number));
            };
            let ended = ordered(
                (threads, 4),
                source,
                || (),
                pass,
                |_| {
                    seen += 1;
                    Ok(())
                },
            );
            assert!(matches!(ended, Err(Stop::Unusable(..))));
            assert_eq!(seen, 49, "what came before is written");

            let mut next = 0;
            let endless = || {
                next += 1;
                Ok(Some(next))
            };
            let full = |number: Option<i32>| match number {
                Some(7) => Err(Stop::Output(std::io::Error::other("full"))),
                _ => Ok(()),
            };
            assert!(matches!(
                ordered((threads, 4), endless, || (), pass, full),
                Err(Stop::Output(_))
            ));
        }
    }
}
