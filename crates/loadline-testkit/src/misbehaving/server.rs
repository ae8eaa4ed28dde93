//! The handle of a misbehaving server: starting, address, counters, and the loop that reads a
//! request and lets `act` do the wrong thing.
//!
//! Deliberately not here: what is written, and the full backlog.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::net::TcpStream;

use super::act::act;
use super::backlog::FullBacklog;
use super::behaviour::Misbehaviour;
use crate::error::StartError;
use crate::host::Host;
use crate::request::Requests;

/// A server that misbehaves in one way. Stops when dropped.
#[derive(Debug)]
pub struct MisbehavingServer {
    counters: Arc<Counters>,
    socket: Socket,
}

#[derive(Debug)]
enum Socket {
    Served(Host),
    Ignored(FullBacklog),
}

#[derive(Debug, Default)]
struct Counters {
    connections: AtomicU64,
    requests: AtomicU64,
}

impl MisbehavingServer {
    /// Starts on a free loopback port.
    ///
    /// # Errors
    ///
    /// When the port or thread cannot be had, or a backlog cannot be filled.
    pub fn start(misbehaviour: Misbehaviour) -> Result<Self, StartError> {
        let counters = Arc::new(Counters::default());
        if misbehaviour == Misbehaviour::NeverAccepts {
            let socket = Socket::Ignored(FullBacklog::start()?);
            return Ok(Self { counters, socket });
        }
        let shared = Arc::clone(&counters);
        let host = Host::start(move || {
            Ok(move |tcp| {
                let counters = Arc::clone(&shared);
                async move {
                    // A broken connection is what this server is for.
                    let _ = serve(tcp, misbehaviour, &counters).await;
                }
            })
        })?;
        Ok(Self { counters, socket: Socket::Served(host) })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        match &self.socket {
            Socket::Served(host) => host.address(),
            Socket::Ignored(backlog) => backlog.address(),
        }
    }

    /// The URL of a path, which starts with a slash. Every path is treated alike.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address())
    }

    /// How many connections were accepted.
    #[must_use]
    pub fn connections(&self) -> u64 {
        self.counters.connections.load(Ordering::Relaxed)
    }

    /// How many requests were read in full.
    #[must_use]
    pub fn requests(&self) -> u64 {
        self.counters.requests.load(Ordering::Relaxed)
    }
}

async fn serve(
    mut tcp: TcpStream,
    misbehaviour: Misbehaviour,
    counters: &Counters,
) -> io::Result<()> {
    counters.connections.fetch_add(1, Ordering::Relaxed);
    if misbehaviour == Misbehaviour::ResetOnAccept {
        return tcp.set_zero_linger();
    }
    let mut requests = Requests::new();
    let mut answered = 0;
    while requests.next(&mut tcp).await?.is_some() {
        counters.requests.fetch_add(1, Ordering::Relaxed);
        answered += 1;
        if act(misbehaviour, &mut tcp, answered).await?.is_break() {
            return Ok(());
        }
    }
    Ok(())
}
