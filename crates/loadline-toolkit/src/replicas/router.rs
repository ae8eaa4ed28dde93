//! [`ReplicaRouter`]: picks a server for each connection that is asked for, by what the monitors know.

use super::{
    Node, Position, RouteError, Routed, RouterBuilder,
    config::Config,
    history::History,
    monitor::{watch_primary, watch_replica},
    routed::NoConn,
    server::Server,
};
use crate::{
    deadline::{Deadline, DeadlineExceeded},
    telemetry::{Counter, Histogram},
};
use std::{
    fmt,
    future::poll_fn,
    panic::Location,
    pin::pin,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    task::Poll,
    time::Duration,
};
use tokio::{
    runtime::Handle,
    sync::Notify,
    task::AbortHandle,
    time::{Instant, timeout, timeout_at},
};

/// What a read has to see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Consistency {
    /// Everything: it goes to the primary.
    Primary,
    /// What was written up to here, [`Routed::position`] after the session's last write. It goes to a replica that has
    /// it, after waiting for one within the bound, or else to the primary.
    Session(Position),
    /// Anything within the longest lag.
    Eventual,
}

/// A primary and its replicas. Cloning it gives another handle to the same router; when the last one is dropped its
/// background tasks end.
pub struct ReplicaRouter<N: Node> {
    shared: Arc<Shared<N>>,
    _monitors: Arc<Monitors>,
}

/// What reads and monitors have in common.
pub(super) struct Shared<N> {
    pub(super) primary: Arc<Server<N>>,
    pub(super) replicas: Vec<Arc<Server<N>>>,
    pub(super) config: Config,
    history: Mutex<History>,
    turn: AtomicUsize,
    /// A replica was looked at.
    pub(super) changed: Notify,
    pub(super) figures: Figures,
}

/// What the router measures.
#[derive(Default)]
pub(super) struct Figures {
    /// Reads that may go to a replica and went to the primary.
    pub(super) fell_back: Counter,
    /// Waits for a replica that has what a session wrote, those in vain too.
    pub(super) waits: Histogram,
}

struct Monitors(Vec<AbortHandle>);

impl Drop for Monitors {
    fn drop(&mut self) {
        self.0.iter().for_each(AbortHandle::abort);
    }
}

impl<N: Node> ReplicaRouter<N> {
    /// Begins a router; see [`RouterBuilder`].
    pub const fn builder(primary: N) -> RouterBuilder<N> {
        RouterBuilder::new(primary)
    }

    pub(super) fn start(
        primary: N,
        replicas: Vec<(String, N)>,
        config: Config,
        runtime: &Handle,
    ) -> Self {
        let shared = Arc::new(Shared {
            primary: Arc::new(Server::new("primary".to_owned(), primary)),
            replicas: replicas
                .into_iter()
                .map(|(name, node)| Arc::new(Server::new(name, node)))
                .collect(),
            config,
            history: Mutex::default(),
            turn: AtomicUsize::new(0),
            changed: Notify::new(),
            figures: Figures::default(),
        });
        let mut monitors = vec![runtime.spawn(watch_primary(Arc::clone(&shared))).abort_handle()];
        monitors.extend(shared.replicas.iter().map(|replica| {
            runtime.spawn(watch_replica(Arc::clone(&shared), Arc::clone(replica))).abort_handle()
        }));
        Self { shared, _monitors: Arc::new(Monitors(monitors)) }
    }

    /// A connection to the primary.
    ///
    /// # Errors
    /// [`RouteError::Primary`] when it gives none, [`RouteError::Deadline`] when the task's deadline passed first.
    #[track_caller]
    pub fn write(&self) -> impl Future<Output = Result<Routed<N>, RouteError<N::Error>>> + Send {
        let asked_at = Location::caller();
        async move { within_deadline(self.shared.connect_primary(asked_at)).await? }
    }

    /// A connection to a server that shows what is asked for: a replica where one fits, else the primary. A replica that
    /// gives no connection in time is left out until it answers its monitor again, and the next server is tried.
    ///
    /// # Errors
    /// As [`write`](Self::write), when no replica served either.
    #[track_caller]
    pub fn read(
        &self,
        consistency: Consistency,
    ) -> impl Future<Output = Result<Routed<N>, RouteError<N::Error>>> + Send {
        let asked_at = Location::caller();
        async move { within_deadline(self.shared.read(consistency, asked_at)).await? }
    }

    /// Waits until each replica has answered or is known to be down: a service that starts does not send its first reads
    /// to the primary. No longer than one look takes.
    pub async fn warm_up(&self) {
        loop {
            let mut changed = pin!(self.shared.changed.notified());
            changed.as_mut().enable();
            if self.shared.replicas.iter().all(|replica| replica.is_known()) {
                return;
            }
            changed.await;
        }
    }

    pub(super) fn shared(&self) -> &Shared<N> {
        &self.shared
    }
}

