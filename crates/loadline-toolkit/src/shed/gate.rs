//! So many calls at once, the rest in line. A place that becomes free goes to the next in line under the lock, so nobody
//! overtakes; whoever is let in or shed is told outside of it.

use super::{
    Shed, ShedBuilder, Stats,
    line::{Late, Line},
};
use crate::{deadline::Deadline, telemetry::Histogram};
use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::{
    sync::oneshot,
    time::{Instant, timeout},
};

/// Lets so many in at once; the others wait no longer than the load allows.
#[derive(Debug)]
pub struct Gate {
    state: Mutex<State>,
    concurrency: usize,
    interval: Duration,
    waits: Histogram,
}

/// The right to be in; the next in line has it once this is dropped.
#[derive(Debug)]
#[must_use = "the place is free again once the pass is dropped"]
pub struct Pass {
    gate: Arc<Gate>,
}

type Answer = Result<Pass, Shed>;

#[derive(Debug)]
struct State {
    line: Line<oneshot::Sender<Answer>>,
    inside: usize,
}

impl Gate {
    /// A builder with a target of 5 ms, an interval of 100 ms and room for 1,000 in line.
    pub fn builder() -> ShedBuilder {
        ShedBuilder::default()
    }

    pub(super) fn new(
        line: Line<oneshot::Sender<Answer>>,
        concurrency: usize,
        interval: Duration,
    ) -> Self {
        let state = Mutex::new(State { line, inside: 0 });
        Self { state, concurrency, interval, waits: Histogram::new() }
    }

    /// Lets one in, after a wait where all places are taken: no longer than the interval, than twice the target under
    /// overload, and than the task's deadline leaves.
    ///
    /// # Errors
    /// [`Shed`] when the line was full or the wait too long.
    pub async fn enter(self: &Arc<Self>) -> Result<Pass, Shed> {
        let begun = Instant::now();
        let (place, answer) = match self.enter_or_line_up(begun)? {
            Entry::In(pass) => return Ok(pass),
            Entry::Waits(place, answer) => (place, answer),
        };
        let answer = timeout(Deadline::time_left_or(self.interval), answer).await;
        drop(place);
        let waited = begun.elapsed();
        self.waits.record(waited);
        if let Ok(Ok(answer)) = answer {
            return answer;
        }
        self.state().line.counts.late += 1;
        Err(Shed::Late { waited, retry_after: self.interval })
    }

    /// Lets one in now or not at all.
    #[must_use]
    pub fn try_enter(self: &Arc<Self>) -> Option<Pass> {
        let mut state = self.state();
        if state.inside >= self.concurrency {
            return None;
        }
        state.inside += 1;
        drop(state);
        Some(Pass { gate: Arc::clone(self) })
    }

    /// The figures now.
    #[must_use]
    pub fn stats(&self) -> Stats {
        let state = self.state();
        Stats::of(&state.line, state.inside, self.waits.snapshot())
    }

    fn enter_or_line_up(self: &Arc<Self>, now: Instant) -> Result<Entry<'_>, Shed> {
        let mut state = self.state();
        if state.inside < self.concurrency {
            state.inside += 1;
            drop(state);
            return Ok(Entry::In(Pass { gate: Arc::clone(self) }));
        }
        let (sender, answer) = oneshot::channel();
        let (pushed, late) = state.line.push(now, sender);
        drop(state);
        tell(late);
        match pushed {
            Ok(ticket) => Ok(Entry::Waits(Place { gate: self, ticket }, answer)),
            Err((_sender, error)) => Err(error),
        }
    }

    /// A place is free: it goes to the next in line, where there is one who still waits.
    fn release(self: &Arc<Self>) {
        let now = Instant::now();
        let mut late = Vec::new();
        let mut state = self.state();
        let next = loop {
            let served = state.line.pop(now);
            late.extend(served.late);
            match served.next {
                Some((sender, _)) if sender.is_closed() => {}
                Some((sender, _)) => break Some(sender),
                None => {
                    state.inside -= 1;
                    break None;
                }
            }
        };
        drop(state);
        if let Some(sender) = next {
            // Whoever gave up meanwhile gives the place back by dropping the pass.
            drop(sender.send(Ok(Pass { gate: Arc::clone(self) })));
        }
        tell(late);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Pass {
    fn drop(&mut self) {
        self.gate.release();
    }
}

/// In, or in line.
enum Entry<'a> {
    In(Pass),
    Waits(Place<'a>, oneshot::Receiver<Answer>),
}

/// A place in line, given up when dropped.
struct Place<'a> {
    gate: &'a Gate,
    ticket: u64,
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let gone = self.gate.state().line.leave(self.ticket);
        drop(gone);
    }
}

/// Those who waited too long learn it.
fn tell(late: Late<oneshot::Sender<Answer>>) {
    for (sender, error) in late {
        drop(sender.send(Err(error)));
    }
}
