//! One bucket for everyone: a single atomic number, changed by compare and exchange. Waiting calls take what the bucket
//! will hold in the order in which they came; nobody is woken to find it empty.

use super::{ConfigError, Decision, Quota, RateLimitError, Stats, bucket::Bucket, stats::Counts};
use crate::deadline::Deadline;
use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};
use tokio::time::{Instant, sleep};

/// A rate limit for everyone together.
#[derive(Debug)]
pub struct RateLimiter {
    bucket: Bucket,
    epoch: Instant,
    /// When the bucket is full again, in nanoseconds since the epoch.
    full_at: AtomicU64,
    pub(super) counts: Counts,
}

impl RateLimiter {
    /// A limiter with a full bucket.
    ///
    /// # Errors
    /// [`ConfigError`] names the mistake in the quota.
    pub fn new(quota: Quota) -> Result<Self, ConfigError> {
        let bucket = quota.bucket()?;
        let (epoch, full_at) = (Instant::now(), AtomicU64::new(0));
        Ok(Self { bucket, epoch, full_at, counts: Counts::default() })
    }

    /// Takes one now or not at all.
    ///
    /// # Errors
    /// [`RateLimitError::Limited`] when the bucket is empty.
    #[inline]
    pub fn check(&self) -> Result<Decision, RateLimitError> {
        self.check_n_at(1, Instant::now())
    }

    /// Takes `n` now or none at all.
    ///
    /// # Errors
    /// [`RateLimitError::Limited`] when the bucket does not hold as many,
    /// [`RateLimitError::LargerThanBurst`] when it never does.
    #[inline]
    pub fn check_n(&self, n: u32) -> Result<Decision, RateLimitError> {
        self.check_n_at(n, Instant::now())
    }

    /// As [`check_n`](Self::check_n), at a moment that the caller has looked up already. A moment before an earlier one is
    /// harmless: the bucket does not fill, and one that is far behind starts empty.
    ///
    /// # Errors
    /// As [`check_n`](Self::check_n).
    #[inline]
    pub fn check_n_at(&self, n: u32, now: Instant) -> Result<Decision, RateLimitError> {
        self.take(n, now, 0).map(|taken| taken.decision)
    }

    /// Takes one as soon as the bucket holds it, first come, first served; waits no longer than the quota allows and than
    /// the task's deadline leaves. A call that is dropped while it waits gives its turn back only when nobody came after
    /// it: what others wait for is never granted twice.
    ///
    /// # Errors
    /// [`RateLimitError::Limited`], at once, when it would take longer.
    pub async fn until_ready(&self) -> Result<Decision, RateLimitError> {
        self.until_ready_n(1).await
    }

    /// As [`until_ready`](Self::until_ready), for `n` at once.
    ///
    /// # Errors
    /// [`RateLimitError::Limited`], at once, when it would take longer than allowed;
    /// [`RateLimitError::LargerThanBurst`] when the bucket never holds as many.
    pub async fn until_ready_n(&self, n: u32) -> Result<Decision, RateLimitError> {
        let wait_max = Duration::from_nanos(self.bucket.wait_max_ns);
        let wait_max = Deadline::time_left_or(wait_max);
        let wait_max_ns = u64::try_from(wait_max.as_nanos()).unwrap_or(u64::MAX);
        let taken = self.take(n, Instant::now(), wait_max_ns)?;
        if taken.wait_ns > 0 {
            let mut turn = Turn { limiter: self, taken: Some(taken), n };
            sleep(Duration::from_nanos(taken.wait_ns)).await;
            turn.taken = None;
        }
        Ok(taken.decision)
    }

    /// The figures now.
    #[must_use]
    pub fn stats(&self) -> Stats {
        self.counts.stats(0)
    }

    /// Puts the bucket from one moment to another, unless someone else changed it meanwhile.
    fn replace(&self, from: u64, to: u64) {
        let _ = self.full_at.compare_exchange(from, to, Ordering::Relaxed, Ordering::Relaxed);
    }

    /// Takes `n` that the bucket holds within `wait_max_ns`, or none at all.
    #[inline]
    fn take(&self, n: u32, now: Instant, wait_max_ns: u64) -> Result<Taken, RateLimitError> {
        let bucket = &self.bucket;
        bucket.holds(n)?;
        let now = nanoseconds(now, self.epoch);
        let mut full_at = self.full_at.load(Ordering::Relaxed);
        loop {
            let asked = bucket.ask(full_at, now, n);
            if asked.wait_ns > wait_max_ns {
                if let Some(mended) = asked.mended {
                    self.replace(full_at, mended);
                }
                self.counts.limited.add(1);
                return Err(RateLimitError::Limited(bucket.limited(&asked)));
            }
            let (from, to) = (full_at, asked.full_at);
            match self.full_at.compare_exchange_weak(from, to, Ordering::Relaxed, Ordering::Relaxed)
            {
                Ok(_) => {
                    self.counts.granted.add(1);
                    return Ok(Taken {
                        full_at: to,
                        wait_ns: asked.wait_ns,
                        decision: bucket.granted(&asked, now),
                    });
                }
                Err(meanwhile) => full_at = meanwhile,
            }
        }
    }
}

/// What was taken from the bucket.
#[derive(Debug, Clone, Copy)]
struct Taken {
    full_at: u64,
    wait_ns: u64,
    decision: Decision,
}

/// A turn that lies ahead, given back when dropped, if it is the last one.
struct Turn<'a> {
    limiter: &'a RateLimiter,
    taken: Option<Taken>,
    n: u32,
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        if let Some(Taken { full_at, .. }) = self.taken {
            let before = full_at - self.limiter.bucket.interval_ns * u64::from(self.n);
            // Where someone came after it, the turn is lost, which keeps the rate.
            self.limiter.replace(full_at, before);
        }
    }
}

/// Nanoseconds since the epoch, zero before it; 584 years fit.
#[inline]
#[expect(clippy::cast_possible_truncation, reason = "584 years after the epoch")]
pub(super) fn nanoseconds(now: Instant, epoch: Instant) -> u64 {
    now.saturating_duration_since(epoch).as_nanos() as u64
}
