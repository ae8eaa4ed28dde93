//! The line between those who push work and those who pop it. What waited too long is handed to a closure.

use super::{
    Refused, Shed, Stats,
    line::{Late, Line},
};
use crate::telemetry::Histogram;
use std::{
    fmt,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Mutex, MutexGuard, PoisonError},
};
use tokio::{sync::Notify, time::Instant};

type OnShed<T> = Box<dyn Fn(T, Shed) + Send + Sync>;

/// A bounded queue that sheds what waited too long. What is in it when it is dropped is dropped with it.
///
/// ```
/// use loadline_toolkit::shed::ShedBuilder;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let queue = ShedBuilder::new().build_queue(|item: u32, why| println!("{item}: {why}")).expect("sound");
/// queue.push(1).expect("room");
/// assert_eq!(queue.pop().await, Some(1));
/// queue.close();
/// assert_eq!(queue.pop().await, None);
/// # }
/// ```
pub struct Queue<T> {
    state: Mutex<State<T>>,
    pushed: Notify,
    on_shed: OnShed<T>,
    pub(super) waits: Histogram,
}

struct State<T> {
    line: Line<T>,
    closed: bool,
}

impl<T> Queue<T> {
    pub(super) fn new(line: Line<T>, on_shed: OnShed<T>) -> Self {
        let state = Mutex::new(State { line, closed: false });
        Self { state, pushed: Notify::new(), on_shed, waits: Histogram::new() }
    }

    /// Puts work into the queue.
    ///
    /// # Errors
    /// [`Refused`] gives the work back when the queue is full or closed.
    pub fn push(&self, item: T) -> Result<(), Refused<T>> {
        let now = Instant::now();
        let mut state = self.state();
        if state.closed {
            return Err(Refused { item, error: Shed::Closed });
        }
        let (pushed, late) = state.line.push(now, item);
        drop(state);
        self.hand_over(late);
        match pushed {
            Ok(_ticket) => {
                self.pushed.notify_one();
                Ok(())
            }
            Err((item, error)) => Err(Refused { item, error }),
        }
    }

    /// The next piece of work, as soon as there is one; none once the queue is closed and empty. A call that is dropped
    /// takes nothing.
    pub async fn pop(&self) -> Option<T> {
        loop {
            if let Some(item) = self.try_pop() {
                // Several pushes may have woken one only: whoever takes wakes the next.
                if !self.is_closed_and_empty().1 {
                    self.pushed.notify_one();
                }
                return Some(item);
            }
            let pushed = self.pushed.notified();
            let (closed, empty) = self.is_closed_and_empty();
            if closed && empty {
                // The next one who waits for nothing learns it, too.
                self.pushed.notify_one();
                return None;
            }
            if empty {
                pushed.await;
            }
        }
    }

    /// The next piece of work, where there is one now.
    pub fn try_pop(&self) -> Option<T> {
        let served = self.state().line.pop(Instant::now());
        self.hand_over(served.late);
        let (item, waited) = served.next?;
        self.waits.record(waited);
        Some(item)
    }

    /// Takes no more work; what is in the queue can still be popped.
    pub fn close(&self) {
        self.state().closed = true;
        self.pushed.notify_one();
    }

    /// The figures now.
    #[must_use]
    pub fn stats(&self) -> Stats {
        Stats::of(&self.state().line, 0, self.waits.snapshot())
    }

    fn is_closed_and_empty(&self) -> (bool, bool) {
        let state = self.state();
        (state.closed, state.line.len() == 0)
    }

    fn hand_over(&self, late: Late<T>) {
        for (item, error) in late {
            if catch_unwind(AssertUnwindSafe(|| (self.on_shed)(item, error))).is_err() {
                tracing::warn!("the handler of shed work panicked");
            }
        }
    }

    fn state(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T> fmt::Debug for Queue<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Queue").field("stats", &self.stats()).finish_non_exhaustive()
    }
}
