//! The generic cell rate algorithm: a bucket is one number, the moment at which it is full again (the theoretical arrival
//! time of ATM's traffic control). Moments come in as nanoseconds; nothing here reads a clock or keeps a state.
//!
//! A moment further ahead than the bucket can owe means that the clock went back: the bucket is taken to be empty then, and
//! fills at its rate from now on. A clock that jumps ahead finds it full, no more.

use super::{Decision, RateLimitError};
use std::time::Duration;

/// No bucket takes longer to fill, and none waits longer: a hundred years.
const LONGEST_NS: u64 = 100 * 365 * 24 * 3600 * 1_000_000_000;
/// Clocks that differ by less than this between threads do not count as a jump.
const JUMP_NS: u64 = 1_000_000_000;

/// A quota in nanoseconds.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bucket {
    /// From one to the next, rounded up: the rate is never passed.
    pub(super) interval_ns: u64,
    pub(super) burst: u32,
    /// An empty bucket is full after this time.
    pub(super) fill_ns: u64,
    pub(super) wait_max_ns: u64,
}

/// What a bucket says to `n` at once.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked {
    /// Full again at this moment, if it is granted.
    pub(super) full_at: u64,
    /// It is granted after this time; at once when zero.
    pub(super) wait_ns: u64,
    /// The bucket owed this much before.
    owed_ns: u64,
    /// The clock went back: the bucket has to be full again at this moment, also when nothing is granted.
    pub(super) mended: Option<u64>,
}

impl Bucket {
    pub(super) fn new(interval_ns: u128, burst: u32, wait_max: Duration) -> Option<Self> {
        let interval_ns = u64::try_from(interval_ns).ok()?;
        let fill_ns = interval_ns.checked_mul(u64::from(burst)).filter(|ns| *ns <= LONGEST_NS)?;
        let wait_max_ns = u64::try_from(wait_max.as_nanos()).ok().filter(|ns| *ns <= LONGEST_NS)?;
        Some(Self { interval_ns, burst, fill_ns, wait_max_ns })
    }

    /// Whether a full bucket holds `n`.
    #[inline]
    pub(super) const fn holds(&self, n: u32) -> Result<(), RateLimitError> {
        if n > self.burst {
            return Err(RateLimitError::LargerThanBurst { asked: n, burst: self.burst });
        }
        Ok(())
    }

    /// Asks a bucket that is full again at `full_at` for `n`, at most the burst.
    #[inline]
    pub(super) const fn ask(&self, full_at: u64, now: u64, n: u32) -> Asked {
        let ahead_ns = full_at.saturating_sub(now);
        let jumped = ahead_ns > self.jump_ns();
        let owed_ns = if jumped { self.fill_ns } else { ahead_ns };
        let mended = if jumped { Some(now + self.fill_ns) } else { None };
        let full_at = now + owed_ns + self.interval_ns * n as u64;
        let wait_ns = (full_at - now).saturating_sub(self.fill_ns);
        Asked { full_at, wait_ns, owed_ns, mended }
    }

    /// Further ahead than this, the clock must have gone back.
    #[inline]
    pub(super) const fn jump_ns(&self) -> u64 {
        self.fill_ns + self.wait_max_ns + JUMP_NS
    }

    /// The decision on what was granted, as it is once the wait is over.
    #[inline]
    pub(super) const fn granted(&self, asked: &Asked, now: u64) -> Decision {
        Decision::new(self, asked.full_at - now - asked.wait_ns, 0)
    }

    /// The decision on what was not.
    #[inline]
    pub(super) const fn limited(&self, asked: &Asked) -> Decision {
        Decision::new(self, asked.owed_ns, asked.wait_ns)
    }
}