impl<N: Node> Shared<N> {
    /// The primary was here at this moment.
    pub(super) fn note_primary(&self, at: Instant, position: Position) {
        self.history.lock().unwrap_or_else(PoisonError::into_inner).note(at, position);
    }

    /// How far a replica at `position` is behind now.
    pub(super) fn lag(&self, position: Position) -> Duration {
        self.history.lock().unwrap_or_else(PoisonError::into_inner).lag(Instant::now(), position)
    }

    async fn read(
        &self,
        consistency: Consistency,
        asked_at: &'static Location<'static>,
    ) -> Result<Routed<N>, RouteError<N::Error>> {
        let shown = match consistency {
            Consistency::Primary => return self.connect_primary(asked_at).await,
            Consistency::Eventual => Position::default(),
            Consistency::Session(written) => {
                self.catch_up_with(written).await;
                written
            }
        };
        for replica in self.candidates(shown) {
            if let Some(routed) = self.connect(&replica, asked_at).await {
                return Ok(routed);
            }
        }
        self.figures.fell_back.add(1);
        self.connect_primary(asked_at).await
    }

    /// Waits, within the bound, until a replica that may be read from shows what was written.
    async fn catch_up_with(&self, written: Position) {
        let since = Instant::now();
        if self.has_any(written) || !self.has_any(Position::default()) {
            return;
        }
        let end = since + self.config.catch_up;
        loop {
            let mut changed = pin!(self.changed.notified());
            changed.as_mut().enable();
            if self.has_any(written) {
                break;
            }
            for replica in &self.replicas {
                replica.look_now.notify_one();
            }
            if timeout_at(end, changed).await.is_err() {
                break;
            }
        }
        self.figures.waits.record(since.elapsed());
    }

    fn has_any(&self, shown: Position) -> bool {
        self.replicas.iter().any(|replica| self.fits(replica, shown))
    }

    fn fits(&self, replica: &Server<N>, shown: Position) -> bool {
        replica.is_up() && replica.position() >= shown && replica.lag() <= self.config.max_lag
    }

    /// The replicas that show what was written up to `shown`, the first to ask first.
    fn candidates(&self, shown: Position) -> Vec<Arc<Server<N>>> {
        let (now, turn) = (Instant::now(), self.turn.fetch_add(1, Ordering::Relaxed));
        let fitting = self.replicas.iter().filter(|replica| self.fits(replica, shown));
        let mut fitting: Vec<_> =
            fitting.map(|replica| (Arc::clone(replica), replica.load(now))).collect();
        self.config.balance.order(turn, &mut fitting);
        fitting.into_iter().map(|(replica, _)| replica).collect()
    }

    async fn connect_primary(
        &self,
        asked_at: &'static Location<'static>,
    ) -> Result<Routed<N>, RouteError<N::Error>> {
        Ok(Routed::begin(&self.primary).connect(asked_at).await?)
    }

    /// A replica's connection; none when it fails, takes too long, or is heard to be down meanwhile.
    async fn connect(
        &self,
        replica: &Arc<Server<N>>,
        asked_at: &'static Location<'static>,
    ) -> Option<Routed<N>> {
        let within = self.config.fail_over_after;
        match timeout(within, self.connect_while_up(replica, asked_at)).await {
            Ok(Some(Ok(routed))) => return Some(routed),
            Ok(Some(Err(error))) => replica.failed(&error),
            Ok(None) => return None,
            Err(_elapsed) => {
                replica.failed(&format_args!("no connection within {:.3} s", within.as_secs_f64()));
            }
        }
        replica.look_now.notify_one();
        None
    }

    /// `None` when the replica went down first.
    async fn connect_while_up(
        &self,
        replica: &Arc<Server<N>>,
        asked_at: &'static Location<'static>,
    ) -> Option<Result<Routed<N>, NoConn<N::Error>>> {
        let mut connecting = pin!(Routed::begin(replica).connect(asked_at));
        loop {
            let mut changed = pin!(self.changed.notified());
            changed.as_mut().enable();
            if !replica.is_up() {
                return None;
            }
            let connected = poll_fn(|cx| match connecting.as_mut().poll(cx) {
                Poll::Ready(connected) => Poll::Ready(Some(connected)),
                Poll::Pending => changed.as_mut().poll(cx).map(|()| None),
            });
            if let Some(connected) = connected.await {
                return Some(connected);
            }
        }
    }
}

impl<N: Node> Clone for ReplicaRouter<N> {
    fn clone(&self) -> Self {
        Self { shared: Arc::clone(&self.shared), _monitors: Arc::clone(&self._monitors) }
    }
}

impl<N: Node> fmt::Debug for ReplicaRouter<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReplicaRouter").field("stats", &self.stats()).finish_non_exhaustive()
    }
}

async fn within_deadline<F: Future>(work: F) -> Result<F::Output, DeadlineExceeded> {
    match Deadline::current() {
        Some(deadline) => {
            timeout_at(deadline.instant(), work).await.map_err(|_elapsed| DeadlineExceeded)
        }
        None => Ok(work.await),
    }
}
