//! A server that sends given bytes as its answer to every request, whatever they are: for tests
//! that a client understands chunked and close-delimited bodies, HEAD, 1xx, 204, 304 and so on.
//! In come HTTP/1.1 requests, plain or TLS; out go the bytes, and the requests for inspection.
//!
//! Deliberately not here: any check that the bytes are HTTP.

use std::collections::VecDeque;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::io::AsyncWriteExt;

use crate::error::StartError;
use crate::host::Host;
use crate::request::Requests;
use crate::stream::{Stream, finish, secured};
use crate::tls::{TlsIdentity, acceptor_and_scheme};

/// Request heads remembered; the oldest are forgotten first.
const HEADS_MAX: usize = 1_000;

/// What a [`CannedServer`] does with the connection after an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AfterAnswer {
    /// Waits for the next request.
    KeepAlive,
    /// Closes it, which is how a close-delimited body ends.
    Close,
}

/// How a [`CannedServer`] is to behave.
#[derive(Debug, Clone)]
pub struct CannedOptions {
    /// The bytes of every answer.
    pub answer: Vec<u8>,
    /// What follows an answer.
    pub after: AfterAnswer,
    /// Serve HTTPS with this certificate.
    pub tls: Option<TlsIdentity>,
}

/// A server with one answer. Stops when dropped.
#[derive(Debug)]
pub struct CannedServer {
    scheme: &'static str,
    log: Arc<Mutex<Log>>,
    host: Host,
}

#[derive(Debug, Default)]
struct Log {
    served: u64,
    heads: VecDeque<Vec<u8>>,
}

impl CannedServer {
    /// Starts on a free loopback port, plain HTTP.
    ///
    /// # Errors
    ///
    /// When the port or thread cannot be had.
    pub fn start(answer: impl Into<Vec<u8>>, after: AfterAnswer) -> Result<Self, StartError> {
        Self::start_with(&CannedOptions { answer: answer.into(), after, tls: None })
    }

    /// Starts on a free loopback port.
    ///
    /// # Errors
    ///
    /// When the port or thread cannot be had, or the certificate is refused.
    pub fn start_with(options: &CannedOptions) -> Result<Self, StartError> {
        let (acceptor, scheme) = acceptor_and_scheme(options.tls.as_ref())?;
        let log = Arc::new(Mutex::new(Log::default()));
        let shared = Arc::new((options.clone(), Arc::clone(&log)));
        let host = Host::start(move || {
            Ok(move |tcp| {
                let (acceptor, shared) = (acceptor.clone(), Arc::clone(&shared));
                async move {
                    if let Ok(stream) = secured(tcp, acceptor.as_ref()).await {
                        // A broken connection is the client's to notice.
                        let _ = serve(stream, &shared.0, &shared.1).await;
                    }
                }
            })
        })?;
        Ok(Self { scheme, log, host })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.host.address()
    }

    /// The URL of a path, which starts with a slash. Every path is answered alike.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("{}://{}{path}", self.scheme, self.address())
    }

    /// How many requests were answered.
    #[must_use]
    pub fn served(&self) -> u64 {
        lock(&self.log).served
    }

    /// The heads of the last 1,000 requests as they came, the oldest first.
    #[must_use]
    pub fn request_heads(&self) -> Vec<Vec<u8>> {
        lock(&self.log).heads.iter().cloned().collect()
    }
}

async fn serve(
    mut stream: Box<dyn Stream>,
    options: &CannedOptions,
    log: &Mutex<Log>,
) -> io::Result<()> {
    let mut requests = Requests::new();
    while let Some(request) = requests.next(&mut stream).await? {
        note(log, request.head);
        stream.write_all(&options.answer).await?;
        stream.flush().await?;
        if options.after == AfterAnswer::Close {
            break;
        }
    }
    finish(&mut stream).await
}

/// Notes a request, before it is answered: whoever has the answer finds it noted.
fn note(log: &Mutex<Log>, head: Vec<u8>) {
    let mut log = lock(log);
    if log.heads.len() == HEADS_MAX {
        log.heads.pop_front();
    }
    log.served += 1;
    log.heads.push_back(head);
}

fn lock(log: &Mutex<Log>) -> MutexGuard<'_, Log> {
    log.lock().unwrap_or_else(PoisonError::into_inner)
}
