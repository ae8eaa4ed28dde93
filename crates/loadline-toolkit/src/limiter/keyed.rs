//! A bucket for each key, in a bounded number: keys are spread over shards by their hash, each behind a short lock. A full
//! bucket costs no memory for long; what happens to a new key when there is no room is the user's choice.

use super::{
    ConfigError, Decision, Quota, RateLimitError, RateLimiter, Stats, bucket::Bucket,
    direct::nanoseconds, stats::Counts, table::Table,
};
use crate::deadline::Deadline;
use std::{
    borrow::Borrow,
    hash::{BuildHasher, Hash, RandomState},
    marker::PhantomData,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::time::{Instant, sleep};

/// Shards of a large limiter; a small one has a single shard, so that its bound is exact.
const SHARDS: usize = 64;
const KEYS_PER_SHARD_MIN: usize = 256;

/// A rate limit for each key.
///
/// ```
/// use loadline_toolkit::limiter::{KeyedLimiter, Quota};
///
/// let limiter = KeyedLimiter::<String>::builder(Quota::per_second(10).burst(1)).build().expect("sound");
/// limiter.check("ann").expect("her first");
/// limiter.check("bob").expect("his first");
/// limiter.check("ann").expect_err("her second");
/// ```
#[derive(Debug)]
pub struct KeyedLimiter<K, S = RandomState> {
    bucket: Bucket,
    epoch: Instant,
    shards: Box<[Mutex<Table<K>>]>,
    hasher: S,
    keys_max: usize,
    when_full: WhenFull,
    /// The one bucket of all keys without room.
    overflow: RateLimiter,
    counts: Counts,
}

/// What happens to a new key when as many as there may be are kept and none of those looked at is full again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum WhenFull {
    /// Those without room share one bucket of the same quota.
    #[default]
    Share,
    /// It is refused with [`RateLimitError::TooManyKeys`].
    Refuse,
    /// It is granted, as if its bucket were full.
    Grant,
}

/// A keyed limiter to be.
#[derive(Debug, Clone)]
#[must_use]
pub struct KeyedBuilder<K, S = RandomState> {
    quota: Quota,
    keys_max: usize,
    when_full: WhenFull,
    hasher: S,
    key: PhantomData<fn(K)>,
}

impl<K> KeyedLimiter<K> {
    /// A builder with room for 100,000 keys.
    pub fn builder(quota: Quota) -> KeyedBuilder<K> {
        let (keys_max, when_full) = (100_000, WhenFull::default());
        KeyedBuilder { quota, keys_max, when_full, hasher: RandomState::new(), key: PhantomData }
    }
}

impl<K, S> KeyedBuilder<K, S> {
    /// How many keys are kept at most. Large numbers are rounded up to a multiple of 64, one part for each shard, and the
    /// luck of the hashes may fill one a little before the others. Default: 100,000.
    pub const fn keys_max(mut self, keys: usize) -> Self {
        self.keys_max = keys;
        self
    }

    /// What happens to a new key when there is no room. Default: those without room share one bucket.
    pub const fn when_full(mut self, when_full: WhenFull) -> Self {
        self.when_full = when_full;
        self
    }

    /// Hashes keys by `hasher`. Default: the standard library's, which withstands keys chosen to collide.
    pub fn hasher<T>(self, hasher: T) -> KeyedBuilder<K, T> {
        let Self { quota, keys_max, when_full, hasher: _, key } = self;
        KeyedBuilder { quota, keys_max, when_full, hasher, key }
    }

    /// The limiter, without a key.
    ///
    /// # Errors
    /// [`ConfigError`] names the first mistake in what it was given.
    pub fn build(self) -> Result<KeyedLimiter<K, S>, ConfigError> {
        let Self { quota, keys_max, when_full, hasher, key: _ } = self;
        if keys_max == 0 {
            return Err(ConfigError::KeysAreZero);
        }
        let shards = if keys_max >= SHARDS * KEYS_PER_SHARD_MIN { SHARDS } else { 1 };
        let table = || Mutex::new(Table::new(keys_max.div_ceil(shards)));
        Ok(KeyedLimiter {
            bucket: quota.bucket()?,
            epoch: Instant::now(),
            shards: (0..shards).map(|_| table()).collect(),
            hasher,
            keys_max,
            when_full,
            overflow: RateLimiter::new(quota)?,
            counts: Counts::default(),
        })
    }
}

impl<K, S> KeyedLimiter<K, S> {
    /// The figures now.
    #[must_use]
    pub fn stats(&self) -> Stats {
        self.counts.stats(self.shards.iter().map(|shard| lock(shard).len()).sum())
    }
}

