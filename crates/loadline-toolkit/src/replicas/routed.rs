//! [`Routed`]: a connection and the server it leads to, which counts it until it is dropped.

use super::{Node, Position, server::Server};
use crate::panics::caught_async;
use std::{
    error::Error,
    fmt,
    ops::{Deref, DerefMut},
    panic::Location,
    sync::Arc,
};
use tokio::time::Instant;

/// A connection that the router picked a server for; it is used as the connection itself. The time until it is dropped
/// is the server's time for [`Balance::PeakEwma`](super::Balance::PeakEwma).
pub struct Routed<N: Node> {
    conn: N::Conn,
    usage: Use<N>,
}

/// One use of a server, from asking for a connection to its end.
pub(super) struct Use<N: Node> {
    server: Arc<Server<N>>,
    since: Instant,
    is_served: bool,
}

/// Why a server gave no connection.
#[derive(Debug, thiserror::Error)]
pub(super) enum NoConn<E: Error + 'static> {
    #[error(transparent)]
    Failed(E),
    #[error("the node panicked: {0}")]
    Panicked(String),
}

impl<N: Node> Routed<N> {
    pub(super) fn begin(server: &Arc<Server<N>>) -> Use<N> {
        server.begin();
        Use { server: Arc::clone(server), since: Instant::now(), is_served: false }
    }

    /// The replica's name, or `primary`.
    #[must_use]
    pub fn server(&self) -> &str {
        &self.usage.server.name
    }

    /// How far this server's data goes now. After a write on the primary this is what a reader of the same session
    /// passes to [`Consistency::Session`](super::Consistency::Session).
    ///
    /// # Errors
    /// Whatever the server says.
    pub async fn position(&mut self) -> Result<Position, N::Error> {
        self.usage.server.node.position_on(&mut self.conn).await
    }
}

impl<N: Node> Use<N> {
    pub(super) async fn connect(
        mut self,
        asked_at: &'static Location<'static>,
    ) -> Result<Routed<N>, NoConn<N::Error>> {
        let acquiring = caught_async(async { self.server.node.acquire(asked_at).await });
        let conn = acquiring.await.map_err(NoConn::Panicked)?.map_err(NoConn::Failed)?;
        self.is_served = true;
        self.server.served.add(1);
        Ok(Routed { conn, usage: self })
    }
}

impl<N: Node> Drop for Use<N> {
    fn drop(&mut self) {
        self.server.end(self.is_served.then(|| self.since.elapsed()));
    }
}

impl<N: Node> Deref for Routed<N> {
    type Target = N::Conn;

    fn deref(&self) -> &N::Conn {
        &self.conn
    }
}

impl<N: Node> DerefMut for Routed<N> {
    fn deref_mut(&mut self) -> &mut N::Conn {
        &mut self.conn
    }
}

impl<N: Node> fmt::Debug for Routed<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Routed").field("server", &self.server()).finish_non_exhaustive()
    }
}
