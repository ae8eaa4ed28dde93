//! What a [`WebSocketServer`](super::WebSocketServer) does with its clients.

/// What happens on every connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SocketBehaviour {
    /// Every message comes back.
    Echo,
    /// What the path says: `/ws-echo`, `/ws-close`, `/ws-ping`, `/ws-greet`, `/ws-binary`, `/ws-headers`,
    /// `/ws-drop`, `/ws-leave`, `/ws-pieces`, `/ws-invalid`; any other is refused.
    ByPath,
    /// A text `welcome` comes in one piece with the handshake's answer; then every message comes back.
    Greet,
    /// Every message comes back in frames of at most that many bytes, a ping before the last.
    EchoInPieces(usize),
    /// That many messages come back, then the connection ends without a word.
    DropAfter(u32),
    /// That many messages come back, then the server closes with code 1001 and `going away`.
    CloseAfter(u32),
    /// Messages are read and nothing is said.
    NeverAnswer,
    /// A message is answered with a frame of an unknown kind.
    BadFrame,
    /// A message is answered with a text that is not UTF-8.
    BadText,
    /// A message is answered with the head of a frame of 2⁶² bytes.
    EndlessFrame,
    /// The handshake is answered with a wrong `Sec-WebSocket-Accept`.
    WrongAccept,
    /// The handshake is answered with status 403.
    Refuse,
    /// The handshake is not answered.
    NoHandshake,
}
