//! Rate limits as a tower layer.

use super::{ByKey, KeyedLimiter, NotAnnotated, RateLimit, RateLimiter};
use std::sync::Arc;
use tower_layer::Layer;

/// Refuses calls beyond a rate. Services made by one layer, and their clones, share its limiter.
///
/// ```
/// use loadline_toolkit::limiter::{CallError, Decision, KeyedLimiter, Quota, RateLimitLayer};
/// use std::{convert::Infallible, sync::Arc};
/// use tower::{Layer, ServiceExt, service_fn};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let quota = Quota::per_second(1);
/// let limiter = Arc::new(KeyedLimiter::<String>::builder(quota).build().expect("sound"));
/// let layer = RateLimitLayer::by_key(limiter, |user: &String| user.clone())
///     .annotate(|greeting: &mut String, decision: &Decision| greeting.push_str(&format!(", {} left", decision.remaining())));
/// let service = layer.layer(service_fn(|user| async move { Ok::<_, Infallible>(format!("hello {user}")) }));
/// let ann = String::from("ann");
/// assert_eq!(service.clone().oneshot(ann.clone()).await.expect("her first"), "hello ann, 0 left");
/// let refused = service.oneshot(ann).await.expect_err("her second");
/// assert!(matches!(refused, CallError::Limited(_)));
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct RateLimitLayer<C, A = NotAnnotated> {
    check: C,
    annotate: A,
}

impl RateLimitLayer<Arc<RateLimiter>> {
    /// One limit for all calls.
    #[must_use]
    pub const fn new(limiter: Arc<RateLimiter>) -> Self {
        Self { check: limiter, annotate: NotAnnotated }
    }
}

impl<K, F, S> RateLimitLayer<ByKey<K, F, S>> {
    /// A limit for each key, which `key` finds in the request. A panic in there is that of the call; nothing was taken.
    #[must_use]
    pub const fn by_key(limiter: Arc<KeyedLimiter<K, S>>, key: F) -> Self {
        Self { check: ByKey::new(limiter, key), annotate: NotAnnotated }
    }
}

#[cfg(feature = "limiter-redis")]
impl<F> RateLimitLayer<super::ByRedisKey<F>> {
    /// A limit for each key across a cluster; `key` finds it in the request.
    #[must_use]
    pub const fn by_redis_key(limiter: Arc<super::RedisLimiter>, key: F) -> Self {
        Self { check: super::ByRedisKey::new(limiter, key), annotate: NotAnnotated }
    }
}

impl<C, A> RateLimitLayer<C, A> {
    /// Writes the decision into each answer by `annotate`: a closure over the answer and the decision, such as one that
    /// adds [`Decision::headers`](super::Decision::headers). A panic in there is that of the answer, as one of the service
    /// inside is.
    #[must_use]
    pub fn annotate<B>(self, annotate: B) -> RateLimitLayer<C, B> {
        RateLimitLayer { check: self.check, annotate }
    }
}

impl<T, C: Clone, A: Clone> Layer<T> for RateLimitLayer<C, A> {
    type Service = RateLimit<T, C, A>;

    fn layer(&self, inner: T) -> Self::Service {
        RateLimit::new(inner, self.check.clone(), self.annotate.clone())
    }
}
