//! [`PooledObject`]: an object that is out. It is reset and goes back when it is dropped.

use super::shared::Pool;
use std::{
    fmt,
    ops::{Deref, DerefMut},
};

/// An object of a pool, to be used as the object itself; dropping it gives it back. Dropped by a panic, it is not used
/// again.
pub struct PooledObject<T: Send + 'static> {
    shared: Pool<T>,
    /// `None` only while it is dropped.
    object: Option<T>,
}

/// Why the object is there.
const PRESENT: &str = "a guard has its object until it is dropped";

impl<T: Send + 'static> PooledObject<T> {
    pub(super) const fn new(shared: Pool<T>, object: T) -> Self {
        Self { shared, object: Some(object) }
    }

    /// Takes the object out of the pool for good; its place is free for another.
    #[must_use]
    pub fn detach(mut self) -> T {
        let object = self.object.take().expect(PRESENT);
        self.shared.free_place();
        object
    }
}

impl<T: Send + 'static> Deref for PooledObject<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.object.as_ref().expect(PRESENT)
    }
}

impl<T: Send + 'static> DerefMut for PooledObject<T> {
    fn deref_mut(&mut self) -> &mut T {
        self.object.as_mut().expect(PRESENT)
    }
}

impl<T: Send + 'static> Drop for PooledObject<T> {
    fn drop(&mut self) {
        if let Some(object) = self.object.take() {
            self.shared.release(object);
        }
    }
}

impl<T: fmt::Debug + Send + 'static> fmt::Debug for PooledObject<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("PooledObject").field(&**self).finish()
    }
}
