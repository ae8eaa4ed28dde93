//! How a rate-limited service asks Redis.

use super::{
    super::{Check, Decision, RateLimitError},
    RedisLimiter,
};
use std::{fmt, future::Future, pin::Pin, sync::Arc};

/// A limiter over Redis with the way to find a request's key.
pub struct ByRedisKey<F> {
    limiter: Arc<RedisLimiter>,
    key: F,
}

impl<F> ByRedisKey<F> {
    pub(in crate::limiter) const fn new(limiter: Arc<RedisLimiter>, key: F) -> Self {
        Self { limiter, key }
    }
}

impl<F: Fn(&R) -> String, R> Check<R> for ByRedisKey<F> {
    type Future = Pin<Box<dyn Future<Output = Result<Decision, RateLimitError>> + Send>>;

    fn check(&self, request: &R) -> Self::Future {
        let (limiter, key) = (Arc::clone(&self.limiter), (self.key)(request));
        Box::pin(async move { limiter.check(&key).await })
    }
}

impl<F: Clone> Clone for ByRedisKey<F> {
    fn clone(&self) -> Self {
        Self { limiter: Arc::clone(&self.limiter), key: self.key.clone() }
    }
}

impl<F> fmt::Debug for ByRedisKey<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ByRedisKey").finish_non_exhaustive()
    }
}
