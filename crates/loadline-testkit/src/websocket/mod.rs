//! A WebSocket server with known behaviour. In come connections; out goes every message as it came, or one
//! chosen breach of what a client may expect.
//!
//! Deliberately not here: subprotocols, extensions, and checks of the client beyond what echoing needs.

mod behaviour;
mod frames;
mod paths;
mod server;

pub use behaviour::SocketBehaviour;
pub use server::WebSocketServer;