impl<K: Eq + Hash, S: BuildHasher> KeyedLimiter<K, S> {
    /// Takes one from the key's bucket now or not at all.
    ///
    /// # Errors
    /// [`RateLimitError::Limited`] when the bucket is empty, [`RateLimitError::TooManyKeys`] where keys without room are
    /// refused.
    #[inline]
    pub fn check<Q>(&self, key: &Q) -> Result<Decision, RateLimitError>
    where
        Q: Eq + Hash + ToOwned<Owned = K> + ?Sized,
        K: Borrow<Q>,
    {
        self.check_n_at(key, 1, Instant::now())
    }

    /// Takes `n` from the key's bucket now or none at all.
    ///
    /// # Errors
    /// As [`check`](Self::check), and [`RateLimitError::LargerThanBurst`] when the bucket never holds as many.
    #[inline]
    pub fn check_n<Q>(&self, key: &Q, n: u32) -> Result<Decision, RateLimitError>
    where
        Q: Eq + Hash + ToOwned<Owned = K> + ?Sized,
        K: Borrow<Q>,
    {
        self.check_n_at(key, n, Instant::now())
    }

    /// As [`check_n`](Self::check_n), at a moment that the caller has looked up already.
    ///
    /// # Errors
    /// As [`check_n`](Self::check_n).
    #[inline]
    pub fn check_n_at<Q>(&self, key: &Q, n: u32, now: Instant) -> Result<Decision, RateLimitError>
    where
        Q: Eq + Hash + ToOwned<Owned = K> + ?Sized,
        K: Borrow<Q>,
    {
        self.take(key, n, now, 0).map(|(_wait, decision)| decision)
    }

    /// Takes one as soon as the key's bucket holds it, first come, first served; waits no longer than the quota allows and
    /// than the task's deadline leaves. A call that is dropped while it waits has lost its turn, which keeps the rate.
    ///
    /// # Errors
    /// As [`check`](Self::check), at once, when it would take longer.
    pub async fn until_ready<Q>(&self, key: &Q) -> Result<Decision, RateLimitError>
    where
        Q: Eq + Hash + ToOwned<Owned = K> + ?Sized,
        K: Borrow<Q>,
    {
        let wait_max = Deadline::time_left_or(Duration::from_nanos(self.bucket.wait_max_ns));
        let wait_max_ns = u64::try_from(wait_max.as_nanos()).unwrap_or(u64::MAX);
        let (wait, decision) = self.take(key, 1, Instant::now(), wait_max_ns)?;
        if !wait.is_zero() {
            sleep(wait).await;
        }
        Ok(decision)
    }

    #[inline]
    fn take<Q>(
        &self,
        key: &Q,
        n: u32,
        now: Instant,
        wait_max_ns: u64,
    ) -> Result<(Duration, Decision), RateLimitError>
    where
        Q: Eq + Hash + ToOwned<Owned = K> + ?Sized,
        K: Borrow<Q>,
    {
        let bucket = &self.bucket;
        bucket.holds(n)?;
        let now_ns = nanoseconds(now, self.epoch);
        let hash = self.hasher.hash_one(key);
        let mut table = self.shard(hash);
        let kept = table.find(hash, |other| other.borrow() == key);
        let asked = bucket.ask(kept.as_deref().copied().unwrap_or(0), now_ns, n);
        if asked.wait_ns > wait_max_ns {
            if let (Some(full_at), Some(mended)) = (kept, asked.mended) {
                *full_at = mended;
            }
            drop(table);
            self.counts.limited.add(1);
            return Err(RateLimitError::Limited(bucket.limited(&asked)));
        }
        if let Some(full_at) = kept {
            *full_at = asked.full_at;
        } else if !table.insert(hash, now_ns, asked.full_at, || key.to_owned()) {
            drop(table);
            return self.without_room(n, now, bucket.granted(&asked, now_ns));
        }
        drop(table);
        self.counts.granted.add(1);
        Ok((Duration::from_nanos(asked.wait_ns), bucket.granted(&asked, now_ns)))
    }

    /// A new key for which there is no room.
    fn without_room(
        &self,
        n: u32,
        now: Instant,
        as_if_full: Decision,
    ) -> Result<(Duration, Decision), RateLimitError> {
        let decided = match self.when_full {
            WhenFull::Share => self.overflow.check_n_at(n, now),
            WhenFull::Refuse => Err(RateLimitError::TooManyKeys { keys_max: self.keys_max }),
            WhenFull::Grant => Ok(as_if_full),
        };
        let counter = if decided.is_ok() { &self.counts.granted } else { &self.counts.limited };
        counter.add(1);
        decided.map(|decision| (Duration::ZERO, decision))
    }

    #[inline]
    fn shard(&self, hash: u64) -> MutexGuard<'_, Table<K>> {
        // The table uses the lowest and the highest bits.
        lock(&self.shards[(hash >> 32) as usize & (self.shards.len() - 1)])
    }
}

fn lock<K>(shard: &Mutex<Table<K>>) -> MutexGuard<'_, Table<K>> {
    shard.lock().unwrap_or_else(PoisonError::into_inner)
}
