//! [`ObjectPool`]: the handle that callers have.

use super::{
    AcquireObject, ObjectPoolBuilder, ObjectPoolStats, PooledObject,
    shared::{Handed, Pool, Shared},
};
use std::{fmt, sync::Arc};

/// A pool of objects; cloning it gives another handle to the same one. The module's page has an example.
pub struct ObjectPool<T: Send + 'static> {
    shared: Pool<T>,
}

impl<T: Send + 'static> ObjectPool<T> {
    /// Begins a pool of what `create` makes. It runs in the caller that needs the object, and must not wait.
    pub fn builder(create: impl Fn() -> T + Send + Sync + 'static) -> ObjectPoolBuilder<T> {
        ObjectPoolBuilder::new(create)
    }

    pub(super) fn new(shared: Shared<T>) -> Self {
        Self { shared: Arc::new(shared) }
    }

    /// An object, first come, first served: one that lies ready, a new one while there is room, or the next that comes
    /// back. The wait ends at the caller's [`Deadline`](crate::deadline::Deadline) or the acquire time-out. Within tokio,
    /// with its timer.
    ///
    /// # Errors
    /// [`ObjectPoolError`](super::ObjectPoolError): the wait was too long, the queue is full, the creator panicked, or the
    /// pool is closed.
    pub const fn acquire(&self) -> AcquireObject<'_, T> {
        AcquireObject::new(&self.shared)
    }

    /// An object without waiting: none while others wait for one, or when the creator panics.
    #[must_use]
    pub fn try_acquire(&self) -> Option<PooledObject<T>> {
        let handed = self.shared.take(&mut self.shared.lock())?;
        if matches!(handed, Handed::Closed) {
            return None;
        }
        self.shared.waits.record_ns(0);
        let object = self.shared.object(handed).ok()?;
        Some(PooledObject::new(Arc::clone(&self.shared), object))
    }

    /// Closes the pool: those who wait are refused, and objects are dropped, those that are out when they come back.
    pub fn close(&self) {
        self.shared.close();
    }

    /// The pool's figures now.
    #[must_use]
    pub fn stats(&self) -> ObjectPoolStats {
        ObjectPoolStats::of(&self.shared)
    }
}

impl<T: Send + 'static> Clone for ObjectPool<T> {
    fn clone(&self) -> Self {
        Self { shared: Arc::clone(&self.shared) }
    }
}

impl<T: Send + 'static> fmt::Debug for ObjectPool<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ObjectPool").field("stats", &self.stats()).finish_non_exhaustive()
    }
}
