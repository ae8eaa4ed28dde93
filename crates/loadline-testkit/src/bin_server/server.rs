//! The server itself: connections in, answers out, heads remembered.

use std::collections::VecDeque;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::io::AsyncWriteExt;

use super::http2;
use super::request::{Asked, read};
use super::routes::answer;
use crate::error::StartError;
use crate::host::Host;
use crate::stream::{Stream, finish, secured};
use crate::tls::{Acceptor, HTTP_2, TlsIdentity, acceptor_and_scheme};

/// Request heads remembered; the oldest are forgotten first.
const HEADS_MAX: usize = 10_000;

/// A server that shows what it was sent. Stops when dropped.
#[derive(Debug)]
pub struct BinServer {
    scheme: &'static str,
    heads: Arc<Mutex<VecDeque<String>>>,
    host: Host,
}

impl BinServer {
    /// Starts on a free loopback port, with HTTPS where there is a certificate.
    ///
    /// # Errors
    ///
    /// When the port or thread cannot be had, or the certificate is refused.
    pub fn start(tls: Option<&TlsIdentity>) -> Result<Self, StartError> {
        let (acceptor, scheme) = acceptor_and_scheme(tls)?;
        Self::start_with(acceptor, scheme, false)
    }

    /// The same over HTTP/2 alone, which it offers by ALPN.
    ///
    /// # Errors
    ///
    /// When the port or thread cannot be had, or the certificate is refused.
    pub fn start_http2(tls: &TlsIdentity) -> Result<Self, StartError> {
        Self::start_with(Some(tls.acceptor(HTTP_2)?), "https", true)
    }

    fn start_with(
        acceptor: Option<Acceptor>,
        scheme: &'static str,
        is_http2: bool,
    ) -> Result<Self, StartError> {
        let heads = Arc::new(Mutex::new(VecDeque::new()));
        let noted = Arc::clone(&heads);
        let host = Host::start(move || {
            Ok(move |tcp| {
                let (acceptor, noted) = (acceptor.clone(), Arc::clone(&noted));
                async move {
                    let Ok(stream) = secured(tcp, acceptor.as_ref()).await else { return };
                    // A broken connection is the client's to notice.
                    if is_http2 {
                        let _ = http2::serve(stream, scheme, noted).await;
                    } else {
                        let _ = serve(stream, scheme, &noted).await;
                    }
                }
            })
        })?;
        Ok(Self { scheme, heads, host })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.host.address()
    }

    /// The URL of a path, which starts with a slash.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("{}://{}{path}", self.scheme, self.address())
    }

    /// The heads of the last requests as they came, the oldest first.
    #[must_use]
    pub fn request_heads(&self) -> Vec<String> {
        self.heads.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }
}

async fn serve(
    mut stream: Box<dyn Stream>,
    scheme: &str,
    heads: &Mutex<VecDeque<String>>,
) -> io::Result<()> {
    let mut pending = Vec::new();
    while let Some(asked) = read(&mut stream, &mut pending).await? {
        note(heads, &asked);
        let answer = answer(&asked, scheme);
        if let Some(delay) = answer.delay {
            tokio::time::sleep(delay).await;
        }
        stream.write_all(&answer.bytes(asked.method == "HEAD")).await?;
        stream.flush().await?;
        if asked.is_last {
            break;
        }
    }
    finish(&mut stream).await
}

/// Notes a request, before it is answered: whoever has the answer finds it noted.
pub(super) fn note(heads: &Mutex<VecDeque<String>>, asked: &Asked) {
    let mut heads = heads.lock().unwrap_or_else(PoisonError::into_inner);
    if heads.len() == HEADS_MAX {
        heads.pop_front();
    }
    heads.push_back(asked.head.clone());
}
