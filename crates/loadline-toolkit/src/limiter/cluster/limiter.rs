//! The limiter over Redis: one call of the script per decision, bounded in time, and what is decided without it.

use super::{
    super::{Decision, KeyedLimiter, Quota, RateLimitError, bucket::Bucket, stats::Counts},
    RedisBuilder, WhenDown,
    link::Link,
    script::{Answer, BucketScript},
};
use crate::{
    deadline::Deadline,
    telemetry::{Counter, Histogram, HistogramSnapshot, Metric, Observe, Sink},
};
use std::{sync::Arc, time::Duration};
use tokio::time::{Instant, sleep, timeout};

const WITHOUT_REDIS: Metric = Metric::new(
    "loadline.rate_limit.fallbacks",
    "{request}",
    "Requests that were decided on without Redis, because it did not answer",
);
const CALLS: Metric =
    Metric::new("loadline.rate_limit.store_time", "s", "Time that Redis took for a decision");

/// A rate limit for each key, across all processes that use the same Redis and prefix.
///
/// The server's clock counts (Redis 5 or later), so the clocks of the nodes do not matter. Keys expire by themselves once
/// their bucket is full. All nodes have to be given the same quota.
///
/// ```no_run
/// use loadline_toolkit::limiter::{Quota, RedisLimiter, WhenDown};
///
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// let client = redis::Client::open("redis://127.0.0.1/")?;
/// let limiter = RedisLimiter::builder(client, Quota::per_second(1_000).burst(100))
///     .when_down(WhenDown::Local { nodes: 4 })
///     .build()?;
/// let decision = limiter.check("user:17").await?;
/// println!("{} left", decision.remaining());
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct RedisLimiter {
    link: Arc<Link>,
    script: BucketScript,
    prefix: String,
    timeout: Duration,
    when_down: WhenDown,
    local: KeyedLimiter<String>,
    counts: Counts,
    without_redis: Counter,
    calls: Histogram,
}

/// The figures of a limiter over Redis at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RedisStats {
    /// Requests that were granted, however that was decided.
    pub granted: u64,
    /// Requests that were not.
    pub limited: u64,
    /// Requests that were decided on without Redis.
    pub without_redis: u64,
    /// Whether there is a connection.
    pub connected: bool,
    /// Time that Redis took for its decisions.
    pub calls: HistogramSnapshot,
}

impl RedisLimiter {
    /// A builder for a limiter over the server of `client`.
    pub fn builder(client: redis::Client, quota: Quota) -> RedisBuilder {
        RedisBuilder::new(client, quota)
    }

    pub(super) fn new(
        client: redis::Client,
        bucket: Bucket,
        local: KeyedLimiter<String>,
        config: RedisBuilder,
    ) -> Self {
        Self {
            link: Link::new(client),
            script: BucketScript::new(bucket),
            prefix: config.prefix,
            timeout: config.timeout,
            when_down: config.when_down,
            local,
            counts: Counts::default(),
            without_redis: Counter::new(),
            calls: Histogram::new(),
        }
    }

    /// Takes one from the key's bucket now or not at all.
    ///
    /// # Errors
    /// [`RateLimitError::Limited`] when the bucket is empty; [`RateLimitError::Unavailable`] when Redis did not answer in
    /// time and nothing is granted then.
    pub async fn check(&self, key: &str) -> Result<Decision, RateLimitError> {
        self.check_n(key, 1).await
    }

    /// Takes `n` from the key's bucket now or none at all.
    ///
    /// # Errors
    /// As [`check`](Self::check), and [`RateLimitError::LargerThanBurst`] when the bucket never holds as many.
    pub async fn check_n(&self, key: &str, n: u32) -> Result<Decision, RateLimitError> {
        self.take(key, n, Duration::ZERO).await.map(|answer| answer.decision)
    }

    /// Takes one as soon as the key's bucket holds it, first come, first served; waits no longer than the quota allows and
    /// than the task's deadline leaves. A call that is dropped while it waits has lost its turn, which keeps the rate. What
    /// is decided without Redis is decided at once.
    ///
    /// # Errors
    /// As [`check`](Self::check), at once, when it would take longer.
    pub async fn until_ready(&self, key: &str) -> Result<Decision, RateLimitError> {
        let wait_max = Duration::from_nanos(self.script.bucket().wait_max_ns);
        let answer = self.take(key, 1, Deadline::time_left_or(wait_max)).await?;
        if !answer.wait.is_zero() {
            sleep(answer.wait).await;
        }
        Ok(answer.decision)
    }

    /// The figures now.
    #[must_use]
    pub fn stats(&self) -> RedisStats {
        RedisStats {
            granted: self.counts.granted.get(),
            limited: self.counts.limited.get(),
            without_redis: self.without_redis.get(),
            connected: self.link.is_up(),
            calls: self.calls.snapshot(),
        }
    }

    async fn take(&self, key: &str, n: u32, wait_max: Duration) -> Result<Answer, RateLimitError> {
        self.script.bucket().holds(n)?;
        let answer = match self.ask(key, n, wait_max).await {
            Some(answer) if answer.granted => Ok(answer),
            Some(answer) => Err(RateLimitError::Limited(answer.decision)),
            None => {
                self.without_redis.add(1);
                self.decide_without(key, n)
            }
        };
        let counter = if answer.is_ok() { &self.counts.granted } else { &self.counts.limited };
        counter.add(1);
        answer
    }

    /// What Redis says, if it says it in time.
    async fn ask(&self, key: &str, n: u32, wait_max: Duration) -> Option<Answer> {
        let begun = Instant::now();
        let ends = begun + Deadline::time_left_or(self.timeout);
        let connection = tokio::time::timeout_at(ends, self.link.connection()).await.ok()??;
        let key = format!("{}{key}", self.prefix);
        let asking = self.script.ask(connection.redis.clone(), &key, n, wait_max);
        match timeout(ends.saturating_duration_since(Instant::now()), asking).await {
            Ok(Ok(answer)) => {
                self.calls.record(begun.elapsed());
                return Some(answer);
            }
            Ok(Err(error)) if error.is_unrecoverable_error() || error.is_io_error() => {
                self.link.give_up(&connection, &error.to_string());
            }
            Ok(Err(error)) => tracing::debug!(%error, "Redis refused to decide"),
            // The time of a caller in a hurry says nothing about the server.
            Err(_elapsed) if begun.elapsed() < self.timeout => {}
            Err(_elapsed) => self.link.give_up(&connection, "no answer in time"),
        }
        None
    }

    fn decide_without(&self, key: &str, n: u32) -> Result<Answer, RateLimitError> {
        let decision = match self.when_down {
            WhenDown::Refuse => return Err(RateLimitError::Unavailable),
            WhenDown::Local { .. } => self.local.check_n(key, n)?,
            WhenDown::Grant => {
                let bucket = self.script.bucket();
                Decision::new(bucket, bucket.interval_ns * u64::from(n), 0)
            }
        };
        Ok(Answer { granted: true, decision, wait: Duration::ZERO })
    }
}

impl Observe for RedisLimiter {
    fn observe(&self, sink: &mut dyn Sink) {
        self.counts.stats(0).hand_to(sink);
        sink.counter(&WITHOUT_REDIS, &[], self.without_redis.get());
        sink.histogram(&CALLS, &[], &self.calls.snapshot());
    }
}
