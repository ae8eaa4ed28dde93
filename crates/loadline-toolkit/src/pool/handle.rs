//! [`Pool`]: the handle that callers have. Cloning it gives another handle to the same pool; when the last one is dropped
//! the pool is closed, and connections that are out are closed as they come back.

use super::{
    Acquire, Advice, Manager, PoolBuilder, PoolError, Pooled,
    config::Config,
    keeper,
    shared::Shared,
    state::{Hold, Waiter},
};
use crate::deadline::Deadline;
use std::{fmt, panic::Location, pin::pin, sync::Arc};
use tokio::{
    runtime::Handle,
    task,
    time::{Instant, timeout_at},
};

/// A pool of connections.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use loadline_toolkit::{deadline::Deadline, pool::{Manager, Pool}};
/// use std::{convert::Infallible, time::Duration};
///
/// struct Numbers;
///
/// impl Manager for Numbers {
///     type Conn = u64;
///     type Error = Infallible;
///
///     async fn connect(&self) -> Result<u64, Infallible> {
///         Ok(0)
///     }
///
///     async fn check(&self, _number: &mut u64) -> Result<(), Infallible> {
///         Ok(())
///     }
///
///     async fn reset(&self, number: &mut u64) -> Result<(), Infallible> {
///         *number = 0;
///         Ok(())
///     }
/// }
///
/// let pool = Pool::builder(Numbers).size(1, 4).build()?;
/// let mut number = pool.acquire().await?;
/// *number += 1;
/// drop(number);
/// assert_eq!(*pool.acquire().await?, 0, "it was reset");
/// pool.close(Deadline::after(Duration::from_secs(1))).await?;
/// # Ok(())
/// # }
/// ```
pub struct Pool<M: Manager> {
    shared: Arc<Shared<M>>,
    _owner: Arc<Owner<M>>,
}

/// What all handles of one pool have in common, and guards and tasks have not.
struct Owner<M: Manager>(Arc<Shared<M>>);

impl<M: Manager> Pool<M> {
    /// Begins a pool; see [`PoolBuilder`].
    pub const fn builder(manager: M) -> PoolBuilder<M> {
        PoolBuilder::new(manager)
    }

    pub(super) fn start(manager: M, config: Config, runtime: Handle) -> Self {
        let shared = Arc::new(Shared::new(manager, config, runtime));
        let bell = Arc::clone(&shared.bell);
        shared.runtime.spawn(keeper::keep(Arc::downgrade(&shared), bell));
        let owner = Arc::new(Owner(Arc::clone(&shared)));
        Self { shared, _owner: owner }
    }

    /// A connection, first come, first served: one that lies idle, comes back or was opened, whichever is first.
    ///
    /// The caller waits until its [`Deadline`] or the pool's acquire time-out, whichever is earlier. Dropping the future
    /// at any moment is safe.
    ///
    /// # Errors
    /// [`PoolError::Exhausted`] with an explanation when the wait is over, [`PoolError::Connect`] when the server cannot be
    /// reached and nothing else can be waited for, [`PoolError::QueueFull`], [`PoolError::Closed`].
    #[track_caller]
    pub const fn acquire(&self) -> Acquire<'_, M> {
        Acquire::new(&self.shared, Location::caller())
    }

    /// As [`acquire`](Self::acquire), for a part of the toolkit that asks on behalf of this line of code.
    #[cfg(feature = "replicas-postgres")]
    pub(crate) const fn acquire_at(&self, asked_at: &'static Location<'static>) -> Acquire<'_, M> {
        Acquire::new(&self.shared, asked_at)
    }

    /// A connection that lies ready, without waiting: none while others wait, nor one that is to be checked first (which
    /// it is then, in the background).
    #[track_caller]
    #[must_use]
    pub fn try_acquire(&self) -> Option<Pooled<M>> {
        let hold = Hold {
            acquired_at: Location::caller(),
            since: Instant::now(),
            task: task::try_id(),
            is_reported: false,
        };
        match self.shared.take_ready(hold) {
            Ok(live) => Some(Pooled::new(Arc::clone(&self.shared), live)),
            Err(state) => {
                self.shared.check_one(state);
                None
            }
        }
    }

    /// Waits until the minimum is open: a service that starts says it is ready afterwards.
    ///
    /// # Errors
    /// [`PoolError::Connect`] when an attempt failed, [`PoolError::Exhausted`] when it took longer than the acquire
    /// time-out or the task's [`Deadline`], [`PoolError::Closed`].
    #[track_caller]
    pub fn warm_up(&self) -> impl Future<Output = Result<(), PoolError>> + Send {
        let asked_at = Location::caller();
        async move {
            let since = Instant::now();
            let deadline = since + Deadline::time_left_or(self.shared.config.acquire_timeout);
            loop {
                let mut changed = pin!(self.shared.changed.notified());
                changed.as_mut().enable();
                if self.shared.is_warm()? {
                    return Ok(());
                }
                if timeout_at(deadline, changed).await.is_err() {
                    let waiter = Waiter { asked_at, since, deadline, task: task::try_id() };
                    let under_way = self.shared.lock().connects.now();
                    let exhaustion = self.shared.exhaustion(waiter, under_way);
                    return Err(PoolError::Exhausted(Box::new(exhaustion)));
                }
            }
        }
    }

    /// The size this pool should have, by Little's law from what was measured; `None` before a connection was given back.
    #[must_use]
    pub fn advice(&self) -> Option<Advice> {
        let state = self.shared.lock();
        state.load.advice(Instant::now(), state.counts.asked)
    }

    /// What the connections are managed by.
    #[must_use]
    pub fn manager(&self) -> &M {
        &self.shared.manager
    }

    /// Whether the pool was closed.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.shared.lock().is_closed
    }

    /// Closes the pool: those who wait are refused at once, idle connections are closed, and those that are out have until
    /// the deadline to come back. Later ones are closed when they do.
    ///
    /// # Errors
    /// [`PoolError::StillHeld`] with who holds what at the deadline.
    pub async fn close(&self, deadline: Deadline) -> Result<(), PoolError> {
        self.shared.shut();
        loop {
            let mut changed = pin!(self.shared.changed.notified());
            changed.as_mut().enable();
            if self.shared.is_empty() {
                return Ok(());
            }
            if timeout_at(deadline.instant(), changed).await.is_err() {
                return Err(self.shared.still_held());
            }
        }
    }

    pub(super) const fn shared(&self) -> &Arc<Shared<M>> {
        &self.shared
    }
}

impl<M: Manager> Clone for Pool<M> {
    fn clone(&self) -> Self {
        Self { shared: Arc::clone(&self.shared), _owner: Arc::clone(&self._owner) }
    }
}

impl<M: Manager> fmt::Debug for Pool<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pool").field("stats", &self.stats()).finish_non_exhaustive()
    }
}

impl<M: Manager> Drop for Owner<M> {
    fn drop(&mut self) {
        self.0.shut();
    }
}
