//! How many connections are to be opened now. HikariCP's rule: a caller takes whichever comes first, one that comes back
//! or a new one; so a connect is worth starting only where it will probably be first. A queue that drains sooner than
//! a connect takes starts none; one that has stood for as long as a connect takes starts one (waiting until the wait has
//! cost as much as the remedy is never worse than twice the best choice), then another for each time as long again.

use super::{
    ConnectFailure, Manager,
    state::{State, UnderWay},
};
use std::time::Duration;
use tokio::{sync::oneshot, time::Instant};

/// A queue is given this long to drain at least, however fast connects are: the resolution of tokio's timer.
const PATIENCE_MIN: Duration = Duration::from_millis(1);
/// And at most, however slow they are.
const PATIENCE_MAX: Duration = Duration::from_secs(1);

/// Attempts to connect, those under way and how the last ones ended.
#[derive(Debug)]
pub(super) struct Connects {
    /// Under way and wanted, the oldest first.
    pending: Vec<Pending>,
    /// Dropped, and not yet gone.
    dropped: usize,
    next_id: u64,
    /// Attempts from this one on began after the last failure was known: attempts side by side fail as one.
    counts_from: u64,
    /// Failures in a row since the last success.
    pub(super) failures: u32,
    pub(super) last_failure: Option<ConnectFailure>,
    /// No further attempt before this.
    pub(super) not_before: Option<Instant>,
}

#[derive(Debug)]
struct Pending {
    id: u64,
    started: Instant,
    /// Dropping it ends the attempt.
    _wanted: oneshot::Sender<()>,
}

/// One attempt, to be started; `unwanted` ends when nobody needs it any more.
#[derive(Debug)]
pub(super) struct Attempt {
    pub(super) id: u64,
    pub(super) unwanted: oneshot::Receiver<()>,
}

impl Connects {
    pub(super) const fn new() -> Self {
        Self {
            pending: Vec::new(),
            dropped: 0,
            next_id: 0,
            counts_from: 0,
            failures: 0,
            last_failure: None,
            not_before: None,
        }
    }

    /// Attempts that are wanted.
    pub(super) const fn pending(&self) -> usize {
        self.pending.len()
    }

    /// All attempts that may still end in a connection, or hold a socket.
    pub(super) const fn under_way(&self) -> usize {
        self.pending.len() + self.dropped
    }

    /// Attempts that are wanted, and since when.
    pub(super) fn now(&self) -> UnderWay {
        let oldest = self.pending.first().map(|pending| pending.started);
        UnderWay { connects: self.pending.len(), oldest }
    }

    /// Drops the youngest attempts beyond `wanted`; how many those were.
    pub(super) fn keep(&mut self, wanted: usize) -> u64 {
        let dropped = self.pending.len().saturating_sub(wanted);
        self.pending.truncate(wanted);
        self.dropped += dropped;
        dropped as u64
    }

    /// An attempt ended, somehow.
    pub(super) fn ended(&mut self, id: u64) {
        match self.pending.iter().position(|pending| pending.id == id) {
            Some(index) => drop(self.pending.remove(index)),
            None => self.dropped -= 1,
        }
    }

    /// The server was reached.
    pub(super) fn succeeded(&mut self) {
        self.failures = 0;
        self.last_failure = None;
        self.not_before = None;
    }

    /// The attempt `id` failed; whether that is one more failure in a row.
    pub(super) fn failed(&mut self, id: u64, failure: ConnectFailure) -> bool {
        self.last_failure = Some(failure);
        let counts = id >= self.counts_from;
        if counts {
            self.counts_from = self.next_id;
            self.failures = self.failures.saturating_add(1);
        }
        counts
    }

    fn start(&mut self, now: Instant) -> Attempt {
        let (wanted, unwanted) = oneshot::channel();
        let id = self.next_id;
        self.next_id += 1;
        self.pending.push(Pending { id, started: now, _wanted: wanted });
        Attempt { id, unwanted }
    }
}

impl<M: Manager> State<M> {
    /// Attempts to start now; they are counted as under way.
    pub(super) fn plan_connects(&mut self, now: Instant) -> Vec<Attempt> {
        let wanted = self.wanted_connects(now).saturating_sub(self.connects.pending());
        (0..wanted.min(self.room())).map(|_| self.connects.start(now)).collect()
    }

    /// When [`plan_connects`](Self::plan_connects) may come to another result although nothing happened.
    pub(super) fn plan_again_at(&self, now: Instant) -> Option<Instant> {
        if let Some(not_before) = self.connects.not_before.filter(|moment| *moment > now) {
            return Some(not_before);
        }
        let since = self.queue_since.filter(|_| self.room() > 0)?;
        let lost = u32::try_from(self.patience_lost(now)).unwrap_or(u32::MAX);
        Some(since + self.patience() * lost.saturating_add(1))
    }

    /// Attempts that should be under way.
    fn wanted_connects(&self, now: Instant) -> usize {
        if self.is_closed || self.connects.not_before.is_some_and(|moment| now < moment) {
            return 0;
        }
        let for_min = self.config.min.saturating_sub(self.usable());
        let at_once = if self.connects.failures > 0 { 1 } else { self.config.connects_at_once };
        for_min.max(self.connects_for_waiters(now)).min(at_once)
    }

    fn connects_for_waiters(&self, now: Instant) -> usize {
        let waiting = self.waiters.len();
        let coming_back = self.held + self.busy;
        if waiting == 0 || coming_back == 0 {
            return waiting;
        }
        let by_patience = self.patience_lost(now);
        if by_patience == 0 && self.busy >= waiting {
            return 0;
        }
        by_patience.max(self.connects_by_rate(waiting, coming_back)).min(waiting)
    }

    /// As many as it takes for the queue to drain within the time of one connect; none where it does so anyway, and one
    /// where nothing was measured yet.
    fn connects_by_rate(&self, waiting: usize, coming_back: usize) -> usize {
        let (Some(hold), Some(connect)) = (self.load.hold_recent(), self.load.connect_recent())
        else {
            return 1;
        };
        let work_ns = hold.as_nanos().saturating_mul(waiting as u128);
        let within_ns = connect.as_nanos().max(1);
        if work_ns / (coming_back as u128) < within_ns {
            return 0;
        }
        let needed = usize::try_from(work_ns.div_ceil(within_ns)).unwrap_or(usize::MAX);
        needed.saturating_sub(coming_back).max(1)
    }

    /// How many times over the queue has stood for as long as it may.
    fn patience_lost(&self, now: Instant) -> usize {
        let stood = self.queue_since.map_or(Duration::ZERO, |since| now - since);
        usize::try_from(stood.as_nanos() / self.patience().as_nanos()).unwrap_or(usize::MAX)
    }

    /// How long a queue may stand before it is worth a connect: as long as one takes.
    fn patience(&self) -> Duration {
        self.load.connect_recent().unwrap_or_default().clamp(PATIENCE_MIN, PATIENCE_MAX)
    }
}
