//! What a server whose behaviour goes by the path does first, and after that.

use super::behaviour::SocketBehaviour;
use super::frames::push_frame;

/// The first bytes of whole frames.
const TEXT: u8 = 0x81;
const BINARY: u8 = 0x82;
const CLOSE: u8 = 0x88;
const PING: u8 = 0x89;

/// What a path asks for.
pub(super) struct Asked {
    /// How messages are answered.
    pub(super) behaviour: SocketBehaviour,
    /// Frames that go out behind the handshake.
    pub(super) greeting: Vec<u8>,
    /// Whether the connection ends there.
    pub(super) ends: bool,
}

/// Reads the path out of a request's head.
pub(super) fn asked(head: &[u8]) -> Asked {
    let head = String::from_utf8_lossy(head);
    let target = head.split_whitespace().nth(1).unwrap_or("/");
    let path = target.split('?').next().unwrap_or("/");
    let mut asked = Asked { behaviour: SocketBehaviour::Echo, greeting: Vec::new(), ends: false };
    match path {
        "/ws-echo" => {}
        "/ws-close" => {
            push_frame(&mut asked.greeting, CLOSE, b"\x03\xE8bye");
            asked.ends = true;
        }
        "/ws-ping" => push_frame(&mut asked.greeting, PING, b"are you there"),
        "/ws-greet" => push_frame(&mut asked.greeting, TEXT, b"welcome"),
        "/ws-binary" => push_frame(&mut asked.greeting, BINARY, &[1, 2, 3]),
        "/ws-headers" => push_frame(&mut asked.greeting, TEXT, head.as_bytes()),
        "/ws-drop" => asked.behaviour = SocketBehaviour::DropAfter(1),
        "/ws-leave" => asked.behaviour = SocketBehaviour::CloseAfter(1),
        "/ws-pieces" => asked.behaviour = SocketBehaviour::EchoInPieces(4),
        "/ws-invalid" => asked.behaviour = SocketBehaviour::WrongAccept,
        _ => asked.behaviour = SocketBehaviour::Refuse,
    }
    asked
}

/// The first of the subprotocols that a client offers.
pub(super) fn subprotocol(head: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(head);
    let mut lines = head.lines().filter_map(|line| line.split_once(':'));
    let (_, offered) =
        lines.find(|(name, _)| name.eq_ignore_ascii_case("sec-websocket-protocol"))?;
    offered.split(',').next().map(|first| first.trim().to_owned())
}
