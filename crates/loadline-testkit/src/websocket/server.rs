//! The server: handshake, then frames read and answered in batches, one write for all that one read brought.

use std::io;
use std::net::SocketAddr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha1::{Digest as _, Sha1};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use super::behaviour::SocketBehaviour;
use super::frames::{Frame, next_frame, push_frame};
use super::paths;
use crate::error::StartError;
use crate::host::Host;
use crate::request::Requests;
use crate::stream::{Stream, finish, secured};
use crate::tls::{TlsIdentity, acceptor_and_scheme};

/// Room made for each read: small, because each of thousands of connections has it.
const READ_BYTES: usize = 2 << 10;
/// What RFC 6455 appends to a key.
const GUID: &str = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
/// The first bytes of whole frames.
const TEXT: u8 = 0x81;
const CLOSE: u8 = 0x88;
const PING: u8 = 0x89;
const PONG: u8 = 0x8A;

/// A WebSocket server on a free loopback port. Stops when dropped.
#[derive(Debug)]
pub struct WebSocketServer {
    tls: bool,
    host: Host,
}

impl WebSocketServer {
    /// Starts a server without TLS.
    ///
    /// # Errors
    ///
    /// When the port or thread cannot be had.
    pub fn start(behaviour: SocketBehaviour) -> Result<Self, StartError> {
        Self::start_with(behaviour, None)
    }

    /// Starts a server, with TLS where there is a certificate.
    ///
    /// # Errors
    ///
    /// When the port or thread cannot be had, or the certificate is refused.
    pub fn start_with(
        behaviour: SocketBehaviour,
        tls: Option<&TlsIdentity>,
    ) -> Result<Self, StartError> {
        let (acceptor, _) = acceptor_and_scheme(tls)?;
        let host = Host::start(move || {
            Ok(move |tcp| {
                let acceptor = acceptor.clone();
                async move {
                    if let Ok(stream) = secured(tcp, acceptor.as_ref()).await {
                        // A broken connection is the client's to notice.
                        let _ = serve(stream, behaviour).await;
                    }
                }
            })
        })?;
        Ok(Self { tls: tls.is_some(), host })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.host.address()
    }

    /// The URL of a path, which starts with a slash. Every path is answered alike.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("{}://{}{path}", if self.tls { "wss" } else { "ws" }, self.address())
    }
}

async fn serve(mut stream: Box<dyn Stream>, behaviour: SocketBehaviour) -> io::Result<()> {
    let Some(request) = Requests::new().next(&mut stream).await? else { return Ok(()) };
    let by_path = behaviour == SocketBehaviour::ByPath;
    let asked = by_path.then(|| paths::asked(&request.head));
    let behaviour = asked.as_ref().map_or(behaviour, |asked| asked.behaviour);
    let protocol = asked.as_ref().and_then(|_| paths::subprotocol(&request.head));
    let answer = match behaviour {
        SocketBehaviour::Refuse => {
            "HTTP/1.1 403 Forbidden\r\ncontent-length: 2\r\n\r\nno".to_owned()
        }
        SocketBehaviour::NoHandshake => {
            // Until the client gives up.
            while stream.read(&mut [0; 64]).await? > 0 {}
            return Ok(());
        }
        SocketBehaviour::WrongAccept => agreement("another key", None),
        _ => agreement(&key_of(&request.head)?, protocol.as_deref()),
    };
    let mut answer = answer.into_bytes();
    if behaviour == SocketBehaviour::Greet {
        push_frame(&mut answer, TEXT, b"welcome");
    }
    if let Some(asked) = &asked {
        answer.extend_from_slice(&asked.greeting);
    }
    stream.write_all(&answer).await?;
    stream.flush().await?;
    if behaviour == SocketBehaviour::Refuse || asked.is_some_and(|asked| asked.ends) {
        return finish(&mut stream).await;
    }
    let mut client = Client { behaviour, messages: 0, pending: Vec::new(), out: Vec::new() };
    loop {
        client.pending.reserve(READ_BYTES);
        if stream.read_buf(&mut client.pending).await? == 0 {
            return Ok(());
        }
        let goes_on = client.answer()?;
        stream.write_all(&client.out).await?;
        stream.flush().await?;
        client.out.clear();
        if !goes_on {
            return finish(&mut stream).await;
        }
    }
}

