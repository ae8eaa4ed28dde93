//! Servers that break HTTP or TCP in one chosen way each: what every client meets one day, and a
//! load generator must count by kind with bounded memory. In comes a [`Misbehaviour`]; out goes a
//! listening address and what was accepted there.
//!
//! Deliberately not here: TLS, and the name a client ought to give to each failure.

mod act;
mod backlog;
mod behaviour;
mod server;

pub use behaviour::Misbehaviour;
pub use server::MisbehavingServer;
