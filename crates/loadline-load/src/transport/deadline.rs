//! Time-outs without a timer per request: each user has one deadline, swept from time to time.
//!
//! Setting a deadline is a store; a sweep every so often wakes those whose time has come. Time-outs are
//! seconds long and rarely happen, so a sweep's grain of a few per cent is exact enough and costs nothing
//! per request.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};
use std::task::{Context, Waker};
use std::time::{Duration, Instant};

/// Dead entries are dropped once as many have gathered as there are live ones, and never below this.
const SWEPT_MIN: usize = 64;

/// One user's deadline.
#[derive(Debug, Default)]
pub(super) struct Deadline {
    at: Cell<Option<Instant>>,
    expired: Cell<bool>,
    waker: RefCell<Option<Waker>>,
}

impl Deadline {
    pub(super) fn set(&self, at: Instant) {
        self.at.set(Some(at));
        self.expired.set(false);
    }

    pub(super) fn clear(&self) {
        self.at.set(None);
    }

    /// Whether the time has come; if not, the task of `cx` is woken when it does.
    #[inline]
    pub(super) fn poll_expired(&self, cx: &Context<'_>) -> bool {
        if self.expired.get() {
            return true;
        }
        let mut waker = self.waker.borrow_mut();
        if !waker.as_ref().is_some_and(|waker| waker.will_wake(cx.waker())) {
            *waker = Some(cx.waker().clone());
        }
        false
    }
}

/// All deadlines of one thread.
#[derive(Debug, Default)]
pub struct Deadlines {
    all: RefCell<Vec<Weak<Deadline>>>,
    compact_at: Cell<usize>,
}

impl Deadlines {
    /// A deadline that the sweeps look at for as long as it lives.
    pub(super) fn add(&self) -> Rc<Deadline> {
        let deadline = Rc::new(Deadline::default());
        let mut all = self.all.borrow_mut();
        if all.len() >= self.compact_at.get().max(SWEPT_MIN) {
            all.retain(|deadline| deadline.strong_count() > 0);
            self.compact_at.set(2 * all.len());
        }
        all.push(Rc::downgrade(&deadline));
        deadline
    }

    /// Wakes every user whose deadline has passed.
    pub fn sweep(&self, now: Instant) {
        for deadline in self.all.borrow().iter().filter_map(Weak::upgrade) {
            if deadline.at.get().is_some_and(|at| at <= now) {
                deadline.at.set(None);
                deadline.expired.set(true);
                if let Some(waker) = deadline.waker.borrow().as_ref() {
                    waker.wake_by_ref();
                }
            }
        }
    }

    /// How often to sweep when the shortest time-out is `shortest`: a twentieth of it, from 5 to 100 ms.
    pub fn grain(shortest: Duration) -> Duration {
        (shortest / 20).clamp(Duration::from_millis(5), Duration::from_millis(100))
    }
}