fn agreement(key: &str, protocol: Option<&str>) -> String {
    let accept = STANDARD.encode(Sha1::new().chain_update(key).chain_update(GUID).finalize());
    let protocol = protocol.map(|name| format!("sec-websocket-protocol: {name}\r\n"));
    let protocol = protocol.unwrap_or_default();
    format!(
        "HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: Upgrade\r\n\
         sec-websocket-accept: {accept}\r\n{protocol}\r\n"
    )
}

fn key_of(head: &[u8]) -> io::Result<String> {
    let head = String::from_utf8_lossy(head);
    let mut lines = head.lines().filter_map(|line| line.split_once(':'));
    let key = lines.find(|(name, _)| name.eq_ignore_ascii_case("sec-websocket-key"));
    let (_, key) = key.ok_or_else(|| io::Error::other("the request has no key"))?;
    Ok(key.trim().to_owned())
}

/// One connection behind its handshake.
struct Client {
    behaviour: SocketBehaviour,
    /// Frames of messages that came.
    messages: u32,
    pending: Vec<u8>,
    out: Vec<u8>,
}

impl Client {
    /// Answers all frames that are complete; false when the connection is to end.
    fn answer(&mut self) -> io::Result<bool> {
        let mut at = 0;
        let mut goes_on = true;
        while goes_on && let Some(frame) = next_frame(&mut self.pending, at)? {
            at = frame.payload.end;
            goes_on = self.answer_frame(&frame);
        }
        self.pending.drain(..at);
        Ok(goes_on)
    }

    fn answer_frame(&mut self, frame: &Frame) -> bool {
        let payload = &self.pending[frame.payload.clone()];
        match frame.opcode() {
            8 => {
                push_frame(&mut self.out, CLOSE, payload);
                return false;
            }
            9 if self.behaviour != SocketBehaviour::NeverAnswer => {
                push_frame(&mut self.out, PONG, payload);
                return true;
            }
            9 | 10 => return true,
            _ => self.messages += 1,
        }
        match self.behaviour {
            SocketBehaviour::EchoInPieces(bytes) => {
                push_pieces(&mut self.out, frame.first, payload, bytes.max(1));
            }
            SocketBehaviour::NeverAnswer => {}
            SocketBehaviour::BadFrame => push_frame(&mut self.out, 0x83, payload),
            SocketBehaviour::BadText => push_frame(&mut self.out, TEXT, &[0xFF]),
            SocketBehaviour::EndlessFrame => {
                self.out.extend([TEXT + 1, 127, 0x40, 0, 0, 0, 0, 0, 0, 0]);
            }
            _ => push_frame(&mut self.out, frame.first, payload),
        }
        match self.behaviour {
            SocketBehaviour::DropAfter(limit) => self.messages < limit,
            SocketBehaviour::CloseAfter(limit) if self.messages >= limit => {
                push_frame(&mut self.out, CLOSE, b"\x03\xE9going away");
                false
            }
            _ => true,
        }
    }
}

/// A message as several frames, with a ping before the last.
fn push_pieces(out: &mut Vec<u8>, first: u8, payload: &[u8], bytes: usize) {
    let pieces: Vec<&[u8]> = payload.chunks(bytes).collect();
    let last = pieces.len().saturating_sub(1);
    for (place, piece) in pieces.into_iter().enumerate() {
        let opcode = if place == 0 { first & 0x0F } else { 0 };
        if place == last {
            push_frame(out, PING, b"still there?");
        }
        push_frame(out, opcode | if place == last { 0x80 } else { 0 }, piece);
    }
}
