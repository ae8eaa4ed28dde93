//! The WebSocket protocol (RFC 6455) from the client's side: the opening handshake, frames, messages.
//!
//! Bytes come in from a connection and messages go out, and the other way round; nothing here opens sockets
//! or knows a clock. A socket at rest holds no memory for reading. Extensions such as compression are not
//! offered, so a server that uses one breaks the protocol.

mod close;
mod frame;
mod handshake;
mod reader;
mod violation;

pub use close::Close;
pub use frame::{Kind, MASK_BYTES, mask, write_frame, write_frame_head};
pub use handshake::{HandshakeError, Key, check_answer};
pub use reader::{MessageReader, Received};
pub use violation::Violation;

#[cfg(test)]
mod tests;
