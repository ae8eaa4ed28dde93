//! A server of events (`text/event-stream`) with a known rhythm. In come requests; out go numbered events,
//! each as a chunk of its own, and then the end or silence.
//!
//! Deliberately not here: ids to resume from, and anything but GET.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::AsyncWriteExt as _;

use crate::error::StartError;
use crate::host::Host;
use crate::request::Requests;
use crate::stream::{Stream, finish};

/// What an [`EventServer`] sends on every connection.
#[derive(Debug, Clone, Copy)]
pub struct EventRhythm {
    /// The time before each event.
    pub gap: Duration,
    /// How many come.
    pub count: u32,
    /// Whether the stream then stays open in silence instead of ending.
    pub stays_open: bool,
}

/// A server of events on a free loopback port. Stops when dropped.
#[derive(Debug)]
pub struct EventServer {
    host: Host,
}

impl EventServer {
    /// Starts it.
    ///
    /// # Errors
    ///
    /// When the port or thread cannot be had.
    pub fn start(rhythm: EventRhythm) -> Result<Self, StartError> {
        let host = Host::start(move || {
            Ok(move |tcp| async move {
                // A broken connection is the client's to notice.
                let _ = serve(tcp, rhythm).await;
            })
        })?;
        Ok(Self { host })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.host.address()
    }

    /// The URL of a path, which starts with a slash. Every path is answered alike.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address())
    }
}

async fn serve(mut stream: impl Stream, rhythm: EventRhythm) -> io::Result<()> {
    if Requests::new().next(&mut stream).await?.is_none() {
        return Ok(());
    }
    let head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\
                transfer-encoding: chunked\r\n\r\n";
    stream.write_all(head.as_bytes()).await?;
    for number in 1..=rhythm.count {
        tokio::time::sleep(rhythm.gap).await;
        let event = format!("event: tick\nid: {number}\ndata: {{\"number\":{number}}}\n\n");
        let chunk = format!("{:x}\r\n{event}\r\n", event.len());
        stream.write_all(chunk.as_bytes()).await?;
    }
    if rhythm.stays_open {
        std::future::pending::<()>().await;
    }
    stream.write_all(b"0\r\n\r\n").await?;
    finish(&mut stream).await
}
