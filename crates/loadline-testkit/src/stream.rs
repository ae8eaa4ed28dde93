//! A connection as the servers see it: plain TCP or TLS over it, and how to end one politely.
//!
//! Deliberately not here: certificates (`tls`) and what is read and written.

use std::io;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::tls::Acceptor;

/// Bytes thrown away after the end of an answer before the connection is closed all the same.
const DRAIN_MAX_BYTES: usize = 1 << 20;

/// Time given to the peer to close its side.
const DRAIN_MAX: Duration = Duration::from_secs(5);

/// Anything that can be read and written.
pub(crate) trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}

impl<S: AsyncRead + AsyncWrite + Send + Unpin> Stream for S {}

/// The accepted connection itself, or TLS over it once the handshake is done.
pub(crate) async fn secured(
    stream: TcpStream,
    tls: Option<&Acceptor>,
) -> io::Result<Box<dyn Stream>> {
    match tls {
        None => Ok(Box::new(stream)),
        Some(acceptor) => Ok(Box::new(acceptor.accept(stream).await?)),
    }
}

/// Ends a connection with FIN and nothing else: closing a socket that holds unread bytes would
/// send RST. Waits, within bounds, until the peer has closed too.
pub(crate) async fn finish(stream: &mut (impl AsyncRead + AsyncWrite + Unpin)) -> io::Result<()> {
    stream.shutdown().await?;
    let drain = async {
        let mut scrap = [0; 4096];
        let mut drained_bytes = 0;
        while drained_bytes < DRAIN_MAX_BYTES {
            match stream.read(&mut scrap).await {
                Ok(0) | Err(_) => break,
                Ok(read) => drained_bytes += read,
            }
        }
    };
    let _ = tokio::time::timeout(DRAIN_MAX, drain).await;
    Ok(())
}
