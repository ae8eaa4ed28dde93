//! Sleeping precisely inside a runtime. In comes a deadline; the sleep ends at the deadline or up
//! to some 100 microseconds after it on an idle machine, never before. One timerfd serves all
//! sleepers of a runtime: tokio's own timer counts in whole milliseconds.
//!
//! Deliberately not here: cancelling. An abandoned sleeper leaves its entry until it is due, so
//! there are never more entries than requests taken in during the longest delay.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;
use std::io;
use std::os::fd::OwnedFd;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use rustix::time::{
    Itimerspec, TimerfdClockId, TimerfdFlags, TimerfdTimerFlags, Timespec, timerfd_create,
    timerfd_settime,
};
use tokio::io::unix::AsyncFd;
use tokio::sync::oneshot;

/// The timer of one runtime.
#[derive(Debug)]
pub(crate) struct Alarm {
    timer: AsyncFd<OwnedFd>,
    sleepers: Mutex<BinaryHeap<Reverse<Sleeper>>>,
}

#[derive(Debug)]
struct Sleeper {
    due: Instant,
    wake: oneshot::Sender<()>,
}

impl Alarm {
    /// Makes the timer and its task. Must be called inside the runtime that will use it.
    pub(crate) fn start() -> io::Result<Arc<Self>> {
        let flags = TimerfdFlags::NONBLOCK | TimerfdFlags::CLOEXEC;
        let timer = timerfd_create(TimerfdClockId::Monotonic, flags)?;
        #[expect(deprecated, reason = "the successor is unsafe; an OwnedFd keeps its contract")]
        let timer = AsyncFd::new(timer)?;
        let alarm = Arc::new(Self { timer, sleepers: Mutex::new(BinaryHeap::new()) });
        tokio::spawn(Arc::clone(&alarm).ring());
        Ok(alarm)
    }

    /// Returns at `due` or a little later; at once when it has passed.
    pub(crate) async fn sleep_until(&self, due: Instant) {
        if due <= Instant::now() {
            return;
        }
        let (wake, woken) = oneshot::channel();
        {
            let mut sleepers = self.sleepers();
            let earliest = sleepers.peek().is_none_or(|Reverse(first)| due < first.due);
            sleepers.push(Reverse(Sleeper { due, wake }));
            if earliest {
                self.set(due);
            }
        }
        // An error means that the runtime is going down, and this task with it.
        let _ = woken.await;
    }

    async fn ring(self: Arc<Self>) {
        while let Ok(mut ready) = self.timer.readable().await {
            let mut expirations = [0; 8];
            let read = ready.try_io(|timer| Ok(rustix::io::read(timer, &mut expirations)?));
            if read.is_ok() {
                self.wake_due();
            }
        }
    }

    fn wake_due(&self) {
        let mut sleepers = self.sleepers();
        let now = Instant::now();
        while sleepers.peek().is_some_and(|Reverse(first)| first.due <= now) {
            if let Some(Reverse(sleeper)) = sleepers.pop() {
                let _ = sleeper.wake.send(());
            }
        }
        if let Some(Reverse(first)) = sleepers.peek() {
            self.set(first.due);
        }
    }

    /// Sets the timer to ring at `due`.
    fn set(&self, due: Instant) {
        // Zero would switch the timer off.
        let wait = due.saturating_duration_since(Instant::now()).max(Duration::from_nanos(1));
        let value = Timespec {
            tv_sec: i64::try_from(wait.as_secs()).unwrap_or(i64::MAX),
            tv_nsec: wait.subsec_nanos().into(),
        };
        let once = Itimerspec { it_interval: Timespec { tv_sec: 0, tv_nsec: 0 }, it_value: value };
        timerfd_settime(&self.timer, TimerfdTimerFlags::empty(), &once)
            .expect("the timer is open and the time is valid");
    }

    fn sleepers(&self) -> MutexGuard<'_, BinaryHeap<Reverse<Sleeper>>> {
        self.sleepers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Ord for Sleeper {
    fn cmp(&self, other: &Self) -> Ordering {
        self.due.cmp(&other.due)
    }
}

impl PartialOrd for Sleeper {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Sleeper {
    fn eq(&self, other: &Self) -> bool {
        self.due == other.due
    }
}

impl Eq for Sleeper {}
