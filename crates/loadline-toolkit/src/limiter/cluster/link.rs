//! The connection to Redis: made in the background by one task at a time, shared by all calls, given up as soon as a call
//! fails on it. Callers wait for the first connection; while Redis is known to be down they do not wait at all.

use redis::{Client, aio::MultiplexedConnection};
use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::{
    sync::watch,
    time::{sleep, timeout},
};

/// Connecting takes no longer than this, and is tried again after these waits: doubled from the first to the last.
const CONNECT_MAX: Duration = Duration::from_secs(2);
const AGAIN_AFTER_MIN: Duration = Duration::from_millis(50);
const AGAIN_AFTER_MAX: Duration = Duration::from_secs(1);

/// The link to a server.
#[derive(Debug)]
pub(super) struct Link {
    client: Client,
    state: watch::Sender<State>,
    /// Whether a task is connecting.
    connecting: Mutex<bool>,
}

#[derive(Debug, Clone)]
enum State {
    /// Never connected, and no attempt has failed yet.
    New,
    Up(Connection),
    Down,
}

/// A connection, and which one it is.
#[derive(Debug, Clone)]
pub(super) struct Connection {
    pub(super) redis: MultiplexedConnection,
    number: u64,
}

impl Link {
    pub(super) fn new(client: Client) -> Arc<Self> {
        let (state, _) = watch::channel(State::New);
        Arc::new(Self { client, state, connecting: Mutex::new(false) })
    }

    /// The connection, as soon as the first attempt has ended; none while the server is down.
    pub(super) async fn connection(self: &Arc<Self>) -> Option<Connection> {
        let mut watching = self.state.subscribe();
        loop {
            let state = watching.borrow_and_update().clone();
            match state {
                State::Up(connection) => return Some(connection),
                State::Down => {
                    self.connect(0);
                    return None;
                }
                State::New => {
                    self.connect(0);
                    watching.changed().await.ok()?;
                }
            }
        }
    }

    /// Whether there is a connection.
    pub(super) fn is_up(&self) -> bool {
        matches!(*self.state.borrow(), State::Up(_))
    }

    /// A call failed on this connection: it is given up, unless another one is there already.
    pub(super) fn give_up(self: &Arc<Self>, connection: &Connection, why: &str) {
        let given_up = self.state.send_if_modified(|state| {
            let same = matches!(state, State::Up(other) if other.number == connection.number);
            if same {
                *state = State::Down;
            }
            same
        });
        if given_up {
            tracing::warn!(why, "Redis does not answer, rate limits are decided without it");
            self.connect(connection.number + 1);
        }
    }

    /// Has one task connect, unless one does already.
    fn connect(self: &Arc<Self>, number: u64) {
        let mut connecting = self.connecting.lock().unwrap_or_else(PoisonError::into_inner);
        if !*connecting {
            *connecting = true;
            let attempt = Attempt(Arc::clone(self));
            tokio::spawn(async move { attempt.run(number).await });
        }
    }
}

/// The task that connects; when it ends, however it does, another may begin.
struct Attempt(Arc<Link>);

impl Attempt {
    /// Connects, again and again until it is done or nobody else has the link.
    async fn run(self, number: u64) {
        let mut again_after = AGAIN_AFTER_MIN;
        while Arc::strong_count(&self.0) > 1 {
            let connecting = self.0.client.get_multiplexed_async_connection();
            match timeout(CONNECT_MAX, connecting).await {
                Ok(Ok(redis)) => {
                    self.0.state.send_replace(State::Up(Connection { redis, number }));
                    return;
                }
                Ok(Err(error)) => tracing::debug!(%error, "no connection to Redis"),
                Err(_elapsed) => tracing::debug!("no connection to Redis in time"),
            }
            let was = self.0.state.send_replace(State::Down);
            if matches!(was, State::New) {
                tracing::warn!("Redis cannot be reached, rate limits are decided without it");
            }
            sleep(again_after).await;
            again_after = (again_after * 2).min(AGAIN_AFTER_MAX);
        }
    }
}

impl Drop for Attempt {
    fn drop(&mut self) {
        *self.0.connecting.lock().unwrap_or_else(PoisonError::into_inner) = false;
    }
}
