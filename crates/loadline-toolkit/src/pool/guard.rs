//! [`Pooled`]: a connection that is out. It goes back when it is dropped, which never waits; what takes time happens in
//! the background, within the release time-out.

use super::{LastStatement, Manager, shared::Shared, state::Live};
use std::{
    fmt,
    ops::{Deref, DerefMut},
    sync::Arc,
};

/// A connection of a pool, to be used as the connection itself; dropping it gives it back.
///
/// Dropped by a panic, it is closed: nobody knows what state it is in.
pub struct Pooled<M: Manager> {
    shared: Arc<Shared<M>>,
    /// `None` only while it is dropped.
    live: Option<Box<Live<M>>>,
}

/// Why the box is there.
const PRESENT: &str = "a guard has its connection until it is dropped";

impl<M: Manager> Pooled<M> {
    pub(super) const fn new(shared: Arc<Shared<M>>, live: Box<Live<M>>) -> Self {
        Self { shared, live: Some(live) }
    }

    /// Takes the connection out of the pool for good; its place is free for another.
    #[must_use]
    pub fn detach(mut self) -> M::Conn {
        self.shared.detach(self.live.take().expect(PRESENT))
    }

    /// Closes the connection instead of giving it back: for a caller who knows that it is of no use any more.
    pub fn discard(mut self) {
        self.shared.discard(self.live.take().expect(PRESENT));
    }

    /// The note that explains to others what this holder runs, where the connection does not keep it itself.
    #[must_use]
    pub fn last_statement(&self) -> &LastStatement {
        &self.live.as_ref().expect(PRESENT).statement
    }
}

impl<M: Manager> Deref for Pooled<M> {
    type Target = M::Conn;

    fn deref(&self) -> &M::Conn {
        &self.live.as_ref().expect(PRESENT).conn
    }
}

impl<M: Manager> DerefMut for Pooled<M> {
    fn deref_mut(&mut self) -> &mut M::Conn {
        &mut self.live.as_mut().expect(PRESENT).conn
    }
}

impl<M: Manager> Drop for Pooled<M> {
    fn drop(&mut self) {
        if let Some(live) = self.live.take() {
            self.shared.release(live);
        }
    }
}

impl<M: Manager<Conn: fmt::Debug>> fmt::Debug for Pooled<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Pooled").field(&**self).finish()
    }
}
