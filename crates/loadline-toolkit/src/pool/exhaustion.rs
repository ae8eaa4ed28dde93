//! [`Exhaustion`]: what a caller is told who waited in vain. It has who holds what, since when and from which line of
//! code, and a [`Verdict`] on why that is. The figures come from the pool's state at that moment (`evidence.rs`); how the
//! verdict follows from them is here, as a function of plain values.

use super::{ConnectFailure, Statement};
use std::{fmt, panic::Location, time::Duration};
use tokio::task;

/// Holders that an [`Exhaustion`] lists, the oldest first.
pub(super) const HOLDERS_MAX: usize = 16;
/// A hold or a connect is slow when it takes this many times the usual.
const SLOW_FACTOR: u32 = 4;

/// A pool without a connection to give, explained.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub struct Exhaustion {
    /// How long the caller waited.
    pub waited: Duration,
    /// The line of code that asked.
    pub asked_at: &'static Location<'static>,
    /// Connections that may be open, overflow included.
    pub open_max: usize,
    /// Connections that are open.
    pub open: usize,
    /// Of these, how many are out.
    pub held: usize,
    /// Of these, how many are being checked, reset or closed.
    pub busy: usize,
    /// Connections that are being opened.
    pub connecting: usize,
    /// Callers that still wait.
    pub waiting: usize,
    /// Who holds connections, the oldest first, 16 at most.
    pub holders: Vec<Holder>,
    /// Why there is none left, as far as that can be told.
    pub verdict: Verdict,
    /// The last failure to connect, where nothing was opened since.
    #[source]
    pub connect_failure: Option<ConnectFailure>,
}

/// Somebody who has a connection.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Holder {
    /// The line of code that took it.
    pub acquired_at: &'static Location<'static>,
    /// For how long it has been out.
    pub held_for: Duration,
    /// The task that took it, where it was one.
    pub task: Option<task::Id>,
    /// What it ran last, where that is noted.
    pub statement: Option<Statement>,
}

/// Why a pool is exhausted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Verdict {
    /// At least half of the connections are out for longer than the leak threshold, or idle in their holders' hands.
    Leak {
        /// How many.
        held: usize,
        /// The line of code that took most of them.
        acquired_at: &'static Location<'static>,
    },
    /// Connections stay out much longer than they used to, or than the caller waited.
    SlowQueries {
        /// The hold of late.
        recent: Duration,
        /// The usual hold (the median), where enough was measured.
        usual: Option<Duration>,
    },
    /// Connections could be opened and are not, or those there are do not answer: the server or the way to it.
    ConnectFailing {
        /// Attempts that failed in a row.
        attempts: u32,
    },
    /// Everything runs as it should, and there is more of it than fits.
    Undersized {
        /// The size that Little's law gives.
        size: usize,
    },
    /// Tasks that hold a connection wait for another one.
    SelfDeadlock {
        /// The line of code that took the connection already held.
        held_at: &'static Location<'static>,
    },
}

/// What a verdict is made from.
#[derive(Debug, Clone)]
pub(super) struct Evidence {
    pub(super) waited: Duration,
    pub(super) task: Option<task::Id>,
    /// Tasks that wait, the caller's apart.
    pub(super) waiting_tasks: Vec<task::Id>,
    /// All holders, the oldest first.
    pub(super) holders: Vec<Holder>,
    pub(super) open: usize,
    pub(super) open_max: usize,
    pub(super) busy: usize,
    /// For how long the oldest attempt to connect has been under way.
    pub(super) connecting_for: Option<Duration>,
    /// How long a connect takes of late.
    pub(super) connect_recent: Option<Duration>,
    pub(super) connect_failures: u32,
    pub(super) leak_after: Option<Duration>,
    /// The hold of late, and the usual one, where measured.
    pub(super) hold_recent: Option<Duration>,
    pub(super) hold_usual: Option<Duration>,
    pub(super) size_advised: usize,
}

impl Verdict {
    /// Whether another try may find a connection: after a leak or a deadlock it will not, until the code is mended.
    pub(super) const fn is_transient(&self) -> bool {
        match self {
            Self::SlowQueries { .. } | Self::ConnectFailing { .. } | Self::Undersized { .. } => {
                true
            }
            Self::Leak { .. } | Self::SelfDeadlock { .. } => false,
        }
    }
}

impl Evidence {
    /// The verdict, the most certain cause first.
    pub(super) fn verdict(&self) -> Verdict {
        self.connect_failing()
            .or_else(|| self.self_deadlock())
            .or_else(|| self.leak())
            .or_else(|| self.slow_queries())
            .unwrap_or(Verdict::Undersized { size: self.size_advised.max(self.open_max + 1) })
    }

