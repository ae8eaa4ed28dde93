//! Asking a proxy for a tunnel: CONNECT out, the head of its answer in, and not a byte more.

use std::io;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::Proxy;
use crate::transport::Endpoint;
use crate::transport::fault::{ErrorKind, Fault};

/// The longest head of an answer to CONNECT.
const HEAD_BYTES_MAX: usize = 16 * 1024;
/// Bytes looked at in one go.
const LOOK_BYTES: usize = 1024;
/// The end of a head.
const END: &[u8] = b"\r\n\r\n";
/// Characters of an answer's reason that are repeated.
const REASON_MAX: usize = 60;

/// Turns a connection to `proxy` into one to `endpoint`.
pub(in crate::transport) async fn ask_for_tunnel(
    stream: &mut TcpStream,
    proxy: &Proxy,
    endpoint: &Endpoint,
) -> Result<(), Fault> {
    let host = &endpoint.host;
    let host = if host.contains(':') { format!("[{host}]") } else { host.clone() };
    let place = format!("{host}:{}", endpoint.port);
    let refused = |why: &str| {
        let detail = format!("the proxy {proxy} {why} when asked for a tunnel to {place}");
        Fault::new(ErrorKind::Proxy, detail)
    };
    let authorization = proxy.authorization_line();
    let request = format!("CONNECT {place} HTTP/1.1\r\nhost: {place}\r\n{authorization}\r\n");
    let answered = async {
        stream.write_all(request.as_bytes()).await?;
        read_head(stream).await
    };
    let head = match answered.await {
        Ok(head) => head,
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
            return Err(refused("closed the connection"));
        }
        Err(error) => return Err(refused(&format!("broke the connection ({error})"))),
    };
    let Some(head) = head else { return Err(refused("sent a head without an end")) };
    match status_of(&head) {
        None => Err(refused("did not answer in HTTP")),
        Some((200..300, _)) => Ok(()),
        Some((status, reason)) => Err(refused(format!("answered {status} {reason}").trim_end())),
    }
}

/// Reads up to the end of a head and leaves in the socket what follows it: that comes from the target. None
/// when there is no end within the limit.
async fn read_head(stream: &mut TcpStream) -> io::Result<Option<Vec<u8>>> {
    let mut head = Vec::new();
    let mut look = [0; LOOK_BYTES];
    while head.len() < HEAD_BYTES_MAX {
        let seen = stream.peek(&mut look).await?;
        let known = head.len();
        head.extend_from_slice(&look[..seen]);
        let from = known.saturating_sub(END.len() - 1);
        let end = head[from..].windows(END.len()).position(|four| four == END);
        let end = end.map(|at| from + at + END.len());
        head.truncate(end.unwrap_or(head.len()));
        let new = head.len() - known;
        // Nothing to see is the end of the connection, which reading one byte says in its own words.
        stream.read_exact(&mut look[..new.max(1)]).await?;
        if end.is_some() {
            return Ok(Some(head));
        }
    }
    Ok(None)
}

/// The status of a head, and its reason as far as it can be printed.
fn status_of(head: &[u8]) -> Option<(u16, String)> {
    let mut fields = [httparse::EMPTY_HEADER; 64];
    let mut response = httparse::Response::new(&mut fields);
    match response.parse(head) {
        Ok(httparse::Status::Complete(_)) | Err(httparse::Error::TooManyHeaders) => {}
        _ => return None,
    }
    let reason = response.reason.unwrap_or_default().chars();
    let reason = reason.filter(|c| !c.is_control()).take(REASON_MAX).collect();
    response.code.map(|code| (code, reason))
}
