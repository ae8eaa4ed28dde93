//! A proxy that works, or refuses in one chosen way. In come CONNECT requests and requests in
//! absolute form; out go the bytes of the connection to their target, which is always the address
//! that was given, so that any name can be asked for.
//!
//! A request in absolute form reaches the target as the client wrote it, those that follow on its
//! connection too, so that the target's log tells what was sent. Deliberately not here: caching,
//! and TLS towards the proxy itself.

use std::collections::VecDeque;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::TcpStream;

use crate::error::StartError;
use crate::host::Host;
use crate::stream::finish;

/// The longest request head taken.
const HEAD_MAX_BYTES: usize = 64 << 10;

/// Request heads remembered; the oldest are forgotten first.
const HEADS_MAX: usize = 1_000;

/// Bytes of a head that never ends, before the proxy gives up.
const ENDLESS_BYTES: usize = 1 << 20;

/// What a [`ProxyServer`] does with a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProxyBehaviour {
    /// Lets it through.
    Works,
    /// Lets it through if it has this line in its head, else answers 407.
    Wants(String),
    /// Answers with this status and reason, such as `403 Forbidden`.
    Refuses(&'static str),
    /// Says nothing.
    Hangs,
    /// Answers with something that is not HTTP.
    Garbage,
    /// Answers with a head that never ends.
    EndlessHead,
    /// Closes the connection.
    Closes,
    /// Closes the connection within the head of an answer.
    ClosesMidWay,
}

/// A proxy on a free loopback port. Stops when dropped.
#[derive(Debug)]
pub struct ProxyServer {
    heads: Arc<Mutex<VecDeque<String>>>,
    host: Host,
}

/// What the connections share.
#[derive(Debug)]
struct Shared {
    behaviour: ProxyBehaviour,
    target: SocketAddr,
    heads: Arc<Mutex<VecDeque<String>>>,
}

impl ProxyServer {
    /// Starts a proxy whose every way leads to `target`.
    ///
    /// # Errors
    ///
    /// When the port or thread cannot be had.
    pub fn start(behaviour: ProxyBehaviour, target: SocketAddr) -> Result<Self, StartError> {
        let heads = Arc::new(Mutex::new(VecDeque::new()));
        let shared = Arc::new(Shared { behaviour, target, heads: Arc::clone(&heads) });
        let host = Host::start(move || {
            Ok(move |tcp| {
                let shared = Arc::clone(&shared);
                async move {
                    // A broken connection is the client's to notice.
                    let _ = shared.serve(tcp).await;
                }
            })
        })?;
        Ok(Self { heads, host })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.host.address()
    }

    /// The first head of each of the last 1,000 connections, the oldest first.
    #[must_use]
    pub fn heads(&self) -> Vec<String> {
        let heads = self.heads.lock().unwrap_or_else(PoisonError::into_inner);
        heads.iter().cloned().collect()
    }
}

impl Shared {
    async fn serve(&self, mut client: TcpStream) -> io::Result<()> {
        let Some((head, behind)) = read_head(&mut client).await? else { return Ok(()) };
        self.note(&head);
        match &self.behaviour {
            ProxyBehaviour::Works => return self.pass_on(client, &head, &behind).await,
            ProxyBehaviour::Wants(line) if head.lines().any(|own| own == line) => {
                return self.pass_on(client, &head, &behind).await;
            }
            ProxyBehaviour::Wants(_) => {
                let answer = refusal("407 Proxy Authentication Required");
                client.write_all(answer.as_bytes()).await?;
            }
            ProxyBehaviour::Refuses(status) => {
                client.write_all(refusal(status).as_bytes()).await?;
            }
            ProxyBehaviour::Hangs => std::future::pending().await,
            ProxyBehaviour::Garbage => client.write_all(b"\x16\x03garbage\r\n\r\n").await?,
            ProxyBehaviour::EndlessHead => {
                client.write_all(b"HTTP/1.1 200 OK\r\n").await?;
                for _ in 0..ENDLESS_BYTES / 8 {
                    client.write_all(b"x: abc\r\n").await?;
                }
            }
            ProxyBehaviour::Closes => {}
            ProxyBehaviour::ClosesMidWay => client.write_all(b"HTTP/1.1 200 O").await?,
        }
        finish(&mut client).await
    }

    /// Becomes one with a connection to the target.
    async fn pass_on(&self, mut client: TcpStream, head: &str, behind: &[u8]) -> io::Result<()> {
        let mut target = TcpStream::connect(self.target).await?;
        target.set_nodelay(true)?;
        if head.starts_with("CONNECT ") {
            client
                .write_all(b"HTTP/1.1 200 Connection established\r\nvia: testkit\r\n\r\n")
                .await?;
        } else {
            target.write_all(head.as_bytes()).await?;
        }
        target.write_all(behind).await?;
        copy_bidirectional(&mut client, &mut target).await.map(drop)
    }

    /// Notes a head, before it is answered: whoever has the answer finds it noted.
    fn note(&self, head: &str) {
        let mut heads = self.heads.lock().unwrap_or_else(PoisonError::into_inner);
        if heads.len() == HEADS_MAX {
            heads.pop_front();
        }
        heads.push_back(head.to_owned());
    }
}

fn refusal(status: &str) -> String {
    format!("HTTP/1.1 {status}\r\ncontent-length: 2\r\n\r\nno")
}

/// A head, and the bytes behind it that came along; `None` when the peer leaves before its end.
async fn read_head(stream: &mut TcpStream) -> io::Result<Option<(String, Vec<u8>)>> {
    let mut bytes = Vec::new();
    while bytes.len() < HEAD_MAX_BYTES {
        if stream.read_buf(&mut bytes).await? == 0 {
            return Ok(None);
        }
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            let behind = bytes.split_off(end + 4);
            return Ok(Some((String::from_utf8_lossy(&bytes).into_owned(), behind)));
        }
    }
    Ok(None)
}
