//! The handle of an HTTP/2 peer: starting, address, counters, and the loop that reads requests and says
//! what the act says.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;

use super::act::Http2Act;
use super::frames::{DATA, END_STREAM, HEADERS, Incoming, RST_STREAM, reopen};
use crate::error::StartError;
use crate::host::Host;

/// A peer that speaks HTTP/2 in one chosen way. Stops when dropped.
#[derive(Debug)]
pub struct Http2Peer {
    counters: Arc<Counters>,
    host: Host,
}

#[derive(Debug, Default)]
struct Counters {
    connections: AtomicU64,
    requests: AtomicU64,
    together_max: AtomicU64,
    resets: AtomicU64,
    body_bytes: AtomicU64,
}

impl Http2Peer {
    /// Starts on a free loopback port.
    ///
    /// # Errors
    ///
    /// When the port or thread cannot be had.
    pub fn start(act: Http2Act) -> Result<Self, StartError> {
        let counters = Arc::new(Counters::default());
        let shared = Arc::clone(&counters);
        let host = Host::start(move || {
            Ok(move |tcp| {
                let counters = Arc::clone(&shared);
                async move {
                    // A broken connection is what this peer is for.
                    let _ = serve(tcp, act, &counters).await;
                }
            })
        })?;
        Ok(Self { counters, host })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.host.address()
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

    /// How many requests came in full.
    #[must_use]
    pub fn requests(&self) -> u64 {
        self.counters.requests.load(Ordering::Relaxed)
    }

    /// The most requests that came on one connection before any of them could be answered.
    #[must_use]
    pub fn together_max(&self) -> u64 {
        self.counters.together_max.load(Ordering::Relaxed)
    }

    /// How many streams the clients reset.
    #[must_use]
    pub fn resets(&self) -> u64 {
        self.counters.resets.load(Ordering::Relaxed)
    }

    /// Bytes of all requests' bodies.
    #[must_use]
    pub fn body_bytes(&self) -> u64 {
        self.counters.body_bytes.load(Ordering::Relaxed)
    }
}

async fn serve(mut tcp: TcpStream, act: Http2Act, counters: &Counters) -> io::Result<()> {
    counters.connections.fetch_add(1, Ordering::Relaxed);
    tcp.write_all(&act.greeting()).await?;
    let mut incoming = Incoming::new();
    let mut number = 0;
    while let Some(frames) = incoming.next(&mut tcp).await? {
        let mut said = Vec::new();
        let before = number;
        for frame in frames {
            if frame.kind == DATA && frame.payload_bytes > 0 {
                let bytes = frame.payload_bytes;
                counters.body_bytes.fetch_add(u64::from(bytes), Ordering::Relaxed);
                said.extend(reopen(frame.stream, bytes));
            }
            let is_request = matches!(frame.kind, HEADERS | DATA) && frame.flags & END_STREAM != 0;
            if is_request {
                number += 1;
                let total = counters.requests.fetch_add(1, Ordering::Relaxed) + 1;
                said.extend(act.said_to(frame.stream, number, total));
            }
            counters.resets.fetch_add(u64::from(frame.kind == RST_STREAM), Ordering::Relaxed);
        }
        counters.together_max.fetch_max(number - before, Ordering::Relaxed);
        tcp.write_all(&said).await?;
        if number > 0 && act.closes() {
            return Ok(());
        }
        if number > 0
            && let Some(flood) = act.flood()
        {
            loop {
                tcp.write_all(&flood).await?;
            }
        }
    }
    Ok(())
}
