//! The only way to the server. In come a connection string and limits; out goes one connection that is read-only unless
//! told otherwise, stops its own statements in time, and knows what it may see there ([`Sight`]).
//!
//! Deliberately not here: which statements are worth sending, and what their answers mean.

mod address;
mod cells;
mod connection;
mod console;
mod error;
mod options;
mod quote;
mod sight;
mod tls;

pub use cells::Cells;
pub use connection::Session;
pub(crate) use connection::{MARK, is_marked, marked};
pub(crate) use console::Console;
pub use error::SessionError;
pub use options::SessionOptions;
pub(crate) use quote::bare_or_quoted;
pub use quote::{quoted_literal, quoted_name};
pub use sight::{Extension, Presence, ServerVersion, Sight};

#[cfg(test)]
mod tests;