    /// There is room and it does not fill, or half of what is open does not answer.
    fn connect_failing(&self) -> Option<Verdict> {
        let usual = self.connect_recent.unwrap_or_default().saturating_mul(SLOW_FACTOR);
        let is_hanging = self.connecting_for.is_some_and(|time| time >= self.waited.max(usual));
        let is_failing = self.connect_failures > 0 || is_hanging;
        let is_silent = self.busy > 0 && self.busy * 2 >= self.open;
        let found = (self.open < self.open_max && is_failing) || is_silent;
        found.then_some(Verdict::ConnectFailing { attempts: self.connect_failures })
    }

    /// The caller's own task holds one, or half of the holders wait as the caller does.
    fn self_deadlock(&self) -> Option<Verdict> {
        let holds = |task: Option<task::Id>| {
            task.and_then(|task| self.holders.iter().find(|holder| holder.task == Some(task)))
        };
        let waiting = self
            .holders
            .iter()
            .filter(|holder| holder.task.is_some_and(|task| self.waiting_tasks.contains(&task)));
        let own = holds(self.task);
        let found = own.or_else(|| {
            let waiting: Vec<_> = waiting.collect();
            waiting.first().copied().filter(|_| waiting.len() * 2 >= self.holders.len())
        })?;
        Some(Verdict::SelfDeadlock { held_at: found.acquired_at })
    }

    /// Half of the holders are beyond the threshold and run nothing that is known of; or half of them are known to have
    /// run nothing during the whole wait, although connections are back much sooner as a rule.
    fn leak(&self) -> Option<Verdict> {
        let is_slow = self.slow_queries().is_some();
        let is_leaked = |holder: &&Holder| {
            let running = holder.statement.as_ref().is_some_and(|statement| statement.is_running);
            let ended_long_ago = holder
                .statement
                .as_ref()
                .is_some_and(|statement| !statement.is_running && statement.since >= self.waited);
            let is_old = self.leak_after.is_some_and(|bound| holder.held_for >= bound);
            (is_old && !running) || (is_slow && ended_long_ago)
        };
        let leaked: Vec<&Holder> = self.holders.iter().filter(is_leaked).collect();
        let commonest = leaked.iter().map(|holder| holder.acquired_at).max_by_key(|place| {
            leaked.iter().filter(|holder| holder.acquired_at == *place).count()
        })?;
        (leaked.len() * 2 >= self.holders.len())
            .then_some(Verdict::Leak { held: leaked.len(), acquired_at: commonest })
    }

    /// Holds are several times the usual; without a usual one, the middle holder did not come back in the whole wait.
    fn slow_queries(&self) -> Option<Verdict> {
        let age = self.holders.get(self.holders.len() / 2)?.held_for;
        let recent = self.hold_recent.unwrap_or_default().max(age);
        let found = match self.hold_usual {
            Some(usual) => recent >= usual.saturating_mul(SLOW_FACTOR),
            None => age >= self.waited,
        };
        found.then_some(Verdict::SlowQueries { recent, usual: self.hold_usual })
    }
}

impl fmt::Display for Exhaustion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { waited, open_max, open, held, busy, connecting, waiting, .. } = self;
        let waited_s = waited.as_secs_f64();
        write!(f, "no connection within {waited_s:.3} s for {}: {}", self.asked_at, self.verdict)?;
        write!(f, "; {open} of {open_max} open, {held} held, {busy} busy")?;
        write!(f, ", {connecting} connecting, {waiting} waiting")?;
        if let Some(oldest) = self.holders.first() {
            write!(f, "; oldest: {oldest}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} for {:.3} s", self.acquired_at, self.held_for.as_secs_f64())?;
        match &self.statement {
            Some(Statement { text, is_running: true, .. }) => write!(f, ", running {text}"),
            Some(Statement { text, .. }) => write!(f, ", last ran {text}"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Leak { held, acquired_at } => {
                write!(
                    f,
                    "{held} connections seem to be leaked, most of them taken at {acquired_at}"
                )
            }
            Self::SlowQueries { recent, usual: Some(usual) } => {
                let (recent_s, usual_s) = (recent.as_secs_f64(), usual.as_secs_f64());
                write!(f, "connections stay out for {recent_s:.3} s, where {usual_s:.3} s is usual")
            }
            Self::SlowQueries { recent, usual: None } => {
                write!(f, "connections stay out for {:.3} s and longer", recent.as_secs_f64())
            }
            Self::ConnectFailing { attempts: 0 } => f.write_str("the server does not answer"),
            Self::ConnectFailing { attempts } => {
                write!(f, "the last {attempts} attempts to connect failed")
            }
            Self::Undersized { size } => {
                write!(f, "the pool is too small; {size} connections would carry the load")
            }
            Self::SelfDeadlock { held_at } => {
                write!(f, "tasks wait for a connection that hold one already, taken at {held_at}")
            }
        }
    }
}
