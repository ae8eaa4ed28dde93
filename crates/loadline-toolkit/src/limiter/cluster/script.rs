//! The script that counts, and what it says.

use super::super::{Decision, bucket::Bucket};
use redis::{RedisResult, Script, aio::MultiplexedConnection};
use std::time::Duration;

/// The script and the quota that it is given.
#[derive(Debug)]
pub(super) struct BucketScript {
    script: Script,
    bucket: Bucket,
}

/// What the script said.
#[derive(Debug, Clone, Copy)]
pub(super) struct Answer {
    pub(super) granted: bool,
    pub(super) decision: Decision,
    /// The wait for what was granted.
    pub(super) wait: Duration,
}

impl BucketScript {
    pub(super) fn new(bucket: Bucket) -> Self {
        Self { script: Script::new(include_str!("bucket.lua")), bucket }
    }

    pub(super) const fn bucket(&self) -> &Bucket {
        &self.bucket
    }

    /// Asks the bucket of a key for `n`, after a wait of at most `wait_max`.
    pub(super) async fn ask(
        &self,
        mut connection: MultiplexedConnection,
        key: &str,
        n: u32,
        wait_max: Duration,
    ) -> RedisResult<Answer> {
        let Bucket { interval_ns, fill_ns, wait_max_ns, .. } = self.bucket;
        let jump_ns = self.bucket.jump_ns();
        debug_assert!(
            wait_max.as_nanos() <= u128::from(wait_max_ns),
            "the caller holds to the quota"
        );
        let mut call = self.script.key(key);
        call.arg(microseconds(interval_ns)).arg(microseconds(fill_ns)).arg(n);
        call.arg(wait_max.as_micros().to_string()).arg(microseconds(jump_ns));
        let (granted, owed_us, wait_us): (u8, u64, u64) =
            call.invoke_async(&mut connection).await?;
        let (owed_ns, wait_ns) = (owed_us.saturating_mul(1_000), wait_us.saturating_mul(1_000));
        let granted = granted == 1;
        let retry_ns = if granted { 0 } else { wait_ns };
        let decision = Decision::new(&self.bucket, owed_ns, retry_ns);
        Ok(Answer { granted, decision, wait: Duration::from_nanos(wait_ns) })
    }
}

/// Microseconds with what is behind the point.
fn microseconds(ns: u64) -> String {
    format!("{}.{:03}", ns / 1_000, ns % 1_000)
}
