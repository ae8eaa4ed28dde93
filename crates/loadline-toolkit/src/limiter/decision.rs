//! What a limiter says of a request: what is left, when all of it is there again, when to come again.

use super::bucket::Bucket;
use std::time::Duration;

/// The state of a bucket after a request, granted or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decision {
    interval_ns: u64,
    owed_ns: u64,
    retry_after_ns: u64,
    burst: u32,
}

impl Decision {
    #[inline]
    pub(super) const fn new(bucket: &Bucket, owed_ns: u64, retry_after_ns: u64) -> Self {
        Self { interval_ns: bucket.interval_ns, owed_ns, retry_after_ns, burst: bucket.burst }
    }

    /// How many a full bucket allows at once.
    #[must_use]
    pub const fn limit(&self) -> u32 {
        self.burst
    }

    /// How many are allowed at once now.
    #[must_use]
    pub fn remaining(&self) -> u32 {
        let taken = self.owed_ns.div_ceil(self.interval_ns);
        u32::try_from(u64::from(self.burst).saturating_sub(taken)).unwrap_or(self.burst)
    }

    /// When the bucket is full again.
    #[must_use]
    pub const fn reset_after(&self) -> Duration {
        Duration::from_nanos(self.owed_ns)
    }

    /// When the request would have been granted; zero when it was.
    #[must_use]
    pub const fn retry_after(&self) -> Duration {
        Duration::from_nanos(self.retry_after_ns)
    }

    /// The HTTP headers that tell a client: `ratelimit-limit`, `-remaining` and `-reset` of the IETF's draft (in requests and
    /// whole seconds, rounded up), and `retry-after` where the request was not granted.
    ///
    /// ```
    /// use loadline_toolkit::limiter::{Quota, RateLimiter};
    ///
    /// let limiter = RateLimiter::new(Quota::per_minute(1)).expect("sound");
    /// let granted: Vec<_> = limiter.check().expect("the first").headers().collect();
    /// assert_eq!(granted, [("ratelimit-limit", 1), ("ratelimit-remaining", 0), ("ratelimit-reset", 60)]);
    /// let limited = limiter.check().expect_err("the second");
    /// let headers = limited.decision().expect("limited").headers();
    /// assert_eq!(headers.last(), Some(("retry-after", 60)));
    /// ```
    pub fn headers(&self) -> impl Iterator<Item = (&'static str, u64)> + use<> {
        let retry_after =
            (self.retry_after_ns > 0).then(|| ("retry-after", seconds(self.retry_after_ns)));
        [
            ("ratelimit-limit", u64::from(self.burst)),
            ("ratelimit-remaining", u64::from(self.remaining())),
            ("ratelimit-reset", seconds(self.owed_ns)),
        ]
        .into_iter()
        .chain(retry_after)
    }
}

const fn seconds(ns: u64) -> u64 {
    ns.div_ceil(1_000_000_000)
}
